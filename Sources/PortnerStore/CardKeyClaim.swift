// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

/// What a file was made with, compared with the card key that the station has now.
public enum CardKeyClaim: Sendable, Hashable {
    /// The same key, or nothing in the file has a key.
    case same
    /// The previous key, which the station still has.
    case previous
    /// A key that the station has not: nothing in the file can be found by it.
    case foreign
}

/// The row in which a file says what card key it was made with.
///
/// It is a table of its own, made when it is first needed: a release that does not know it has no
/// use for it.
enum CardKeyTable {
    static let definition = """
        CREATE TABLE IF NOT EXISTS card_key (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            value BLOB NOT NULL
        ) STRICT
        """

    static func value(_ db: Database) throws -> [UInt8]? {
        guard try db.tableExists("card_key") else { return nil }
        return try Data.fetchOne(db, sql: "SELECT value FROM card_key").map { Array($0) }
    }

    static func note(_ hasher: CardHasher, _ db: Database) throws {
        try db.execute(sql: definition)
        try db.execute(
            sql: "INSERT OR REPLACE INTO card_key VALUES (1, ?)",
            arguments: [Data(hasher.checkValue)]
        )
    }

    static func claim(
        _ hasher: CardHasher,
        previous: CardHasher?,
        _ db: Database
    ) throws -> CardKeyClaim {
        guard let noted = try value(db) else { return .same }
        if noted == hasher.checkValue { return .same }
        return noted == previous?.checkValue ? .previous : .foreign
    }
}

extension PatronCache {
    /// Takes the cache into use with a card key, and begins or ends the exchange of it.
    ///
    /// While a previous key is there, the patrons under it are listed in a table of row numbers
    /// that shrinks as they are brought under the new key. When it is not there any more, what is
    /// left of them is dropped: nobody can be found by it.
    ///
    /// - Parameters:
    ///   - hasher: Makes keys under the card key that the station has now.
    ///   - previous: Makes them under the one before, while that is being exchanged.
    ///   - doubted: The cards of which the last process could not write something: when the
    ///     exchange begins, they are under the previous key, whether they are in the cache or not.
    /// - Returns: What the cache was made with; ``CardKeyClaim/foreign`` leaves it untouched.
    /// - Throws: What the disk refuses; then the cache is as it was.
    public func claim(
        _ hasher: CardHasher,
        previous: CardHasher?,
        doubting doubted: [CardKey] = []
    ) throws(StoreError) -> CardKeyClaim {
        try StoreError.sorting {
            try pool.write { db in
                var claim = try CardKeyTable.claim(hasher, previous: previous, db)
                let isEmpty = try Row.fetchOne(db, sql: "SELECT 1 FROM patron LIMIT 1") == nil
                if claim == .foreign, isEmpty { claim = .same }
                switch claim {
                case .foreign: return claim
                case .previous: try FormerTable.begin(doubted, db)
                case .same: if previous == nil { try FormerTable.end(db) }
                }
                if try CardKeyTable.value(db) != hasher.checkValue {
                    try CardKeyTable.note(hasher, db)
                }
                return claim
            }
        }
    }

    /// Brings what is held under a former key under the key that the card has now, in one
    /// transaction: facts and verifier, each from the newer side where both are held.
    public func rekey(_ former: CardKey, to key: CardKey) throws(StoreError) {
        try StoreError.sorting {
            try pool.write { db in
                let select = try db.cachedStatement(sql: PatronTable.select)
                guard let old = try PatronTable.find(former, with: select)?.moved(from: former)
                else { return }
                let merged = try PatronTable.find(key, with: select)?.merged(with: old) ?? old
                try db.cachedStatement(sql: PatronTable.replace)
                    .execute(arguments: PatronTable.values(key, merged))
                try db.cachedStatement(sql: PatronTable.delete)
                    .execute(arguments: [former.rowNumber, Data(former.bytes)])
            }
        }
    }

    /// Sets a cache aside that was made with another card key, and begins an empty one.
    public func setAside(
        in folder: String,
        at now: Timestamp
    ) throws(StoreError) -> (cache: PatronCache, opening: StoreOpening) {
        try close()
        let file = StoreFile(path: path)
        file.deleteSetAside()
        let path = try file.setAside(at: now)
        return (try PatronCache.open(in: folder, at: now).cache, .keyChanged(path: path))
    }

    /// How many patrons are still under the previous card key.
    public func formerCount() throws(StoreError) -> Int {
        try StoreError.sorting { try pool.read(FormerTable.count) }
    }
}

