// SPDX-License-Identifier: MPL-2.0

/// A list of the patron's that the library system is asked for.
public enum KioskList: String, Sendable, Hashable, CaseIterable {
    /// What is borrowed.
    case loans
    /// What is reserved.
    case holds
    /// What is owed.
    case fees
}

/// What one person does at a kiosk: the items, the lists, and where the screen stands.
struct KioskSession: Sendable {
    /// Where the screen stands.
    enum Place: Sendable, Hashable {
        case home, loan, returning, loans, holds, fees, receipt
    }

    /// How far the receipt is.
    enum ReceiptStage: Sendable, Hashable {
        /// It can be chosen.
        case offered
        /// It is being given out.
        case issuing(ReceiptChoice)
        /// It could not be given out so.
        case failed(ReceiptChoice)
    }

    /// What follows from an input: what is ordered, and what the stage tells.
    struct Step: Sendable {
        var actions: [KioskMachine.Action] = []
        var notice: KioskView.Notice.What?
    }

    /// A line of the patron's loans, which keeps its number while the session lasts.
    struct Line: Sendable {
        let number: Int
        var loan: Loan
        var renewal: KioskRow.Outcome?
    }

    enum Lines: Sendable {
        case asked
        case known([Line])
        case unavailable
    }

    /// The patron; nil for somebody who only returns.
    let visitor: KioskMachine.Visitor?
    var place: Place
    var greeting: KioskView.Greeting?
    /// Where a receipt can be mailed to, as long as the session lasts.
    var mail: MailAddress?
    var receipt = ReceiptStage.offered
    /// What was borrowed here, newest first.
    private(set) var lent: [KioskRow] = []
    /// What was returned here, newest first.
    private(set) var returned: [KioskRow] = []
    var loans = Lines.asked
    private(set) var holds = KioskView.Listing<Hold>.asked
    private(set) var fees = KioskView.FeeListing.asked
    private var rowCount = 0
    private var lineCount = 0
    /// The renewal of everything that is under way, if one is.
    private(set) var isRenewingAll = false
    /// The loans that are renewed one by one, if the library system did not say why not all were.
    var oneByOne: OneByOne?

    init(visitor: KioskMachine.Visitor?, place: Place) {
        self.visitor = visitor
        self.place = place
    }

    /// Whether something is to be read before time goes on.
    var wantsAttention: Bool { (lent + returned).contains(where: \.wantsAttention) }
    /// Whether the tags of an item are not done yet.
    var hasOpenTags: Bool { (lent + returned).contains { $0.gate?.isOpen ?? false } }
    /// Whether the last item is still being worked on.
    var isWorking: Bool { (lent + returned).contains { $0.outcome == .working } }
    /// Whether a receipt is being given out.
    var isIssuing: Bool { if case .issuing = receipt { true } else { false } }
    /// Whether a receipt would have something on it.
    var hasSomethingToShow: Bool {
        (lent + returned).contains { !$0.cameToNothing } || renewed.contains { $0.renewal != nil }
    }
    /// The loans of which somebody tried to make longer ones.
    var renewed: [Line] {
        guard case .known(let lines) = loans else { return [] }
        return lines.filter { $0.renewal != nil }
    }

    // MARK: Places

    /// Goes to where a task is done, and asks anew for what is listed there.
    mutating func go(to task: KioskTask) -> [KioskMachine.Action] {
        guard visitor != nil || task == .returning else { return [.ignored(.misplaced)] }
        switch task {
        case .loan: place = .loan
        case .returning: place = .returning
        case .loans:
            place = .loans
            if case .unavailable = loans { return ask(.loans) }
        case .holds:
            place = .holds
            if holds == .unavailable { return ask(.holds) }
        case .fees:
            place = .fees
            if fees == .unavailable { return ask(.fees) }
        }
        return []
    }

    /// Asks for a list.
    mutating func ask(_ list: KioskList) -> [KioskMachine.Action] {
        switch list {
        case .loans: loans = .asked
        case .holds: holds = .asked
        case .fees: fees = .asked
        }
        return [.list(list)]
    }

    // MARK: Items

    /// An item was scanned, and what it means depends on where the screen stands.
    mutating func scanned(_ item: ItemNumber, isOnPad: Bool = false) -> Step {
        switch place {
        case .returning:
            return begin(.checkin, item, among: returned, isOnPad)
        case .loans:
            guard let line = line(bearing: item) else {
                return Step(notice: .misplaced(.notYourLoan))
            }
            return renew(line: line.number)
        case .home, .loan, .holds, .fees, .receipt:
            guard visitor != nil else {
                place = .returning
                return begin(.checkin, item, among: returned, isOnPad)
            }
            place = .loan
            return begin(.checkout, item, among: lent, isOnPad)
        }
    }

