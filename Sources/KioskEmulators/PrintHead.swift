// SPDX-License-Identifier: MPL-2.0

/// What a printer has set, and the line that it is about to print.
struct PrintHead: Sendable {
    private let model: PrinterModel
    private var page: PrinterModel.Page = .pc437
    private var national: UInt8
    private var style = PrintedLine.Style()
    private var place = PrintedLine.Place.left
    private var isChinese: Bool
    private var firstHalf: UInt8?
    private var runs: [PrintedLine.Run] = []
    private var used = 0

    init(_ model: PrinterModel) {
        self.model = model
        isChinese = model.beginsInChinese
        national = model.national
    }

    /// Sets one thing; false where the number means nothing.
    mutating func set(_ command: [UInt8]) -> Bool {
        let value = command.last ?? 0
        switch (command[0], command[1]) {
        case (0x1B, UInt8(ascii: "@")): self = PrintHead(model)
        case (0x1C, let letter): isChinese = letter == 0x26
        case (0x1B, UInt8(ascii: "t")):
            guard let page = model.pages[value] else { return false }
            self.page = page
        case (0x1B, UInt8(ascii: "R")):
            guard value <= 17 else { return false }
            national = value
        case (0x1B, UInt8(ascii: "a")):
            guard let place = PrintedLine.Place(rawValue: value % 48) else { return false }
            self.place = place
        case (0x1B, UInt8(ascii: "E")): style.isBold = value & 1 != 0
        case (0x1B, UInt8(ascii: "-")): style.isUnderlined = value % 48 != 0
        case (0x1B, UInt8(ascii: "!")):
            style.isBold = value & 0x08 != 0
            style.isUnderlined = value & 0x80 != 0
            style.height = value & 0x10 != 0 ? 2 : 1
            style.width = value & 0x20 != 0 ? 2 : 1
        case (0x1D, UInt8(ascii: "!")):
            guard value & 0x88 == 0 else { return false }
            style.width = Int(value >> 4) + 1
            style.height = Int(value & 7) + 1
        case (0x1D, UInt8(ascii: "B")): style.isInverted = value & 1 != 0
        case (0x1B, UInt8(ascii: "M")), (0x1B, UInt8(ascii: "2")), (0x1B, UInt8(ascii: "3")):
            // Another font or line spacing changes nothing in memory.
            break
        default: return false
        }
        return true
    }

    /// Adds a letter and gives the line that it did not fit on, if there was one.
    mutating func letter(_ byte: UInt8) -> [PrintedLine] {
        guard let letter = decoded(byte) else { return [] }
        var printed: [PrintedLine] = []
        if used + style.width > model.columns {
            printed = flush(isWrapped: true)
        }
        used += style.width
        if let last = runs.indices.last, runs[last].style == style {
            runs[last].text.append(letter)
        } else {
            runs.append(PrintedLine.Run(text: String(letter), style: style))
        }
        return printed
    }

    private mutating func decoded(_ byte: UInt8) -> Character? {
        if isChinese, byte >= 0x80 || firstHalf != nil {
            // Two bytes are one Chinese letter, of which only the place is shown.
            defer { firstHalf = firstHalf == nil ? byte : nil }
            return firstHalf == nil ? nil : "□"
        }
        if byte < 0x80 { return PrinterModel.national(byte, set: national) }
        return page.character(byte)
    }

    /// Prints the line that there is, if there is one.
    mutating func flush(isWrapped: Bool = false) -> [PrintedLine] {
        guard !runs.isEmpty else { return [] }
        defer { clear() }
        return [line(.text(runs), isWrapped: isWrapped)]
    }

    /// Forgets the line that there is.
    mutating func clear() {
        runs = []
        used = 0
    }

    /// Prints the line, an empty one too.
    mutating func feed() -> [PrintedLine] {
        runs.isEmpty ? [line(.text([]))] : flush()
    }

    mutating func feed(lines: Int) -> [PrintedLine] {
        flush() + (0..<lines).map { _ in line(.text([])) }
    }

    mutating func feed(dots: Int) -> [PrintedLine] {
        flush() + (dots > 0 ? [line(.feed(dots: dots))] : [])
    }

    func line(_ content: PrintedLine.Content, isWrapped: Bool = false) -> PrintedLine {
        PrintedLine(content: content, place: place, isWrapped: isWrapped)
    }
}
