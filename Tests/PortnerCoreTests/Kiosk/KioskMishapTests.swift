// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// Found by reading the kiosk as its enemy would.
@Suite struct `A kiosk in bad luck` {
    private func bench(online: Bool = true) -> Bench {
        var bench = Bench(hallBox())
        bench.connect(online)
        return bench
    }

    @Test(arguments: [",", ", ,", ",,", "Prøve,"])
    func `greets nobody by a name that is none`(_ name: String) throws {
        var bench = bench()
        bench.scan(annasCard)
        bench.typeAtKiosk("1234")
        let account = PatronAccount(
            facts: facts(),
            pinAccepted: true,
            name: LibraryText(name)
        )
        try bench.answer("patron", .done(.patron(account)))
        #expect(bench.page == .home)
        #expect(bench.screen?.patron?.name == nil)
    }

    @Test func `does not show as returned what could not be written without a line`() throws {
        var bench = bench(online: false)
        bench.world.isDiskFull = true
        bench.scan(firstItem)
        #expect(
            bench.rows.map(\.outcome)
                == [.refused(KioskRow.Refusal(reason: .notRecorded, text: nil))]
        )
        #expect(bench.station.outbox.entries.isEmpty)
    }

    @Test func `keeps what is queued when telling it cannot be recorded`() throws {
        var bench = bench(online: false)
        bench.scan(firstItem)
        bench.world.isDiskFull = true
        bench.connect()
        #expect(bench.station.outbox.entries.map(\.state) == [.queued])
        #expect(!bench.world.requests.contains { $0.task.description == "checkin" })
        bench.world.isDiskFull = false
        try bench.pass(.seconds(31))
        try bench.answer("checkin", .done(.checkin(Checkin(item: try item(firstItem)))))
        #expect(bench.world.outbox.entries.isEmpty)
    }

    @Test func `rests while the line is down, whatever is still to be looked up`() throws {
        var bench = bench()
        try bench.signIn()
        bench.scan(firstItem)
        try bench.answer("checkout", .unknown)
        try bench.answer("loans", .unavailable(.offline))
        bench.connect(false)
        // Each wake-up must move the time on; a deadline that stands still fails the bench.
        try bench.pass(.hours(1))
        #expect(bench.world.outbox.entries.map(\.state) == [.doubtful])
    }

    @Test func `tells nothing of an item before the earlier word about it has ended`() throws {
        var bench = bench()
        try bench.signIn()
        bench.scan(firstItem)
        try bench.tap(.choose(.returning))
        bench.scan(firstItem)
        #expect(bench.rows.map(\.outcome) == [.returnedOffline])
        #expect(!bench.world.requests.contains { $0.task.description == "checkin" })
        try bench.answer("checkout", .done(.checkout(Checkout(item: try item(firstItem)))))
        #expect(bench.world.requests.contains { $0.task.description == "checkin" })
    }

    @Test func `leaves a refused loan to staff when the patron could not see the refusal`() throws {
        var bench = bench()
        try bench.signIn()
        bench.scan(firstItem)
        try bench.tap(.finish)
        try bench.answer("checkout", .refused(Refusal(.itemReserved)))
        #expect(bench.world.outbox.entries.map(\.state) == [.conflict(.notLent)])
    }

    @Test func `sheds no count when two attempts end in the other order`() throws {
        var throttle = Throttle(at: uptime())
        let reader = ThrottleSubject.reader(hallReader)
        let (_, first) = throttle.begin(reader, at: uptime())
        let (_, second) = throttle.begin(reader, at: uptime())
        _ = throttle.takeBack(first)
        _ = throttle.wasWrong(second, at: uptime())
        #expect(throttle.count(of: reader)?.failures == 1)
    }

    @Test func `has sessions of its own after it was taken away and put back`() throws {
        var bench = bench()
        try bench.signIn()
        let session = try #require(bench.screen?.session)
        var without = hallBox()
        without.kiosks = []
        bench.handle(.reconfigured(without, detail: ""))
        bench.handle(.reconfigured(hallBox(), detail: ""))
        bench.scan(bentsCard)
        #expect(try #require(bench.screen?.session) > session)
    }

    @Test func `asks the library system once more when staff order it, however long ago it was`()
        throws
    {
        var bench = bench(online: false)
        bench.scan(firstItem)
        try bench.pass(.days(8))
        bench.connect()
        let entry = try #require(bench.station.outbox.entries.first)
        #expect(entry.state == .conflict(.tooOld))
        let ticket = Ticket(number: 9001)
        bench.handle(.outboxOrdered(.retry, entry.id, reason: "back", by: "tech", ticket))
        try bench.answer("checkin", .done(.checkin(Checkin(item: try item(firstItem)))))
        #expect(bench.world.outbox.entries.isEmpty)
    }
}
