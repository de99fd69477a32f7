// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A station without a ledger` {
    @Test func `lets nobody in, secures the lock, says so, and recovers`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        bench.world.isDiskFull = true
        try bench.present("1000")
        #expect(!bench.words.contains("released main"))
        #expect(bench.words.contains("secured main"))
        #expect(bench.sign() == .denied(.outOfService))
        #expect(bench.sign(sideReader) == .outOfService)
        #expect(!bench.loop.isRecording)
        #expect(!bench.station.isWritingLedger)
        try bench.pass(.seconds(10))
        #expect(bench.sign() == .outOfService)
        bench.world.isDiskFull = false
        try bench.present("1000")
        #expect(bench.world.isReleased(mainDoor))
        #expect(bench.loop.isRecording)
        #expect(bench.sign(sideReader) == .ready)
        #expect(bench.world.ledger.map(\.kind) == [.station, .decision])
        #expect(bench.world.ledger[0][.outcome] == "records-lost")
        #expect(bench.world.ledger[0][.detail] == "batches missing before this record: 1")
    }

    @Test func `leaves a door in service whose resuming was recorded before`() throws {
        let hours = try everyDay(
            SchedulePeriod(from: try time("13:00"), to: try time("20:00"), mode: .staffed)
        )
        var bench = Bench(box(schedule: hours, holdsOpen: true))
        #expect(try bench.order(.secure) == nil)
        #expect(try bench.order(.resume) == nil)
        bench.world.isDiskFull = true
        // The staffed hours begin, and holding the door open cannot be recorded.
        try bench.pass(.hours(24))
        #expect(!bench.station.isWritingLedger)
        bench.world.isDiskFull = false
        try bench.pass(.seconds(31))
        #expect(bench.station.doorStates.first?.availability == .inService)
    }

    private func waiting() throws -> Bench {
        let hours = try everyDay(
            SchedulePeriod(from: try time("08:00"), to: try time("20:00"), mode: .staffed)
        )
        var bench = Bench(
            box(schedule: hours, holdsOpen: true) { $0.doors[0].waitsForStaffCard = true }
        )
        let staff = try bench.key("1000")
        _ = try bench.change(.add(staff, .allow, doors: nil, lastDay: nil, whenClosed: true))
        return bench
    }

    @Test func `counts no staff card that it could not record`() throws {
        var bench = try waiting()
        bench.world.isDiskFull = true
        try bench.present("1000")
        #expect(!bench.world.isReleased(mainDoor))
        bench.world.isDiskFull = false
        try bench.pass(.minutes(1))
        #expect(bench.loop.isRecording)
        #expect(!bench.world.isReleased(mainDoor))
    }

    @Test func `holds a door open again for which staff had come before`() throws {
        var bench = try waiting()
        try bench.present("1000")
        try bench.pass(.hours(2))
        #expect(bench.world.isReleased(mainDoor))
        bench.world.isDiskFull = true
        bench.handle(.stationChanged(code: "anything", detail: ""))
        #expect(!bench.world.isReleased(mainDoor))
        try bench.pass(.minutes(40))
        bench.world.isDiskFull = false
        try bench.pass(.minutes(1))
        #expect(bench.world.isReleased(mainDoor))
    }

    @Test func `tries again by itself`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        bench.world.isDiskFull = true
        try bench.present("1000")
        try bench.pass(.seconds(100))
        #expect(bench.words.filter { $0 == "failed to write" }.count == 4)
        bench.world.isDiskFull = false
        try bench.pass(.seconds(30))
        #expect(bench.loop.isRecording)
        #expect(bench.sign() == .ready)
        #expect(bench.world.ledger.count == 1)
        #expect(bench.station.counters.recordsLost == 4)
    }

    @Test func `ends the hold of the staffed hours, and holds again with a record first`() throws {
        var bench = Bench(box(schedule: .always(.staffed), holdsOpen: true))
        #expect(bench.sign() == .heldOpen)
        bench.world.isDiskFull = true
        bench.handle(.contactChanged(isOpen: true, door: sideDoor))
        #expect(!bench.world.isReleased(mainDoor))
        #expect(!bench.world.isReleased(sideDoor))
        #expect(bench.sign() == .outOfService)
        bench.world.isDiskFull = false
        bench.world.steps = []
        try bench.pass(.seconds(30))
        let reports = bench.words.filter { $0 != "show" }
        #expect(reports == ["wrote", "wrote", "released main", "wrote", "released side"])
        #expect(bench.sign() == .heldOpen)
    }

    @Test func `still obeys the exit button and the fire input`() throws {
        var bench = Bench(box())
        bench.world.isDiskFull = true
        bench.handle(.exitChanged(isPressed: true, door: mainDoor))
        #expect(bench.words.first == "released main")
        #expect(bench.world.isReleased(mainDoor))
        bench.handle(.fireChanged(isActive: true, door: sideDoor))
        #expect(bench.world.isReleased(sideDoor))
        #expect(bench.sign(sideReader) == .fire)
        try bench.pass(.hours(3))
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.world.isReleased(sideDoor))
    }

    @Test func `obeys the exit button though the record of something else fails before it`() throws
    {
        var bench = Bench(box())
        bench.world.isDiskFull = true
        bench.clock = .jumped
        bench.handle(.exitChanged(isPressed: true, door: mainDoor))
        #expect(bench.words.first == "released main")
        #expect(bench.world.isReleased(mainDoor))
    }

    @Test func `secures a door that it is ordered to lock down`() throws {
        var bench = Bench(box(schedule: .always(.staffed), holdsOpen: true))
        bench.world.isDiskFull = true
        #expect(try bench.order(.secure) == .notRecorded)
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.station.doorStates.map(\.availability) == [.lockedDown, .inService])
    }

    @Test func `opens nothing by order and says why`() throws {
        var bench = Bench(box())
        bench.world.isDiskFull = true
        #expect(try bench.order(.unlock) == .notRecorded)
        #expect(!bench.words.contains("released main"))
        bench.world.isDiskFull = false
        #expect(try bench.order(.unlock) == nil)
        #expect(bench.world.isReleased(mainDoor))
    }

    @Test func `secures a door that new settings have taken away`() throws {
        var bench = Bench(box(schedule: .always(.staffed), holdsOpen: true))
        bench.world.isDiskFull = true
        let settings = box { settings in
            settings.doors.removeLast()
            settings.rules.removeLast()
            settings.readers.removeLast()
        }
        bench.handle(.reconfigured(settings, detail: "reload"))
        #expect(!bench.world.isReleased(sideDoor))
    }

    @Test func `forgets no block that it heard`() throws {
        var bench = Bench(box())
        try bench.know("1000", facts(aged: .hours(30)))
        bench.world.isDiskFull = true
        try bench.present("1000")
        bench.clock = .jumped
        let blocked = facts(blocks: [.excluded])
        try bench.reply(.known(blocked, pinAccepted: nil))
        #expect(bench.world.cache.patrons[try bench.key("1000")]?.facts == blocked)
    }

    @Test func `writes the newest count of wrong attempts when it can again`() throws {
        var bench = Bench(box())
        bench.world.isDiskFull = true
        for _ in 0..<3 {
            try bench.present("1000")
            try bench.reply(.unknownCard)
        }
        bench.world.isDiskFull = false
        try bench.pass(.seconds(30))
        let key = try bench.key("1000")
        #expect(bench.world.counts == [.card(key): 3, .reader(mainReader): 3])
    }

    @Test func `keeps the counts of every refusal in a batch that fails`() throws {
        let readers: [ReaderName] = ["a", "b", "c"]
        var bench = Bench(
            box(asksPIN: true) {
                $0.readers = readers.map { ReaderSettings(reader: $0, door: mainDoor) }
            }
        )
        try bench.present("2000", at: "b")
        bench.type("1111", at: "b")
        try bench.pass(.seconds(8))
        for reader in [readers[0], readers[2]] {
            try bench.present("100\(reader == "a" ? 1 : 3)", at: reader)
            bench.type("1111", at: reader)
            try bench.check(matches: false)
        }
        bench.world.isDiskFull = true
        // At one moment the first and the third are refused, and the second would be asked about.
        try bench.pass(.seconds(2))
        #expect(bench.world.questions.last?.card.secret == "1003")
        #expect(bench.sign("b") == .denied(.outOfService))
        bench.world.isDiskFull = false
        try bench.pass(.seconds(30))
        #expect(bench.world.counts.count == 6)
        #expect(bench.world.counts.values.allSatisfy { $0 == 1 })
    }

    @Test func `tries no PIN whose attempt it cannot count`() throws {
        for order in [DecisionOrder.cacheFirst, .askFirst] {
            var bench = Bench(box(asksPIN: true) { $0.rules[0].order = order })
            try bench.know("1000", verifier: verifier("right"))
            try bench.present("1000")
            bench.world.isDiskFull = true
            bench.type("8642")
            #expect(bench.world.checks.isEmpty && bench.world.questions.isEmpty)
            #expect(bench.sign() == .denied(.outOfService))
            bench.world.isDiskFull = false
            try bench.pass(.seconds(30))
            #expect(bench.world.counts.isEmpty)
            try bench.present("1000")
            #expect(bench.sign() == .enterPIN(typed: 0, length: nil))
        }
    }

    @Test func `ends a release that was granted before, and its welcome`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        try bench.present("1000")
        #expect(bench.sign() == .granted(.seconds(5)))
        bench.world.isDiskFull = true
        bench.handle(.contactChanged(isOpen: true, door: mainDoor))
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .denied(.outOfService))
    }

    @Test func `finds nothing wrong with a ledger that fails every other time`() throws {
        var bench = Bench(box(schedule: .always(.staffed), holdsOpen: true))
        var writes = 0
        bench.world.isDiskFailing = {
            writes += 1
            return writes % 2 == 1
        }
        try bench.know("1000")
        for _ in 0..<20 {
            try bench.present("1000")
            try bench.pass(.seconds(7))
        }
        bench.world.isDiskFailing = { false }
        try bench.pass(.seconds(60))
        #expect(bench.loop.isRecording)
        #expect(bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .heldOpen)
    }
}

