// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// A preview of the calendar as a page to print, in Danish, for the staff.
struct CalendarPage: Sendable {
    private let preview: CalendarPreview

    /// A page of a preview.
    init(_ preview: CalendarPreview) { self.preview = preview }

    /// The whole document; it needs nothing from elsewhere.
    var html: String {
        """
        <!DOCTYPE html>
        <html lang="da">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Døråbninger – \(Self.escaped(preview.branch))</title>
        <style>
        body { font: 12pt/1.4 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; }
        table { border-collapse: collapse; width: 100%; margin-bottom: 2rem; }
        caption { font-weight: bold; text-align: left; padding: .5rem 0; }
        th, td { border: 1px solid #767676; padding: .3rem .6rem; }
        th, td { text-align: left; vertical-align: top; }
        .differs { background: #f0f0f0; }
        .warning { border: 3px solid #000; padding: .5rem 1rem; margin-bottom: 2rem; }
        tr { break-inside: avoid; }
        @media print { body { margin: 0; max-width: none; } @page { margin: 15mm; } }
        </style>
        <h1>Døråbninger – \(Self.escaped(preview.branch))</h1>
        \(warnings)\(preview.doors.map(table).joined())</html>

        """
    }

    private var warnings: String {
        guard !preview.holidays.isEmpty else { return "" }
        let lines = preview.holidays.map { warning -> String in
            "<li>\(Self.day(warning.date)) (\(Self.escaped(warning.holiday))): døren "
                + "<q>\(Self.escaped(warning.door))</q> er åben som på en almindelig dag</li>\n"
        }
        return """
            <section class="warning">
            <h2>Åbent på en helligdag?</h2>
            <ul>
            \(lines.joined())</ul>
            </section>

            """
    }

    private func table(_ door: CalendarPreview.Door) -> String {
        """
        <table>
        <caption>Døren \(Self.escaped(door.door))</caption>
        <tr><th scope="col">Dag</th><th scope="col">Åbent</th><th scope="col">Bemærkning</th></tr>
        \(door.days.map(Self.row).joined())</table>

        """
    }

    private static func row(_ day: CalendarPreview.Day) -> String {
        let hours = day.open.map { stretch in
            let mode =
                stretch.mode == HoursMode.staffed.rawValue ? "med personale" : "selvbetjening"
            let age = stretch.ageMin > 0 ? ", fra \(stretch.ageMin) år" : ""
            return "\(stretch.from)–\(stretch.to) \(mode)\(age)"
        }
        var notes = [day.note].compactMap(\.self)
        notes += day.closures.map { "midlertidigt lukket: \($0)" }
        if day.clocksChange { notes.append("uret stilles om natten") }
        let differs = day.origin == "week" && day.closures.isEmpty ? "" : " class=\"differs\""
        return "<tr\(differs)><th scope=\"row\">\(Self.day(day.date))</th>"
            + "<td>\(hours.isEmpty ? "lukket" : hours.joined(separator: "<br>"))</td>"
            + "<td>\(escaped(notes.joined(separator: "; ")))</td></tr>\n"
    }

    /// A date with its day of the week, as Danes write it.
    private static func day(_ text: String) -> String {
        guard let date = CivilDate(iso8601: text) else { return escaped(text) }
        let (year, month, day) = date.parts
        return "\(date.weekday.danishName) \(day).\(month).\(year)"
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
    }
}
