// SPDX-License-Identifier: MPL-2.0

import KioskEmulators
import PortnerCore
import Testing

@testable import Receipts

/// A font in which a letter is a frame around its number, made for these tests.
private enum Sample16 {
    /// The line that describes a character: all its dots are black, or the rows that are given.
    static func line(_ scalar: UInt32, isWide: Bool = false, rows: [UInt16]? = nil) -> String {
        let digits = isWide ? 4 : 2
        let black: UInt16 = isWide ? 0xFFFF : 0xFF
        return hex(UInt64(scalar), 4) + ":"
            + (0..<16).map { hex(UInt64(rows?[$0] ?? black), digits) }.joined()
    }

    static func font(_ lines: [String]) throws -> BitmapFont {
        try #require(BitmapFont(hex: Array((lines.joined(separator: "\n") + "\n").utf8)))
    }

    private static func hex(_ value: UInt64, _ length: Int) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, length - text.count)) + text
    }

    /// Blocks for letters, blanks and Arabic ones, with a hole where they are told apart.
    static func blocks() throws -> BitmapFont {
        var lines = [line(0x20, rows: [UInt16](repeating: 0, count: 16)), line(0x3F)]
        lines += (0x21...0x7E).map { line($0) } + (0xC0...0xFF).map { line($0) }
        lines += (0x400...0x4FF).map { line($0) }
        lines += (0xFE80...0xFEFC).map { line($0, isWide: $0.isMultiple(of: 16)) }
        return try font(lines)
    }
}

@Suite struct `A font of dots` {
    @Test func `is read from lines of hexadecimal digits`() throws {
        var rows = [UInt16](repeating: 0, count: 16)
        rows[3] = 0x18
        let font = try Sample16.font([
            Sample16.line(0x42, isWide: true), Sample16.line(0x41, rows: rows),
        ])

        #expect(font.count == 2)
        let narrow = try #require(font.glyph(for: "A"))
        #expect(narrow.width == 8)
        #expect(narrow.rows[3] == 0x1800)
        #expect(narrow.rows.count { $0 != 0 } == 1)
        #expect(font.glyph(for: "B")?.width == 16)
        #expect(font.glyph(for: "C") == nil)
    }

    @Test(arguments: [
        "", "\n\n", "0041:", "0041:18", ":00000000000000000000000000000000", "xyz",
        "0041:0000000000000000000000000000000G", "0000041:00000000000000000000000000000000",
        "0041:000000000000000000000000000000000", "0041 00000000000000000000000000000000",
    ])
    func `is none where no line describes a character`(_ text: String) {
        #expect(BitmapFont(hex: Array(text.utf8)) == nil)
    }

    @Test func `takes lines in any order and with any end, and the first of several`() throws {
        let text =
            Sample16.line(0x43) + "\r\n" + "rubbish\n" + Sample16.line(0x41) + "\n"
            + Sample16.line(0x41, rows: [UInt16](repeating: 0, count: 16))
        let font = try #require(BitmapFont(hex: Array(text.utf8)))

        #expect(font.count == 3)
        #expect(font.glyph(for: "A")?.rows.first == 0xFF00)
        #expect(font.glyph(for: "C") != nil)
    }

    @Test func `is of limited size`() {
        #expect(BitmapFont(hex: [UInt8](repeating: 0x0A, count: BitmapFont.lengthMax + 1)) == nil)
    }
}

@Suite struct `A line that is drawn` {
    private let width = 576

    /// The columns with a black dot in them, as stretches.
    private func stretches(_ picture: Bitmap) -> [ClosedRange<Int>] {
        var found: [ClosedRange<Int>] = []
        for x in 0..<picture.width
        where (0..<picture.height).contains(where: { picture[x, $0] }) {
            if let last = found.last, last.upperBound == x - 1 {
                found[found.count - 1] = last.lowerBound...x
            } else {
                found.append(x...x)
            }
        }
        return found
    }

