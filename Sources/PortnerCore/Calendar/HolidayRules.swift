// SPDX-License-Identifier: MPL-2.0

/// What a door does on a holiday.
public enum HolidayRule: Sendable, Hashable {
    /// The holiday is a day like any other.
    case asUsual
    /// These hours and no others, from midnight to midnight; none is closed.
    case own(DayPlan)

    /// Nobody is let in.
    public static let closed = HolidayRule.own(.closed)
}

/// What a door does on each Danish holiday.
public struct HolidayRules: Sendable, Hashable {
    /// For public holidays that nobody decided on by name.
    public let others: HolidayRule
    /// For the holidays that were decided on by name.
    public let named: [DanishHoliday: HolidayRule]

    /// Days like any other, all of them.
    public static let none = HolidayRules(others: .asUsual)

    /// Rules for all public holidays, and for some by name.
    ///
    /// A day that is no public holiday is as usual unless named.
    public init(others: HolidayRule, named: [DanishHoliday: HolidayRule] = [:]) {
        self.others = others
        self.named = named
    }

    /// The rule for a holiday.
    public subscript(holiday: DanishHoliday) -> HolidayRule {
        named[holiday] ?? (holiday.isPublic ? others : .asUsual)
    }

    /// Whether no holiday changes anything.
    var changesNothing: Bool { others == .asUsual && named.values.allSatisfy { $0 == .asUsual } }

    /// The hours of a date that a holiday gives its own, with the holiday.
    ///
    /// Where two holidays fall on one date, the one whose hours are fewer holds: nobody who closed
    /// one of them finds the door open because of the other.
    func plan(on date: CivilDate) -> (holiday: DanishHoliday, plan: DayPlan)? {
        let movable = DanishHoliday.movable(on: date).flatMap(own)
        let fixed = DanishHoliday.fixed(on: date).flatMap(own)
        guard let movable, let fixed else { return movable ?? fixed }
        return fixed.plan.openMinutes < movable.plan.openMinutes ? fixed : movable
    }

    private func own(_ holiday: DanishHoliday) -> (holiday: DanishHoliday, plan: DayPlan)? {
        guard case .own(let plan) = self[holiday] else { return nil }
        return (holiday, plan)
    }
}

extension DayPlan {
    /// How many minutes are not closed.
    var openMinutes: Int {
        periods.reduce(0) { $1.mode == .closed ? $0 : $0 + $1.endMinute - $1.from.minutes }
    }
}
