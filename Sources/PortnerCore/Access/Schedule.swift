// SPDX-License-Identifier: MPL-2.0

/// What a door's hours allow.
public enum HoursMode: String, Sendable, Hashable, CaseIterable {
    /// Staff are there; the door may be held open.
    case staffed = "staffed"
    /// Patrons let themselves in with a card.
    case selfService = "self-service"
    /// Nobody is let in; leaving always works.
    case closed = "closed"
}

/// A stretch of one weekday with its own rules.
public struct SchedulePeriod: Sendable, Hashable {
    /// When it begins.
    public let from: TimeOfDay
    /// When it ends; the minute itself no longer belongs to it.
    public let to: TimeOfDay
    /// What it allows.
    public let mode: HoursMode
    /// Whether the door asks for a PIN then; `nil` leaves it to the door.
    public let asksPIN: Bool?
    /// The least age then in years; `nil` leaves it to the door.
    public let ageMin: Int?

    /// A period, or `nil` when it would end before or when it begins.
    public init?(
        from: TimeOfDay,
        to: TimeOfDay,
        mode: HoursMode,
        asksPIN: Bool? = nil,
        ageMin: Int? = nil
    ) {
        guard from < to else { return nil }
        self.from = from
        self.to = to
        self.mode = mode
        self.asksPIN = asksPIN
        self.ageMin = ageMin
    }
}

/// A door's week: what each minute of it allows.
///
/// Minutes without a period are closed.
public struct Schedule: Sendable, Hashable {
    /// The greatest number of periods in one day.
    public static let periodsPerDayMax = 24

    /// Why a week cannot be used.
    public enum Flaw: Error, Sendable, Hashable {
        /// Two periods of a day overlap; the time is where the second one begins.
        case overlap(Weekday, TimeOfDay)
        /// A day has more than ``Schedule/periodsPerDayMax`` periods.
        case tooManyPeriods(Weekday)
    }

    /// The periods of each day in order.
    public let days: [Weekday: [SchedulePeriod]]

    /// Checks and orders the periods of a week.
    ///
    /// - Throws: ``Flaw`` when periods of one day overlap or are too many.
    public init(_ days: [Weekday: [SchedulePeriod]]) throws(Flaw) {
        var ordered: [Weekday: [SchedulePeriod]] = [:]
        for day in Weekday.allCases {
            let periods = (days[day] ?? []).sorted { $0.from < $1.from }
            guard periods.count <= Self.periodsPerDayMax else { throw .tooManyPeriods(day) }
            for (earlier, later) in zip(periods, periods.dropFirst()) where later.from < earlier.to
            {
                throw .overlap(day, later.from)
            }
            ordered[day] = periods
        }
        self.days = ordered
    }

    /// A week in which every minute allows the same.
    public static func always(_ mode: HoursMode) -> Schedule {
        let day = SchedulePeriod(from: .midnight, to: .endOfDay, mode: mode).map { [$0] } ?? []
        return Schedule(
            checked: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, day) })
        )
    }

    private init(checked days: [Weekday: [SchedulePeriod]]) { self.days = days }

    /// The period that a local time lies in, or `nil` when that time is closed.
    public func period(at time: CivilTime) -> SchedulePeriod? {
        days[time.weekday]?.first { $0.from <= time.timeOfDay && time.timeOfDay < $0.to }
    }

    /// What a local time allows.
    public func mode(at time: CivilTime) -> HoursMode { period(at: time)?.mode ?? .closed }

    /// The next time at which something else is allowed, looking eight days ahead.
    public func nextChange(after time: CivilTime) -> Change? {
        let now = mode(at: time)
        for offset in 0...8 {
            let date = time.date.advanced(by: offset)
            for (start, mode) in boundaries(of: date.weekday)
            where mode != now && (offset > 0 || start > time.timeOfDay) {
                return Change(date: date, time: start, mode: mode)
            }
        }
        return nil
    }

    /// A change of what is allowed.
    public struct Change: Sendable, Hashable {
        /// The local date of the change.
        public let date: CivilDate
        /// The local time of the change.
        public let time: TimeOfDay
        /// What is allowed from then on.
        public let mode: HoursMode
    }

    /// Where a day's mode can change: every start, and every end that no start follows at once.
    private func boundaries(of day: Weekday) -> [(TimeOfDay, HoursMode)] {
        let periods = days[day] ?? []
        var found: [(TimeOfDay, HoursMode)] = []
        if periods.first?.from != .midnight { found.append((.midnight, .closed)) }
        for (index, period) in periods.enumerated() {
            found.append((period.from, period.mode))
            let next = index + 1 < periods.count ? periods[index + 1].from : .endOfDay
            if period.to < next { found.append((period.to, .closed)) }
        }
        return found
    }
}

extension TimeOfDay {
    /// The beginning of the day.
    public static let midnight = TimeOfDay(minutes: 0) ?? .endOfDay
}
