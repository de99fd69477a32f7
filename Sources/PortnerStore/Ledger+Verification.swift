// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB

/// What a check of the whole ledger found.
public enum LedgerVerdict: Sendable, Hashable {
    /// Every entry is the one that was written; this many.
    case intact(entries: Int64)
    /// The first entry that is wrong, and how.
    case broken(at: Int64, LedgerBreak)
}

/// How a ledger differs from what was written.
public enum LedgerBreak: String, Sendable, Hashable, CaseIterable {
    /// The entry was edited, or another entry was moved to its place.
    case changed
    /// The card that the entry concerns was edited, or deleted by half.
    case personalPartChanged = "personal-part-changed"
    /// The entry is missing although later ones are there.
    case missing
    /// This entry and all after it are missing.
    case truncated
    /// The entry cannot be read.
    case unreadable

    /// What it means, in English for technicians.
    public var explanation: String {
        switch self {
        case .changed: "the entry was edited or moved"
        case .personalPartChanged: "the card in the entry was edited or deleted by half"
        case .missing: "the entry was deleted"
        case .truncated: "the entry and all after it were deleted"
        case .unreadable: "the entry cannot be read; check the disk"
        }
    }
}

extension Ledger {
    /// The number of entries that are checked at one go, in one snapshot of the file.
    static let verificationBatch = 1000

    /// Checks every entry against the chain, and the chain against the noted head.
    ///
    /// The chain holds against faults and against hands that edit the file with a database tool.
    /// Who may write the file and knows this format can compute a new chain, or cut off what came
    /// after the last ``checkpoint()``; only a head that was noted elsewhere, see ``head()``,
    /// proves that this was not done.
    ///
    /// Appending goes on meanwhile: the file is read in short snapshots.
    public func verify() throws(StoreError) -> LedgerVerdict { try Self.verify(pool) }

    /// Checks every entry that a connection reads.
    static func verify(_ reader: some DatabaseReader) throws(StoreError) -> LedgerVerdict {
        var last = LedgerHead.empty
        while true {
            do {
                let verdict = try reader.read { db in try verifyBatch(after: &last, db) }
                if let verdict { return verdict }
            } catch {
                let error = StoreError(error)
                guard error == .damaged else { throw error }
                return .broken(at: last.sequence + 1, .unreadable)
            }
        }
    }

    /// Checks the entries that follow `last`, which moves on, until the verdict is clear.
    private static func verifyBatch(
        after last: inout LedgerHead,
        _ db: Database
    ) throws -> LedgerVerdict? {
        let noted = try LedgerTables.notedHead(db)
        let sql = LedgerTables.selectEntry + " WHERE sequence > ? ORDER BY sequence LIMIT ?"
        let rows = try Row.fetchCursor(db, sql: sql, arguments: [last.sequence, verificationBatch])
        var count = 0
        while let row = try rows.next() {
            let row = try LedgerRow(row)
            if let found = check(row, after: last, noted) {
                return .broken(at: last.sequence + 1, found)
            }
            last = LedgerHead(sequence: row.sequence, chain: row.chain)
            count += 1
        }
        if count == verificationBatch { return nil }
        return last.sequence < noted.sequence
            ? .broken(at: last.sequence + 1, .truncated)
            : .intact(entries: last.sequence)
    }

    private static func check(
        _ row: LedgerRow,
        after previous: LedgerHead,
        _ noted: LedgerHead
    ) -> LedgerBreak? {
        if row.sequence != previous.sequence + 1 { return .missing }
        if row.link(after: previous.chain) != row.chain { return .changed }
        if row.sequence == noted.sequence, row.chain != noted.chain { return .changed }
        if !row.isPersonalPartSound { return .personalPartChanged }
        return nil
    }
}
