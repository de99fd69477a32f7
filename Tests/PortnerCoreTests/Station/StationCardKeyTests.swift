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

    /// A card of which nothing has moved yet: attempts and a listing are under its former key.
    private func benchOfAbsent() throws -> (bench: Bench, key: CardKey, former: CardKey) {
        var bench = Bench(box())
        bench.world.cache.isExchanging = true
        let (key, former) = (try bench.key("1000"), try former("1000", bench))
        let saved = [
            ThrottleCount(subject: .card(former), failures: 7),
            ThrottleCount(subject: .reader(mainReader), failures: 3),
        ]
        bench = Bench(box(), world: bench.world, saved: saved)
        let deny = ListChange.add(former, .deny, doors: nil, lastDay: nil, whenClosed: false)
        #expect(try bench.change(deny, reason: "banned") == nil)
        return (bench, key, former)
    }

    @Test func `lifts the wait of a card that nobody has presented since`() throws {
        var (bench, key, former) = try benchOfAbsent()
        #expect(try bench.lift(.card(key)) == .notThrottled)
        bench.world.isDiskFull = true
        #expect(try bench.lift(.card(key), formerly: former) == .notRecorded)
        let now = bench.now.uptime
        let wait = ThrottleRule.card.wait(after: 7)
        let held = bench.station.wait(for: key, formerly: former, at: mainDoor, now: now)
        #expect(held > .zero && held <= wait)
        bench.world.isDiskFull = false
        #expect(try bench.lift(.card(key), formerly: former) == nil)
        let written = bench.world.steps.reversed().lazy.compactMap { step in
            if case .wrote(_, let counts) = step { counts } else { nil }
        }.first
        // The newest count of a subject comes last.
        #expect(written?.last == ThrottleCount(subject: .card(former), failures: 0))
        #expect(bench.station.throttledSubjects == 1)
        #expect(bench.world.ledger.last?.subject == key)
        #expect(bench.station.wait(for: key, formerly: former, at: mainDoor, now: now) == .zero)
    }

    @Test func `finds what is listed under the former key, and takes it off`() throws {
        var (bench, key, former) = try benchOfAbsent()
        let today = bench.now.civil.date
        let answer = bench.station.listed(key, formerly: former, at: mainDoor, on: today)
        #expect(answer.isDenied)
        #expect(try bench.change(.remove(key, .allow), formerly: former) == .notListed)
        #expect(bench.station.list.entries.map(\.card) == [former])
        #expect(try bench.change(.remove(key, .deny), formerly: former) == nil)
        #expect(bench.station.list.count == 0)
    }

    @Test func `adds to what is listed under the former key`() throws {
        var (bench, key, former) = try benchOfAbsent()
        let assist = ListChange.add(key, .assist, doors: nil, lastDay: nil, whenClosed: false)
        bench.world.isDiskFull = true
        #expect(try bench.change(assist, formerly: former) == .notRecorded)
        #expect(bench.station.list.entries.map(\.card) == [former])
        bench.world.isDiskFull = false
        #expect(try bench.change(assist, formerly: former) == nil)
        #expect(bench.station.list.entries.map(\.card) == [key, key])
    }

    /// Else the listing would be lost with the former key.
    @Test func `keeps a moved listing also when the counts cannot be written`() throws {
        var (bench, _, _) = try benchOfAbsent()
        bench.world.steps = []
        bench.world.isDiskFull = true
        try bench.present("1000")
        let isKept = bench.world.steps.contains {
            if case .sent(.keepList) = $0 { true } else { false }
        }
        #expect(isKept)
    }

    /// The clock was ahead once, and the cache fails while the card goes over.
    @Test func `lets no fact from the future win that comes over late`() throws {
        var bench = Bench(box())
        bench.world.cache.isExchanging = true
        let (key, former) = (try bench.key("1000"), try former("1000", bench))
        let future = facts(at: bench.now.timestamp.advanced(by: .seconds(90 * 86_400)))
        bench.world.cache.patrons[former] = CachedPatron(facts: future, verifier: nil)
        bench.world.isCacheStuck = true
        try bench.present("1000")
        let news = facts(blocks: [.excluded], at: bench.now.timestamp)
        try bench.reply(.known(news, pinAccepted: nil))
        bench.world.isCacheStuck = false
        try bench.pass(.seconds(60))
        #expect(bench.world.cache.patrons[key]?.facts == news)
        #expect(bench.world.cache.patrons[former] == nil)
    }
}
