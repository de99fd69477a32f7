// SPDX-License-Identifier: MPL-2.0

import KioskEmulators
import PortnerCore
import Receipts
import Testing

@Suite struct `A printed receipt` {
    @Test(arguments: PrinterProfile.all)
    func `has Danish letters on every printer`(_ profile: PrinterProfile) throws {
        let paper = try Sample.printed(try Sample.loans(), on: profile)

        #expect(paper.text.contains("Søndervig Bibliotek"))
        #expect(paper.text.contains("Blåbærgrød på Ærø"))
        #expect(paper.text.contains("Låner Å.M.Ø."))
        #expect(paper.text.contains("12.12.2026"))
        #expect(paper.text.contains("12,50 kr."))
        #expect(!paper.lines.contains { $0.isWrapped })
    }

    @Test(arguments: CodePage.allCases)
    func `has Danish letters in every code page`(_ page: CodePage) throws {
        let numbers: [CodePage: UInt8] = [
            .pc850: 2, .pc858: 19, .pc865: 5, .windows1252: 16,
        ]
        var profile = PrinterProfile.epsonTMT20
        profile.page = page
        profile.pageNumber = try #require(numbers[page])

        let paper = try Sample.printed(try Sample.loans(["æøåÆØÅ éüö [\\]{|}"]), on: profile)

        #expect(paper.text.contains("æøåÆØÅ éüö [\\]{|}"))
    }

