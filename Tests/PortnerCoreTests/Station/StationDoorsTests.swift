// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A station with doors` {
    @Test func `goes out of service when the lock cannot be driven, and comes back`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        bench.world.brokenLocks = [mainDoor]
        try bench.present("1000")
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .outOfService)
        #expect(bench.sign(sideReader) == .ready)
        let lost = try #require(bench.world.ledger.last)
        #expect(lost[.outcome] == "lock-lost")
        #expect(lost[.detail] == "line is gone")
        #expect(lost.isAlarm)
        try bench.pass(.seconds(10))
        try bench.present("1000")
        #expect(try bench.decision()[.denial] == "door-out-of-service")
        #expect(try bench.order(.unlock) == .lockLost)
        bench.world.brokenLocks = []
        bench.handle(.lockChanged(isPresent: true, detail: "line is back", door: mainDoor))
        #expect(!bench.world.isReleased(mainDoor))
        try bench.pass(.seconds(10))
        #expect(bench.sign() == .ready)
        try bench.present("1000")
        #expect(bench.world.isReleased(mainDoor))
    }

    @Test func `writes an alarm for what staff should look at`() throws {
        var bench = Bench(box())
        bench.handle(.contactChanged(isOpen: true, door: mainDoor))
        #expect(bench.world.ledger.last?[.outcome] == "forced-open")
        #expect(bench.world.ledger.last?.isAlarm == true)
        try bench.pass(.seconds(20))
        #expect(bench.world.ledger.last?[.outcome] == "held-open")
        bench.handle(.contactChanged(isOpen: false, door: mainDoor))
        #expect(bench.world.ledger.last?.isAlarm == false)
        #expect(bench.world.panels[mainReader]?.isOpen == false)
    }

    @Test func `shows the fire input over everything, and what was before when it is over`() throws
    {
        var bench = Bench(box(asksPIN: true))
        try bench.present("1000")
        bench.handle(.fireChanged(isActive: true, door: mainDoor))
        #expect(bench.words.prefix(4).contains("released main"))
        #expect(bench.sign() == .fire)
        bench.handle(.fireChanged(isActive: false, door: mainDoor))
        #expect(bench.sign() == .enterPIN(typed: 0, length: nil))
        #expect(!bench.world.isReleased(mainDoor))
    }

    @Test func `keeps a burning house open for as long as it burns`() throws {
        var bench = Bench(box())
        bench.handle(.fireChanged(isActive: true, door: mainDoor))
        for _ in 0..<300 {
            try bench.pass(.minutes(10))
            #expect(bench.world.isReleased(mainDoor))
        }
        #expect(!bench.words.contains("secured main"))
    }

    @Test func `notes devices and the library system once for each change`() {
        var bench = Bench(box())
        for isPresent in [true, false, false, true, true] {
            bench.handle(.deviceChanged(isPresent: isPresent, detail: "usb", device: "scanner"))
        }
        #expect(bench.station.lostDevices.isEmpty)
        for isReachable in [true, true, false, false] {
            bench.handle(.libraryChanged(isReachable: isReachable, detail: "tcp"))
        }
        #expect(
            bench.world.ledger.map { $0[.outcome] } == [
                "lost", "returned", "reachable", "unreachable",
            ]
        )
        #expect(bench.world.ledger.map(\.isAlarm) == [true, false, false, true])
        #expect(bench.station.isLibraryReachable == false)
    }
}

@Suite struct `A technician at a station` {
    @Test func `unlocks for one entry, with a record first`() throws {
        var bench = Bench(box())
        #expect(try bench.order(.unlock, reason: "parcel") == nil)
        #expect(bench.words.filter { $0 != "show" } == ["wrote", "released main", "answer"])
        #expect(bench.world.ledger.map(\.kind) == [.staff, .door])
        #expect(bench.world.ledger[0][.reason] == "parcel")
        #expect(bench.world.ledger[0][.by] == "tech")
        try bench.pass(.seconds(5))
        #expect(!bench.world.isReleased(mainDoor))
    }

    @Test func `must name a door that is there and a reason`() throws {
        var bench = Bench(box())
        #expect(try bench.order(.unlock, door: "nowhere") == .unknownDoor)
        #expect(try bench.order(.unlock, reason: " \n") == .noReason)
        #expect(bench.world.ledger.isEmpty)
        #expect(!bench.world.isReleased(mainDoor))
    }

