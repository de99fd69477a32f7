// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A station that asks for a PIN` {
    private let right = verifier("right")

    @Test func `lets in by the verifier alone, without the library system`() throws {
        var bench = Bench(box(asksPIN: true))
        try bench.know("1000", verifier: right)
        try bench.present("1000")
        #expect(bench.sign() == .enterPIN(typed: 0, length: nil))
        bench.type("8642")
        #expect(bench.sign() == .asking)
        #expect(bench.world.checks.last?.verifier == right)
        try bench.check(matches: true)
        #expect(bench.world.isReleased(mainDoor))
        #expect(bench.world.questions.isEmpty)
        #expect(bench.world.derivations.isEmpty)
    }

    @Test func `asks the library system when the verifier does not fit, and learns the new PIN`()
        throws
    {
        var bench = Bench(box(asksPIN: true))
        try bench.know("1000", verifier: right)
        try bench.present("1000")
        bench.type("8642")
        try bench.check(matches: false)
        #expect(bench.world.questions.last?.pin?.secret == Array("8642".utf8))
        try bench.reply(.known(facts(), pinAccepted: true))
        #expect(bench.world.isReleased(mainDoor))
        let derivation = try #require(bench.world.derivations.last)
        #expect(derivation.key == (try bench.key("1000")))
        #expect(derivation.pin.secret == Array("8642".utf8))
        bench.handle(.verifierDerived(verifier("new"), derivation.ticket))
        #expect(bench.world.cache.patrons[derivation.key]?.verifier == verifier("new"))
    }

    @Test func `checks the PIN of a stranger too, against nothing`() throws {
        var bench = Bench(box(asksPIN: true))
        try bench.present("1000")
        bench.type("8642")
        #expect(bench.world.checks.count == 1)
        #expect(bench.world.checks.last?.verifier == nil)
        try bench.check(matches: false)
        try bench.reply(.unknownCard)
        #expect(bench.sign() == .denied(.refused))
        #expect(bench.world.counts.count == 2)
    }

    @Test func `drops the verifier when the library system does not accept the PIN`() throws {
        var bench = Bench(box(asksPIN: true))
        try bench.know("1000", verifier: right)
        try bench.present("1000")
        bench.type("0000")
        try bench.check(matches: false)
        try bench.reply(.known(facts(), pinAccepted: false))
        #expect(bench.world.cache.patrons[try bench.key("1000")]?.verifier == nil)
        #expect(try bench.decision()[.denial] == "wrong-pin")
        #expect(bench.sign() == .denied(.refused))
    }

    /// A bench at which the library system has just accepted a PIN of card 1000.
    private func deriving() throws -> (Bench, Ticket) {
        var bench = Bench(box(asksPIN: true))
        try bench.present("1000")
        bench.type("1111")
        try bench.check(matches: false)
        try bench.reply(.known(facts(), pinAccepted: true))
        return (bench, try #require(bench.world.derivations.last).ticket)
    }

    @Test(arguments: [LibraryReply.unknownCard, .known(facts(), pinAccepted: false)])
    func `drops a verifier that the library system has overtaken`(_ reply: LibraryReply) throws {
        var (bench, ticket) = try deriving()
        try bench.present("1000", at: sideReader)
        bench.type("2222", at: sideReader)
        try bench.check(matches: false)
        try bench.reply(reply)
        bench.handle(.verifierDerived(right, ticket))
        #expect(bench.world.cache.patrons[try bench.key("1000")]?.verifier == nil)
        #expect(bench.station.counters.ignored["late"] == 1)
    }

    @Test func `drops the verifier of an older PIN though it is ready last`() throws {
        var (bench, old) = try deriving()
        try bench.present("1000", at: sideReader)
        bench.type("2222", at: sideReader)
        try bench.check(matches: false)
        try bench.reply(.known(facts(), pinAccepted: true))
        let new = try #require(bench.world.derivations.last).ticket
        bench.handle(.verifierDerived(verifier("2222"), new))
        bench.handle(.verifierDerived(verifier("1111"), old))
        #expect(bench.world.cache.patrons[try bench.key("1000")]?.verifier == verifier("2222"))
    }

    @Test func `has a bounded number of verifiers made, and gives their places on in time`() throws
    {
        var bench = Bench(box(asksPIN: true))
        for index in 0..<(Station.derivationsMax + 3) {
            try bench.present("200\(index)")
            bench.type("1111")
            try bench.check(matches: false)
            try bench.reply(.known(facts(at: bench.now.timestamp), pinAccepted: true))
        }
        #expect(bench.world.derivations.count == Station.derivationsMax)
        #expect(bench.station.counters.granted == Station.derivationsMax + 3)
        try bench.pass(Station.errandMax)
        try bench.present("3000")
        bench.type("1111")
        try bench.check(matches: false)
        try bench.reply(.known(facts(at: bench.now.timestamp), pinAccepted: true))
        #expect(bench.world.derivations.count == Station.derivationsMax + 1)
    }

    @Test func `takes a silent patron for one who gave up, after a whole time for each key`() throws
    {
        var bench = Bench(box(asksPIN: true))
        try bench.know("1000", verifier: right)
        try bench.present("1000")
        for _ in 0..<4 {
            try bench.pass(.seconds(29))
            bench.press(.digit(1))
        }
        #expect(bench.sign() == .enterPIN(typed: 4, length: nil))
        try bench.pass(.seconds(30))
        #expect(bench.sign() == .denied(.noPIN))
        #expect(try bench.decision()[.denial] == "pin-not-entered")
        #expect(bench.world.counts.isEmpty)
    }

    @Test func `writes down a patron who gives way to another`() throws {
        var bench = Bench(box(asksPIN: true))
        try bench.present("1000")
        try bench.present("2000")
        #expect(try bench.decision().subject == bench.key("1000"))
        #expect(try bench.decision()[.denial] == "pin-not-entered")
        #expect(bench.sign() == .enterPIN(typed: 0, length: nil))
        #expect(bench.station.counters.denied == [.pinNotEntered: 1])
    }

    @Test func `serves an outage by the verifier, and tells a wrong PIN like a stranger`() throws {
        var signs: [PanelView.Sign?] = []
        for (number, matches) in [("1000", true), ("1000", false), ("9999", false)] {
            var bench = Bench(
                box(asksPIN: true) { $0.rules[0].outage = .admitVerified(within: .hours(8)) }
            )
            // Too old for every day, young enough for an outage.
            try bench.know("1000", facts(aged: .hours(25)), verifier: right)
            bench = try served(bench, number, matches: matches)
            signs.append(bench.sign())
        }
        #expect(signs == [.denied(.unreachable), .denied(.unreachable), .denied(.unreachable)])
        var bench = Bench(
            box(asksPIN: true) { $0.rules[0].outage = .admitVerified(within: .hours(48)) }
        )
        try bench.know("1000", facts(aged: .hours(25)), verifier: right)
        bench = try served(bench, "1000", matches: true)
        #expect(bench.sign() == .granted(.seconds(5)))
    }

    private func served(_ bench: Bench, _ number: String, matches: Bool) throws -> Bench {
        var bench = bench
        try bench.present(number)
        bench.type("8642")
        try bench.check(matches: matches)
        try bench.pass(.seconds(2))
        return bench
    }

    @Test func `asks first where the door is set so, and checks here only in the outage`() throws {
        var bench = Bench(
            box(asksPIN: true) {
                $0.rules[0].order = .askFirst
                $0.rules[0].outage = .admitVerified(within: .hours(8))
            }
        )
        try bench.know("1000", verifier: right)
        try bench.present("1000")
        bench.type("8642")
        #expect(bench.world.checks.isEmpty)
        try bench.pass(.seconds(2))
        #expect(bench.world.checks.count == 1)
        try bench.check(matches: true)
        #expect(bench.sign() == .granted(.seconds(5)))
    }
}

