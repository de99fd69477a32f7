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
                let rows = try OutboxTable.rows(db)
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

    private static let select = """
        SELECT id, kiosk, kind, state, queued, made, ahead, due, may_wait, sealed
        FROM outbox ORDER BY number
        """

    /// How far each transaction has come.
    static func states(_ db: Database) throws -> [(RequestID, OutboxEntry.State)] {
        guard try db.tableExists("outbox") else { return [] }
        return try Row.fetchAll(db, sql: select).compactMap { row in
            let columns = Columns(row: row)
            guard let id = RequestID(try columns.text(0)) else { return nil }
            return (id, OutboxEntry.State(try columns.text(3)) ?? .conflict(.open))
        }
    }

    /// All transactions, in the order in which they began.
    static func rows(_ db: Database) throws -> RowCursor {
        try Row.fetchCursor(db, sql: select)
    }

    /// The rows of a damaged file.
    struct Rescued {
        /// Those that could be read.
        var rows: [Row] = []
        /// Whether there are no others.
        var isWhole = false
    }

    /// Reads the rows of a damaged file, as far as it lets them be read.
    static func rescue(from queue: DatabaseQueue?) -> Rescued {
        var rescued = Rescued()
        try? queue?.read { db in
            if try db.tableExists("outbox") {
                let cursor = try rows(db)
                while let row = try cursor.next() {
                    guard rescued.rows.count < Outbox.entriesMax else { return }
                    rescued.rows.append(row.copy())
                }
            }
            rescued.isWhole = true
        }
        return rescued
    }

    /// Takes rows over that were read out of a damaged file and are not there yet.
    ///
    /// What it said of their state may be old, so they are looked up before they are told again.
    ///
    /// - Returns: How many were left out, as they cannot be read.
    static func takeOver(_ rescued: Rescued?, _ db: Database) throws -> Int {
        guard let rescued else { return 0 }
        try db.execute(sql: definition)
        var leftOut = 0
        for row in rescued.rows {
            guard let state = try? stateOfWhole(row) else {
                leftOut += 1
                continue
            }
            var values = Array(row.databaseValues)
            if case .conflict = state {
            } else {
                values[3] = OutboxEntry.State.doubtful.description.databaseValue
            }
            try db.execute(
                sql: "INSERT OR IGNORE INTO outbox VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: StatementArguments(values)
            )
        }
        return leftOut
    }

    /// How far a transaction has come whose row can be read in every column.
    private static func stateOfWhole(_ row: Row) throws -> OutboxEntry.State {
        _ = (try entry(in: row, nil), try Columns(row: row).blob(9))
        return OutboxEntry.State(try Columns(row: row).text(3)) ?? .conflict(.open)
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

    /// Reads a row; what it hides takes the seal.
    static func entry(in row: Row, _ seal: OutboxSeal?) throws -> OutboxEntry {
        let columns = Columns(row: row)
        guard let id = RequestID(try columns.text(0)), let kiosk = KioskName(try columns.text(1)),
            let kind = OutboxEntry.Kind(rawValue: try columns.text(2)),
            let ahead = Int32(exactly: try columns.integer(6))
        else { throw StoreError.damaged }
        let state = OutboxEntry.State(try columns.text(3)) ?? .conflict(.open)
        let numbers = try? seal?.open(try columns.blob(9), of: id)
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
