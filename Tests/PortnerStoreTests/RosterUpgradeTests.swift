// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Roster
import Testing

@testable import PortnerStore

@Suite struct `A roster of the first version` {
    private let folder = TemporaryFolder()

    /// The table as it was before it said who lives in the municipality.
    private static let definition = RosterTable.patron
        .replacing(",\n    resident TEXT", with: "")

    /// A roster of that version, with as many rows.
    private func makeOld(_ definition: String, rows: Int) throws {
        let bench = try RosterBench(in: folder)
        try bench.take(try RosterBench.rows(0..<rows), 10, cursor: "a")
        try bench.close()
        let columns = definition.matches(of: #/\n +([a-z_]+) [A-Z]/#).map(\.output.1)
            .joined(separator: ", ")
        try folder.tamper("roster.sqlite", "ALTER TABLE patron RENAME TO newer")
        try folder.tamper("roster.sqlite", definition)
        if definition == Self.definition {
            let copied = "INSERT INTO patron SELECT \(columns) FROM newer"
            try folder.tamper("roster.sqlite", copied)
        }
        try folder.tamper("roster.sqlite", "DROP TABLE newer; PRAGMA user_version = 1")
    }

    @Test func `is taken over with everything that it holds, and the next one tells more`() throws {
        try makeOld(Self.definition, rows: 40)
        let (roster, opening) = try PatronRoster.open(in: folder.path, at: Sample.now)
        #expect(opening == .existing)
        #expect(try roster.origin()?.cursor.text == "a")
        try roster.close()
        let bench = try RosterBench(in: folder)
        #expect(try bench.roster.count() == 40)
        for number in 0..<40 {
            let held = try #require(try bench.facts(number))
            #expect(held.patron == PatronNumber("P\(number)"))
            #expect(held.enrolment?.value == .given(through: nil))
            #expect(held.residence == nil)
        }
        try bench.take(try RosterBench.rows(0..<40), 20, cursor: "b")
        #expect(try bench.facts(7)?.residence?.value == .elsewhere)
        try bench.close()
    }

    @Test func `is set aside when its table is another one`() throws {
        try makeOld(Self.definition.replacing("blocks TEXT", with: "notes TEXT"), rows: 3)
        let (roster, opening) = try PatronRoster.open(in: folder.path, at: Sample.now)
        #expect(opening != .existing)
        #expect(try roster.count() == 0)
        try roster.close()
    }
}
