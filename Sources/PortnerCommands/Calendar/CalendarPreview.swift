// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import PortnerCore
import PortnerSettings

/// The coming days of every door, as a configuration file has them.
struct CalendarPreview: Codable, Sendable, Hashable {
    /// The fewest and the most days that are shown.
    static let daysLimits = 1...400

    /// One door.
    struct Door: Codable, Sendable, Hashable {
        /// The door's name.
        var door: String
        /// Its days in order.
        var days: [Day]
    }

    /// One date at a door.
    struct Day: Codable, Sendable, Hashable {
        /// The date, `2026-11-22`.
        var date: String
        /// `week`, `holiday`, `local-day` or `exception`.
        var origin: String
        /// The holiday, the local day or the reason; `nil` for a day of the week without one.
        var note: String?
        /// Why it is closed for a while.
        var closures: [String]
        /// Whether the clocks change in the night to this date.
        var clocksChange: Bool
        /// When it is open; nothing means closed all day.
        var open: [Stretch]
    }

    /// A stretch in which the door lets people in.
    struct Stretch: Codable, Sendable, Hashable {
        /// The first minute, `08:00`.
        var from: String
        /// The minute after the last; `24:00` is the end of the day.
        var to: String
        /// `staffed` or `self-service`.
        var mode: String
        /// Whether a PIN is asked for.
        var pin: Bool
        /// The least age; 0 for none.
        var ageMin: Int
    }

    /// A door that would be open on a holiday.
    struct Warning: Codable, Sendable, Hashable {
        /// The door.
        var door: String
        /// The date.
        var date: String
        /// The holiday's Danish name.
        var holiday: String
        /// The warning in English.
        var text: String
    }

    /// The number of the format.
    var schema: Int
    /// The library's name.
    var branch: String
    /// The doors.
    var doors: [Door]
    /// Doors that would be open on a holiday as on any other day.
    var holidays: [Warning]
    /// What else in the file is probably not meant, with file and line.
    var warnings: [String]

    /// The days from a date on.
    ///
    /// - Parameters:
    ///   - settings: The configuration.
    ///   - door: The only door to show; `nil` for all.
    ///   - date: The first date.
    ///   - count: How many days.
    init(_ settings: Settings, door: DoorName?, from date: CivilDate, days count: Int) {
        schema = ControlAPI.schema
        branch = settings.branch
        let rules = settings.station.rules.filter { door == nil || $0.door == door }
        let zone = LocalZone(settings.timeZone)
        doors = rules.map { rules in
            Door(
                door: rules.door.text,
                days: (0..<count).map { Day(rules, date.advanced(by: $0), zone) }
            )
        }
        holidays = rules.flatMap { rules in
            rules.schedule.holidayWarnings(from: date, days: count).map { warning in
                Warning(
                    door: rules.door.text,
                    date: warning.date.description,
                    holiday: warning.holiday.name,
                    text: warning.description
                )
            }
        }
        warnings = settings.warnings.map(\.description)
    }
}

extension CalendarPreview.Day {
    init(_ rules: DoorRules, _ date: CivilDate, _ zone: LocalZone) {
        let day = rules.schedule.day(on: date)
        let holidays = DanishHoliday.all(on: date).map(\.name).joined(separator: ", ")
        self.date = date.description
        (origin, note) =
            switch day.origin {
            case .week: ("week", holidays.isEmpty ? nil : holidays)
            case .holiday: ("holiday", holidays)
            case .localDay(let name): ("local-day", name)
            case .exception(let reason): ("exception", reason)
            }
        closures = day.closures.map(\.reason)
        clocksChange = zone.changes(onTheNightTo: date)
        open = day.stretches.compactMap { stretch in
            guard let period = stretch.period, period.mode != .closed else { return nil }
            return CalendarPreview.Stretch(
                from: stretch.from.description,
                to: stretch.to.description,
                mode: period.mode.rawValue,
                pin: period.asksPIN ?? rules.asksPIN,
                ageMin: period.ageMin ?? rules.ageMin
            )
        }
    }
}

/// A time zone by its name.
struct LocalZone: Sendable {
    private let zone: TimeZone?

    /// A zone of a configuration, which has been found to be one.
    init(_ name: String) { zone = TimeZone(identifier: name) }

    /// The local date now.
    var today: CivilDate {
        let now = Date()
        let milliseconds = Int64(now.timeIntervalSince1970 * 1000)
        return CivilTime(
            Timestamp(milliseconds: milliseconds),
            secondsAheadOfUTC: zone?.secondsFromGMT(for: now) ?? 0
        ).date
    }

    /// Whether the clocks change between noon of the day before and noon of a date.
    func changes(onTheNightTo date: CivilDate) -> Bool {
        func ahead(_ day: CivilDate) -> Int? {
            let noon = Double(day.dayNumber) * 86_400 + 43_200
            return zone?.secondsFromGMT(for: Date(timeIntervalSince1970: noon))
        }
        return ahead(date) != ahead(date.advanced(by: -1))
    }
}
