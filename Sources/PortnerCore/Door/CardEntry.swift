// SPDX-License-Identifier: MPL-2.0

/// What stands in the way of a number that is being typed.
public enum NumberHint: String, Sendable, Hashable, CaseIterable {
    /// OK was pressed and no number is that short.
    case tooShort = "too-short"
    /// No number has another digit.
    case tooLong = "too-long"
}

/// The number of a card on its way in, typed by somebody who has the card not at hand.
struct CardEntry: Sendable, CustomStringConvertible, CustomReflectable {
    /// What a key did.
    enum Progress: Sendable {
        /// The number goes on.
        case typing
        /// The key changed nothing: the number has reached its greatest length.
        case full
        /// This is the number.
        case done(CardNumber)
        /// The patron gave up.
        case withheld
    }

    /// How many digits a number can have: the shortest library cards have six, a CPR number ten.
    static let lengths = 6...16

    private var digits = SecretBytes.none
    /// What the last key came up against.
    private(set) var hint: NumberHint?

    /// How many digits are typed.
    var count: Int { digits.count }

    /// Takes a key; only OK ends the number, whose length is not known.
    mutating func press(_ key: Key) -> Progress {
        hint = nil
        switch key {
        case .digit(let value):
            guard digits.count < Self.lengths.upperBound, value <= 9 else {
                hint = .tooLong
                return .full
            }
            digits = digits.appending(0x30 + value)
        case .clear:
            digits = digits.droppingLast()
        case .cancel:
            return .withheld
        case .enter:
            if Self.lengths.contains(digits.count), let card = CardNumber(digits) {
                return .done(card)
            }
            hint = .tooShort
        }
        return .typing
    }

    var description: String { "card entry" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
