// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore
internal import Synchronization

/// The patrons that this station has heard of, in a file that can be thrown away.
///
/// The file `cache.sqlite` holds, by keyed hash of the card, exactly the facts that a decision
/// needs: no name, no address, no card number. It fills again from the library system, so a damaged
/// file or one of another version is set aside and an empty one takes its place.
///
/// Commits are not forced to disk one by one: after a power cut the newest facts may be missing,
/// never half there. Deleted rows are overwritten in the file.
///
/// The door reads through a ``Reader`` of its own. Everything here blocks its thread and belongs on
/// a worker.
public final class PatronCache: Sendable {
    /// The name of the file in the state folder.
    public static let fileName = "cache.sqlite"
    /// How many days a patron is kept whose card is not seen, unless configured otherwise.
    public static let unseenDaysKept = 90
    /// The greatest number of patrons that are written or deleted in one transaction.
    public static let batchMax = 10_000

    private static let busyTimeout: TimeInterval = 5

    let path: String
    private let isNew: Bool
    private let opened: Result<DatabasePool, StoreError>
    private let soundness = Soundness()

    /// Opens the cache in a folder, or makes an empty one.
    ///
    /// A file that cannot be read, is another program's or was found damaged by ``check()`` is set
    /// aside, named after the time given. What was set aside earlier is deleted then.
    ///
    /// A file of a newer release is left alone: it may hold restrictions that nobody may forget. A
    /// cache without a file is given then, which refuses everything, so that each door asks the
    /// library system and follows its rule for outages.
    public static func open(
        in folder: String,
        at now: Timestamp
    ) throws(StoreError) -> (cache: PatronCache, opening: StoreOpening) {
        let file = try StoreFile.prepare(fileName, in: folder)
        do {
            try file.checkVersion(PatronTable.identity)
            let cache = try PatronCache(file)
            return (cache, cache.isNew ? .created : .existing)
        } catch .schemaTooNew(let version) {
            return (PatronCache(refusing: file, .schemaTooNew(version)), .tooNew(version: version))
        } catch .damaged, .foreign {
            file.deleteSetAside()
            let path = try file.setAside(at: now)
            let cache = try PatronCache(StoreFile.prepare(fileName, in: folder))
            return (cache, .setAside(path: path))
        }
    }

    private init(_ file: StoreFile) throws(StoreError) {
        var configuration = Configuration()
        configuration.label = "patron cache"
        configuration.busyMode = .timeout(Self.busyTimeout)
        configuration.foreignKeysEnabled = false
        configuration.maximumReaderCount = 1
        configuration.prepareDatabase { db in
            try db.overwriteDeleted()
        }
        path = file.path
        let pool: DatabasePool
        (pool, isNew) = try StoreError.sorting {
            // In write-ahead mode GRDB sets `synchronous` to NORMAL, which is what a cache wants.
            let pool = try DatabasePool(path: file.path, configuration: configuration)
            let isNew = try pool.write { db in
                try PatronTable.upgrade(db)
                guard try PatronTable.identity.needsTables(db) else { return false }
                try db.execute(sql: PatronTable.definition)
                try PatronTable.identity.write(db)
                return true
            }
            try pool.read(Self.checkTable)
            return (pool, isNew)
        }
        opened = .success(pool)
    }

    /// A cache whose file is not touched.
    private init(refusing file: StoreFile, _ refusal: StoreError) {
        path = file.path
        isNew = false
        opened = .failure(refusal)
    }

    /// Why nothing can be read or written; `nil` for a cache in use.
    public var refusal: StoreError? {
        if case .failure(let refusal) = opened { refusal } else { nil }
    }

    var pool: DatabasePool { get throws(StoreError) { try opened.get() } }

    /// Makes a reader with a connection of its own, which looks into a roster as well, and under a
    /// previous card key while that is being exchanged.
    public func reader(
        hasher: CardHasher,
        previous: CardHasher? = nil,
        roster: PatronRoster? = nil
    ) throws(StoreError) -> Reader {
        if let refusal = refusal ?? roster?.refusal { throw refusal }
        return try Reader(
            path: path,
            hasher: hasher,
            previous: previous,
            roster: roster,
            soundness: soundness
        )
    }

    /// Reads and checks the whole file, half a second for a million patrons.
    ///
    /// Learning and lookups go on meanwhile; a row that cannot be read is a failure to whoever
    /// looks it up, checked or not. Once damage is found every lookup is one, because a damaged
    /// tree may lead to another row, and the file is set aside when it is opened next.
    ///
    /// - Returns: Whether the file is sound, as far as it was read before an interruption.
    public func check() throws(StoreError) -> Bool {
        if let refusal { throw refusal }
        do {
            var configuration = Configuration()
            configuration.label = "patron cache check"
            configuration.readonly = true
            // A connection of its own: lookups for status must not wait for the whole file.
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            soundness.check.withLock { $0 = queue }
            defer { soundness.check.withLock { $0 = nil } }
            let verdict = try queue.inDatabase { db in
                try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
            }
            if verdict == "ok" { return true }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            return true
        } catch {
            let error = StoreError(error)
            guard error == .damaged else { throw error }
        }
        soundness.isDamaged.store(true, ordering: .relaxed)
        // A disk that does not take the mark has been said to be damaged all the same.
        try? write { db in try PatronTable.identity.markDamaged(db) }
        return false
    }

