// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `What a station does with what it knows about people` {
    /// Wrong attempts with an unknown card, which nobody has to type a PIN for.
    private func fail(_ bench: inout Bench, _ card: String, _ times: Int) throws {
        for _ in 0..<times {
            try bench.present(card)
            if bench.sign() == .enterPIN(typed: 0, length: nil) { bench.type("1234") }
            try bench.reply(.unknownCard)
            try bench.pass(.seconds(8))
        }
    }

    @Test func `an unknown card is refused and recorded without identity`() throws {
        var bench = Bench(box())
        try bench.present("1000")
        try bench.reply(.unknownCard)
        #expect(try bench.decision()[.denial] == "unknown-card")
        #expect(try bench.decision().subject == nil)
        try bench.know("2000")
        try bench.present("2000", at: sideReader)
        #expect(try bench.decision().subject == bench.key("2000"))
    }

    @Test(arguments: [false, true])
    func `where a patron lives is kept only by a station with a door for residents`(
        isForResidents: Bool
    ) throws {
        var bench = Bench(box { $0.rules[1].isForResidents = isForResidents })
        try bench.present("1000")
        var told = facts()
        told.residence = Aged(.resident, asOf: mondayMorning)
        try bench.reply(.known(told, pinAccepted: nil))
        let key = try bench.key("1000")
        let kept = try #require(bench.world.cache.patrons[key]?.facts)
        #expect(kept.residence == (isForResidents ? told.residence : nil))
        #expect(kept.validity == told.validity)
    }

    @Test func `an erasure is recorded without saying who, and ends the wait`() throws {
        var bench = Bench(box())
        try fail(&bench, "1000", 5)
        try fail(&bench, "2000", 1)
        let (key, other) = (try bench.key("1000"), try bench.key("2000"))
        #expect(bench.world.counts[.card(key)] == 5)
        #expect(try bench.act(.erase([key])) == nil)
        let record = try #require(bench.world.ledger.last)
        #expect(record.kind == .staff)
        #expect(record.subject == nil)
        #expect(record[.outcome] == "person-erased")
        #expect(record[.reason] == "asked for at the desk")
        #expect(record[.by] == "tech")
        #expect(record[.detail] == "wrong attempts forgotten")
        #expect(bench.world.counts == [.card(other): 1, .reader(mainReader): 6])
        try bench.present("1000")
        #expect(bench.sign() == .asking)
    }

    @Test func `an erasure needs a reason and a record`() throws {
        var bench = Bench(box())
        try fail(&bench, "1000", 5)
        let key = try bench.key("1000")
        #expect(try bench.act(.erase([key]), reason: " ") == .noReason)
        #expect(bench.world.counts[.card(key)] == 5)
        bench.world.isDiskFull = true
        #expect(try bench.act(.erase([key])) == .notRecorded)
        bench.world.isDiskFull = false
        try bench.pass(.seconds(11))
        #expect(bench.world.counts[.card(key)] == 5)
        try bench.present("1000")
        #expect(try bench.decision()[.denial] == "throttled")
    }

    @Test func `an answer on its way does not bring an erased person back`() throws {
        var bench = Bench(box { $0.refreshAfter = .seconds(60) })
        try bench.know("1000", facts(aged: .hours(1)))
        try bench.present("1000")
        #expect(bench.sign() == .granted(.seconds(5)))
        let question = try #require(bench.world.questions.last)
        let key = try bench.key("1000")
        #expect(try bench.act(.erase([key])) == nil)
        bench.world.cache.patrons = [:]
        bench.handle(.libraryReplied(.known(facts(), pinAccepted: nil), question.ticket))
        #expect(bench.world.cache.patrons.isEmpty)
    }

    @Test func `the answer for whoever stands at the door decides, and is not kept after`() throws {
        var bench = Bench(box())
        try bench.present("1000")
        let question = try #require(bench.world.questions.last)
        #expect(try bench.act(.erase([try bench.key("1000")])) == nil)
        bench.handle(.libraryReplied(.known(facts(), pinAccepted: nil), question.ticket))
        #expect(bench.sign() == .granted(.seconds(5)))
        #expect(bench.world.cache.patrons.isEmpty)
    }

    @Test func `what waits to be written of an erased person is never written`() throws {
        var bench = Bench(box())
        bench.world.isCacheStuck = true
        for card in ["1000", "2000"] {
            try bench.present(card)
            try bench.reply(.known(facts(), pinAccepted: nil))
        }
        #expect(try bench.act(.erase([try bench.key("1000")])) == nil)
        bench.world.isCacheStuck = false
        try bench.pass(StationLoop<FakeCache>.retryInterval * 2)
        #expect(Array(bench.world.cache.patrons.keys) == [try bench.key("2000")])
        #expect(bench.loop.trustsCache)
        let erased = try bench.key("1000")
        let isLearned = bench.world.steps.contains { step in
            if case .changed(.learn(erased, _)) = step { true } else { false }
        }
        #expect(!isLearned)
    }

    @Test func `an erasure that is not on record forgets nothing`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        bench.world.isDiskFull = true
        #expect(try bench.act(.erase([try bench.key("1000")])) == .notRecorded)
        #expect(bench.world.cache.patrons.count == 1)
    }

    @Test(arguments: [
        (PrivacyAct.report, "person-reported", nil),
        (.export(withPersonalParts: true), "ledger-exported", "with personal parts"),
        (.export(withPersonalParts: false), "ledger-exported", "without personal parts"),
    ])
    func `looking and taking away are recorded, without saying whom they concerned`(
        act: PrivacyAct,
        code: String,
        detail: String?
    ) throws {
        var bench = Bench(box())
        #expect(try bench.act(act, reason: "") == nil)
        let record = try #require(bench.world.ledger.last)
        #expect(record[.outcome] == code)
        #expect(record[.detail] == detail)
        #expect(record[.by] == "tech")
        #expect(record[.reason] == nil)
        #expect(record.subject == nil)
    }

    @Test func `a failure of its own work is an alarm`() throws {
        var bench = Bench(box())
        bench.handle(.stationFailed(code: "retention-failed", detail: "disk-full"))
        let record = try #require(bench.world.ledger.last)
        #expect(record.isAlarm)
        #expect(record[.outcome] == "retention-failed")
        #expect(record[.detail] == "disk-full")
    }
}