@Suite struct `A station that slows guessing down` {
    private func fail(_ bench: inout Bench, _ number: String, at reader: ReaderName = mainReader)
        throws
    {
        try bench.present(number, at: reader)
        bench.type("0000", at: reader)
        try bench.check(matches: false)
        try bench.reply(.known(facts(at: bench.now.timestamp), pinAccepted: false))
        try bench.pass(.seconds(8))
    }

    @Test func `shows the wait after five wrong PINs, at every reader, and not sooner`() throws {
        var bench = Bench(box(asksPIN: true))
        for _ in 0..<4 { try fail(&bench, "1000") }
        try bench.present("1000")
        #expect(bench.sign() == .enterPIN(typed: 0, length: nil))
        bench.type("0000")
        try bench.check(matches: false)
        try bench.reply(.unknownCard)
        try bench.pass(.seconds(8))
        try bench.present("1000", at: sideReader)
        #expect(bench.sign(sideReader) == .wait(.seconds(22)))
        #expect(try bench.decision()[.denial] == "throttled")
        #expect(bench.sign() == .ready)
        try bench.pass(.seconds(8))
        #expect(bench.sign(sideReader) == .ready)
        try bench.pass(.seconds(14))
        try bench.present("1000")
        #expect(bench.sign() == .enterPIN(typed: 0, length: nil))
    }

