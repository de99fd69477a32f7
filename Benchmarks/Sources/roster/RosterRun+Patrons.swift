// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Roster

/// The made-up patrons and their rosters.
extension RosterRun {
    static func card(_ number: Int) throws -> CardNumber {
        guard let card = CardNumber(House.cardText(number)) else { throw Unusable() }
        return card
    }

    /// Numbers that lie evenly among all patrons.
    static func spread(_ count: Int, over patrons: Int, from first: Int) -> [Int] {
        (0..<count).map { (first + $0 * (patrons / count)) % patrons }
    }

    /// Writes a roster, the next state after the last one, and gives its path.
    func write(delta: Bool, changed: some Sequence<Int>) throws -> String {
        let path = folder + "/drop.ndjson"
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path),
            let cursor = RosterCursor("state-\(serial + 1)"),
            let last = RosterCursor("state-\(serial)")
        else { throw Unusable() }
        defer { try? file.close() }
        serial += 1
        let asOf = Timestamp(
            milliseconds: House.start.milliseconds - 1_000_000 + Int64(serial) * 1000
        )
        let changed = Set(changed)
        var writer = RosterWriter(.ndjson)
        var text = writer.heading(
            RosterHeading(delta ? .delta(since: last) : .full, asOf: asOf, cursor: cursor)
        )
        for number in 0..<patrons where !delta || changed.contains(number) {
            text += writer.row(try Self.row(number, isChanged: changed.contains(number), serial))
            guard text.utf8.count > 1 << 20 else { continue }
            try file.write(contentsOf: Data(text.utf8))
            text = ""
        }
        try file.write(contentsOf: Data((text + writer.end()).utf8))
        return path
    }

    /// One in twenty has debts; those that changed have another restriction in each state.
    private static func row(_ number: Int, isChanged: Bool, _ serial: Int) throws -> RosterRow {
        var blocks: Set<BlockCode> = number.isMultiple(of: 20) ? [.debt] : []
        if isChanged, let code = BlockCode("E\(serial)") { blocks.insert(code) }
        return RosterRow(
            cards: [try card(number)],
            patron: RosterRow.Patron(
                number: PatronNumber("U\(number)"),
                blocks: blocks,
                until: CivilDate(dayNumber: 21_000 + number % 700),
                born: CivilDate(dayNumber: 4000 + number % 14_000),
                enrolment: .given(through: nil)
            )
        )
    }

    static func middle(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }

    static func seconds(_ time: Duration) -> Double {
        let (seconds, attoseconds) = time.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
