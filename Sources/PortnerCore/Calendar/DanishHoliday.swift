// SPDX-License-Identifier: MPL-2.0

/// A Danish public holiday, or a day that many treat as half of one.
///
/// The raw values are the names in a configuration and never change.
public enum DanishHoliday: String, Sendable, Hashable, CaseIterable {
    /// 1 January.
    case newYearsDay = "nytaarsdag"
    /// Maundy Thursday, three days before Easter.
    case maundyThursday = "skaertorsdag"
    /// Good Friday, two days before Easter.
    case goodFriday = "langfredag"
    /// Easter Sunday.
    case easterSunday = "paaskedag"
    /// Easter Monday.
    case easterMonday = "anden-paaskedag"
    /// The fourth Friday after Easter, abolished by act 214 of 2023 from the year 2024.
    case prayerDay = "store-bededag"
    /// Ascension Day, 39 days after Easter.
    case ascensionDay = "kristi-himmelfartsdag"
    /// Whit Sunday, 49 days after Easter.
    case whitSunday = "pinsedag"
    /// Whit Monday.
    case whitMonday = "anden-pinsedag"
    /// 5 June, no public holiday: shops close, and many have the day or half of it off.
    case constitutionDay = "grundlovsdag"
    /// 24 December, no public holiday, though nearly everything closes.
    case christmasEve = "juleaftensdag"
    /// 25 December.
    case christmasDay = "juledag"
    /// 26 December.
    case secondChristmasDay = "anden-juledag"
    /// 31 December, no public holiday, though nearly everything closes early.
    case newYearsEve = "nytaarsaftensdag"

    /// The last year that had ``prayerDay``.
    public static let prayerDayYearMax = 2023

    /// Whether it is a public holiday by law (helligdag), not merely treated as one.
    public var isPublic: Bool {
        switch self {
        case .constitutionDay, .christmasEve, .newYearsEve: false
        default: true
        }
    }

    /// The Danish name.
    public var name: String {
        switch self {
        case .newYearsDay: "nytårsdag"
        case .maundyThursday: "skærtorsdag"
        case .goodFriday: "langfredag"
        case .easterSunday: "påskedag"
        case .easterMonday: "2. påskedag"
        case .prayerDay: "store bededag"
        case .ascensionDay: "Kristi himmelfartsdag"
        case .whitSunday: "pinsedag"
        case .whitMonday: "2. pinsedag"
        case .constitutionDay: "grundlovsdag"
        case .christmasEve: "juleaftensdag"
        case .christmasDay: "juledag"
        case .secondChristmasDay: "2. juledag"
        case .newYearsEve: "nytårsaftensdag"
        }
    }

    /// The holiday of a date that has a fixed place in the year.
    public static func fixed(on date: CivilDate) -> DanishHoliday? {
        let (_, month, day) = date.parts
        return switch (month, day) {
        case (1, 1): .newYearsDay
        case (6, 5): .constitutionDay
        case (12, 24): .christmasEve
        case (12, 25): .christmasDay
        case (12, 26): .secondChristmasDay
        case (12, 31): .newYearsEve
        default: nil
        }
    }

    /// The holiday of a date that moves with Easter.
    public static func movable(on date: CivilDate) -> DanishHoliday? {
        let (year, month, _) = date.parts
        // Easter moves between 22 March and 25 April, and Whit Monday is 50 days later.
        guard (3...6).contains(month) else { return nil }
        return switch date.dayNumber - easter(in: year).dayNumber {
        case -3: .maundyThursday
        case -2: .goodFriday
        case 0: .easterSunday
        case 1: .easterMonday
        case 26 where year <= prayerDayYearMax: .prayerDay
        case 39: .ascensionDay
        case 49: .whitSunday
        case 50: .whitMonday
        default: nil
        }
    }

    /// What a date is: one holiday as a rule, two where Whitsun falls on Constitution Day.
    public static func all(on date: CivilDate) -> [DanishHoliday] {
        [movable(on: date), fixed(on: date)].compactMap(\.self)
    }

    /// Easter Sunday of a year from 1583 on, by the Gregorian computus of Meeus, Jones and Butcher.
    public static func easter(in year: Int) -> CivilDate {
        let golden = year % 19
        let (century, yearOfCentury) = year.quotientAndRemainder(dividingBy: 100)
        let moonCorrection = (century + 8) / 25
        let epact =
            (19 * golden + century - century / 4 - (century - moonCorrection + 1) / 3 + 15) % 30
        let weekday =
            (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
        let correction = (golden + 11 * epact + 22 * weekday) / 451
        let sum = epact + weekday - 7 * correction + 114
        let marchFirst = CivilDate(year: year, month: 3, day: 1)?.dayNumber ?? 0
        return CivilDate(dayNumber: marchFirst + (sum / 31 - 3) * 31 + sum % 31)
    }
}
