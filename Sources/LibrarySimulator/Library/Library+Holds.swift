// SPDX-License-Identifier: MPL-2.0

import SIP2

extension Library {
    /// The record that a kiosk names by a copy or by its number.
    func record(item barcode: String?, title: String?) throws(Refusal) -> String {
        if let barcode, !barcode.isEmpty {
            guard let item = item(barcode) else { throw .unknownItem }
            return item.record
        }
        guard let title = title.flatMap({ self.title($0) }) else { throw .unknownItem }
        return title.record
    }

    /// Places a hold on a title.
    ///
    /// - Parameters:
    ///   - record: Which title.
    ///   - claim: For whom.
    ///   - branch: Where the copy is wanted; the main library when nothing is said.
    ///   - expires: The last day on which it is wanted; a usual period when nothing is said.
    ///   - day: When.
    /// - Returns: The hold, at the end of its queue.
    /// - Throws: Why there is none.
    mutating func placeHold(
        on record: String,
        for claim: Claim,
        at branch: String?,
        expires: CalendarDay? = nil,
        on day: CalendarDay
    ) throws(Refusal) -> Hold {
        let patron = try identify(claim)
        let refused: PatronStatus = [.holdPrivilegesDenied, .cardReportedLost]
        guard title(record) != nil else { throw .unknownItem }
        guard patron.isValid, !patron.hasExpired(on: day) else { throw .invalidCard }
        guard status(of: patron, on: day).isDisjoint(with: refused) else { throw .blocked }
        guard debt(of: patron) <= rules.debtMax else { throw .owesTooMuch }
        guard items.contains(where: { $0.record == record && $0.isForLoan }) else {
            throw .notForLoan
        }
        let isOwnLoan = loans(of: patron).contains { item($0.item)?.record == record }
        guard !isOwnLoan else { throw .alreadyLent }
        let own = holds(of: patron)
        guard !own.contains(where: { $0.record == record }) else { throw .alreadyReserved }
        guard own.count < rules.holdsMax else { throw .tooManyHolds }
        let hold = Hold(
            id: nextID(),
            record: record,
            patron: patron.number,
            placed: day,
            branch: try pickup(branch),
            expires: expires ?? day.advanced(by: rules.holdDays),
            state: .waiting
        )
        holds.append(hold)
        return hold
    }

    /// Gives a hold up; a copy that was tied to it serves the next one.
    mutating func cancelHold(
        on record: String,
        for claim: Claim,
        on day: CalendarDay
    ) throws(Refusal) -> Hold {
        let hold = try hold(on: record, for: claim)
        release(hold, on: day)
        return hold
    }

    /// Ends what has run out: copies that nobody came for, and wishes that are too old.
    mutating func lapse(on day: CalendarDay) {
        for hold in holds {
            if case .ready(_, _, let until) = hold.state, until < day {
                release(hold, on: day)
            } else if hold.state == .waiting, hold.expires < day {
                release(hold, on: day)
            }
        }
    }

    /// Ends a hold; a copy that was tied to it serves the next one or goes home.
    ///
    /// - Parameters:
    ///   - hold: Which hold.
    ///   - taken: The copy that the patron has got, which is tied no longer.
    ///   - day: When.
    mutating func release(_ hold: Hold, except taken: String? = nil, on day: CalendarDay) {
        let tied = hold.item.flatMap { $0 == taken ? nil : item($0) }
        holds.removeAll { $0.id == hold.id }
        guard let tied else { return }
        let here = branch(hold.branch) ?? branches[0]
        if case .holdShelf = tied.place, let next = nextHold(for: tied, at: here),
            next.branch == here.id
        {
            shelve(tied, for: next, on: day)
        } else {
            let isHome = tied.branch == hold.branch && tied.place == .holdShelf(hold.id)
            move(tied.barcode, to: isHome ? .shelf : .inTransit(to: tied.branch, hold: nil))
        }
    }

    /// Changes where a copy is wanted, or for how long; a copy that stands ready stays.
    mutating func changeHold(
        on record: String,
        for claim: Claim,
        at branch: String?,
        expires: CalendarDay?
    ) throws(Refusal) -> Hold {
        let hold = try hold(on: record, for: claim)
        let pickup = branch == nil ? hold.branch : try pickup(branch)
        return change(hold) {
            $0.expires = expires ?? $0.expires
            if $0.state == .waiting { $0.branch = pickup }
        }
    }

    private func hold(on record: String, for claim: Claim) throws(Refusal) -> Hold {
        let patron = try identify(claim)
        guard let hold = holds(of: patron).first(where: { $0.record == record }) else {
            throw .noSuchHold
        }
        return hold
    }

    private func pickup(_ text: String?) throws(Refusal) -> String {
        guard let text, !text.isEmpty else { return branches[0].id }
        guard let branch = branch(text) else { throw .unknownBranch }
        return branch.id
    }

    // MARK: Copies for holds

    /// The hold that a copy stands ready for or is on its way to.
    func hold(tiedTo item: Item) -> Hold? {
        holds.first { $0.item == item.barcode }
    }

    /// The hold that a copy serves next: the oldest at the branch where it is, or else the oldest.
    func nextHold(for item: Item, at here: Branch) -> Hold? {
        guard item.isForLoan else { return nil }
        let waiting = holds.filter { $0.record == item.record && $0.state == .waiting }
        return waiting.first { $0.branch == here.id } ?? waiting.first
    }

    /// Lets a hold wait for another copy.
    mutating func untie(_ hold: Hold) {
        change(hold) { $0.state = .waiting }
    }

    @discardableResult
    mutating func change(_ hold: Hold, _ body: (inout Hold) -> Void) -> Hold {
        guard let index = holds.firstIndex(where: { $0.id == hold.id }) else { return hold }
        body(&holds[index])
        return holds[index]
    }
}