    /// What was written and tried, in its order.
    private func trials(_ bench: Bench) -> [String] {
        bench.world.steps.compactMap { step in
            switch step {
            case .wrote(let records, let counts): "\(records.count) and \(counts.count)"
            case .sent(.checkPIN): "check"
            case .sent(.ask): "ask"
            default: nil
            }
        }
    }

    @Test func `counts an attempt on disk before the PIN is tried, and once`() throws {
        var bench = Bench(box(asksPIN: true))
        try fail(&bench, "1000")
        let key = try bench.key("1000")
        #expect(bench.world.counts == [.card(key): 1, .reader(mainReader): 1])
        #expect(trials(bench) == ["0 and 2", "check", "ask", "1 and 0"])
    }

    @Test func `takes an attempt back with the decision when it was not wrong`() throws {
        for (matches, isBlocked) in [(true, false), (true, true), (false, false)] {
            var bench = Bench(box(asksPIN: true))
            let codes: Set<BlockCode> = isBlocked ? [.cardStolen] : []
            try bench.know("1000", facts(blocks: codes), verifier: verifier("right"))
            try bench.present("1000")
            bench.type("8642")
            #expect(bench.world.counts.count == 2)
            try bench.check(matches: matches)
            // A block is asked about once more, and so is a PIN that does not fit.
            let isAsked = isBlocked || !matches
            if isAsked { try bench.reply(.known(facts(blocks: codes), pinAccepted: true)) }
            #expect(bench.world.isReleased(mainDoor) == !isBlocked)
            #expect(bench.world.counts.isEmpty)
            let asked = isAsked ? ["ask"] : []
            #expect(trials(bench) == ["0 and 2", "check"] + asked + ["1 and 2"])
        }
    }

    @Test func `takes an attempt back when the library system was silent about it`() throws {
        var bench = Bench(box(asksPIN: true) { $0.rules[0].order = .askFirst })
        try bench.present("1000")
        bench.type("8642")
        #expect(bench.world.counts.count == 2)
        try bench.pass(.seconds(2))
        #expect(try bench.decision()[.denial] == "library-unreachable")
        #expect(bench.world.counts.isEmpty)
    }

    @Test func `leaves an attempt counted that a crash or a pulled plug cut short`() throws {
        var bench = Bench(box(asksPIN: true))
        for attempt in 1...5 {
            let saved = bench.world.counts.map {
                ThrottleCount(subject: $0.key, failures: $0.value)
            }
            bench = Bench(box(asksPIN: true), saved: saved)
            try bench.present("1000")
            bench.type("000\(attempt)")
            #expect(bench.world.checks.count == 1)
        }
        let saved = bench.world.counts.map { ThrottleCount(subject: $0.key, failures: $0.value) }
        var restarted = Bench(box(asksPIN: true), saved: saved)
        try restarted.present("1000")
        #expect(restarted.sign() == .wait(.seconds(30)))
    }

    @Test func `does not bring back what staff lifted during an attempt`() throws {
        var bench = Bench(box(asksPIN: true))
        for _ in 0..<3 { try fail(&bench, "1000") }
        try bench.know("1000", facts(at: bench.now.timestamp), verifier: verifier("right"))
        try bench.present("1000")
        bench.type("8642")
        #expect(try bench.lift(.reader(mainReader)) == nil)
        try bench.check(matches: true)
        #expect(bench.world.isReleased(mainDoor))
        #expect(bench.world.counts.isEmpty)
        #expect(bench.station.throttledSubjects == 0)
    }

