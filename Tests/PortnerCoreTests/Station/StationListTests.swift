// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A station with a list of cards` {
    private func allow(_ bench: Bench, _ text: String, whenClosed: Bool = false) throws
        -> ListChange
    {
        .add(try bench.key(text), .allow, doors: nil, lastDay: nil, whenClosed: whenClosed)
    }

    @Test func `lets an allowed card in at once, whether the library system answers or not`()
        throws
    {
        var bench = Bench(box { $0.rules[0].asksPIN = true })
        #expect(try bench.change(try allow(bench, "1000")) == nil)
        bench.world.steps = []
        try bench.present("1000")
        #expect(bench.words == ["wrote", "released main", "show"])
        #expect(bench.world.questions.isEmpty)
        #expect(try bench.decision()[.outcome] == "granted")
        #expect(try bench.decision()[.source] == nil)
    }

    @Test func `records who changed the list and why before it keeps the change`() throws {
        var bench = Bench(box())
        let last = try date(2026, 12, 24)
        let change = ListChange.add(
            try bench.key("1000"),
            .allow,
            doors: [mainDoor],
            lastDay: last,
            whenClosed: true
        )
        #expect(try bench.change(change, reason: "cleaning") == nil)
        #expect(bench.words == ["wrote", "other", "answer"])
        let record = try #require(bench.world.ledger.last)
        #expect(record.subject == (try bench.key("1000")))
        let expected: [(RecordField, String)] = [
            (.outcome, "listed"), (.reason, "cleaning"), (.by, "tech"),
            (.detail, "allow, through 2026-12-24, at main, when closed"),
        ]
        for (field, value) in expected { #expect(record[field] == value) }
        #expect(try bench.change(.remove(try bench.key("1000"), .allow)) == nil)
        #expect(bench.world.ledger.last?[.outcome] == "unlisted")
        #expect(bench.station.list.count == 0)
        #expect(try bench.change(.remove(try bench.key("1000"), .allow)) == .notListed)
        #expect(try bench.change(change, reason: " ") == .noReason)
    }

    @Test func `denies a card on every door at once, whoever knows it`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        let key = try bench.key("1000")
        let deny = ListChange.add(key, .deny, doors: nil, lastDay: nil, whenClosed: false)
        #expect(try bench.change(deny, reason: "banned") == nil)
        for reader in [mainReader, sideReader] {
            try bench.present("1000", at: reader)
            #expect(try bench.decision()[.denial] == "deny-listed")
            #expect(bench.sign(reader) == .denied(.blocked))
        }
    }

    @Test func `changes nothing that it cannot record`() throws {
        var bench = Bench(box())
        bench.world.isDiskFull = true
        #expect(try bench.change(try allow(bench, "1000")) == .notRecorded)
        #expect(bench.station.list.count == 0)
        #expect(!bench.words.contains("other"))
        bench.world.isDiskFull = false
        #expect(try bench.change(try allow(bench, "1000")) == nil)
        bench.world.isDiskFull = true
        #expect(try bench.change(.remove(try bench.key("1000"), .allow)) == .notRecorded)
        #expect(bench.station.list.count == 1)
    }

    @Test func `releases the lock longer for somebody who needs the time, never over the limit`()
        throws
    {
        var bench = Bench(box())
        try bench.know("1000")
        let assist = ListChange.add(
            try bench.key("1000"),
            .assist,
            doors: nil,
            lastDay: nil,
            whenClosed: false
        )
        #expect(try bench.change(assist) == nil)
        try bench.present("1000")
        #expect(bench.sign() == .granted(.seconds(20)))
        try bench.pass(.seconds(19))
        #expect(bench.world.isReleased(mainDoor))
        try bench.pass(.seconds(1))
        #expect(!bench.world.isReleased(mainDoor))
        var slow = DoorSettings(door: mainDoor, pulse: .seconds(20))
        #expect(slow.pulse(takingLonger: true) == .seconds(30))
        slow.pulse = .seconds(30)
        #expect(slow.pulse(takingLonger: true) == .seconds(30))
        #expect(slow.pulse(takingLonger: false) == .seconds(30))
    }
}
