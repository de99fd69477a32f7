// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

private func vestibule(
    _ schedule: Schedule = .always(.selfService),
    holdsOpen: Bool = false,
    _ change: (inout StationSettings) -> Void = { _ in }
) -> StationSettings {
    box(schedule: schedule, holdsOpen: holdsOpen) { settings in
        settings.groups = [DoorGroup(name: "vestibule", doors: [mainDoor, sideDoor])]
        change(&settings)
    }
}

@Suite struct `A vestibule` {
    @Test func `releases no door while the other is released or open`() throws {
        var bench = Bench(vestibule())
        try bench.know("1000")
        try bench.present("1000")
        #expect(bench.world.isReleased(mainDoor))
        try bench.present("1000", at: sideReader)
        #expect(try bench.decision()[.denial] == "interlocked")
        #expect(bench.sign(sideReader) == .denied(.busy))
        bench.handle(.contactChanged(isOpen: true, door: mainDoor))
        try bench.pass(.seconds(10))
        try bench.present("1000", at: sideReader)
        #expect(!bench.world.isReleased(sideDoor))
        bench.handle(.contactChanged(isOpen: false, door: mainDoor))
        try bench.pass(.seconds(10))
        try bench.present("1000", at: sideReader)
        #expect(bench.world.isReleased(sideDoor))
    }

    @Test func `is looked at again when the PIN has been typed`() throws {
        var bench = Bench(vestibule { $0.rules[1].asksPIN = true })
        try bench.know("1000", verifier: verifier("right"))
        try bench.present("1000", at: sideReader)
        try bench.present("1000")
        #expect(bench.world.isReleased(mainDoor))
        bench.type("1234", at: sideReader)
        #expect(try bench.decision()[.denial] == "interlocked")
    }

    @Test func `lets out and obeys the fire input whatever is open`() throws {
        var bench = Bench(vestibule())
        bench.handle(.contactChanged(isOpen: true, door: mainDoor))
        bench.handle(.exitChanged(isPressed: true, door: sideDoor))
        #expect(bench.world.isReleased(sideDoor))
        bench.handle(.fireChanged(isActive: true, door: mainDoor))
        #expect(bench.world.isReleased(mainDoor) && bench.world.isReleased(sideDoor))
    }

    @Test func `is no trap for staff, who hear which door is in the way`() throws {
        var bench = Bench(vestibule())
        bench.handle(.contactChanged(isOpen: true, door: mainDoor))
        #expect(try bench.order(.unlock, door: sideDoor) == .interlocked)
        #expect(!bench.world.isReleased(sideDoor))
        bench.handle(.contactChanged(isOpen: false, door: mainDoor))
        #expect(try bench.order(.unlock, door: sideDoor) == nil)
    }

    @Test func `rests while the staffed hours hold its doors open`() throws {
        var bench = Bench(vestibule(.always(.staffed), holdsOpen: true))
        #expect(bench.world.isReleased(mainDoor) && bench.world.isReleased(sideDoor))
        try bench.know("1000")
        try bench.present("1000")
        #expect(try bench.decision()[.outcome] == "granted")
    }

    @Test func `has rules of its own at each door`() throws {
        var bench = Bench(vestibule { $0.rules[1].asksPIN = true })
        try bench.know("1000", verifier: verifier("right"))
        try bench.present("1000")
        #expect(try bench.decision()[.outcome] == "granted")
        try bench.pass(.seconds(20))
        try bench.present("1000", at: sideReader)
        #expect(bench.sign(sideReader) == .enterPIN(typed: 0, length: nil))
    }
}