    @Test func `shows cents where the code page was not set`() throws {
        let job = try #require(
            PrintJob(
                try Sample.loans(["rødgrød på Ø"]),
                in: .danish,
                showing: .titles,
                for: .epsonTMm30
            )
        )
        var printer = PrinterEmulator(.epson)
        let setPage: [UInt8] = [0x1B, UInt8(ascii: "t"), 19]
        let start = try #require(
            job.bytes.indices.first { job.bytes[$0...].starts(with: setPage) }
        )

        _ = printer.receive(job.bytes[..<start] + job.bytes[(start + 3)...])

        #expect(try #require(printer.receipts.first).text.contains("r¢dgr¢d på ¥"))
    }

    @Test func `is not spoilt by what was printed before`() throws {
        var printer = PrinterEmulator(.kr306)
        // Another program left letters large, underlined and Danish, and the Chinese mode on.
        _ = printer.receive([0x1D, 0x21, 0x11, 0x1B, 0x2D, 1, 0x1B, 0x52, 4, 0x1C, 0x26])
        let job = try #require(
            PrintJob(try Sample.loans(), in: .danish, showing: .titles, for: .kr306)
        )

        _ = printer.receive(job.bytes)

        let paper = try #require(printer.receipts.first)
        #expect(paper.text.contains("Blåbærgrød på Ærø"))
        let plain = paper.lines.filter { $0.text.contains("Jørn") }
        #expect(plain.map(\.height) == [1])
    }

    @Test func `has its brackets on a printer that is set to Denmark`() throws {
        var printer = PrinterEmulator(.epsonDanish)
        let job = try #require(
            PrintJob(
                try Sample.loans(["[\\] {|} æøå"]),
                in: .danish,
                showing: .titles,
                for: .epsonTMm30
            )
        )
        _ = printer.receive(job.bytes)

        #expect(printer.receipts.first?.text.contains("[\\] {|} æøå") == true)
    }

    @Test func `replaces letters that a printer lacks by ones that are read`() throws {
        let paper = try Sample.printed(
            try Sample.loans(["Šárka Ołówek – “Kött” … 5 €", "Війна і мир", "東京"])
        )

        #expect(paper.text.contains("Sárka Olówek - \"Kött\" ... 5 €"))
        #expect(paper.text.contains("Vijna i mir"))
        #expect(paper.text.contains("??"))
    }

    @Test func `writes out the euro where the page has none`() throws {
        let paper = try Sample.printed(try Sample.loans(["5 €"]), on: .star)

        #expect(paper.text.contains("5 EUR"))
    }

    @Test func `takes a letter with its accent behind it for the same letter`() throws {
        let paper = try Sample.printed(try Sample.loans(["A\u{30A}rhus på u\u{308}"]))

        #expect(paper.text.contains("Århus på ü"))
    }

    @Test func `is drawn where its letters are not the printer's`() throws {
        let receipt = try Sample.loans(["حكاية", "Blåbær"])

        let drawn = try Sample.printed(receipt, rasteriser: BarRasteriser())
        let spelled = try Sample.printed(
            receipt,
            rasteriser: BarRasteriser { $0.isASCII }
        )

        #expect(!drawn.text.contains("Blåbær"))
        #expect(drawn.lines.contains { if case .picture = $0.content { true } else { false } })
        #expect(spelled.text.contains("?????"))
        #expect(spelled.text.contains("Blåbær"))
    }

    @Test func `is drawn throughout where a technician wants it`() throws {
        var profile = PrinterProfile.generic
        profile.textMode = .pictures

        let paper = try Sample.printed(
            try Sample.loans(),
            on: profile,
            rasteriser: BarRasteriser()
        )

        #expect(paper.lines.allSatisfy { $0.text.isEmpty })
    }

    @Test func `sends a tall picture in pieces that are one on the paper`() throws {
        struct Tall: Rasteriser {
            func columns(on width: Int) -> Int { width / 12 }

            func draw(_ line: ReceiptLine, width: Int) -> Bitmap? {
                Bitmap(width: width, height: 300)
            }
        }
        var profile = PrinterProfile.epsonTMm30
        profile.textMode = .pictures
        let receipt = Receipt(.returns, library: try Sample.text("B"), time: Sample.time, lines: [])

        let paper = try Sample.printed(receipt, on: profile, rasteriser: Tall())

        let rows = paper.lines.reduce(0) { sum, line in
            guard case .picture(let length, let bytes) = line.content else { return sum }
            return sum + bytes.count / length
        }
        #expect(rows.isMultiple(of: 300))
        #expect(rows >= 1200)
    }

    @Test func `leads to the library's page and to nothing else`() throws {
        let paper = try Sample.printed(try Sample.loans())

        #expect(paper.codes == ["https://bibliotek.example/lan"])
        for address in [
            "http://bibliotek.example", "https://bibliotek.example/?t=1", "https://a@b.example",
            "https://bibliotek.example/#a", "https://", "https://.", "javascript:alert(1)",
            "https://b.example/\n", "https://b.example:8443/", "https://b.example/å",
            "https://" + String(repeating: "b", count: 200) + ".example",
        ] { #expect(LibrarySite(address) == nil) }
    }

    @Test func `is of limited length`() throws {
        let titles = (0..<300).map { _ in String(repeating: "漢", count: 300) }
        struct Large: Rasteriser {
            func columns(on width: Int) -> Int { width / 12 }

            func draw(_ line: ReceiptLine, width: Int) -> Bitmap? {
                var picture = Bitmap(width: width, height: 64)
                picture?[width - 1, 0] = true
                return picture
            }
        }
        #expect(
            PrintJob(
                try Sample.loans(titles),
                in: .danish,
                showing: .titles,
                for: .epsonTMm30,
                rasteriser: Large()
            ) == nil
        )
        let paper = try Sample.printed(try Sample.loans(titles))
        #expect(paper.text.contains("Flere materialer, der ikke står her: 100"))
    }

    @Test(arguments: PrinterProfile.all)
    func `has a test page`(_ profile: PrinterProfile) throws {
        var printer = PrinterEmulator(try #require(Sample.model(profile)))

        _ = printer.receive(PrintJob(testFor: profile).bytes)

        let paper = try #require(printer.receipts.first)
        #expect(printer.refusals.isEmpty)
        #expect(paper.text.contains("æøå ÆØÅ"))
        #expect(!paper.lines.contains { $0.isWrapped })
        #expect(PrinterProfile.named(profile.name) == profile)
    }

    @Test func `is shown by no description`() throws {
        let receipt = try Sample.loans()
        let job = try #require(
            PrintJob(receipt, in: .danish, showing: .titles, for: .generic)
        )
        var dumped = ""
        dump([receipt], to: &dumped)
        dump(
            ReceiptLayout(columns: 42).lines(of: receipt, in: .danish, showing: .titles),
            to: &dumped
        )
        dump(job, to: &dumped)
        dump(ReceiptMail(receipt, in: .danish, showing: .titles), to: &dumped)

        #expect(!dumped.contains("Blåbær"))
        #expect(!dumped.contains("3829"))
        #expect("\(receipt) \(job)" == "receipt print job")
    }
}
