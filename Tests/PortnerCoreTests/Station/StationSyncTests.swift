// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

private func syncing() -> StationSettings {
    box { $0.sync = SyncSettings(questionsPerMinute: 60) }
}

extension Bench {
    /// The line is up, and each search finds these cards.
    fileprivate mutating func goOn(_ time: Duration, finding cards: [String]) throws {
        let due = try cards.compactMap { card -> DuePatron? in
            let key = try key(card)
            guard let patron = world.cache.patrons[key]?.facts.patron else { return nil }
            return DuePatron(key: key, patron: patron)
        }
        let end = elapsed + time
        // The last search may be unanswered; one that has been answered is ignored.
        var answered = max(world.searches.count - 1, 0)
        while elapsed < end {
            try pass(.seconds(1))
            guard world.searches.count > answered, let search = world.searches.last else {
                continue
            }
            answered = world.searches.count
            handle(.patronsFound(SyncFinding(due: due, next: nil), search.ticket))
        }
    }

    fileprivate mutating func lineIsUp() {
        handle(.libraryChanged(isReachable: true, detail: "connected"))
    }

    fileprivate var inquiry: PatronInquiry? { world.inquiries.last }
}

@Suite struct `A station that keeps known patrons up to date` {
    @Test func `asks about them without card and PIN, and blocks at once whom it must`() throws {
        var bench = Bench(syncing())
        try bench.know("1000", facts(aged: .hours(20)))
        bench.lineIsUp()
        try bench.goOn(.seconds(10), finding: ["1000"])
        let inquiry = try #require(bench.inquiry)
        #expect(inquiry.patron == PatronNumber("P-1"))
        let blocked = facts(blocks: [.excluded], at: bench.now.timestamp)
        bench.handle(.libraryReplied(.known(blocked, pinAccepted: nil), inquiry.ticket))
        #expect(bench.world.cache.patrons[try bench.key("1000")]?.facts == blocked)
        try bench.present("1000")
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.station.syncState(at: bench.now.uptime)?.refreshedLastHour == 1)
    }

    @Test func `asks nobody before the line is up, nor after it went down`() throws {
        var bench = Bench(syncing())
        try bench.know("1000", facts(aged: .hours(20)))
        try bench.goOn(.minutes(10), finding: ["1000"])
        #expect(bench.world.searches.isEmpty)
        bench.lineIsUp()
        try bench.goOn(.seconds(2), finding: [])
        bench.handle(.libraryChanged(isReachable: false, detail: "refused"))
        let searches = bench.world.searches.count
        try bench.goOn(.hours(3), finding: ["1000"])
        #expect(bench.world.searches.count == searches)
        #expect(bench.world.inquiries.isEmpty)
        #expect(bench.station.syncState(at: bench.now.uptime)?.nextIn == nil)
    }

    @Test func `asks nobody while somebody is at a reader`() throws {
        var bench = Bench(box(asksPIN: true) { $0.sync = SyncSettings(questionsPerMinute: 60) })
        try bench.know("1000", facts(aged: .hours(20)))
        bench.lineIsUp()
        try bench.goOn(.seconds(1), finding: ["1000"])
        try bench.present("2000")
        let before = bench.world.inquiries.count
        for _ in 0..<5 {
            try bench.goOn(.seconds(20), finding: ["1000"])
            bench.press(.digit(1))
            bench.press(.clear)
        }
        #expect(bench.world.inquiries.count == before)
        bench.press(.cancel)
        try bench.goOn(.seconds(10), finding: ["1000"])
        #expect(bench.world.inquiries.count > before)
    }

    @Test func `asks nobody by a clock that is not to be trusted`() throws {
        var bench = Bench(syncing())
        try bench.know("1000", facts(aged: .hours(20)))
        bench.lineIsUp()
        bench.clock = .jumped
        try bench.goOn(.minutes(10), finding: ["1000"])
        #expect(bench.world.inquiries.isEmpty)
    }

    @Test func `writes no day by a clock that is not to be trusted, and none of it is lost`() throws
    {
        var bench = Bench(syncing())
        try bench.know("1000")
        try bench.present("1000")
        try bench.pass(.seconds(60))
        bench.clock = .jumped
        try bench.pass(.minutes(30))
        let key = try bench.key("1000")
        #expect(bench.world.cache.patrons[key]?.seen == nil)
        bench.clock = .trusted
        bench.advance()
        #expect(bench.world.cache.patrons[key]?.seen == bench.now.civil.date)
    }

    @Test func `asks about nobody whom a visit has told of meanwhile`() throws {
        var bench = Bench(syncing())
        try bench.know("1000", facts(aged: .hours(20)))
        bench.lineIsUp()
        let due = DuePatron(key: try bench.key("1000"), patron: try #require(PatronNumber("P-1")))
        try bench.know("1000", facts(aged: .minutes(1)))
        try bench.pass(.seconds(3))
        let search = try #require(bench.world.searches.last)
        bench.handle(.patronsFound(SyncFinding(due: [due], next: nil), search.ticket))
        try bench.pass(.seconds(10))
        #expect(bench.world.inquiries.isEmpty)
    }

    @Test func `brings nobody back who was forgotten meanwhile`() throws {
        var bench = Bench(syncing())
        try bench.know("1000", facts(aged: .hours(20)))
        bench.lineIsUp()
        try bench.goOn(.seconds(10), finding: ["1000"])
        let inquiry = try #require(bench.inquiry)
        bench.world.cache.patrons = [:]
        let told = facts(at: bench.now.timestamp)
        bench.handle(.libraryReplied(.known(told, pinAccepted: nil), inquiry.ticket))
        #expect(bench.world.cache.patrons.isEmpty)
    }

    @Test func `listens to no answer about a person who was erased`() throws {
        var bench = Bench(syncing())
        try bench.know("1000", facts(aged: .hours(20)))
        bench.lineIsUp()
        try bench.goOn(.seconds(10), finding: ["1000"])
        let inquiry = try #require(bench.inquiry)
        #expect(try bench.act(.erase([bench.key("1000")])) == nil)
        bench.world.steps = []
        let told = facts(at: bench.now.timestamp)
        bench.handle(.libraryReplied(.known(told, pinAccepted: nil), inquiry.ticket))
        #expect(bench.words.isEmpty)
    }

    @Test func `drops a patron whom the library system no longer knows`() throws {
        var bench = Bench(syncing())
        try bench.know("1000", facts(patron: "P-1", aged: .hours(20)))
        try bench.know("2000", facts(patron: "P-2", aged: .hours(20)))
        bench.lineIsUp()
        try bench.goOn(.seconds(10), finding: ["1000", "2000"])
        let first = try #require(bench.inquiry)
        let told = facts(at: bench.now.timestamp)
        bench.handle(.libraryReplied(.known(told, pinAccepted: nil), first.ticket))
        try bench.goOn(.seconds(5), finding: [])
        let second = try #require(bench.inquiry)
        #expect(second.patron == PatronNumber("P-2"))
        bench.handle(.libraryReplied(.unknownCard, second.ticket))
        #expect(bench.world.cache.disowned[try bench.key("2000")] == bench.now.timestamp)
        #expect(bench.world.cache.disowned.count == 1)
    }

    @Test func `takes over a new pace, and stops when it is switched off`() throws {
        var bench = Bench(box())
        bench.lineIsUp()
        try bench.goOn(.hours(1), finding: [])
        #expect(bench.world.searches.isEmpty)
        bench.handle(.reconfigured(syncing(), detail: ""))
        try bench.goOn(.minutes(1), finding: [])
        #expect(bench.world.searches.count == 1)
        bench.handle(.syncOrdered)
        try bench.goOn(.seconds(2), finding: [])
        #expect(bench.world.searches.count == 2)
        bench.handle(.reconfigured(box(), detail: ""))
        try bench.goOn(.hours(1), finding: [])
        #expect(bench.world.searches.count == 2)
        #expect(bench.station.syncState(at: bench.now.uptime) == nil)
    }
}