@Suite struct `A station whose cache cannot be written` {
    @Test func `believes nothing in it until every change is written`() throws {
        var bench = Bench(box())
        try bench.know("1000", facts(aged: .hours(2)))
        try bench.present("1000")
        bench.world.isCacheStuck = true
        let blocked = facts(blocks: [.excluded], at: bench.now.timestamp)
        try bench.reply(.known(blocked, pinAccepted: nil))
        #expect(!bench.loop.trustsCache)
        try bench.pass(.seconds(10))
        // The old facts in the cache would still let the patron in.
        try bench.present("1000")
        #expect(bench.sign() == .asking)
        try bench.pass(.seconds(10))
        #expect(try bench.decision()[.denial] == "library-unreachable")
        bench.world.isCacheStuck = false
        try bench.pass(StationLoop<FakeCache>.retryInterval * 2)
        #expect(bench.loop.trustsCache)
        try bench.present("1000")
        try bench.pass(.seconds(10))
        #expect(bench.world.cache.patrons[try bench.key("1000")]?.facts == blocked)
        #expect(try bench.decision()[.denial] == "library-unreachable")
        #expect(bench.station.counters.granted == 1)
    }

    @Test func `keeps the changes in order`() throws {
        var bench = Bench(box())
        bench.world.isCacheStuck = true
        for (number, reply) in [
            ("1000", LibraryReply.known(facts(), pinAccepted: nil)), ("1000", .unknownCard),
            ("2000", .known(facts(), pinAccepted: nil)),
        ] {
            try bench.present(number)
            try bench.reply(reply)
        }
        bench.world.isCacheStuck = false
        try bench.pass(StationLoop<FakeCache>.changeRetryMin)
        #expect(Array(bench.world.cache.patrons.keys) == [try bench.key("2000")])
    }