    @Test func `locks a door down, and nobody gets in until that is lifted`() throws {
        var bench = Bench(box(schedule: .always(.staffed), holdsOpen: true))
        try bench.know("1000")
        try bench.present("1000")
        #expect(try bench.order(.secure) == nil)
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .outOfService)
        #expect(try bench.order(.unlock) == .lockedDown)
        #expect(try bench.order(.test) == .lockedDown)
        try bench.present("1000")
        #expect(try bench.decision()[.denial] == "locked-down")
        try bench.pass(.hours(2))
        #expect(!bench.world.isReleased(mainDoor))
        #expect(try bench.order(.resume) == nil)
        #expect(bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .heldOpen)
    }
}

/// A week in which each day is staffed between two times.
private func staffed(_ from: String, _ to: String) throws -> Schedule {
    try everyDay(SchedulePeriod(from: try time(from), to: try time(to), mode: .staffed))
}

@Suite struct `A station that follows its hours` {
    @Test func `holds the door open from their beginning to their end and writes down both`() throws
    {
        var bench = Bench(box(schedule: try staffed("12:00", "17:00"), holdsOpen: true))
        #expect(bench.sign() == .closed)
        try bench.pass(.hours(2) + .milliseconds(-1))
        #expect(!bench.world.isReleased(mainDoor))
        try bench.pass(.milliseconds(1))
        #expect(bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .heldOpen)
        for _ in 0..<299 {
            try bench.pass(.minutes(1))
            #expect(bench.world.isReleased(mainDoor))
        }
        #expect(!bench.words.contains("secured main"))
        try bench.pass(.minutes(1))
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .closed)
        let main = bench.world.ledger.filter { $0[.door] == "main" }
        #expect(main.map { $0[.outcome] } == ["released", "secured"])
        #expect(main.map { $0[.reason] } == ["schedule", "schedule"])
        #expect(main.map(\.at) == [.hours(2), .hours(7)].map { mondayMorning.advanced(by: $0) })
    }

    @Test func `never orders a lock released for long`() throws {
        var bench = Bench(box(schedule: .always(.staffed), holdsOpen: true))
        bench.world.steps = []
        try bench.pass(.days(2))
        var releases = 0
        for case .released(_, let release) in bench.world.steps {
            releases += 1
            #expect(release.duration <= .hours(1) + DoorMachine.renewalMargin)
        }
        #expect(releases == 2 * 48)
        #expect(bench.world.ledger.filter { $0[.outcome] == "secured" }.isEmpty)
    }

    @Test func `orders no more for it however many events there are`() throws {
        var bench = Bench(box(schedule: try staffed("08:00", "11:00"), holdsOpen: true))
        for second in 0..<3599 {
            try bench.pass(.milliseconds(second % 2 == 0 ? 300 : 1700))
            bench.press(.clear)
        }
        let main = bench.words.filter { $0 == "released main" }
        #expect(main.count <= 1)
    }

    @Test(arguments: [(1_774_738_800_000, 90, 90 + 60), (1_792_879_200_000, 90, 90 + 180)])
    func `holds it open by local time on both nights when the clocks change`(
        _ midnight: Int64,
        _ opens: Int,
        _ closes: Int
    ) throws {
        // From half past one to half past three: one hour in spring, three in autumn.
        var bench = Bench(
            box(schedule: try staffed("01:30", "03:30"), holdsOpen: true),
            from: Timestamp(milliseconds: midnight)
        )
        #expect(bench.now.civil.secondOfDay == 0)
        for minute in 0..<420 {
            #expect(bench.world.isReleased(mainDoor) == (opens..<closes).contains(minute))
            try bench.pass(.minutes(1))
        }
    }

    @Test func `opens nothing by a clock that cannot be believed, and holds nothing`() throws {
        var bench = Bench(box(schedule: .always(.staffed), holdsOpen: true))
        bench.clock = .jumped
        bench.advance()
        #expect(!bench.world.isReleased(mainDoor))
        try bench.pass(.hours(3))
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.world.panels[mainReader]?.nextChange == nil)
        bench.clock = .trusted
        bench.advance()
        #expect(bench.world.isReleased(mainDoor))
    }

    @Test func `holds no door open that is not set so`() {
        let bench = Bench(box(schedule: .always(.staffed)))
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .ready)
    }

    @Test func `tells the panel what the hours allow and when that changes`() throws {
        let bench = Bench(box(schedule: try staffed("12:00", "17:00")))
        let view = try #require(bench.world.panels[mainReader])
        #expect(view.mode == .closed)
        #expect(view.nextChange?.mode == .staffed)
        #expect(try view.nextChange?.time == time("12:00"))
        #expect(view.door == mainDoor)
    }
}

