// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// A receipt as the parts of a letter: what goes into it says `MailProtocol`'s message.
public struct ReceiptMail: Sendable, Hashable, Personal {
    /// What stands for the letter wherever it would be shown.
    public static let standIn = "receipt mail"
    /// The width of the plain text.
    public static let columns = 64

    /// The subject: the library and what it is about, no title.
    public let subject: String
    /// The letter as plain text.
    public let text: String
    /// The letter as a page that screen readers read well.
    public let html: String

    /// A receipt as a letter.
    public init(_ receipt: Receipt, in language: Language, showing detail: Receipt.Detail) {
        let words = ReceiptWords.words(in: language)
        let title = words.titles[receipt.kind] ?? ""
        subject = Spelling.harmless("\(receipt.library.shown): \(title)")
        text = receipt.plainText(in: language, showing: detail, columns: Self.columns)
        html =
            Page(
                receipt: receipt,
                detail: detail,
                words: words,
                numbers: ReceiptNumbers(language: language)
            ).text
    }
}

/// Writes a page without style, script or picture, so that nothing has to be fetched for it.
private struct Page {
    let receipt: Receipt
    let detail: Receipt.Detail
    let words: ReceiptWords
    let numbers: ReceiptNumbers

    var text: String {
        let title = words.titles[receipt.kind] ?? ""
        return """
            <!DOCTYPE html>
            <html lang="\(words.tag)"\(words.tag == "ar" ? " dir=\"rtl\"" : "")>
            <head><meta charset="utf-8"><title>\(safe(title))</title></head>
            <body>
            <h1>\(safe(receipt.library.shown))</h1>
            <p>\(head)</p>
            <h2>\(safe(title))</h2>
            \(receipt.isProvisional ? "<p><strong>\(safe(words.provisional))</strong></p>\n" : "")\
            \(table)
            \(summary)\
            \(foot)\
            </body>
            </html>

            """
    }

    private var head: String {
        let day = "\(numbers.long(receipt.time.date)) \(words.at) \(numbers.clock(receipt.time))"
        let reader = receipt.initials.map { "\(words.reader) \($0.shown)" }
        return [receipt.branch?.shown, day, reader].compactMap(\.self).map(safe)
            .joined(separator: "<br>\n")
    }

    private var table: String {
        guard !receipt.lines.isEmpty else { return "<p>\(safe(words.nothing))</p>" }
        let rows = receipt.lines.map(row).joined(separator: "\n")
        let more =
            receipt.omitted > 0 ? "\n<p>\(safe("\(words.omitted) \(receipt.omitted)"))</p>" : ""
        return """
            <table>
            <thead><tr><th scope="col">\(safe(words.item))</th>\
            <th scope="col">\(safe(words.dueColumn))</th></tr></thead>
            <tbody>
            \(rows)
            </tbody>
            </table>\(more)
            """
    }

    private func row(_ line: Receipt.Line) -> String {
        let number = line.item.number?.secret
        let name: [String?] =
            switch detail {
            case .titles:
                [
                    line.item.title?.shown ?? number ?? words.withoutTitle,
                    line.item.author?.shown, line.item.title == nil ? nil : number,
                ]
            case .numbers: [number ?? words.withoutTitle]
            }
        let cells = [
            name.compactMap(\.self),
            [line.outcome.day.map(numbers.long)].compactMap(\.self)
                + line.outcome.remarks(words),
        ].map { $0.map(safe).joined(separator: "<br>") }
        return "<tr><td>\(cells[0])</td><td>\(cells[1])</td></tr>"
    }

    private var summary: String {
        let summary = receipt.summary
        let pairs = [
            summary.nextDue.map { (words.nextDue, numbers.long($0)) },
            summary.loans.map { (words.loans, "\($0)") },
            summary.holdsReady.map { (words.holdsReady, "\($0)") },
            summary.owes.map { (words.owes, numbers.amount($0)) },
        ].compactMap(\.self)
        guard !pairs.isEmpty else { return "" }
        let terms = pairs.map { "<dt>\(safe($0))</dt><dd>\(safe($1))</dd>" }
        return "<dl>\n" + terms.joined(separator: "\n") + "\n</dl>\n"
    }

    private var foot: String {
        let lines = receipt.footer.map { "<p>\(safe($0.shown))</p>\n" }.joined()
        guard let site = receipt.site else { return lines }
        let address = safe(site.address)
        return lines + "<p>\(safe(words.site)) <a href=\"\(address)\">\(address)</a></p>\n"
    }

    /// A text in which nothing is markup.
    private func safe(_ text: String) -> String {
        Spelling.harmless(text).unicodeScalars.reduce(into: "") { written, scalar in
            switch scalar {
            case "&": written += "&amp;"
            case "<": written += "&lt;"
            case ">": written += "&gt;"
            case "\"": written += "&quot;"
            case "'": written += "&#39;"
            default: written.unicodeScalars.append(scalar)
            }
        }
    }
}
