// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

extension PatronCache {
    /// The size in bytes up to which ``compact()`` writes the file anew.
    ///
    /// The station's writes wait for it meanwhile, half a second on a memory card at this size.
    public static let compactionSizeMax = 32 << 20

    /// The cards of a patron; reads the whole table, because nothing else looks patrons up by
    /// their number.
    public func cards(of number: PatronNumber) throws(StoreError) -> [CardKey] {
        try StoreError.sorting {
            try pool.read { db in try PatronTable.cards(of: number, db) }
        }
    }

    /// What is held about a card, read beside the door's own reader.
    public func patron(for key: CardKey) throws(StoreError) -> CachedPatron? {
        try StoreError.sorting {
            try pool.read { db in
                try PatronTable.find(key, with: db.makeStatement(sql: PatronTable.select))
            }
        }
    }

    /// Drops everything about some cards, in one transaction.
    public func forget(cards keys: [CardKey]) throws(StoreError) {
        try StoreError.sorting {
            try pool.write { db in
                let statement = try db.cachedStatement(sql: PatronTable.delete)
                for key in keys {
                    try statement.execute(arguments: [key.rowNumber, Data(key.bytes)])
                }
            }
        }
    }

    /// Deletes the damaged caches that were set aside before a time.
    ///
    /// - Returns: How many were deleted.
    @discardableResult
    public static func deleteSetAside(
        in folder: String,
        before time: Timestamp
    ) throws(StoreError) -> Int {
        try StoreFile.deleteSetAside(fileName, in: folder, before: time)
    }

    /// Writes the file anew, without what deleted rows have left in the inner pages of its tree.
    ///
    /// A deleted row's number, which is part of its hash, can stay behind there as a signpost.
    ///
    /// - Returns: Whether it was done; a file above ``compactionSizeMax`` is left alone.
    public func compact() throws(StoreError) -> Bool {
        try StoreFile.compact(path, pool, sizeMax: Self.compactionSizeMax)
    }
}

extension PatronTable {
    /// The cards of a patron in the cache or in the roster, the table being named alike.
    static func cards(of number: PatronNumber, _ db: Database) throws -> [CardKey] {
        let sql = "SELECT key FROM patron WHERE patron = ? ORDER BY card LIMIT ?"
        return try Data.fetchAll(db, sql: sql, arguments: [number.secret, PrivacyAct.cardsMax])
            .map { bytes in
                guard let key = CardKey(bytes: bytes) else { throw StoreError.damaged }
                return key
            }
    }
}

extension StoreFile {
    /// Writes a file anew unless it is too large; `false` then.
    static func compact(
        _ path: String,
        _ pool: DatabasePool,
        sizeMax: Int
    ) throws(StoreError) -> Bool {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        guard let size, size <= sizeMax else { return false }
        try StoreError.sorting {
            try pool.writeWithoutTransaction { db in try db.execute(sql: "VACUUM") }
        }
        return true
    }
}
