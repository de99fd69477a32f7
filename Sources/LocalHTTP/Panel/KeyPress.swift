// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// A key as a page sends it: `{"key": "5"}`, or `enter`, `clear`, `cancel`.
struct KeyPress: Sendable, Hashable, Codable {
    var key: String
}

extension KeyPress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A stand-in: a key can be a digit of a PIN.
    var description: String { "key press" }
    /// A stand-in: a key can be a digit of a PIN.
    var debugDescription: String { description }
    /// Nothing, so that a dump never shows a digit.
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
