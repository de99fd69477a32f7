// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@Suite struct `A text of the library system` {
    @Test func `is one line`() {
        #expect(LibraryText(" Helbred\r\n dit\tliv ")?.shown == "Helbred dit liv")
        #expect(LibraryText("a\u{2028}b\u{0}c")?.shown == "a b c")
    }

    @Test(arguments: ["", " ", "\r\n\t"]) func `is nothing when it is blank`(text: String) {
        #expect(LibraryText(text) == nil)
    }

    @Test func `is cut where it is too long`() {
        let text = LibraryText(String(repeating: "å", count: 1000))
        #expect(text?.shown.count == LibraryText.lengthMax)
    }
}

@Suite struct `An amount of money` {
    @Test(arguments: [(11_557, "115.57"), (5, "0.05"), (0, "0.00"), (-250, "-2.50")])
    func `is written with a point and two decimals`(hundredths: Int, text: String) {
        #expect(Money(hundredths: hundredths, currency: "DKK").text == text)
    }
}

@Suite struct `Numbers and names in requests` {
    @Test func `of items lose the blanks around them`() {
        #expect(ItemNumber("  3274626533\u{20}")?.secret == "3274626533")
    }

    @Test(arguments: ["", "  ", "a b", "a|b", "å", "a\r", String(repeating: "1", count: 65)])
    func `of items are refused when they could break a message`(text: String) {
        #expect(ItemNumber(text) == nil)
    }

    @Test func `of items are the same in either case`() throws {
        let number = try #require(ItemNumber("Ab-12[Z"))
        #expect(number.isSame(as: try #require(ItemNumber("aB-12[z"))))
        #expect(Item(number: ItemNumber("AB-12[z")).bears(number))
        for other in ["Ab-12[", "Ab-12[ZZ", "Ab-12{Z", "Ab-12[Y", "Ab-13[Z"] {
            #expect(!number.isSame(as: try #require(ItemNumber(other))))
        }
        #expect(!Item(number: nil).bears(number))
    }

    @Test(arguments: ["", "a b", "a|b", "æ", String(repeating: "1", count: 65)])
    func `of fees are refused when they could break a message`(text: String) {
        #expect(FeeNumber(text) == nil)
    }

    @Test func `of requests are letters, digits and hyphens`() {
        #expect(RequestID("19adc5e7-2734-4aeb-b255-d259c68928a5") != nil)
        for text in ["", "a b", "a|b", "a_b", "æ", String(repeating: "1", count: 37)] {
            #expect(RequestID(text) == nil)
        }
    }
}

@Suite struct `What is shown of a patron's reading` {
    @Test func `is nothing`() throws {
        let secret = "Prinsesse Mononoke"
        let text = try #require(LibraryText(secret))
        let number = try #require(ItemNumber("3846731813"))
        let item = Item(number: number, title: text, author: text)
        let access = PatronAccess(
            card: try #require(CardNumber("3210519784")),
            pin: PIN(Array("12345".utf8))
        )
        let refusal = Refusal(.itemReserved, text: text)
        let values: [Any] = [
            item, Loan(item: item), Hold(item: item, state: .ready, branch: text, shelf: text),
            Checkout(item: item, text: text), Checkin(item: item, place: text, text: text),
            Renewal(item: item, refusal: refusal), refusal, ItemFacts(item: item, status: .onLoan),
            LibraryTask.checkout(number, access), LibraryTask.renewAll(access),
            LibraryResult.loans([Loan(item: item)], isComplete: true), LibraryResult.payment(text),
            LibraryOutcome.done(.checkout(Checkout(item: item))), LibraryOutcome.refused(refusal),
            access,
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            for shown in ["\(value)", String(reflecting: value), dumped] {
                for word in [secret, "3846731813", "3210519784", "12345"] {
                    #expect(!shown.contains(word), "\(type(of: value))")
                }
            }
        }
    }
}
