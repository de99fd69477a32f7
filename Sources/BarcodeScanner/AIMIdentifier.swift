// SPDX-License-Identifier: MPL-2.0

/// The three characters `]cm` by which a scanner names the symbology of a code (ISO/IEC 15424).
///
/// Keyboard and serial scanners put them before the text when told to, HID POS scanners send them
/// in fields of their own.
public struct AIMIdentifier: Sendable, Hashable {
    /// The number of characters of an identifier.
    public static let length = 3

    /// The code letter, an ASCII letter.
    public let code: UInt8

    /// The modifier, an ASCII letter or digit whose meaning depends on the code letter.
    ///
    /// With Interleaved 2 of 5, `0` means no check digit, `1` a check digit that was checked, `3`
    /// one that was checked and left out.
    public let modifier: UInt8

    /// Creates an identifier from its three bytes, or nothing if they are none.
    public init?(_ flag: UInt8, _ code: UInt8, _ modifier: UInt8) {
        guard flag == UInt8(ascii: "]"), Self.isLetter(code),
            Self.isLetter(modifier) || Self.isDigit(modifier)
        else { return nil }
        self.code = code
        self.modifier = modifier
    }

    /// Takes an identifier from the front of a text, or gives nothing if the text has none.
    ///
    /// - Parameter text: the scanned text; the identifier is removed from it.
    public init?(removingFrom text: inout Substring) {
        var bytes = text.utf8.prefix(Self.length).makeIterator()
        guard let flag = bytes.next(), let code = bytes.next(), let modifier = bytes.next() else {
            return nil
        }
        self.init(flag, code, modifier)
        text.unicodeScalars.removeFirst(Self.length)
    }

    /// The kind of bar code this identifier names.
    public var symbology: Symbology {
        switch code {
        case UInt8(ascii: "A"): .code39
        case UInt8(ascii: "C"): modifier == UInt8(ascii: "1") ? .gs1Code128 : .code128
        case UInt8(ascii: "d"): .dataMatrix
        case UInt8(ascii: "E"): .ean
        case UInt8(ascii: "F"): .codabar
        case UInt8(ascii: "G"): .code93
        case UInt8(ascii: "I"): .interleaved2Of5
        case UInt8(ascii: "L"): .pdf417
        case UInt8(ascii: "Q"): .qrCode
        case UInt8(ascii: "z"): .aztec
        default: .other
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension AIMIdentifier: CustomStringConvertible {
    /// The three characters, for instance `]I1`.
    public var description: String {
        "]\(Character(UnicodeScalar(code)))\(Character(UnicodeScalar(modifier)))"
    }
}
