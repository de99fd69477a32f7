// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import LocalHTTP

private let inputs: [KioskInput] =
    [
        .typeCard, .back, .renewAll, .finish, .stay, .handOver(true), .handOver(false), .renew(1),
        .renew(999_999), .acknowledge(0), .key(.enter), .key(.clear), .key(.cancel),
    ]
    + KioskTask.allCases.map { .choose($0) }
    + (0...9).map { .key(.digit($0)) }
    + ReceiptChoice.allCases.map { .receipt($0) }
    + Language.allCases.map { .language($0) }
    + KioskInput.Wish.allCases.flatMap { [.wish($0, true), .wish($0, false)] }

@Suite struct `A kiosk's order` {
    @Test(arguments: inputs) func `is read as it was written`(input: KioskInput) {
        #expect(KioskInput(word: input.word) == input)
    }

    @Test func `is written differently for each input`() {
        #expect(Set(inputs.map(\.word)).count == inputs.count)
    }

    @Test(arguments: KioskInput.orderWords)
    func `has the words of the command barcodes`(word: String) {
        #expect(KioskInput(word: word)?.word == word)
    }

    @Test(arguments: [
        "", "renew-", "renew--1", "renew-1234567", "renew-+1", "renew-1.0", "key-", "key-10",
        "key-٣", "seen-x", "Back", "back ", "language-fr", "receipt-", "no-", "no-back",
    ])
    func `is nothing else`(order: String) {
        #expect(KioskInput(word: order) == nil)
    }

    @Test func `needs a name that can be one`() {
        #expect(KioskOrder(id: "a b", session: 1, order: "back").press == nil)
        #expect(KioskOrder(id: "", session: 1, order: "back").press == nil)
        let press = KioskOrder(id: "a-1", session: 1, order: "back").press
        #expect(press?.session == 1)
        #expect(press?.input == .back)
    }

    @Test func `is never shown, for it can be a digit`() {
        let order = KioskOrder(id: "a", session: 1, order: "key-7")
        var dumped = ""
        dump(order, to: &dumped)
        #expect(!"\(order)\(String(reflecting: order))\(dumped)".contains("7"))
    }
}
