// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
internal import PortnerCore

/// The one table of the cache: its definition, its statements, and a patron as a row of it.
enum PatronTable {
    static let identity = SchemaIdentity(application: 0x504F_5243, version: 1)

    static let definition = """
        CREATE TABLE patron (
            card INTEGER PRIMARY KEY,
            key BLOB NOT NULL,
            patron TEXT,
            blocks TEXT NOT NULL,
            blocks_at INTEGER NOT NULL,
            debts TEXT NOT NULL,
            debts_at INTEGER NOT NULL,
            validity TEXT NOT NULL,
            validity_at INTEGER NOT NULL,
            age_reached INTEGER,
            age_next INTEGER,
            age_next_from INTEGER,
            age_at INTEGER,
            verifier BLOB
        ) STRICT
        """

    static let select = """
        SELECT key, patron, blocks, blocks_at, debts, debts_at, validity, validity_at,
            age_reached, age_next, age_next_from, age_at, verifier
        FROM patron WHERE card = ?
        """

    static let replace = """
        INSERT OR REPLACE INTO patron VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static let setVerifier = "UPDATE patron SET verifier = ? WHERE card = ? AND key = ?"

    static let delete = "DELETE FROM patron WHERE card = ? AND key = ?"

    static let deleteUnconfirmed = """
        DELETE FROM patron WHERE card IN
            (SELECT card FROM patron WHERE validity_at < ? AND card > ? ORDER BY card LIMIT ?)
        RETURNING card
        """

    static let statistics = """
        SELECT count(*), count(verifier), min(validity_at), max(validity_at) FROM patron
        """

    /// Looks a card up with ``select``; `nil` when there is no row or another card's.
    ///
    /// The row number is only part of the key. The whole key is compared as well, in a time that
    /// does not depend on where two keys differ.
    static func find(_ key: CardKey, with statement: Statement) throws -> CachedPatron? {
        let rows = try Row.fetchCursor(statement, arguments: [key.rowNumber])
        guard let row = try rows.next() else { return nil }
        let columns = Columns(row: row)
        guard let stored = CardKey(bytes: try columns.blob(0)) else { throw StoreError.damaged }
        guard stored.matches(key) else { return nil }
        return try patron(in: columns)
    }

    /// The values of ``replace``.
    static func values(_ key: CardKey, _ patron: CachedPatron) -> StatementArguments {
        let facts = patron.facts
        return [
            key.rowNumber, Data(key.bytes), facts.patron?.secret,
            text(facts.blocks.value), facts.blocks.asOf.milliseconds,
            text(facts.debts.value), facts.debts.asOf.milliseconds,
            facts.validity.value.rawValue, facts.validity.asOf.milliseconds,
            facts.age?.value.reached, facts.age?.value.next?.age,
            facts.age?.value.next?.from.dayNumber, facts.age?.asOf.milliseconds,
            patron.verifier.map { Data($0.bytes) },
        ]
    }

    private static func patron(in columns: Columns) throws(StoreError) -> CachedPatron {
        guard let validity = CardValidity(rawValue: try columns.text(6)) else { throw .damaged }
        let facts = PatronFacts(
            patron: try number(columns.optionalText(1)),
            blocks: Aged(try codes(columns.text(2)), asOf: try time(columns.integer(3))),
            debts: Aged(try codes(columns.text(4)), asOf: try time(columns.integer(5))),
            validity: Aged(validity, asOf: try time(columns.integer(7))),
            age: try age(in: columns)
        )
        let verifier = try columns.optionalBlob(12)
        guard verifier.map({ $0.count <= PINVerifier.lengthMax }) ?? true else { throw .damaged }
        return CachedPatron(
            facts: facts,
            verifier: verifier.map { PINVerifier(bytes: Array($0)) }
        )
    }

    private static func age(in columns: Columns) throws(StoreError) -> Aged<AgeFact>? {
        guard let reached = try columns.optionalInteger(8) else { return nil }
        let asOf = time(try columns.integer(11))
        guard let next = try columns.optionalInteger(9) else {
            return Aged(AgeFact(reached: Int(reached), next: nil), asOf: asOf)
        }
        let from = CivilDate(dayNumber: Int(try columns.integer(10)))
        return Aged(
            AgeFact(reached: Int(reached), next: AgeFact.Next(age: Int(next), from: from)),
            asOf: asOf
        )
    }

    private static func number(_ text: String?) throws(StoreError) -> PatronNumber? {
        guard let text else { return nil }
        guard let number = PatronNumber(text) else { throw .damaged }
        return number
    }

    private static func time(_ milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: milliseconds)
    }

    /// Codes cannot hold a comma, so commas keep them apart; those above the limit are cut.
    private static func text(_ codes: Set<BlockCode>) -> String {
        guard !codes.isEmpty else { return "" }
        return codes.sorted().prefix(BlockCode.countMax).map(\.text).joined(separator: ",")
    }

    private static func codes(_ text: String) throws(StoreError) -> Set<BlockCode> {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= BlockCode.countMax else { throw .damaged }
        var codes: Set<BlockCode> = []
        for part in parts {
            guard let code = BlockCode(part) else { throw .damaged }
            codes.insert(code)
        }
        return codes
    }
}
