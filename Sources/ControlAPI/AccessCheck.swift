// SPDX-License-Identifier: MPL-2.0

/// The question whether a card would be let in; nothing moves and nothing is counted.
public struct AccessCheck: Codable, Sendable {
    /// The card.
    public var card: SecretText
    /// The door; `nil` when the reader names it, or when there is only one.
    public var door: String?
    /// The reader; `nil` for any at the door.
    public var reader: String?
    /// The local time to decide for, `20:46` or `2026-11-22T20:46`; `nil` for now.
    public var at: String?
    /// Whether its number is typed at the door; `nil` for a card that is scanned.
    public var isTyped: Bool?

    /// A question made from its parts.
    public init(
        card: SecretText,
        door: String?,
        reader: String? = nil,
        at: String?,
        isTyped: Bool? = nil
    ) {
        self.card = card
        self.door = door
        self.reader = reader
        self.at = at
        self.isTyped = isTyped
    }
}

/// Text that must not be seen: it travels in a request and shows nowhere else.
public struct SecretText: Codable, Sendable {
    /// The text itself.
    public let secret: String

    /// Wraps text.
    public init(_ secret: String) { self.secret = secret }

    /// Reads a string.
    public init(from decoder: any Decoder) throws {
        secret = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes a string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(secret)
    }
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A stand-in that never shows the text.
    public var description: String { "secret text" }
    /// A stand-in that never shows the text.
    public var debugDescription: String { description }
    /// Nothing, so that a dump never shows the text.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What would be decided about a card, rule by rule; the card itself is not repeated.
public struct AccessCheckReply: Codable, Sendable, Hashable {
    /// What would be decided.
    public enum Verdict: String, Codable, Sendable, Hashable {
        /// The door would be unlocked.
        case granted
        /// The door would stay locked.
        case denied
        /// It depends on something that a check does not do, like asking the library system.
        case undecided
    }

    /// What one rule found.
    public struct Finding: Codable, Sendable, Hashable {
        /// The rule: `service`, `clock`, `hours`, `throttle` and so on.
        public var rule: String
        /// `passed`, `refused`, `needs` or `not-asked`.
        public var result: String
        /// What was found, in English for technicians.
        public var text: String

        /// A finding made from its parts.
        public init(rule: String, result: String, text: String) {
            self.rule = rule
            self.result = result
            self.text = text
        }
    }

    /// How old the facts about the patron are, in seconds.
    public struct FactAges: Codable, Sendable, Hashable {
        /// Restrictions other than debt.
        public var blocks: Int64
        /// Restrictions because of debt.
        public var debts: Int64
        /// Whether the card is accepted.
        public var validity: Int64
        /// The patron's age; `nil` when the library system never told it.
        public var age: Int64?
        /// The consent of a parent or guardian; `nil` when the library never told it.
        public var consent: Int64?
        /// The enrolment for the hours without staff; `nil` when the library never told it.
        public var enrolment: Int64?
        /// Whether the patron lives in the municipality; `nil` when the library never told it.
        public var residence: Int64?

        /// Ages made from their parts.
        public init(
            blocks: Int64,
            debts: Int64,
            validity: Int64,
            age: Int64?,
            consent: Int64? = nil,
            enrolment: Int64? = nil,
            residence: Int64? = nil
        ) {
            self.blocks = blocks
            self.debts = debts
            self.validity = validity
            self.age = age
            self.consent = consent
            self.enrolment = enrolment
            self.residence = residence
        }
    }

    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// What would be decided.
    public var verdict: Verdict
    /// The code of the denial; `nil` unless denied.
    public var denial: String?
    /// The door that it would be decided for.
    public var door: String
    /// The time that it would be decided for.
    public var at: LocalTime
    /// What each rule found, in the order in which they were looked at.
    public var findings: [Finding]
    /// How old the facts are; `nil` when there are none.
    public var ages: FactAges?

    /// A reply made from its parts.
    public init(
        verdict: Verdict,
        denial: String?,
        door: String,
        at: LocalTime,
        findings: [Finding],
        ages: FactAges?
    ) {
        schema = ControlAPI.schema
        self.verdict = verdict
        self.denial = denial
        self.door = door
        self.at = at
        self.findings = findings
        self.ages = ages
    }
}
