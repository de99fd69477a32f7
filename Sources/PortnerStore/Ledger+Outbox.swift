// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

/// The kiosks' transactions whose end is not known, beside the entries of the ledger.
extension Ledger {
    /// Writes what a station orders in one transaction and returns when it is on disk.
    ///
    /// - Returns: The numbers of the new entries; nil when there were no records.
    /// - Throws: When anything could not be written; then nothing is acknowledged.
    @discardableResult
    public func append(
        _ batch: LedgerBatch,
        sealing seal: OutboxSeal
    ) throws(StoreError) -> ClosedRange<Int64>? {
        try append(
            records: batch.records,
            throttle: batch.counts,
            outbox: try StoreError.sorting { try batch.outbox.map { try OutboxStep($0, seal) } }
        )
    }

    /// The transactions whose end is not known, in the order in which they began.
    ///
    /// A transaction that was sealed under another key cannot be told to the library system: it is
    /// given without card and item, and a person has to decide.
    public func outbox(opening seal: OutboxSeal) throws(StoreError) -> [OutboxEntry] {
        try StoreError.sorting {
            try pool.read { db in
                let rows = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT id, kiosk, kind, state, queued, made, ahead, due, may_wait, sealed
                        FROM outbox ORDER BY number
                        """
                )
                var entries: [OutboxEntry] = []
                while let row = try rows.next(), entries.count < Outbox.entriesMax {
                    // What cannot be read must not keep the doors from opening.
                    if let entry = try? OutboxTable.entry(in: row, seal) { entries.append(entry) }
                }
                return entries
            }
        }
    }
}

/// A change to the table, with everything sealed that must be.
enum OutboxStep {
    case enter(OutboxEntry, sealed: Data)
    case move(RequestID, OutboxEntry.State)
    case close(RequestID)

    init(_ change: OutboxChange, _ seal: OutboxSeal) throws {
        self =
            switch change {
            case .enter(let entry): .enter(entry, sealed: try seal.close(entry))
            case .move(let id, let state): .move(id, state)
            case .close(let id): .close(id)
            }
    }
}

/// The table of transactions.
enum OutboxTable {
    /// Made where it is missing, so that a ledger of an older station gets it too.
    static let definition = """
        CREATE TABLE IF NOT EXISTS outbox (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            kiosk TEXT NOT NULL,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            queued INTEGER NOT NULL,
            made INTEGER NOT NULL,
            ahead INTEGER NOT NULL,
            due INTEGER,
            may_wait INTEGER NOT NULL,
            sealed BLOB NOT NULL
        ) STRICT
        """

    /// The transactions that wait for a line.
    static func queued(_ db: Database) throws -> [RequestID] {
        guard try db.tableExists("outbox") else { return [] }
        let state = OutboxEntry.State.queued.description
        return try String.fetchAll(
            db,
            sql: "SELECT id FROM outbox WHERE state = ?",
            arguments: [state]
        )
        .compactMap { RequestID($0) }
    }

    /// The rows of a damaged file, as far as they can be read, and whether all of them could be.
    static func rescue(from queue: DatabaseQueue?) -> (rows: [Row], isWhole: Bool) {
        var rows: [Row] = []
        let isWhole: Void? = try? queue?.read { db in
            guard try db.tableExists("outbox") else { return }
            let cursor = try Row.fetchCursor(db, sql: "SELECT * FROM outbox ORDER BY number")
            while rows.count < Outbox.entriesMax, let row = try cursor.next() {
                rows.append(row.copy())
            }
        }
        return (rows, isWhole != nil)
    }

    /// Takes rows over that were read out of a damaged file.
    ///
    /// What it said of their state may be old, so they are looked up before they are told again. A
    /// row that is not one is left out.
    static func takeOver(_ rows: [Row], _ db: Database) throws {
        for row in rows {
            var values = Array(row.databaseValues.dropFirst())
            guard values.count == 10 else { continue }
            let state = String.fromDatabaseValue(values[3]).flatMap { OutboxEntry.State($0) }
            if case .conflict? = state {
            } else {
                values[3] = OutboxEntry.State.doubtful.description.databaseValue
            }
            let sql = "INSERT INTO outbox VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            do {
                try db.execute(sql: sql, arguments: StatementArguments(values))
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                continue
            }
        }
    }

    static func take(_ step: OutboxStep, _ db: Database) throws {
        switch step {
        case .enter(let entry, let sealed):
            try db.cachedStatement(
                sql: "INSERT INTO outbox VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            ).execute(arguments: [
                entry.id.text, entry.kiosk.text, entry.kind.rawValue, entry.state.description,
                entry.wasQueued ? 1 : 0, entry.made.milliseconds, entry.civil.secondsAheadOfUTC,
                entry.due?.dayNumber, entry.mayWait ? 1 : 0, sealed,
            ])
        case .move(let id, let state):
            try db.cachedStatement(
                sql: "UPDATE outbox SET state = ?1, queued = max(queued, ?2) WHERE id = ?3"
            ).execute(arguments: [state.description, state == .queued ? 1 : 0, id.text])
        case .close(let id):
            try db.cachedStatement(sql: "DELETE FROM outbox WHERE id = ?")
                .execute(arguments: [id.text])
        }
    }

    static func entry(in row: Row, _ seal: OutboxSeal) throws -> OutboxEntry {
        let columns = Columns(row: row)
        guard let id = RequestID(try columns.text(0)), let kiosk = KioskName(try columns.text(1)),
            let kind = OutboxEntry.Kind(rawValue: try columns.text(2)),
            let ahead = Int32(exactly: try columns.integer(6))
        else { throw StoreError.damaged }
        let state = OutboxEntry.State(try columns.text(3)) ?? .conflict(.open)
        let numbers = try? seal.open(try columns.blob(9), of: id)
        let made = Timestamp(milliseconds: try columns.integer(5))
        return OutboxEntry(
            id: id,
            kiosk: kiosk,
            kind: kind,
            card: numbers?.card,
            item: numbers?.item,
            made: made,
            civil: CivilTime(made, secondsAheadOfUTC: Int(ahead)),
            due: try columns.optionalInteger(7).map { CivilDate(dayNumber: Int($0)) },
            mayWait: try columns.integer(8) != 0,
            state: numbers == nil ? .conflict(.open) : state,
            wasQueued: try columns.integer(4) != 0
        )
    }
}