    /// Ends a ``check()`` that is under way.
    public func interruptCheck() {
        soundness.check.withLock { $0?.interrupt() }
    }

    /// Whether no ``check()`` has found damage.
    public var isSound: Bool { !soundness.isDamaged.load(ordering: .relaxed) }

    /// Closes the file; readers stay usable until they are released.
    public func close() throws(StoreError) {
        guard refusal == nil else { return }
        // The pool closes its writer first, and the readers that remain cannot empty the log.
        try? checkpoint()
        try StoreError.sorting { try pool.close() }
    }

    // MARK: Learning

    /// Merges what the library system said about a card into what is known.
    ///
    /// Each fact is taken from the newer side, whatever the order of arrival. When the card has
    /// passed to another patron number, the old patron's verifier is dropped: their PIN must not
    /// open a door with the new patron's facts.
    public func learn(_ key: CardKey, _ facts: PatronFacts) throws(StoreError) {
        try learn([(key, facts)])
    }

    /// Merges facts about many cards, as ``learn(_:_:)`` does for one.
    ///
    /// The rows are written in the order of their keys, many times faster than in another order,
    /// and in transactions of at most ``batchMax``.
    public func learn(_ patrons: [(CardKey, PatronFacts)]) throws(StoreError) {
        let sorted = patrons.sorted { $0.0.rowNumber < $1.0.rowNumber }
        for start in stride(from: 0, to: sorted.count, by: Self.batchMax) {
            let batch = sorted[start..<min(start + Self.batchMax, sorted.count)]
            try write { db in
                let select = try db.cachedStatement(sql: PatronTable.select)
                let replace = try db.cachedStatement(sql: PatronTable.replace)
                for (key, facts) in batch {
                    let known = try PatronTable.find(key, with: select)
                    let merged = Self.merged(known, with: facts)
                    guard merged != known else { continue }
                    try replace.execute(arguments: PatronTable.values(key, merged))
                }
            }
        }
    }

    /// Keeps a verifier for a known card.
    ///
    /// - Returns: Whether the card is known; without facts a verifier is of no use.
    @discardableResult
    public func keepVerifier(
        _ verifier: PINVerifier,
        for key: CardKey
    ) throws(StoreError) -> Bool {
        precondition(verifier.bytes.count <= PINVerifier.lengthMax, "a verifier is too long")
        return try setVerifier(Data(verifier.bytes), for: key)
    }

    /// Drops the verifier of a card; its facts stay.
    public func dropVerifier(of key: CardKey) throws(StoreError) {
        _ = try setVerifier(nil, for: key)
    }

    /// Drops everything about a card.
    public func forget(_ key: CardKey) throws(StoreError) {
        try write { db in
            let statement = try db.cachedStatement(sql: PatronTable.delete)
            try statement.execute(arguments: [key.rowNumber, Data(key.bytes)])
        }
    }

    /// Drops those of some cards about which the library system has said nothing after a time.
    ///
    /// What is dropped stays so through a power cut, unlike what is learned.
    ///
    /// - Returns: How many were dropped.
    /// - Throws: ``StoreError/busy`` when they are dropped but a reader kept that from the disk.
    @discardableResult
    public func forget(
        _ keys: some Collection<CardKey>,
        notConfirmedAfter time: Timestamp
    ) throws(StoreError) -> Int {
        try StoreError.sorting {
            try pool.writeWithoutTransaction { db in
                var dropped = 0
                try db.inTransaction(.immediate) {
                    let statement = try db.cachedStatement(sql: PatronTable.deleteOlder)
                    for key in keys {
                        try statement.execute(
                            arguments: [key.rowNumber, Data(key.bytes), time.milliseconds]
                        )
                        dropped += db.changesCount
                    }
                    return .commit
                }
                try Self.synchronize(db)
                return dropped
            }
        }
    }

    /// Returns when everything that was written so far is on the disk, which no commit waits for.
    ///
    /// - Throws: ``StoreError/busy`` when a reader kept it from there.
    public func synchronize() throws(StoreError) {
        try StoreError.sorting { try pool.writeWithoutTransaction(Self.synchronize) }
    }

    /// A checkpoint has all of the log on the disk first, whoever wrote it.
    private static func synchronize(_ db: Database) throws {
        let (written, copied) = try db.checkpoint(.passive)
        guard copied >= written else { throw StoreError.busy }
    }

