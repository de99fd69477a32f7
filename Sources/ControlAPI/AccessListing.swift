// SPDX-License-Identifier: MPL-2.0

/// The wish to write something down about a card in the station's own list, or to take it off.
public struct ListOrder: Codable, Sendable {
    /// Whether to write down or to take off.
    public enum Act: String, Codable, Sendable, Hashable, CaseIterable {
        /// Write down, in the place of what was written of the kind.
        case add
        /// Take off.
        case remove
    }

    /// Whether to write down or to take off.
    public var act: Act
    /// `allow`, `deny` or `assist`.
    public var kind: String
    /// The card's number as scanned or typed.
    public var card: SecretText
    /// The doors; `nil` for all.
    public var doors: [String]?
    /// The last day, `2026-11-22`; `nil` until it is taken off.
    public var through: String?
    /// Whether an allowed card opens also while the door is closed.
    public var whenClosed: Bool
    /// Why; goes to the ledger.
    public var reason: String
    /// The user who called `sudo`, by number; see ``DoorOrder/sudoUserID``.
    public var sudoUserID: UInt32?

    /// A wish made from its parts.
    public init(
        act: Act,
        kind: String,
        card: SecretText,
        doors: [String]? = nil,
        through: String? = nil,
        whenClosed: Bool = false,
        reason: String,
        sudoUserID: UInt32?
    ) {
        self.act = act
        self.kind = kind
        self.card = card
        self.doors = doors
        self.through = through
        self.whenClosed = whenClosed
        self.reason = reason
        self.sudoUserID = sudoUserID
    }
}

/// The answer to a ``ListOrder`` that was carried out.
public struct ListOrderReply: Codable, Sendable, Hashable {
    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// `allow`, `deny` or `assist`.
    public var kind: String
    /// Eight hexadecimal digits that stand for the card.
    public var card: String
    /// Who the ledger says ordered it.
    public var by: String

    /// An answer made from its parts.
    public init(kind: String, card: String, by: String) {
        schema = ControlAPI.schema
        self.kind = kind
        self.card = card
        self.by = by
    }
}

/// The station's own list.
public struct ListReport: Codable, Sendable, Hashable {
    /// What is written down about one card.
    public struct Listing: Codable, Sendable, Hashable {
        /// Eight hexadecimal digits that stand for the card.
        public var card: String
        /// `allow`, `deny` or `assist`.
        public var kind: String
        /// The doors; `nil` for all.
        public var doors: [String]?
        /// The last day; `nil` until it is taken off.
        public var through: String?
        /// Whether the last day is over.
        public var hasRunOut: Bool
        /// Whether an allowed card opens also while the door is closed.
        public var whenClosed: Bool
        /// Why.
        public var reason: String
        /// Who wrote it down.
        public var by: String

        /// A listing made from its parts.
        public init(
            card: String,
            kind: String,
            doors: [String]?,
            through: String?,
            hasRunOut: Bool,
            whenClosed: Bool,
            reason: String,
            by: String
        ) {
            self.card = card
            self.kind = kind
            self.doors = doors
            self.through = through
            self.hasRunOut = hasRunOut
            self.whenClosed = whenClosed
            self.reason = reason
            self.by = by
        }
    }

    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// The listings, by kind and card.
    public var listings: [Listing]

    /// A list made from its parts.
    public init(listings: [Listing]) {
        schema = ControlAPI.schema
        self.listings = listings
    }
}
