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

/// A stretch of hours with its own rules, belonging to the date on which it begins.
public struct SchedulePeriod: Sendable, Hashable {
    /// When it begins.
    public let from: TimeOfDay
    /// When it ends; the minute itself no longer belongs to it.
    ///
    /// A time before ``from`` is on the next date.
    public let to: TimeOfDay
    /// What it allows.
    public let mode: HoursMode
    /// Whether the door asks for a PIN then; `nil` leaves it to the door.
    public let asksPIN: Bool?
    /// The least age then in years; `nil` leaves it to the door.
    public let ageMin: Int?

    /// A period, or `nil` when it would last no time at all or begin at the end of the day.
    ///
    /// An end at 00:00 is the end of the day on which the period begins.
    public init?(
        from: TimeOfDay,
        to: TimeOfDay,
        mode: HoursMode,
        asksPIN: Bool? = nil,
        ageMin: Int? = nil
    ) {
        guard from != to, from < .endOfDay else { return nil }
        self.from = from
        self.to = to == .midnight ? .endOfDay : to
        self.mode = mode
        self.asksPIN = asksPIN
        self.ageMin = ageMin
    }

    /// Whether it ends on the date after the one on which it begins.
    public var crossesMidnight: Bool { to < from }

    /// Its end in minutes since midnight of the date on which it begins, at most 2,879.
    var endMinute: Int { to.minutes + (crossesMidnight ? 1440 : 0) }
}

/// The periods that begin on one date, in order; minutes without a period are closed.
public struct DayPlan: Sendable, Hashable {
    /// The greatest number of periods in one day.
    public static let periodsMax = 24
    /// A day on which nobody is let in.
    public static let closed = DayPlan(checked: [])

    /// Why periods cannot be one day.
    public enum Flaw: Error, Sendable, Hashable {
        /// Two periods overlap; the time is where the second one begins.
        case overlap(TimeOfDay)
        /// There are more than ``DayPlan/periodsMax``.
        case tooManyPeriods
    }

    /// The periods in the order of time; only the last can cross midnight.
    public let periods: [SchedulePeriod]

    /// Checks and orders the periods of a day.
    ///
    /// - Throws: ``Flaw`` when they overlap or are too many.
    public init(_ periods: [SchedulePeriod]) throws(Flaw) {
        let ordered = periods.sorted { $0.from < $1.from }
        guard ordered.count <= Self.periodsMax else { throw .tooManyPeriods }
        for (earlier, later) in zip(ordered, ordered.dropFirst())
        where later.from.minutes < earlier.endMinute {
            throw .overlap(later.from)
        }
        self.periods = ordered
    }

    init(checked periods: [SchedulePeriod]) { self.periods = periods }

    /// The period that goes on after midnight, if there is one.
    var tail: SchedulePeriod? {
        guard let last = periods.last, last.crossesMidnight else { return nil }
        return last
    }

    /// Whether somebody can be let in at some time of the day.
    public var opens: Bool { periods.contains { $0.mode != .closed } }
}

extension TimeOfDay {
    /// The beginning of the day.
    public static let midnight = TimeOfDay(minutes: 0) ?? .endOfDay
}
