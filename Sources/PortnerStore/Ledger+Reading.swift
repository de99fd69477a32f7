// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

extension Ledger {
    /// The greatest number of entries that one call gives.
    public static let entriesMax = 1000

    /// The entries that follow a number, the oldest first, ``entriesMax`` at most.
    public func entries(after sequence: Int64, limit: Int) throws(StoreError) -> [LedgerEntry] {
        try entries("WHERE sequence > ? ORDER BY sequence LIMIT ?", [sequence, bounded(limit)])
    }

    /// The newest entries, the oldest of them first, ``entriesMax`` at most.
    public func last(
        _ count: Int,
        alarmsOnly: Bool = false
    ) throws(StoreError) -> [LedgerEntry] {
        let clause = alarmsOnly ? "WHERE alarm = 1 " : ""
        return try entries(clause + "ORDER BY sequence DESC LIMIT ?", [bounded(count)]).reversed()
    }

    /// The entries about a card that follow a number, the oldest first, ``entriesMax`` at most.
    ///
    /// This reads the whole table from there on, because there is no index that an append would
    /// have to keep.
    public func entries(
        about key: CardKey,
        after sequence: Int64 = 0,
        limit: Int = Ledger.entriesMax
    ) throws(StoreError) -> [LedgerEntry] {
        try entries(
            "WHERE sequence > ? AND personal = ? ORDER BY sequence LIMIT ?",
            [sequence, Data(key.bytes), bounded(limit)]
        )
    }

    private func entries(
        _ clause: String,
        _ arguments: StatementArguments
    ) throws(StoreError) -> [LedgerEntry] {
        try StoreError.sorting {
            try pool.read { db in
                let sql = LedgerTables.selectEntry + " " + clause
                let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
                var entries: [LedgerEntry] = []
                while let row = try rows.next() { entries.append(try LedgerRow(row).entry()) }
                return entries
            }
        }
    }

    private func bounded(_ limit: Int) -> Int { min(max(limit, 0), Self.entriesMax) }
}
