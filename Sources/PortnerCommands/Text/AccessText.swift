// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import PortnerCore

/// The answer to an access check in words.
struct AccessText: Sendable {
    private let reply: AccessCheckReply
    private let style: TextStyle

    /// Words for an answer.
    init(_ reply: AccessCheckReply, style: TextStyle) {
        self.reply = reply
        self.style = style
    }

    /// The verdict and why, ending in a line break.
    var summary: String {
        let place = "at door \(reply.door.printable), \(reply.at.date) \(reply.at.minute)"
        let verdict: String =
            switch reply.verdict {
            case .granted: style.paint("granted", .heading)
            case .denied: style.paint("denied", .bad)
            case .undecided: style.paint("undecided", .warning)
            }
        let reason = why.map { "\n  \($0.printable)" } ?? ""
        return "\(verdict) \(place)\(reason)\n"
    }

    /// Every rule that was looked at and the age of the facts, ending in a line break.
    var explanation: String {
        let rows = reply.findings.map { finding -> [TextTable.Cell] in
            let tone: TextStyle.Tone =
                switch finding.result {
                case "refused": .bad
                case "needs": .warning
                case "not-asked": .quiet
                default: .plain
                }
            return [
                TextTable.Cell(finding.rule), TextTable.Cell(finding.result, tone),
                TextTable.Cell(finding.text),
            ]
        }
        var lines = [style.paint("Rules", .heading)]
        lines += TextTable(rows: rows).lines(style: style)
        if let ages = reply.ages {
            lines += ["", style.paint("Age of the facts", .heading)]
            lines += TextTable(rows: Self.rows(ages)).lines(style: style)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var why: String? {
        switch reply.verdict {
        case .granted: nil
        case .denied:
            reply.denial.map { code in
                Denial(rawValue: code).map { "\(code): \($0.explanation)" } ?? code
            }
        case .undecided: reply.findings.last?.text
        }
    }

    private static func rows(_ ages: AccessCheckReply.FactAges) -> [[TextTable.Cell]] {
        func row(_ name: String, _ seconds: Int64) -> [TextTable.Cell] {
            [TextTable.Cell(name), TextTable.Cell(Duration.seconds(seconds).words)]
        }
        let known = [
            row("blocks", ages.blocks), row("debts", ages.debts), row("validity", ages.validity),
        ]
        let others = [
            ("age", ages.age), ("consent", ages.consent), ("enrolment", ages.enrolment),
            ("residence", ages.residence),
        ]
        return known + others.compactMap { name, age in age.map { row(name, $0) } }
    }
}