    @Test func `never believes it again once a change is lost`() throws {
        var bench = Bench(box())
        bench.world.isCacheStuck = true
        let max = StationLoop<FakeCache>.changesWaitingMax
        for index in 0...max {
            try bench.present("\(10_000 + index)")
            try bench.reply(.known(facts(), pinAccepted: nil))
        }
        bench.world.isCacheStuck = false
        try bench.pass(StationLoop<FakeCache>.retryInterval * 2)
        #expect(bench.world.cache.patrons.count == max)
        #expect(!bench.loop.trustsCache)
    }

    @Test func `begins the next process without the cards of which a change was given up`() throws {
        var bench = Bench(box())
        bench.world.isCacheStuck = true
        let max = StationLoop<FakeCache>.changesWaitingMax
        for index in 0...max {
            try bench.present("\(10_000 + index)")
            try bench.reply(.known(facts(), pinAccepted: nil))
        }
        // The first was given up; what is heard of it now is written, and it stays noted.
        try bench.present("10000")
        try bench.reply(.known(facts(), pinAccepted: nil))
        bench.world.isCacheStuck = false
        try bench.pass(StationLoop<FakeCache>.retryInterval * 2)
        #expect(bench.world.distrusted.contains(try bench.key("10000")))
        #expect(!bench.world.distrusted.contains(try bench.key("10500")))
        #expect(bench.world.distrusted.count <= 2)
    }

