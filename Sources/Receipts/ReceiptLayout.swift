// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// One line of a laid-out receipt.
public struct ReceiptLine: Sendable, Hashable, Personal {
    /// What stands for a line wherever it would be shown.
    public static let standIn = "receipt line"

    /// How a line stands out.
    public enum Emphasis: Sendable, Hashable, CaseIterable {
        /// It does not.
        case plain
        /// By bolder letters.
        case strong
        /// By letters of twice the width and height, of which half as many fit.
        case large
    }

    /// The text; empty for an empty line.
    public var text: String
    /// How it stands out.
    public var emphasis: Emphasis
    /// Whether it stands in the middle.
    public var isCentred: Bool
    /// How many letters at the end of the text stand at the far edge of the paper by themselves.
    public var endLength = 0
    /// Whether the receipt's language runs from right to left, and so its lines begin at the right.
    ///
    /// A printer's own letters always run from left to right.
    public var isRightToLeft = false

    /// A line of text.
    public init(_ text: String, _ emphasis: Emphasis = .plain, isCentred: Bool = false) {
        self.text = text
        self.emphasis = emphasis
        self.isCentred = isCentred
    }
}

/// How a receipt is made into lines of a given width.
///
/// Long texts are wrapped at blanks, a word that is wider than the paper in its middle, and nothing
/// is left out.
public struct ReceiptLayout: Sendable, Hashable {
    /// The narrowest paper that a receipt is laid out for.
    public static let columnsMin = 24
    /// The widest.
    public static let columnsMax = 120

    /// How many characters fit on a line.
    public let columns: Int
    /// The characters that there are; nil for all of Unicode.
    public let page: CodePage?

    /// A layout; the columns are brought within ``columnsMin`` and ``columnsMax``.
    public init(columns: Int, page: CodePage? = nil) {
        self.columns = min(max(columns, Self.columnsMin), Self.columnsMax)
        self.page = page
    }

    /// The lines of a receipt, without the printed code.
    public func lines(
        of receipt: Receipt,
        in language: Language,
        showing detail: Receipt.Detail
    ) -> [ReceiptLine] {
        var writer = Writer(layout: self, language: language, detail: detail)
        writer.head(of: receipt)
        writer.items(of: receipt)
        writer.summary(of: receipt)
        writer.foot(of: receipt)
        return writer.lines.map { line in
            var line = line
            line.isRightToLeft = language == .arabic
            return line
        }
    }

    /// Breaks a text into lines of at most a width.
    static func wrap(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            if !line.isEmpty { line += " " }
            line += word
            while line.count > width {
                lines.append(String(line.prefix(width)))
                line = String(line.dropFirst(width))
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }
}

/// Writes the lines of one receipt.
private struct Writer {
    let layout: ReceiptLayout
    let detail: Receipt.Detail
    let words: ReceiptWords
    let numbers: ReceiptNumbers
    private(set) var lines: [ReceiptLine] = []

    /// How far what belongs to an item is moved in.
    private static let indent = 2

    init(layout: ReceiptLayout, language: Language, detail: Receipt.Detail) {
        self.layout = layout
        self.detail = detail
        words = .words(in: language)
        numbers = ReceiptNumbers(language: language)
    }

    // MARK: Parts

    mutating func head(of receipt: Receipt) {
        add(receipt.library.shown, .large, isCentred: true)
        if let branch = receipt.branch { add(branch.shown, isCentred: true) }
        let day = numbers.short(receipt.time.date)
        add("\(day) \(words.at) \(numbers.clock(receipt.time))", isCentred: true)
        if let initials = receipt.initials {
            add("\(words.reader) \(initials.shown)", isCentred: true)
        }
        blank()
        add(words.titles[receipt.kind] ?? "", .strong)
        if receipt.isProvisional { add(words.provisional, .strong) }
        rule()
    }

    mutating func items(of receipt: Receipt) {
        if receipt.lines.isEmpty { add(words.nothing) }
        if receipt.lines.contains(where: { $0.outcome.day != nil }) {
            add(words.item, beside: words.dueColumn, .strong)
        }
        for line in receipt.lines { item(line) }
        if receipt.omitted > 0 { add("\(words.omitted) \(receipt.omitted)", .strong) }
        rule()
    }

