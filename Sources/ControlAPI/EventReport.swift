// SPDX-License-Identifier: MPL-2.0

/// One entry of the ledger.
public struct EventReport: Codable, Sendable, Hashable {
    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// The entry's place in the ledger; counts up by one.
    public var sequence: UInt64
    /// When it happened.
    public var at: LocalTime
    /// What kind of entry it is: `decision`, `door`, `device`, `library`, `staff` and so on.
    public var kind: String
    /// Whether staff should look at it.
    public var isAlarm: Bool
    /// Eight hexadecimal digits that stand for the card; `nil` when no card is concerned or its
    /// time in the ledger is over.
    public var card: String?
    /// The named values.
    public var fields: [String: String]

    /// An entry made from its parts.
    public init(
        sequence: UInt64,
        at: LocalTime,
        kind: String,
        isAlarm: Bool,
        card: String?,
        fields: [String: String]
    ) {
        schema = ControlAPI.schema
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.isAlarm = isAlarm
        self.card = card
        self.fields = fields
    }
}

/// A stretch of the ledger, oldest entry first.
public struct EventPage: Codable, Sendable, Hashable {
    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// The entries.
    public var events: [EventReport]
    /// The ledger was looked through up to this sequence number; where the next request goes on.
    public var through: UInt64
    /// `true` where entries that concern persons are left out, because the user's role is not to
    /// see them; `nil` where none are.
    public var leavesOutPersons: Bool?

    /// A page made from its parts.
    public init(events: [EventReport], through: UInt64) {
        schema = ControlAPI.schema
        self.events = events
        self.through = through
    }
}

/// The result of going through the whole ledger.
public struct LedgerReport: Codable, Sendable, Hashable {
    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// Whether every entry follows from the one before and none is missing.
    public var isIntact: Bool
    /// The number of entries.
    public var entries: Int
    /// The entries whose personal part was deleted when its time was over; `nil` when they were
    /// not counted.
    public var erased: Int?
    /// The sequence number of the last good entry; 0 when there is none.
    public var lastSequence: UInt64
    /// The first entry that is wrong or missing.
    public var brokenAt: UInt64?
    /// What is wrong with it.
    public var detail: String?

    /// A result made from its parts.
    public init(
        isIntact: Bool,
        entries: Int,
        erased: Int? = nil,
        lastSequence: UInt64,
        brokenAt: UInt64? = nil,
        detail: String? = nil
    ) {
        schema = ControlAPI.schema
        self.isIntact = isIntact
        self.entries = entries
        self.erased = erased
        self.lastSequence = lastSequence
        self.brokenAt = brokenAt
        self.detail = detail
    }
}
