// SPDX-License-Identifier: MPL-2.0

/// How a fact came here.
///
/// No database holds it: answers and rosters are kept apart, so that where a fact lies says it.
public enum FactSource: UInt8, Sendable, Hashable, CaseIterable {
    /// The library system answered a question about this one card.
    case answer
    /// A roster of the library named the card.
    case roster
}

/// Something a library system said about a patron, with the time it was true.
public struct Aged<Value: Sendable & Hashable>: Sendable, Hashable {
    /// What was said.
    public var value: Value
    /// When the library system said it.
    public var asOf: Timestamp
    /// How it was said.
    public var source: FactSource

    /// Dates a value.
    public init(_ value: Value, asOf: Timestamp, source: FactSource = .answer) {
        self.value = value
        self.asOf = asOf
        self.source = source
    }

    /// Whether the value can still be used.
    ///
    /// A value dated later than `now` by more than ``AgedLimit/skewMax`` is not usable either: the
    /// clock went backwards and the true age is unknown.
    public func isUsable(at now: Timestamp, within limit: Duration) -> Bool {
        asOf.age(at: now) <= limit && isBelievable(at: now)
    }

    /// Whether the value is not dated later than two clocks can differ.
    func isBelievable(at now: Timestamp) -> Bool {
        asOf.age(at: now) >= .zero - AgedLimit.skewMax
    }

    /// The newer of two values; of two values from the same time, the one `worse` picks.
    ///
    /// What was said twice at one time counts as said in the roster.
    func merged(with other: Self, worse: (Value, Value) -> Value) -> Self {
        guard asOf == other.asOf else { return asOf < other.asOf ? other : self }
        return Self(
            worse(value, other.value),
            asOf: asOf,
            source: source == other.source ? source : .roster
        )
    }
}

/// Limits that hold for every ``Aged`` value.
public enum AgedLimit {
    /// How far in the future a value may be dated because two clocks differ.
    public static let skewMax = Duration.seconds(120)
}