    @Test func `counts an attempt that was wrong although staff lifted it meanwhile`() throws {
        var bench = Bench(box(asksPIN: true))
        try bench.present("1000")
        bench.type("8642")
        let key = try bench.key("1000")
        #expect(try bench.lift(.reader(mainReader)) == nil)
        #expect(bench.world.counts == [.card(key): 1])
        try bench.check(matches: false)
        try bench.reply(.known(facts(), pinAccepted: false))
        #expect(bench.world.counts == [.card(key): 1, .reader(mainReader): 1])
    }

    @Test func `keeps a verifier made anew only in the place of the one that was found right`()
        throws
    {
        var bench = Bench(box(asksPIN: true))
        let (old, new) = (verifier("old"), verifier("new"))
        let key = try bench.key("1000")
        try bench.know("1000", verifier: old)
        bench.handle(.verifierRenewed(key, from: verifier("older"), to: new))
        #expect(bench.world.cache.patrons[key]?.verifier == old)
        bench.handle(.verifierRenewed(key, from: old, to: new))
        #expect(bench.world.cache.patrons[key]?.verifier == new)
        bench.handle(.verifierRenewed(try bench.key("2000"), from: old, to: new))
        #expect(bench.station.counters.ignored["late"] == 2)
    }

    @Test func `is not forgiven by a restart`() throws {
        var bench = Bench(box(asksPIN: true))
        for _ in 0..<5 { try fail(&bench, "1000") }
        let saved = bench.world.counts.map { ThrottleCount(subject: $0.key, failures: $0.value) }
        var restarted = Bench(box(asksPIN: true), saved: saved)
        try restarted.present("1000")
        #expect(restarted.sign() == .wait(.seconds(30)))
    }

    @Test func `is not forgiven by a clock that is set`() throws {
        var bench = Bench(box(asksPIN: true))
        for _ in 0..<5 { try fail(&bench, "1000") }
        var later = bench.now
        later.timestamp = later.timestamp.advanced(by: .days(400))
        later.civil = CivilTime(later.timestamp, secondsAheadOfUTC: 3600)
        var station = bench.station
        _ = station.handle(
            .cardPresented(try card("1000"), reader: mainReader),
            at: later,
            reading: bench.world.cache
        )
        #expect(station.panels[mainReader]?.sign == .wait(.seconds(22)))
    }

    @Test func `is cleared for the card by the right PIN, and not for the reader`() throws {
        var bench = Bench(box(asksPIN: true))
        for _ in 0..<3 { try fail(&bench, "1000") }
        try bench.present("1000")
        bench.type("8642")
        try bench.check(matches: true)
        try bench.reply(.known(facts(at: bench.now.timestamp), pinAccepted: true))
        #expect(bench.world.isReleased(mainDoor))
        #expect(bench.world.counts == [.reader(mainReader): 3])
    }

    @Test func `is not cleared by showing the card at a door that asks for no PIN`() throws {
        var bench = Bench(box(asksPIN: true) { $0.rules[1].asksPIN = false })
        for _ in 0..<4 { try fail(&bench, "1000") }
        try bench.present("1000", at: sideReader)
        #expect(bench.world.isReleased(sideDoor))
        let key = try bench.key("1000")
        #expect(bench.world.counts[.card(key)] == 4)
        try fail(&bench, "1000")
        try bench.present("1000")
        #expect(bench.sign() == .wait(.seconds(22)))
    }

    @Test func `slows a reader down at which many cards are tried`() throws {
        var bench = Bench(box())
        for index in 0..<20 {
            try bench.present("50\(index + 10)")
            try bench.reply(.unknownCard)
        }
        try bench.know("1000")
        try bench.present("1000")
        #expect(bench.sign() == .wait(.seconds(15)))
        try bench.present("1000", at: sideReader)
        #expect(bench.sign(sideReader) == .granted(.seconds(5)))
    }

