// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

/// The exchange of the card key, for the cards that staff have written down.
///
/// A card on the list goes over to the new key when it is shown. Somebody who is denied may not
/// come for a year, and is denied no more once nobody can tell the card: so the file remembers
/// which of its cards are under the previous key, and says so when that is gone.
extension AccessListFile {
    /// Takes the list into use with a card key, and begins or ends the exchange of it.
    ///
    /// - Returns: How many listings of each kind are dropped because they are under a previous key
    ///   that is not there any more; `nil` when the whole list is under another key, which leaves
    ///   it untouched.
    public func claim(
        _ hasher: CardHasher,
        previous: CardHasher?
    ) throws(StoreError) -> [Listing.Kind: Int]? {
        try StoreError.sorting {
            try queue.write { db in
                let isEmpty = try Row.fetchOne(db, sql: "SELECT 1 FROM listing LIMIT 1") == nil
                var dropped: [Listing.Kind: Int] = [:]
                switch try CardKeyTable.claim(hasher, previous: previous, db) {
                case .foreign where !isEmpty: return nil
                case .previous:
                    try db.execute(sql: "CREATE TABLE IF NOT EXISTS former (card BLOB) STRICT")
                    try db.execute(sql: "DELETE FROM former")
                    try db.execute(sql: "INSERT INTO former SELECT DISTINCT card FROM listing")
                case .foreign, .same:
                    if previous == nil { dropped = try Self.dropFormer(db) }
                }
                try CardKeyTable.note(hasher, db)
                return dropped
            }
        }
    }

    /// How many cards of the list are still under the previous card key.
    public func formerCount() throws(StoreError) -> Int {
        try StoreError.sorting {
            try queue.read { db in
                guard try db.tableExists("former") else { return 0 }
                return try Int.fetchOne(db, sql: "SELECT count(*) FROM former") ?? 0
            }
        }
    }

    /// Sets a list aside that was made with another card key, and begins an empty one.
    public func setAside(
        in folder: String,
        at now: Timestamp
    ) throws(StoreError) -> (file: AccessListFile, opening: StoreOpening) {
        try StoreError.sorting { try queue.close() }
        let path = try StoreFile(path: path).setAside(at: now)
        return (try AccessListFile.open(in: folder, at: now).file, .keyChanged(path: path))
    }

    /// Forgets which cards were under the previous key of those that are not listed any more.
    static func leaveFormer(_ db: Database) throws {
        guard try db.tableExists("former") else { return }
        try db.execute(sql: "DELETE FROM former WHERE card NOT IN (SELECT card FROM listing)")
    }

    private static func dropFormer(_ db: Database) throws -> [Listing.Kind: Int] {
        guard try db.tableExists("former") else { return [:] }
        let kinds = try String.fetchAll(
            db,
            sql: "DELETE FROM listing WHERE card IN (SELECT card FROM former) RETURNING kind"
        )
        try db.execute(sql: "DROP TABLE former")
        let counted = Dictionary(grouping: kinds.compactMap(Listing.Kind.init(rawValue:))) { $0 }
        return counted.mapValues(\.count)
    }
}
