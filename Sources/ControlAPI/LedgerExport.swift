// SPDX-License-Identifier: MPL-2.0

/// The wish to take entries of the ledger away.
public struct ExportOrder: Codable, Sendable, Hashable {
    /// The first local day, `2026-11-01`; `nil` for the beginning.
    public var from: String?
    /// The last local day; `nil` for today.
    public var through: String?
    /// Whether the keyed hashes of the cards come along, as long as they are kept.
    public var withPersonalParts: Bool
    /// Why; goes to the ledger.
    public var reason: String
    /// The user who called `sudo`, by number; see ``DoorOrder/sudoUserID``.
    public var sudoUserID: UInt32?

    /// A wish made from its parts.
    public init(
        from: String?,
        through: String?,
        withPersonalParts: Bool,
        reason: String,
        sudoUserID: UInt32?
    ) {
        self.from = from
        self.through = through
        self.withPersonalParts = withPersonalParts
        self.reason = reason
        self.sudoUserID = sudoUserID
    }
}

/// One entry of the ledger, with everything that its hash is made from.
///
/// The hash can be checked without this software: it is the SHA-256 of ``previous``, the lines
/// `sequence=`, `at=`, `kind=` and `alarm=` (0 or 1), ``fields``, and ``personalHash`` or 32 zero
/// bytes; ``personalHash`` is the SHA-256 of ``salt`` and ``card``. Hashes and bytes are
/// hexadecimal digits and go into a hash as bytes.
public struct LedgerLine: Codable, Sendable, Hashable {
    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// The number of the entry.
    public var sequence: Int64
    /// When it happened, in milliseconds since 1970.
    public var at: Int64
    /// What kind of entry it is.
    public var kind: String
    /// Whether staff should look at it.
    public var isAlarm: Bool
    /// The values, a line `name=value` each, as they are stored and hashed.
    public var fields: String
    /// The hash that binds the card; `nil` when the entry concerns none.
    public var personalHash: String?
    /// The keyed hash of the card; `nil` when it is deleted or was not asked for.
    public var card: String?
    /// The salt of the card; there with it.
    public var salt: String?
    /// The hash of the entry before; all zero for the first.
    public var previous: String
    /// The hash of this entry.
    public var chain: String

    /// An entry made from its parts.
    public init(
        sequence: Int64,
        at: Int64,
        kind: String,
        isAlarm: Bool,
        fields: String,
        personalHash: String?,
        card: String?,
        salt: String?,
        previous: String,
        chain: String
    ) {
        schema = ControlAPI.schema
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.isAlarm = isAlarm
        self.fields = fields
        self.personalHash = personalHash
        self.card = card
        self.salt = salt
        self.previous = previous
        self.chain = chain
    }
}

/// The question whether the ledger still contains what was noted or exported.
public struct ProofQuestion: Codable, Sendable, Hashable {
    /// The number of the entry.
    public var sequence: Int64
    /// Its hash, in hexadecimal digits.
    public var hash: String
    /// The entry as it was exported; `nil` when only number and hash are known.
    public var entry: LedgerLine?

    /// A question about a hash that was noted.
    public init(sequence: Int64, hash: String) {
        self.sequence = sequence
        self.hash = hash
    }

    /// A question about an exported entry.
    public init(entry: LedgerLine) {
        sequence = entry.sequence
        hash = entry.chain
        self.entry = entry
    }
}

/// What the present ledger says about it.
public struct ProofReport: Codable, Sendable, Hashable {
    /// What came out.
    public enum Outcome: String, Codable, Sendable, Hashable, CaseIterable {
        /// The ledger contains it, and all before it is unchanged.
        case contained
        /// The ledger has another entry there.
        case differs
        /// The ledger ends before it.
        case tooShort = "too-short"
        /// The ledger is broken at or before it.
        case broken
        /// The exported entry does not fit its own hash.
        case inconsistent
    }

    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// What came out.
    public var outcome: Outcome
    /// The number that was asked about.
    public var sequence: Int64
    /// Whether the values of an entry were compared, beside its hash.
    public var comparedEntry: Bool
    /// How many entries follow in the ledger.
    public var entriesAfter: Int64?
    /// The last entry of a ledger that is too short, or the one where it is broken.
    public var place: Int64?
    /// What is wrong there.
    public var detail: String?

    /// A report made from its parts.
    public init(
        outcome: Outcome,
        sequence: Int64,
        comparedEntry: Bool,
        entriesAfter: Int64? = nil,
        place: Int64? = nil,
        detail: String? = nil
    ) {
        schema = ControlAPI.schema
        self.outcome = outcome
        self.sequence = sequence
        self.comparedEntry = comparedEntry
        self.entriesAfter = entriesAfter
        self.place = place
        self.detail = detail
    }
}
