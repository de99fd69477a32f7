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

extension Ledger {
    /// The number of entries that are counted at one go, in one snapshot of the file.
    private static let countingBatch = 1000

    /// Counts the decisions since a time by day, door and outcome, in that order.
    ///
    /// Counting needs no identity and nothing besides the entries, so what was counted outlives the
    /// personal parts without a second copy. It reads the whole table.
    public func decisionCounts(since time: Timestamp) throws(StoreError) -> [DecisionCount] {
        var counts: [[String]: Int] = [:]
        var last = Int64(0)
        while true {
            let rows = try decisions(since: time, after: last)
            for (sequence, text) in rows {
                last = sequence
                guard let fields = FieldText.fields(text) else { throw .damaged }
                func value(_ name: RecordField) -> String? {
                    fields.first { $0.name == name.rawValue }?.value
                }
                guard let day = value(.local)?.prefix(10), let door = value(.door),
                    let outcome = value(.denial) ?? value(.outcome)
                else { continue }
                counts[[String(day), door, outcome], default: 0] += 1
            }
            guard rows.count == Self.countingBatch else { break }
        }
        return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, count in
            DecisionCount(day: key[0], door: key[1], outcome: key[2], count: count)
        }
    }

    private func decisions(
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
                        sequence, RecordKind.decision.rawValue, time.milliseconds,
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
