// SPDX-License-Identifier: MPL-2.0

internal import GRDB
internal import PortnerCore

/// The tables of the roster's file and their statements.
enum RosterTable {
    static let identity = SchemaIdentity(application: 0x504F_5252, version: 2, oldest: 1)

    /// What the roster says of each card; the time is the same for all of them.
    static let patron = """
        CREATE TABLE patron (
            card INTEGER PRIMARY KEY,
            key BLOB NOT NULL,
            patron TEXT,
            blocks TEXT NOT NULL,
            debts TEXT NOT NULL,
            validity TEXT NOT NULL,
            last_day INTEGER,
            age_reached INTEGER,
            age_next INTEGER,
            age_next_from INTEGER,
            consent TEXT,
            enrolment TEXT,
            resident TEXT
        ) STRICT
        """

    /// Takes over a table of the first version, which did not say who lives in the municipality.
    static func upgrade(_ db: Database) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == identity.application,
            try identity.version(of: db) == 1
        else { return }
        do {
            try db.execute(sql: "ALTER TABLE patron RENAME TO earlier")
            try db.execute(sql: patron)
            try db.execute(
                sql: """
                    INSERT INTO patron (\(earlierColumns))
                        SELECT \(earlierColumns) FROM earlier ORDER BY card
                    """
            )
            try db.execute(sql: "DROP TABLE earlier")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            // It is not the table that it says it is.
            throw StoreError.damaged
        }
        try identity.write(db)
    }

    /// The columns that every version has had.
    private static let earlierColumns = """
        card, key, patron, blocks, debts, validity, last_day, age_reached, age_next,
            age_next_from, consent, enrolment
        """

    /// The state that is held, in one row or none.
    static let origin = """
        CREATE TABLE origin (
            state INTEGER PRIMARY KEY,
            cursor TEXT NOT NULL,
            as_of INTEGER NOT NULL,
            digest BLOB NOT NULL
        ) STRICT
        """

    /// The cards that the last rosters took out and that answers about them still have to go.
    static let gone = """
        CREATE TABLE gone (
            card INTEGER PRIMARY KEY,
            key BLOB NOT NULL
        ) STRICT
        """

    /// The number of columns of a row but for the row's number.
    static let columns = 12

    /// Looks a card up as ``PatronTable`` reads it.
    static let select = "SELECT \(PatronTable.rosterAnswer) FROM patron, origin WHERE card = ?1"

    static let selectRange = """
        SELECT key, patron, blocks, debts, validity, last_day, age_reached, age_next,
            age_next_from, consent, enrolment, resident, card
        FROM patron WHERE card BETWEEN ?1 AND ?2 ORDER BY card
        """

    static let replace = """
        INSERT OR REPLACE INTO patron VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static let noteGone = "INSERT OR REPLACE INTO gone VALUES (?, ?)"

    static let noteRowGone = """
        INSERT OR REPLACE INTO gone SELECT card, key FROM patron WHERE card = ?
        """

    static let delete = "DELETE FROM patron WHERE card = ?"

    static let setOrigin = "INSERT OR REPLACE INTO origin VALUES (1, ?, ?, ?)"

    static let selectOrigin = "SELECT cursor, as_of, digest FROM origin"

    static let selectGone = "SELECT card, key FROM gone ORDER BY card LIMIT ?"

    static let deleteGone = "DELETE FROM gone WHERE card <= ?"

    static let holds = "SELECT 1 FROM patron WHERE card = ? AND key = ?"

    /// When the roster was made, and whether it names a card.
    static let mention = "SELECT as_of, EXISTS (\(holds)) FROM origin"

    static let forget = "DELETE FROM patron WHERE card = ? AND key = ?"
}
