// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A code at a kiosk` {
    private func meaning(_ text: String, _ kind: ScannedCode.Kind? = nil) -> String {
        switch ScannedCode(text, kind: kind).meaning {
        case .order: "order"
        case .card: "card"
        case .item: "item"
        case .nothing: "nothing"
        }
    }

    @Test(arguments: [
        ("6101015550", "card"), ("610101-5550", "card"), ("0101015550", "card"),
        ("3829213522", "item"), ("6113015550", "item"), ("9201015550", "item"),
        ("LP-1000124", "item"), ("portner-finish", "order"), ("PORTNER-RECEIPT-PRINT", "order"),
        ("PORTNER-LANGUAGE-EN", "order"), ("PORTNER-OPEN-THE-DOOR", "nothing"), ("", "nothing"),
        ("\u{1B}[2J", "nothing"), ("a|b", "nothing"),
    ])
    func `is known by its form`(_ text: String, _ expected: String) {
        #expect(meaning(text) == expected)
    }

    @Test func `longer than an item's number is nothing`() {
        #expect(meaning(String(repeating: "1", count: 64)) == "item")
        #expect(meaning(String(repeating: "1", count: 65)) == "nothing")
    }

    @Test func `is what the library's own forms say, and an order all the same`() {
        #expect(meaning("6101015550", .item) == "item")
        #expect(meaning("lk123456", .card) == "card")
        #expect(meaning("a|b", .card) == "nothing")
        #expect(meaning("PORTNER-STAY", .item) == "order")
    }

    @Test func `orders cover every press that needs no number on the screen`() {
        let words = KioskInput.orderWords
        #expect(Set(words).count == words.count)
        #expect(words.contains("finish") && words.contains("no-hide-titles"))
        for task in KioskTask.allCases { #expect(words.contains(task.rawValue)) }
    }
}
