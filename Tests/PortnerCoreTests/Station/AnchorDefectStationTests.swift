// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// Defects of other controllers that show only in a whole station, each refused here by name.
@Suite struct `Defects of other stations` {
    private func outcomes(_ bench: Bench) -> [String] {
        bench.world.ledger.compactMap { $0[.outcome] }
    }

    @Test func `LEO: an open door is reported as held open, a closed one never`() throws {
        var bench = Bench(box())
        try bench.pass(.hours(1))
        #expect(!outcomes(bench).contains("held-open"))
        bench.handle(.exitChanged(isPressed: true, door: mainDoor))
        bench.handle(.exitChanged(isPressed: false, door: mainDoor))
        bench.handle(.contactChanged(isOpen: true, door: mainDoor))
        try bench.pass(.seconds(19))
        #expect(!outcomes(bench).contains("held-open"))
        try bench.pass(.seconds(1))
        #expect(outcomes(bench).last == "held-open")
        bench.handle(.contactChanged(isOpen: false, door: mainDoor))
        try bench.pass(.hours(1))
        #expect(outcomes(bench).count { $0 == "held-open" } == 1)
    }

    @Test func `LEO: every kind of event has a code of its own`() {
        #expect(Set(DoorEvent.allCases.map(\.rawValue)).count == DoorEvent.allCases.count)
        #expect(DoorEvent.allCases.allSatisfy { !$0.rawValue.isEmpty })
        #expect(Set(RecordKind.allCases.map(\.rawValue)).count == RecordKind.allCases.count)
    }

    @Test func `PID: the timer of an earlier entry does not lock out the next patron`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        try bench.know("2000")
        try bench.present("1000")
        try bench.pass(.seconds(4))
        try bench.present("2000")
        try bench.pass(.milliseconds(4900))
        #expect(bench.world.isReleased(mainDoor))
        try bench.pass(.milliseconds(100))
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.words.count { $0 == "secured main" } == 1)
    }

    @Test func `SSA, LKO, PID: a lock relocks on time while the library is being asked`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        try bench.present("1000")
        try bench.present("2000", at: sideReader)
        #expect(bench.sign(sideReader) == .asking)
        try bench.pass(.seconds(1))
        bench.handle(.exitChanged(isPressed: true, door: sideDoor))
        #expect(bench.world.isReleased(sideDoor))
        try bench.pass(.seconds(4))
        #expect(!bench.world.isReleased(mainDoor))
    }

    @Test func `PID, MMT, SSA: nothing opens before its record is on disk, or without one`() throws
    {
        var bench = Bench(box())
        try bench.know("1000")
        bench.world.isDiskFull = true
        try bench.present("1000")
        #expect(!bench.world.isReleased(mainDoor))
        #expect(bench.sign() == .denied(.outOfService))
        bench.world.isDiskFull = false
        try bench.pass(.minutes(1))
        try bench.present("1000")
        let wrote = try #require(bench.words.lastIndex(of: "wrote"))
        let released = try #require(bench.words.lastIndex(of: "released main"))
        #expect(wrote < released)
    }

    @Test func `bibbox: a restart does not give back the attempts`() throws {
        var bench = Bench(box(asksPIN: true))
        try bench.know("1000", verifier: verifier("right"))
        for _ in 0..<6 {
            try bench.present("1000")
            guard case .enterPIN = bench.sign() else { break }
            bench.type("0000")
            try bench.check(matches: false)
            try bench.reply(.known(facts(), pinAccepted: false))
            try bench.pass(.seconds(10))
        }
        let saved = bench.world.counts.map { ThrottleCount(subject: $0.key, failures: $0.value) }
        #expect(!saved.isEmpty)
        var again = Bench(box(asksPIN: true), saved: saved)
        try again.know("1000", verifier: verifier("right"))
        try again.present("1000")
        guard case .wait? = again.sign() else {
            Issue.record("the attempts are forgotten: \(String(describing: again.sign()))")
            return
        }
    }

    @Test func `RED: a new rule holds for the next card and not for the next morning`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        try bench.present("1000")
        #expect(try bench.decision()[.outcome] == "granted")
        try bench.pass(.minutes(1))
        bench.handle(.reconfigured(box(schedule: .always(.closed)), detail: ""))
        try bench.present("1000")
        #expect(try bench.decision()[.denial] == "closed")
    }

    @Test func `UHP: a clock that moved opens nothing by the hours`() throws {
        var bench = Bench(box(schedule: .always(.staffed), holdsOpen: true))
        #expect(bench.world.isReleased(mainDoor))
        bench.clock = .jumped
        bench.advance()
        #expect(!bench.world.isReleased(mainDoor))
        try bench.know("1000")
        try bench.present("1000")
        #expect(try bench.decision()[.denial] == "clock-untrusted")
    }

    @Test func `Sindal: a door that stays shut for whoever leaves is an alarm`() throws {
        var bench = Bench(box())
        bench.handle(.exitChanged(isPressed: true, door: mainDoor))
        bench.handle(.exitChanged(isPressed: false, door: mainDoor))
        #expect(bench.world.isReleased(mainDoor))
        try bench.pass(DoorSettings.exitFailureAfter)
        let alarm = try #require(bench.world.ledger.last { $0.isAlarm })
        #expect(alarm[.outcome] == "exit-failed")
    }

    @Test func `Tūranga: a public holiday stays shut, and one that would open is told before`()
        throws
    {
        let day = SchedulePeriod(from: try time("08:00"), to: try time("22:00"), mode: .selfService)
        let week = try everyDay(day).days
        let christmas = try date(2026, 12, 25)
        let noon = CivilTime(
            Timestamp(milliseconds: Int64(christmas.dayNumber) * 86_400_000 + 39_600_000),
            secondsAheadOfUTC: 3600
        )
        let usual = try Schedule(week, holidays: HolidayRules(others: .closed))
        #expect(usual.mode(at: noon) == .closed)
        #expect(usual.holidayWarnings(from: christmas, days: 1).isEmpty)
        let careless = try Schedule(week)
        #expect(careless.mode(at: noon) == .selfService)
        #expect(
            careless.holidayWarnings(from: christmas.advanced(by: -14), days: 15).contains {
                $0.date == christmas
            }
        )
    }
}
