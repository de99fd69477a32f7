// SPDX-License-Identifier: MPL-2.0

/// The keyboard a scanner believes it is typing on.
///
/// Scanners send the positions of keys, not characters. Digits and letters sit at the same
/// positions on both layouts; punctuation does not, so a scanner and its reader must agree. Only
/// printable ASCII is decoded: dead keys, æ, ø, å and the like have no character here.
public enum KeyboardLayout: String, Sendable, Hashable, CaseIterable {
    /// The layout of the United States, the factory setting of nearly every scanner.
    case us
    /// The Danish layout.
    case danish

    /// The ASCII character of a key with the given modifiers held, if it has one.
    func character(of usage: UInt8, with modifiers: KeyModifiers) -> UInt8? {
        if let digit = KeyUsage.keypadDigit(usage) { return UInt8(ascii: "0") + digit }
        let level = level(of: modifiers)
        if KeyUsage.letters.contains(usage) {
            let lower = UInt8(ascii: "a") + usage - KeyUsage.letters.lowerBound
            switch level {
            case .plain: return lower
            case .shift: return lower - 0x20
            case .alternate: return nil
            }
        }
        guard let index = Self.index(of: usage) else { return keypadSign(of: usage) }
        let character = row(level)[index]
        return character == 0 ? nil : character
    }

    /// Whether right Alt chooses a third character on a key instead of giving commands.
    var hasAlternateLevel: Bool { self == .danish }

    private enum Level {
        case plain
        case shift
        case alternate
    }

    private func level(of modifiers: KeyModifiers) -> Level {
        if hasAlternateLevel, modifiers.hasAny(of: .rightAlt) { return .alternate }
        return modifiers.hasAny(of: .shift) ? .shift : .plain
    }

    private func keypadSign(of usage: UInt8) -> UInt8? {
        switch usage {
        case KeyUsage.keypadDivide: UInt8(ascii: "/")
        case KeyUsage.keypadMultiply: UInt8(ascii: "*")
        case KeyUsage.keypadMinus: UInt8(ascii: "-")
        case KeyUsage.keypadPlus: UInt8(ascii: "+")
        case KeyUsage.keypadPoint: self == .danish ? UInt8(ascii: ",") : UInt8(ascii: ".")
        default: nil
        }
    }

    /// The place of a key in the rows below.
    private static func index(of usage: UInt8) -> Int? {
        switch usage {
        case 0x1E...0x38: Int(usage - 0x1E)
        case KeyUsage.isoExtra: 0x38 - 0x1E + 1
        default: nil
        }
    }

    private func row(_ level: Level) -> [UInt8] {
        switch (self, level) {
        // This layout has no third character on any key.
        case (.us, .plain), (.us, .alternate): Self.usPlain
        case (.us, .shift): Self.usShift
        case (.danish, .plain): Self.danishPlain
        case (.danish, .shift): Self.danishShift
        case (.danish, .alternate): Self.danishAlternate
        }
    }

    // Each row: digits from 1Eh; Enter, Escape, Backspace and Tab, which type nothing; Space; the
    // keys from 2Dh, from 31h, from 36h; the extra European key 64h. NUL means "no character".
    private static let usPlain = Array(
        ("1234567890" + "\0\0\0\0" + " " + "-=[]" + "\\\\;'`" + ",./" + "\\").utf8
    )
    private static let usShift = Array(
        ("!@#$%^&*()" + "\0\0\0\0" + " " + "_+{}" + "||:\"~" + "<>?" + "|").utf8
    )
    private static let danishPlain = Array(
        ("1234567890" + "\0\0\0\0" + " " + "+\0\0\0" + "''\0\0\0" + ",.-" + "<").utf8
    )
    private static let danishShift = Array(
        ("!\"#\0%&/()=" + "\0\0\0\0" + " " + "?\0\0\0" + "**\0\0\0" + ";:_" + ">").utf8
    )
    private static let danishAlternate = Array(
        ("\0@\0$\0\0{[]}" + "\0\0\0\0" + "\0" + "\0|\0\0" + "\0\0\0\0\0" + "\0\0\0" + "\\").utf8
    )
}
