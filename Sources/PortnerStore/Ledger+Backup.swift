// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB

/// A copy of a ledger that was made to be kept elsewhere.
public struct LedgerBackup: Sendable, Hashable {
    /// Where the copy ends.
    public let head: LedgerHead
    /// Whether its chain is whole.
    public let verdict: LedgerVerdict
}

extension Ledger {
    /// Copies the ledger in a state folder with SQLite's own mechanism, while it is in use.
    ///
    /// The copy holds what happened and nobody's identity, so that no promise to delete depends on
    /// where it is kept: entries lose their personal part, which the chain allows, and counts of
    /// wrong attempts with cards and the kiosks' transactions are left out. A ledger that is put
    /// back from it is recognised as an older one, see ``LedgerRestoration``.
    ///
    /// - Parameters:
    ///   - folder: The state folder.
    ///   - path: Where the copy is made, readable by its owner alone; no file may be there.
    /// - Returns: What was copied, which is told although the chain of a ledger may be broken.
    /// - Throws: ``StoreError/noAccess`` when there is no ledger, or a file in the copy's place;
    ///   what the disk refuses. Then no copy is left.
    public static func backUp(
        from folder: String,
        to path: String
    ) throws(StoreError) -> LedgerBackup {
        let original = StoreFile(path: "\(folder)/\(fileName)")
        try original.checkVersion(LedgerTables.identity)
        let files = FileManager.default
        let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard !files.fileExists(atPath: path),
            files.createFile(atPath: path, contents: nil, attributes: mode)
        else { throw .noAccess }
        do throws(StoreError) {
            let backup = try copy(original.path, to: path)
            let parent = (path as NSString).deletingLastPathComponent
            try StoreError.sorting {
                try StoreFile.synchronizeFolder(parent.isEmpty ? "." : parent)
            }
            return backup
        } catch {
            for suffix in ["", "-journal", "-wal", "-shm"] {
                try? files.removeItem(atPath: path + suffix)
            }
            throw error
        }
    }

    private static func copy(_ path: String, to target: String) throws(StoreError) -> LedgerBackup {
        let (copy, head) = try StoreError.sorting {
            var reading = configuration
            reading.readonly = true
            let original = try DatabaseQueue(path: path, configuration: reading)
            let copy = try DatabaseQueue(path: target, configuration: configuration)
            try original.backup(to: copy)
            try original.close()
            try copy.writeWithoutTransaction { db in
                // A copy of one file: no log lies beside it.
                try db.execute(sql: "PRAGMA journal_mode = DELETE")
                try db.execute(sql: "PRAGMA synchronous = FULL")
            }
            try copy.write { db in
                try db.execute(
                    sql: """
                        UPDATE entry SET personal = NULL, salt = NULL WHERE personal IS NOT NULL
                        """
                )
                try db.execute(sql: "DELETE FROM throttle WHERE subject LIKE 'card %'")
                try db.execute(sql: OutboxTable.definition)
                try db.execute(sql: "DELETE FROM outbox")
            }
            return (copy, try copy.read(LedgerTables.head))
        }
        let verdict = try verify(copy)
        try StoreError.sorting { try copy.close() }
        return LedgerBackup(head: head, verdict: verdict)
    }
}
