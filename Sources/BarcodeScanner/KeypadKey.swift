// SPDX-License-Identifier: MPL-2.0

/// A key of a PIN pad.
///
/// Digits belong to a PIN, so no description or reflection of a key shows which one it was.
public enum KeypadKey: Sendable, Hashable {
    /// A digit, 0 to 9.
    case digit(UInt8)
    /// The PIN is complete.
    case enter
    /// Start over with the PIN.
    case clear
    /// Give up.
    case cancel
}

extension KeypadKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind of key.
    public var description: String {
        switch self {
        case .digit: "digit"
        case .enter: "enter"
        case .clear: "clear"
        case .cancel: "cancel"
        }
    }

    /// The same as the description.
    public var debugDescription: String { description }

    /// Nothing: reflection must not show the digit either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
