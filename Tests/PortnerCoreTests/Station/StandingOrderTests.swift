// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

extension Bench {
    /// The same box in its next life, with what the one before kept.
    fileprivate func restarted(_ settings: StationSettings) -> Bench {
        let world = World()
        world.cache.patrons = self.world.cache.patrons
        world.standing = self.world.standing
        return Bench(settings, world: world, standing: self.world.standing)
    }

    /// Staff order that everybody leave, or that this is over; gives the answer.
    fileprivate mutating func evacuate(
        _ isOrdered: Bool,
        reason: String = "smell of gas"
    ) throws -> StaffRefusal? {
        let ticket = Ticket(number: UInt64(3_000_000 + world.answers.count))
        handle(.evacuationOrdered(isOrdered, reason: reason, by: "vagt", ticket))
        return try #require(world.answers[ticket])
    }

    fileprivate var released: [Bool] { [mainDoor, sideDoor].map { world.isReleased($0) } }
}

@Suite struct `A lock-down` {
    private let staffed = box(schedule: .always(.staffed), holdsOpen: true)

    @Test func `goes on after a restart, and only staff end it`() throws {
        var bench = Bench(staffed)
        #expect(try bench.order(.secure) == nil)
        #expect(bench.world.standing == StandingOrders(lockedDown: [mainDoor]))
        for _ in 1...2 { bench = bench.restarted(staffed) }
        #expect(bench.released == [false, true])
        #expect(bench.sign() == .outOfService)
        try bench.know("1000")
        try bench.present("1000")
        #expect(try bench.decision()[.denial] == "locked-down")
        #expect(try bench.order(.unlock) == .lockedDown)
        try bench.pass(.hours(30))
        #expect(bench.released == [false, true])
        bench.handle(.exitChanged(isPressed: true, door: mainDoor))
        #expect(bench.released == [true, true])
        try bench.pass(.seconds(5))
        #expect(try bench.order(.resume) == nil)
        #expect(bench.world.standing == StandingOrders())
        #expect(bench.restarted(staffed).released == [true, true])
    }

    @Test func `holds at a door that settings leave out and name again`() throws {
        var bench = Bench(staffed)
        #expect(try bench.order(.secure, door: sideDoor) == nil)
        let without = box(schedule: .always(.staffed), holdsOpen: true) { settings in
            settings.doors.removeLast()
            settings.rules.removeLast()
            settings.readers.removeLast()
        }
        bench.handle(.reconfigured(without, detail: ""))
        bench.handle(.reconfigured(staffed, detail: ""))
        #expect(bench.released == [true, false])
        #expect(bench.world.standing.lockedDown == [sideDoor])
    }

    @Test func `is kept where it cannot be recorded, and a lift that cannot be is none`() throws {
        var bench = Bench(staffed)
        bench.world.isDiskFull = true
        #expect(try bench.order(.secure) == .notRecorded)
        #expect(bench.world.standing.lockedDown == [mainDoor])
        bench.world.isDiskFull = false
        try bench.pass(.minutes(1))
        bench.world.isDiskFull = true
        #expect(try bench.order(.resume) == .notRecorded)
        #expect(bench.world.standing.lockedDown == [mainDoor])
        bench.world.isDiskFull = false
        try bench.pass(.minutes(1))
        #expect(bench.released == [false, true])
    }
}

@Suite struct `Everybody out` {
    @Test func `releases every door after its record, locked-down ones too, until all is clear`()
        throws
    {
        var bench = Bench(box())
        #expect(try bench.order(.secure, door: sideDoor) == nil)
        bench.world.steps = []
        #expect(try bench.evacuate(true) == nil)
        #expect(bench.words.prefix(3) == ["wrote", "released main", "released side"])
        #expect(bench.released == [true, true])
        let record = try #require(bench.world.ledger.last { $0.kind == .staff })
        #expect(record[.outcome] == "everybody-out" && record.isAlarm)
        #expect(record[.reason] == "smell of gas" && record[.by] == "vagt")
        try bench.pass(.hours(5))
        #expect(bench.released == [true, true])
        #expect(try bench.evacuate(false) == nil)
        #expect(bench.released == [false, false])
        #expect(bench.world.ledger.last { $0.kind == .staff }?[.outcome] == "all-clear")
        #expect(bench.station.doorStates.map(\.availability) == [.inService, .lockedDown])
    }

