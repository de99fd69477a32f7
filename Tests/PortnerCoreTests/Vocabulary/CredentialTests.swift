// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// Every way in which a value ends up in text.
private func texts(of value: Any) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    return ["\(value)", String(describing: value), String(reflecting: value), dumped]
}

@Suite struct `A card number` {
    @Test(arguments: [
        ("7101901234", "7101901234"), ("710190-1234", "7101901234"),
        (" 710190 1234 ", "7101901234"),
        ("ab12", "AB12"), ("A000123", "A000123"),
    ])
    func `has one form for every way of writing it`(_ text: String, _ expected: String) {
        #expect(CardNumber(text)?.secret == expected)
    }

    @Test(arguments: [
        "", "   ", "123", "-", "7101901-234", "710190--1234", "710190-12345", "ABCDEF-1234",
        "710190-", "1234\t5678", "12345\n", "1234;5678", "søren", "１２３４５", "12\u{0}34", "%B12345^",
    ])
    func `is not made from garbage`(_ text: String) {
        #expect(CardNumber(text) == nil)
    }

    @Test func `keeps to its limits`() {
        #expect(CardNumber(String(repeating: "7", count: CardNumber.lengthMin - 1)) == nil)
        #expect(CardNumber(String(repeating: "7", count: CardNumber.lengthMin)) != nil)
        #expect(CardNumber(String(repeating: "7", count: CardNumber.lengthMax)) != nil)
        #expect(CardNumber(String(repeating: "7", count: CardNumber.lengthMax + 1)) == nil)
        let blanks = String(repeating: " ", count: CardNumber.scanLengthMax - 4)
        #expect(CardNumber(blanks + "1234") != nil)
        #expect(CardNumber(blanks + " 1234") == nil)
    }

    @Test func `never shows itself, alone or inside of something else`() throws {
        let card = try card("7101901234")
        let event = Event.cardPresented(card, reader: mainReader)
        let question = LibraryQuestion(
            ticket: Ticket(number: 1),
            card: card,
            pin: try pin("8642"),
            ageLimits: [],
            timeout: .seconds(2)
        )
        for text in texts(of: card) + texts(of: event) + texts(of: question) + texts(of: [card]) {
            #expect(!text.contains("710190"))
            #expect(!text.contains("1234"))
            #expect(!text.contains("8642"))
        }
    }
}

@Suite struct `A card key` {
    private let key = CardKey(0x0000_00AB_CDEF_0123, 2, 3, 4)

    @Test func `is told by eight digits`() {
        #expect(key.label == "000000ab")
        #expect("\(key)" == "000000ab")
        #expect(CardKey(.max, 0, 0, 0).label == "ffffffff")
    }

    @Test func `matches only when all four words do`() {
        #expect(key.matches(key))
        for other in [
            CardKey(1, 2, 3, 4), CardKey(key.first, 0, 3, 4), CardKey(key.first, 2, 0, 4),
            CardKey(key.first, 2, 3, 0),
        ] {
            #expect(!key.matches(other))
            #expect(!other.matches(key))
        }
    }

    @Test func `has a row number that is never negative`() {
        #expect(CardKey(.max, 0, 0, 0).rowNumber == .max)
        #expect(CardKey(1, 0, 0, 0).rowNumber == 0)
    }
}

@Suite struct `A PIN` {
    @Test(arguments: ["", "123", "1234567890123", "12a4", "12 4", "１２３４"])
    func `is not made from other than 4 to 12 digits`(_ text: String) {
        #expect(PIN(Array(text.utf8)) == nil)
    }

    @Test(arguments: ["0000", "1234", "123456789012"])
    func `holds its digits`(_ text: String) throws {
        #expect(try pin(text).secret == Array(text.utf8))
    }

    @Test func `never shows its digits, nor how many there are`() throws {
        let short = try pin("8642")
        let long = try pin("86428642")
        #expect(texts(of: short) == texts(of: long))
        #expect(texts(of: short).allSatisfy { !$0.contains("8642") && !$0.contains("56") })
    }

    @Test func `does not show through the keys it is typed with`() {
        let keys = [Key.digit(8), .digit(6), .enter]
        for text in texts(of: keys) + texts(of: Event.keyPressed(.digit(8), reader: mainReader)) {
            #expect(!text.contains("8"))
        }
        #expect([Key.digit(1), .enter, .clear, .cancel].map(\.description).count == 4)
        #expect(String(reflecting: Key.clear) == "clear")
    }

    @Test func `does not show through the verifier or the patron number`() {
        let verifier = PINVerifier(bytes: Array("secret".utf8))
        for text in texts(of: verifier) + texts(of: PatronNumber("PLANTED") as Any) {
            #expect(!text.contains("115"))
            #expect(!text.contains("PLANTED"))
        }
    }
}

@Suite struct `A patron number` {
    @Test func `is printable ASCII of a bounded length`() {
        #expect(PatronNumber("P-123/4")?.secret == "P-123/4")
        #expect(PatronNumber("") == nil)
        #expect(PatronNumber("a b") == nil)
        #expect(PatronNumber("æ") == nil)
        #expect(PatronNumber(String(repeating: "1", count: PatronNumber.lengthMax)) != nil)
        #expect(PatronNumber(String(repeating: "1", count: PatronNumber.lengthMax + 1)) == nil)
    }
}
