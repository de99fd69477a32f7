// SPDX-License-Identifier: MPL-2.0

import KioskEmulators
import PortnerCore
import Receipts

extension FuzzTarget {
    /// What a printer sends about itself.
    static let paperState = FuzzTarget(
        name: "paper-state",
        seeds: [
            [0, 0x12, 0x12, 0x12, 0x12], [1, 0x18, 0x00, 0x0C, 0x0F], [2, 0x11, 0x13, 0x1A, 0x7E],
        ],
        check: PrintingStory.paperState
    )

    /// Bytes for the emulated printer.
    static let printerBytes = FuzzTarget(
        name: "printer-bytes",
        seeds: [
            [0x1B, 0x40, 0x1B, 0x74, 19, 0x9B, 0x0A, 0x1D, 0x56, 66, 0],
            [0x1D, 0x76, 0x30, 0, 1, 0, 2, 0, 0xFF, 0x00, 0x10, 0x04, 4],
            [0x1D, 0x28, 0x6B, 4, 0, 49, 80, 48, 0x41, 0x1D, 0x28, 0x6B, 3, 0, 49, 81, 48],
        ],
        check: PrintingStory.printerBytes
    )

    /// Titles, authors and words that a library system wrote.
    static let receiptTitles = FuzzTarget(
        name: "receipt-titles",
        seeds: ["Blåbærgrød", "<b>&\u{202E}\u{1B}@", "Війна і мир", "a\u{301}\u{301} 東京"].map {
            Array($0.utf8)
        },
        check: PrintingStory.receiptTitles
    )

    /// A font and a line to draw with it, with a zero between them.
    static let receiptFont = FuzzTarget(
        name: "receipt-font",
        seeds: ["كتاب 2026", "A\u{301}(b)", "שלום Ærø 12,50"].map { text in
            let wide = "FE8F:" + String(repeating: "F", count: 64)
            let font = "0041:0000000018242442427E424242420000\n\(wide)\n"
            return Array(font.utf8) + [0] + Array(text.utf8)
        },
        check: PrintingStory.receiptFont
    )
}

private enum PrintingStory {
    static func paperState(_ input: [UInt8]) {
        var choices = Choices(input)
        let questions = (0..<choices.byte() % 8).map { _ in
            choices.element(of: PaperStateReader.Question.allCases)
        }
        let bytes = choices.remaining()
        var whole = PaperStateReader()
        for question in questions { whole.ask(question) }
        whole.askForEnd()
        var pieces = whole
        whole.receive(bytes)
        for byte in bytes { pieces.receive([byte]) }
        require(whole == pieces, "the cuts do not matter")
        require(whole.discarded <= bytes.count, "no byte is counted twice")
        require(whole.ends <= 1, "an end comes only where it was asked for")
        whole.giveUp()
        whole.receive([0x10, 0x00, 0x0C, 0x0F])
        require(whole.state.map { $0 >= .out } == true, "a report after the garbage is read")
    }

    static func printerBytes(_ input: [UInt8]) {
        var whole = PrinterEmulator(.kr306, linesLeft: 200)
        var pieces = whole
        _ = whole.receive(input)
        for byte in input { _ = pieces.receive([byte]) }
        require(whole.receipts == pieces.receipts, "the cuts do not matter")
        require(whole.unfinished == pieces.unfinished, "the cuts do not matter")
        require(whole.refusals == pieces.refusals, "the cuts do not matter")
        require(whole.takeReplies() == pieces.takeReplies(), "the cuts do not matter")
        require(whole.heldCount <= PrinterEmulator.bufferMax, "the memory is limited")
        _ = whole.unfinished.picture(of: .kr306)
        whole.restart()
        whole.load()
        let before = whole.receipts.last
        _ = whole.receive(Array("Portner\n".utf8) + [0x1D, 0x56, 0])
        require(whole.receipts.last != before, "a receipt after a restart is cut")
        require(
            whole.receipts.last?.lines.last?.text == "Portner",
            "a receipt after a restart is printed"
        )
    }

    static func receiptTitles(_ input: [UInt8]) {
        var choices = Choices(input)
        let profile = choices.element(of: PrinterProfile.all)
        let language = choices.element(of: Language.allCases)
        let text = String(decoding: choices.remaining(), as: UTF8.self)
        guard let title = LibraryText(text) else { return }
        let item = Item(number: ItemNumber("1"), title: title, author: title)
        let receipt = Receipt(
            .account,
            library: title,
            branch: title,
            time: CivilTime(Timestamp(milliseconds: 0), secondsAheadOfUTC: 3600),
            initials: Initials(of: title),
            lines: [
                .init(item, .borrowed(.words(title))), .init(item, .unsettled(title)),
                .init(item, .ready(until: CivilDate(dayNumber: 20_000))),
            ],
            footer: [title]
        )
        isPrinted(receipt, on: profile, in: language)
        let mail = ReceiptMail(receipt, in: language, showing: .titles)
        for text in [mail.text, mail.html, mail.subject] {
            require(
                text.unicodeScalars.allSatisfy {
                    $0 == "\n" || $0.properties.generalCategory != .control
                },
                "nothing holds control characters"
            )
        }
        let tags = mail.html.split(separator: "<").count
        let plain = ReceiptMail(
            Receipt(
                .account,
                library: LibraryText("x") ?? title,
                branch: LibraryText("x"),
                time: receipt.time,
                initials: receipt.initials,
                lines: receipt.lines.map { line in
                    var line = line
                    line.item.title = LibraryText("x")
                    line.item.author = LibraryText("x")
                    return line
                },
                footer: [LibraryText("x") ?? title]
            ),
            in: language,
            showing: .titles
        )
        require(tags == plain.html.split(separator: "<").count, "no title is markup")
        _ = receipt.speech(in: language, showing: .titles)
    }

    static func receiptFont(_ input: [UInt8]) {
        let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        guard let font = BitmapFont(hex: Array(parts[0])) else { return }
        require(font.count <= BitmapFont.glyphsMax, "a font is limited")
        let rasteriser = FontRasteriser(font)
        var line = ReceiptLine(String(decoding: parts.last ?? [], as: UTF8.self))
        for emphasis in ReceiptLine.Emphasis.allCases {
            for width in [1, 384, 576] {
                line.emphasis = emphasis
                line.endLength = line.text.count / 3
                line.isRightToLeft.toggle()
                let picture = rasteriser.draw(line, width: width)
                require(picture?.width == width, "every line is drawn, as wide as the paper")
            }
        }
    }

    /// The job is understood by the printer that it is for, and no line is too wide for it.
    private static func isPrinted(
        _ receipt: Receipt,
        on profile: PrinterProfile,
        in language: Language
    ) {
        let job = PrintJob(receipt, in: language, showing: .titles, for: profile)
        guard let job else { fatalError("a short receipt cannot be printed") }
        let models: [String: PrinterModel] = [
            "epson-tm-t88": .epsonNarrow, "generic": .epsonNarrow, "kr-306": .kr306, "star": .star,
        ]
        var printer = PrinterEmulator(models[profile.name] ?? .epson)
        _ = printer.receive(job.bytes)
        require(printer.refusals.isEmpty, "every command is known")
        require(printer.receipts.count == 1, "a job is one receipt")
        require(
            printer.receipts.allSatisfy { !$0.lines.contains(where: \.isWrapped) },
            "no line is too wide"
        )
    }
}
