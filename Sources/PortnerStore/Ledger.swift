// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore
// GRDB has a type of this name, too.
public import struct PortnerCore.Record
internal import Synchronization

/// What happened at this station, in a file that never forgets what it has acknowledged.
///
/// The file `ledger.sqlite` holds the records of decisions and events, each bound to the one before
/// it, and the counts of wrong attempts. ``append(records:throttle:)`` returns when everything is
/// on disk, so a lock may move after it and not before (invariant I2). Reading and maintenance use
/// connections of their own and do not make the door wait, but for the moments that their methods
/// name.
///
/// All methods block their thread; only appending belongs on the door's.
public final class Ledger: Sendable {
    /// The name of the file in the state folder.
    public static let fileName = "ledger.sqlite"
    /// The name of the file beside it that tells how far it had come.
    public static let markFileName = "ledger.mark"
    /// The size in bytes that the file is limited to: 4 GiB, about ten million entries.
    public static let sizeMax = 4 << 30
    /// The pages in the write-ahead log, 16 MB, after which an append copies them to the main file.
    ///
    /// Regular calls of ``checkpoint()`` keep the log far below it.
    public static let logPagesMax = 16_000
    /// The number of newest entries that are read when the ledger is opened.
    public static let openingCheckCount = 100

    /// The size of a page in bytes.
    ///
    /// A commit writes each page that it touched whole. Pages that hold three entries cost a disk a
    /// third of what SQLite's usual ones cost, and the append gets a fifth faster.
    private static let pageSize = 1024
    private static let busyTimeout: TimeInterval = 5
    private static let readerCount = 2

    /// When the file was made.
    public let created: Timestamp

    private let isNew: Bool
    let pool: DatabasePool
    /// The connection that copies the log into the main file beside the writer.
    let maintenance: DatabaseQueue
    /// Whether the log may hold what was deleted; after a crash it may.
    let owesTruncation = Atomic(true)
    /// What the file holds; `nil` after a failure, until it has been read again.
    private let known: Mutex<Standing?>
    /// Where it is noted how far the ledger has come.
    private let marks: Mutex<Marks>
    /// That this is not the ledger that was written last: to be settled before anything else.
    public let restoration: LedgerRestoration?
    /// What was taken over from a damaged ledger; `nil` when none was set aside.
    public let rescue: LedgerRescue?

    /// Where the ledger has come to: the end of its chain and its counts.
    struct Standing: Sendable {
        var head: LedgerHead
        var counts: CountBook
    }

    /// The file of marks and what the next one needs to know.
    private struct Marks {
        let file: LedgerMarkFile
        let ledger: FileIdentity
        var number: UInt64
        /// Whether the ledger is marked; one that is not settled keeps the mark that says so.
        var isMarking: Bool
    }

    // MARK: Opening

    /// Opens the ledger in a folder, or makes an empty one.
    ///
    /// A damaged file is renamed and an empty one is made; the counts of wrong attempts move over
    /// where they can still be read, so that damage forgives nobody, and so do the kiosks'
    /// transactions: ``rescue`` tells of them, and the caller calls ``record(_:at:)`` before
    /// anything is done with them. What the station goes on from is read at once; ``verify()``
    /// checks all of the file.
    ///
    /// A ledger that was put back from a copy is used, and ``restoration`` tells of it: the caller
    /// calls ``settle(_:at:)`` before the station counts on anything.
    ///
    /// - Parameters:
    ///   - folder: The state folder; it is made, for this user only, when it is missing.
    ///   - now: Dates a new file and the name of one that is set aside.
    ///   - sizeMax: The size in bytes that the file is limited to.
    ///   - isMoved: Whether the caller itself copied the files to this folder.
    /// - Returns: The ledger, and what was found.
    /// - Throws: ``StoreError/notDurable`` when commits do not reach the disk,
    ///   ``StoreError/schemaTooNew(_:)`` and ``StoreError/foreign`` for files that must not be
    ///   touched, and what the disk refuses.
    public static func open(
        in folder: String,
        at now: Timestamp,
        sizeMax: Int = Ledger.sizeMax,
        isMoved: Bool = false
    ) throws(StoreError) -> (ledger: Ledger, opening: StoreOpening) {
        let before = FileIdentity(of: folder + "/" + fileName)
        if let before { try LedgerMarkFile.reopen(in: folder, before) }
        let terms = Terms(folder: folder, now: now, sizeMax: sizeMax, isMoved: isMoved)
        if let note = LedgerRescueNote(in: folder) {
            return try replace(note, before, terms)
        }
        let file = try StoreFile.prepare(fileName, in: folder)
        do {
            let ledger = try Ledger(file, before, terms)
            return (ledger, ledger.isNew ? .created : .existing)
        } catch .damaged {
            let name = try file.nameSetAside(at: now)
            let number = FileIdentity(of: file.path)?.number ?? 0
            let note = LedgerRescueNote(number: number, name: name)
            try note.write(in: folder)
            return try replace(note, before, terms)
        }
    }

