// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// What simulated worlds found, each as the few steps that it takes.
@Suite struct `A kiosk in a simulated world` {
    private func signedIn(loans: [Loan] = []) throws -> Bench {
        var bench = Bench(hallBox())
        bench.connect()
        try bench.signIn(loans: loans)
        return bench
    }

    @Test func `does not call queued what is not on disk as queued`() throws {
        var bench = try signedIn()
        try bench.tap(.choose(.returning))
        bench.scan(firstItem)
        bench.world.isDiskFull = true
        try bench.answer("checkin", .unavailable(.connectionLost))
        #expect(bench.rows.map(\.outcome) == [.doubtful])
        #expect(bench.world.outbox.entries.map(\.state) == [.sent])
        bench.world.isDiskFull = false
        try bench.pass(.seconds(31))
        #expect(bench.world.outbox.entries.map(\.state) == [.sent])
        try bench.answer("checkin", .done(.checkin(Checkin(item: try item(firstItem)))))
        #expect(bench.world.outbox.entries.isEmpty)
        #expect(bench.rows.map(\.outcome) == [.returned(KioskRow.ReturnPlace())])
    }

    @Test(arguments: [KioskInput.renew(1), .renewAll])
    func `does not record as not done a renewal of which nobody can tell`(
        _ input: KioskInput
    ) throws {
        var bench = try signedIn(loans: [Loan(item: try item(firstItem))])
        try bench.tap(.choose(.loans))
        try bench.tap(input)
        try bench.answer(input == .renewAll ? "renew all" : "renew", .unknown)
        let loans = [Loan(item: try item(firstItem))]
        try bench.answer("loans", .done(.loans(loans, isComplete: true)))
        try bench.pass(.seconds(130))
        try bench.answer("loans", .done(.loans(loans, isComplete: true)))
        #expect(bench.world.outbox.entries.map(\.state) == [.conflict(.open)])
    }

    @Test func `gives no name twice when the clock shows the same time after a power cut`() throws {
        var bench = Bench(hallBox())
        bench.connect(false)
        bench.scan(firstItem)
        let first = try #require(bench.station.outbox.entries.first)
        var next = Bench(hallBox(), entries: [first])
        next.connect(false)
        next.scan(secondItem)
        let ids = next.station.outbox.entries.map(\.id)
        #expect(ids.count == 2)
        #expect(Set(ids).count == 2)
    }
}

/// The same at a door.
@Suite struct `A door in a simulated world` {
    @Test
    func `believes the newest answer when the clock went back while nothing could be written`()
        throws
    {
        let ahead = mondayMorning.advanced(by: .hours(3))
        var bench = Bench(box(asksPIN: false))
        bench.world.isCacheStuck = true
        try bench.present(annasCard)
        try bench.reply(.known(facts(at: ahead), pinAccepted: nil))
        try bench.pass(.seconds(30))
        try bench.present(annasCard)
        let blocked = facts(blocks: [.excluded], at: bench.now.timestamp)
        try bench.reply(.known(blocked, pinAccepted: nil))
        bench.world.isCacheStuck = false
        try bench.pass(.hours(3))
        let key = bench.world.cache.key(for: try card(annasCard))
        #expect(bench.world.cache.patrons[key]?.facts.blocks.value == [.excluded])
    }
}
