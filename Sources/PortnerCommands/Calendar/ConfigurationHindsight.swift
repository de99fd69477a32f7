// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import PortnerCore
import PortnerSettings

/// What a configuration would have changed in the decisions of the ledger.
struct ConfigurationHindsight: Codable, Sendable, Hashable {
    /// One decision that would have been another.
    struct Change: Codable, Sendable, Hashable {
        /// The number of the entry.
        var sequence: UInt64
        /// When it was.
        var at: LocalTime
        /// The door.
        var door: String
        /// Why the door would stay closed, or why it had.
        var denial: String
    }

    /// The number of the format.
    var schema = ControlAPI.schema
    /// How many decisions were looked at.
    var decisions = 0
    /// Decisions at doors that the file does not have.
    var doorsGone = 0
    /// Entries that would have been refused.
    var refused: [Change] = []
    /// Refusals that would have got past the rule that refused.
    var past: [Change] = []

    private let rules: [String: DoorRules]

    private enum CodingKeys: String, CodingKey {
        case schema, decisions, doorsGone, refused, past
    }

    /// Nothing looked at yet, with the rules of a configuration.
    init(_ settings: Settings) {
        rules = Dictionary(settings.station.rules.map { ($0.door.text, $0) }) { first, _ in first }
    }

    /// Reads a report; for tests of its form.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        rules = [:]
        schema = try container.decode(Int.self, forKey: .schema)
        decisions = try container.decode(Int.self, forKey: .decisions)
        doorsGone = try container.decode(Int.self, forKey: .doorsGone)
        refused = try container.decode([Change].self, forKey: .refused)
        past = try container.decode([Change].self, forKey: .past)
    }

    /// Looks at an entry of the ledger.
    mutating func look(at event: EventReport) {
        guard event.kind == RecordKind.decision.rawValue, let door = event.fields["door"],
            let decision = RecordedDecision(event)
        else { return }
        decisions += 1
        guard let rules = rules[door] else {
            doorsGone += 1
            return
        }
        func change(_ denial: Denial) -> Change {
            Change(sequence: event.sequence, at: event.at, door: door, denial: denial.rawValue)
        }
        switch rules.hindsight(of: decision) {
        case .same: break
        case .refused(let denial): refused.append(change(denial))
        case .past(let denial): past.append(change(denial))
        }
    }

    /// The changes in words, ending in a line break.
    func words(style: TextStyle) -> String {
        var lines = ["Decisions looked at: \(decisions)"]
        if doorsGone > 0 { lines.append("At doors that the file does not have: \(doorsGone)") }
        lines += Self.section("Entries that would have been refused", refused, style)
        lines += Self.section("Refusals that would have got past the rule", past, style)
        lines.append(
            "PIN, age, consent, enrolment and residence are not in the ledger and not looked at."
        )
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(
        _ title: String,
        _ changes: [Change],
        _ style: TextStyle
    ) -> [String] {
        let rows = changes.map { change in
            [
                TextTable.Cell("\(change.sequence)"),
                TextTable.Cell("\(change.at.date) \(change.at.minute)"),
                TextTable.Cell(change.door), TextTable.Cell(change.denial),
            ]
        }
        return [style.paint("\(title): \(changes.count)", .heading)]
            + TextTable(rows: rows).lines(style: style)
    }
}

extension RecordedDecision {
    /// A decision out of an entry of the ledger, or `nil` when its time cannot be read.
    init?(_ event: EventReport) {
        func value(_ field: RecordField) -> String? { event.fields[field.rawValue] }
        guard let date = CivilDate(iso8601: event.at.date), let time = TimeOfDay(event.at.minute)
        else { return nil }
        let denial = value(.denial).map { Denial(rawValue: $0) }
        // A code of a newer release says nothing here.
        if case .some(nil) = denial { return nil }
        let minutes = Int64(date.dayNumber) * 1440 + Int64(time.minutes)
        self.init(
            time: CivilTime(Timestamp(milliseconds: minutes * 60_000), secondsAheadOfUTC: 0),
            denial: denial ?? nil,
            wasOutage: value(.source) == "outage",
            age: value(.age).flatMap { Int64($0) }.map { .seconds($0) },
            blocks: Set((value(.blocks) ?? "").split(separator: ",").compactMap { BlockCode($0) })
        )
    }
}
