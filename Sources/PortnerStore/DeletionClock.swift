// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

/// Whether a time may be deleted by.
///
/// A clock that stands in 2038 when the machine starts looks like any other, and every record and
/// patron would have had its time. So a time far beyond the last one that was deleted by is doubted
/// until the station has run with it for a week; then the machine was off for so long, and nothing
/// is kept for ever.
struct DeletionClock: Sendable, Hashable {
    /// How far a time may be beyond the last one that was deleted by.
    static let gapMax = Duration.seconds(45 * 86_400)
    /// How long the station runs with a time that is further before it is believed.
    static let patience = Duration.seconds(7 * 86_400)

    /// The last time that was deleted by.
    var believed: Timestamp
    /// How long the station has run with times that are doubted.
    var doubted: Duration

    /// Takes a time that the station has run with for so long since it last gave one.
    ///
    /// - Returns: Whether it may be deleted by.
    mutating func accepts(_ now: Timestamp, running: Duration) -> Bool {
        if now.age(at: believed) < .zero - Self.gapMax {
            doubted += running
            guard doubted >= Self.patience else { return false }
        }
        (believed, doubted) = (now, .zero)
        return true
    }
}

extension Ledger {
    /// Whether records and patrons may be deleted by a time, which this ledger remembers.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - running: How long the station has run since it last asked.
    /// - Returns: Whether they may; `false` for a time that is far ahead of the last one.
    /// - Throws: When it cannot be remembered.
    public func acceptsDeletion(
        at now: Timestamp,
        running: Duration
    ) throws(StoreError) -> Bool {
        try StoreError.sorting {
            try pool.write { db in
                var clock = try LedgerTables.deletionClock(db)
                let before = clock
                let isAccepted = clock.accepts(now, running: running)
                if clock != before { try LedgerTables.save(clock, db) }
                return isAccepted
            }
        }
    }
}

extension LedgerTables {
    static func deletionClock(_ db: Database) throws -> DeletionClock {
        let sql = "SELECT coalesce(deleted_by, created), doubted FROM meta WHERE id = 1"
        guard let row = try Row.fetchOne(db, sql: sql) else { throw StoreError.damaged }
        let columns = Columns(row: row)
        return DeletionClock(
            believed: Timestamp(milliseconds: try columns.integer(0)),
            doubted: .milliseconds(try columns.optionalInteger(1) ?? 0)
        )
    }

    static func save(_ clock: DeletionClock, _ db: Database) throws {
        let (seconds, rest) = clock.doubted.components
        try db.execute(
            sql: "UPDATE meta SET deleted_by = ?, doubted = ? WHERE id = 1",
            arguments: [
                clock.believed.milliseconds, seconds * 1000 + rest / 1_000_000_000_000_000,
            ]
        )
    }
}
