// SPDX-License-Identifier: MPL-2.0

/// A page for people, which can be shown as text, printed from HTML, or kept as Markdown.
public struct PrintedPage: Sendable, Hashable {
    /// A part of a page.
    public enum Block: Sendable, Hashable {
        /// A heading within the page.
        case heading(String)
        /// Running text.
        case paragraph(String)
        /// Points without an order.
        case points([String])
        /// Rows below a head, all with as many cells.
        case table(head: [String], rows: [[String]])
    }

    /// The language that the page is written in.
    public let language: PrivacyLanguage
    /// The title.
    public let title: String
    /// What stands below the title.
    public var blocks: [Block]

    /// A page from its parts.
    public init(_ title: String, in language: PrivacyLanguage, _ blocks: [Block]) {
        self.language = language
        self.title = title
        self.blocks = blocks
    }

    // MARK: Text

    /// The page as plain text, lines wrapped at 78 columns.
    public var text: String {
        var parts = [title + "\n" + String(repeating: "=", count: title.count)]
        parts += blocks.map { block in
            switch block {
            case .heading(let text): text + "\n" + String(repeating: "-", count: text.count)
            case .paragraph(let text): Self.wrapped(text)
            case .points(let points):
                points.map { Self.wrapped($0, first: "- ", others: "  ") }
                    .joined(separator: "\n")
            case .table(let head, let rows): Self.list(head, rows)
            }
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// A table as a list: columns of text do not fit a terminal.
    private static func list(_ head: [String], _ rows: [[String]]) -> String {
        rows.map { row in
            let rest = zip(head, row).dropFirst().map { name, cell in
                wrapped("\(name): \(cell)", first: "    ", others: "      ")
            }
            return (["* \(row.first ?? "")"] + rest).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private static func wrapped(
        _ text: String,
        first: String = "",
        others: String = ""
    ) -> String {
        var lines: [String] = []
        var line = first
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > 78 {
                lines.append(line)
                line = others
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return (lines + [line]).joined(separator: "\n")
    }

    // MARK: HTML

    /// The page as one HTML document that needs nothing from elsewhere, laid out for A4.
    public var html: String {
        let body = blocks.map { block in
            switch block {
            case .heading(let text): "<h2>\(Self.escaped(text))</h2>"
            case .paragraph(let text): "<p>\(Self.escaped(text))</p>"
            case .points(let points):
                "<ul>\(points.map { "<li>\(Self.escaped($0))</li>" }.joined())</ul>"
            case .table(let head, let rows): Self.table(head, rows)
            }
        }.joined(separator: "\n")
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width">
            <title>\(Self.escaped(title))</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <main>
            <h1>\(Self.escaped(title))</h1>
            \(body)
            </main>
            </body>
            </html>

            """
    }

    private static let style = """
        @page{size:A4;margin:18mm}\
        body{font:12pt/1.45 sans-serif;color:#000;background:#fff;max-width:46em;margin:2em auto;\
        padding:0 1em}\
        h1{font-size:1.6em;line-height:1.2}h2{font-size:1.2em;margin:1.4em 0 .3em}\
        table{border-collapse:collapse;width:100%;font-size:.9em}\
        th,td{border:1px solid #767676;padding:.3em .5em;text-align:left;vertical-align:top}\
        tr{break-inside:avoid}\
        @media print{body{margin:0;max-width:none;padding:0}}
        """

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let names = head.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
        let lines = rows.map { row in
            "<tr>\(row.map { "<td>\(escaped($0))</td>" }.joined())</tr>"
        }
        return "<table><thead><tr>\(names)</tr></thead><tbody>\n"
            + lines.joined(separator: "\n") + "\n</tbody></table>"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    // MARK: Markdown

    /// The page as Markdown.
    public var markdown: String {
        var parts = ["# \(title)"]
        parts += blocks.map { block in
            switch block {
            case .heading(let text): "## \(text)"
            case .paragraph(let text): text
            case .points(let points): points.map { "- \($0)" }.joined(separator: "\n")
            case .table(let head, let rows):
                ([head, head.map { _ in "---" }] + rows).map(Self.row).joined(separator: "\n")
            }
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func row(_ cells: [String]) -> String {
        // A bar would end the cell.
        let plain = cells.map { String($0.map { $0 == "|" ? "/" : $0 }) }
        return "| " + plain.joined(separator: " | ") + " |"
    }
}