/// The patrons that are still under the previous card key, by the numbers of their rows.
private enum FormerTable {
    static func begin(_ doubted: [CardKey], _ db: Database) throws {
        try end(db)
        try db.execute(sql: "CREATE TABLE former (card INTEGER PRIMARY KEY) STRICT")
        try db.execute(sql: "INSERT INTO former SELECT card FROM patron ORDER BY card")
        let insert = "INSERT OR IGNORE INTO former VALUES (?)"
        for key in doubted { try db.execute(sql: insert, arguments: [key.rowNumber]) }
        // Whatever takes a patron out takes the number out, too; replacing one does not.
        try db.execute(
            sql: """
                CREATE TRIGGER former_gone AFTER DELETE ON patron
                BEGIN DELETE FROM former WHERE card = OLD.card; END
                """
        )
    }

    /// Drops the table with the patrons that are left in it.
    static func end(_ db: Database) throws {
        guard try db.tableExists("former") else { return }
        try db.execute(sql: "DELETE FROM patron WHERE card IN (SELECT card FROM former)")
        try db.execute(sql: "DROP TRIGGER former_gone")
        try db.execute(sql: "DROP TABLE former")
    }

    static func count(_ db: Database) throws -> Int {
        guard try db.tableExists("former") else { return 0 }
        return try Int.fetchOne(db, sql: "SELECT count(*) FROM former") ?? 0
    }
}

extension PatronRoster {
    /// Takes the roster into use with a card key.
    ///
    /// Its rows stay under the key that they were written with: the next full roster brings all of
    /// them under the new one, and until then no delta is taken.
    ///
    /// - Returns: What the roster was made with; ``CardKeyClaim/foreign`` leaves it untouched.
    public func claim(
        _ hasher: CardHasher,
        previous: CardHasher?
    ) throws(StoreError) -> CardKeyClaim {
        try StoreError.sorting {
            try pool.write { db in
                let claim = try CardKeyTable.claim(hasher, previous: previous, db)
                if try claim == .foreign && Self.origin(db) == nil { return .same }
                if try claim == .same && CardKeyTable.value(db) == nil {
                    try CardKeyTable.note(hasher, db)
                }
                return claim
            }
        }
    }

    /// Sets a roster aside that was made with another card key, and begins an empty one.
    public func setAside(
        at now: Timestamp
    ) throws(StoreError) -> (roster: PatronRoster, opening: StoreOpening) {
        try close()
        let file = StoreFile(path: path)
        file.deleteSetAside()
        let path = try file.setAside(at: now)
        return (try PatronRoster.open(in: folder, at: now).roster, .keyChanged(path: path))
    }

    /// Whether the rows are under another card key than this one: then only a full roster is taken.
    public func isUnderOtherKey(_ hasher: CardHasher) throws(StoreError) -> Bool {
        try StoreError.sorting { try pool.read { db in try Self.isUnderOtherKey(hasher, db) } }
    }

    /// Whether the rows are under another card key than this one.
    static func isUnderOtherKey(_ hasher: CardHasher, _ db: Database) throws -> Bool {
        try CardKeyTable.value(db).map { $0 != hasher.checkValue } ?? false
    }

    /// Empties the table for a full roster under another key, in which no row has its number.
    static func beginAnew(_ hasher: CardHasher, _ db: Database) throws {
        for table in ["patron", "gone"] { try db.execute(sql: "DELETE FROM \(table)") }
        try CardKeyTable.note(hasher, db)
    }
}

extension Ledger {
    /// Takes the ledger into use with a card key: the counts of wrong attempts are under it, too.
    ///
    /// While a previous key is there, its counts can be found, and the ledger remains that key's.
    /// When it goes, counts of cards may go with it; what may have been held against any card is
    /// then held against all.
    ///
    /// - Returns: What is to be settled by ``settle(_:at:)`` before ``adopt(_:)``; `nil` when no
    ///   count is out of reach.
    public func claim(
        _ hasher: CardHasher,
        previous: CardHasher?
    ) throws(StoreError) -> LedgerRestoration? {
        let noted = try StoreError.sorting {
            try pool.read { db in
                try Data.fetchOne(db, sql: "SELECT card_key FROM meta WHERE card_key IS NOT NULL")
            }
        }
        if noted.map({ Array($0) }) == hasher.checkValue { return nil }
        if let noted, Array(noted) == previous?.checkValue { return nil }
        let cards = try throttleCounts().filter { $0.subject.card != nil }
        guard noted != nil, !cards.isEmpty else {
            try adopt(hasher)
            return nil
        }
        return LedgerRestoration(.cardKeyChanged, highest: CountBook(cards).highest)
    }

    /// Notes that the counts of cards are under this card key.
    public func adopt(_ hasher: CardHasher) throws(StoreError) {
        try StoreError.sorting {
            try pool.write { db in
                try db.execute(
                    sql: "UPDATE meta SET card_key = ?",
                    arguments: [Data(hasher.checkValue)]
                )
            }
        }
    }
}