    /// Drops all patrons whose card was not presented here since a day, and those about whom the
    /// library system has said nothing since it began.
    ///
    /// A roster that lists a card, or a refresh of its facts, does not count as seeing it: what was
    /// learned of visits, the PIN's verifier above all, goes when the visits end.
    ///
    /// - Parameters:
    ///   - day: The day.
    ///   - restrictedDay: The day since which a restriction is kept all the same: an older roster
    ///     would else be believed again (invariant I4). Without one nothing is.
    /// - Returns: How many were dropped.
    /// - Throws: ``StoreError`` when the cache cannot be written.
    @discardableResult
    public func forget(
        unseenSince day: CivilDate,
        restrictedSince restrictedDay: CivilDate? = nil
    ) throws(StoreError) -> Int {
        let time = Int64(day.dayNumber) * 86_400_000
        var dropped = 0
        var last = Int64.min
        while true {
            let cards = try write { db in
                try Int64.fetchAll(
                    db,
                    sql: PatronTable.deleteUnseen,
                    arguments: [
                        day.dayNumber, time, last, Self.batchMax,
                        restrictedDay.map { Int64($0.dayNumber) * 86_400_000 } ?? Int64.max,
                    ]
                )
            }
            dropped += cards.count
            guard cards.count == Self.batchMax, let highest = cards.max() else { return dropped }
            last = highest
        }
    }

    /// Drops all patrons whose facts are dated after a time: a clock that was ahead dated them, and
    /// nobody is let in on them.
    ///
    /// - Returns: How many were dropped.
    @discardableResult
    public func forget(datedAfter time: Timestamp) throws(StoreError) -> Int {
        // Hardly ever is there one, and looking keeps nobody waiting.
        let isAny = try StoreError.sorting {
            try pool.read { db in
                let sql = "SELECT EXISTS (SELECT 1 FROM patron WHERE \(PatronTable.isDatedAfter))"
                return try Bool.fetchOne(db, sql: sql, arguments: [time.milliseconds]) ?? false
            }
        }
        guard isAny else { return 0 }
        return try write { db in
            let sql = "DELETE FROM patron WHERE \(PatronTable.isDatedAfter)"
            try db.execute(sql: sql, arguments: [time.milliseconds])
            return db.changesCount
        }
    }

    // MARK: Maintenance

    /// How much the cache holds, for technicians.
    public struct Statistics: Sendable, Hashable {
        /// The number of patrons.
        public let patrons: Int
        /// The number of patrons with a verifier.
        public let verifiers: Int
        /// When the patron who has waited longest was last confirmed by the library system.
        public let oldest: Timestamp?
        /// When a patron was last confirmed by the library system.
        public let newest: Timestamp?
    }

    /// Counts the whole table; takes longer the more patrons there are.
    public func statistics() throws(StoreError) -> Statistics {
        try StoreError.sorting {
            try pool.read { db in
                guard let row = try Row.fetchOne(db, sql: PatronTable.statistics) else {
                    throw StoreError.damaged
                }
                let columns = Columns(row: row)
                return Statistics(
                    patrons: Int(try columns.integer(0)),
                    verifiers: Int(try columns.integer(1)),
                    oldest: try columns.optionalInteger(2).map(Timestamp.init(milliseconds:)),
                    newest: try columns.optionalInteger(3).map(Timestamp.init(milliseconds:))
                )
            }
        }
    }

    /// Moves what was written into the main file and empties the write-ahead log.
    ///
    /// After patrons were dropped this is what takes their last traces out of the log.
    ///
    /// - Throws: ``StoreError/busy`` at once when somebody reads in the log; the next call tries
    ///   again.
    public func checkpoint() throws(StoreError) {
        if let refusal { throw refusal }
        try StoreFile.emptyLog(of: path, label: "patron cache checkpoint")
    }

    private func setVerifier(_ bytes: Data?, for key: CardKey) throws(StoreError) -> Bool {
        try write { db in
            let statement = try db.cachedStatement(sql: PatronTable.setVerifier)
            try statement.execute(arguments: [bytes, key.rowNumber, Data(key.bytes)])
            return db.changesCount > 0
        }
    }

    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try StoreError.sorting { try pool.write(body) }
    }

    /// What is held once more is known; a card that has passed to another patron has no verifier.
    static func merged(_ known: CachedPatron?, with facts: PatronFacts) -> CachedPatron {
        guard var known else { return CachedPatron(facts: facts, verifier: nil) }
        let before = known.facts.patron
        known.facts = known.facts.merged(with: facts)
        guard let before, before != known.facts.patron else { return known }
        if known.facts.patron == nil || before.contradicts(known.facts.patron) {
            known.verifier = nil
        }
        return known
    }

    /// What a cache and its readers know together.
    final class Soundness: Sendable {
        /// Whether the file was found damaged.
        let isDamaged = Atomic(false)
        /// The connection of the check that is under way.
        let check = Mutex<DatabaseQueue?>(nil)
    }

    /// Checks the table's definition, and the way to its first and its last row.
    private static func checkTable(_ db: Database) throws {
        let sql = "SELECT sql FROM sqlite_schema WHERE name = 'patron'"
        guard try String.fetchOne(db, sql: sql) == PatronTable.definition else {
            throw StoreError.damaged
        }
        _ = try Row.fetchOne(db, sql: "SELECT min(card), max(card) FROM patron")
    }
}
