// SPDX-License-Identifier: MPL-2.0

/// A source of numbers that a seed decides for ever: SplitMix64.
struct SeededGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from a range, without regard to the last bit of evenness.
    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// Digits, each of them anything from 0 to 9.
    mutating func digits(_ count: Int) -> String {
        (0..<count).map { _ in String(number(in: 0...9)) }.joined()
    }
}
