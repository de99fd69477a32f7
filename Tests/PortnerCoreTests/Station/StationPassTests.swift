// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// A box whose main door takes passes and whose side door does not.
private func passBox(_ change: (inout StationSettings) -> Void = { _ in }) -> StationSettings {
    box {
        $0.passes = PassRules()
        $0.rules[0].takesPasses = true
        change(&$0)
    }
}

extension Bench {
    /// Somebody has a pass for a card.
    fileprivate func hand(_ pass: SealedPass, for text: String = "1000") throws {
        world.cache.passes[pass.id] = .opened(try card(text))
    }

    fileprivate mutating func show(_ pass: SealedPass, at reader: ReaderName = mainReader) {
        handle(.passPresented(pass, reader: reader))
    }
}

@Suite struct `A pass at a door` {
    private func bench(_ change: (inout StationSettings) -> Void = { _ in }) throws -> Bench {
        let bench = Bench(passBox(change))
        try bench.know("1000")
        return bench
    }

    @Test func `is the card that it stands for`() throws {
        var bench = try bench()
        let pass = try pass()
        try bench.hand(pass)
        bench.show(pass)
        #expect(bench.words == ["wrote", "released main", "show"])
        #expect(bench.sign() == .granted(.seconds(5)))
        #expect(try bench.decision().subject == bench.key("1000"))
    }

    @Test func `asks for the PIN where a card does, and waits as a card does`() throws {
        var bench = try bench { $0.rules[0].asksPIN = true }
        let key = try bench.key("1000")
        for number in UInt8(1)...5 {
            let pass = try pass(number)
            try bench.hand(pass)
            bench.show(pass)
            #expect(bench.sign() == .enterPIN(typed: 0, length: nil))
            bench.type("0000")
            try bench.check(matches: false)
            try bench.reply(.known(facts(), pinAccepted: false))
            #expect(try bench.decision()[.denial] == "wrong-pin")
        }
        #expect(bench.world.counts[.card(key)] == 5)
        let next = try pass(6)
        try bench.hand(next)
        bench.show(next)
        #expect(try bench.decision()[.denial] == "throttled")
    }

