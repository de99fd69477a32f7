// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import SIP2

@Suite struct `A character set` {
    static let letters = "æøåÆØÅéöü"

    @Test(arguments: [
        (
            TextEncoding.codePage850,
            [UInt8]([0x91, 0x9B, 0x86, 0x92, 0x9D, 0x8F, 0x82, 0x94, 0x81])
        ),
        (.isoLatin1, [0xE6, 0xF8, 0xE5, 0xC6, 0xD8, 0xC5, 0xE9, 0xF6, 0xFC]),
        (.utf8, Array(letters.utf8)),
    ])
    func `has the Danish letters both ways`(encoding: TextEncoding, bytes: [UInt8]) {
        #expect(encoding.text(of: bytes[...]) == Self.letters)
        var written: [UInt8] = []
        #expect(encoding.append(Self.letters, to: &written))
        #expect(written == bytes)
    }

    @Test(arguments: [TextEncoding.isoLatin1, .codePage850])
    func `of one byte a character maps all 256 there and back`(encoding: TextEncoding) {
        let all = [UInt8](0...255)
        let text = encoding.characters(of: all[...])
        #expect(Set(text.unicodeScalars).count == 256)
        var written: [UInt8] = []
        #expect(encoding.append(text, to: &written))
        #expect(written == all)
    }

    @Test func `850 has the code points of its definition`() {
        let upperHalf: [UInt32] = [
            0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7,
            0x00EA, 0x00EB, 0x00E8, 0x00EF, 0x00EE, 0x00EC, 0x00C4, 0x00C5,
            0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2, 0x00FB, 0x00F9,
            0x00FF, 0x00D6, 0x00DC, 0x00F8, 0x00A3, 0x00D8, 0x00D7, 0x0192,
            0x00E1, 0x00ED, 0x00F3, 0x00FA, 0x00F1, 0x00D1, 0x00AA, 0x00BA,
            0x00BF, 0x00AE, 0x00AC, 0x00BD, 0x00BC, 0x00A1, 0x00AB, 0x00BB,
            0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x00C1, 0x00C2, 0x00C0,
            0x00A9, 0x2563, 0x2551, 0x2557, 0x255D, 0x00A2, 0x00A5, 0x2510,
            0x2514, 0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0x00E3, 0x00C3,
            0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256C, 0x00A4,
            0x00F0, 0x00D0, 0x00CA, 0x00CB, 0x00C8, 0x0131, 0x00CD, 0x00CE,
            0x00CF, 0x2518, 0x250C, 0x2588, 0x2584, 0x00A6, 0x00CC, 0x2580,
            0x00D3, 0x00DF, 0x00D4, 0x00D2, 0x00F5, 0x00D5, 0x00B5, 0x00FE,
            0x00DE, 0x00DA, 0x00DB, 0x00D9, 0x00FD, 0x00DD, 0x00AF, 0x00B4,
            0x00AD, 0x00B1, 0x2017, 0x00BE, 0x00B6, 0x00A7, 0x00F7, 0x00B8,
            0x00B0, 0x00A8, 0x00B7, 0x00B9, 0x00B3, 0x00B2, 0x25A0, 0x00A0,
        ]
        let found = (UInt8(0)...255).map { CodePage850.scalar(of: $0).value }
        #expect(found == Array(0..<128) + upperHalf)
    }

    @Test func `replaces invalid UTF-8`() {
        let bytes: [UInt8] = [0x41, 0xC3, 0x42, 0xFF]
        #expect(TextEncoding.utf8.text(of: bytes[...]) == "A\u{FFFD}B\u{FFFD}")
    }

    @Test func `lacks what it lacks`() {
        var bytes: [UInt8] = []
        #expect(!TextEncoding.codePage850.append("a€", to: &bytes))
        #expect(!TextEncoding.isoLatin1.append("Ł", to: &bytes))
        #expect(TextEncoding.utf8.append("€Ł", to: &bytes))
    }

    @Test(arguments: [
        ("a\u{30A}", "å"), ("A\u{30A}", "Å"), ("e\u{301}", "é"), ("o\u{308}", "ö"),
        ("e\u{323}\u{302}", "ệ"), ("e\u{302}\u{323}", "ệ"), ("s\u{30C}", "š"),
        ("и\u{306}", "й"), ("ø\u{301}", "ǿ"), ("q\u{30A}", "q\u{30A}"), ("abc", "abc"),
    ])
    func `composes letters and their marks`(from: String, to: String) {
        let composed = TextEncoding.utf8.text(of: Array(from.utf8)[...])
        #expect(Array(composed.unicodeScalars) == Array(to.unicodeScalars))
    }

    @Test(arguments: [
        ("a &#124; b", "a | b"), ("&#124;&#124;", "||"), ("&#125;", "&#125;"), ("&amp;", "&amp;"),
        ("&#12", "&#12"), ("ø&#124;ø", "ø|ø"),
    ])
    func `reads the entity of the delimiter`(from: String, to: String) {
        #expect(TextEncoding.utf8.text(of: Array(from.utf8)[...]) == to)
    }
}
