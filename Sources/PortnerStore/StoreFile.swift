// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
internal import PortnerCore

/// What was found when a database was opened.
public enum StoreOpening: Sendable, Hashable {
    /// The file was there and is used.
    case existing
    /// There was no file; an empty one was made.
    case created
    /// The file was damaged or, for the cache, of another version.
    ///
    /// It was renamed to this path and an empty one was made. The caller records that.
    case setAside(path: String)
    /// A newer release wrote the file, with this version of its tables.
    ///
    /// It is left as it is: nothing can be read of it or written to it, and the caller says so.
    case tooNew(version: Int)
    /// The file was made with another card key.
    ///
    /// It was renamed to this path and an empty one was made. The caller records that.
    case keyChanged(path: String)
}

/// One database file in the state folder, with the files that SQLite keeps beside it.
struct StoreFile {
    /// The most damaged files of one name that are kept in the folder.
    static let setAsideMax = 5

    private static let folderMode = 0o700
    private static let fileMode = 0o600

    /// The absolute path of the database.
    let path: String

    /// Makes sure that the folder and the file exist, readable by nobody else.
    ///
    /// SQLite gives its write-ahead log and shared memory the mode of the database, so the mode
    /// is set before SQLite first sees the file. The modes of an existing folder are left alone:
    /// the service manager owns it.
    static func prepare(_ name: String, in folder: String) throws(StoreError) -> StoreFile {
        let file = StoreFile(path: folder + "/" + name)
        let files = FileManager.default
        do {
            if !files.fileExists(atPath: folder) {
                try files.createDirectory(
                    atPath: folder,
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: folderMode]
                )
            }
            if !files.fileExists(atPath: file.path) {
                guard files.createFile(atPath: file.path, contents: nil) else {
                    throw StoreError.noAccess
                }
            }
            try files.setAttributes([.posixPermissions: fileMode], ofItemAtPath: file.path)
            file.bringLogIn()
            return file
        } catch {
            throw .noAccess
        }
    }

    /// Brings a log that a process has left into the database, before anybody maps its index.
    ///
    /// SQLite builds the index of such a log in memory that it took without clearing, and where
    /// the log holds no whole transaction it copies that memory as it is into the file `-shm`:
    /// pieces of whatever the process held before, keys and erased people among them. A connection
    /// that has the database for itself keeps the index in memory, and leaves no log behind.
    ///
    /// What cannot be done here is left to the opening, which says why.
    private func bringLogIn() {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
        guard let size = attributes?[.size] as? Int, size > 0 else { return }
        var configuration = Configuration()
        configuration.label = "log of \((path as NSString).lastPathComponent)"
        configuration.busyMode = .immediateError
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try db.overwriteDeleted()
        }
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else {
            return
        }
        _ = try? queue.inDatabase { db in try db.checkpoint(.truncate) }
        try? queue.close()
        // With the log gone nobody else has the database open, and no index describes anything.
        if !FileManager.default.fileExists(atPath: path + "-wal") {
            try? FileManager.default.removeItem(atPath: path + "-shm")
        }
    }

    /// Throws when the heading says that a newer release wrote the file, before anything opens it:
    /// opening alone changes it.
    func checkVersion(_ identity: SchemaIdentity) throws(StoreError) {
        guard let file = FileHandle(forReadingAtPath: path) else { throw .noAccess }
        defer { try? file.close() }
        // SQLite's heading: the user's version at 60, the program's number at 68, 4 bytes each.
        let heading = (try? file.read(upToCount: 72)).map { [UInt8]($0) } ?? []
        guard heading.count == 72 else { return }
        func number(_ place: Int) -> Int {
            heading[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        let version = Int(Int32(truncatingIfNeeded: number(60)))
        guard number(68) == identity.application, version > identity.version else { return }
        throw .schemaTooNew(version)
    }

    /// Renames the database and its companions, so that they can still be examined together.
    ///
    /// - Returns: The new path of the database.
    /// - Throws: ``StoreError/tooManySetAside`` when ``setAsideMax`` are there already.
    func setAside(at now: Timestamp) throws(StoreError) -> String {
        let name = try nameSetAside(at: now)
        try setAside(as: name, at: now)
        return (path as NSString).deletingLastPathComponent + "/" + name
    }

    /// The name under which the database is set aside at a time.
    ///
    /// - Throws: ``StoreError/tooManySetAside`` when ``setAsideMax`` are there already.
    func nameSetAside(at now: Timestamp) throws(StoreError) -> String {
        let kept = Self.setAsidePaths(of: path)
        guard kept.count < Self.setAsideMax else { throw .tooManySetAside }
        let time = CivilTime(now, secondsAheadOfUTC: 0).description
            .prefix { $0 != "+" }.filter { $0 != "-" && $0 != ":" }
        let plain = "\(path).damaged-\(time)Z"
        let candidates = [plain] + (2...Self.setAsideMax + 1).map { "\(plain)-\($0)" }
        guard let target = candidates.first(where: { !kept.contains($0) }) else {
            throw .tooManySetAside
        }
        return (target as NSString).lastPathComponent
    }

    /// Renames the database and its companions within their folder.
    ///
    /// The write-ahead log goes first: were the power cut in between, it must never be replayed
    /// into the empty database that follows. The time of the last change becomes that of the
    /// setting aside, from which on the file is kept: a list may not have changed for a year.
    func setAside(as name: String, at now: Timestamp) throws(StoreError) {
        let target = (path as NSString).deletingLastPathComponent + "/" + name
        let files = FileManager.default
        do {
            let date = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
            try files.setAttributes([.modificationDate: date], ofItemAtPath: path)
            for suffix in ["-wal", "-shm", ""] where files.fileExists(atPath: path + suffix) {
                try files.moveItem(atPath: path + suffix, toPath: target + suffix)
            }
        } catch {
            throw .noAccess
        }
    }

    /// Returns when what was renamed, made or deleted in a folder is so on the disk.
    static func synchronizeFolder(_ folder: String) throws {
        guard let file = FileHandle(forReadingAtPath: folder) else { throw StoreError.noAccess }
        defer { try? file.close() }
        try file.synchronize()
    }

    /// Moves the write-ahead log of a database into the main file and empties it.
    ///
    /// - Throws: ``StoreError/busy`` at once when somebody reads in the log.
    static func emptyLog(of path: String, label: String) throws(StoreError) {
        try StoreError.sorting {
            // A connection of its own that waits for nobody: others go on writing on theirs.
            var configuration = Configuration()
            configuration.label = label
            configuration.busyMode = .immediateError
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            _ = try queue.inDatabase { db in try db.checkpoint(.truncate) }
            try syncLog(of: path)
            try queue.close()
        }
    }

    /// Has the new length of a write-ahead log on the disk, which SQLite leaves to the system: a
    /// power cut could bring back what it held.
    ///
    /// No lock is on that file, so closing it here takes none away.
    static func syncLog(of path: String) throws {
        guard let log = FileHandle(forUpdatingAtPath: path + "-wal") else { return }
        defer { try? log.close() }
        try log.synchronize()
    }

    /// Deletes what earlier openings set aside; only for files that can be filled again.
    func deleteSetAside() {
        for old in Self.setAsidePaths(of: path) {
            for suffix in ["-wal", "-shm", ""] {
                try? FileManager.default.removeItem(atPath: old + suffix)
            }
        }
    }

    /// Deletes what was set aside before a time: it holds the personal data of its day.
    ///
    /// - Returns: How many databases were deleted.
    static func deleteSetAside(
        _ name: String,
        in folder: String,
        before time: Timestamp
    ) throws(StoreError) -> Int {
        var deleted = 0
        do {
            for old in setAsidePaths(of: folder + "/" + name) {
                let attributes = try FileManager.default.attributesOfItem(atPath: old)
                guard let changed = attributes[.modificationDate] as? Date,
                    changed.timeIntervalSince1970 * 1000 < Double(time.milliseconds)
                else { continue }
                for suffix in ["-wal", "-shm", ""]
                where FileManager.default.fileExists(atPath: old + suffix) {
                    try FileManager.default.removeItem(atPath: old + suffix)
                }
                deleted += 1
            }
        } catch {
            throw .noAccess
        }
        return deleted
    }

    /// The databases that were set aside under a path, oldest first.
    static func setAsidePaths(of path: String) -> [String] {
        let folder = (path as NSString).deletingLastPathComponent
        let prefix = (path as NSString).lastPathComponent + ".damaged-"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter {
            $0.hasPrefix(prefix) && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm")
        }.sorted().map { "\(folder)/\($0)" }
    }
}

extension Database {
    /// Has the connection overwrite what it deletes, and believes it only after asking.
    ///
    /// A library that was built without it would take the order in silence, and every deletion for
    /// the sake of privacy would leave its bytes behind.
    func overwriteDeleted() throws {
        try execute(sql: "PRAGMA secure_delete = ON")
        guard try Int.fetchOne(self, sql: "PRAGMA secure_delete") == 1 else {
            throw StoreError.notOverwriting
        }
    }
}

/// What a database says about itself in its header, and what this release expects there.
struct SchemaIdentity {
    /// The number that SQLite keeps to tell one program's files from another's.
    let application: Int
    /// The version of the tables.
    let version: Int
    /// The oldest version that can be brought to this one.
    let oldest: Int

    init(application: Int, version: Int, oldest: Int? = nil) {
        self.application = application
        self.version = version
        self.oldest = oldest ?? version
    }

    /// The version that a database says it has.
    func version(of db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }

    /// Whether the database is empty and still has to get its tables.
    ///
    /// - Throws: ``StoreError/foreign`` or ``StoreError/schemaTooNew(_:)`` when the file must not
    ///   be touched, ``StoreError/damaged`` when its version never existed.
    func needsTables(_ db: Database) throws -> Bool {
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try version(of: db)
        if application == 0, version == 0 {
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard tables == 0 else { throw StoreError.foreign }
            return true
        }
        guard application == self.application else { throw StoreError.foreign }
        guard version <= self.version else { throw StoreError.schemaTooNew(version) }
        guard version >= oldest else { throw StoreError.damaged }
        return false
    }

    /// Has the file refused as damaged when it is opened next.
    func markDamaged(_ db: Database) throws {
        try db.execute(sql: "PRAGMA user_version = -1")
    }

    /// Writes the identity; part of the transaction that makes the tables.
    func write(_ db: Database) throws {
        try db.execute(sql: "PRAGMA application_id = \(application)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }
}
