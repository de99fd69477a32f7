// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

extension PatronCache {
    /// The size in bytes up to which ``compact()`` writes the file anew.
    ///
    /// The station's writes wait for it meanwhile, half a second on a memory card at this size.
    public static let compactionSizeMax = 32 << 20

    /// The cards of whoever holds one card: the card itself, and all with the same patron number.
    ///
    /// Reads the whole table when the card is known, because nothing else looks patrons up by
    /// their number.
    public func cards(ofHolder key: CardKey) throws(StoreError) -> [CardKey] {
        try StoreError.sorting {
            try pool.read { db in
                let keys = try Data.fetchAll(
                    db,
                    sql: """
                        SELECT key FROM patron WHERE patron =
                            (SELECT patron FROM patron WHERE card = ? AND key = ?)
                        ORDER BY card LIMIT ?
                        """,
                    arguments: [key.rowNumber, Data(key.bytes), PrivacyAct.cardsMax]
                )
                let others = try keys.map { bytes in
                    guard let key = CardKey(bytes: bytes) else { throw StoreError.damaged }
                    return key
                }
                return [key] + others.filter { !$0.matches(key) }
            }
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
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        guard let size, size <= Self.compactionSizeMax else { return false }
        try StoreError.sorting {
            try pool.writeWithoutTransaction { db in try db.execute(sql: "VACUUM") }
        }
        return true
    }
}
