// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A station that lets somebody in` {
    @Test func `writes the record before it moves the lock`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        try bench.present("1000")
        #expect(bench.words == ["wrote", "released main", "show"])
        #expect(bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .granted(.seconds(5)))
        #expect(bench.sign(sideReader) == .ready)
        try bench.pass(.seconds(5))
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.words.suffix(3) == ["secured main", "wrote", "show"])
        #expect(bench.sign() == .ready)
        #expect(bench.station.counters.granted == 1)
    }

    @Test func `writes down where the facts came from and how old they were`() throws {
        var bench = Bench(box())
        try bench.know("1000", facts(blocks: [.debt, .tooManyLost], aged: .hours(2)))
        try bench.present("1000")
        let record = try bench.decision()
        #expect(record.subject == (try bench.key("1000")))
        let expected: [(RecordField, String)] = [
            (.door, "main"), (.reader, "main-in"), (.outcome, "granted"), (.source, "cache"),
            (.age, "7200"), (.limit, "259200"), (.blocks, "E,too-many-lost"),
        ]
        for (field, value) in expected { #expect(record[field] == value) }
        #expect(record[.denial] == nil)
        #expect(record[.rule] == nil)
    }

    @Test func `asks the library system about a stranger and learns the answer first`() throws {
        var bench = Bench(box())
        try bench.present("1000")
        #expect(bench.words == ["ask", "show"])
        #expect(bench.sign() == .asking)
        try bench.reply(.known(facts(), pinAccepted: nil))
        #expect(
            bench.words.suffix(4) == ["changed the cache", "wrote", "released main", "show"]
        )
        #expect(try bench.decision()[.source] == "library")
        #expect(bench.world.cache.patrons[try bench.key("1000")]?.facts == facts())
    }

    @Test func `refuses whoever the library system does not know, and forgets the card`() throws {
        var bench = Bench(box())
        try bench.know("1000", facts(blocks: [.excluded]))
        try bench.present("1000")
        try bench.reply(.unknownCard)
        #expect(bench.world.cache.patrons.isEmpty)
        #expect(Array(bench.world.cache.disowned.values) == [bench.now.timestamp])
        #expect(try bench.decision()[.denial] == "unknown-card")
        #expect(try bench.decision()[.rule] == "facts")
        #expect(bench.sign() == .denied(.refused))
        #expect(bench.station.counters.denied == [.unknownCard: 1])
        try bench.pass(.seconds(8))
        #expect(bench.sign() == .ready)
    }

    @Test func `gives up on the library system in time and follows the door's rule`() throws {
        var bench = Bench(
            box { $0.rules[1].outage = .admitVerified(within: .days(30)) }
        )
        try bench.know("1000", facts(aged: .days(10)))
        try bench.present("1000")
        try bench.present("1000", at: sideReader)
        try bench.pass(.seconds(2))
        #expect(bench.sign() == .denied(.unreachable))
        #expect(bench.sign(sideReader) == .granted(.seconds(5)))
        let record = try bench.decision()
        #expect(record[.source] == "outage")
        #expect(record[.age] == "864002")
        #expect(record[.limit] == "2592000")
    }

    @Test func `decides on what was heard while the question was on its way`() throws {
        var bench = Bench(box())
        try bench.present("1000")
        try bench.pass(.seconds(1))
        // Meanwhile another answer, a later one, has come by another way.
        try bench.know("1000", facts(blocks: [.excluded], at: bench.now.timestamp))
        try bench.reply(.known(facts(), pinAccepted: nil))
        #expect(try bench.decision()[.denial] == "blocked")
        #expect(!bench.world.isReleased(mainDoor))
    }

    @Test func `asks again afterwards when the facts are getting old`() throws {
        var bench = Bench(box())
        try bench.know("1000", facts(aged: .minutes(59)))
        try bench.know("2000", facts(aged: .minutes(61)))
        try bench.present("1000")
        #expect(bench.world.questions.isEmpty)
        try bench.pass(.seconds(10))
        try bench.present("2000")
        #expect(bench.words.suffix(4) == ["wrote", "released main", "ask", "show"])
        #expect(bench.world.questions.last?.pin == nil)
        let newer = facts(blocks: [.excluded], at: bench.now.timestamp)
        try bench.reply(.known(newer, pinAccepted: nil))
        #expect(bench.world.cache.patrons[try bench.key("2000")]?.facts == newer)
        #expect(bench.world.ledger.filter { $0.kind == .decision }.count == 2)
    }

    @Test func `has a bounded number of such questions, and gives their places on in time`() throws
    {
        var bench = Bench(box())
        let cards = (0..<10).map { "100\($0)" }
        for card in cards { try bench.know(card, facts(aged: .hours(2))) }
        for card in cards { try bench.present(card) }
        #expect(bench.world.questions.count == Station.refreshesMax)
        try bench.pass(Station.errandMax)
        try bench.present(cards[9])
        #expect(bench.world.questions.count == Station.refreshesMax + 1)
        bench.handle(.libraryChanged(isReachable: false, detail: "refused"))
        try bench.pass(Station.errandMax)
        try bench.present(cards[9])
        #expect(bench.world.questions.count == Station.refreshesMax + 1)
    }

    @Test func `keeps two readers apart whatever comes in between`() throws {
        var bench = Bench(box(asksPIN: true))
        try bench.present("1000")
        try bench.present("2000", at: sideReader)
        for (one, two) in zip("1357", "2468") {
            bench.press(.digit(UInt8(one.wholeNumberValue ?? 0)))
            bench.press(.digit(UInt8(two.wholeNumberValue ?? 0)), at: sideReader)
        }
        bench.press(.enter, at: sideReader)
        bench.press(.enter)
        #expect(bench.world.checks.map(\.pin.secret) == ["2468", "1357"].map { Array($0.utf8) })
        #expect(bench.world.checks.map(\.key) == [try bench.key("2000"), try bench.key("1000")])
        for check in bench.world.checks { bench.handle(.pinChecked(matches: false, check.ticket)) }
        let questions = bench.world.questions
        #expect(questions.map(\.card.secret) == ["2000", "1000"])
        let main = questions[1].ticket
        bench.handle(.libraryReplied(.known(facts(), pinAccepted: true), main))
        bench.handle(.libraryReplied(.known(facts(), pinAccepted: false), main))
        #expect(bench.world.isReleased(mainDoor))
        #expect(!bench.world.isReleased(sideDoor))
        bench.handle(.libraryReplied(.unknownCard, questions[0].ticket))
        #expect(bench.sign(sideReader) == .denied(.refused))
        #expect(bench.sign() == .granted(.seconds(5)))
        #expect(bench.station.counters.ignored == ["late": 1])
    }

    @Test func `refuses a second card while the first is asked about`() throws {
        var bench = Bench(box())
        try bench.know("2000")
        try bench.present("1000")
        try bench.present("2000")
        #expect(bench.station.counters.ignored == ["busy": 1])
        try bench.reply(.unknownCard)
        #expect(try bench.decision().subject == nil)
        #expect(!bench.world.isReleased(mainDoor))
    }

    @Test func `refuses everybody while the clock cannot be believed, and writes that down`() throws
    {
        var bench = Bench(box())
        try bench.know("1000")
        bench.clock = .jumped
        try bench.present("1000")
        #expect(bench.world.ledger.map(\.kind) == [.decision, .clock])
        #expect(try bench.decision()[.denial] == "clock-untrusted")
        try bench.pass(.seconds(10))
        #expect(bench.sign() == .outOfService)
        bench.clock = .trusted
        bench.advance()
        #expect(bench.sign() == .ready)
        #expect(
            bench.world.ledger.filter { $0.kind == .clock }.map { $0[.outcome] }
                == ["jumped", "trusted"]
        )
        try bench.present("1000")
        #expect(bench.world.isReleased(mainDoor))
    }

    @Test func `counts what it does not know and ignores it`() throws {
        var bench = Bench(box())
        try bench.present("1000", at: "nowhere")
        bench.press(.enter, at: "nowhere")
        bench.handle(.exitChanged(isPressed: true, door: "nowhere"))
        bench.handle(.pinChecked(matches: true, Ticket(number: 55)))
        bench.handle(.libraryReplied(.unknownCard, Ticket(number: 55)))
        bench.handle(.verifierDerived(verifier("x"), Ticket(number: 55)))
        #expect(
            bench.station.counters.ignored == ["unknown-reader": 2, "unknown-door": 1, "late": 3]
        )
        #expect(bench.words.isEmpty)
    }

    @Test func `tells a code that is no card, once it is worth telling`() throws {
        var bench = Bench(box())
        bench.handle(.scanRefused(code: "too-soon", isWorthTelling: false, reader: mainReader))
        #expect(bench.sign() == .ready)
        bench.handle(.scanRefused(code: "too-long", isWorthTelling: true, reader: mainReader))
        #expect(bench.sign() == .denied(.notACard))
        #expect(bench.station.counters.scansRefused == ["too-soon": 1, "too-long": 1])
        try bench.present("1000")
        bench.handle(.scanRefused(code: "too-long", isWorthTelling: true, reader: mainReader))
        #expect(bench.sign() == .asking)
    }
}
