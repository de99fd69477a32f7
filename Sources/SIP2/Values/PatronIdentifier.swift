// SPDX-License-Identifier: MPL-2.0

/// What names a patron in a message (`AA`): a card number, a civil registration number, or the
/// library's own number.
///
/// Some systems answer with another identifier than the one that was asked about, so the answer's
/// identifier must not be used as the key of a session.
public struct PatronIdentifier: Sendable, Hashable {
    /// What kind of number follows, as Cicero states it before a colon.
    public enum Scheme: Sendable, Hashable {
        /// `LN:`, the library's own number of a patron it knows.
        case libraryNumber
        /// `ANY:`, a number that no patron was found for.
        case unresolved
    }

    /// The field's whole text, scheme included.
    public let text: String

    /// Takes the text of the field.
    public init(_ text: String) {
        self.text = text
    }

    /// The scheme, or nil when the text has none that is known.
    public var scheme: Scheme? {
        if text.hasPrefix("LN:") { return .libraryNumber }
        return text.hasPrefix("ANY:") ? .unresolved : nil
    }

    /// The text without its scheme.
    public var number: String {
        switch scheme {
        case .libraryNumber: String(text.dropFirst(3))
        case .unresolved: String(text.dropFirst(4))
        case nil: text
        }
    }
}

extension PatronIdentifier: Redacted {
    /// A mask of constant length.
    public var redacted: String { Redaction.mask }
}
