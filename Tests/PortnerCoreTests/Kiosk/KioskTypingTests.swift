// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A card number typed at a kiosk` {
    private func bench(
        online: Bool = true,
        _ change: (inout KioskSettings) -> Void = { $0.takesTypedCards = true }
    ) -> Bench {
        var bench = Bench(hallBox(change))
        bench.connect(online)
        return bench
    }

    private func enter(_ bench: inout Bench, _ number: String) throws {
        bench.typeAtKiosk(number)
        bench.handle(.keyPressed(.enter, reader: hallReader))
    }

    @Test func `signs in with the PIN, as a scan of it does`() throws {
        var bench = bench()
        try bench.tap(.choose(.loans))
        try bench.tap(.typeCard)
        #expect(bench.page == .typing(0))
        try enter(&bench, annasCard)
        #expect(bench.page == .pin(typed: 0, length: 4, isSecondTry: false))
        bench.typeAtKiosk("1234")
        guard case .patron(let access, _) = try bench.request("patron").task else {
            Issue.record("the library was not asked about a patron")
            return
        }
        #expect(access.card.secret == annasCard)
        let account = PatronAccount(facts: facts(), pinAccepted: true)
        try bench.answer("patron", .done(.patron(account)))
        #expect(bench.page == .loans(.asked))
    }

    @Test func `is not taken where the library does not want it`() throws {
        var bench = bench { _ in }
        try bench.tap(.typeCard)
        #expect(bench.page == .idle)
        #expect(bench.screen?.takesTypedCards == false)
        let settings = KioskSettings(
            kiosk: hall,
            reader: hallReader,
            asksPIN: false,
            takesTypedCards: true
        )
        #expect(!settings.takesTypedCards)
    }

    @Test func `is no way around the count of wrong attempts`() throws {
        var bench = bench()
        for attempt in 1...5 {
            if attempt.isMultiple(of: 2) {
                bench.scan(annasCard)
            } else {
                try bench.tap(.typeCard)
                try enter(&bench, annasCard)
            }
            bench.typeAtKiosk("0000")
            try bench.answer("patron", .refused(Refusal(.wrongPIN)))
        }
        try bench.tap(.typeCard)
        try enter(&bench, annasCard)
        #expect(bench.page == .refused(.wait(.seconds(30))))
    }

    @Test func `tells nobody whether it exists before the PIN is typed`() throws {
        var pages: [KioskView.Page?] = []
        for number in [annasCard, "999999", "1234567890123456"] {
            var bench = bench()
            try bench.know(annasCard)
            try bench.tap(.typeCard)
            try enter(&bench, number)
            pages.append(bench.page)
            #expect(bench.world.requests.isEmpty)
        }
        #expect(Set(pages).count == 1)
    }

    @Test func `has a least and a greatest length, and can be taken back`() throws {
        var bench = bench()
        try bench.tap(.typeCard)
        try enter(&bench, "12345")
        #expect(bench.page == .typing(5))
        bench.typeAtKiosk("678901234567")
        #expect(bench.page == .typing(16))
        for _ in 1...20 { bench.handle(.keyPressed(.clear, reader: hallReader)) }
        #expect(bench.page == .typing(0))
        bench.handle(.keyPressed(.cancel, reader: hallReader))
        #expect(bench.page == .idle)
    }

    @Test func `gives way to a card that is scanned, and is forgotten when nobody goes on`() throws
    {
        var bench = bench()
        try bench.tap(.typeCard)
        bench.typeAtKiosk("61010")
        bench.scan(bentsCard)
        #expect(bench.page == .pin(typed: 0, length: 4, isSecondTry: false))
        try bench.tap(.back)
        try bench.tap(.typeCard)
        #expect(bench.page == .typing(0))
        bench.typeAtKiosk("61010")
        try bench.pass(.seconds(61))
        #expect(bench.screen?.question == .stillThere(.seconds(30)))
        try bench.pass(.seconds(31))
        #expect(bench.page == .idle)
    }

    @Test func `is in no description and no dump`() {
        var entry = CardEntry()
        for digit: UInt8 in [6, 1, 0, 1, 0, 1] { _ = entry.press(.digit(digit)) }
        var dumped = ""
        dump(entry, to: &dumped)
        #expect("\(entry)" == "card entry")
        #expect(!dumped.contains("6") && !dumped.contains("digits"))
    }
}

@Suite struct `A kiosk's times and wishes` {
    @Test func `are those that the library chose`() throws {
        var wishes = KioskWishes()
        wishes.language = .english
        wishes.hidesTitles = true
        var bench = Bench(
            hallBox {
                $0.quiet = .seconds(90)
                $0.answerTime = .seconds(40)
                $0.wishes = wishes
            }
        )
        bench.connect()
        #expect(bench.screen?.wishes == wishes)
        try bench.signIn()
        try bench.tap(.wish(.hidesTitles, false))
        try bench.pass(.seconds(89))
        #expect(bench.screen?.question == nil)
        try bench.pass(.seconds(2))
        #expect(bench.screen?.question == .stillThere(.seconds(40)))
        try bench.pass(.seconds(41))
        #expect(bench.page == .idle)
        #expect(bench.screen?.wishes == wishes)
    }

    @Test func `never leave less than twenty seconds to answer`() {
        let settings = KioskSettings(
            kiosk: hall,
            reader: hallReader,
            quiet: .seconds(1),
            answerTime: .seconds(1)
        )
        #expect(settings.quiet == .seconds(30))
        #expect(settings.answerTime == .seconds(20))
    }

    @Test func `change with new settings while nobody is served`() throws {
        var bench = Bench(hallBox())
        bench.connect()
        var english = KioskWishes()
        english.language = .english
        bench.handle(.reconfigured(hallBox { $0.wishes = english }, detail: ""))
        #expect(bench.screen?.wishes.language == .english)
    }
}
