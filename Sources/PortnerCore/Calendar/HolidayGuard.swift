// SPDX-License-Identifier: MPL-2.0

/// A holiday on which a door would open although nobody is known to have meant it.
public struct HolidayWarning: Sendable, Hashable {
    /// The date.
    public let date: CivilDate
    /// The holiday.
    public let holiday: DanishHoliday
    /// What the hours would allow at some time of the day; never closed.
    public let modes: [HoursMode]
}

extension HolidayWarning: CustomStringConvertible {
    /// The warning in English for technicians.
    public var description: String {
        let modes = modes.map(\.rawValue).joined(separator: " and ")
        return "\(date.weekday.englishName) \(date) (\(holiday.name)) would be open as \(modes)"
    }
}

extension Schedule {
    /// The holidays in some days from a date on which the door opens as on any other day.
    ///
    /// Hours that were written for the date or for the holiday are meant, and not told. A holiday
    /// named to be as usual is told all the same where the week has it staffed: nobody is there to
    /// look after a door that is held open.
    public func holidayWarnings(from date: CivilDate, days: Int) -> [HolidayWarning] {
        (0..<days).flatMap { offset -> [HolidayWarning] in
            let day = day(on: date.advanced(by: offset))
            guard day.origin == .week else { return [] }
            let stretches = day.stretches.map(\.mode)
            return DanishHoliday.all(on: day.date).compactMap { holiday in
                let isMeant = holidays.named[holiday] == .asUsual
                let modes = [HoursMode.staffed, .selfService].filter {
                    stretches.contains($0) && ($0 == .staffed || !isMeant)
                }
                return modes.isEmpty
                    ? nil : HolidayWarning(date: day.date, holiday: holiday, modes: modes)
            }
        }
    }
}

extension Weekday {
    /// The day's name in English.
    public var englishName: String {
        switch self {
        case .monday: "Monday"
        case .tuesday: "Tuesday"
        case .wednesday: "Wednesday"
        case .thursday: "Thursday"
        case .friday: "Friday"
        case .saturday: "Saturday"
        case .sunday: "Sunday"
        }
    }

    /// The day's name in Danish.
    public var danishName: String {
        switch self {
        case .monday: "mandag"
        case .tuesday: "tirsdag"
        case .wednesday: "onsdag"
        case .thursday: "torsdag"
        case .friday: "fredag"
        case .saturday: "lørdag"
        case .sunday: "søndag"
        }
    }
}
