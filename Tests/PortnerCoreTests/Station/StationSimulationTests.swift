// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// What the simulator has found, each by the shortest way there.
@Suite struct `A station that simulation has put right` {
    @Test(arguments: [RelockRule.whenOpened, .whenClosed])
    func `does not say come in when the lock is secured early`(relock: RelockRule) throws {
        var bench = Bench(box { $0.doors[0].relock = relock })
        try bench.know("1000")
        try bench.present("1000")
        #expect(bench.sign() == .granted(.seconds(5)))
        bench.handle(.contactChanged(isOpen: true, door: mainDoor))
        bench.handle(.contactChanged(isOpen: false, door: mainDoor))
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .ready)
    }

    @Test func `keeps a lock-down whose lifting could not be recorded`() throws {
        var bench = Bench(box(schedule: .always(.staffed), holdsOpen: true))
        #expect(try bench.order(.secure) == nil)
        bench.world.isDiskFull = true
        #expect(try bench.order(.resume) == .notRecorded)
        bench.world.isDiskFull = false
        try bench.pass(.seconds(60))
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.world.isReleased(sideDoor))
        #expect(try bench.order(.resume) == nil)
        #expect(bench.world.isReleased(mainDoor))
    }

    @Test func `tries no PIN of a card that went wrong elsewhere while it was typed`() throws {
        let failures = ThrottleRule.card.free - 1
        let saved = [ThrottleCount(subject: .card(try key("1000")), failures: failures)]
        var bench = Bench(box(asksPIN: true), saved: saved)
        try bench.present("1000", at: sideReader)
        try bench.present("1000")
        bench.type("0000")
        try bench.check(matches: false)
        try bench.reply(.known(facts(), pinAccepted: false))
        bench.type("1111", at: sideReader)
        #expect(bench.world.checks.count == 1)
        #expect(bench.sign(sideReader) == .wait(ThrottleRule.card.waitMin))
    }

    @Test func `tries one card at one reader at a time`() throws {
        var bench = Bench(box(asksPIN: true))
        try bench.present("1000", at: sideReader)
        try bench.present("1000")
        bench.type("0000")
        bench.type("1111", at: sideReader)
        #expect(bench.world.checks.count == 1)
        #expect(try bench.decision()[.denial] == "throttled")
        try bench.check(matches: false)
        bench.type("2222", at: sideReader)
        #expect(bench.world.checks.count == 1)
    }

    @Test(arguments: [Duration.seconds(60), .hours(10)])
    func `believes a block that it hears after its clock was set back`(by step: Duration) throws {
        var bench = Bench(box { $0.rules[0].order = .askFirst })
        try bench.know("1000", facts(at: mondayMorning.advanced(by: step)))
        try bench.present("1000")
        try bench.reply(.known(facts(blocks: [.excluded]), pinAccepted: nil))
        #expect(try bench.decision()[.denial] == "blocked")
        // The date of the older facts comes round, and the library system is away.
        try bench.pass(step)
        try bench.present("1000", at: sideReader)
        try bench.reply(.noAnswer)
        #expect(!bench.world.isReleased(sideDoor))
        let held = try #require(bench.world.cache.patrons[try bench.key("1000")])
        #expect(held.facts.blocks.value == [.excluded])
    }

    @Test func `begins a pulse when the lock followed, however late it hears of that`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        try bench.present("1000")
        let driven = bench.now.uptime + .milliseconds(100)
        try bench.pass(.seconds(3))
        bench.handle(.lockReleased(door: mainDoor, at: driven))
        try bench.pass(.milliseconds(2099))
        #expect(bench.station.doorStates[0].reasons == [.grant])
        try bench.pass(.milliseconds(1))
        #expect(bench.station.doorStates[0].reasons.isEmpty)
    }

    @Test func `adds no time to an exit request that a lost lock did not follow`() throws {
        var bench = Bench(box())
        bench.handle(.lockChanged(isPresent: false, detail: "gone", door: mainDoor))
        bench.handle(.exitChanged(isPressed: true, door: mainDoor))
        try bench.pass(.seconds(4))
        bench.handle(.lockChanged(isPresent: true, detail: "back", door: mainDoor))
        bench.handle(.lockReleased(door: mainDoor, at: bench.now.uptime))
        #expect(bench.world.isReleased(mainDoor))
        try bench.pass(.seconds(1))
        #expect(!bench.world.isReleased(mainDoor))
        bench.world.steps = []
        bench.handle(.fireChanged(isActive: true, door: mainDoor))
        bench.handle(.fireChanged(isActive: false, door: mainDoor))
        #expect(bench.words.contains("secured main"))
    }

    private func key(_ text: String) throws -> CardKey { FakeCache().key(for: try card(text)) }
}