    @Test func `counts a PIN that was found wrong although the library system was silent`() throws {
        var bench = Bench(box(asksPIN: true))
        try bench.know("1000", verifier: verifier("right"))
        try bench.present("1000")
        bench.type("0000")
        try bench.check(matches: false)
        try bench.pass(.seconds(2))
        #expect(try bench.decision()[.denial] == "library-unreachable")
        #expect(bench.world.counts.count == 2)
    }

    @Test func `forgives in time and says so in the ledger`() throws {
        var bench = Bench(box(asksPIN: true))
        try fail(&bench, "1000")
        try bench.pass(.hours(25))
        #expect(bench.world.counts.isEmpty)
        #expect(bench.station.throttledSubjects == 0)
    }

    @Test func `lets a technician lift the wait of a card, on record`() throws {
        var bench = Bench(box(asksPIN: true))
        for _ in 0..<5 { try fail(&bench, "1000") }
        let key = try bench.key("1000")
        #expect(try bench.lift(.card(key)) == nil)
        let record = try #require(bench.world.ledger.last)
        #expect(record.kind == .staff)
        #expect(record.subject == key)
        #expect(record[.outcome] == "wait-lifted")
        #expect(record[.reason] == "forgot the PIN")
        #expect(record[.by] == "tech")
        #expect(bench.world.counts == [.reader(mainReader): 5])
        try bench.present("1000")
        #expect(bench.sign() == .enterPIN(typed: 0, length: nil))
        #expect(try bench.lift(.card(key)) == .notThrottled)
    }

    @Test func `lets a technician lift the wait of a reader, on record`() throws {
        let saved = [ThrottleCount(subject: .reader(mainReader), failures: 25)]
        var bench = Bench(box(), saved: saved)
        try bench.know("1000")
        #expect(try bench.lift(.reader(sideReader)) == .notThrottled)
        #expect(try bench.lift(.reader(mainReader), reason: " ") == .noReason)
        #expect(bench.world.ledger.isEmpty)
        #expect(try bench.lift(.reader(mainReader)) == nil)
        #expect(bench.world.ledger.map { $0[.reader] } == [mainReader.text])
        try bench.present("1000")
        #expect(bench.sign() == .granted(.seconds(5)))
    }

    @Test func `goes on waiting when the lifting could not be recorded`() throws {
        var bench = Bench(box(asksPIN: true))
        for _ in 0..<5 { try fail(&bench, "1000") }
        let key = try bench.key("1000")
        bench.world.isDiskFull = true
        #expect(try bench.lift(.card(key)) == .notRecorded)
        #expect(bench.station.throttledSubjects == 2)
        bench.world.isDiskFull = false
        try bench.pass(.seconds(11))
        #expect(bench.world.counts == [.card(key): 5, .reader(mainReader): 5])
        try bench.present("1000")
        #expect(try bench.decision()[.denial] == "throttled")
    }

    @Test func `keeps lifted what was lifted on record when a later record fails`() throws {
        var bench = Bench(box(asksPIN: true))
        for _ in 0..<5 { try fail(&bench, "1000") }
        let key = try bench.key("1000")
        #expect(try bench.lift(.card(key)) == nil)
        try bench.present("2000")
        bench.type("0000")
        bench.world.isDiskFull = true
        try bench.check(matches: false)
        try bench.reply(.known(facts(at: bench.now.timestamp), pinAccepted: false))
        bench.world.isDiskFull = false
        try bench.pass(.seconds(31))
        let other = try bench.key("2000")
        #expect(bench.world.counts == [.card(other): 1, .reader(mainReader): 6])
        try bench.present("1000")
        #expect(bench.sign() == .enterPIN(typed: 0, length: nil))
    }

    @Test func `shows a wait also to a card that there is no room to count for`() throws {
        let saved = (0..<UInt64(Throttle.subjectsMax)).map {
            ThrottleCount(subject: .card(CardKey($0, 0, 0, 0)), failures: 1)
        }
        var bench = Bench(box(asksPIN: true), saved: saved)
        try bench.present("1000")
        #expect(bench.sign() == .wait(ThrottleRule.reader.waitMax))
        try bench.pass(.seconds(8))
        #expect(bench.sign() == .ready)
    }
}
