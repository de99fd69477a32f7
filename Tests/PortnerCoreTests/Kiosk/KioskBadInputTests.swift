// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// What a kiosk is fed by mistake, by a broken scanner, or by somebody who means it ill.
@Suite struct `A kiosk fed with nonsense` {
    private func bench() -> Bench {
        var bench = Bench(hallBox())
        bench.connect()
        return bench
    }

    private let due = Due.on(CivilDate(dayNumber: 20_800))

    @Test(arguments: [
        "", " ", "\u{0}", "\u{1B}[2J", "\u{7F}\u{7F}\u{7F}", "<script>alert(1)</script>",
        "PORTNER-", "PORTNER-NONSENSE", "PORTNER-KEY-1", String(repeating: "9", count: 5000),
        "\u{202E}0123456789", "|AA123|AB456|", "' OR 1=1 --",
    ])
    func `says kindly that it cannot use a code, or asks the library about it`(code: String) throws
    {
        var bench = bench()
        bench.scan(code)
        let isItem = ItemNumber(code) != nil && !code.hasPrefix("PORTNER-")
        guard isItem else {
            #expect(bench.page == .idle)
            #expect(bench.screen?.notice?.what == .misplaced(.unreadable))
            #expect(bench.world.requests.isEmpty)
            return
        }
        try bench.answer("checkin", .refused(Refusal(.itemUnknown)))
        #expect(
            bench.rows.map(\.outcome)
                == [.refused(KioskRow.Refusal(reason: .itemUnknown, text: nil))]
        )
    }

    @Test func `takes no part of a SIP2 message for an item`() {
        for text in ["38\r29", "38|AO1", "38\n", "38\u{0}29"] {
            let number = ItemNumber(text)?.secret
            #expect(
                number?.contains { "|\r\n\u{0}".contains($0) } != true,
                "\(text.debugDescription)"
            )
        }
    }

    private func alarms(_ bench: Bench) -> [Record] {
        bench.world.ledger.filter { $0[.outcome] == "scans-unreadable" }
    }

    @Test func `tells staff once when somebody tries one card after the other`() throws {
        var bench = bench()
        func told() -> [Record] {
            bench.world.ledger.filter { $0[.outcome] == "pins-suspicious" }
        }
        for number in 1...ThrottleRule.reader.free {
            #expect(told().isEmpty)
            bench.scan("61019\(10_000 + number)".prefix(10).description)
            bench.typeAtKiosk("0000")
            try bench.answer("patron", .refused(Refusal(.wrongPIN)))
        }
        let alarm = try #require(told().first)
        #expect(alarm.isAlarm)
        #expect(alarm[.kiosk] == "hall")
        #expect(alarm.subject == nil)
        bench.scan(annasCard)
        #expect(bench.page == .refused(.wait(.seconds(15))))
        try bench.pass(.seconds(16))
        bench.scan(annasCard)
        bench.typeAtKiosk("0000")
        try bench.answer("patron", .refused(Refusal(.wrongPIN)))
        #expect(told().count == 1)
    }

    private func garble(_ bench: inout Bench) {
        bench.handle(.scanRefused(code: "too-long", isWorthTelling: true, reader: hallReader))
    }

    @Test func `tells staff once of a scanner that reads nothing but rubbish`() throws {
        var bench = bench()
        garble(&bench)
        bench.scan("garbage \u{7F}")
        #expect(alarms(bench).isEmpty)
        garble(&bench)
        let alarm = try #require(alarms(bench).first)
        #expect(alarm.isAlarm)
        #expect(alarm[.kiosk] == "hall")
        #expect(alarm[.device] == "hall-scanner")
        for _ in 0..<5 { garble(&bench) }
        #expect(alarms(bench).count == 1)
        bench.scan(firstItem)
        for _ in 0..<2 { garble(&bench) }
        #expect(alarms(bench).count == 1)
        garble(&bench)
        #expect(alarms(bench).count == 2)
    }

    @Test func `keeps no patron's session open by rubbish alone`() throws {
        var bench = bench()
        try bench.signIn()
        for _ in 0..<30 {
            garble(&bench)
            try bench.pass(.seconds(5))
        }
        #expect(bench.page == .idle)
        #expect(bench.screen?.patron == nil)
        try bench.pass(.seconds(120))
        #expect(bench.screen?.notice == nil)
    }

    @Test func `survives ten thousand scans in a minute, and serves the next patron`() throws {
        var bench = bench()
        try bench.signIn()
        for number in 0..<10_000 {
            switch number % 4 {
            case 0: bench.scan("\(3_800_000_000 + number)")
            case 1: bench.scan("garbage \u{7F}")
            case 2: bench.scan(firstItem)
            default:
                bench.handle(
                    .scanRefused(code: "too-long", isWorthTelling: true, reader: hallReader)
                )
            }
            if number % 1000 == 0 { try bench.pass(.milliseconds(5)) }
        }
        #expect(bench.rows.count == KioskSettings.rowsMax)
        #expect(bench.station.outbox.entries.count == KioskSettings.rowsMax)
        bench.scan("3899999999")
        #expect(bench.screen?.notice?.what == .misplaced(.full))
        for request in bench.world.takeOpenRequests() where request.task.changesRecords {
            bench.answer(request.id, .refused(Refusal(.itemUnknown)))
        }
        #expect(bench.world.outbox.entries.isEmpty)
        try bench.tap(.finish)
        try bench.signIn(bentsCard)
        #expect(bench.page == .home)
    }

    @Test func `remembers a limited number of presses`() throws {
        var bench = bench()
        for number in 0..<10_000 { try bench.tap(.stay, id: "p-\(number)") }
        try bench.tap(.choose(.loan), id: "p-9999")
        #expect(bench.page == .idle)
        try bench.tap(.choose(.loan), id: "p-10000")
        #expect(bench.page == .card(.loan))
    }

    @Test func `gives each item its own answer, whatever their order`() throws {
        var bench = bench()
        try bench.signIn()
        bench.scan(firstItem)
        let first = try bench.request("checkout").id
        bench.scan(secondItem)
        let second = try bench.request("checkout").id
        let later = Due.on(CivilDate(dayNumber: 20_830))
        bench.answer(
            second,
            .done(.checkout(Checkout(item: try item(secondItem, title: "Second"), due: later)))
        )
        bench.answer(
            first,
            .done(.checkout(Checkout(item: try item(firstItem, title: "First"), due: due)))
        )
        #expect(bench.rows.map(\.item.title?.shown) == ["Second", "First"])
        #expect(bench.rows.map(\.outcome) == [.lent(later), .lent(due)])
    }

    @Test func `hears an answer once, and none that it did not ask for`() throws {
        var bench = bench()
        try bench.signIn()
        bench.scan(firstItem)
        let request = try bench.request("checkout").id
        let lent = LibraryOutcome.done(.checkout(Checkout(item: try item(firstItem), due: due)))
        bench.answer(request, lent)
        bench.answer(request, .refused(Refusal(.itemReserved)))
        #expect(bench.rows.map(\.outcome) == [.lent(due)])
        bench.answer(try #require(RequestID("nobody-asked")), lent)
        #expect(bench.rows.count == 1)
        #expect(bench.station.counters.ignored["late"] == 2)
    }

    @Test func `shows nobody the list of another patron, or of another session of one's own`()
        throws
    {
        for card in [bentsCard, annasCard] {
            var bench = bench()
            bench.scan(annasCard)
            bench.typeAtKiosk("1234")
            let account = PatronAccount(facts: facts(), pinAccepted: true)
            try bench.answer("patron", .done(.patron(account)))
            let annas = try bench.request("loans").id
            try bench.tap(.finish)
            bench.scan(card)
            bench.typeAtKiosk("1234")
            try bench.answer("patron", .done(.patron(account)))
            try bench.tap(.choose(.loans))
            let loan = Loan(item: try item(firstItem, title: "Annas"), due: due)
            bench.answer(annas, .done(.loans([loan], isComplete: true)))
            #expect(bench.page == .loans(.asked))
        }
    }

    @Test func `takes the same press of two browsers once`() throws {
        var bench = bench()
        try bench.signIn(loans: [Loan(item: try item(firstItem), due: due)])
        try bench.tap(.choose(.loans))
        let session = try #require(bench.screen?.session)
        try bench.tap(.renew(1), id: "same", session: session)
        try bench.tap(.renew(1), id: "same", session: session)
        try bench.tap(.renew(1), id: "other", session: session)
        #expect(bench.world.requests.count { $0.task.description == "renew" } == 1)
        #expect(bench.screen?.notice?.what == .misplaced(.busy))
    }

    @Test(arguments: [
        "<img src=x onerror=alert(1)>", "a\u{0}b\u{8}c\r\nd", "\u{202E}gnilaets\u{202C}",
        String(repeating: "Ø", count: 5000),
    ])
    func `keeps what a title can do to a screen within its line`(title: String) throws {
        var bench = bench()
        try bench.signIn()
        bench.scan(firstItem)
        let lent = Checkout(item: try item(firstItem, title: title), due: due)
        try bench.answer("checkout", .done(.checkout(lent)))
        let shown = try #require(bench.rows.first?.item.title?.shown)
        #expect(!shown.unicodeScalars.contains { $0.properties.generalCategory == .control })
        #expect(shown.count <= LibraryText.lengthMax)
    }
}
