// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

private func period(
    _ from: String,
    _ to: String,
    _ mode: HoursMode = .selfService
) throws -> SchedulePeriod {
    try #require(SchedulePeriod(from: try time(from), to: try time(to), mode: mode))
}

private func plan(_ periods: SchedulePeriod...) throws -> DayPlan { try DayPlan(periods) }

/// Local time on a date.
private func local(_ date: CivilDate, _ text: String) throws -> CivilTime {
    let minutes = Int64(date.dayNumber) * 1440 + Int64(try time(text).minutes)
    return CivilTime(Timestamp(milliseconds: minutes * 60_000), secondsAheadOfUTC: 0)
}

private func instant(_ date: CivilDate, _ text: String) throws -> TemporaryClosure.Instant {
    TemporaryClosure.Instant(date, try time(text))
}

private func everyDay(
    _ periods: [SchedulePeriod],
    holidays: HolidayRules = .none,
    localDays: [LocalDay] = [],
    exceptions: [ScheduleException] = [],
    closures: [TemporaryClosure] = []
) throws -> Schedule {
    try Schedule(
        Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, periods) }),
        holidays: holidays,
        localDays: localDays,
        exceptions: exceptions,
        closures: closures
    )
}

@Suite struct `A calendar` {
    @Test func `lets a period of the week end after midnight`() throws {
        let schedule = try Schedule([.friday: [try period("20:00", "02:00")]])
        let friday = try date(2026, 11, 27)
        #expect(schedule.mode(at: try local(friday, "01:00")) == .closed)
        #expect(schedule.mode(at: try local(friday, "23:59")) == .selfService)
        #expect(schedule.mode(at: try local(friday.advanced(by: 1), "00:00")) == .selfService)
        #expect(schedule.mode(at: try local(friday.advanced(by: 1), "01:59")) == .selfService)
        #expect(schedule.mode(at: try local(friday.advanced(by: 1), "02:00")) == .closed)
        let change = schedule.nextChange(after: try local(friday, "21:00"))
        #expect(change?.date == friday.advanced(by: 1))
        #expect(try change?.time == time("02:00"))
    }

