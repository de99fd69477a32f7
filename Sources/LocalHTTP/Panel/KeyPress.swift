// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// A key as a page sends it: `{"key": "5"}`, or `enter`, `clear`, `cancel`.
struct KeyPress: Sendable, Hashable, Codable {
    var key: String
}

extension Key {
    /// Reads the name of a key; anything else is `nil`.
    init?(name: String) {
        switch name {
        case "enter": self = .enter
        case "clear": self = .clear
        case "cancel": self = .cancel
        default:
            guard name.utf8.count == 1, let digit = name.utf8.first, (0x30...0x39).contains(digit)
            else { return nil }
            self = .digit(digit - 0x30)
        }
    }
}

extension KeyPress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A stand-in: a key can be a digit of a PIN.
    var description: String { "key press" }
    /// A stand-in: a key can be a digit of a PIN.
    var debugDescription: String { description }
    /// Nothing, so that a dump never shows a digit.
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
