// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

extension PatronRoster {
    /// What the roster says about a card.
    public func patron(for key: CardKey) throws(StoreError) -> CachedPatron? {
        try StoreError.sorting {
            try pool.read { db in
                try PatronTable.find(key, with: db.makeStatement(sql: RosterTable.select))
            }
        }
    }

    /// The cards of a patron; reads the whole table.
    public func cards(of number: PatronNumber) throws(StoreError) -> [CardKey] {
        try StoreError.sorting {
            try pool.read { db in try PatronTable.cards(of: number, db) }
        }
    }

    /// Drops everything about some cards, in one transaction, until a roster names them anew.
    public func forget(cards keys: [CardKey]) throws(StoreError) {
        try StoreError.sorting {
            try pool.write { db in
                for table in ["patron", "gone"] {
                    let statement = try db.cachedStatement(
                        sql: "DELETE FROM \(table) WHERE card = ? AND key = ?"
                    )
                    for key in keys {
                        try statement.execute(arguments: [key.rowNumber, Data(key.bytes)])
                    }
                }
            }
        }
    }

    /// Writes the file anew, as ``PatronCache/compact()`` does.
    ///
    /// - Returns: Whether it was done; a file above ``PatronCache/compactionSizeMax`` is left.
    public func compact() throws(StoreError) -> Bool {
        try StoreFile.compact(path, pool, sizeMax: PatronCache.compactionSizeMax)
    }

    /// Deletes the damaged rosters that were set aside before a time.
    ///
    /// - Returns: How many were deleted.
    @discardableResult
    public static func deleteSetAside(
        in folder: String,
        before time: Timestamp
    ) throws(StoreError) -> Int {
        try StoreFile.deleteSetAside(fileName, in: folder, before: time)
    }
}