    mutating func summary(of receipt: Receipt) {
        let summary = receipt.summary
        let before = lines.count
        if let day = summary.nextDue { add(words.nextDue, beside: numbers.short(day), .strong) }
        if let loans = summary.loans { add(words.loans, beside: "\(loans)") }
        if let ready = summary.holdsReady { add(words.holdsReady, beside: "\(ready)") }
        if let owes = summary.owes { add(words.owes, beside: numbers.amount(owes)) }
        if lines.count > before { blank() }
    }

    mutating func foot(of receipt: Receipt) {
        for text in receipt.footer { add(text.shown, isCentred: true) }
        guard let site = receipt.site else { return }
        add(words.site, isCentred: true)
        add(site.address, isCentred: true)
    }

    // MARK: Items

    private mutating func item(_ line: Receipt.Line) {
        let number = line.item.number?.secret
        let day = line.outcome.day.map(numbers.short) ?? ""
        switch detail {
        case .titles:
            add(line.item.title?.shown ?? number ?? words.withoutTitle, beside: day)
            if let author = line.item.author { add(author.shown, indent: Self.indent) }
            if let number, line.item.title != nil { add(number, indent: Self.indent) }
        case .numbers:
            add(number ?? words.withoutTitle, beside: day)
        }
        for text in line.outcome.remarks(words) { add(text, indent: Self.indent) }
    }

    // MARK: Lines

    private func spelled(_ text: String) -> String { Spelling.text(text, for: layout.page) }

    private mutating func blank() { lines.append(ReceiptLine("")) }

    private mutating func rule() {
        lines.append(ReceiptLine(String(repeating: "-", count: layout.columns)))
    }

    private mutating func add(
        _ text: String,
        _ emphasis: ReceiptLine.Emphasis = .plain,
        isCentred: Bool = false,
        indent: Int = 0
    ) {
        let width = (emphasis == .large ? layout.columns / 2 : layout.columns) - indent
        let space = String(repeating: " ", count: indent)
        for part in ReceiptLayout.wrap(spelled(text), width: width) {
            lines.append(ReceiptLine(space + part, emphasis, isCentred: isCentred))
        }
    }

    /// A text on the left, wrapped, and a short one at the right end of its first line.
    private mutating func add(
        _ text: String,
        beside right: String,
        _ emphasis: ReceiptLine.Emphasis = .plain
    ) {
        let right = spelled(right)
        guard !right.isEmpty, right.count <= layout.columns / 2 else {
            add(text, emphasis)
            return add(right, emphasis, indent: Self.indent)
        }
        let width = layout.columns - right.count - 1
        let parts = ReceiptLayout.wrap(spelled(text), width: width)
        let first = parts.first ?? ""
        let space = String(repeating: " ", count: layout.columns - first.count - right.count)
        var line = ReceiptLine(first + space + right, emphasis)
        line.endLength = right.count
        lines.append(line)
        for part in parts.dropFirst() { lines.append(ReceiptLine(part, emphasis)) }
    }
}

extension Receipt.Outcome {
    /// The day that stands beside an item, where there is one.
    var day: CivilDate? {
        switch self {
        case .borrowed(let due), .renewed(let due), .notRenewed(let due), .onLoan(let due):
            due?.date
        case .ready(let until): until
        case .returned, .unsettled: nil
        }
    }

    /// What is said below an item.
    func remarks(_ words: ReceiptWords) -> [String] {
        switch self {
        case .borrowed(let due), .onLoan(let due): Self.remarks(nil, due, words)
        case .renewed(let due): Self.remarks(words.renewed, due, words)
        case .notRenewed(let due): Self.remarks(words.notRenewed, due, words)
        case .returned: [words.returned]
        case .ready(let until): [until == nil ? words.ready : words.readyUntil]
        case .unsettled(let text):
            [text.map { "\(words.unsettled): \($0.shown)" } ?? words.unsettled]
        }
    }

    private static func remarks(_ word: String?, _ due: Due?, _ words: ReceiptWords) -> [String] {
        let day: String? =
            switch due {
            case .on: nil
            case .words(let text): "\(words.due) \(text.shown)"
            case nil: "\(words.due) \(words.unknownDue)"
            }
        return [word, day].compactMap(\.self)
    }
}
