// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A station whose card key is being exchanged` {
    private func former(_ text: String, _ bench: Bench) throws -> CardKey {
        try #require(bench.world.cache.formerKey(for: try card(text)))
    }

    @Test func `lets in whom it knows under the previous key, and brings them under the new one`()
        throws
    {
        var bench = Bench(box())
        bench.world.cache.isExchanging = true
        let former = try former("1000", bench)
        bench.world.cache.patrons[former] = CachedPatron(facts: facts(), verifier: nil)
        try bench.present("1000")
        #expect(bench.station.counters.granted == 1)
        #expect(bench.world.cache.patrons[former] == nil)
        #expect(bench.world.cache.patrons[try bench.key("1000")]?.facts == facts())
    }

    @Test func `looks as often for a card that is known under neither`() throws {
        var reads: [Int] = []
        for isKnown in [false, true] {
            var bench = Bench(box())
            bench.world.cache.isExchanging = true
            if isKnown { try bench.know("1000") }
            try bench.present("1000")
            reads.append(bench.world.cache.reads)
        }
        #expect(reads[0] == reads[1])
    }

    @Test func `counts wrong attempts on from those under the previous key`() throws {
        var bench = Bench(box())
        let cache = bench.world.cache
        cache.isExchanging = true
        let former = try former("1000", bench)
        let saved = [
            ThrottleCount(subject: .card(former), failures: 7),
            ThrottleCount(subject: .card(try bench.key("1000")), failures: 2),
        ]
        bench = Bench(box(), world: World(), saved: saved)
        bench.world.cache.isExchanging = true
        try bench.present("1000")
        #expect(try bench.decision()[.denial] == "throttled")
        #expect(bench.world.counts[.card(try bench.key("1000"))] == 7)
        #expect(bench.world.counts[.card(former)] == nil || bench.world.counts[.card(former)] == 0)
    }
}