    /// A bench at which this many cards were asked about while the cache could not be written.
    private func stuck(_ cards: Int) throws -> Bench {
        var bench = Bench(box())
        bench.world.isCacheStuck = true
        for index in 0..<cards {
            try bench.present("\(10_000 + index)")
            try bench.reply(.known(facts(), pinAccepted: nil))
        }
        #expect(bench.world.distrusted.count == cards)
        bench.world.isCacheStuck = false
        return bench
    }

    @Test func `keeps a card noted until what was written is on the disk, asked once for all`()
        throws
    {
        var bench = try stuck(3)
        bench.world.isCacheInMemory = true
        bench.world.steps = []
        try bench.pass(StationLoop<FakeCache>.changeRetryMin)
        #expect(bench.loop.trustsCache)
        #expect(bench.world.distrusted.count == 3)
        #expect(
            bench.world.steps.map(\.word).filter { $0.hasPrefix("trusts") }
                == ["trusts 3 cards"]
        )
        bench.world.isCacheInMemory = false
        try bench.pass(StationLoop<FakeCache>.retryInterval * 2)
        #expect(bench.world.distrusted.isEmpty)
    }

    @Test func `writes a few of many changes at a time, and the rest soon after`() throws {
        let max = StationLoop<FakeCache>.changesAtOnceMax
        var bench = try stuck(2 * max + 10)
        try bench.pass(StationLoop<FakeCache>.retryInterval * 2)
        let trusts = bench.world.steps.map(\.word).filter { $0.hasPrefix("trusts") }
        #expect(trusts == ["trusts \(max) cards", "trusts \(max) cards", "trusts 10 cards"])
        #expect(bench.loop.trustsCache)
        #expect(bench.world.distrusted.isEmpty)
    }

    @Test func `waits longer and longer before the cache is tried again`() throws {
        var bench = Bench(box())
        bench.world.isCacheStuck = true
        try bench.present("1000")
        try bench.reply(.known(facts(), pinAccepted: nil))
        bench.world.steps = []
        try bench.pass(.seconds(300))
        // After 1, 2, 4, 8 and 16 seconds, and then every 30.
        let tries = bench.world.steps.map(\.word).count { $0 == "failed to change the cache" }
        #expect(tries == 13)
    }

    @Test func `asks the library system when the cache cannot be read`() throws {
        var bench = Bench(box { $0.rules[0].outage = .admitVerified(within: .hours(8)) })
        try bench.know("1000")
        bench.world.cache.isBroken = true
        try bench.present("1000")
        #expect(bench.sign() == .asking)
        try bench.pass(.seconds(2))
        #expect(bench.sign() == .denied(.outOfService))
        #expect(try bench.decision()[.denial] == "cache-failed")
    }
}
