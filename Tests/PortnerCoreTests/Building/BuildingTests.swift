// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `An output that follows the hours` {
    private func output(
        _ modes: Set<HoursMode> = [.staffed, .selfService],
        onAfter: Int = 0,
        offAfter: Int = 0
    ) -> BuildingOutput {
        BuildingOutput(
            name: "light",
            door: mainDoor,
            modes: modes,
            onAfter: onAfter,
            offAfter: offAfter
        )
    }

    /// 10:00 to 12:00 staffed, then self-service until 22:00, every day.
    private func hours() throws -> Schedule {
        try everyDay(
            SchedulePeriod(from: try time("10:00"), to: try time("12:00"), mode: .staffed),
            SchedulePeriod(from: try time("12:00"), to: try time("22:00"), mode: .selfService)
        )
    }

    private func local(_ minute: Int) -> CivilTime {
        let day = Int64(20_780 * 1440 + minute) * 60_000
        return CivilTime(Timestamp(milliseconds: day), secondsAheadOfUTC: 0)
    }

    /// The minutes of a day in which it changes, with what it changes to.
    private func changes(_ output: BuildingOutput) throws -> [String] {
        let hours = try hours()
        return (0..<1440).compactMap { minute in
            let isOn = output.isOn(hours, at: local(minute))
            guard isOn != output.isOn(hours, at: local(minute - 1)) else { return nil }
            return "\(local(minute).timeOfDay) \(isOn ? "on" : "off")"
        }
    }

    @Test func `is on exactly while they allow what it stands for`() throws {
        #expect(try changes(output()) == ["10:00 on", "22:00 off"])
        #expect(try changes(output([.staffed])) == ["10:00 on", "12:00 off"])
        #expect(try changes(output([.closed])) == ["10:00 off", "22:00 on"])
        #expect(try changes(output([])).isEmpty)
    }

    @Test func `begins and ends before or after them`() throws {
        #expect(try changes(output(onAfter: -10, offAfter: 15)) == ["09:50 on", "22:15 off"])
        #expect(try changes(output(onAfter: 10, offAfter: 15)) == ["10:10 on", "22:15 off"])
        #expect(try changes(output(onAfter: -10, offAfter: -15)) == ["09:50 on", "21:45 off"])
        // The alarm is armed half an hour after closing and disarmed ten minutes before opening.
        #expect(
            try changes(output([.closed], onAfter: 30, offAfter: -10)) == ["09:50 off", "22:30 on"]
        )
    }

    @Test func `agrees with a minute-by-minute reckoning for every offset`() throws {
        let hours = try hours()
        for modes in [Set([HoursMode.staffed]), [.closed], [.staffed, .selfService]] {
            let fits = (-1440..<2880).map { modes.contains(hours.mode(at: local($0))) }
            for (onAfter, offAfter) in [(0, 0), (-30, 30), (30, -30), (30, 60), (-60, -30)] {
                var expected = Set<Int>()
                var minute = -1440
                while minute < 2880 {
                    guard fits[minute + 1440] else {
                        minute += 1
                        continue
                    }
                    let begin = minute
                    while minute < 2880, fits[minute + 1440] { minute += 1 }
                    if begin + onAfter < minute + offAfter {
                        expected.formUnion(begin + onAfter..<minute + offAfter)
                    }
                }
                let output = output(modes, onAfter: onAfter, offAfter: offAfter)
                for minute in 0..<1440 {
                    let isOn = output.isOn(hours, at: local(minute))
                    try insist(isOn == expected.contains(minute), "\(modes) \(onAfter) \(minute)")
                }
            }
        }
    }

    @Test func `keeps its offsets within the limit`() {
        #expect(output(onAfter: -9999).onAfter == -BuildingOutput.offsetMax)
        #expect(output(offAfter: 9999).offAfter == BuildingOutput.offsetMax)
        #expect(Announcement(before: 999, file: "a").before == Announcement.beforeMax)
        #expect(Announcement(before: 0, file: "a").before == 1)
    }
}

