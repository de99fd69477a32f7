// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// A door's hours, minute by minute from the settings.
struct HoursBook {
    private static let dayLength = 1440

    let rules: DoorRules

    /// The mode of each minute of the week, from Monday.
    private let modes: [HoursMode]

    init(rules: DoorRules) {
        self.rules = rules
        var modes: [HoursMode] = []
        modes.reserveCapacity(Self.dayLength * 7)
        for day in Weekday.allCases {
            var ofDay = [HoursMode](repeating: .closed, count: Self.dayLength)
            // Where two overlapped, the first would hold.
            for period in (rules.schedule.days[day] ?? []).reversed() {
                for minute in period.from.minutes..<period.to.minutes {
                    ofDay[minute] = period.mode
                }
            }
            modes += ofDay
        }
        self.modes = modes
    }

    func mode(at time: CivilTime) -> HoursMode { modes[minute(time)] }

    func asksPIN(at time: CivilTime) -> Bool { period(at: time)?.asksPIN ?? rules.asksPIN }

    func ageMin(at time: CivilTime) -> Int { period(at: time)?.ageMin ?? rules.ageMin }

    /// How long the hours go on as they are, looking this many minutes ahead.
    func rest(at time: CivilTime, lookingAhead limit: Int) -> Duration {
        let minute = minute(time)
        let now = modes[minute]
        for ahead in 1...limit where modes[(minute + ahead) % modes.count] != now {
            return .seconds(ahead * 60 - time.secondOfDay % 60)
        }
        return .seconds(limit * 60)
    }

    private func minute(_ time: CivilTime) -> Int {
        (time.weekday.rawValue - 1) * Self.dayLength + time.secondOfDay / 60
    }

    private func period(at time: CivilTime) -> SchedulePeriod? {
        let minute = time.secondOfDay / 60
        return rules.schedule.days[time.weekday]?.first {
            $0.from.minutes <= minute && minute < $0.to.minutes
        }
    }
}
