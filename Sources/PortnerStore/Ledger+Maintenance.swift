// SPDX-License-Identifier: MPL-2.0

public import Foundation
internal import GRDB
public import PortnerCore
internal import Synchronization

extension Ledger {
    /// How long entries tell which card they concern, unless a configuration says otherwise.
    public static let personalPartsKept = Duration.seconds(30 * 86_400)

    /// The number of entries that lose their personal part in one transaction.
    ///
    /// The door's appends wait for one such transaction at most.
    static let deletionBatch = 200

    /// Notes the head, and copies the write-ahead log into the main file as far as nobody reads in
    /// it.
    ///
    /// Appending goes on meanwhile. Once all is copied the next append begins the log anew, in
    /// place: that keeps the log small, and writing over it is faster than making it longer.
    public func checkpoint() throws(StoreError) {
        // On a full disk the head cannot be noted, and copying is what makes room.
        let noting = Result { () throws(StoreError) in try noteHead() }
        do {
            _ = try maintenance.inDatabase { db in try db.checkpoint(.passive) }
        } catch {
            // Busy means that an append is copying just now.
            guard StoreError(error) == .busy else { throw StoreError(error) }
        }
        try? synchronizeMark()
        try noting.get()
    }

    /// Deletes the personal parts of all entries from before a time; the chain still verifies.
    ///
    /// Deleted bytes are overwritten in the main file, and the log is emptied when something was
    /// deleted. Most of it is copied beside the appends first, so that they wait for a moment only.
    /// Blocks that the file system or a flash card has given up are out of reach, as are files that
    /// were set aside. When the power is cut before this returns, the log's old bytes may still be
    /// there: the first call after the next opening empties it again.
    ///
    /// An entry from a time when the clock was ahead is deleted with its neighbours: it is older
    /// than any entry that follows it.
    ///
    /// - Parameters:
    ///   - time: Entries from before it lose their personal part.
    ///   - now: Entries from after it are dated wrongly.
    /// - Returns: How many entries lost their personal part.
    /// - Throws: ``StoreError/busy`` when the parts are deleted but a reader kept the log from
    ///   being emptied; the next call tries again.
    @discardableResult
    public func deletePersonalParts(
        before time: Timestamp,
        now: Timestamp? = nil
    ) throws(StoreError) -> Int {
        guard let now else { return try deletePersonalParts(where: "at < ?", time.milliseconds) }
        // An entry from before the ledger was made is dated wrongly, too, and tells nothing.
        let due = try StoreError.sorting {
            try pool.read { db in
                try Int64.fetchOne(
                    db,
                    sql: "SELECT max(sequence) FROM entry WHERE at < ? AND at >= ?",
                    arguments: [time.milliseconds, created.milliseconds]
                )
            }
        }
        return try deletePersonalParts(
            where: "(at < ? OR at > \(now.milliseconds) AND sequence < \(due ?? 0))",
            time.milliseconds
        )
    }

    /// Deletes the personal parts of all entries about one card, as
    /// ``deletePersonalParts(before:now:)`` does for old ones.
    ///
    /// The count of wrong attempts stays: it is the station's, which clears it on record.
    @discardableResult
    public func deletePersonalParts(about key: CardKey) throws(StoreError) -> Int {
        try deletePersonalParts(where: "personal = ?", Data(key.bytes))
    }

    /// Deletes the damaged ledgers that were set aside before a time; their identities cannot be
    /// taken out one by one.
    ///
    /// - Returns: How many were deleted.
    @discardableResult
    public static func deleteSetAside(
        in folder: String,
        before time: Timestamp
    ) throws(StoreError) -> Int {
        try StoreFile.deleteSetAside(fileName, in: folder, before: time)
    }

    /// The salts of all entries about one card, for a search after they were deleted.
    public func salts(about key: CardKey) throws(StoreError) -> [Data] {
        try StoreError.sorting {
            try pool.read { db in
                try Data.fetchAll(
                    db,
                    sql: "SELECT salt FROM entry WHERE personal = ? AND salt IS NOT NULL",
                    arguments: [Data(key.bytes)]
                )
            }
        }
    }

    private func deletePersonalParts(
        where condition: String,
        _ argument: any DatabaseValueConvertible
    ) throws(StoreError) -> Int {
        try StoreError.sorting {
            var deleted = 0
            var last = Int64(0)
            while true {
                // The search may be long, so it runs beside the writer.
                let batch = try pool.read { db in
                    try Int64.fetchAll(
                        db,
                        sql: """
                            SELECT sequence FROM entry
                            WHERE sequence > ? AND personal IS NOT NULL AND \(condition)
                            ORDER BY sequence LIMIT ?
                            """,
                        arguments: [last, argument, Self.deletionBatch]
                    )
                }
                guard let highest = batch.last else { break }
                try pool.write { db in
                    let statement = try db.cachedStatement(
                        sql: "UPDATE entry SET personal = NULL, salt = NULL WHERE sequence = ?"
                    )
                    for sequence in batch { try statement.execute(arguments: [sequence]) }
                }
                deleted += batch.count
                last = highest
            }
            if deleted > 0 { owesTruncation.store(true, ordering: .relaxed) }
            try truncateLog()
            return deleted
        }
    }

    /// Empties the log, which may still hold a count of wrong attempts that was cleared.
    ///
    /// - Throws: ``StoreError/busy`` when a reader keeps it from being emptied.
    public func emptyLog() throws(StoreError) {
        owesTruncation.store(true, ordering: .relaxed)
        try StoreError.sorting { try truncateLog() }
    }

    /// Empties the log when it may still hold what was deleted.
    private func truncateLog() throws {
        guard owesTruncation.load(ordering: .relaxed) else { return }
        try checkpoint()
        _ = try maintenance.inDatabase { db in try db.checkpoint(.truncate) }
        try StoreFile.syncLog(of: pool.path)
        owesTruncation.store(false, ordering: .relaxed)
    }
}
