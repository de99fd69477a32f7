// SPDX-License-Identifier: MPL-2.0

/// Usages of the keyboard page 07h that mean something to a scanner or a PIN pad (HID Usage
/// Tables, section 10).
enum KeyUsage {
    /// 01h–03h report an error, such as more keys than the device can tell apart.
    static let errors: ClosedRange<UInt8> = 0x01...0x03

    static let letters: ClosedRange<UInt8> = 0x04...0x1D
    /// The row above the letters: 1 to 9, then 0.
    static let digitRow: ClosedRange<UInt8> = 0x1E...0x27
    static let enter: UInt8 = 0x28
    static let escape: UInt8 = 0x29
    static let backspace: UInt8 = 0x2A
    static let tab: UInt8 = 0x2B
    /// The key between left Shift and Z on European keyboards.
    static let isoExtra: UInt8 = 0x64

    static let capsLock: UInt8 = 0x39
    static let scrollLock: UInt8 = 0x47
    static let deleteForward: UInt8 = 0x4C
    static let numLock: UInt8 = 0x53

    static let keypadDivide: UInt8 = 0x54
    static let keypadMultiply: UInt8 = 0x55
    static let keypadMinus: UInt8 = 0x56
    static let keypadPlus: UInt8 = 0x57
    static let keypadEnter: UInt8 = 0x58
    /// The keypad: 1 to 9, then 0.
    static let keypadDigits: ClosedRange<UInt8> = 0x59...0x62
    static let keypadPoint: UInt8 = 0x63
    static let keypadDoubleZero: UInt8 = 0xB0
    static let keypadTripleZero: UInt8 = 0xB1

    /// E0h–E7h, left Ctrl to right GUI, in the order of the modifier bits.
    static let modifiers: ClosedRange<UInt8> = 0xE0...0xE7

    /// Whether a key changes only the host's lamps and nothing that is typed here.
    ///
    /// Keypads wrap digits in NumLock, scanners wrap letters in CapsLock; both matter only to a
    /// host that keeps the state, and this one reads positions and Shift.
    static func isLock(_ usage: UInt8) -> Bool {
        usage == capsLock || usage == numLock || usage == scrollLock
    }

    /// The digit, 0 to 9, of a key on the keypad, whatever NumLock says.
    static func keypadDigit(_ usage: UInt8) -> UInt8? {
        keypadDigits.contains(usage) ? (usage - keypadDigits.lowerBound + 1) % 10 : nil
    }

    /// The digit, 0 to 9, of a key in the row above the letters.
    static func rowDigit(_ usage: UInt8) -> UInt8? {
        digitRow.contains(usage) ? (usage - digitRow.lowerBound + 1) % 10 : nil
    }
}

/// The first byte of a boot keyboard report (HID 1.11, section 8.3).
struct KeyModifiers: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let leftAlt = KeyModifiers(rawValue: 0x04)
    static let rightAlt = KeyModifiers(rawValue: 0x40)
    /// Either Shift key.
    static let shift = KeyModifiers(rawValue: 0x22)
    /// Either Ctrl or GUI key: what turns keys into commands.
    static let command = KeyModifiers(rawValue: 0x99)

    /// Whether any of the given keys is down.
    func hasAny(of others: KeyModifiers) -> Bool { !isDisjoint(with: others) }
}
