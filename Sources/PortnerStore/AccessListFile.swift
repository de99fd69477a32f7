// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

/// Where the list of single cards is kept: what staff allowed, denied or gave more time to.
///
/// The file `list.sqlite` holds cards by keyed hash. It is small, so each change writes the whole
/// list in one transaction, on the disk when the call returns. The ledger knows of each change
/// before this file does.
///
/// Everything here blocks its thread and belongs on a worker or into the start.
public final class AccessListFile: Sendable {
    /// The name of the file in the state folder.
    public static let fileName = "list.sqlite"

    private static let busyTimeout: TimeInterval = 5
    private static let identity = SchemaIdentity(application: 0x504F_524D, version: 1)
    private static let table = """
        CREATE TABLE listing (
            card BLOB NOT NULL,
            kind TEXT NOT NULL,
            doors TEXT,
            last_day INTEGER,
            when_closed INTEGER NOT NULL,
            reason TEXT NOT NULL,
            by TEXT NOT NULL,
            PRIMARY KEY (card, kind)
        ) STRICT, WITHOUT ROWID
        """

    let queue: DatabaseQueue
    let path: String
    private let isNew: Bool

    /// Opens the list in a folder, or makes an empty one.
    ///
    /// A file that cannot be read is set aside, named after the time given.
    public static func open(
        in folder: String,
        at now: Timestamp
    ) throws(StoreError) -> (file: AccessListFile, opening: StoreOpening) {
        let file = try StoreFile.prepare(fileName, in: folder)
        do {
            let list = try AccessListFile(file)
            return (list, list.isNew ? .created : .existing)
        } catch .damaged {
            let path = try file.setAside(at: now)
            let list = try AccessListFile(StoreFile.prepare(fileName, in: folder))
            return (list, .setAside(path: path))
        }
    }

    private init(_ file: StoreFile) throws(StoreError) {
        var configuration = Configuration()
        configuration.label = "list"
        configuration.busyMode = .timeout(Self.busyTimeout)
        configuration.prepareDatabase { db in
            try db.overwriteDeleted()
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
        path = file.path
        (queue, isNew) = try StoreError.sorting {
            let queue = try DatabaseQueue(path: file.path, configuration: configuration)
            let isNew = try queue.write { db in
                guard try Self.identity.needsTables(db) else { return false }
                try db.execute(sql: Self.table)
                try Self.identity.write(db)
                return true
            }
            try queue.read { db in
                guard try db.tableExists("listing") else { throw StoreError.damaged }
                _ = try Self.entries(db)
            }
            return (queue, isNew)
        }
    }

    /// The list as it was kept last.
    public func list() throws(StoreError) -> AccessList {
        try StoreError.sorting { AccessList(try queue.read(Self.entries)) }
    }

    /// Keeps a list in the place of the one before; it is on the disk on return.
    public func keep(_ list: AccessList) throws(StoreError) {
        try StoreError.sorting {
            try queue.write { db in
                try db.execute(sql: "DELETE FROM listing")
                let insert = try db.cachedStatement(
                    sql: "INSERT INTO listing VALUES (?, ?, ?, ?, ?, ?, ?)"
                )
                for entry in list.entries {
                    let listing = entry.listing
                    try insert.execute(arguments: [
                        Data(entry.card.bytes), listing.kind.rawValue,
                        listing.doors.map { $0.sorted().map(\.text).joined(separator: " ") },
                        listing.lastDay?.dayNumber, listing.opensWhenClosed, listing.reason,
                        listing.by,
                    ])
                }
                try Self.leaveFormer(db)
            }
        }
    }

    /// Deletes the damaged lists that were set aside before a time.
    ///
    /// - Returns: How many were deleted.
    @discardableResult
    public static func deleteSetAside(
        in folder: String,
        before time: Timestamp
    ) throws(StoreError) -> Int {
        try StoreFile.deleteSetAside(fileName, in: folder, before: time)
    }

    private static func entries(_ db: Database) throws -> [AccessList.Entry] {
        let sql = """
            SELECT card, kind, doors, last_day, when_closed, reason, by FROM listing
            ORDER BY kind, card
            """
        return try Row.fetchAll(db, sql: sql).map { row in
            let columns = Columns(row: row)
            let kind = Listing.Kind(rawValue: try columns.text(1))
            let doors = try doors(in: columns.optionalText(2))
            guard let card = CardKey(bytes: try columns.blob(0)), let kind else {
                throw StoreError.damaged
            }
            let listing = Listing(
                kind,
                doors: doors,
                lastDay: try columns.optionalInteger(3).map { CivilDate(dayNumber: Int($0)) },
                opensWhenClosed: try columns.integer(4) != 0,
                reason: try columns.text(5),
                by: try columns.text(6)
            )
            return AccessList.Entry(card: card, listing: listing)
        }
    }

    private static func doors(in text: String?) throws -> Set<DoorName>? {
        guard let text else { return nil }
        let names = text.split(separator: " ").map { DoorName($0) }
        guard names.allSatisfy({ $0 != nil }) else { throw StoreError.damaged }
        return Set(names.compactMap(\.self))
    }
}
