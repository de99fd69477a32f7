// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// A preview of the calendar as a table for a terminal.
struct CalendarText: Sendable {
    private let preview: CalendarPreview
    private let style: TextStyle

    /// Words for a preview.
    init(_ preview: CalendarPreview, style: TextStyle) {
        self.preview = preview
        self.style = style
    }

    /// A table for each door and the warnings, ending in a line break.
    var table: String {
        var lines: [String] = []
        for door in preview.doors {
            if !lines.isEmpty { lines.append("") }
            lines.append(style.paint("Door \(door.door.printable)", .heading))
            lines += TextTable(rows: door.days.map { row($0, door.door) }).lines(style: style)
        }
        let warnings =
            preview.holidays.map { "door \($0.door): \($0.text)" } + preview.warnings
        if !warnings.isEmpty {
            lines += ["", style.paint("Warnings", .heading)]
            lines += warnings.map { "  " + style.paint($0.printable, .warning) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ day: CalendarPreview.Day, _ door: String) -> [TextTable.Cell] {
        let weekday = CivilDate(iso8601: day.date)?.weekday.englishName ?? ""
        let isWarned = preview.holidays.contains { $0.date == day.date && $0.door == door }
        let isUsual = day.origin == "week" && day.closures.isEmpty
        return [
            TextTable.Cell(isWarned ? "!" : isUsual ? "" : "*", isWarned ? .bad : .plain),
            TextTable.Cell(String(weekday.prefix(3))),
            TextTable.Cell(day.date),
            TextTable.Cell(Self.hours(day), day.open.isEmpty ? .quiet : .plain),
            TextTable.Cell(Self.note(day), isWarned ? .bad : .plain),
        ]
    }

    private static func hours(_ day: CalendarPreview.Day) -> String {
        guard !day.open.isEmpty else { return "closed" }
        return day.open.map { stretch in
            let pin = stretch.pin && stretch.mode == "self-service" ? " pin" : ""
            let age = stretch.ageMin > 0 ? " age \(stretch.ageMin)" : ""
            return "\(stretch.from)-\(stretch.to) \(stretch.mode)\(pin)\(age)"
        }.joined(separator: ", ")
    }

    private static func note(_ day: CalendarPreview.Day) -> String {
        var notes = [day.note].compactMap(\.self)
        notes += day.closures.map { "closed for a while: \($0)" }
        if day.clocksChange { notes.append("the clocks change in the night") }
        return notes.joined(separator: "; ")
    }
}