@Suite struct `An armed alarm` {
    @Test func `keeps every door shut, with a reason of its own, until it is disarmed`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        bench.handle(.alarmChanged(isArmed: true, door: mainDoor))
        #expect(bench.world.ledger.last?[.outcome] == "alarm-armed")
        #expect(bench.sign(sideReader) == .closed)
        try bench.present("1000", at: sideReader)
        #expect(try bench.decision()[.denial] == "alarm-armed")
        #expect(bench.sign(sideReader) == .denied(.closed))
        bench.handle(.alarmChanged(isArmed: false, door: mainDoor))
        try bench.pass(.seconds(10))
        try bench.present("1000", at: sideReader)
        #expect(bench.world.isReleased(sideDoor))
    }

    @Test func `ends the staffed hours' hold and holds up nobody who leaves`() throws {
        var bench = Bench(box(schedule: .always(.staffed), holdsOpen: true))
        #expect(bench.world.isReleased(mainDoor))
        bench.handle(.alarmChanged(isArmed: true, door: mainDoor))
        #expect(!bench.world.isReleased(mainDoor))
        bench.handle(.exitChanged(isPressed: true, door: mainDoor))
        #expect(bench.world.isReleased(mainDoor))
    }

    @Test func `is one, too, whose line has said nothing yet`() throws {
        var bench = Bench(
            box(schedule: .always(.staffed), holdsOpen: true) {
                $0.doors[1].hasAlarmLine = true
            }
        )
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .closed)
        try bench.know("1000")
        try bench.present("1000")
        #expect(try bench.decision()[.denial] == "alarm-armed")
        #expect(try bench.order(.unlock) == .alarmArmed)
        let entries = bench.world.ledger.count
        bench.handle(.alarmChanged(isArmed: false, door: sideDoor))
        #expect(bench.world.isReleased(mainDoor))
        // That it is as it should be is no news.
        #expect(!bench.world.ledger[entries...].contains { $0[.outcome] == "alarm-disarmed" })
    }

    @Test func `refuses staff's unlocking with a reason, and is recorded`() throws {
        var bench = Bench(box())
        bench.handle(.alarmChanged(isArmed: true, door: sideDoor))
        for order in [StaffOrder.unlock, .test] {
            #expect(try bench.order(order) == .alarmArmed)
            #expect(!bench.world.isReleased(mainDoor))
        }
        #expect(bench.world.ledger.last?.kind == .staff)
        bench.handle(.alarmChanged(isArmed: false, door: sideDoor))
        #expect(try bench.order(.unlock) == nil)
    }

    @Test func `is noted once, and forgotten with its door`() throws {
        var bench = Bench(box())
        for _ in 0..<3 { bench.handle(.alarmChanged(isArmed: true, door: sideDoor)) }
        #expect(bench.world.ledger.count == 1)
        var settings = box()
        settings.doors.removeLast()
        settings.rules.removeLast()
        settings.readers.removeLast()
        bench.handle(.reconfigured(settings, detail: ""))
        try bench.know("1000")
        try bench.present("1000")
        #expect(bench.world.isReleased(mainDoor))
    }
}

@Suite struct `The people in a building` {
    private func counting(_ schedule: Schedule = .always(.selfService)) -> StationSettings {
        box(schedule: schedule) { settings in
            settings.doors[0].counts = true
            settings.building = BuildingSettings(door: mainDoor, capacity: 2)
        }
    }

    private func goThrough(_ bench: inout Bench, _ door: DoorName = mainDoor) throws {
        bench.handle(.contactChanged(isOpen: true, door: door))
        bench.handle(.contactChanged(isOpen: false, door: door))
        try bench.pass(.seconds(10))
    }

    @Test func `are counted in by card and out by button, without their names`() throws {
        var bench = Bench(counting())
        for number in 0..<3 {
            let card = "100\(number)"
            try bench.know(card)
            try bench.present(card)
            try goThrough(&bench)
        }
        #expect(bench.station.occupancy.inside == 3)
        bench.handle(.exitChanged(isPressed: true, door: mainDoor))
        bench.handle(.exitChanged(isPressed: false, door: mainDoor))
        try goThrough(&bench)
        #expect(bench.station.occupancy.inside == 2)
        #expect(bench.station.occupancy.entered == 3 && bench.station.occupancy.left == 1)
        #expect(!bench.station.occupancy.isBlurred)
        let full = bench.world.ledger.filter { $0[.outcome] == "capacity-reached" }
        #expect(full.count == 1)
        #expect(full.allSatisfy { $0.isAlarm && $0.subject == nil })
    }

