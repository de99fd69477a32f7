// SPDX-License-Identifier: MPL-2.0

/// What somebody has agreed to, as far as the library tells: a consent or an enrolment.
public enum Permission: Sendable, Hashable {
    /// It is not given, or was taken back.
    case notGiven
    /// It is given; with a date it holds through that day, without one until it is taken back.
    case given(through: CivilDate?)

    /// Whether it holds on a day.
    public func holds(on date: CivilDate) -> Bool {
        switch self {
        case .notGiven: false
        case .given(let last): last.map { date <= $0 } ?? true
        }
    }

    /// Of two the one that permits less; a total order.
    static func lesser(_ left: Self, _ right: Self) -> Self {
        switch (left, right) {
        case (.notGiven, _), (_, .notGiven): .notGiven
        case (.given(let mine?), .given(let other?)): .given(through: min(mine, other))
        case (.given(let mine), .given(let other)): .given(through: mine ?? other)
        }
    }
}

extension Permission: LosslessStringConvertible {
    /// `no`, `yes`, or the last day as ISO 8601 writes it: the form of databases and rosters.
    public var description: String {
        switch self {
        case .notGiven: "no"
        case .given(through: nil): "yes"
        case .given(let last?): last.description
        }
    }

    /// Reads what ``description`` writes; anything else is `nil`.
    public init?(_ text: String) {
        switch text {
        case "no": self = .notGiven
        case "yes": self = .given(through: nil)
        default:
            guard let last = CivilDate(iso8601: text) else { return nil }
            self = .given(through: last)
        }
    }
}
