// SPDX-License-Identifier: MPL-2.0

import SIP2

/// What is lent, wanted and owed when a run begins.
extension Library {
    /// How many loans, and how many holds, one patron has at the beginning: the avid reader, whose
    /// answers are as long as the longest recorded ones.
    static let avidLoans = 20
    static let avidHolds = 51

    mutating func stock(on day: CalendarDay) {
        for demo in DemoItem.all { write(demo, on: day) }
        // What no demo item shows can be lent to anybody.
        var free = items.dropFirst(DemoItem.all.count).filter(\.isForLoan)
        for patron in patrons { owe(patron, on: day) }
        for patron in patrons where patron.status.contains(.tooManyItemsOverdue) {
            let missing = rules.overdueMax - loans(of: patron).count
            for _ in 0..<max(0, missing) {
                lendAny(of: &free, to: patron, due: day.advanced(by: -generator.number(in: 1...40)))
            }
        }
        let readers = patrons.dropFirst(DemoCard.all.count).filter { $0.status.isEmpty }
        for reader in readers where generator.number(in: 0...1) == 0 {
            for _ in 1...generator.number(in: 1...4) {
                lendAny(of: &free, to: reader, due: day.advanced(by: generator.number(in: 0...28)))
            }
        }
        guard let avid = readers.first else { return }
        for _ in 0..<Self.avidLoans {
            lendAny(of: &free, to: avid, due: day.advanced(by: generator.number(in: 0...28)))
        }
        for title in titles.reversed() where holds(of: avid).count < Self.avidHolds {
            wish(title.record, for: avid, at: branches[0].id, on: day)
        }
    }

    /// Lends or reserves a demo item as its history says.
    private mutating func write(_ demo: DemoItem, on day: CalendarDay) {
        guard let item = item(demo.barcode) else { return }
        switch demo.history {
        case .none, .unknown:
            break
        case .lent(let card, let due, let renewals):
            lend(item, to: card, due: day.advanced(by: due), renewals: renewals)
        case .wanted(let card, let due, let other, let branch):
            lend(item, to: card, due: day.advanced(by: due), renewals: 0)
            if let patron = demoPatron(other) {
                wish(item.record, for: patron, at: branch, on: day)
            }
        case .ready(let card):
            guard let patron = demoPatron(card) else { return }
            let hold = wish(item.record, for: patron, at: branches[0].id, on: day)
            shelve(item, for: hold, on: day)
        }
    }

    private func demoPatron(_ id: String) -> SimulatedPatron? {
        DemoCard.all.first { $0.id == id }.flatMap { patron($0.number) }
    }

    private mutating func lend(_ item: Item, to card: String, due: CalendarDay, renewals: Int) {
        guard let patron = demoPatron(card) else { return }
        begin(item, patron, due: due, renewals: renewals)
    }

    /// Lends some copy of those that are free.
    private mutating func lendAny(
        of free: inout [Item],
        to patron: SimulatedPatron,
        due: CalendarDay
    ) {
        guard !free.isEmpty else { return }
        let item = free.remove(at: generator.number(in: 0...free.count - 1))
        begin(item, patron, due: due, renewals: generator.number(in: 0...1))
    }

    private mutating func begin(
        _ item: Item,
        _ patron: SimulatedPatron,
        due: CalendarDay,
        renewals: Int
    ) {
        move(item.barcode, to: .lent)
        loans.append(
            Loan(
                id: nextID(),
                item: item.barcode,
                patron: patron.number,
                begun: due.advanced(by: -title(of: item).kind.loanDays),
                due: due,
                renewals: renewals
            )
        )
    }

    /// Places a hold whatever the rules say.
    @discardableResult
    private mutating func wish(
        _ record: String,
        for patron: SimulatedPatron,
        at branch: String,
        on day: CalendarDay
    ) -> Hold {
        let hold = Hold(
            id: nextID(),
            record: record,
            patron: patron.number,
            placed: day.advanced(by: -generator.number(in: 1...60)),
            branch: branch,
            expires: day.advanced(by: rules.holdDays),
            state: .waiting
        )
        holds.append(hold)
        return hold
    }

    /// Writes down what a patron owes: a late fee, and the rest as a compensation.
    private mutating func owe(_ patron: SimulatedPatron, on day: CalendarDay) {
        guard let owed = Amount(patron.owes).minorUnits(), owed > 0 else { return }
        let late = min(owed, 2_000)
        let parts = [(Fee.Kind.late, late), (.compensation, owed - late)]
        for (kind, amount) in parts where amount > 0 {
            fees.append(
                Fee(
                    id: nextID(),
                    patron: patron.number,
                    kind: kind,
                    amount: amount,
                    item: nil,
                    created: day.advanced(by: -30)
                )
            )
        }
    }
}
