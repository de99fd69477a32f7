// SPDX-License-Identifier: MPL-2.0

/// The checksum that ends a message with error detection.
///
/// It is the two's complement of the 16-bit sum of every byte from the first one through the
/// letters `AZ`, so that sum and checksum together are zero.
public struct Checksum: RawRepresentable, Sendable, Hashable {
    /// How the sum of a received message is taken.
    public enum Rule: Sendable, Hashable {
        /// Over the bytes as they came: the rule of the protocol.
        case bytes
        /// Over the bytes, or else over the code points of the text, as some peers wrongly do.
        case bytesOrCodePoints
    }

    /// The sixteen bits.
    public let rawValue: UInt16

    /// Makes a checksum from its sixteen bits.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The checksum of a message, from its first byte through `AZ`.
    public init(of bytes: Span<UInt8>) {
        var sum: UInt32 = 0
        for index in bytes.indices {
            sum &+= UInt32(bytes[index])
        }
        self.init(sum: sum)
    }

    /// The checksum over code points instead of bytes, as some peers compute it.
    init(ofCodePointsIn text: String) {
        self.init(sum: text.unicodeScalars.reduce(0) { $0 &+ $1.value })
    }

    private init(sum: UInt32) {
        rawValue = 0 &- UInt16(truncatingIfNeeded: sum)
    }

    /// Reads four hexadecimal digits of either case.
    ///
    /// - Returns: nil for anything else.
    public init?(digits: Span<UInt8>) {
        guard digits.count == 4 else { return nil }
        var value: UInt16 = 0
        for index in digits.indices {
            let digit = digits[index]
            switch digit {
            case 0x30...0x39: value = value << 4 | UInt16(digit - 0x30)
            case 0x41...0x46: value = value << 4 | UInt16(digit - 0x41 + 10)
            case 0x61...0x66: value = value << 4 | UInt16(digit - 0x61 + 10)
            default: return nil
            }
        }
        rawValue = value
    }
}

extension Checksum {
    /// Appends four upper-case hexadecimal digits.
    func append(to bytes: inout [UInt8]) {
        for shift in stride(from: UInt16(12), through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: rawValue >> shift & 0xF)
            bytes.append(digit < 10 ? 0x30 + digit : 0x41 + digit - 10)
        }
    }
}

extension Checksum: CustomStringConvertible {
    /// Four upper-case hexadecimal digits.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
