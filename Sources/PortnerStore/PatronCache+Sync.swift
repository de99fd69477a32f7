// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

/// Keeping the patrons who are known up to date, and telling who has not come for long.
extension PatronCache {
    /// Merges newer facts about a card that is held.
    ///
    /// - Returns: Whether it is: a patron who was forgotten while the library system was asked
    ///   stays forgotten.
    @discardableResult
    public func refresh(_ key: CardKey, _ facts: PatronFacts) throws(StoreError) -> Bool {
        try write { db in
            let select = try db.cachedStatement(sql: PatronTable.select)
            guard let known = try PatronTable.find(key, with: select) else { return false }
            guard known.facts.mayBeRefreshed else { return true }
            let merged = Self.merged(known, with: facts)
            if merged != known {
                let replace = try db.cachedStatement(sql: PatronTable.replace)
                try replace.execute(arguments: PatronTable.values(key, merged))
            }
            return true
        }
    }

    /// Notes the day on which some cards were presented, of those that are held.
    public func saw(_ keys: [CardKey], on day: CivilDate) throws(StoreError) {
        try write { db in
            let statement = try db.cachedStatement(sql: PatronTable.saw)
            for key in keys {
                try statement.execute(
                    arguments: [day.dayNumber, key.rowNumber, Data(key.bytes)]
                )
            }
        }
    }

    /// Finds patrons whose facts will soon be too old, those first whose card was seen last.
    ///
    /// One search looks at `SyncSearch.rowsMax` rows at most, on a connection of its own that no
    /// door waits for. Patrons without a number are left out, since nothing but their card could be
    /// asked about; so are those of whom a roster has told everything lately.
    public func find(
        _ search: SyncSearch,
        besides roster: PatronRoster? = nil
    ) throws(StoreError) -> SyncFinding {
        let terms = search.terms
        let listed = try roster.flatMap { roster throws(StoreError) in
            try roster.origin().flatMap { $0.asOf >= terms.freshSince ? roster : nil }
        }
        return try StoreError.sorting {
            try pool.read { db in
                let after = search.after ?? .min
                let end = try Int64.fetchOne(
                    db,
                    sql: PatronTable.sliceEnd,
                    arguments: [after, SyncSearch.rowsMax - 1]
                )
                let rows = try Row.fetchCursor(
                    db,
                    sql: PatronTable.due,
                    arguments: [
                        after, end ?? .max, terms.blocksBefore.milliseconds,
                        terms.debtsBefore.milliseconds, terms.validityBefore.milliseconds,
                        terms.seenSince.dayNumber,
                    ]
                )
                var due: [DuePatron] = []
                while due.count < SyncSearch.foundMax, let row = try rows.next() {
                    let patron = try Self.due(Columns(row: row))
                    guard !search.avoiding.contains(where: { $0.matches(patron.key) }),
                        try listed?.holds(patron.key) != true
                    else { continue }
                    due.append(patron)
                }
                return SyncFinding(due: due, next: end)
            }
        }
    }

    private static func due(_ columns: Columns) throws(StoreError) -> DuePatron {
        guard let key = CardKey(bytes: try columns.blob(0)),
            let patron = PatronNumber(try columns.text(1))
        else { throw .damaged }
        return DuePatron(key: key, patron: patron)
    }

    /// How far the patrons are up to date, for technicians.
    public struct Freshness: Sendable, Hashable {
        /// The number of patrons whom the library system can be asked about without their card.
        public let askable: Int
        /// How many of them are due.
        public let due: Int
        /// When the oldest fact was told that lets somebody in; nil when nobody is let in.
        public let oldest: Timestamp?
    }

    /// Counts the whole table; takes longer the more patrons there are.
    public func freshness(_ terms: SyncTerms) throws(StoreError) -> Freshness {
        try StoreError.sorting {
            try pool.read { db in
                let row = try Row.fetchOne(
                    db,
                    sql: PatronTable.freshness,
                    arguments: [
                        terms.blocksBefore.milliseconds, terms.debtsBefore.milliseconds,
                        terms.validityBefore.milliseconds, terms.seenSince.dayNumber,
                    ]
                )
                guard let row else { throw StoreError.damaged }
                let columns = Columns(row: row)
                return Freshness(
                    askable: Int(try columns.integer(0)),
                    due: Int(try columns.integer(1)),
                    oldest: try columns.optionalInteger(2).map(Timestamp.init(milliseconds:))
                )
            }
        }
    }
}

extension PatronTable {
    /// The last row of the slice that one search looks at; none when it reaches the end.
    static let sliceEnd = "SELECT card FROM patron WHERE card > ? ORDER BY card LIMIT 1 OFFSET ?"

    static let due = """
        SELECT key, patron FROM patron
        WHERE card > ?1 AND card <= ?2 AND patron IS NOT NULL AND validity = 'valid'
            AND (blocks_at < ?3 OR debts_at < ?4 OR validity_at < ?5) AND seen >= ?6
        ORDER BY seen DESC, validity_at
        """

    static let freshness = """
        SELECT count(patron),
            count(*) FILTER (WHERE patron IS NOT NULL AND validity = 'valid' AND seen >= ?4
                AND (blocks_at < ?1 OR debts_at < ?2 OR validity_at < ?3)),
            min(min(blocks_at, debts_at, validity_at)) FILTER (WHERE validity = 'valid')
        FROM patron
        """
}
