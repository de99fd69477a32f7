// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// The last Sunday of a month of 31 days, found by looking at its last seven days.
private func lastSunday(_ year: Int, _ month: Int) throws -> CivilDate {
    let days = try (25...31).map { try date(year, month, $0) }
    return try #require(days.last { $0.weekday == .sunday })
}

/// Danish local time in a year: the clocks change at 01:00 UTC on two Sundays.
private struct Year {
    let forward: CivilDate
    let back: CivilDate

    init(_ year: Int) throws {
        forward = try lastSunday(year, 3)
        back = try lastSunday(year, 10)
    }

    /// The local time some minutes after a date began in UTC.
    func time(_ minute: Int, from midnightUTC: CivilDate) -> CivilTime {
        let utc = midnightUTC.dayNumber * 1440 + minute
        let summer = (forward.dayNumber * 1440 + 60)..<(back.dayNumber * 1440 + 60)
        return CivilTime(
            Timestamp(milliseconds: Int64(utc) * 60_000),
            secondsAheadOfUTC: summer.contains(utc) ? 7200 : 3600
        )
    }

    /// How many minutes of real time a schedule has the door open in the night to a date.
    func openMinutes(_ schedule: Schedule, _ night: CivilDate) -> Int {
        // From 21:00 UTC the day before to 09:00 UTC: the whole night in either offset.
        (-180..<540).count { schedule.mode(at: time($0, from: night)) == .selfService }
    }
}

private func schedule(_ from: String, _ to: String) throws -> Schedule {
    let period = SchedulePeriod(from: try time(from), to: try time(to), mode: .selfService)
    return try everyDay(period)
}

@Suite struct `Both clock changes of twenty years` {
    @Test(arguments: 2016...2045)
    func `skip the hour that does not exist and repeat the one that comes twice`(
        _ year: Int
    ) throws {
        let danish = try Year(year)
        let usual = danish.forward.advanced(by: 7)
        let cases: [(String, String, spring: Int, autumn: Int, usual: Int)] = [
            ("01:00", "04:00", 120, 240, 180), ("02:15", "02:45", 0, 60, 30),
            ("02:30", "05:00", 120, 180, 150), ("00:30", "02:30", 90, 150, 120),
            ("03:00", "04:00", 60, 60, 60), ("23:00", "05:00", 300, 420, 360),
        ]
        for (from, to, spring, autumn, ordinary) in cases {
            let hours = try schedule(from, to)
            #expect(danish.openMinutes(hours, danish.forward) == spring, "\(from)-\(to)")
            #expect(danish.openMinutes(hours, danish.back) == autumn, "\(from)-\(to)")
            #expect(danish.openMinutes(hours, usual) == ordinary, "\(from)-\(to)")
        }
    }

    @Test(arguments: 2016...2045)
    func `end hours that the change falls into at their own local time`(_ year: Int) throws {
        let hours = try schedule("00:30", "03:30")
        let danish = try Year(year)
        for night in [danish.forward, danish.back] {
            let change = hours.nextChange(after: danish.time(-15, from: night))
            #expect(change?.date == night)
            #expect(try change?.time == time("03:30"))
            let last = (0..<300).last {
                hours.mode(at: danish.time($0, from: night)) == .selfService
            }
            let end = danish.time(try #require(last) + 1, from: night)
            #expect(try end.timeOfDay == time("03:30"))
        }
    }

    @Test func `do not move a holiday by a day`() throws {
        // A constant in UTC would have put New Year's Day on 31 December, 23:00.
        let closed = try Schedule(
            Dictionary(
                uniqueKeysWithValues: Weekday.allCases.map { ($0, try everyPeriod()) }
            ),
            holidays: HolidayRules(others: .closed)
        )
        for year in 2016...2045 {
            let danish = try Year(year)
            let newYear = try date(year, 1, 1)
            let open = (-120..<1500).filter {
                closed.mode(at: danish.time($0, from: newYear)) == .selfService
            }
            #expect(open.first == -120)
            #expect(open.last { $0 < 0 } == -61)
            #expect(open.first { $0 > 0 } == 1380)
        }
    }

    private func everyPeriod() throws -> [SchedulePeriod] {
        [
            try #require(
                SchedulePeriod(from: .midnight, to: .endOfDay, mode: .selfService)
            )
        ]
    }
}
