// SPDX-License-Identifier: MPL-2.0

/// The reports of keyboards: what scanners in keyboard mode and PIN pads send (HID 1.11, appendix
/// B.1: modifiers, a reserved byte, six keys).
enum Typing {
    /// The reports with which a scanner types a code, the Enter key at its end.
    ///
    /// - Parameters:
    ///   - text: Digits; other characters are typed as the key of the letter `X`.
    ///   - releases: Whether every key is let go before the next, which scanners leave out where
    ///     two neighbours differ.
    /// - Returns: The reports in order.
    static func code(_ text: String, releases: Bool) -> [[UInt8]] {
        var reports: [[UInt8]] = []
        var last: UInt8 = 0
        for usage in text.utf8.map(rowKey) + [enter] {
            if releases || usage == last { reports.append(report(0)) }
            reports.append(report(usage))
            last = usage
        }
        return reports + [report(0)]
    }

    /// The reports of one key of a PIN pad.
    static func key(_ usage: UInt8) -> [[UInt8]] { [report(usage), report(0)] }

    /// A PIN pad's key for a digit.
    static func padKey(_ digit: UInt8) -> UInt8 { digit == 0 ? 0x62 : 0x58 + digit }

    /// The Enter key.
    static let enter: UInt8 = 0x28
    /// The PIN pad's Enter key.
    static let padEnter: UInt8 = 0x58
    /// Backspace: takes a digit back.
    static let backspace: UInt8 = 0x2A
    /// Escape: gives up.
    static let escape: UInt8 = 0x29

    /// The report of a keyboard on which no key is held.
    static let noKey = report(0)

    private static func report(_ usage: UInt8) -> [UInt8] { [0, 0, usage, 0, 0, 0, 0, 0] }

    /// The key of a digit in the row above the letters: 1 to 9, then 0.
    private static func rowKey(_ character: UInt8) -> UInt8 {
        switch character {
        case UInt8(ascii: "1")...UInt8(ascii: "9"): 0x1E + character - UInt8(ascii: "1")
        case UInt8(ascii: "0"): 0x27
        default: 0x1B
        }
    }
}
