// SPDX-License-Identifier: MPL-2.0

import ControlAPI

/// A status in words: what is wrong first, then every part on its own line.
struct StatusText: Sendable {
    private let status: StatusReport
    private let style: TextStyle

    /// Words for a status.
    init(_ status: StatusReport, style: TextStyle) {
        self.status = status
        self.style = style
    }

    /// The text, ending in a line break.
    var text: String {
        let problems = StatusProblem.list(status)
        var lines = [header, ""]
        lines += summary(problems)
        lines += section("Doors", doors)
        lines += section("Devices", devices)
        lines += section("Station", station)
        if let first = problems.first { lines += ["", "Next: \(first.next.printable)"] }
        return lines.joined(separator: "\n") + "\n"
    }

    private var header: String {
        let running = status.now.duration(since: status.startedAt).words
        let title = style.paint("Portner \(status.version.printable)", .heading)
        return "\(title), \(status.now.date) \(status.now.clock), running for \(running)"
    }

    private func summary(_ problems: [StatusProblem]) -> [String] {
        guard !problems.isEmpty else { return ["  Everything works."] }
        let rows = problems.map { problem -> [TextTable.Cell] in
            let tone: TextStyle.Tone = problem.severity == .failure ? .bad : .warning
            let mark = problem.severity == .failure ? "FAIL" : "WARN"
            return [
                TextTable.Cell(mark, tone), TextTable.Cell(problem.subject),
                TextTable.Cell(problem.text),
            ]
        }
        return TextTable(rows: rows).lines(style: style)
    }

    private func section(_ title: String, _ rows: [[TextTable.Cell]]) -> [String] {
        guard !rows.isEmpty else { return [] }
        return ["", style.paint(title, .heading)] + TextTable(rows: rows).lines(style: style)
    }

    // MARK: Parts

    private var doors: [[TextTable.Cell]] {
        status.doors.map { door in
            let reasons = door.reasons.isEmpty ? "" : " (\(door.reasons.joined(separator: ", ")))"
            return [
                TextTable.Cell(door.name),
                TextTable.Cell(door.lock.rawValue + reasons),
                TextTable.Cell(door.contact?.rawValue ?? "no contact"),
                TextTable.Cell(hours(of: door)),
                TextTable.Cell(
                    door.readers.map { "\($0.name) \($0.sign)" }.joined(separator: ", "),
                    .quiet
                ),
            ]
        }
    }

    private func hours(of door: StatusReport.Door) -> String {
        guard let change = door.nextChange else { return door.mode }
        let day = change.date == status.now.date ? "" : "\(change.date) "
        return "\(door.mode) until \(day)\(change.time)"
    }

    private var devices: [[TextTable.Cell]] {
        status.devices.map { device in
            [
                TextTable.Cell(device.name), TextTable.Cell(device.role),
                TextTable.Cell(device.state.rawValue, device.state == .lost ? .bad : .plain),
                TextTable.Cell(device.detail, .quiet),
            ]
        }
    }

    private var station: [[TextTable.Cell]] {
        let counters = status.counters
        let configuration = status.configuration
        var rows: [[TextTable.Cell]] = [
            ["library", TextTable.Cell(library)],
            ["patrons", TextTable.Cell(patrons)],
            [
                "ledger",
                TextTable.Cell(
                    "\(status.ledger.entries) entries, the newest is \(status.ledger.lastSequence)"
                ),
            ],
            ["let in", TextTable.Cell("\(counters.granted) since the start")],
            ["refused", TextTable.Cell(Self.counts(counters.denied))],
        ]
        if !counters.scansRefused.isEmpty {
            rows.append(["bad scans", TextTable.Cell(Self.counts(counters.scansRefused))])
        }
        if status.throttledSubjects > 0 {
            let text = "\(status.throttledSubjects) cards or readers have wrong attempts held"
            rows.append(["throttle", TextTable.Cell(text)])
        }
        let read = configuration.loadedAt.short(from: status.now)
        rows.append(["settings", TextTable.Cell("\(configuration.path), read \(read)")])
        return rows
    }

    private var library: String {
        let since = status.library.since.map { " since \($0.short(from: status.now))" } ?? ""
        let detail = status.library.detail.isEmpty ? "" : ": \(status.library.detail)"
        return switch status.library.isReachable {
        case true?: "answers\(since)\(detail)"
        case false?: "does not answer\(since)\(detail)"
        case nil: "no word yet\(detail)"
        }
    }

    private var patrons: String {
        let cards = "\(status.cache.patrons) cards"
        guard let newest = status.cache.newest, let oldest = status.cache.oldest else {
            return cards
        }
        let oldestAge = status.now.duration(since: oldest).words
        let newestAge = status.now.duration(since: newest).words
        return "\(cards), facts from \(newestAge) to \(oldestAge) old"
    }

    /// Counts with their sum, the greatest first.
    private static func counts(_ counts: [String: Int]) -> String {
        let sum = counts.values.reduce(0, +)
        let parts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \($0.value)" }
        return parts.isEmpty ? "0" : "\(sum): \(parts.joined(separator: ", "))"
    }
}
