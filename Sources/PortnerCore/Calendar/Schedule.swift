// SPDX-License-Identifier: MPL-2.0

/// A door's calendar: what each minute of local time allows.
///
/// Hours come from the first of these that knows the date: a dated exception, a holiday with hours
/// of its own, a local day, the week. Each of the first three has its date from midnight to
/// midnight; a period of the week belongs to the day on which it begins and may end on the next.
/// A temporary closure goes before everything, minute by minute. Minutes without a period are
/// closed.
///
/// A schedule reads local time and knows no zone: where the clocks go forward, hours that do not
/// exist are skipped, and where they go back, the hour that comes twice allows the same twice.
public struct Schedule: Sendable, Hashable {
    /// How many days ahead a change is looked for.
    public static let lookAheadMax = 100

    /// Why a schedule cannot be used.
    public enum Flaw: Error, Sendable, Hashable {
        /// Two periods of the week overlap; the time is where the second one begins.
        case overlap(Weekday, TimeOfDay)
        /// A day has more than ``DayPlan/periodsMax`` periods.
        case tooManyPeriods(Weekday)
        /// Two exceptions have this date.
        case twoExceptions(CivilDate)
    }

    /// The periods that begin on each day of the week.
    public let days: [Weekday: [SchedulePeriod]]
    /// What is done on holidays.
    public let holidays: HolidayRules
    /// Local days.
    public let localDays: [LocalDay]
    /// Dated exceptions in the order of time.
    public let exceptions: [ScheduleException]
    /// Temporary closures.
    public let closures: [TemporaryClosure]

    /// The plans of Monday to Sunday.
    private let week: [DayPlan]
    private let keepsHolidays: Bool
    private let hasTails: Bool
    private let isConstant: Bool

    /// Checks and orders a week and what differs from it.
    ///
    /// - Throws: ``Flaw`` when periods or exceptions overlap or are too many.
    public init(
        _ days: [Weekday: [SchedulePeriod]],
        holidays: HolidayRules = .none,
        localDays: [LocalDay] = [],
        exceptions: [ScheduleException] = [],
        closures: [TemporaryClosure] = []
    ) throws(Flaw) {
        var week: [DayPlan] = []
        for day in Weekday.allCases {
            do throws(DayPlan.Flaw) {
                week.append(try DayPlan(days[day] ?? []))
            } catch {
                switch error {
                case .overlap(let time): throw .overlap(day, time)
                case .tooManyPeriods: throw .tooManyPeriods(day)
                }
            }
        }
        for (day, plan) in zip(Weekday.allCases, week) {
            guard let tail = plan.tail, let first = week[day.next.rawValue - 1].periods.first,
                first.from < tail.to
            else { continue }
            throw .overlap(day.next, first.from)
        }
        let ordered = exceptions.sorted { $0.dates.lowerBound < $1.dates.lowerBound }
        for (earlier, later) in zip(ordered, ordered.dropFirst())
        where later.dates.lowerBound <= earlier.dates.upperBound {
            throw .twoExceptions(later.dates.lowerBound)
        }
        self.init(
            checked: week,
            holidays: holidays,
            localDays: localDays,
            exceptions: ordered,
            closures: closures
        )
    }

    private init(
        checked week: [DayPlan],
        holidays: HolidayRules = .none,
        localDays: [LocalDay] = [],
        exceptions: [ScheduleException] = [],
        closures: [TemporaryClosure] = []
    ) {
        self.week = week
        self.holidays = holidays
        self.localDays = localDays
        self.exceptions = exceptions
        self.closures = closures
        days = Dictionary(uniqueKeysWithValues: zip(Weekday.allCases, week.map(\.periods)))
        keepsHolidays = !holidays.changesNothing
        var plans = week + localDays.map(\.plan) + exceptions.map(\.plan)
        for case .own(let plan) in holidays.named.values { plans.append(plan) }
        if case .own(let plan) = holidays.others { plans.append(plan) }
        hasTails = plans.contains { $0.tail != nil }
        let first = week.first?.onlyMode
        isConstant =
            closures.isEmpty && first != nil && plans.allSatisfy { $0.onlyMode == first }
    }

    /// A week in which every minute allows the same.
    public static func always(_ mode: HoursMode) -> Schedule {
        let day = SchedulePeriod(from: .midnight, to: .endOfDay, mode: mode).map { [$0] } ?? []
        return Schedule(checked: Weekday.allCases.map { _ in DayPlan(checked: day) })
    }

