// SPDX-License-Identifier: MPL-2.0

/// A PIN on its way in, under the lengths that held when it was asked for.
struct PINEntry: Sendable, CustomStringConvertible, CustomReflectable {
    /// What a key did.
    enum Progress: Sendable {
        /// The PIN goes on.
        case typing
        /// The key changed nothing: the PIN has reached its greatest length.
        case full
        /// This is the PIN.
        case done(PIN)
        /// The patron gave up.
        case withheld
    }

    let lengths: ClosedRange<Int>
    private var digits = SecretBytes.none

    init(lengths: ClosedRange<Int>) { self.lengths = lengths }

    /// How many digits are typed.
    var count: Int { digits.count }
    /// How many digits a PIN has, where that is fixed.
    var length: Int? { lengths.count == 1 ? lengths.lowerBound : nil }

    /// Takes a key; a fixed length that is reached is the PIN without a press of OK.
    mutating func press(_ key: Key) -> Progress {
        switch key {
        case .digit(let value):
            guard digits.count < lengths.upperBound, value <= 9 else { return .full }
            digits = digits.appending(0x30 + value)
            if length == digits.count, let pin { return .done(pin) }
        case .clear:
            digits = digits.droppingLast()
        case .cancel:
            return .withheld
        case .enter:
            if let pin { return .done(pin) }
        }
        return .typing
    }

    private var pin: PIN? { lengths.contains(digits.count) ? PIN(digits) : nil }

    var description: String { "PIN entry" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
