// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Everything that a kiosk's page draws, in the form in which it is sent.
///
/// The page keeps no catalogue of texts and knows no rules: it draws what stands here, and sends
/// back the word that stands beside what was pressed. It is written in the language that the patron
/// chose. The titles of what somebody reads stand in it, so no description shows any of it.
struct KioskSnapshot: Sendable, Hashable, Codable, Personal {
    static let standIn = "kiosk snapshot"
    /// The version of this form; it grows when a page made for an older one would draw nonsense.
    static let version = 2

    /// The pictures on the stage.
    enum Mark: String, Sendable, Hashable, Codable {
        case tick, octagon, triangle, clock, spanner, cut, dots
    }

    /// The small pictures beside words.
    enum Icon: String, Sendable, Hashable, Codable {
        case loan, `return`, list, hold, coin, renew, back, tick, print, mail, stop, card, help
    }

    /// How something is told apart from its neighbours: by a mark, a colour and its word.
    enum Tone: String, Sendable, Hashable, Codable { case plain, yes, no, heed }

    /// The large half of the screen, which only speaks.
    struct Stage: Sendable, Hashable, Codable {
        /// What it leaves room for.
        enum Shape: String, Sendable, Hashable, Codable {
            /// Words on a quiet ground.
            case plain
            /// The picture of the card at the door.
            case poster
            /// One sign that fills the screen.
            case full
        }

        var voice: PanelSnapshot.Voice
        var shape = Shape.plain
        var mark: Mark?
        var title: String
        /// The title of a work.
        var work: String?
        var lead = ""
        /// Digits typed.
        var typed: Int?
        /// Digits that a PIN has, when the number is fixed.
        var length: Int?
        /// Milliseconds until the patron may try again.
        var wait: Int64?
    }

    /// Something to press.
    struct Button: Sendable, Hashable, Codable {
        /// The word that the page sends; `nil` when it cannot be pressed now.
        var order: String?
        var icon: Icon
        var title: String
        /// The second line of a large one.
        var text: String?
        var isMain = false
    }

    /// A word with its mark.
    struct Chip: Sendable, Hashable, Codable {
        var tone: Tone
        var text: String
    }

    /// A notice within the list, with a title and what to do.
    struct Note: Sendable, Hashable, Codable {
        var tone: Tone
        var icon: Icon?
        var title: String
        var text: String
    }

    /// A stamped slip, a number on a shelf, or a place in a queue.
    struct Slip: Sendable, Hashable, Codable {
        enum Kind: String, Sendable, Hashable, Codable { case date, shelf, queue }

        var kind: Kind
        var tone = Tone.plain
        var caption: String
        var value: String
        var below: String?
    }

    /// A line of a list.
    struct Row: Sendable, Hashable, Codable {
        /// What tells it from the others while it changes.
        var key: String
        var tone: Tone
        /// Whether it wants to be seen before anything else.
        var isFirst = false
        /// Whether the last notice is about it.
        var isNew = false
        var chip: Chip?
        var title: String
        /// Whether the title is that of a work.
        var isWork = true
        var text: String
        var slip: Slip?
        var amount: String?
        var buttons: [Button] = []
    }

    /// Lines under a heading.
    struct Group: Sendable, Hashable, Codable {
        var heading: String?
        var rows: [Row]
    }

    /// The half of the screen that is touched.
    struct Work: Sendable, Hashable, Codable {
        /// What it is called for ears.
        var name: String
        var heading: String?
        /// What comes next, with its picture.
        var next: Button?
        var chips: [Chip] = []
        var notes: [Note] = []
        var tiles: [Button] = []
        var groups: [Group] = []
        /// Whether the code that leads to the library's own page is shown, with these words.
        var code: Phrase?
        var total: Chip?
        var sum: String?
        var hasKeypad = false
        /// A line below everything else.
        var remark: String?
        var foot: [Button] = []
    }

    /// A question in the page's place.
    struct Question: Sendable, Hashable, Codable {
        var name: String
        var title: String
        var lead: String
        var choices: [Button]
        /// Milliseconds left for an answer.
        var remaining: Int64
        /// Milliseconds for an answer in all.
        var total: Int64
    }

    /// What is heard: a tone and words, once for each name.
    struct Cue: Sendable, Hashable, Codable {
        /// What to tell one cue from another by.
        var name: String
        var tone: Tone
        /// What is read aloud; never what was typed.
        var text: String
        /// Whether it interrupts.
        var isUrgent: Bool
        /// Whether the page is another one, to which the focus goes.
        var page: String
    }

    /// What is switched on.
    struct Wishes: Sendable, Hashable, Codable {
        var largerText: Bool
        var highContrast: Bool
        var moreTime: Bool
        var hidesTitles: Bool
        var speaks: Bool
    }

    /// The opening hours in the head.
    struct Hours: Sendable, Hashable, Codable {
        var now: String
        var isOpen: Bool
        /// What stands there from closing on, until more is heard.
        var closed: String
        /// Milliseconds until the library closes, when that is what comes next.
        var closesIn: Int64?
        /// Milliseconds before closing from which on the page counts down.
        var warnsFrom = PanelSnapshot.closingSoon.milliseconds
    }

    var version = Self.version
    /// Grows with each new view; the same number means the same view told again.
    var sequence: UInt64
    var session: UInt64
    /// The page's name, stable for tests and style sheets.
    var page: String
    var language: String
    var wishes: Wishes
    var stage: Stage
    var work: Work
    var question: Question?
    var cue: Cue
    /// Whether a session can be ended.
    var canFinish: Bool
    /// Whether digits are digits of a PIN or of a card's number.
    var takesDigits: Bool
    /// The order that leads back from here.
    var back: String?
    var hours: Hours?
    var clock: PanelSnapshot.Clock
}
