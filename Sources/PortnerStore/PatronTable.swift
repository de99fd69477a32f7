// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
internal import PortnerCore

/// The one table of the cache: its definition, its statements, and a patron as a row of it.
enum PatronTable {
    static let identity = SchemaIdentity(application: 0x504F_5243, version: 3, oldest: 1)

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
            last_day INTEGER,
            validity_at INTEGER NOT NULL,
            age_reached INTEGER,
            age_next INTEGER,
            age_next_from INTEGER,
            age_at INTEGER,
            consent TEXT,
            consent_at INTEGER,
            enrolment TEXT,
            enrolment_at INTEGER,
            resident TEXT,
            resident_at INTEGER,
            verifier BLOB,
            seen INTEGER NOT NULL
        ) STRICT
        """

    /// Takes over a table of an earlier version.
    ///
    /// The second did not say who lives in the municipality; that is asked again. The first did
    /// not say when a card was last seen, either: what is in it came of visits, so the day of the
    /// last answer stands in.
    static func upgrade(_ db: Database) throws {
        let version = try identity.version(of: db)
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == identity.application,
            (identity.oldest..<identity.version).contains(version)
        else { return }
        let columns = "card, \(earlierColumns), verifier"
        let seen = version == 1 ? "validity_at / \(dayLength)" : "seen"
        do {
            try db.execute(sql: "ALTER TABLE patron RENAME TO earlier")
            try db.execute(sql: definition)
            try db.execute(
                sql: """
                    INSERT INTO patron (\(columns), seen)
                        SELECT \(columns), \(seen) FROM earlier ORDER BY card
                    """
            )
            try db.execute(sql: "DROP TABLE earlier")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            // It is not the table that it says it is.
            throw StoreError.damaged
        }
        try identity.write(db)
    }

    /// The milliseconds of a day.
    private static let dayLength: Int64 = 86_400_000

    /// The columns of an answer, as ``patron(in:)`` reads them.
    private static let answer = "\(answerColumns), verifier, 0, seen"

    /// Those of them that hold facts.
    private static let answerColumns = "\(earlierColumns), resident, resident_at"

    /// Those of them that every version has had.
    private static let earlierColumns = """
        key, patron, blocks, blocks_at, debts, debts_at, validity, last_day, validity_at,
            age_reached, age_next, age_next_from, age_at, consent, consent_at,
            enrolment, enrolment_at
        """

    /// The same columns out of the roster.
    static let rosterAnswer = """
        key, patron, blocks, as_of, debts, as_of, validity, last_day, as_of,
            age_reached, age_next, age_next_from, as_of, consent, as_of, enrolment, as_of,
            resident, as_of, NULL, 1, NULL
        """

    static let select = "SELECT \(answer) FROM patron WHERE card = ?1"

    /// Looks a card up among the answers and in the roster, with a row from each.
    ///
    /// The roster is as old as its last line says, whenever its rows were written.
    static let selectBoth = """
        SELECT \(answer) FROM main.patron WHERE card = ?1
        UNION ALL
        SELECT \(rosterAnswer) FROM roster.patron, roster.origin WHERE card = ?1
        """

    static let replace = """
        INSERT OR REPLACE INTO patron
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static let setVerifier = "UPDATE patron SET verifier = ? WHERE card = ? AND key = ?"

    static let delete = "DELETE FROM patron WHERE card = ? AND key = ?"

    static let deleteOlder = """
        DELETE FROM patron WHERE card = ? AND key = ? AND validity_at <= ?
        """

    static let deleteUnseen = """
        DELETE FROM patron WHERE card IN
            (SELECT card FROM patron
                WHERE (validity_at < ?2 OR (seen < ?1 AND (max(blocks_at, debts_at, validity_at) < ?5
                    OR (blocks = '' AND debts = '' AND validity = 'valid')))) AND card > ?3
                ORDER BY card LIMIT ?4)
        RETURNING card
        """

    static let isDatedAfter = """
        max(blocks_at, debts_at, validity_at, ifnull(age_at, 0), ifnull(consent_at, 0),
            ifnull(enrolment_at, 0), ifnull(resident_at, 0),
            (seen - 1) * 86400000) > ?
        """

    static let saw = "UPDATE patron SET seen = ?1 WHERE card = ?2 AND key = ?3 AND seen < ?1"

    static let statistics = """
        SELECT count(*), count(verifier), min(validity_at), max(validity_at) FROM patron
        """

    /// Looks a card up with ``select`` or ``selectBoth``; `nil` when there is no row, or only
    /// other cards'.
    ///
    /// The row number is only part of the key. The whole key is compared as well, in a time that
    /// does not depend on where two keys differ. Each fact is taken from the newer of two rows.
    static func find(_ key: CardKey, with statement: Statement) throws -> CachedPatron? {
        var found: CachedPatron?
        try StatementColumns.forEach(statement, key.rowNumber) { columns in
            guard let stored = CardKey(bytes: try columns.blob(0)) else { throw StoreError.damaged }
            guard stored.matches(key) else { return }
            let patron = try patron(in: columns)
            found = found?.merged(with: patron) ?? patron
        }
        return found
    }

    /// The values of ``replace``.
    static func values(_ key: CardKey, _ patron: CachedPatron) -> StatementArguments {
        let facts = patron.facts
        return [
            key.rowNumber, Data(key.bytes), facts.patron?.secret,
            text(facts.blocks.value), facts.blocks.asOf.milliseconds,
            text(facts.debts.value), facts.debts.asOf.milliseconds,
            facts.validity.value.rawValue, facts.lastDay?.dayNumber,
            facts.validity.asOf.milliseconds,
            facts.age?.value.reached, facts.age?.value.next?.age,
            facts.age?.value.next?.from.dayNumber, facts.age?.asOf.milliseconds,
            facts.consent?.value.description, facts.consent?.asOf.milliseconds,
            facts.enrolment?.value.description, facts.enrolment?.asOf.milliseconds,
            facts.residence?.value.rawValue, facts.residence?.asOf.milliseconds,
            patron.verifier.map { Data($0.bytes) },
            patron.seen?.dayNumber ?? facts.validity.asOf.milliseconds / dayLength,
        ]
    }

    private static func patron(in columns: some ColumnReading) throws(StoreError) -> CachedPatron {
        guard let validity = CardValidity(rawValue: try columns.text(6)),
            let source = FactSource(rawValue: UInt8(clamping: try columns.integer(20)))
        else { throw .damaged }
        func aged<Value>(_ value: Value, _ index: Int) throws(StoreError) -> Aged<Value> {
            let time = Timestamp(milliseconds: try columns.integer(index))
            return Aged(value, asOf: time, source: source)
        }
        let facts = PatronFacts(
            patron: try number(columns.optionalText(1)),
            blocks: try aged(codes(columns.text(2)), 3),
            debts: try aged(codes(columns.text(4)), 5),
            validity: try aged(validity, 8),
            lastDay: try columns.optionalInteger(7).map { CivilDate(dayNumber: Int($0)) },
            age: try age(in: columns).map { value throws(StoreError) in try aged(value, 12) },
            consent: try permission(columns.optionalText(13)).map { value throws(StoreError) in
                try aged(value, 14)
            },
            enrolment: try permission(columns.optionalText(15)).map { value throws(StoreError) in
                try aged(value, 16)
            },
            residence: try residence(columns.optionalText(17)).map { value throws(StoreError) in
                try aged(value, 18)
            }
        )
        let verifier = try columns.optionalBlob(19)
        guard verifier.map({ $0.count <= PINVerifier.lengthMax }) ?? true else { throw .damaged }
        return CachedPatron(
            facts: facts,
            verifier: verifier.map { PINVerifier(bytes: Array($0)) },
            seen: try columns.optionalInteger(21).map { CivilDate(dayNumber: Int($0)) }
        )
    }

    private static func age(in columns: some ColumnReading) throws(StoreError) -> AgeFact? {
        guard let reached = try columns.optionalInteger(9) else { return nil }
        guard let next = try columns.optionalInteger(10) else {
            return AgeFact(reached: Int(reached), next: nil)
        }
        let from = CivilDate(dayNumber: Int(try columns.integer(11)))
        return AgeFact(reached: Int(reached), next: AgeFact.Next(age: Int(next), from: from))
    }

    private static func permission(_ text: String?) throws(StoreError) -> Permission? {
        guard let text else { return nil }
        guard let permission = Permission(text) else { throw .damaged }
        return permission
    }

    private static func residence(_ text: String?) throws(StoreError) -> Residence? {
        guard let text else { return nil }
        guard let residence = Residence(rawValue: text) else { throw .damaged }
        return residence
    }

    private static func number(_ text: String?) throws(StoreError) -> PatronNumber? {
        guard let text else { return nil }
        guard let number = PatronNumber(text) else { throw .damaged }
        return number
    }

    /// Codes cannot hold a comma, so commas keep them apart; those above the limit are cut.
    static func text(_ codes: Set<BlockCode>) -> String {
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

extension CachedPatron {
    /// What is held of a card that had this key before.
    func moved(from former: CardKey) -> CachedPatron {
        var moved = self
        moved.verifier = verifier?.moved(from: former)
        return moved
    }

    /// What is known from two rows, without the verifier of another patron.
    ///
    /// When a card has passed to another patron number, the old patron's PIN must not open a door
    /// with the new patron's facts. A side that tells no number contradicts none.
    func merged(with other: CachedPatron) -> CachedPatron {
        let merged = facts.merged(with: other.facts)
        let isOne = !(facts.patron?.contradicts(other.facts.patron) ?? false)
        func kept(of side: CachedPatron) -> PINVerifier? {
            isOne || side.facts.patron == merged.patron ? side.verifier : nil
        }
        return CachedPatron(
            facts: merged,
            verifier: kept(of: self) ?? kept(of: other),
            seen: [seen, other.seen].compactMap(\.self).max()
        )
    }
}