    private func draw(
        _ text: String,
        _ emphasis: ReceiptLine.Emphasis = .plain,
        _ change: (inout ReceiptLine) -> Void = { _ in }
    ) throws -> [ClosedRange<Int>] {
        var line = ReceiptLine(text, emphasis)
        change(&line)
        let rasteriser = FontRasteriser(try Sample16.blocks())
        return stretches(try #require(rasteriser.draw(line, width: width)))
    }

    @Test func `begins at the left, moved in by its blanks, and ends at the right`() throws {
        #expect(try draw("AB") == [0...31])
        #expect(try draw("  A B") == [32...47, 64...79])
        #expect(try draw("A      7") { $0.endLength = 1 } == [0...15, 560...575])
    }

    @Test func `begins at the right where the language does`() throws {
        let places = try draw("  A      77") { line in
            line.endLength = 2
            line.isRightToLeft = true
        }
        #expect(places == [0...31, 528...543])
    }

    @Test func `stands in the middle, bolder or larger`() throws {
        #expect(try draw("AB") { $0.isCentred = true } == [272...303])
        #expect(try draw("A", .strong) == [0...16])
        #expect(try draw("A", .large) == [0...31])
        let large = ReceiptLine("A", .large)
        let rasteriser = FontRasteriser(try Sample16.blocks())
        #expect(rasteriser.draw(large, width: width)?.height == 64)
        #expect(rasteriser.columns(on: width) == 36)
    }

    @Test func `is drawn narrower as a whole where it is too wide`() throws {
        let narrow = try draw(String(repeating: "A", count: 36))
        #expect(narrow == [0...575])
        // Forty letters at the usual width would need 640 dots.
        #expect(try draw(String(repeating: "A", count: 40)) == [0...319])
    }

    @Test func `shows that there is a letter that the font lacks`() throws {
        #expect(try draw("A漢A") == [0...47])
    }
}

@Suite struct `Writing from right to left` {
    private func joined(_ text: String) -> [UInt32] {
        ArabicJoining.joined(Array(text.unicodeScalars)).map(\.value)
    }

    private func visual(_ text: String, otherwise: Bool = false) -> String {
        var shown = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for cluster in WritingOrder.visual(scalars, otherwise: otherwise) {
            shown.append(cluster.base)
            shown.append(contentsOf: cluster.marks)
        }
        return String(shown)
    }

    @Test(arguments: [
        // Book: at the beginning, in the middle, at the end, alone.
        ("\u{643}\u{62A}\u{627}\u{628}", [0xFEDB, 0xFE98, 0xFE8E, 0xFE8F] as [UInt32]),
        // Peace: lam and alef are one.
        ("\u{633}\u{644}\u{627}\u{645}", [0xFEB3, 0xFEFC, 0xFEE1]),
        ("\u{644}\u{627}", [0xFEFB]),
        // A mark does not come between.
        ("\u{628}\u{64E}\u{628}", [0xFE91, 0x64E, 0xFE90]),
        // A blank, a number and a joiner that joins nothing do.
        ("\u{628} \u{628}", [0xFE8F, 0x20, 0xFE8F]),
        ("\u{628}\u{200C}\u{628}", [0xFE8F, 0x200C, 0xFE8F]),
        ("\u{628}\u{640}", [0xFE91, 0x640]),
        // Hamza joins nothing; Persian and Urdu letters have forms of their own.
        ("\u{645}\u{627}\u{621}", [0xFEE3, 0xFE8E, 0xFE80]),
        ("\u{67E}\u{6CC}\u{6A9}", [0xFB58, 0xFBFF, 0xFB8F]),
        ("A\u{5D0}1", [0x41, 0x5D0, 0x31]),
    ])
    func `joins letters as their places ask for`(_ text: String, _ forms: [UInt32]) {
        #expect(joined(text) == forms)
    }

