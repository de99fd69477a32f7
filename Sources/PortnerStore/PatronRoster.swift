// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore
public import Roster
internal import Synchronization

/// The library's own list of its patrons, in a file that can be thrown away.
///
/// The file `roster.sqlite` holds what the last roster said of each card, by keyed hash, and once
/// the time at which all of that was true. So a roster in which nothing changed renews every fact
/// without a row being written. What the library system answers about single cards lies in the
/// ``PatronCache``, in a file of its own: a roster is applied in one transaction of seconds or
/// minutes, and an answer must never wait for it. A ``PatronCache/Reader`` takes each fact from
/// the newer of the two.
///
/// Everything here blocks its thread and belongs on a worker.
public final class PatronRoster: Sendable {
    /// The name of the file in the state folder.
    public static let fileName = "roster.sqlite"

    private static let busyTimeout: TimeInterval = 5
    /// The greatest number of cards gone that are settled in one transaction.
    private static let settlingBatch = 10_000

    let path: String
    let folder: String
    private let opened: Result<DatabasePool, StoreError>
    private let isNew: Bool
    private let isDamaged = Atomic(false)
    private let isHeld = Atomic(false)

    /// Opens the roster in a folder, or makes an empty one.
    ///
    /// A file that cannot be read or is another program's is set aside, named after the time given.
    /// What an application that was cut off has left beside it is deleted. A file of a newer
    /// release is left alone, as ``PatronCache/open(in:at:)`` tells.
    public static func open(
        in folder: String,
        at now: Timestamp
    ) throws(StoreError) -> (roster: PatronRoster, opening: StoreOpening) {
        RosterSpool.deleteFiles(in: folder)
        let file = try StoreFile.prepare(fileName, in: folder)
        do {
            try file.checkVersion(RosterTable.identity)
            let roster = try PatronRoster(file, in: folder)
            return (roster, roster.isNew ? .created : .existing)
        } catch .schemaTooNew(let version) {
            let roster = PatronRoster(refusing: file, in: folder, .schemaTooNew(version))
            return (roster, .tooNew(version: version))
        } catch .damaged, .foreign {
            file.deleteSetAside()
            let path = try file.setAside(at: now)
            let roster = try PatronRoster(StoreFile.prepare(fileName, in: folder), in: folder)
            return (roster, .setAside(path: path))
        }
    }

    private init(_ file: StoreFile, in folder: String) throws(StoreError) {
        var configuration = Configuration()
        configuration.label = "roster"
        configuration.busyMode = .timeout(Self.busyTimeout)
        configuration.foreignKeysEnabled = false
        configuration.maximumReaderCount = 1
        configuration.prepareDatabase { db in
            try db.overwriteDeleted()
        }
        path = file.path
        self.folder = folder
        let pool: DatabasePool
        (pool, isNew) = try StoreError.sorting {
            let pool = try DatabasePool(path: file.path, configuration: configuration)
            let isNew = try pool.write { db in
                try RosterTable.upgrade(db)
                guard try RosterTable.identity.needsTables(db) else { return false }
                for table in [RosterTable.patron, RosterTable.origin, RosterTable.gone] {
                    try db.execute(sql: table)
                }
                try RosterTable.identity.write(db)
                return true
            }
            try pool.read(Self.checkTables)
            return (pool, isNew)
        }
        opened = .success(pool)
        noteHeld(try origin() != nil)
    }

    /// A roster whose file is not touched.
    private init(refusing file: StoreFile, in folder: String, _ refusal: StoreError) {
        path = file.path
        self.folder = folder
        isNew = false
        opened = .failure(refusal)
    }

    /// Why nothing can be read or written; `nil` for a roster in use.
    public var refusal: StoreError? {
        if case .failure(let refusal) = opened { refusal } else { nil }
    }

    var pool: DatabasePool { get throws(StoreError) { try opened.get() } }

    /// Closes the file; readers stay usable until they are released.
    public func close() throws(StoreError) {
        guard refusal == nil else { return }
        try? checkpoint()
        try StoreError.sorting { try pool.close() }
    }

    // MARK: What is held

    /// The state that is held.
    public struct Origin: Sendable, Hashable {
        /// The library's name for the state.
        public let cursor: RosterCursor
        /// When the library's data were so.
        public let asOf: Timestamp
        /// The SHA-256 of the file that brought the state here.
        public let digest: [UInt8]
    }

    /// Whether there is a roster to look into; known without looking.
    var isThere: Bool { isHeld.load(ordering: .relaxed) }

    /// Notes after a transaction whether there is a roster.
    func noteHeld(_ isHeld: Bool) { self.isHeld.store(isHeld, ordering: .relaxed) }

    /// The state that is held, or `nil` before the first roster.
    public func origin() throws(StoreError) -> Origin? {
        try StoreError.sorting { try pool.read(Self.origin) }
    }

    /// How many cards the roster names; reads the whole table.
    public func count() throws(StoreError) -> Int {
        try StoreError.sorting {
            try pool.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM patron") ?? 0 }
        }
    }

    /// Whether the roster names a card; waits for no application that is under way.
    public func holds(_ key: CardKey) throws(StoreError) -> Bool {
        try StoreError.sorting {
            try pool.read { db in
                let statement = try db.cachedStatement(sql: RosterTable.holds)
                return try Bool.fetchOne(statement, arguments: key.arguments) ?? false
            }
        }
    }

