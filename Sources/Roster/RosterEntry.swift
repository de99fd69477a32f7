// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// What one row of a roster says, reduced to what a decision needs.
public struct RosterEntry: Sendable, Hashable {
    /// The number of the line, the first being 1.
    public let line: Int
    /// The cards of one patron.
    public let cards: [CardNumber]
    /// What is known about the patron, or `nil` when the cards are no patron's any more.
    public let facts: PatronFacts?

    /// Puts an entry together.
    public init(line: Int, cards: [CardNumber], facts: PatronFacts?) {
        self.line = line
        self.cards = cards
        self.facts = facts
    }
}

extension RosterEntry: Personal {
    /// What stands for an entry wherever it would be shown.
    public static var standIn: String { "roster entry" }
}

/// One row of a roster as a library writes it.
public struct RosterRow: Sendable, Hashable {
    /// The cards of one patron, at least one and ``RosterLimits/cardsMax`` at most.
    public var cards: [CardNumber]
    /// What is known about the patron, or `nil` when the cards are no patron's any more.
    public var patron: Patron?

    /// What a row tells about a patron.
    public struct Patron: Sendable, Hashable {
        /// The library system's number for the patron.
        public var number: PatronNumber?
        /// All restrictions, those because of debt among them.
        public var blocks: Set<BlockCode>
        /// Whether the cards are accepted.
        public var validity: CardValidity
        /// The last day on which valid cards are good.
        public var until: CivilDate?
        /// The birth date.
        public var born: CivilDate?
        /// The consent of a parent or guardian.
        public var consent: Permission?
        /// The enrolment for the hours without staff.
        public var enrolment: Permission?
        /// Whether the patron lives in the library's municipality.
        public var residence: Residence?

        /// A patron against whom nothing stands, unless the arguments say otherwise.
        public init(
            number: PatronNumber? = nil,
            blocks: Set<BlockCode> = [],
            validity: CardValidity = .valid,
            until: CivilDate? = nil,
            born: CivilDate? = nil,
            consent: Permission? = nil,
            enrolment: Permission? = nil,
            residence: Residence? = nil
        ) {
            self.number = number
            self.blocks = blocks
            self.validity = validity
            self.until = until
            self.born = born
            self.consent = consent
            self.enrolment = enrolment
            self.residence = residence
        }
    }

    /// Puts a row together; without a patron it says that the cards are gone.
    public init(cards: [CardNumber], patron: Patron?) {
        self.cards = cards
        self.patron = patron
    }
}

extension RosterRow: Personal {
    /// What stands for a row wherever it would be shown.
    public static var standIn: String { "roster row" }
}

extension RosterRow.Patron: Personal {
    /// What stands for a patron wherever one would be shown.
    public static var standIn: String { "roster patron" }
}

/// The limits of a roster; what exceeds one is refused with a ``RosterError``.
public enum RosterLimits {
    /// The greatest number of bytes on one line, its end not counted.
    public static let lineLengthMax = 4096
    /// The greatest number of rows, several times the patrons of the largest Danish library.
    public static let rowsMax = 5_000_000
    /// The greatest number of cards that one patron can have.
    public static let cardsMax = 16
    /// The greatest number of cells on one line of the CSV form.
    public static let cellsMax = 32
}
