// SPDX-License-Identifier: MPL-2.0

/// A small random generator that gives the same numbers for the same seed on every machine.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number out of a range.
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// True once in so many times.
    mutating func oneIn(_ times: Int) -> Bool { number(1...times) == 1 }

    /// One of some values.
    mutating func pick<Value>(_ values: [Value]) -> Value { values[number(0...(values.count - 1))] }

    /// Some of the values, in a set.
    mutating func some<Value: Hashable>(of values: [Value], oneIn times: Int) -> Set<Value> {
        var chosen: Set<Value> = []
        for value in values where oneIn(times) { chosen.insert(value) }
        return chosen
    }
}
