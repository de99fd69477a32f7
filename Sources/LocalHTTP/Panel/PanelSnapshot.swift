// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Everything that a panel's page draws, in the form in which it is sent.
///
/// The page keeps no catalogue of texts and knows no rules: it draws what stands here in the
/// language that the patron chose. Nothing in it is about a person.
struct PanelSnapshot: Sendable, Hashable, Codable {
    /// The version of this form; it grows when a page made for an older one would draw nonsense.
    static let version = 1
    /// How long before closing a panel warns.
    static let closingSoon = Duration.seconds(15 * 60)

    /// The colours that a sign speaks in.
    enum Voice: String, Sendable, Hashable, Codable {
        case inviting, calm, yes, no, heed, shut, alarm
    }

    /// The pictures beside the words.
    enum Mark: String, Sendable, Hashable, Codable {
        case card, enter, dots, pin, octagon, clock, triangle, bar, spanner, flame
    }

    /// What the patron may press.
    enum Offer: String, Sendable, Hashable, Codable {
        case language, help, cancel, keypad, number
    }

    /// The texts in one language.
    struct Words: Sendable, Hashable, Codable {
        /// The first words, largest.
        var title: String
        /// The second line: what to do next.
        var lead: String
        /// The hours line.
        var hours: String
        /// What the library adds below.
        var note: Note?
    }

    /// A text that may be written in another language than the one that is shown.
    struct Note: Sendable, Hashable, Codable {
        var text: String
        /// The language's tag.
        var language: String
        /// `rtl` where its lines run from right to left, otherwise `ltr`.
        var direction: String
    }

    /// The local time, from which the page's own clock runs on.
    struct Clock: Sendable, Hashable, Codable {
        /// Seconds since local midnight.
        var secondOfDay: Int
        /// Whether the time can be shown.
        var isTrusted: Bool
    }

    var version = Self.version
    /// Grows with each new state; the same number means the same state told again.
    var sequence: UInt64
    /// The state's name, stable for tests and style sheets.
    var sign: String
    var voice: Voice
    var mark: Mark
    /// Whether the words are read aloud at once.
    var isUrgent = false
    /// Whether nobody is being served, so that the language may return to the first one.
    var isAtRest = false
    var offers: [Offer] = []
    var words: ByLanguage<Words>
    /// Digits typed.
    var typed: Int?
    /// Digits that a PIN has, when the number is fixed.
    var length: Int?
    /// Milliseconds left of the state, for the time bar and the countdown.
    var remaining: Int64?
    /// Milliseconds that the state lasts in all.
    var total: Int64?
    /// Milliseconds until the hours close the door, when they do that next.
    var closesIn: Int64?
    /// Milliseconds before closing from which on the page warns.
    var warnsFrom = Self.closingSoon.milliseconds
    var clock: Clock
    var isReleased: Bool
    var isOpen: Bool?
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
