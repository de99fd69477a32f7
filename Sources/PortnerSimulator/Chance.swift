// SPDX-License-Identifier: MPL-2.0

/// A source of numbers that a seed decides for ever: SplitMix64.
///
/// Every part of the world has a source of its own, forked off the seed's, so that one part drawing
/// more often does not change what the others draw.
struct Chance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A number that depends on every bit of another one.
    static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Another source that this one's next number decides.
    mutating func fork() -> Chance { Chance(seed: next()) }

    /// A number from a range, without regard to the last bit of evenness.
    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// A time from a range, in whole milliseconds.
    mutating func duration(in range: ClosedRange<Duration>) -> Duration {
        .milliseconds(number(in: range.lowerBound.milliseconds...range.upperBound.milliseconds))
    }

    /// True once in so many times.
    mutating func oneIn(_ times: Int) -> Bool { number(in: 1...times) == 1 }

    /// One of some values, of which there must be one.
    mutating func pick<Value>(from values: [Value]) -> Value {
        values[number(in: 0...values.count - 1)]
    }

    /// Digits, each of them anything from 0 to 9.
    mutating func digits(_ count: Int) -> String {
        (0..<count).map { _ in String(number(in: 0...9)) }.joined()
    }

    /// The time to the next of some events that lie this far apart on average.
    mutating func gap(mean: Duration) -> Duration {
        duration(in: .milliseconds(1) ... .milliseconds(2 * max(1, mean.milliseconds)))
    }
}

extension Duration {
    /// The whole milliseconds in it.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