@Suite struct `A station that takes new settings` {
    @Test func `keeps its doors and whoever is being served`() throws {
        var bench = Bench(box(asksPIN: true))
        try bench.know("1000", verifier: verifier("right"))
        _ = try bench.order(.unlock)
        try bench.present("1000")
        bench.press(.digit(1))
        let settings = box(asksPIN: true) { $0.rules[0].pinLengths = 6...6 }
        bench.handle(.reconfigured(settings, detail: "reload"))
        #expect(bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .enterPIN(typed: 1, length: nil))
        #expect(bench.world.ledger.last?[.outcome] == "configured")
        bench.type("234")
        try bench.check(matches: true)
        try bench.pass(.seconds(10))
        try bench.present("1000")
        #expect(bench.sign() == .enterPIN(typed: 0, length: 6))
    }

    @Test func `keeps showing an outcome`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        try bench.present("1000")
        bench.handle(.reconfigured(box(), detail: "reload"))
        #expect(bench.sign() == .granted(.seconds(5)))
    }

    @Test func `ends a hold that the new settings do not have`() {
        var bench = Bench(box(schedule: .always(.staffed), holdsOpen: true))
        bench.handle(.reconfigured(box(schedule: .always(.staffed)), detail: "reload"))
        #expect(!bench.world.isReleased(mainDoor))
    }

    /// A box whose doors ask for an age, and let in who is known when the library is silent.
    private func asking(_ age: Int) -> StationSettings {
        box { settings in
            for index in settings.rules.indices {
                settings.rules[index].ageMin = age
                settings.rules[index].outage = .admitVerified(within: .seconds(86_400))
            }
        }
    }

    /// A patron of fifteen, learned while fifteen was all that any door asked for.
    private let fifteen = facts(age: AgeFact(reached: 15, next: nil), aged: .seconds(60))

    @Test func `asks the library at once about an age that no door asked for before`() throws {
        var bench = Bench(asking(15))
        try bench.know("1000", fifteen)
        try bench.present("1000")
        #expect(try bench.decision()[.outcome] == "granted")
        #expect(bench.world.questions.isEmpty)
        try bench.pass(.seconds(60))
        bench.handle(.reconfigured(asking(18), detail: "reload"))
        try bench.present("1000")
        #expect(bench.world.questions.map(\.ageLimits) == [[18]])
        let birthday = AgeFact.Next(age: 18, from: try date(2028, 1, 1))
        let child = AgeFact(reached: 0, next: birthday)
        let answer = facts(age: child, at: bench.now.timestamp)
        try bench.reply(.known(answer, pinAccepted: nil))
        #expect(try bench.decision()[.denial] == "too-young")
    }

    @Test func `refuses offline when the age at a new limit is not known, and says so`() throws {
        var bench = Bench(asking(15))
        try bench.know("1000", fifteen)
        bench.handle(.reconfigured(asking(18), detail: "reload"))
        try bench.present("1000")
        try bench.reply(.noAnswer)
        #expect(try bench.decision()[.denial] == "age-unknown")
    }

    @Test func `needs nobody to tell that whoever has reached an age is older than less`() throws {
        var bench = Bench(asking(15))
        try bench.know("1000", fifteen)
        bench.handle(.reconfigured(asking(13), detail: "reload"))
        try bench.present("1000")
        #expect(try bench.decision()[.outcome] == "granted")
        #expect(bench.world.questions.isEmpty)
    }

    @Test func `secures a door that is gone, and decides on whoever stood there`() throws {
        var bench = Bench(box(asksPIN: true))
        try bench.present("1000", at: sideReader)
        _ = try bench.order(.unlock, door: sideDoor)
        let smaller = box { settings in
            settings.doors.removeLast()
            settings.rules.removeLast()
            settings.readers.removeLast()
        }
        bench.handle(.reconfigured(smaller, detail: "reload"))
        #expect(!bench.world.isReleased(sideDoor))
        #expect(try bench.decision()[.denial] == "door-out-of-service")
        #expect(bench.station.panels[sideReader] == nil)
        try bench.present("1000", at: sideReader)
        #expect(bench.station.counters.ignored == ["unknown-reader": 1])
        bench.handle(.reconfigured(box(), detail: "reload"))
        #expect(bench.sign(sideReader) == .ready)
    }

    @Test func `refuses at a reader whose door has no rules, and is not stuck`() throws {
        var bench = Bench(box { $0.rules.removeLast() })
        for _ in 0..<2 {
            try bench.present("1000", at: sideReader)
            #expect(try bench.decision()[.denial] == "door-out-of-service")
            try bench.pass(.seconds(10))
        }
        #expect(bench.station.counters.ignored.isEmpty)
    }
}
