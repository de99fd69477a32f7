// SPDX-License-Identifier: MPL-2.0

/// A date or a run of dates with hours of their own, closed where there are none.
public struct ScheduleException: Sendable, Hashable {
    /// The greatest number of exceptions of one door.
    public static let countMax = 400

    /// The dates, both ends included.
    public let dates: ClosedRange<CivilDate>
    /// The hours of each of the dates, from midnight to midnight.
    public let plan: DayPlan
    /// Why, in the library's words.
    public let reason: String

    /// Puts an exception together.
    public init(_ dates: ClosedRange<CivilDate>, _ plan: DayPlan, reason: String) {
        self.dates = dates
        self.plan = plan
        self.reason = reason
    }
}

/// A day that comes round each year with hours of its own: a local holiday.
public struct LocalDay: Sendable, Hashable {
    /// The greatest number of local days of one door.
    public static let countMax = 40

    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month.
    public let day: Int
    /// The hours, from midnight to midnight.
    public let plan: DayPlan
    /// What the day is called.
    public let name: String

    /// A local day, or `nil` when not even a leap year has that date.
    public init?(month: Int, day: Int, _ plan: DayPlan, name: String) {
        guard CivilDate(year: 2000, month: month, day: day) != nil else { return nil }
        self.month = month
        self.day = day
        self.plan = plan
        self.name = name
    }

    func falls(on date: CivilDate) -> Bool {
        let (_, month, day) = date.parts
        return self.month == month && self.day == day
    }
}

/// A stretch of local time in which a door is closed, whatever the rest of the schedule says.
public struct TemporaryClosure: Sendable, Hashable {
    /// The greatest number of closures of one door.
    public static let countMax = 100

    /// A local minute.
    public struct Instant: Sendable, Hashable, Comparable {
        /// The date.
        public let date: CivilDate
        /// The time of day.
        public let time: TimeOfDay

        /// Puts a date and a time together.
        public init(_ date: CivilDate, _ time: TimeOfDay) {
            self.date = date
            self.time = time
        }

        /// Orders minutes by local time.
        public static func < (left: Self, right: Self) -> Bool {
            (left.date, left.time) < (right.date, right.time)
        }
    }

    /// The first closed minute.
    public let from: Instant
    /// The first minute that is open again.
    public let until: Instant
    /// Why, in the library's words.
    public let reason: String

    /// A closure, or `nil` when it would end before or when it begins.
    public init?(from: Instant, until: Instant, reason: String) {
        guard from < until else { return nil }
        self.from = from
        self.until = until
        self.reason = reason
    }

    /// The minutes of a date that it covers; empty when it does not touch the date.
    func minutes(of date: CivilDate) -> Range<Int> {
        guard from.date <= date, date <= until.date else { return 0..<0 }
        let start = from.date < date ? 0 : from.time.minutes
        let end = date < until.date ? 1440 : until.time.minutes
        return start..<end
    }
}