    /// Every period that this schedule can have.
    public var periods: [SchedulePeriod] {
        let plans =
            week + localDays.map(\.plan) + exceptions.map(\.plan)
            + ([holidays.others] + holidays.named.values).compactMap {
                if case .own(let plan) = $0 { plan } else { nil }
            }
        return plans.flatMap(\.periods)
    }

    // MARK: One minute

    /// The period that a local time lies in, or `nil` when that time is closed.
    public func period(at time: CivilTime) -> SchedulePeriod? {
        day(on: time.date).period(minute: time.secondOfDay / 60)
    }

    /// What a local time allows.
    public func mode(at time: CivilTime) -> HoursMode { period(at: time)?.mode ?? .closed }

    // MARK: One date

    /// The hours of a date.
    public func day(on date: CivilDate) -> ScheduleDay {
        let (plan, origin) = own(date)
        return ScheduleDay(
            date: date,
            origin: origin,
            plan: plan,
            tail: hasTails && origin == .week ? own(date.advanced(by: -1)).plan.tail : nil,
            allClosures: closures
        )
    }

    private func own(_ date: CivilDate) -> (plan: DayPlan, origin: ScheduleDay.Origin) {
        if let exception = exception(on: date) {
            return (exception.plan, .exception(exception.reason))
        }
        if keepsHolidays, let (holiday, plan) = holidays.plan(on: date) {
            return (plan, .holiday(holiday))
        }
        if let local = localDays.first(where: { $0.falls(on: date) }) {
            return (local.plan, .localDay(local.name))
        }
        return (week[date.weekday.rawValue - 1], .week)
    }

    private func exception(on date: CivilDate) -> ScheduleException? {
        var rest = exceptions[...]
        while !rest.isEmpty {
            let middle = rest.startIndex + rest.count / 2
            let dates = rest[middle].dates
            if dates.contains(date) { return rest[middle] }
            rest = date < dates.lowerBound ? rest[..<middle] : rest[(middle + 1)...]
        }
        return nil
    }

    // MARK: The next change

    /// A change of what is allowed.
    public struct Change: Sendable, Hashable {
        /// The local date of the change.
        public let date: CivilDate
        /// The local time of the change.
        public let time: TimeOfDay
        /// What is allowed from then on.
        public let mode: HoursMode

        /// Puts a change together.
        public init(date: CivilDate, time: TimeOfDay, mode: HoursMode) {
            self.date = date
            self.time = time
            self.mode = mode
        }
    }

    /// The next time at which something else is allowed, looking ``lookAheadMax`` days ahead.
    public func nextChange(after time: CivilTime) -> Change? {
        guard !isConstant else { return nil }
        let now = mode(at: time)
        var minute = time.secondOfDay / 60
        for offset in 0...Self.lookAheadMax {
            let day = day(on: time.date.advanced(by: offset))
            while let next = day.boundary(after: minute) {
                let mode = day.period(minute: next)?.mode ?? .closed
                if mode != now, let time = TimeOfDay(minutes: next) {
                    return Change(date: day.date, time: time, mode: mode)
                }
                minute = next
            }
            minute = -1
        }
        return nil
    }

    /// How many minutes are left before the hours close the door, the one that runs included; `nil`
    /// when it is closed or that is further away than a limit in minutes.
    public func minutesToClosing(at time: CivilTime, within limit: Int) -> Int? {
        guard mode(at: time) != .closed else { return nil }
        var minute = time.secondOfDay / 60
        for offset in 0...1 {
            let day = day(on: time.date.advanced(by: offset))
            while let next = day.boundary(after: minute) {
                let left = (offset * 1440 + next) * 60 - time.secondOfDay
                guard left <= limit * 60 else { return nil }
                if (day.period(minute: next)?.mode ?? .closed) == .closed {
                    return (left + 59) / 60
                }
                minute = next
            }
            minute = -1
        }
        return nil
    }

    /// Whether an open door closes within so many minutes, at most a day, of local time.
    func closes(within minutes: Int, of time: CivilTime) -> Bool {
        minutesToClosing(at: time, within: minutes) != nil
    }
}

extension DayPlan {
    /// What every minute of the day allows, where that is one thing.
    fileprivate var onlyMode: HoursMode? {
        guard opens else { return .closed }
        guard let first = periods.first, first.from == .midnight, !first.crossesMidnight else {
            return nil
        }
        var end = 0
        for period in periods {
            guard period.from.minutes == end, period.mode == first.mode else { return nil }
            end = period.endMinute
        }
        return end == 1440 ? first.mode : nil
    }
}
