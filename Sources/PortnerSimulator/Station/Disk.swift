// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import PortnerStore
import Roster

/// The machine's disk: a folder with the real cache, roster and ledger in it.
///
/// A process that dies leaves its files as they are at that moment. They are copied away and opened
/// there by the next process, while the dead one's connections are still open, as a kernel would
/// leave them. When the power is cut, the cache may also lose the end of its write-ahead log: it
/// does not force its commits to disk one by one. The ledger does, and loses nothing.
final class Disk {
    /// The files that the next process finds.
    private static let files = [
        Ledger.fileName, Ledger.fileName + "-wal", Ledger.markFileName, PatronCache.fileName,
        PatronCache.fileName + "-wal", PatronRoster.fileName, PatronRoster.fileName + "-wal",
        UnwrittenChanges.fileName,
    ]
    /// Where temporary files cost no real writing; what survives a crash is decided here anyway.
    private static let memoryFolder = "/dev/shm"

    /// All files, open.
    struct Stores {
        let ledger: Ledger
        let cache: PatronCache
        let roster: PatronRoster
        let unwritten: UnwrittenChanges
        let reader: PatronCache.Reader
    }

    private(set) var stores: Stores?
    /// The last entry that was read back.
    private var seen: Int64 = 0
    private let root: String
    private var generation = 0
    /// Whether an older ledger lies in place of the station's own.
    private var holdsOldLedger = false

    /// A disk without files.
    ///
    /// - Throws: ``SimulationError/noFolder`` when no temporary folder can be made.
    init() throws(SimulationError) {
        let memory = FileManager.default.isWritableFile(atPath: Self.memoryFolder)
        let parent = memory ? Self.memoryFolder : NSTemporaryDirectory()
        root = "\(parent)/portner-sim-\(UUID().uuidString)"
        do {
            try FileManager.default.createDirectory(
                atPath: root,
                withIntermediateDirectories: true
            )
        } catch {
            throw .noFolder(root)
        }
    }

    private var folder: String { "\(root)/\(generation)" }

    /// Opens all files, as the daemon does.
    ///
    /// - Parameters:
    ///   - ring: The card keys.
    ///   - settles: Whether what was lost with the ledger is made good.
    ///   - moment: The time.
    /// - Returns: The files, and whether something lost with the ledger was made good.
    /// - Throws: ``SimulationError`` when they cannot be opened, or the ledger is found to be
    ///   another one where nobody has put an older one in place.
    func open(
        with ring: KeyRing,
        settles: Bool,
        at moment: Moment
    ) throws(SimulationError) -> (stores: Stores, hasSettled: Bool) {
        let (now, hasher, previous) = (moment.timestamp, ring.hasher, ring.previous)
        let wasPutBack = holdsOldLedger
        holdsOldLedger = false
        var restorations: [LedgerRestoration] = []
        let stores: Stores
        do throws(StoreError) {
            let ledger = try Ledger.open(in: folder, at: now, isMoved: !wasPutBack).ledger
            if let restoration = ledger.restoration {
                restorations.append(restoration)
                if settles { try ledger.settle(restoration, at: moment) }
            }
            if let lost = try ledger.claim(hasher, previous: previous) {
                restorations.append(lost)
                try ledger.settle(lost, at: moment)
                try ledger.adopt(hasher)
            }
            let unwritten = try UnwrittenChanges(in: folder)
            var cache = try PatronCache.open(in: folder, at: now).cache
            let claim = try cache.claim(hasher, previous: previous, doubting: unwritten.cards)
            if claim == .foreign {
                cache = try cache.setAside(in: folder, at: now).cache
                _ = try cache.claim(hasher, previous: previous)
            }
            var roster = try PatronRoster.open(in: folder, at: now).roster
            if try roster.claim(hasher, previous: previous) == .foreign {
                roster = try roster.setAside(at: now).roster
                _ = try roster.claim(hasher, previous: previous)
            }
            stores = Stores(
                ledger: ledger,
                cache: cache,
                roster: roster,
                unwritten: unwritten,
                reader: try cache.reader(hasher: hasher, previous: previous, roster: roster)
            )
        } catch {
            throw .store(error.code)
        }
        self.stores = stores
        if let restoration = restorations.first, !wasPutBack,
            restoration.reason != .cardKeyChanged
        {
            throw .store(restoration.reason.rawValue)
        }
        return (stores, !restorations.isEmpty)
    }

    /// Reads the ledger: whether it is whole, and the entries that were not read before.
    func read() throws(SimulationError) -> (LedgerVerdict, [LedgerEntry]) {
        guard let ledger = stores?.ledger else { throw .store("closed") }
        do throws(StoreError) {
            let verdict = try ledger.verify()
            var entries: [LedgerEntry] = []
            while true {
                let batch = try ledger.entries(after: seen, limit: Ledger.entriesMax)
                guard let last = batch.last else { break }
                entries += batch
                seen = last.sequence
            }
            return (verdict, entries)
        } catch {
            throw .store(error.code)
        }
    }

