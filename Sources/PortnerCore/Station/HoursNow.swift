// SPDX-License-Identifier: MPL-2.0

/// What the hours of a door allow in one minute; schedules know no shorter time.
struct HoursNow: Sendable {
    let mode: HoursMode
    let nextChange: Schedule.Change?
    private let date: CivilDate
    private let minute: Int

    init(_ schedule: Schedule, at time: CivilTime) {
        mode = schedule.mode(at: time)
        nextChange = schedule.nextChange(after: time)
        date = time.date
        minute = time.secondOfDay / 60
    }

    /// Whether a time is in that minute.
    func contains(_ time: CivilTime) -> Bool {
        time.secondOfDay / 60 == minute && time.date == date
    }
}

extension Station {
    /// What a door's hours allow; `nil` for a door without rules.
    func hours(of door: DoorName, at now: Moment) -> HoursNow? {
        if let known = building.hours[door], known.contains(now.civil) { return known }
        return policies[door].map { HoursNow($0.rules.schedule, at: now.civil) }
    }

    /// Looks the hours up once a minute: many readers and every event ask for them.
    mutating func lookUpHours(at now: Moment) {
        for (door, policy) in policies where building.hours[door]?.contains(now.civil) != true {
            building.hours[door] = HoursNow(policy.rules.schedule, at: now.civil)
        }
    }
}