    private mutating func begin(
        _ kind: OutboxEntry.Kind,
        _ item: ItemNumber,
        among rows: [KioskRow],
        _ isOnPad: Bool
    ) -> Step {
        if let row = rows.first(where: { $0.item.bears(item) }), !row.mayBeTriedAgain,
            !isOvertaken(row, item)
        {
            // Scanning what is the patron's already once more renews it.
            if case .alreadyYours = row.outcome, let line = row.line { return renew(line: line) }
            return Step(notice: .again(row.number))
        }
        guard rowCount < KioskSettings.rowsMax else { return Step(notice: .misplaced(.full)) }
        rowCount += 1
        let known = line(bearing: item)
        let isTheirs = kind == .checkout && known != nil
        let row = KioskRow(
            number: rowCount,
            line: isTheirs ? known?.number : nil,
            item: known?.loan.item ?? Item(number: item),
            outcome: isTheirs ? .alreadyYours(known?.loan.due) : .working,
            gate: isOnPad && !isTheirs ? .waiting : nil
        )
        if kind == .checkin {
            returned.removeAll { $0.item.bears(item) }
            returned.insert(row, at: 0)
        } else {
            lent.removeAll { $0.item.bears(item) }
            lent.insert(row, at: 0)
        }
        if isTheirs { return Step(notice: .row(row.number)) }
        let errand = KioskMachine.Errand(kind: kind, item: item, row: row.number)
        return Step(actions: [.transact(errand)], notice: .row(row.number))
    }

    /// Whether an item has come back since a row, or has gone out again.
    private func isOvertaken(_ row: KioskRow, _ item: ItemNumber) -> Bool {
        (lent + returned).contains { other in
            other.number > row.number && other.item.bears(item) && !other.cameToNothing
        }
    }

    /// Puts an item into the list where the screen stands; nil when the list is full.
    mutating func addRow(for item: ItemNumber, _ outcome: KioskRow.Outcome) -> Int? {
        guard rowCount < KioskSettings.rowsMax else { return nil }
        rowCount += 1
        let row = KioskRow(number: rowCount, item: Item(number: item), outcome: outcome)
        if visitor == nil || place == .returning {
            place = .returning
            returned.removeAll { $0.item.bears(item) }
            returned.insert(row, at: 0)
        } else {
            place = .loan
            lent.removeAll { $0.item.bears(item) }
            lent.insert(row, at: 0)
        }
        return rowCount
    }

    /// Notes how far the change of a row's tags is.
    mutating func setGate(_ gate: KioskRow.Gate, of number: Int) {
        for rows in [\KioskSession.lent, \KioskSession.returned] {
            guard let index = self[keyPath: rows].firstIndex(where: { $0.number == number })
            else { continue }
            self[keyPath: rows][index].gate = gate
            self[keyPath: rows][index].isAcknowledged = false
        }
    }

    /// What became of a row.
    mutating func settle(_ number: Int, _ outcome: KioskRow.Outcome, item: Item?) {
        for rows in [\KioskSession.lent, \KioskSession.returned] {
            guard let index = self[keyPath: rows].firstIndex(where: { $0.number == number })
            else { continue }
            self[keyPath: rows][index].outcome = outcome
            self[keyPath: rows][index].isAcknowledged = false
            if let item { self[keyPath: rows][index].item.complete(from: item) }
            noteInLoans(self[keyPath: rows][index])
        }
    }

    /// Keeps the list of loans in step with what happens here.
    private mutating func noteInLoans(_ row: KioskRow) {
        guard case .known(var lines) = loans, let number = row.item.number else { return }
        switch row.outcome {
        case .lent(let due):
            guard !lines.contains(where: { $0.loan.item.bears(number) }) else { return }
            lineCount += 1
            lines.append(Line(number: lineCount, loan: Loan(item: row.item, due: due)))
        case .returned, .returnedOffline:
            lines.removeAll { $0.loan.item.bears(number) }
        default:
            return
        }
        loans = .known(lines)
    }

    /// The patron has read why an item was not taken.
    mutating func acknowledge(_ number: Int) -> Step {
        for rows in [\KioskSession.lent, \KioskSession.returned] {
            if let index = self[keyPath: rows].firstIndex(where: { $0.number == number }) {
                self[keyPath: rows][index].isAcknowledged = true
                return Step()
            }
        }
        return Step(actions: [.ignored(.misplaced)])
    }

    // MARK: Loans

    private func line(bearing item: ItemNumber) -> Line? {
        guard case .known(let lines) = loans else { return nil }
        return lines.first { $0.loan.item.bears(item) }
    }

    /// The loans as they stand now; nil where they are not known.
    var knownLoans: [Loan]? {
        guard case .known(let lines) = loans else { return nil }
        return lines.map(\.loan)
    }

    /// Renews the loan in a line, or the one in the row of an item that was the patron's already.
    mutating func renew(line number: Int) -> Step {
        guard case .known(var lines) = loans,
            let index = lines.firstIndex(where: { $0.number == number }),
            let item = lines[index].loan.item.number
        else { return Step(actions: [.ignored(.misplaced)]) }
        guard lines[index].renewal != .working, !isRenewingAll, oneByOne == nil else {
            return Step(notice: .misplaced(.busy))
        }
        lines[index].renewal = .working
        loans = .known(lines)
        let errand = KioskMachine.Errand(kind: .renew, item: item, row: number)
        return Step(actions: [.transact(errand)], notice: .renewal(number))
    }

