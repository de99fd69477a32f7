// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// A door's hours, read minute by minute from the settings.
struct HoursBook {
    let rules: DoorRules

    func mode(minute: Int, on day: Weekday) -> HoursMode {
        period(minute: minute, on: day)?.mode ?? .closed
    }

    func mode(at time: CivilTime) -> HoursMode { period(at: time)?.mode ?? .closed }

    func asksPIN(at time: CivilTime) -> Bool { period(at: time)?.asksPIN ?? rules.asksPIN }

    func ageMin(at time: CivilTime) -> Int { period(at: time)?.ageMin ?? rules.ageMin }

    /// How long the hours go on as they are, looking this many minutes ahead.
    func rest(at time: CivilTime, lookingAhead limit: Int) -> Duration {
        let now = mode(at: time)
        var day = time.weekday
        var minute = time.secondOfDay / 60
        for ahead in 1...limit {
            minute += 1
            if minute == 1440 {
                minute = 0
                day = day.next
            }
            guard mode(minute: minute, on: day) == now else {
                return .seconds(ahead * 60 - time.secondOfDay % 60)
            }
        }
        return .seconds(limit * 60)
    }

    private func period(at time: CivilTime) -> SchedulePeriod? {
        period(minute: time.secondOfDay / 60, on: time.weekday)
    }

    private func period(minute: Int, on day: Weekday) -> SchedulePeriod? {
        for period in rules.schedule.days[day] ?? []
        where period.from.minutes <= minute && minute < period.to.minutes {
            return period
        }
        return nil
    }
}
