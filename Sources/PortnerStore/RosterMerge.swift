// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Roster

/// Brings the table to what a roster says, part by part, inside the transaction of its caller.
///
/// Each part is compared with the rows that are there first, both in the order of their numbers;
/// only what differs is then written, in that order. Binding and stepping go past GRDB, which
/// would take longer for both than SQLite for the row.
final class RosterMerge {
    /// Cards written because they are new or changed.
    private(set) var written = 0
    /// Cards found as they are.
    private(set) var unchanged = 0
    /// Cards taken out.
    private(set) var removed = 0
    /// Cards that were there before, as far as they were looked at.
    private(set) var held = 0

    private let kind: RosterKind
    private let select: Statement
    private let replace: Statement
    private let noteGone: Statement
    private let noteRowGone: Statement
    private let delete: Statement

    init(_ db: Database, _ kind: RosterKind) throws {
        self.kind = kind
        select = try db.makeStatement(sql: RosterTable.selectRange)
        replace = try db.makeStatement(sql: RosterTable.replace)
        noteGone = try db.makeStatement(sql: RosterTable.noteGone)
        noteRowGone = try db.makeStatement(sql: RosterTable.noteRowGone)
        delete = try db.makeStatement(sql: RosterTable.delete)
    }

    /// What has to be done to a part.
    private struct Plan {
        var replaced: [RosterImage.Place] = []
        var gone: [RosterImage.Place] = []
        var absent: [Int64] = []
    }

    /// Brings the rows in a range to what the images say.
    func bring(_ images: [UInt8], _ rows: ClosedRange<Int64>) throws {
        try unsafe images.withUnsafeBytes { images in
            let places = unsafe RosterImage.sorted(images)
            try unsafe refuseDuplicates(images, places)
            let plan =
                switch kind {
                case .full: try unsafe planned(images, places, rows)
                case .delta: try unsafe planned(images, places)
                }
            let statement = unsafe replace.sqliteStatement
            for place in plan.replaced {
                unsafe RosterImage.bind(images, place, to: statement)
                try unsafe step(statement, until: SQLITE_DONE)
                unsafe sqlite3_reset(statement)
            }
            for row in plan.absent {
                try noteRowGone.execute(arguments: [row])
                try delete.execute(arguments: [row])
            }
            for place in plan.gone {
                let key = unsafe RosterImage.key(images, place)
                try noteGone.execute(arguments: [place.row, Data(key)])
                try delete.execute(arguments: [place.row])
            }
            written += plan.replaced.count
            removed += plan.absent.count + plan.gone.count
        }
    }

    private func refuseDuplicates(
        _ images: UnsafeRawBufferPointer,
        _ places: [RosterImage.Place]
    ) throws {
        for (place, next) in zip(places, places.dropFirst()) where place.row == next.row {
            let lines = [place, next].map { unsafe RosterImage.line(images, $0) }
            let error = RosterError(line: max(lines[0], lines[1]), field: .cards, .duplicateCard)
            throw RosterRefusal.malformed(error)
        }
    }

    /// Goes through images and rows side by side: a full roster says all.
    private func planned(
        _ images: UnsafeRawBufferPointer,
        _ places: [RosterImage.Place],
        _ rows: ClosedRange<Int64>
    ) throws -> Plan {
        var plan = Plan()
        var next = 0
        let statement = unsafe select.sqliteStatement
        defer { unsafe sqlite3_reset(statement) }
        unsafe sqlite3_bind_int64(statement, 1, rows.lowerBound)
        unsafe sqlite3_bind_int64(statement, 2, rows.upperBound)
        while try unsafe step(statement, until: SQLITE_ROW) {
            let row = unsafe sqlite3_column_int64(statement, Int32(RosterTable.columns))
            held += 1
            while next < places.count, places[next].row < row {
                plan.replaced.append(places[next])
                next += 1
            }
            guard next < places.count, places[next].row == row else {
                plan.absent.append(row)
                continue
            }
            if unsafe RosterImage.matches(images, places[next], statement) {
                unchanged += 1
            } else {
                plan.replaced.append(places[next])
            }
            next += 1
        }
        plan.replaced += places[next...]
        return plan
    }

    /// Looks each image's row up: a delta says little.
    private func planned(
        _ images: UnsafeRawBufferPointer,
        _ places: [RosterImage.Place]
    ) throws -> Plan {
        var plan = Plan()
        let statement = unsafe select.sqliteStatement
        defer { unsafe sqlite3_reset(statement) }
        for place in places {
            guard unsafe !RosterImage.isGone(images, place) else {
                plan.gone.append(place)
                continue
            }
            unsafe sqlite3_reset(statement)
            unsafe sqlite3_bind_int64(statement, 1, place.row)
            unsafe sqlite3_bind_int64(statement, 2, place.row)
            let isThere = try unsafe step(statement, until: SQLITE_ROW)
            if isThere, unsafe RosterImage.matches(images, place, statement) {
                unchanged += 1
            } else {
                plan.replaced.append(place)
            }
        }
        return plan
    }

    /// Takes a step; `false` when it ended otherwise than expected, but well.
    @discardableResult
    private func step(_ statement: OpaquePointer, until expected: Int32) throws -> Bool {
        let code = unsafe sqlite3_step(statement)
        if code == expected { return true }
        guard code == SQLITE_DONE || code == SQLITE_ROW else {
            unsafe sqlite3_reset(statement)
            throw DatabaseError(resultCode: ResultCode(rawValue: code))
        }
        return false
    }
}
