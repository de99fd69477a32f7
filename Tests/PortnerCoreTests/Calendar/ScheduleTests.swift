// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

private func period(
    _ from: String,
    _ to: String,
    _ mode: HoursMode,
    asksPIN: Bool? = nil
) throws -> SchedulePeriod {
    try #require(
        SchedulePeriod(from: try time(from), to: try time(to), mode: mode, asksPIN: asksPIN)
    )
}

/// Local time on a day of the week that begins on Monday 2026-11-23.
private func local(_ day: Int, _ text: String) throws -> CivilTime {
    let minutes = try time(text).minutes
    return moment(.hours(-10) + .days(day) + .minutes(minutes)).civil
}

@Suite struct `A schedule` {
    private func week() throws -> Schedule {
        let open = [
            try period("10:00", "16:00", .staffed), try period("06:00", "10:00", .selfService),
            try period("16:00", "24:00", .selfService, asksPIN: true),
        ]
        return try Schedule([
            .monday: open, .tuesday: open,
            .wednesday: [try period("00:00", "02:00", .selfService)],
            .sunday: [try period("12:00", "12:30", .closed)],
        ])
    }

    @Test(arguments: [
        (0, "00:00", HoursMode.closed), (0, "05:59", .closed), (0, "06:00", .selfService),
        (0, "09:59", .selfService), (0, "10:00", .staffed), (0, "15:59", .staffed),
        (0, "16:00", .selfService), (0, "23:59", .selfService), (2, "00:00", .selfService),
        (2, "01:59", .selfService), (2, "02:00", .closed), (3, "12:00", .closed),
        (6, "12:10", .closed),
    ])
    func `gives each minute to the period that it lies in`(
        _ day: Int,
        _ text: String,
        _ mode: HoursMode
    ) throws {
        #expect(try week().mode(at: local(day, text)) == mode)
    }

    @Test(arguments: [
        (0, "05:00", 0, "06:00", HoursMode.selfService), (0, "06:00", 0, "10:00", .staffed),
        (0, "10:00", 0, "16:00", .selfService), (0, "16:00", 1, "00:00", .closed),
        (1, "20:00", 2, "02:00", .closed), (2, "02:00", 7, "06:00", .selfService),
        (6, "12:10", 7, "06:00", .selfService),
    ])
    func `knows its next change across midnight and the end of the week`(
        _ day: Int,
        _ text: String,
        _ changeDay: Int,
        _ changeTime: String,
        _ mode: HoursMode
    ) throws {
        let change = try #require(try week().nextChange(after: local(day, text)))
        #expect(change.date == moment().civil.date.advanced(by: changeDay))
        #expect(try change.time == time(changeTime))
        #expect(change.mode == mode)
    }

    @Test(arguments: HoursMode.allCases)
    func `that never changes says so`(_ mode: HoursMode) throws {
        #expect(Schedule.always(mode).nextChange(after: moment().civil) == nil)
        #expect(Schedule.always(mode).mode(at: try local(4, "23:59")) == mode)
        #expect(try Schedule([:]).nextChange(after: moment().civil) == nil)
        #expect(try Schedule([:]).mode(at: moment().civil) == .closed)
    }

    @Test func `finds a change that comes round only next week`() throws {
        let change = try Schedule([.monday: [try period("09:00", "10:00", .staffed)]])
            .nextChange(after: local(0, "10:00"))
        #expect(change?.date == moment().civil.date.advanced(by: 7))
        #expect(change?.mode == .staffed)
    }

    @Test func `finds the same next change as looking at every minute`() throws {
        var random = SplitMix64(seed: 7)
        for _ in 0..<100 {
            let schedule = try randomWeek(&random)
            let start = try local(random.number(0...6), "00:00")
            let from = random.number(0...1439)
            let now = try local(start.date.dayNumber - moment().civil.date.dayNumber, clock(from))
            let mode = schedule.mode(at: now)
            var expected: (Int, HoursMode)?
            for minute in (from + 1)...(from + 9 * 1440) {
                let there = try local(
                    start.date.dayNumber - moment().civil.date.dayNumber + minute / 1440,
                    clock(minute % 1440)
                )
                guard schedule.mode(at: there) != mode else { continue }
                expected = (start.date.dayNumber * 1440 + minute, schedule.mode(at: there))
                break
            }
            let change = schedule.nextChange(after: now)
            try insist(
                change.map { $0.date.dayNumber * 1440 + $0.time.minutes } == expected?.0
            )
            try insist(change?.mode == expected?.1)
        }
    }

    private func clock(_ minutes: Int) -> String {
        TimeOfDay(minutes: minutes)?.description ?? ""
    }

    private func randomWeek(_ random: inout SplitMix64) throws -> Schedule {
        var days: [Weekday: [SchedulePeriod]] = [:]
        for day in Weekday.allCases where !random.oneIn(3) {
            let cuts = Set((0..<random.number(2...6)).map { _ in random.number(0...24) * 60 })
                .sorted()
            for (from, to) in zip(cuts, cuts.dropFirst()) where !random.oneIn(3) {
                let made = SchedulePeriod(
                    from: try #require(TimeOfDay(minutes: from)),
                    to: try #require(TimeOfDay(minutes: to)),
                    mode: random.pick(HoursMode.allCases)
                )
                days[day, default: []].append(try #require(made))
            }
        }
        return try Schedule(days)
    }

    @Test func `refuses periods of a day that overlap, in whichever order they are given`() throws {
        let early = try period("08:00", "12:00", .staffed)
        let late = try period("11:59", "13:00", .selfService)
        for periods in [[early, late], [late, early]] {
            #expect(throws: Schedule.Flaw.overlap(.friday, try time("11:59"))) {
                try Schedule([.friday: periods])
            }
        }
    }

    @Test func `refuses more periods than a day may have`() throws {
        let many = try (0...DayPlan.periodsMax).map { index in
            let from = try #require(TimeOfDay(minutes: index * 10))
            let to = try #require(TimeOfDay(minutes: index * 10 + 5))
            return try #require(SchedulePeriod(from: from, to: to, mode: .staffed))
        }
        #expect(throws: Schedule.Flaw.tooManyPeriods(.sunday)) { try Schedule([.sunday: many]) }
        let full = try Schedule([.sunday: Array(many.dropLast())])
        #expect(full.days[.sunday]?.count == DayPlan.periodsMax)
    }

    @Test func `has no period that lasts no time or begins when the day ends`() throws {
        let eight = try time("08:00")
        #expect(SchedulePeriod(from: eight, to: eight, mode: .staffed) == nil)
        #expect(SchedulePeriod(from: .endOfDay, to: eight, mode: .staffed) == nil)
        let evening = try #require(SchedulePeriod(from: eight, to: .midnight, mode: .staffed))
        #expect(evening.to == .endOfDay)
        #expect(!evening.crossesMidnight)
    }
}