    @Test func `is one order, however often it comes, and needs a reason`() throws {
        var bench = Bench(box())
        #expect(try bench.evacuate(true, reason: " ") == .noReason)
        #expect(bench.released == [false, false])
        #expect(try bench.evacuate(false) == nil)
        #expect(try bench.evacuate(true) == nil)
        #expect(try bench.evacuate(true) == nil)
        #expect(try bench.evacuate(false) == nil)
        #expect(bench.released == [false, false])
    }

    @Test func `releases the doors also where no record can be written`() throws {
        var bench = Bench(box())
        bench.world.isDiskFull = true
        #expect(try bench.evacuate(true) == .notRecorded)
        #expect(bench.released == [true, true])
        #expect(bench.world.standing.isEvacuation)
        try bench.pass(.hours(3))
        #expect(bench.released == [true, true])
        bench.world.isDiskFull = false
        try bench.pass(.minutes(1))
        #expect(bench.world.ledger.contains { $0[.outcome] == "records-lost" })
    }

    @Test func `is not over before its end is on record`() throws {
        var bench = Bench(hallBox())
        #expect(try bench.evacuate(true) == nil)
        bench.world.isDiskFull = true
        #expect(try bench.evacuate(false) == .notRecorded)
        #expect(bench.released == [true, true])
        #expect(bench.world.standing.isEvacuation)
        #expect(bench.sign() == .evacuation)
        #expect(bench.page == .leave)
        bench.world.isDiskFull = false
        #expect(try bench.evacuate(false) == nil)
        #expect(bench.released == [false, false])
        #expect(bench.page == .idle)
    }

    @Test func `goes on after a restart, and is on record before a lock moves`() throws {
        var bench = Bench(hallBox())
        #expect(try bench.evacuate(true) == nil)
        var next = bench.restarted(hallBox())
        #expect(next.released == [true, true])
        #expect(next.sign() == .evacuation && next.page == .leave)
        let released = next.world.ledger.filter { $0[.outcome] == "released" }
        #expect(released.map { $0[.reason] } == ["evacuation", "evacuation"])
        #expect(try next.evacuate(false) == nil)
        #expect(next.released == [false, false])
        #expect(next.world.standing == StandingOrders())
    }

    @Test func `releases a lock that comes back, and a door that new settings add`() throws {
        var bench = Bench(box())
        #expect(try bench.evacuate(true) == nil)
        bench.handle(.lockChanged(isPresent: false, detail: "unplugged", door: mainDoor))
        bench.handle(.lockChanged(isPresent: true, detail: "back", door: mainDoor))
        #expect(bench.released == [true, true])
        let third = box { settings in
            settings.doors.append(DoorSettings(door: "yard"))
            settings.rules.append(DoorRules(door: "yard", schedule: .always(.closed)))
        }
        bench.handle(.reconfigured(third, detail: ""))
        bench.advance()
        #expect(bench.world.isReleased("yard"))
    }

    @Test func `is said by every panel, behind the fire alarm, and by every kiosk`() throws {
        var bench = Bench(hallBox())
        bench.connect()
        try bench.signIn()
        #expect(try bench.evacuate(true) == nil)
        #expect(bench.sign() == .evacuation && bench.sign(sideReader) == .evacuation)
        #expect(bench.page == .leave && bench.screen?.patron == nil)
        bench.scan(annasCard)
        #expect(bench.page == .leave)
        bench.handle(.fireChanged(isActive: true, door: mainDoor))
        #expect(bench.sign() == .fire && bench.sign(sideReader) == .evacuation)
        #expect(try bench.evacuate(false) == nil)
        #expect(bench.sign() == .fire && bench.page == .leave)
        bench.handle(.fireChanged(isActive: false, door: mainDoor))
        #expect(bench.sign() == .ready && bench.page == .idle)
    }

    @Test func `leaves a kiosk out of order that staff took out of service`() throws {
        var bench = Bench(hallBox(), standing: StandingOrders(outOfOrder: [hall]))
        #expect(try bench.evacuate(true) == nil)
        #expect(bench.page == .leave)
        #expect(bench.station.kioskStates.map(\.isOutOfOrder) == [true])
        #expect(try bench.evacuate(false) == nil)
        #expect(bench.page == .outOfOrder)
    }
}