    /// Sets a damaged ledger aside, as far as that is not done yet, and opens the one in its place
    /// with what must go on.
    private static func replace(
        _ note: LedgerRescueNote,
        _ before: FileIdentity?,
        _ terms: Terms
    ) throws(StoreError) -> (ledger: Ledger, opening: StoreOpening) {
        let damaged = StoreFile(path: terms.folder + "/" + fileName)
        if FileIdentity(of: damaged.path)?.number == note.number {
            try damaged.setAside(as: note.name, at: terms.now)
        }
        let path = terms.folder + "/" + note.name
        let rescued = rescue(from: path)
        let fresh = try StoreFile.prepare(fileName, in: terms.folder)
        do {
            return (try Ledger(fresh, before, terms, replacing: rescued), .setAside(path: path))
        } catch .damaged {
            // An earlier start made it and came no further, so it holds nothing of its own.
            _ = try fresh.setAside(at: terms.now)
            let next = try StoreFile.prepare(fileName, in: terms.folder)
            return (try Ledger(next, before, terms, replacing: rescued), .setAside(path: path))
        }
    }

    /// What an opening goes by.
    private struct Terms {
        let folder: String
        let now: Timestamp
        let sizeMax: Int
        let isMoved: Bool
    }

    private init(
        _ file: StoreFile,
        _ before: FileIdentity?,
        _ terms: Terms,
        replacing rescued: Rescued? = nil
    ) throws(StoreError) {
        let configuration = Self.configuration
        let standing: Standing
        let origin: LedgerRestoration.Origin
        let leftOut: Int
        (pool, maintenance, created, standing, origin, leftOut) = try StoreError.sorting {
            let pool = try DatabasePool(path: file.path, configuration: configuration)
            let (made, leftOut) = try pool.write { db in
                (
                    try Self.prepareTables(db, terms.now, rescued),
                    try OutboxTable.takeOver(rescued?.outbox, db)
                )
            }
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: OutboxTable.definition)
                try Self.makeDurable(db)
                // Until here commits did not wait for the disk. Were such a one lost in a failing
                // sync, all that follow it in the log would be lost with the power.
                try db.checkpoint(.passive)
                try Self.limit(db, sizeMax: terms.sizeMax)
            }
            let (standing, created) = try pool.read { db in
                (try Self.checkedStanding(db), try LedgerTables.created(db))
            }
            let maintenance = try DatabaseQueue(path: file.path, configuration: configuration)
            try maintenance.inDatabase(Self.makeDurable)
            return (pool, maintenance, created, standing, made, leftOut)
        }
        isNew = origin == .made
        rescue = try StoreError.sorting { [pool] in
            try rescued.map { rescued in
                let taken = try pool.read { db in
                    try Int.fetchOne(db, sql: "SELECT count(*) FROM outbox") ?? 0
                }
                return LedgerRescue(
                    transactions: taken,
                    leftOut: leftOut,
                    isWhole: rescued.outbox.isWhole
                )
            }
        }
        known = Mutex(standing)
        let markFile = try LedgerMarkFile(in: terms.folder)
        let (mark, number) = markFile.read()
        let containsMark = try StoreError.sorting { [pool] in
            try pool.read { db in
                try mark.map { try LedgerTables.chain(at: $0.head.sequence, db) == $0.head.chain }
            }
        }
        restoration = LedgerRestoration.judged(
            LedgerRestoration.Finding(
                mark: mark,
                file: before,
                isMoved: terms.isMoved,
                head: standing.head,
                counts: standing.counts.digest,
                origin: origin,
                containsMark: containsMark ?? false
            )
        )
        guard let ledger = FileIdentity(of: file.path) else { throw .noAccess }
        marks = Mutex(Marks(file: markFile, ledger: ledger, number: number, isMarking: false))
        if restoration == nil { try beginMarking() }
    }

    /// Makes the tables where there are none, and brings older ones to this release's.
    private static func prepareTables(
        _ db: Database,
        _ now: Timestamp,
        _ rescued: Rescued?
    ) throws -> LedgerRestoration.Origin {
        guard try LedgerTables.identity.needsTables(db) else {
            let isMigrated = try LedgerTables.migrate(db)
            // The counts are there since the tables are, and may have grown.
            if let rescued { return .replaced(countsRead: rescued.counts != nil) }
            return isMigrated ? .migrated : .existing
        }
        try LedgerTables.create(db, at: now)
        guard let rescued else { return .made }
        for count in rescued.counts ?? [] { try LedgerTables.save(count, db) }
        return .replaced(countsRead: rescued.counts != nil)
    }

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.busyMode = .timeout(busyTimeout)
        configuration.foreignKeysEnabled = false
        configuration.maximumReaderCount = readerCount
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA page_size = \(pageSize)")
            try db.overwriteDeleted()
            try db.execute(sql: "PRAGMA cell_size_check = ON")
        }
        return configuration
    }

    /// Has every commit reach the disk, and believes it only after asking.
    ///
    /// GRDB lowers `synchronous` when it turns the write-ahead log on, after any preparation of the
    /// connection. A ledger that was merely told to be durable would look the same and be ten times
    /// faster, and an acknowledged entry could vanish with the power.
    static func makeDurable(_ db: Database) throws {
        try db.execute(sql: "PRAGMA synchronous = FULL")
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        guard synchronous == 2, journal == "wal" else { throw StoreError.notDurable }
    }

    private static func limit(_ db: Database, sizeMax: Int) throws {
        try db.execute(sql: "PRAGMA wal_autocheckpoint = \(logPagesMax)")
        try db.execute(sql: "PRAGMA max_page_count = \(max(1, sizeMax / pageSize))")
    }

    /// Reads what the station will go on from: the head, the newest entries, the counts.
    ///
    /// Entries that were changed are for ``verify()`` to tell: setting their file aside would hide
    /// the change and lose the counts. Here a row that cannot be read is damage.
    private static func checkedStanding(_ db: Database) throws -> Standing {
        let sql = LedgerTables.selectEntry + " ORDER BY sequence DESC LIMIT ?"
        let rows = try Row.fetchCursor(db, sql: sql, arguments: [openingCheckCount])
        while let row = try rows.next() { _ = try LedgerRow(row) }
        return try standing(db)
    }

    private static func standing(_ db: Database) throws -> Standing {
        Standing(
            head: try LedgerTables.head(db),
            counts: CountBook(try LedgerTables.throttleCounts(db))
        )
    }

    /// Closes the file; nothing may be asked of the ledger afterwards.
    public func close() throws(StoreError) {
        // Without room for the note the file is closed all the same.
        try? noteHead()
        let last = try? standing()
        try StoreError.sorting {
            // The last connection to close empties the log, and the pool's readers cannot.
            try pool.close()
            try maintenance.close()
        }
        // Nothing changes the file any more, so its last change can be marked.
        if let last { try? mark(last, closed: FileIdentity(of: pool.path)) }
    }

    // MARK: Appending

    /// Writes records and counts in one transaction and returns when they are on disk.
    ///
    /// A failed append leaves nothing behind, with one exception that no database can avoid: when
    /// the disk failed in the last step and the power is cut right after, all of it may turn up.
    ///
    /// - Returns: The numbers of the new entries; `nil` when there were no records.
    /// - Throws: When anything could not be written; then nothing is acknowledged.
    @discardableResult
    public func append(
        records: [Record],
        throttle: [ThrottleCount] = []
    ) throws(StoreError) -> ClosedRange<Int64>? {
        try append(records: records, throttle: throttle, outbox: [])
    }

    @discardableResult
    func append(
        records: [Record],
        throttle: [ThrottleCount],
        outbox: [OutboxStep]
    ) throws(StoreError) -> ClosedRange<Int64>? {
        guard !records.isEmpty || !throttle.isEmpty || !outbox.isEmpty else { return nil }
        return try known.withLock { known throws(StoreError) -> ClosedRange<Int64>? in
            let before = if let known { known } else { try readStanding() }
            known = nil
            var after = before
            try StoreError.sorting {
                try pool.writeWithoutTransaction { db in
                    try Self.together(records.count + throttle.count + outbox.count, db) {
                        for count in throttle {
                            try LedgerTables.save(count, db)
                            after.counts.save(count)
                        }
                        for step in outbox { try OutboxTable.take(step, db) }
                        for record in records {
                            after.head = try Self.insert(record, after: after.head, db)
                        }
                    }
                }
            }
            known = after
            // A mark that stays behind is no harm: the ledger has come further than it says.
            try? mark(after)
            return records.isEmpty ? nil : before.head.sequence + 1...after.head.sequence
        }
    }

    /// The end of the chain, for noting it elsewhere.
    public func head() throws(StoreError) -> LedgerHead { try standing().head }

    private func standing() throws(StoreError) -> Standing {
        try known.withLock { known throws(StoreError) -> Standing in
            let standing = if let known { known } else { try readStanding() }
            known = standing
            return standing
        }
    }

    // MARK: Marking

    /// Marks how far the ledger has come, from now on after every append.
    func beginMarking() throws(StoreError) {
        let standing = try standing()
        marks.withLock { $0.isMarking = true }
        do {
            try mark(standing)
            try synchronizeMark()
        } catch {
            marks.withLock { $0.isMarking = false }
            throw (error as? CocoaError)?.code == .fileWriteOutOfSpace ? .full : .noAccess
        }
    }

    /// Has the mark on the disk.
    func synchronizeMark() throws { try marks.withLock { try $0.file.synchronize() } }

    /// Writes the mark into the system's memory, from where it gets to the disk by and by.
    private func mark(_ standing: Standing, closed file: FileIdentity? = nil) throws {
        try marks.withLock { marks in
            guard marks.isMarking else { return }
            let mark = LedgerMark(
                head: standing.head,
                counts: standing.counts.digest,
                highest: standing.counts.highest,
                file: file ?? FileIdentity(number: marks.ledger.number, changed: 0),
                isClosed: file != nil
            )
            marks.number += 1
            try marks.file.write(mark, number: marks.number)
            if mark.isClosed { try marks.file.synchronize() }
        }
    }

    /// The counts of wrong attempts, the highest first, for the start of the station.
    public func throttleCounts() throws(StoreError) -> [ThrottleCount] {
        try StoreError.sorting { try pool.read(LedgerTables.throttleCounts) }
    }

    /// Writes the head down beside the entries, which shows later that none after it was cut off.
    ///
    /// Not part of an append: it would lengthen the door's wait by a page.
    func noteHead() throws(StoreError) {
        let head = try head()
        try StoreError.sorting {
            try pool.writeWithoutTransaction { db in try LedgerTables.note(head, db) }
        }
    }

    private func readStanding() throws(StoreError) -> Standing {
        try StoreError.sorting { try pool.writeWithoutTransaction(Self.standing) }
    }

    /// A transaction by statements that stay prepared, which GRDB's own would not.
    ///
    /// A single change is a transaction by itself.
    private static func together(
        _ changes: Int,
        _ db: Database,
        _ body: () throws -> Void
    ) throws {
        guard changes > 1 else { return try body() }
        try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
        do {
            try body()
            try db.cachedStatement(sql: "COMMIT").execute()
        } catch {
            try? db.rollback()
            throw error
        }
    }

    private static func insert(
        _ record: Record,
        after head: LedgerHead,
        _ db: Database
    ) throws -> LedgerHead {
        var fields: [UInt8] = []
        fields.reserveCapacity(256)
        for field in record.fields {
            FieldText.append(name: field.name.rawValue, value: field.value, to: &fields)
        }
        let sequence = head.sequence + 1
        let at = record.at.milliseconds
        let personal = record.subject.map { Data($0.bytes) }
        let salt = personal.map { _ in newSalt() }
        let personalHash = personal.flatMap { personal in
            salt.map { LedgerChain.personalHash(salt: $0, personal: personal) }
        }
        let chain = LedgerChain.link(
            after: head.chain,
            sequence: sequence,
            at: at,
            kind: record.kind.rawValue,
            isAlarm: record.isAlarm,
            fields: fields,
            personalHash: personalHash
        )
        let insert = try db.cachedStatement(sql: LedgerTables.insertEntry)
        insert.setUncheckedArguments([
            sequence, at, record.kind.rawValue, String(decoding: fields, as: UTF8.self),
            record.isAlarm ? 1 : 0, personal, salt, personalHash, chain,
        ])
        try insert.execute()
        return LedgerHead(sequence: sequence, chain: chain)
    }

    private static func newSalt() -> Data { Data(randomBytes(LedgerChain.saltCount)) }
}
