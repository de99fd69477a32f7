// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

extension Receipt {
    /// The receipt as plain text of a fixed width, for an office printer or the staff's screen.
    ///
    /// Lines end with a line feed.
    public func plainText(in language: Language, showing detail: Detail, columns: Int) -> String {
        ReceiptLayout(columns: columns).lines(of: self, in: language, showing: detail)
            .map { line in
                guard line.isCentred else { return line.text }
                let space = max(0, columns - line.text.count) / 2
                return String(repeating: " ", count: space) + line.text
            }
            .reduce(into: "") { $0 += $1 + "\n" }
    }

    /// The receipt as sentences to be read aloud, with the same content (EN 301 549, 5.1.3.16).
    public func speech(in language: Language, showing detail: Detail) -> [String] {
        let words = ReceiptWords.words(in: language)
        let numbers = ReceiptNumbers(language: language)
        var sentences = [
            [library, branch].compactMap { $0?.shown }.joined(separator: ", "),
            "\(words.titles[kind] ?? ""), \(numbers.long(time.date)) \(words.at) "
                + numbers.clock(time),
        ]
        if isProvisional { sentences.append(words.provisional) }
        if lines.isEmpty { sentences.append(words.nothing) }
        for line in lines { sentences.append(line.sentence(detail, words, numbers)) }
        if omitted > 0 { sentences.append("\(words.omitted) \(omitted)") }
        if let day = summary.nextDue {
            sentences.append("\(words.nextDue): \(numbers.long(day))")
        }
        if let loans = summary.loans { sentences.append("\(words.loans): \(loans)") }
        if let ready = summary.holdsReady { sentences.append("\(words.holdsReady): \(ready)") }
        if let owes = summary.owes { sentences.append("\(words.owes): \(numbers.amount(owes))") }
        sentences += footer.map(\.shown)
        return sentences.map { Spelling.harmless($0).finished }
    }
}

extension Receipt.Line {
    fileprivate func sentence(
        _ detail: Receipt.Detail,
        _ words: ReceiptWords,
        _ numbers: ReceiptNumbers
    ) -> String {
        let number = item.number?.secret
        var parts: [String] =
            switch detail {
            case .titles:
                [item.title?.shown ?? number ?? words.withoutTitle, item.author?.shown]
                    .compactMap(\.self)
            case .numbers: [number ?? words.withoutTitle]
            }
        parts += outcome.remarks(words)
        if let day = outcome.day {
            let isDue = if case .ready = outcome { false } else { true }
            parts.append(isDue ? "\(words.due) \(numbers.long(day))" : numbers.long(day))
        }
        return parts.joined(separator: ", ")
    }
}

extension String {
    /// The text with a full stop, unless it ends in a mark of its own.
    fileprivate var finished: String {
        last.map { ".!?:".contains($0) } ?? true ? self : self + "."
    }
}
