// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// Whoever borrows, returns and borrows the same item again in one session.
@Suite struct `A patron with second thoughts` {
    private func bench(readsTags: Bool = false) throws -> Bench {
        var bench = Bench(hallBox { $0.readsTags = readsTags })
        bench.connect()
        try bench.signIn()
        return bench
    }

    private func lend(_ bench: inout Bench) throws {
        try bench.tap(.choose(.loan))
        bench.scan(firstItem)
        try bench.answer("checkout", .done(.checkout(Checkout(item: try item(firstItem)))))
    }

    private func giveBack(_ bench: inout Bench) throws {
        try bench.tap(.choose(.returning))
        bench.scan(firstItem)
        try bench.answer("checkin", .done(.checkin(Checkin(item: try item(firstItem)))))
    }

    private func count(_ kind: String, _ bench: Bench) -> Int {
        bench.world.requests.count { $0.task.description == kind }
    }

    @Test func `borrows again what was returned here`() throws {
        var bench = try bench()
        try lend(&bench)
        try giveBack(&bench)
        try lend(&bench)
        #expect(count("checkout", bench) == 2)
        #expect(bench.rows.map(\.outcome) == [.lent(nil)])
        try bench.tap(.choose(.loans))
        guard case .loans(.known(let lines))? = bench.page else {
            Issue.record("no list of loans")
            return
        }
        #expect(lines.map(\.loan.item.number?.secret) == [firstItem])
    }

    @Test func `returns again what was borrowed here after it had been returned`() throws {
        var bench = try bench()
        try giveBack(&bench)
        try lend(&bench)
        try giveBack(&bench)
        #expect(count("checkin", bench) == 2)
        #expect(bench.rows.map(\.outcome) == [.returned(KioskRow.ReturnPlace())])
    }

    @Test func `hears that an item is in the list while nothing has happened to it since`() throws {
        var bench = try bench()
        try lend(&bench)
        bench.scan(firstItem)
        #expect(bench.screen?.notice?.what == .again(1))
        try giveBack(&bench)
        bench.scan(firstItem)
        #expect(bench.screen?.notice?.what == .again(2))
        #expect(count("checkout", bench) == 1)
        #expect(count("checkin", bench) == 1)
    }

    @Test func `keeps in the list what was borrowed while the list was on its way`() throws {
        var bench = Bench(hallBox())
        bench.connect()
        bench.scan(annasCard)
        bench.typeAtKiosk("1234")
        let account = PatronAccount(facts: facts(at: bench.now.timestamp), pinAccepted: true)
        try bench.answer("patron", .done(.patron(account)))
        try lend(&bench)
        let before = [Loan(item: try item(secondItem))]
        try bench.answer("loans", .done(.loans(before, isComplete: true)))
        try bench.tap(.choose(.loans))
        guard case .loans(.known(let lines))? = bench.page else {
            Issue.record("no list of loans")
            return
        }
        #expect(lines.map(\.loan.item.number?.secret) == [secondItem, firstItem])
    }

    @Test func `leaves when the tags of the return are done, not those of the loan`() throws {
        var bench = try bench(readsTags: true)
        let number = try #require(ItemNumber(firstItem))
        bench.handle(.padChanged(.complete(number), kiosk: hall))
        try bench.answer("checkout", .done(.checkout(Checkout(item: try item(firstItem)))))
        bench.handle(.padChanged(.settled(number), kiosk: hall))
        try bench.tap(.choose(.returning))
        bench.handle(.padChanged(.complete(number), kiosk: hall))
        try bench.answer("checkin", .done(.checkin(Checkin(item: try item(firstItem)))))
        bench.handle(.padChanged(.lifted(number), kiosk: hall))
        #expect(bench.rows.first?.gate == .putBack)
        bench.handle(.padChanged(.settled(number), kiosk: hall))
        #expect(bench.rows.first?.gate == .settled)
        try bench.tap(.finish)
        #expect(bench.page == .bye(.none))
    }
}