    @Test(arguments: [
        (PassOpening.foreign, "pass-foreign"), (.forged, "pass-forged"),
        (.unreadable, "pass-unreadable"),
    ])
    func `is refused without identity when nobody vouches for it`(
        _ opening: PassOpening,
        _ code: String
    ) throws {
        var bench = try bench()
        let pass = try pass()
        bench.world.cache.passes[pass.id] = opening
        bench.show(pass)
        let record = try bench.decision()
        #expect(record[.denial] == code)
        #expect((record[.door], record[.reader]) == ("main", "main-in"))
        #expect(record.subject == nil)
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .denied(.passRefused))
        #expect(bench.world.counts.isEmpty)
        try bench.pass(.seconds(8))
        #expect(bench.sign() == .ready)
    }

    @Test(
        arguments: [
            // Seconds from now to its begin, its life, and what is said of it.
            (0, 600, nil), (30, 120, nil), (31, 120, "pass-not-yet-valid"), (-149, 120, nil),
            (-150, 120, "pass-expired"), (-629, 600, nil), (-630, 600, "pass-expired"),
            (0, 601, "pass-too-long"), (0, 0, "pass-too-long"), (86_400, 120, "pass-not-yet-valid"),
            (-86_400, 120, "pass-expired"),
        ] as [(Int, Int, String?)]
    )
    func `holds in its time and no longer`(
        _ begin: Int,
        _ life: Int,
        _ denial: String?
    ) throws {
        var bench = try bench()
        // Long after the start, so that only the times of the pass count.
        try bench.pass(.hours(3))
        let now = bench.now.timestamp
        let pass = try pass(from: now.advanced(by: .seconds(begin)), life: .seconds(life))
        try bench.hand(pass)
        bench.show(pass)
        #expect(try bench.decision()[.denial] == denial)
        #expect(bench.world.isReleased(mainDoor) == (denial == nil))
        if denial == "pass-expired" { #expect(bench.sign() == .denied(.passOver)) }
    }

    @Test func `opens once, and a picture of it never`() throws {
        var bench = try bench {
            $0.rules[1].takesPasses = true
        }
        let pass = try pass(life: .seconds(600))
        try bench.hand(pass)
        bench.show(pass)
        try bench.pass(.seconds(30))
        for reader in [sideReader, mainReader] {
            bench.show(pass, at: reader)
            #expect(try bench.decision()[.denial] == "pass-used")
            #expect(bench.sign(reader) == .denied(.passOver))
        }
        #expect(bench.station.counters.granted == 1)
        #expect(bench.station.passes.count == 1)
        // When it could no longer hold, it is forgotten with the next that comes.
        try bench.pass(.seconds(700))
        let next = try PortnerCoreTests.pass(2, from: bench.now.timestamp)
        try bench.hand(next)
        bench.show(next)
        #expect(bench.station.passes.count == 1)
        #expect(bench.station.counters.granted == 2)
    }

    @Test func `disturbs nobody while the phone is still held to the scanner`() throws {
        var bench = try bench { $0.rules[0].asksPIN = true }
        let pass = try pass()
        try bench.hand(pass)
        bench.show(pass)
        bench.press(.digit(1))
        bench.show(pass)
        #expect(bench.sign() == .enterPIN(typed: 1, length: nil))
        bench.press(.cancel)
        let before = bench.world.ledger.count
        bench.show(pass)
        #expect(bench.sign() == .denied(.noPIN))
        #expect(bench.world.ledger.count == before)
        #expect(bench.station.counters.ignored["pass-repeated"] == 1)
    }

    @Test func `keeps its one use while somebody else is being looked up`() throws {
        var bench = try bench()
        try bench.present("2000")
        #expect(bench.sign() == .asking)
        let pass = try pass()
        try bench.hand(pass)
        bench.show(pass)
        #expect(bench.station.counters.ignored["busy"] == 1)
        try bench.reply(.unknownCard)
        bench.show(pass)
        #expect(bench.sign() == .granted(.seconds(5)))
    }

    @Test func `from before a restart is not taken, because it may have been used`() throws {
        var bench = try bench()
        let old = try pass(from: mondayMorning.advanced(by: .seconds(-1)))
        try bench.hand(old)
        bench.show(old)
        #expect(try bench.decision()[.denial] == "pass-used")
    }

    @Test(arguments: [ClockTrust.unset, .jumped])
    func `is not taken by a clock that is not believed`(_ trust: ClockTrust) throws {
        var bench = try bench()
        bench.clock = trust
        let pass = try pass()
        try bench.hand(pass)
        bench.show(pass)
        #expect(try bench.decision()[.denial] == "clock-untrusted")
        #expect(try bench.decision().subject == nil)
        #expect(bench.sign() == .denied(.unreachable))
        // It was not used up: the clock may be right in a moment.
        bench.clock = .trusted
        bench.show(pass)
        #expect(bench.sign() == .granted(.seconds(5)))
    }

    @Test func `is no card at a door that takes none`() throws {
        for (settings, reader) in [
            (passBox(), sideReader), (passBox { $0.passes = nil }, mainReader),
        ] {
            var bench = Bench(settings)
            let pass = try pass()
            try bench.hand(pass)
            bench.show(pass, at: reader)
            #expect(bench.sign(reader) == .denied(.notACard))
            #expect(bench.world.ledger.isEmpty)
            #expect(bench.station.counters.scansRefused == ["pass-not-taken": 1])
        }
    }

    @Test func `is refused when there is no room to remember it`() throws {
        var book = PassBook(at: uptime())
        let (rules, now) = (PassRules(), uptime())
        for number in 0..<PassBook.usedMax {
            var bytes = try pass().bytes
            (bytes[4], bytes[5]) = (UInt8(number >> 8), UInt8(number & 255))
            let pass = try #require(SealedPass(bytes: bytes))
            try insist(book.use(pass, at: mainReader, rules, now))
        }
        let last = try pass(9)
        #expect(book.use(last, at: mainReader, rules, now) == false)
        #expect(book.count == PassBook.usedMax)
        #expect(book.use(last, at: mainReader, rules, now + .seconds(660)) == true)
        #expect(book.count == 1)
    }
}