    /// When the roster was made and whether it names a card, in one look; `nil` without a roster.
    ///
    /// Waits for no application that is under way.
    func mention(
        of key: CardKey
    ) throws(StoreError) -> (asOf: Timestamp, isNamed: Bool)? {
        try StoreError.sorting {
            try pool.read { db in
                let statement = try db.cachedStatement(sql: RosterTable.mention)
                guard let row = try Row.fetchOne(statement, arguments: key.arguments) else {
                    return nil
                }
                let columns = Columns(row: row)
                let asOf = Timestamp(milliseconds: try columns.integer(0))
                return (asOf, try columns.integer(1) != 0)
            }
        }
    }

    // MARK: Dropping

    /// Drops what the roster says about a card, until a roster names it anew.
    ///
    /// Waits for an application that is under way.
    public func forget(_ key: CardKey) throws(StoreError) {
        try StoreError.sorting {
            try pool.write { db in
                try db.execute(sql: RosterTable.forget, arguments: key.arguments)
            }
        }
    }

    /// Drops the whole roster when it is from before a time.
    ///
    /// - Returns: Whether there was one to drop.
    @discardableResult
    public func forget(asOfBefore time: Timestamp) throws(StoreError) -> Bool {
        let isDropped = try StoreError.sorting {
            try pool.write { db in
                guard let origin = try Self.origin(db), origin.asOf < time else { return false }
                for table in ["patron", "origin"] { try db.execute(sql: "DELETE FROM \(table)") }
                return true
            }
        }
        if isDropped { noteHeld(false) }
        return isDropped
    }

    /// Drops older answers about cards that rosters took out from a cache.
    ///
    /// The cards are noted with the roster that took them out, so that this can be done, and done
    /// again after a crash, when the roster is in place.
    ///
    /// - Returns: How many answers were dropped.
    @discardableResult
    public func settle(in cache: PatronCache) throws(StoreError) -> Int {
        var dropped = 0
        while true {
            let (origin, batch) = try StoreError.sorting {
                try pool.read { db in
                    let rows = try Row.fetchAll(
                        db,
                        sql: RosterTable.selectGone,
                        arguments: [Self.settlingBatch]
                    )
                    let keys = try rows.map { row in
                        let columns = Columns(row: row)
                        guard let key = CardKey(bytes: try columns.blob(1)) else {
                            throw StoreError.damaged
                        }
                        return key
                    }
                    return (try Self.origin(db), keys)
                }
            }
            guard let origin, let last = batch.last else { return dropped }
            dropped += try cache.forget(batch, notConfirmedAfter: origin.asOf)
            try StoreError.sorting {
                try pool.write { db in
                    try db.execute(sql: RosterTable.deleteGone, arguments: [last.rowNumber])
                }
            }
        }
    }

    // MARK: Maintenance

    /// Moves what was written into the main file and empties the write-ahead log.
    ///
    /// - Throws: ``StoreError/busy`` at once when somebody reads in the log; the next call tries
    ///   again.
    public func checkpoint() throws(StoreError) {
        if let refusal { throw refusal }
        try StoreFile.emptyLog(of: path, label: "roster checkpoint")
    }

    /// Whether no ``check()`` has found damage.
    public var isSound: Bool { !isDamaged.load(ordering: .relaxed) }

    /// Reads and checks the whole file.
    ///
    /// Once damage is found every lookup is a failure, because a damaged tree may lead to another
    /// row, and the file is set aside when it is opened next.
    ///
    /// - Returns: Whether the file is sound.
    public func check() throws(StoreError) -> Bool {
        if let refusal { throw refusal }
        do {
            var configuration = Configuration()
            configuration.label = "roster check"
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let verdict = try queue.inDatabase { db in
                try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
            }
            if verdict == "ok" { return true }
        } catch {
            let error = StoreError(error)
            guard error == .damaged else { throw error }
        }
        isDamaged.store(true, ordering: .relaxed)
        try? pool.write { db in try RosterTable.identity.markDamaged(db) }
        return false
    }

    static func origin(_ db: Database) throws -> Origin? {
        guard let row = try Row.fetchOne(db, sql: RosterTable.selectOrigin) else { return nil }
        let columns = Columns(row: row)
        guard let cursor = RosterCursor(try columns.text(0)) else { throw StoreError.damaged }
        return Origin(
            cursor: cursor,
            asOf: Timestamp(milliseconds: try columns.integer(1)),
            digest: Array(try columns.blob(2))
        )
    }

    private static func checkTables(_ db: Database) throws {
        for (name, table) in [
            ("patron", RosterTable.patron), ("origin", RosterTable.origin),
            ("gone", RosterTable.gone),
        ] {
            let sql = "SELECT sql FROM sqlite_schema WHERE name = ?"
            guard try String.fetchOne(db, sql: sql, arguments: [name]) == table else {
                throw StoreError.damaged
            }
        }
        _ = try Row.fetchOne(db, sql: "SELECT min(card), max(card) FROM patron")
    }
}

extension CardKey {
    /// The row's number and the whole key, which together name a card in a statement.
    fileprivate var arguments: StatementArguments { [rowNumber, Data(bytes)] }
}
