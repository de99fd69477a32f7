// SPDX-License-Identifier: MPL-2.0

/// The number on a health card or library card, in the one form that all readers agree on.
///
/// It is personal data: a Danish health card carries the CPR number. Text made from a card number
/// says only that there is one. A number is never classified by its length or its check digit:
/// a CPR number and a library card can look alike, and valid CPR numbers without a modulus-11
/// check digit have been given since 2007.
public struct CardNumber: Sendable, Hashable {
    /// The fewest characters in a card number.
    public static let lengthMin = 4
    /// The greatest number of characters in a card number.
    public static let lengthMax = SecretBytes.countMax

    /// The greatest number of bytes in the text that a card number is read from.
    public static let scanLengthMax = 64

    private let number: SecretBytes

    /// The number itself; only for the library system and for making a ``CardKey``.
    ///
    /// Each reading is a copy that is not overwritten; the number that it comes from is, when the
    /// last value that holds it is released. What else stays behind in memory is listed with the
    /// box that holds it, `SecretBytes`.
    public var secret: String { String(decoding: number.bytes, as: UTF8.self) }

    /// Normalises scanned or typed text, or gives `nil` when it cannot be a card number.
    ///
    /// Blanks in it and around it are dropped, letters become upper case, and a CPR number written
    /// with a hyphen (`DDMMYY-NNNN`) loses it. Only ASCII letters and digits remain.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        guard text.utf8.count <= Self.scanLengthMax else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                bytes.append(byte)
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                bytes.append(byte - 0x20)
            case UInt8(ascii: " "):
                continue
            case UInt8(ascii: "-"):
                bytes.append(byte)
            default:
                return nil
            }
        }
        if let hyphen = bytes.firstIndex(of: UInt8(ascii: "-")) {
            guard hyphen == 6, bytes.count == 11 else { return nil }
            bytes.remove(at: hyphen)
            guard bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        }
        guard bytes.count >= Self.lengthMin, let number = SecretBytes(bytes) else { return nil }
        self.number = number
    }

    /// Takes typed digits as they are; `nil` when they are too few.
    init?(_ digits: SecretBytes) {
        guard digits.count >= Self.lengthMin else { return nil }
        number = digits
    }
}

extension CardNumber: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A stand-in that never shows the number.
    public var description: String { "card number" }
    /// A stand-in that never shows the number.
    public var debugDescription: String { description }
    /// Nothing, so that a dump never shows the number.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// The keyed hash that stands for a card everywhere inside Portner.
///
/// HMAC-SHA256 of the ``CardNumber`` under the site key, which is not in any database: without the
/// key the number cannot be found again by trying all of them.
public struct CardKey: Sendable, Hashable {
    /// The first 64 bits of the hash.
    public let first: UInt64
    /// The second 64 bits.
    public let second: UInt64
    /// The third 64 bits.
    public let third: UInt64
    /// The last 64 bits.
    public let fourth: UInt64

    /// Puts the four words of a hash together, the first byte being the most significant.
    public init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }

    /// The row number in the cache: the first 63 bits.
    public var rowNumber: Int64 { Int64(first >> 1) }

    /// Whether two keys are equal, in a time that does not depend on where they differ.
    public func matches(_ other: CardKey) -> Bool {
        (first ^ other.first) | (second ^ other.second)
            | (third ^ other.third) | (fourth ^ other.fourth) == 0
    }

    /// Eight hexadecimal digits for technicians, enough to follow one card through a day.
    public var label: String {
        let digits = String(first >> 32, radix: 16)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }
}

extension CardKey: CustomStringConvertible {
    /// The label.
    public var description: String { label }
}

/// A PIN as typed, on its way to a check; it is never stored and never shown.
public struct PIN: Sendable {
    /// The lengths that any library may ask for; a door narrows them further.
    public static let lengths = 4...12

    private let digits: SecretBytes

    /// The digits in ASCII; only for the library system and for the verifier.
    ///
    /// Each reading is a copy that is not overwritten; the digits that it comes from are, when the
    /// last value that holds them is released. What else stays behind in memory is listed with the
    /// box that holds them, `SecretBytes`.
    public var secret: [UInt8] { digits.bytes }

    /// Takes ASCII digits, or gives `nil` when there are too few, too many or others.
    public init?(_ digits: [UInt8]) {
        guard let digits = SecretBytes(digits) else { return nil }
        self.init(digits)
    }

    /// Takes ASCII digits where they are, without a further copy.
    init?(_ digits: SecretBytes) {
        guard Self.lengths.contains(digits.count),
            digits.bytes.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        self.digits = digits
    }
}

extension PIN: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A stand-in that shows neither the digits nor how many there are.
    public var description: String { "PIN" }
    /// A stand-in that shows neither the digits nor how many there are.
    public var debugDescription: String { description }
    /// Nothing, so that a dump never shows the digits.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What the cache keeps to check a PIN with: the result of a slow function, opaque to the core.
public struct PINVerifier: Sendable, Hashable {
    /// The greatest number of bytes in a verifier.
    public static let lengthMax = 128

    /// The bytes, in the format of the store that made them.
    public let bytes: [UInt8]

    /// Wraps the bytes of a store.
    public init(bytes: [UInt8]) { self.bytes = bytes }
}

extension PINVerifier: CustomStringConvertible, CustomReflectable {
    /// A stand-in that does not show the bytes.
    public var description: String { "PIN verifier" }
    /// Nothing, so that a dump does not show the bytes.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
