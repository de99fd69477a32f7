// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// An entry of the ledger as the demo page lists it.
struct DemoLine: Sendable, Hashable, Codable {
    /// What an entry looks like in the list.
    enum Tone: String, Sendable, Hashable, Codable { case plain, yes, no, alarm }

    /// Counts up, so that a page that reconnects lists nothing twice.
    var number: UInt64
    /// The local time, `20:46:05`.
    var time: String
    var tone: Tone
    var words: ByLanguage<String>
    /// The entry's values as a technician reads them.
    var detail: String

    /// An entry without whom it concerns.
    init(_ record: Record, number: UInt64) {
        self.number = number
        time = record[.local].flatMap { Self.clock($0) } ?? ""
        tone = Self.tone(of: record)
        words = Language.each(of: DemoPage.languages) { DemoWords(record).text(in: $0) }
        detail = record.fields.filter { $0.name != .local && $0.name != .outcome }
            .map { "\($0.name.rawValue)=\($0.value)" }.joined(separator: " ")
    }

    /// The time of day out of `2026-11-22T20:46:05+01:00`.
    private static func clock(_ local: String) -> String? {
        guard let mark = local.firstIndex(of: "T") else { return nil }
        return String(local[local.index(after: mark)...].prefix(8))
    }

    private static func tone(of record: Record) -> Tone {
        switch (record.kind, record[.outcome], record.isAlarm) {
        case (_, _, true): .alarm
        case (.decision, "granted", _): .yes
        case (.decision, _, _): .no
        default: .plain
        }
    }
}