    @Test func `refuses a night that runs into the next day's periods`() throws {
        let night = try period("22:00", "07:00")
        let morning = try period("06:00", "08:00")
        #expect(throws: Schedule.Flaw.overlap(.monday, try time("06:00"))) {
            try Schedule([.sunday: [night], .monday: [morning]])
        }
        #expect(throws: Schedule.Flaw.overlap(.sunday, try time("23:00"))) {
            try Schedule([.sunday: [night, try period("23:00", "23:30")]])
        }
        let fits = try Schedule([.sunday: [night], .monday: [try period("07:00", "08:00")]])
        #expect(fits.mode(at: try local(try date(2026, 11, 23), "07:00")) == .selfService)
    }

    @Test func `has exceptions, holidays and local days from midnight to midnight`() throws {
        let night = try period("18:00", "03:00")
        let eve = try date(2026, 12, 24)
        let local24 = try #require(LocalDay(month: 12, day: 23, try plan(), name: "lillejuleaften"))
        let schedule = try everyDay(
            [night],
            holidays: HolidayRules(others: .closed, named: [.christmasEve: .closed]),
            localDays: [local24],
            exceptions: [
                ScheduleException(
                    try date(2026, 12, 28)...(try date(2026, 12, 29)),
                    try plan(try period("10:00", "12:00", .staffed)),
                    reason: "optælling"
                )
            ]
        )
        // What began on the 22nd does not run into the local day, nor the day before into the eve.
        for day in -1...2 {
            let closed = eve.advanced(by: day)
            #expect(schedule.day(on: closed).stretches.map(\.mode) == [.closed])
        }
        let after = try date(2026, 12, 27)
        #expect(schedule.mode(at: try local(after, "01:00")) == .closed)
        #expect(schedule.mode(at: try local(after, "19:00")) == .selfService)
        let counted = schedule.day(on: after.advanced(by: 1))
        #expect(counted.origin == .exception("optælling"))
        #expect(counted.stretches.map(\.mode) == [.closed, .staffed, .closed])
        #expect(schedule.mode(at: try local(after.advanced(by: 3), "00:30")) == .closed)
        #expect(schedule.day(on: eve).origin == .holiday(.christmasEve))
        #expect(schedule.day(on: eve.advanced(by: -1)).origin == .localDay("lillejuleaften"))
    }

    @Test func `closes for a while whatever else is written`() throws {
        let day = try date(2026, 11, 24)
        let closure = try #require(
            TemporaryClosure(
                from: instant(day, "14:30"),
                until: instant(day.advanced(by: 1), "09:00"),
                reason: "vandskade"
            )
        )
        let schedule = try everyDay([try period("08:00", "16:00", .staffed)], closures: [closure])
        #expect(schedule.mode(at: try local(day, "14:29")) == .staffed)
        #expect(schedule.mode(at: try local(day, "14:30")) == .closed)
        #expect(schedule.mode(at: try local(day.advanced(by: 1), "08:59")) == .closed)
        #expect(schedule.mode(at: try local(day.advanced(by: 1), "09:00")) == .staffed)
        let change = schedule.nextChange(after: try local(day, "15:00"))
        #expect(change?.date == day.advanced(by: 1))
        #expect(try change?.time == time("09:00"))
        #expect(schedule.day(on: day).closures == [closure])
        #expect(schedule.day(on: day.advanced(by: 2)).closures.isEmpty)
        #expect(
            TemporaryClosure(from: closure.until, until: closure.from, reason: "") == nil
        )
    }

    @Test func `says when it opens after weeks of holiday`() throws {
        let summer = try date(2027, 7, 5)...(try date(2027, 7, 25))
        let schedule = try everyDay(
            [try period("08:00", "22:00")],
            exceptions: [ScheduleException(summer, .closed, reason: "sommerlukket")]
        )
        let change = schedule.nextChange(after: try local(try date(2027, 7, 5), "12:00"))
        #expect(change?.date == (try date(2027, 7, 26)))
        #expect(change?.mode == .selfService)
    }

    @Test func `refuses two exceptions for one date`() throws {
        let christmas = ScheduleException(
            try date(2026, 12, 20)...(try date(2026, 12, 30)),
            .closed,
            reason: ""
        )
        let inventory = ScheduleException(
            try date(2026, 12, 30)...(try date(2026, 12, 30)),
            .closed,
            reason: ""
        )
        #expect(throws: Schedule.Flaw.twoExceptions(try date(2026, 12, 30))) {
            try everyDay([], exceptions: [inventory, christmas])
        }
    }

    @Test func `keeps the fewer hours where two holidays meet`() throws {
        let short = try plan(try period("10:00", "12:00"))
        let both = try date(2022, 6, 5)
        for rules in [
            HolidayRules(others: .own(short), named: [.constitutionDay: .closed]),
            HolidayRules(others: .closed, named: [.constitutionDay: .own(short)]),
        ] {
            let schedule = try everyDay([try period("08:00", "22:00")], holidays: rules)
            #expect(schedule.day(on: both).stretches.map(\.mode) == [.closed])
        }
    }

    @Test func `finds the same changes as looking at every minute`() throws {
        var random = SplitMix64(seed: 20_261_224)
        for _ in 0..<12 {
            let schedule = try randomCalendar(&random)
            let start = try date(2026, 12, 20)
            let from = random.number(0...(5 * 1440))
            func mode(_ minute: Int) throws -> HoursMode {
                let text = TimeOfDay(minutes: minute % 1440)?.description ?? ""
                return schedule.mode(at: try local(start.advanced(by: minute / 1440), text))
            }
            let now = try mode(from)
            var expected: Int?
            for minute in (from + 1)..<(from + 20 * 1440) where try mode(minute) != now {
                expected = minute
                break
            }
            let text = TimeOfDay(minutes: from % 1440)?.description ?? ""
            let change = schedule.nextChange(
                after: try local(start.advanced(by: from / 1440), text)
            )
            let found = change.map {
                ($0.date.dayNumber - start.dayNumber) * 1440 + $0.time.minutes
            }
            if expected != nil { try insist(found == expected, "\(schedule)") }
            for day in 0..<14 {
                try check(schedule.day(on: start.advanced(by: day)), mode, day)
            }
        }
    }

    /// The stretches of a day are its minutes, without gap or overlap.
    private func check(
        _ day: ScheduleDay,
        _ mode: (Int) throws -> HoursMode,
        _ offset: Int
    ) throws {
        var minute = 0
        for stretch in day.stretches {
            try insist(stretch.from.minutes == minute)
            while minute < stretch.to.minutes {
                try insist(try mode(offset * 1440 + minute) == stretch.mode)
                minute += 1
            }
        }
        try insist(minute == 1440)
    }

    private func randomCalendar(_ random: inout SplitMix64) throws -> Schedule {
        func randomPlan() throws -> [SchedulePeriod] {
            let cuts = Set((0..<random.number(0...5)).map { _ in random.number(0...23) * 60 })
                .sorted()
            return try zip(cuts, cuts.dropFirst()).map { from, to in
                let start = try #require(TimeOfDay(minutes: from))
                let end = try #require(TimeOfDay(minutes: to))
                let mode = random.pick(HoursMode.allCases)
                return try #require(SchedulePeriod(from: start, to: end, mode: mode))
            }
        }
        var days: [Weekday: [SchedulePeriod]] = [:]
        for day in Weekday.allCases {
            let night = try period("23:00", "00:30")
            days[day] = try randomPlan() + (random.oneIn(3) ? [night] : [])
            days[day]?.removeAll { $0.from.minutes == 0 }
        }
        let day = try date(2026, 12, 20 + random.number(0...8))
        let exception = ScheduleException(
            day...day.advanced(by: random.number(0...3)),
            try DayPlan(try randomPlan()),
            reason: "x"
        )
        let closure = TemporaryClosure(
            from: try instant(day.advanced(by: -2), "10:10"),
            until: try instant(day.advanced(by: random.number(-1...1)), "00:20"),
            reason: "y"
        )
        return try Schedule(
            days,
            holidays: HolidayRules(
                others: random.oneIn(2) ? .closed : .own(try DayPlan(try randomPlan()))
            ),
            exceptions: random.oneIn(3) ? [] : [exception],
            closures: random.oneIn(2) ? [] : [closure].compactMap(\.self)
        )
    }
}