    /// Renews everything.
    mutating func renewAll() -> Step {
        guard case .known(var lines) = loans, !lines.isEmpty, !isRenewingAll,
            !lines.contains(where: { $0.renewal == .working })
        else { return Step(actions: [.ignored(.misplaced)]) }
        for index in lines.indices { lines[index].renewal = .working }
        loans = .known(lines)
        isRenewingAll = true
        return Step(actions: [.transact(.init(kind: .renewAll, item: nil, row: 0))])
    }

    /// What became of renewing one loan.
    mutating func renewalSettled(_ number: Int, _ outcome: KioskRow.Outcome, due: Due?) {
        guard case .known(var lines) = loans,
            let index = lines.firstIndex(where: { $0.number == number })
        else { return }
        lines[index].renewal = outcome
        if case .renewed = outcome {
            lines[index].loan.due = due ?? lines[index].loan.due
            noteInRows(lines[index])
        }
        loans = .known(lines)
        oneByOne?.ended(number)
    }

    /// What became of renewing everything; loans that nothing was said of stay as they were.
    mutating func renewalsSettled(_ renewals: [Renewal]?, otherwise: KioskRow.Outcome?) -> Step {
        isRenewingAll = false
        guard case .known(var lines) = loans else { return Step() }
        var count = 0
        for index in lines.indices {
            guard let number = lines[index].loan.item.number,
                let renewal = renewals?.first(where: { $0.item.bears(number) })
            else {
                lines[index].renewal = otherwise
                continue
            }
            if let refusal = renewal.refusal {
                lines[index].renewal = .refused(KioskRow.Refusal(refusal))
            } else {
                count += 1
                lines[index].loan.due = renewal.due ?? lines[index].loan.due
                lines[index].renewal = .renewed(lines[index].loan.due)
            }
        }
        loans = .known(lines)
        return Step(notice: .renewals(renewed: count, of: lines.count))
    }

    /// An item that was scanned to be borrowed and was the patron's already shows the new day.
    private mutating func noteInRows(_ line: Line) {
        guard let item = line.loan.item.number,
            let index = lent.firstIndex(where: { $0.item.bears(item) })
        else { return }
        lent[index].outcome = .renewed(line.loan.due)
    }

    // MARK: Lists

    mutating func came(_ loans: [Loan]?, today: CivilDate) {
        guard let loans else {
            self.loans = .unavailable
            return
        }
        self.loans = .known(
            loans.sorted { Self.isEarlier($0.due, $1.due) }.map { loan in
                lineCount += 1
                return Line(number: lineCount, loan: loan)
            }
        )
        // The list may be older than what was done here while it was on its way.
        for row in (lent + returned).sorted(by: { $0.number < $1.number }) { noteInLoans(row) }
        greeting?.loans = loans.count
        greeting?.overdue = loans.count { $0.isOverdue(on: today) }
    }

    mutating func came(_ holds: [Hold]?) {
        guard let holds else {
            self.holds = .unavailable
            return
        }
        let order: [Hold.State] = [.ready, .inTransit, .waiting]
        self.holds = .known(order.flatMap { state in holds.filter { $0.state == state } })
        greeting?.ready = holds.count { $0.state == .ready }
    }

    mutating func came(_ fees: FeeAccount?) {
        self.fees = fees.map { .known($0) } ?? .unavailable
        if let total = fees?.total { greeting?.owes = total.hundredths > 0 ? total : nil }
    }

    /// Days come before words, and the earliest first.
    private static func isEarlier(_ left: Due?, _ right: Due?) -> Bool {
        switch (left?.date, right?.date) {
        case (let left?, let right?): left < right
        case (_?, nil): true
        case (nil, _): false
        }
    }
}

extension KioskRow {
    /// Whether nothing came of it.
    var cameToNothing: Bool {
        switch outcome {
        case .refused, .incomplete: true
        default: false
        }
    }
    /// Whether scanning the item again tries again: not while its tags are at work.
    var mayBeTriedAgain: Bool { cameToNothing && !(gate?.isOpen ?? false) }
}

extension KioskRow.Refusal {
    /// The library system's refusal.
    init(_ refusal: PortnerCore.Refusal) {
        self.init(reason: KioskRow.Reason(refusal.reason), text: refusal.text)
    }
}

extension Item {
    /// Takes over what another description of the same item tells.
    mutating func complete(from other: Item) {
        title = other.title ?? title
        author = other.author ?? author
    }
}

extension Loan {
    /// Whether it was due before a day.
    func isOverdue(on today: CivilDate) -> Bool { due?.date.map { $0 < today } ?? false }
}