@Suite struct `The day on which a card was last seen` {
    @Test func `is written once a day, later, and with others`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        try bench.know("2000")
        bench.world.steps = []
        try bench.present("1000")
        #expect(!bench.words.contains("changed the cache"))
        try bench.pass(.seconds(10))
        try bench.present("2000")
        try bench.pass(.minutes(6))
        let today = bench.now.civil.date
        #expect(bench.words.count { $0 == "changed the cache" } == 1)
        #expect(bench.world.cache.patrons.values.allSatisfy { $0.seen == today })
        try bench.present("1000")
        try bench.pass(.minutes(6))
        #expect(bench.words.count { $0 == "changed the cache" } == 1)
        try bench.pass(.hours(20))
        try bench.present("1000")
        try bench.pass(.minutes(6))
        #expect(bench.world.cache.patrons[try bench.key("1000")]?.seen == bench.now.civil.date)
        #expect(bench.world.cache.patrons[try bench.key("2000")]?.seen == today)
    }

    @Test func `is not made by a refresh`() throws {
        var bench = Bench(syncing())
        try bench.know("1000", facts(aged: .hours(20)))
        bench.lineIsUp()
        try bench.goOn(.seconds(10), finding: ["1000"])
        let inquiry = try #require(bench.inquiry)
        let told = facts(at: bench.now.timestamp)
        bench.handle(.libraryReplied(.known(told, pinAccepted: nil), inquiry.ticket))
        try bench.pass(.minutes(20))
        #expect(bench.world.cache.patrons[try bench.key("1000")]?.facts == told)
        #expect(bench.world.cache.patrons[try bench.key("1000")]?.seen == nil)
    }

    @Test func `is nobody's by a clock that is not to be trusted`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        bench.clock = .jumped
        try bench.present("1000")
        bench.clock = .trusted
        try bench.pass(.minutes(20))
        #expect(bench.world.cache.patrons[try bench.key("1000")]?.seen == nil)
    }
}