    /// Closes all files in good order.
    func close() throws(SimulationError) {
        do throws(StoreError) {
            try stores?.cache.close()
            try stores?.roster.close()
            try stores?.ledger.close()
            stores = nil
        } catch {
            throw .store(error.code)
        }
    }

    /// Leaves the files as they are now to the next process.
    ///
    /// - Parameter cacheLogKept: How much of the cache's write-ahead log reached the disk, out of
    ///   1; all of it unless the power was cut.
    /// - Throws: ``SimulationError`` when the files cannot be copied.
    func abandon(cacheLogKept: Double = 1) throws(SimulationError) {
        let old = folder
        generation += 1
        do {
            let files = FileManager.default
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for name in Self.files where files.fileExists(atPath: "\(old)/\(name)") {
                try files.copyItem(atPath: "\(old)/\(name)", toPath: "\(folder)/\(name)")
            }
            if cacheLogKept < 1 {
                for name in [PatronCache.fileName, PatronRoster.fileName] {
                    try cutLog(of: name, cacheLogKept, leaving: Self.syncedLog(of: name, in: old))
                }
            }
        } catch {
            throw .noFolder(folder)
        }
        try close()
        try? FileManager.default.removeItem(atPath: old)
    }

    /// Copies the files as they are now, while they are in use.
    ///
    /// - Parameter number: Tells copies apart.
    /// - Returns: The folder with the copy.
    /// - Throws: ``SimulationError/noFolder`` when the files cannot be copied.
    func copy(_ number: Int) throws(SimulationError) -> String {
        let copy = "\(root)/copy-\(number)"
        do {
            let files = FileManager.default
            try files.createDirectory(atPath: copy, withIntermediateDirectories: true)
            for name in Self.files where files.fileExists(atPath: "\(folder)/\(name)") {
                try files.copyItem(atPath: "\(folder)/\(name)", toPath: "\(copy)/\(name)")
            }
        } catch {
            throw .noFolder(copy)
        }
        return copy
    }

    /// Puts an older copy in place of closed files, and deletes the copy.
    func putBack(_ old: Observation.OldCopy, from copy: String) throws(SimulationError) {
        let names =
            switch old {
            case .ledger: [Ledger.fileName, Ledger.fileName + "-wal"]
            case .cache: [PatronCache.fileName, PatronCache.fileName + "-wal"]
            case .everything: Self.files
            }
        do {
            let files = FileManager.default
            for name in names {
                try? files.removeItem(atPath: "\(folder)/\(name)")
                guard files.fileExists(atPath: "\(copy)/\(name)") else { continue }
                try files.copyItem(atPath: "\(copy)/\(name)", toPath: "\(folder)/\(name)")
            }
            try files.removeItem(atPath: copy)
        } catch {
            throw .noFolder(folder)
        }
        guard old.hasLedger else { return }
        holdsOldLedger = true
        seen = 0
    }

    private func cutLog(of name: String, _ share: Double, leaving synced: UInt64) throws {
        let path = "\(folder)/\(name)-wal"
        guard let log = FileHandle(forUpdatingAtPath: path) else { return }
        let length = try log.seekToEnd()
        try log.truncate(atOffset: min(length, max(synced, UInt64(Double(length) * share))))
        try log.close()
    }

    /// The bytes of a log that no power cut takes away: what SQLite has copied into the file, which
    /// it does only after a sync of the log.
    ///
    /// The log's index tells: the size of a page at 14, and at 128 up to which frame was copied
    /// (SQLite's file format, "WAL-Index File Format").
    private static func syncedLog(of name: String, in folder: String) -> UInt64 {
        guard let index = FileManager.default.contents(atPath: "\(folder)/\(name)-shm"),
            index.count >= 132
        else { return 0 }
        let pageSize = UInt64(index[14]) | UInt64(index[15]) << 8
        let frames = (128..<132).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(index[$1]) }
        return 32 + frames * (24 + (pageSize == 1 ? 65536 : pageSize))
    }

    /// Puts a list of the library where the station takes it.
    func drop(_ text: String) throws(SimulationError) -> RosterFile {
        let path = "\(root)/list"
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            throw .noFolder(root)
        }
        return RosterFile(path: path, form: .ndjson, key: nil)
    }

    /// The content of all files.
    func contents() -> [[UInt8]] {
        Self.files.compactMap { FileManager.default.contents(atPath: "\(folder)/\($0)") }
            .map { [UInt8]($0) }
    }

    /// The names and sizes of everything in the state folder.
    func sizes() -> [String: Int] {
        let files = FileManager.default
        var sizes: [String: Int] = [:]
        for name in (try? files.subpathsOfDirectory(atPath: folder)) ?? [] {
            let attributes = try? files.attributesOfItem(atPath: "\(folder)/\(name)")
            sizes[name] = attributes?[.size] as? Int ?? 0
        }
        return sizes
    }

    /// Deletes everything.
    func erase() {
        try? close()
        try? FileManager.default.removeItem(atPath: root)
    }
}
