// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// What somebody does while the screen asks whether the patron of before is still there.
@Suite struct `A question at a kiosk` {
    /// A kiosk that asks whether Anna is still there.
    private func asking(readsTags: Bool = false) throws -> Bench {
        var bench = Bench(hallBox { $0.readsTags = readsTags })
        bench.connect()
        try bench.signIn()
        try bench.pass(.seconds(61))
        #expect(bench.screen?.question == .stillThere(.seconds(30)))
        return bench
    }

    private func checkouts(_ bench: Bench) -> Int {
        bench.world.requests.count { $0.task.description == "checkout" }
    }

    private func orders(_ bench: Bench) -> [TagOrder] {
        bench.world.steps.compactMap { step in
            if case .sent(.handleTags(let order, _)) = step { order } else { nil }
        }
    }

    @Test func `lends nothing to a patron who may have gone, and asks who scanned`() throws {
        var bench = try asking()
        bench.scan(firstItem)
        #expect(bench.screen?.question == .another(.seconds(20)))
        #expect(checkouts(bench) == 0)
        try bench.pass(.seconds(21))
        #expect(bench.page == .idle)
        #expect(bench.screen?.patron == nil)
        #expect(checkouts(bench) == 0)
    }

    @Test func `lends what was scanned to the patron who is still there, scanned once`() throws {
        var bench = try asking()
        bench.scan(firstItem)
        try bench.tap(.handOver(false))
        #expect(bench.screen?.question == nil)
        #expect(bench.rows.map(\.outcome) == [.working])
        #expect(checkouts(bench) == 1)
    }

    @Test func `is answered by the patron's own card`() throws {
        var bench = try asking()
        bench.scan(firstItem)
        bench.scan(annasCard)
        #expect(bench.screen?.question == nil)
        #expect(checkouts(bench) == 1)
    }

    @Test func `makes room for somebody else, who is told to scan a card`() throws {
        var bench = try asking()
        bench.scan(firstItem)
        try bench.tap(.handOver(true))
        #expect(bench.page == .idle)
        #expect(bench.screen?.patron == nil)
        #expect(bench.screen?.notice?.what == .misplaced(.cardFirst))
        #expect(checkouts(bench) == 0)
    }

    @Test func `is answered by no scan, and not put off by any`() throws {
        var bench = try asking()
        bench.scan(firstItem)
        for _ in 1...4 {
            try bench.pass(.seconds(4))
            bench.scan(secondItem)
            #expect(bench.screen?.notice?.what == .misplaced(.questionFirst))
            bench.scan("\u{1}\u{2}")
            bench.scan(bentsCard)
            #expect(bench.screen?.question == .another(.seconds(20)))
        }
        try bench.pass(.seconds(5))
        #expect(bench.page == .idle)
        #expect(checkouts(bench) == 0)
    }

    @Test(arguments: [KioskInput.stay, .finish, .back, .choose(.loans), .renewAll])
    func `takes nothing for an answer but one of its own`(_ input: KioskInput) throws {
        var bench = try asking()
        bench.scan(firstItem)
        try bench.tap(input)
        #expect(bench.screen?.question == .another(.seconds(20)))
        #expect(checkouts(bench) == 0)
    }

    @Test func `does not take rubbish for a sign of somebody there`() throws {
        var bench = try asking()
        for _ in 1...3 {
            bench.scan("\u{1}\u{2}")
            try bench.pass(.seconds(9))
        }
        try bench.pass(.seconds(4))
        #expect(bench.page == .idle)
    }

    @Test func `takes an item back from whoever has not signed in`() throws {
        var bench = Bench(hallBox())
        bench.connect()
        bench.scan(firstItem)
        try bench.pass(.seconds(61))
        #expect(bench.screen?.question == .stillThere(.seconds(30)))
        bench.scan(secondItem)
        #expect(bench.screen?.question == nil)
        #expect(bench.rows.count == 2)
    }

    @Test func `has the pad read again for what was put down meanwhile`() throws {
        var bench = try asking(readsTags: true)
        let number = try #require(ItemNumber(firstItem))
        bench.handle(.padChanged(.complete(number), kiosk: hall))
        #expect(bench.screen?.question == .another(.seconds(20)))
        #expect(checkouts(bench) == 0)
        try bench.tap(.handOver(false))
        #expect(orders(bench).last == .tellAgain)
        bench.handle(.padChanged(.complete(number), kiosk: hall))
        #expect(checkouts(bench) == 1)
    }

    @Test func `about another card loses nothing that was put on the pad meanwhile`() throws {
        var bench = Bench(hallBox { $0.readsTags = true })
        bench.connect()
        try bench.signIn()
        bench.scan(bentsCard)
        bench.handle(.padChanged(.complete(try #require(ItemNumber(firstItem))), kiosk: hall))
        #expect(bench.screen?.notice?.what == .misplaced(.questionFirst))
        try bench.tap(.handOver(false))
        #expect(bench.screen?.notice == nil)
        #expect(orders(bench).last == .tellAgain)
    }
}
