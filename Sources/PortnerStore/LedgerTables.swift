// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
internal import PortnerCore

/// The tables of the ledger: their definitions and the statements that write them.
///
/// The table of entries has no index but its number: every further index would double the bytes
/// that an entry costs a memory card.
enum LedgerTables {
    static let identity = SchemaIdentity(application: 0x504F_524C, version: 2, oldest: 1)

    static let definitions = [
        """
        CREATE TABLE entry (
            sequence INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            fields TEXT NOT NULL,
            alarm INTEGER NOT NULL,
            personal BLOB,
            salt BLOB,
            personal_hash BLOB,
            chain BLOB NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE head (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            sequence INTEGER NOT NULL,
            chain BLOB NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE throttle (
            subject TEXT PRIMARY KEY,
            failures INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE meta (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            created INTEGER NOT NULL,
            card_key BLOB,
            deleted_by INTEGER,
            doubted INTEGER
        ) STRICT
        """,
    ]

    /// From version 1, which knew neither of the card key nor of a ``LedgerMark``.
    static let fromVersion1 = [
        "ALTER TABLE meta ADD COLUMN card_key BLOB",
        "ALTER TABLE meta ADD COLUMN deleted_by INTEGER",
        "ALTER TABLE meta ADD COLUMN doubted INTEGER",
    ]

    static let insertEntry = "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    static let setThrottle = "INSERT OR REPLACE INTO throttle VALUES (?, ?)"
    static let clearThrottle = "DELETE FROM throttle WHERE subject = ?"

    /// The columns in the order that ``LedgerRow`` reads.
    ///
    /// Texts are read as bytes: read as text, all that follows a zero byte would be overlooked.
    static let selectEntry = """
        SELECT sequence, at, CAST(kind AS BLOB), CAST(fields AS BLOB), alarm, personal, salt,
            personal_hash, chain
        FROM entry
        """

    /// Makes all tables, empty.
    static func create(_ db: Database, at now: Timestamp) throws {
        for definition in definitions { try db.execute(sql: definition) }
        try db.execute(
            sql: "INSERT INTO head VALUES (1, ?, ?)",
            arguments: [LedgerHead.empty.sequence, LedgerHead.empty.chain]
        )
        try db.execute(
            sql: "INSERT INTO meta (id, created) VALUES (1, ?)",
            arguments: [now.milliseconds]
        )
        try identity.write(db)
    }

    /// Brings the tables of an older release to this one's.
    ///
    /// - Returns: Whether there was something to do.
    static func migrate(_ db: Database) throws -> Bool {
        guard try identity.version(of: db) < identity.version else { return false }
        for change in fromVersion1 { try db.execute(sql: change) }
        try identity.write(db)
        return true
    }

    /// The hash of an entry; that of an empty ledger at 0, `nil` where there is no entry.
    static func chain(at sequence: Int64, _ db: Database) throws -> Data? {
        if sequence == 0 { return LedgerHead.empty.chain }
        let sql = "SELECT chain FROM entry WHERE sequence = ?"
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [sequence]) else { return nil }
        return try Columns(row: row).blob(0)
    }

    /// The end of the chain: the newest entry, or the noted head when entries were cut off.
    ///
    /// Going on from the noted head keeps the gap for ``Ledger/verify()`` to find.
    static func head(_ db: Database) throws -> LedgerHead {
        let noted = try notedHead(db)
        let sql = "SELECT sequence, chain FROM entry ORDER BY sequence DESC LIMIT 1"
        guard let newest = try Row.fetchOne(db, sql: sql).map(head(in:)) else { return noted }
        let head = newest.sequence > noted.sequence ? newest : noted
        // No station lives to see that many; the next number would not fit.
        guard head.sequence < Int64.max else { throw StoreError.damaged }
        return head
    }

    /// The head as it was last noted: the entries may have gone on since, but not ended before.
    static func notedHead(_ db: Database) throws -> LedgerHead {
        let sql = "SELECT sequence, chain FROM head WHERE id = 1"
        guard let row = try Row.fetchOne(db, sql: sql) else { throw StoreError.damaged }
        let head = try head(in: row)
        guard head.sequence >= 0, head.chain.count == LedgerChain.count else {
            throw StoreError.damaged
        }
        return head
    }

    /// Notes a head; one that is noted already costs no write.
    static func note(_ head: LedgerHead, _ db: Database) throws {
        try db.cachedStatement(
            sql: "UPDATE head SET sequence = ?1, chain = ?2 WHERE id = 1 AND sequence < ?1"
        ).execute(arguments: [head.sequence, head.chain])
    }

    private static func head(in row: Row) throws -> LedgerHead {
        let columns = Columns(row: row)
        return LedgerHead(sequence: try columns.integer(0), chain: try columns.blob(1))
    }

    static func created(_ db: Database) throws -> Timestamp {
        let sql = "SELECT created FROM meta WHERE id = 1"
        guard let row = try Row.fetchOne(db, sql: sql) else { throw StoreError.damaged }
        return Timestamp(milliseconds: try Columns(row: row).integer(0))
    }

    /// The counts of wrong attempts, the highest first.
    static func throttleCounts(_ db: Database) throws -> [ThrottleCount] {
        let sql = "SELECT subject, failures FROM throttle ORDER BY failures DESC, subject"
        let rows = try Row.fetchCursor(db, sql: sql)
        var counts: [ThrottleCount] = []
        while let row = try rows.next() {
            let columns = Columns(row: row)
            let failures = try columns.integer(1)
            guard let subject = ThrottleSubject(stored: try columns.text(0)),
                (1...Int64(Int32.max)).contains(failures)
            else { throw StoreError.damaged }
            counts.append(ThrottleCount(subject: subject, failures: Int(failures)))
        }
        return counts
    }

    static func save(_ count: ThrottleCount, _ db: Database) throws {
        let subject = count.subject.stored
        if count.failures > 0 {
            try db.cachedStatement(sql: setThrottle)
                .execute(arguments: [subject, min(count.failures, Int(Int32.max))])
        } else {
            try db.cachedStatement(sql: clearThrottle).execute(arguments: [subject])
        }
    }
}

extension ThrottleSubject {
    private static let cardPrefix = "card "
    private static let readerPrefix = "reader "
    private static let everyCardText = "every card"
    private static let everyReaderText = "every reader"

    /// The subject as the ledger writes it: what it is, and its key or name.
    var stored: String {
        switch self {
        case .card(let key): Self.cardPrefix + hexadecimal(key.bytes)
        case .reader(let name): Self.readerPrefix + name.text
        case .everyCard: Self.everyCardText
        case .everyReader: Self.everyReaderText
        }
    }

    /// Reads what ``stored`` wrote.
    init?(stored text: String) {
        if text.hasPrefix(Self.cardPrefix) {
            let digits = text.utf8.dropFirst(Self.cardPrefix.utf8.count)
            guard let key = bytes(hexadecimal: digits).flatMap(CardKey.init(bytes:)) else {
                return nil
            }
            self = .card(key)
        } else if text.hasPrefix(Self.readerPrefix) {
            let name = text.dropFirst(Self.readerPrefix.count)
            guard let reader = ReaderName(name) else { return nil }
            self = .reader(reader)
        } else if text == Self.everyCardText {
            self = .everyCard
        } else if text == Self.everyReaderText {
            self = .everyReader
        } else {
            return nil
        }
    }
}
