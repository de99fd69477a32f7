// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

/// One entry as it leaves the ledger, with everything that its hash is made from.
///
/// Hashes and bytes are hexadecimal digits. Whoever has an entry can check it without this
/// software:
///
///     chain        = SHA-256(previous ‖ public part ‖ personal hash, or 32 zero bytes)
///     public part  = "sequence=N\nat=N\nkind=K\nalarm=0 or 1\n" and the text of the fields
///     personalHash = SHA-256(salt ‖ card)
public struct ExportedEntry: Sendable, Hashable {
    /// The number of the entry.
    public var sequence: Int64
    /// When it happened, in milliseconds since 1970.
    public var at: Int64
    /// What kind of record it is.
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

    /// An entry from its parts.
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

    /// Whether the hash is the one of these values, and the card the one that was bound.
    public var isConsistent: Bool {
        guard let before = Self.hash(previous) else { return false }
        let personal = personalHash.map { Self.hash($0) }
        if case .some(.none) = personal { return false }
        let link = LedgerChain.link(
            after: before,
            sequence: sequence,
            at: at,
            kind: kind,
            isAlarm: isAlarm,
            fields: Array(fields.utf8),
            personalHash: personal.flatMap(\.self)
        )
        guard hexadecimal(link) == chain.lowercased() else { return false }
        switch (card, salt, personalHash) {
        case (nil, nil, _):
            return true
        case (let card?, let salt?, let hash?):
            guard let card = bytes(hexadecimal: card.utf8), let salt = bytes(hexadecimal: salt.utf8)
            else { return false }
            let bound = LedgerChain.personalHash(salt: salt, personal: card)
            return hexadecimal(bound) == hash.lowercased()
        default:
            return false
        }
    }

    private static func hash(_ text: String) -> Data? {
        guard let bytes = bytes(hexadecimal: text.utf8), bytes.count == LedgerChain.count else {
            return nil
        }
        return Data(bytes)
    }
}

/// What the present ledger says about a hash that was noted earlier.
public enum LedgerProof: Sendable, Hashable {
    /// The chain is intact from its beginning to the entry, which has this hash; so many follow.
    case contained(entriesAfter: Int64)
    /// The entry has another hash.
    case differs
    /// The ledger ends before the entry.
    case tooShort(last: Int64)
    /// The chain is broken at an entry before it, or at it.
    case broken(at: Int64, LedgerBreak)
}

extension Ledger {
    /// The entries of a time that follow a number, the oldest first, ``entriesMax`` at most.
    ///
    /// - Parameters:
    ///   - sequence: The last entry that is known.
    ///   - times: When the entries happened.
    ///   - withPersonalParts: Whether the cards and their salts come along.
    /// - Returns: The entries; fewer than ``entriesMax`` when there are no more.
    /// - Throws: When the file cannot be read.
    public func export(
        after sequence: Int64,
        in times: Range<Timestamp>,
        withPersonalParts: Bool
    ) throws(StoreError) -> [ExportedEntry] {
        try StoreError.sorting {
            try pool.read { db in
                let rows = try Row.fetchCursor(
                    db,
                    sql: LedgerTables.selectEntry
                        + " WHERE sequence > ? AND at >= ? AND at < ? ORDER BY sequence LIMIT ?",
                    arguments: [
                        sequence, times.lowerBound.milliseconds, times.upperBound.milliseconds,
                        Self.entriesMax,
                    ]
                )
                var entries: [ExportedEntry] = []
                var last: LedgerHead?
                while let row = try rows.next() {
                    let row = try LedgerRow(row)
                    let previous = try Self.chain(before: row.sequence, last, db)
                    last = LedgerHead(sequence: row.sequence, chain: row.chain)
                    entries.append(ExportedEntry(row, after: previous, withPersonalParts))
                }
                return entries
            }
        }
    }

    /// Shows whether the ledger still contains what a hash was noted of.
    ///
    /// It goes through all of the chain from the first entry: a hash that only stands at the right
    /// place proves nothing about what is before it.
    public func prove(sequence: Int64, hash: String) throws(StoreError) -> LedgerProof {
        let last = try head().sequence
        switch try verify() {
        case .broken(let place, let found) where place <= sequence:
            return .broken(at: place, found)
        case .broken, .intact:
            break
        }
        guard (1...last).contains(sequence) || sequence == 0 else { return .tooShort(last: last) }
        let chain = try StoreError.sorting {
            try pool.read { db in try Self.chain(before: sequence + 1, nil, db) }
        }
        return hexadecimal(chain) == hash.lowercased()
            ? .contained(entriesAfter: last - sequence) : .differs
    }

    /// The hash of the entry before a number.
    private static func chain(
        before sequence: Int64,
        _ known: LedgerHead?,
        _ db: Database
    ) throws -> Data {
        if sequence <= 1 { return LedgerHead.empty.chain }
        if let known, known.sequence == sequence - 1 { return known.chain }
        let statement = try db.cachedStatement(sql: "SELECT chain FROM entry WHERE sequence = ?")
        guard let row = try Row.fetchOne(statement, arguments: [sequence - 1]) else {
            throw StoreError.damaged
        }
        return try Columns(row: row).blob(0)
    }
}

extension ExportedEntry {
    fileprivate init(_ row: LedgerRow, after previous: Data, _ withPersonalParts: Bool) {
        self.init(
            sequence: row.sequence,
            at: row.at,
            kind: row.kind,
            isAlarm: row.isAlarm,
            fields: String(decoding: row.fields, as: UTF8.self),
            personalHash: row.personalHash.map { hexadecimal($0) },
            card: withPersonalParts ? row.personal.map { hexadecimal($0) } : nil,
            salt: withPersonalParts ? row.salt.map { hexadecimal($0) } : nil,
            previous: hexadecimal(previous),
            chain: hexadecimal(row.chain)
        )
    }
}