    @Test func `are an alarm when they are too many, and not with each who comes and goes`() throws
    {
        var settings = counting()
        settings.building?.capacity = 20
        var bench = Bench(settings)
        try bench.know("1000")
        func alarms() -> Int {
            bench.world.ledger.filter { $0[.outcome] == "capacity-reached" }.count
        }
        func come(_ count: Int) throws {
            for _ in 0..<count {
                try bench.present("1000")
                try goThrough(&bench)
            }
        }
        func leave(_ count: Int) throws {
            for _ in 0..<count {
                bench.handle(.exitChanged(isPressed: true, door: mainDoor))
                bench.handle(.exitChanged(isPressed: false, door: mainDoor))
                try goThrough(&bench)
            }
        }
        try come(20)
        for _ in 0..<3 {
            try leave(1)
            try come(1)
        }
        #expect(alarms() == 1)
        try leave(2)
        try come(2)
        #expect(alarms() == 2)
    }

    @Test func `are not counted at other doors, nor when nobody opens`() throws {
        var bench = Bench(counting())
        try bench.know("1000")
        try bench.present("1000", at: sideReader)
        try goThrough(&bench, sideDoor)
        try bench.present("1000")
        try bench.pass(.seconds(20))
        bench.handle(.contactChanged(isOpen: true, door: mainDoor))
        #expect(bench.station.occupancy.entered == 0)
        bench.handle(.exitChanged(isPressed: true, door: mainDoor))
        bench.handle(.contactChanged(isOpen: false, door: mainDoor))
        #expect(bench.station.occupancy.inside == 0)
    }

    @Test func `are counted anew with the first hours of the day`() throws {
        let day = SchedulePeriod(from: try time("09:00"), to: try time("11:00"), mode: .selfService)
        var bench = Bench(counting(try everyDay(day)))
        try bench.know("1000")
        try bench.present("1000")
        try goThrough(&bench)
        try bench.pass(.hours(4))
        #expect(bench.station.occupancy.inside == 1)
        try bench.pass(.hours(20))
        #expect(bench.station.occupancy.inside == 0)
        #expect(bench.station.occupancy.since > bench.start)
    }

    @Test func `are a blurred number once a door was held open`() throws {
        var settings = counting(.always(.staffed))
        settings.doors[0].holdsOpenWhenStaffed = true
        var bench = Bench(settings)
        try bench.pass(.hours(1))
        #expect(bench.station.occupancy.isBlurred)
    }
}

@Suite struct `A card that comes again` {
    private func hinting() -> StationSettings {
        box { $0.doors[0].passbackWithin = .minutes(10) }
    }

    private func hints(_ bench: Bench) -> [Record] {
        bench.world.ledger.filter { $0[.outcome] == "passback-hint" }
    }

    @Test func `soon after leaves a hint and opens all the same`() throws {
        var bench = Bench(hinting())
        try bench.know("1000")
        try bench.present("1000")
        try bench.pass(.minutes(9))
        try bench.present("1000")
        #expect(bench.world.isReleased(mainDoor))
        #expect(hints(bench).count == 1)
        #expect(hints(bench).allSatisfy { $0.subject == nil })
        #expect(hints(bench).allSatisfy { !$0.isAlarm })
    }

    @Test func `later, at another door or as another's leaves none`() throws {
        var bench = Bench(hinting())
        try bench.know("1000")
        try bench.know("2000")
        try bench.present("1000")
        try bench.pass(.seconds(20))
        try bench.present("2000")
        try bench.pass(.seconds(20))
        try bench.present("1000", at: sideReader)
        try bench.pass(.minutes(11))
        try bench.present("1000")
        #expect(hints(bench).isEmpty)
    }
}
