// SPDX-License-Identifier: MPL-2.0

import ControlAPI

/// What is known about patrons, in words.
struct CacheText: Sendable {
    private let report: CacheReport
    private let style: TextStyle

    /// Words for a report.
    init(_ report: CacheReport, style: TextStyle) {
        self.report = report
        self.style = style
    }

    /// The whole report, ending in a line break.
    var text: String {
        let answers = report.answers
        var rows: [[TextTable.Cell]] = [
            ["answers", TextTable.Cell("\(answers.patrons), \(answers.verifiers) with a PIN")]
        ]
        if let newest = answers.newest, let oldest = answers.oldest {
            let span = "\(oldest.date) \(oldest.minute) to \(newest.date) \(newest.minute)"
            rows.append(["given", TextTable.Cell(span)])
        }
        if let former = answers.underPreviousKey {
            rows.append(["key", TextTable.Cell("\(former) still under the previous one")])
        }
        if let listed = answers.listedUnderPreviousKey, listed > 0 {
            let words = "\(listed) cards under the previous key; write them down anew"
            rows.append(["list", TextTable.Cell(words, .warning)])
        }
        if !report.isTrusted { rows.append(["trust", TextTable.Cell("not believed", .bad)]) }
        var lines = [style.paint("Cache", .heading)] + TextTable(rows: rows).lines(style: style)
        lines += ["", style.paint("Refresh", .heading)]
        lines += TextTable(rows: refreshRows).lines(style: style)
        lines += ["", style.paint("Roster", .heading)]
        lines += TextTable(rows: rosterRows).lines(style: style)
        return lines.joined(separator: "\n") + "\n"
    }

    /// One line about what is being done, or about what became of it, ending in a line break.
    var progress: String {
        guard let roster = report.roster else {
            guard let refresh = report.refresh else { return "no roster is configured\n" }
            return "\(refresh.due) of \(refresh.askable) patrons to be asked about\n"
        }
        guard roster.phase == .idle else { return "\(Self.words(roster))\n" }
        guard let last = roster.last else { return "nothing yet\n" }
        return "\(last.code): \(last.text.printable)\n"
    }

    /// How the patrons who are known are kept up to date.
    private var refreshRows: [[TextTable.Cell]] {
        guard let refresh = report.refresh else { return [["switched off"]] }
        var rows: [[TextTable.Cell]] = [
            ["can be asked", TextTable.Cell("\(refresh.askable) patrons")],
            ["due now", TextTable.Cell("\(refresh.due)")],
            ["last hour", TextTable.Cell("\(refresh.lastHour)")],
        ]
        if let oldest = refresh.oldest {
            rows.append(["oldest yes", TextTable.Cell("\(oldest.date) \(oldest.minute)")])
        }
        let next = refresh.nextSeconds.map { "in \($0) s" } ?? "when it can"
        rows.append(["next", TextTable.Cell(next)])
        if refresh.failures > 0 {
            rows.append(["failures", TextTable.Cell("\(refresh.failures) in a row", .bad)])
        }
        return rows
    }

    private var rosterRows: [[TextTable.Cell]] {
        guard let roster = report.roster else { return [["none is configured"]] }
        var rows: [[TextTable.Cell]] = [
            [
                "file",
                TextTable.Cell(roster.file + (roster.needsSignature ? ", signed" : ", unsigned")),
            ]
        ]
        if let cursor = roster.cursor, let asOf = roster.asOf {
            rows.append(["held", TextTable.Cell("\(cursor), \(roster.cards) cards")])
            rows.append(["as of", TextTable.Cell("\(asOf.date) \(asOf.minute)")])
        } else {
            rows.append(["held", TextTable.Cell("none yet", .quiet)])
        }
        if let fetch = roster.fetch {
            if let last = fetch.last {
                let words = "\(last.at.date) \(last.at.minute) \(last.code)"
                rows.append(["fetched", TextTable.Cell(words, fetch.failures > 0 ? .bad : .plain)])
                rows.append(["", TextTable.Cell(last.text)])
            }
            if let next = fetch.next {
                rows.append(["next", TextTable.Cell("\(next.date) \(next.minute)")])
            }
        }
        if roster.phase != .idle { rows.append(["now", TextTable.Cell(Self.words(roster))]) }
        if let last = roster.last {
            let isGood = ["roster-applied", "roster-repeated"].contains(last.code)
            rows.append([
                "last file",
                TextTable.Cell(
                    "\(last.at.date) \(last.at.minute) \(last.code)",
                    isGood ? .plain : .bad
                ),
            ])
            rows.append(["", TextTable.Cell(last.text)])
        }
        if let cursor = roster.unconfirmed {
            rows.append([
                "waits", TextTable.Cell("portner cache sync --confirm \(cursor)", .warning),
            ])
        }
        return rows
    }

    private static func words(_ roster: CacheReport.Roster) -> String {
        "\(roster.phase.rawValue), \(roster.permille / 10) %"
    }
}
