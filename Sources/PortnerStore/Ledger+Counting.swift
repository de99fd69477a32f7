// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

/// How often a door came to one outcome on one day.
public struct DecisionCount: Sendable, Hashable {
    /// The local day, `2026-11-22`.
    public let day: String
    /// The door.
    public let door: String
    /// `granted`, or the code of the denial.
    public let outcome: String
    /// How often.
    public let count: Int
}

/// How often a kiosk came to one outcome of one task on one day.
public struct KioskCount: Sendable, Hashable {
    /// The local day, `2026-11-22`.
    public let day: String
    /// The kiosk.
    public let kiosk: String
    /// `sign-in`, or what a transaction does.
    public let task: String
    /// The outcome; the reason, where something was refused or left to a person.
    public let outcome: String
    /// How often.
    public let count: Int
}

extension Ledger {
    /// The number of entries that are counted at one go, in one snapshot of the file.
    private static let countingBatch = 1000

    /// Counts the decisions since a time by day, door and outcome, in that order.
    ///
    /// Counting needs no identity and nothing besides the entries, so what was counted outlives the
    /// personal parts without a second copy. It reads the whole table.
    public func decisionCounts(since time: Timestamp) throws(StoreError) -> [DecisionCount] {
        try counted(.decision, since: time) { value in
            guard let door = value(.door), let outcome = value(.denial) ?? value(.outcome) else {
                return nil
            }
            return [door, outcome]
        }.map { DecisionCount(day: $0[0], door: $0[1], outcome: $0[2], count: $1) }
    }

    /// Counts what the kiosks did since a time by day, kiosk, task and outcome, in that order.
    ///
    /// A loan without a line counts as `queued`, and again as what became of it.
    public func kioskCounts(since time: Timestamp) throws(StoreError) -> [KioskCount] {
        let sessions = try counted(.session, since: time) { value in
            guard let kiosk = value(.kiosk), let outcome = value(.denial) ?? value(.outcome) else {
                return nil
            }
            return [kiosk, "sign-in", outcome]
        }
        let transactions = try counted(.transaction, since: time) { value in
            guard let kiosk = value(.kiosk), let task = value(.task),
                let outcome = value(.reason) ?? value(.outcome)
            else { return nil }
            return [kiosk, task, outcome]
        }
        return (sessions + transactions)
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map {
                KioskCount(day: $0[0], kiosk: $0[1], task: $0[2], outcome: $0[3], count: $1)
            }
    }

    /// Counts entries of a kind by day and by what `key` finds in their values.
    private func counted(
        _ kind: RecordKind,
        since time: Timestamp,
        by key: ((RecordField) -> String?) -> [String]?
    ) throws(StoreError) -> [(key: [String], count: Int)] {
        var counts: [[String]: Int] = [:]
        var last = Int64(0)
        while true {
            let rows = try entries(of: kind, since: time, after: last)
            for (sequence, text) in rows {
                last = sequence
                guard let fields = FieldText.fields(text) else { throw .damaged }
                func value(_ name: RecordField) -> String? {
                    fields.first { $0.name == name.rawValue }?.value
                }
                guard let day = value(.local)?.prefix(10), let rest = key(value) else { continue }
                counts[[String(day)] + rest, default: 0] += 1
            }
            guard rows.count == Self.countingBatch else { break }
        }
        return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { (key: $0.key, count: $0.value) }
    }

    private func entries(
        of kind: RecordKind,
        since time: Timestamp,
        after sequence: Int64
    ) throws(StoreError) -> [(sequence: Int64, fields: String)] {
        try StoreError.sorting {
            try pool.read { db in
                let rows = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT sequence, CAST(fields AS BLOB) FROM entry
                        WHERE sequence > ? AND kind = ? AND at >= ? ORDER BY sequence LIMIT ?
                        """,
                    arguments: [
                        sequence, kind.rawValue, time.milliseconds,
                        Self.countingBatch,
                    ]
                )
                var found: [(Int64, String)] = []
                while let row = try rows.next() {
                    let columns = Columns(row: row)
                    let text = String(decoding: try columns.blob(1), as: UTF8.self)
                    found.append((try columns.integer(0), text))
                }
                return found
            }
        }
    }
}
