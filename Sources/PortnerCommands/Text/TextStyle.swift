// SPDX-License-Identifier: MPL-2.0

import ControlAPI

/// How words look on a terminal, or plain where colours are not wanted.
struct TextStyle: Sendable {
    /// Whether the output may carry colours.
    let isColored: Bool

    /// What a text means to the reader.
    enum Tone: String, Sendable {
        /// Nothing special.
        case plain = ""
        /// A heading.
        case heading = "1"
        /// Something that has to be mended.
        case bad = "1;31"
        /// Something to keep an eye on.
        case warning = "33"
        /// Something that can be skipped.
        case quiet = "2"
    }

    /// A style with or without colours.
    init(isColored: Bool) { self.isColored = isColored }

    /// Colours for a terminal whose user has not set `NO_COLOR`.
    init(_ environment: CommandEnvironment) {
        let refuses = !(environment.variables["NO_COLOR"] ?? "").isEmpty
        isColored =
            environment.isOutputTerminal && !refuses && environment.variables["TERM"] != "dumb"
    }

    /// A text in a tone.
    func paint(_ text: String, _ tone: Tone) -> String {
        guard isColored, tone != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
    }
}

/// Rows of cells that stand below one another.
struct TextTable: Sendable {
    /// One cell.
    struct Cell: Sendable, ExpressibleByStringLiteral {
        let text: String
        let tone: TextStyle.Tone

        init(_ text: String, _ tone: TextStyle.Tone = .plain) {
            self.text = text.printable
            self.tone = tone
        }

        init(stringLiteral text: String) { self.init(text) }
    }

    /// The rows.
    var rows: [[Cell]] = []

    /// The lines, each column as wide as its widest cell and two blanks apart.
    func lines(style: TextStyle) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].text.count : 0 }.max() ?? 0
        }
        return rows.map { row in
            // Blanks after the last text of a row would only wrap on narrow terminals.
            let used = row.lastIndex { !$0.text.isEmpty } ?? -1
            let cells = row.prefix(used + 1).enumerated().map { column, cell in
                let blanks = column < used ? widths[column] - cell.text.count : 0
                return style.paint(cell.text, cell.tone) + String(repeating: " ", count: blanks)
            }
            return "  " + cells.joined(separator: "  ")
        }
    }
}

extension StringProtocol {
    /// The text on one line and without anything that could steer a terminal.
    var printable: String {
        guard unicodeScalars.contains(where: \.steersTerminal) else { return String(self) }
        var kept = String.UnicodeScalarView()
        for scalar in unicodeScalars { kept.append(scalar.steersTerminal ? "?" : scalar) }
        return String(kept)
    }
}

extension Unicode.Scalar {
    /// Control characters, and those that reverse the direction of what follows.
    fileprivate var steersTerminal: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

extension LocalTime {
    /// The time of day when it is today, with the date otherwise.
    func short(from now: LocalTime) -> String {
        date == now.date ? minute : "\(date) \(minute)"
    }
}