    @Test(arguments: [
        ("Vinterhave 2", "Vinterhave 2"), ("12.12.2026 kl. 14:05", "12.12.2026 kl. 14:05"),
        ("\u{5D0}\u{5D1}\u{5D2}", "\u{5D2}\u{5D1}\u{5D0}"),
        ("\u{5D0}\u{5D1} 12.12.2026!", "!12.12.2026 \u{5D1}\u{5D0}"),
        ("(\u{5D0}\u{5D1})", "(\u{5D1}\u{5D0})"),
        ("Bog: \u{5D0}\u{5D1} \u{5D2}.", "Bog: \u{5D2} \u{5D1}\u{5D0}."),
        ("\u{5D0} Harry Potter 7 \u{5D1}", "\u{5D1} Harry Potter 7 \u{5D0}"),
        ("a \u{5D0} 1 \u{5D1} b", "a \u{5D1} 1 \u{5D0} b"),
        ("\u{5D0}\u{5B8}\u{5D1}", "\u{5D1}\u{5D0}\u{5B8}"), ("", ""), ("\u{301}", " \u{301}"),
    ])
    func `puts each letter where it is read`(_ text: String, _ shown: String) {
        #expect(visual(text).unicodeScalars.elementsEqual(shown.unicodeScalars))
    }

    @Test func `follows the language where no letter says the way`() {
        #expect(visual("1 - 2", otherwise: false) == "1 - 2")
        #expect(visual("1 - 2", otherwise: true) == "2 - 1")
        #expect(visual("-", otherwise: true) == "-")
    }
}

@Suite struct `A receipt in other letters` {
    private func drawn(_ titles: [String], in language: Language) throws -> PrintedReceipt {
        try Sample.printed(
            try Sample.loans(titles),
            in: language,
            rasteriser: FontRasteriser(try Sample16.blocks())
        )
    }

    private func isDrawn(_ paper: PrintedReceipt) -> Bool {
        paper.text.allSatisfy { $0 == "\n" }
    }

    @Test(arguments: [(Language.ukrainian, "Квитанція"), (.arabic, "إيصال")])
    func `is drawn in the patron's language, and in English where nothing can draw it`(
        _ language: Language,
        _ word: String
    ) throws {
        let receipt = try Sample.loans(["Bog"])
        #expect(isDrawn(try drawn(["Bog"], in: language)))
        #expect(try Sample.printed(receipt, in: language).text.contains("Receipt for loans"))
        let mail = ReceiptMail(receipt, in: language, showing: .titles)
        #expect(mail.subject.contains(word))
        #expect(mail.text.contains(word))
        #expect(mail.html.contains(" dir=\"rtl\"") == (language == .arabic))
    }

    @Test func `is drawn where a title is in letters that the printer lacks`() throws {
        #expect(isDrawn(try drawn(["Війна і мир"], in: .danish)))
        #expect(isDrawn(try drawn(["كتاب"], in: .danish)))
        #expect(try drawn(["Blåbærgrød – Šárka"], in: .danish).text.contains("Blåbærgrød - Sárka"))
    }

    @Test func `comes out of the printer as it was drawn, without the white beside it`() throws {
        let font = FontRasteriser(try Sample16.blocks())
        let line = ReceiptLine("Війна")
        let picture = try #require(font.draw(line, width: 576))
        let paper = try drawn(["Війна"], in: .danish)
        var rows: [[UInt8]] = []
        for line in paper.lines {
            guard case .picture(let length, let bytes) = line.content else { continue }
            rows += stride(from: 0, to: bytes.count, by: length).map {
                Array(bytes[$0..<($0 + length)])
            }
        }
        let wanted = (0..<picture.height).map { row in
            Array(picture.bytes[(row * 72)..<(row * 72 + 72)])
        }
        // The title stands on its line beside the day, so its first letters are looked for.
        let found = rows.indices.contains { start in
            start + wanted.count <= rows.count
                && zip(rows[start...], wanted).allSatisfy { $0.prefix(10) == $1.prefix(10) }
        }
        #expect(found)
        #expect(rows.contains { $0.count < 72 })
        let svg = paper.picture(of: .epson)
        #expect(svg.contains("<path d=\"M"))
    }
}