@Suite struct `An answer that comes too late for the patron` {
    @Test func `still tells the facts, and nothing of the PIN`() throws {
        var bench = Bench(box(asksPIN: true))
        try bench.know("1000", facts(aged: .hours(1)), verifier: verifier("held"))
        try bench.present("1000")
        bench.type("1234")
        try bench.check(matches: false)
        let question = try #require(bench.world.questions.last)
        try bench.pass(.seconds(3))
        #expect(bench.sign() == .denied(.unreachable))
        bench.handle(.libraryReplied(.noAnswer, question.ticket))
        let told = facts(blocks: [.excluded], at: bench.now.timestamp)
        bench.handle(.libraryReplied(.known(told, pinAccepted: true), question.ticket))
        let held = try #require(bench.world.cache.patrons[try bench.key("1000")])
        #expect(held.facts == told)
        #expect(held.verifier == verifier("held"))
        #expect(bench.world.derivations.isEmpty)
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.station.counters.answersLate == 1)
        // There is one answer to a question, and it has been heard.
        bench.handle(.libraryReplied(.unknownCard, question.ticket))
        #expect(bench.world.cache.patrons[try bench.key("1000")] == held)
    }

    @Test func `does not wipe a PIN that the library system calls wrong too late`() throws {
        var bench = Bench(box(asksPIN: true))
        try bench.know("1000", facts(aged: .hours(1)), verifier: verifier("held"))
        try bench.present("1000")
        bench.type("1234")
        try bench.check(matches: false)
        let question = try #require(bench.world.questions.last)
        try bench.pass(.seconds(3))
        let told = facts(at: bench.now.timestamp)
        bench.handle(.libraryReplied(.known(told, pinAccepted: false), question.ticket))
        let held = try #require(bench.world.cache.patrons[try bench.key("1000")])
        #expect((held.facts, held.verifier) == (told, verifier("held")))
    }

    @Test func `is not listened for any longer than an errand takes`() throws {
        var bench = Bench(box())
        try bench.present("1000")
        let question = try #require(bench.world.questions.last)
        try bench.pass(Station.errandMax)
        try bench.present("2000")
        bench.handle(.libraryReplied(.known(facts(), pinAccepted: nil), question.ticket))
        #expect(bench.world.cache.patrons[try bench.key("1000")] == nil)
        #expect(bench.station.counters.ignored["late"] == 1)
    }

    @Test func `brings nobody back who was erased`() throws {
        var bench = Bench(box())
        try bench.present("1000")
        let question = try #require(bench.world.questions.last)
        try bench.pass(.seconds(3))
        #expect(try bench.act(.erase([bench.key("1000")])) == nil)
        bench.handle(.libraryReplied(.known(facts(), pinAccepted: nil), question.ticket))
        #expect(bench.world.cache.patrons.isEmpty)
    }
}
