// SPDX-License-Identifier: MPL-2.0

import SIP2

extension Library {
    /// What becomes of a copy that came back.
    struct Return {
        /// Where it goes.
        enum Destination: Equatable {
            /// To the shelf of this branch.
            case shelf
            /// To the hold shelf of this branch; the hold where it was tied.
            case holdShelf(Hold?)
            /// To another branch; the hold where it goes there for one.
            case branch(Branch, Hold?)
            /// To the library that owns it.
            case owner(String)
        }

        let item: Item
        /// Who had it; `nil` when it was on its way.
        let patron: SimulatedPatron?
        /// What the loan costs because it came back late.
        let fee: Fee?
        let destination: Destination

        /// The sort bin: 1 books and 2 discs of this branch, 3 holds, 4 other branches, 5 other
        /// libraries.
        func sortBin(_ kind: MaterialKind) -> String {
            switch destination {
            case .shelf: [.book, .magazine].contains(kind) ? "1" : "2"
            case .holdShelf: "3"
            case .branch: "4"
            case .owner: "5"
            }
        }
    }

    /// Takes a copy back.
    ///
    /// - Parameters:
    ///   - barcode: Which copy.
    ///   - location: Where, as the kiosk says; the main library when it is no branch.
    ///   - day: When it came back, which for a return made off-line lies before today.
    ///   - owner: The library that the chip names as the owner (`WS`).
    /// - Returns: Where it goes, who had it, and what that costs.
    /// - Throws: A refusal when there is no such copy, or it is neither lent nor on its way.
    mutating func takeBack(
        _ barcode: String,
        at location: String,
        on day: CalendarDay,
        owner: String? = nil
    ) throws(Refusal) -> Return {
        guard let item = item(barcode) else { throw .unknownItem }
        let here = branch(location) ?? branches[0]
        var patron: SimulatedPatron?
        var fee: Fee?
        if let loan = loan(of: barcode) {
            patron = self.patron(loan.patron)
            loans.removeAll { $0.item == barcode }
            fee = patron.flatMap { charge(loan, to: $0, on: day) }
            endedLoans[barcode] = (loan, fee?.id)
        } else if case .inTransit = item.place {
            // It has arrived somewhere.
        } else if item.place != .missing {
            throw .notLent
        }
        let destination = destination(of: item, at: here, on: day, owner: owner)
        return Return(
            item: self.item(barcode) ?? item,
            patron: patron,
            fee: fee,
            destination: destination
        )
    }

    /// Takes a return back: the item did not stay in the kiosk, so it is lent as before.
    ///
    /// - Throws: A refusal when there is no such copy, or it was not the last thing done with it.
    mutating func cancelReturn(_ barcode: String) throws(Refusal) -> Item {
        guard let item = item(barcode) else { throw .unknownItem }
        guard loan(of: barcode) == nil, let ended = endedLoans.removeValue(forKey: barcode) else {
            throw .notLent
        }
        if let hold = hold(tiedTo: item) { untie(hold) }
        fees.removeAll { $0.id == ended.fee }
        loans.append(ended.loan)
        move(barcode, to: .lent)
        return self.item(barcode) ?? item
    }

    private mutating func charge(
        _ loan: Loan,
        to patron: SimulatedPatron,
        on day: CalendarDay
    ) -> Fee? {
        let amount = rules.lateFee(
            daysLate: loan.daysLate(on: day),
            isChild: patron.isChild(on: day)
        )
        guard amount > 0 else { return nil }
        let fee = Fee(
            id: nextID(),
            patron: patron.number,
            kind: .late,
            amount: amount,
            item: loan.item,
            created: day
        )
        fees.append(fee)
        return fee
    }

    /// Finds out where a copy goes, and sends it there.
    private mutating func destination(
        of item: Item,
        at here: Branch,
        on day: CalendarDay,
        owner: String?
    ) -> Return.Destination {
        let owner = owner.flatMap { $0.isEmpty ? nil : $0 } ?? item.owner
        if owner != Self.institution {
            move(item.barcode, to: .inTransit(to: owner, hold: nil))
            return .owner(owner)
        }
        if let hold = hold(tiedTo: item) ?? nextHold(for: item, at: here) {
            return send(item, to: hold, from: here, on: day)
        }
        guard let home = branch(item.branch), home != here else {
            move(item.barcode, to: .shelf)
            return .shelf
        }
        move(item.barcode, to: .inTransit(to: home.id, hold: nil))
        return .branch(home, nil)
    }

    private mutating func send(
        _ item: Item,
        to hold: Hold,
        from here: Branch,
        on day: CalendarDay
    ) -> Return.Destination {
        guard rules.tiesHolds else {
            let pickup = branch(hold.branch) ?? here
            move(item.barcode, to: pickup == here ? .shelf : .inTransit(to: pickup.id, hold: nil))
            return pickup == here ? .holdShelf(nil) : .branch(pickup, nil)
        }
        guard let pickup = branch(hold.branch), pickup != here else {
            return .holdShelf(shelve(item, for: hold, on: day))
        }
        let tied = change(hold) { $0.state = .inTransit(item: item.barcode) }
        move(item.barcode, to: .inTransit(to: pickup.id, hold: hold.id))
        return .branch(pickup, tied)
    }

    /// Puts a copy on the hold shelf.
    @discardableResult
    mutating func shelve(_ item: Item, for hold: Hold, on day: CalendarDay) -> Hold {
        let number = nextPickupNumber()
        let until = day.advanced(by: rules.holdShelfDays)
        move(item.barcode, to: .holdShelf(hold.id))
        return change(hold) {
            $0.state = .ready(item: item.barcode, number: number, until: until)
        }
    }
}

extension SimulatedPatron {
    /// Whether the patron is under 18, for whom fees are lower.
    func isChild(on day: CalendarDay) -> Bool {
        guard let born = birth.date(on: day) else { return false }
        return day < born.adding(years: 18)
    }
}
