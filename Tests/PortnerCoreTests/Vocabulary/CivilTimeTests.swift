// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A civil date` {
    /// The calendar as a schoolbook has it, written apart from the code that it checks.
    private static func daysIn(_ month: Int, of year: Int) -> Int {
        let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    @Test func `agrees with counting days one by one from 1900 to 2100`() throws {
        var number = -25_567
        var weekday = Weekday.monday
        for year in 1900...2100 {
            for month in 1...12 {
                for day in 1...Self.daysIn(month, of: year) {
                    let date = try #require(CivilDate(year: year, month: month, day: day))
                    try insist(date.dayNumber == number)
                    try insist(date.parts == (year, month, day))
                    try insist(date.weekday == weekday)
                    number += 1
                    weekday = weekday.next
                }
            }
        }
        #expect(number == CivilDate(dayNumber: 47_847).dayNumber)
    }

    @Test func `refuses every day that the calendar does not have`() {
        for year in [1, 1900, 2000, 2026, 2028, 9999] {
            for month in 0...13 {
                for day in 0...32 {
                    let exists =
                        (1...12).contains(month)
                        && (1...Self.daysIn(min(max(month, 1), 12), of: year)).contains(day)
                    #expect((CivilDate(year: year, month: month, day: day) != nil) == exists)
                }
            }
        }
        #expect(CivilDate(year: 0, month: 1, day: 1) == nil)
        #expect(CivilDate(year: 10_000, month: 1, day: 1) == nil)
    }

    @Test(arguments: [(2024, 15, 2039, 3, 1), (2024, 16, 2040, 2, 29), (2084, 16, 2100, 3, 1)])
    func `born on 29 February comes of an age on 1 March where there is none`(
        _ born: Int,
        _ years: Int,
        _ year: Int,
        _ month: Int,
        _ day: Int
    ) throws {
        let birthday = try date(born, 2, 29).adding(years: years)
        #expect(birthday.parts == (year, month, day))
    }

    @Test func `keeps day and month when years are added, also past the last year it reads`() throws
    {
        #expect(try date(2011, 12, 31).adding(years: 15) == date(2026, 12, 31))
        #expect(try date(9990, 7, 14).adding(years: 15).parts == (10_005, 7, 14))
    }

    @Test func `prints and orders as ISO 8601`() throws {
        #expect(try date(987, 6, 5).description == "0987-06-05")
        #expect(try date(2026, 11, 22) < date(2026, 11, 23))
        #expect(try date(2026, 12, 31).advanced(by: 1) == date(2027, 1, 1))
    }

    @Test func `knows its weekday on both sides of 1970`() throws {
        #expect(CivilDate(dayNumber: 0).weekday == .thursday)
        #expect(CivilDate(dayNumber: -1).weekday == .wednesday)
        #expect(try date(2026, 11, 23).weekday == .monday)
        #expect(Weekday.sunday.next == .monday)
        #expect(Weekday.monday < .sunday)
    }
}

@Suite struct `A time of day` {
    @Test(arguments: [
        ("08:00", 480), ("8:00", 480), ("00:00", 0), ("23:59", 1439), ("24:00", 1440),
    ])
    func `is read from hours and minutes`(_ text: String, _ minutes: Int) throws {
        #expect(TimeOfDay(text)?.minutes == minutes)
    }

    @Test(arguments: [
        "", ":", "8", "8:0", "8:000", "24:01", "25:00", "08:60", "-1:00", "+8:00", " 8:00", "8:00 ",
        "08:00:00", "008:00", "0x:00", "٠٨:٠٠", "８:００",
    ])
    func `is refused in any other form`(_ text: String) {
        #expect(TimeOfDay(text) == nil)
    }

    @Test func `is read back from every form it prints`() throws {
        for minutes in 0...1440 {
            let time = try #require(TimeOfDay(minutes: minutes))
            #expect(TimeOfDay(time.description) == time)
        }
        #expect(TimeOfDay(minutes: -1) == nil)
        #expect(TimeOfDay(minutes: 1441) == nil)
    }
}

@Suite struct `A civil time` {
    @Test func `prints date, time and distance from UTC`() {
        #expect(moment().civil.description == "2026-11-23T10:00:00+01:00")
        let west = CivilTime(mondayMorning, secondsAheadOfUTC: -12_600)
        #expect(west.description == "2026-11-23T05:30:00-03:30")
    }

    @Test func `counts whole minutes and seconds down, also before 1970`() {
        let late = CivilTime(Timestamp(milliseconds: -1), secondsAheadOfUTC: 0)
        #expect(late.description == "1969-12-31T23:59:59+00:00")
        #expect(late.secondOfDay == 86_399)
        #expect(late.timeOfDay.minutes == 1439)
    }

    @Test func `jumps with the clocks on both nights of the year`() {
        let spring = Timestamp(milliseconds: 1_774_745_999_000)
        #expect(
            CivilTime(spring, secondsAheadOfUTC: danishOffset(spring)).description
                == "2026-03-29T01:59:59+01:00"
        )
        let after = spring.advanced(by: .seconds(1))
        #expect(
            CivilTime(after, secondsAheadOfUTC: danishOffset(after)).description
                == "2026-03-29T03:00:00+02:00"
        )
        let autumn = Timestamp(milliseconds: 1_792_890_000_000)
        #expect(
            CivilTime(autumn, secondsAheadOfUTC: danishOffset(autumn)).description
                == "2026-10-25T02:00:00+01:00"
        )
    }

    @Test func `survives the ends of the world's clock`() {
        for milliseconds in [Int64.min, Int64.max] {
            let time = CivilTime(Timestamp(milliseconds: milliseconds), secondsAheadOfUTC: 3600)
            #expect((0..<86_400).contains(time.secondOfDay))
        }
    }
}

@Suite struct `A timestamp` {
    @Test func `tells the age of a fact, negative for one from the future`() {
        let later = mondayMorning.advanced(by: .seconds(90))
        #expect(mondayMorning.age(at: later) == .seconds(90))
        #expect(later.age(at: mondayMorning) == .seconds(-90))
        #expect(mondayMorning < later)
    }

    @Test func `does not stop the program when two lie too far apart`() {
        let fact = Aged(true, asOf: Timestamp(milliseconds: .min))
        let now = Timestamp(milliseconds: .max)
        #expect(!fact.isUsable(at: now, within: .days(3)))
        #expect(!Aged(true, asOf: now).isUsable(at: fact.asOf, within: .days(3)))
    }
}
