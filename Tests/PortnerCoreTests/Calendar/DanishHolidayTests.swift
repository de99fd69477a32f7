// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// Easter Sundays as printed in almanacs: year, month, day.
private let easterSundays = [
    (2016, 3, 27), (2017, 4, 16), (2018, 4, 1), (2019, 4, 21), (2020, 4, 12), (2021, 4, 4),
    (2022, 4, 17), (2023, 4, 9), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28),
    (2028, 4, 16), (2029, 4, 1), (2030, 4, 21), (2031, 4, 13), (2032, 3, 28), (2033, 4, 17),
    (2034, 4, 9), (2035, 3, 25), (2036, 4, 13), (2037, 4, 5), (2038, 4, 25), (2039, 4, 10),
    (2040, 4, 1), (2041, 4, 21), (2042, 4, 6), (2043, 3, 29), (2044, 4, 17), (2045, 4, 9),
]

/// The holidays of a year from its Easter Sunday, found by walking from one to the next.
private func almanac(_ year: Int, _ month: Int, _ day: Int) throws -> [CivilDate: [DanishHoliday]] {
    var found: [CivilDate: [DanishHoliday]] = [:]
    func note(_ date: CivilDate, _ holiday: DanishHoliday) { found[date, default: []] += [holiday] }
    func first(_ weekday: Weekday, _ step: Int, _ start: CivilDate) -> CivilDate {
        var date = start.advanced(by: step)
        while date.weekday != weekday { date = date.advanced(by: step) }
        return date
    }
    let easter = try date(year, month, day)
    let friday = first(.friday, -1, easter)
    note(first(.thursday, -1, easter), .maundyThursday)
    note(friday, .goodFriday)
    note(easter, .easterSunday)
    note(first(.monday, 1, easter), .easterMonday)
    if year < 2024 {
        note((1...4).reduce(easter) { date, _ in first(.friday, 1, date) }, .prayerDay)
    }
    note((1...6).reduce(easter) { date, _ in first(.thursday, 1, date) }, .ascensionDay)
    let whit = (1...7).reduce(easter) { date, _ in first(.sunday, 1, date) }
    note(whit, .whitSunday)
    note(first(.monday, 1, whit), .whitMonday)
    note(try date(year, 1, 1), .newYearsDay)
    note(try date(year, 6, 5), .constitutionDay)
    note(try date(year, 12, 24), .christmasEve)
    note(try date(year, 12, 25), .christmasDay)
    note(try date(year, 12, 26), .secondChristmasDay)
    note(try date(year, 12, 31), .newYearsEve)
    return found
}

@Suite struct `Danish holidays` {
    @Test func `of thirty years are those of the almanac, with no difference`() throws {
        var differences = 0
        var compared = 0
        for (year, month, day) in easterSundays {
            let table = try almanac(year, month, day)
            var date = try date(year, 1, 1)
            while date.parts.year == year {
                compared += 1
                if DanishHoliday.all(on: date) != table[date] ?? [] { differences += 1 }
                date = date.advanced(by: 1)
            }
        }
        #expect(differences == 0)
        #expect(compared == 30 * 365 + 8)
    }

    @Test func `put Easter on a Sunday between 22 March and 25 April in every year`() throws {
        for year in 1583...9999 {
            let easter = DanishHoliday.easter(in: year)
            let (found, month, day) = easter.parts
            try insist(found == year && easter.weekday == .sunday, "\(year)")
            try insist((month == 3 && day >= 22) || (month == 4 && day <= 25), "\(year)")
        }
    }

    @Test func `have no store bededag from 2024`() throws {
        #expect(DanishHoliday.all(on: try date(2023, 5, 5)) == [.prayerDay])
        #expect(DanishHoliday.all(on: try date(2024, 4, 26)).isEmpty)
    }

    @Test func `may be two on one date`() throws {
        #expect(DanishHoliday.all(on: try date(2022, 6, 5)) == [.whitSunday, .constitutionDay])
        #expect(DanishHoliday.all(on: try date(2017, 6, 5)) == [.whitMonday, .constitutionDay])
    }

    @Test func `have names that differ, for people and for configurations`() {
        #expect(Set(DanishHoliday.allCases.map(\.name)).count == DanishHoliday.allCases.count)
        #expect(
            DanishHoliday.allCases.filter { !$0.isPublic }
                == [.constitutionDay, .christmasEve, .newYearsEve]
        )
    }
}
