// SPDX-License-Identifier: MPL-2.0

/// One date of a schedule: what each of its minutes allows, and where that comes from.
public struct ScheduleDay: Sendable, Hashable {
    /// Where the hours of a date come from.
    public enum Origin: Sendable, Hashable {
        /// The week.
        case week
        /// A holiday.
        case holiday(DanishHoliday)
        /// A local day, by its name.
        case localDay(String)
        /// A dated exception, with its reason.
        case exception(String)
    }

    /// A stretch in which one mode holds.
    public struct Stretch: Sendable, Hashable {
        /// When it begins.
        public let from: TimeOfDay
        /// When it ends.
        public let to: TimeOfDay
        /// The period it is part of; `nil` while the door is closed.
        public let period: SchedulePeriod?

        /// What it allows.
        public var mode: HoursMode { period?.mode ?? .closed }
    }

    /// The date.
    public let date: CivilDate
    /// Where its hours come from.
    public let origin: Origin
    let plan: DayPlan
    /// What is left of a period that began the day before.
    let tail: SchedulePeriod?
    /// The closures of the schedule, those of other dates among them.
    let allClosures: [TemporaryClosure]

    /// The closures that touch the date.
    public var closures: [TemporaryClosure] {
        allClosures.filter { !$0.minutes(of: date).isEmpty }
    }

    /// The period that a minute lies in, 0 to 1,439; `nil` when it is closed.
    func period(minute: Int) -> SchedulePeriod? {
        guard !allClosures.contains(where: { $0.minutes(of: date).contains(minute) }) else {
            return nil
        }
        // What begins today goes before what is left of yesterday.
        for period in plan.periods
        where period.from.minutes <= minute && minute < period.endMinute { return period }
        guard let tail, minute < tail.to.minutes else { return nil }
        return tail
    }

    /// The first minute after another at which something can change; `nil` when none is left.
    func boundary(after minute: Int) -> Int? {
        var next = minute < 0 ? 0 : 1440
        func consider(_ candidate: Int) {
            if candidate > minute, candidate < next { next = candidate }
        }
        for period in plan.periods {
            consider(period.from.minutes)
            consider(period.endMinute)
        }
        if let tail { consider(tail.to.minutes) }
        for closure in allClosures {
            let minutes = closure.minutes(of: date)
            guard !minutes.isEmpty else { continue }
            consider(minutes.lowerBound)
            consider(minutes.upperBound)
        }
        return next < 1440 ? next : nil
    }

    /// The stretches of the date from midnight to midnight.
    public var stretches: [Stretch] {
        var found: [Stretch] = []
        var start = 0
        while true {
            let end = boundary(after: start) ?? 1440
            let period = period(minute: start)
            let from = found.last.flatMap { $0.period == period ? $0.from : nil }
            if from != nil { found.removeLast() }
            if let start = TimeOfDay(minutes: start), let end = TimeOfDay(minutes: end) {
                found.append(Stretch(from: from ?? start, to: end, period: period))
            }
            guard end < 1440 else { return found }
            start = end
        }
    }
}
