// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import RFIDTags
import Testing

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

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}

/// Made-up tags.
enum Sample {
    static func id(_ number: UInt8) throws -> TagID {
        try #require(TagID([0xE0, 0x04, 1, 0, 0, 0, 0, number]))
    }

    static func item(_ number: String = "3829213522") throws -> ItemNumber {
        try #require(ItemNumber(number))
    }

    static func content(_ number: String = "3829213522", part: Int = 1, of count: Int = 1) throws
        -> TagContent
    {
        TagContent(
            part: try #require(TagPart(part, of: count)),
            item: try item(number),
            owner: OwnerLibrary("DK-718500")
        )
    }

    /// Any content that there can be.
    static func content(_ random: inout SplitMix64, ownerLengthMax: Int) throws -> TagContent {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
        func text(_ count: Int, _ random: inout SplitMix64) -> String {
            String((0..<count).map { _ in letters[random.number(0...35)] })
        }
        let count = random.number(1...255)
        let codes: [TagUsage] = [.acquisition, .circulation, .notForCirculation, .discarded]
        return TagContent(
            usage: codes[random.number(0...3)],
            part: try #require(TagPart(count == 1 ? 1 : random.number(1...count), of: count)),
            item: try item(text(random.number(1...16), &random)),
            owner: random.number(0...3) == 0
                ? nil : OwnerLibrary("DK-" + text(random.number(1...ownerLengthMax), &random))
        )
    }

    static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(digits[$0] * 16 + digits[$0 + 1])
        }
    }

    static func time(_ milliseconds: Int) -> Uptime { Uptime(.milliseconds(milliseconds)) }
}