@Suite struct `A building that follows its hours` {
    /// Monday, 10:00 local time; self-service until 10:30.
    private func settings() throws -> StationSettings {
        let hours = try everyDay(
            SchedulePeriod(from: try time("08:00"), to: try time("10:30"), mode: .selfService)
        )
        return box(schedule: hours) { settings in
            settings.building = BuildingSettings(
                door: mainDoor,
                outputs: [
                    BuildingOutput(
                        name: "light",
                        door: mainDoor,
                        modes: [.staffed, .selfService],
                        onAfter: -10,
                        offAfter: 15
                    ),
                    BuildingOutput(name: "alarm", door: mainDoor, modes: [.closed], onAfter: 30),
                ],
                announcements: [15, 10, 5].map { Announcement(before: $0, file: "/a/\($0).ogg") }
            )
        }
    }

    @Test func `switches its outputs at their minutes and writes that down`() throws {
        var bench = Bench(try settings())
        #expect(bench.world.outputs == ["light": true, "alarm": false])
        try bench.pass(.minutes(44))
        #expect(bench.world.outputs["light"] == true)
        try bench.pass(.minutes(1))
        #expect(bench.world.outputs == ["light": false, "alarm": false])
        #expect(bench.world.ledger.last?[.outcome] == "output-off")
        try bench.pass(.minutes(15))
        #expect(bench.world.outputs == ["light": false, "alarm": true])
    }

    @Test func `announces each time once before closing`() throws {
        var bench = Bench(try settings())
        #expect(bench.world.announced.isEmpty)
        try bench.pass(.minutes(15))
        #expect(bench.world.announced == [15])
        try bench.pass(.hours(1))
        #expect(bench.world.announced == [15, 10, 5])
        try bench.pass(.days(1))
        #expect(bench.world.announced == [15, 10, 5, 15, 10, 5])
    }

    @Test func `says nothing late after a restart`() throws {
        let late = mondayMorning.advanced(by: .minutes(22))
        var bench = Bench(try settings(), from: late)
        #expect(bench.world.announced.isEmpty)
        try bench.pass(.minutes(60))
        #expect(bench.world.announced == [5])
    }

    @Test func `has after a restart at any minute what it had before`() throws {
        for minute in stride(from: 0, through: 90, by: 1) {
            var before = Bench(try settings())
            try before.pass(.minutes(minute))
            let after = Bench(
                try settings(),
                from: mondayMorning.advanced(by: .minutes(minute))
            )
            #expect(after.world.outputs == before.world.outputs)
        }
    }

    @Test func `changes nothing by a clock that cannot be believed`() throws {
        var bench = Bench(try settings())
        bench.clock = .jumped
        try bench.pass(.hours(3))
        #expect(bench.world.outputs == ["light": true, "alarm": false])
        #expect(bench.world.announced.isEmpty)
        bench.clock = .trusted
        bench.advance()
        #expect(bench.world.outputs == ["light": false, "alarm": true])
    }

    @Test func `tells the minutes that are left, and none that are far away`() throws {
        let hours = try everyDay(
            SchedulePeriod(from: try time("08:00"), to: try time("10:30"), mode: .staffed),
            SchedulePeriod(from: try time("10:30"), to: try time("10:40"), mode: .selfService)
        )
        let left = { (elapsed: Duration) in
            hours.minutesToClosing(at: moment(elapsed).civil, within: 15)
        }
        #expect(left(.minutes(24)) == nil)
        #expect(left(.minutes(25)) == 15)
        #expect(left(.minutes(25) + .seconds(1)) == 15)
        #expect(left(.minutes(26)) == 14)
        #expect(left(.minutes(39) + .seconds(59)) == 1)
        #expect(left(.minutes(40)) == nil)
        #expect(Schedule.always(.staffed).minutesToClosing(at: moment().civil, within: 15) == nil)
    }
}