@Suite struct `The holiday guard` {
    private func library(_ holidays: HolidayRules) throws -> Schedule {
        try everyDay([try period("08:00", "22:00")], holidays: holidays)
    }

    @Test func `warns of a holiday that would open as any other day`() throws {
        let schedule = try library(HolidayRules(others: .asUsual))
        let warnings = schedule.holidayWarnings(from: try date(2026, 5, 1), days: 14)
        #expect(
            warnings.map(\.description) == [
                "Thursday 2026-05-14 (Kristi himmelfartsdag) would be open as self-service"
            ]
        )
        #expect(schedule.holidayWarnings(from: try date(2026, 5, 1), days: 13).isEmpty)
    }

    @Test func `is silent where holidays are closed, have their own hours, or are meant`() throws {
        let short = try plan(try period("10:00", "12:00"))
        let rules: [HolidayRules] = [
            HolidayRules(others: .closed, named: [.constitutionDay: .asUsual]),
            HolidayRules(others: .own(short), named: [.constitutionDay: .own(short)]),
        ]
        for holidays in rules {
            let schedule = try library(holidays)
            #expect(schedule.holidayWarnings(from: try date(2026, 3, 1), days: 200).isEmpty)
        }
    }

    @Test func `warns of staffed hours on a holiday even where it is meant as usual`() throws {
        let schedule = try everyDay(
            [try period("10:00", "16:00", .staffed), try period("16:00", "22:00")],
            holidays: HolidayRules(others: .closed, named: [.ascensionDay: .asUsual])
        )
        let warnings = schedule.holidayWarnings(from: try date(2026, 5, 14), days: 1)
        #expect(warnings.map(\.modes) == [[.staffed]])
    }

    @Test func `would have told Tūranga before it opened on a public holiday`() throws {
        // Opened by a programming error in 2022, with nobody there: 380 visitors, 147 loans.
        let schedule = try everyDay([try period("10:00", "17:00", .staffed)])
        let monday = try date(2022, 6, 6)
        let warnings = schedule.holidayWarnings(from: monday.advanced(by: -13), days: 14)
        #expect(warnings.contains { $0.date == monday && $0.holiday == .whitMonday })
        let mended = try everyDay(
            [try period("10:00", "17:00", .staffed)],
            holidays: HolidayRules(others: .closed)
        )
        #expect(mended.mode(at: try local(monday, "12:00")) == .closed)
        #expect(mended.holidayWarnings(from: monday, days: 1).isEmpty)
    }
}
