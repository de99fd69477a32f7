// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A card number typed at a door` {
    /// A replacement number.
    private let number = "7101901234"
    private let right = verifier("right")

    private func box(
        asksPIN: Bool = false,
        schedule: Schedule = .always(.selfService)
    ) -> StationSettings {
        PortnerCoreTests.box(schedule: schedule, asksPIN: asksPIN) { settings in
            for index in settings.rules.indices { settings.rules[index].takesTypedCards = true }
        }
    }

    @Test func `lets in with the PIN, also in hours that ask for none with a card`() throws {
        for asksPIN in [true, false] {
            var bench = Bench(box(asksPIN: asksPIN))
            try bench.know(number, verifier: right)
            bench.type(number)
            #expect(bench.sign() == .enterPIN(typed: 0, length: nil))
            #expect(!bench.world.isReleased(mainDoor))
            bench.type("8642")
            try bench.check(matches: true)
            #expect(bench.world.isReleased(mainDoor))
            let decision = try bench.decision()
            #expect(decision[.detail] == "typed number")
            #expect(decision.subject == (try bench.key(number)))
        }
    }

    @Test func `is asked about at the library system as a card is, with the PIN`() throws {
        var bench = Bench(box())
        bench.type(number)
        bench.type("8642")
        try bench.check(matches: false)
        let question = try #require(bench.world.questions.last)
        #expect(question.card.secret == number)
        #expect(question.pin?.secret == Array("8642".utf8))
        try bench.reply(.known(facts(), pinAccepted: true))
        #expect(bench.world.isReleased(mainDoor))
    }

    @Test func `is not taken where the library does not want it`() throws {
        var bench = Bench(PortnerCoreTests.box())
        try bench.know(number)
        bench.type(number)
        #expect(bench.sign() == .ready)
        #expect(bench.world.panels[mainReader]?.takesNumbers == false)
        #expect(bench.world.ledger.isEmpty)
        let typed = Evidence(now: moment(), cached: known(facts()), pin: .matched, isTyped: true)
        #expect(outcome(rules(), typed) == .denied(.numberNotTaken))
        #expect(findings(rules(), typed).last?.rule == .pinEntry)
    }

    @Test func `begins with a digit or OK at a door that is ready, and with nothing else`() throws {
        for (key, sign) in [
            (Key.digit(7), PanelView.Sign.enterNumber(typed: 1, hint: nil)),
            (.enter, .enterNumber(typed: 0, hint: nil)), (.clear, .ready), (.cancel, .ready),
        ] {
            var bench = Bench(box())
            #expect(bench.world.panels[mainReader]?.takesNumbers == true)
            bench.press(key)
            #expect(bench.sign() == sign)
        }
    }

    @Test func `is not begun where nobody would be let in, nor over a refusal`() throws {
        var closed = Bench(box(schedule: .always(.closed)))
        closed.type(number)
        #expect(closed.sign() == .closed)
        var down = Bench(box())
        #expect(try down.order(.secure) == nil)
        down.type(number)
        #expect(down.sign() == .outOfService)
        var refused = Bench(box())
        try refused.know(number, facts(blocks: [.excluded]))
        try refused.present(number)
        try refused.reply(.known(facts(blocks: [.excluded]), pinAccepted: nil))
        refused.press(.digit(1))
        #expect(refused.sign() == .denied(.blocked))
        try refused.pass(.seconds(8))
        refused.press(.digit(1))
        #expect(refused.sign() == .enterNumber(typed: 1, hint: nil))
    }

    @Test func `is kept when it is too short or too long, and can be taken back`() throws {
        var bench = Bench(box())
        bench.type("12345")
        #expect(bench.sign() == .enterNumber(typed: 5, hint: .tooShort))
        for _ in 1...11 { bench.press(.digit(6)) }
        #expect(bench.sign() == .enterNumber(typed: 16, hint: nil))
        bench.press(.digit(7))
        #expect(bench.sign() == .enterNumber(typed: 16, hint: .tooLong))
        for left in (0..<16).reversed() {
            bench.press(.clear)
            #expect(bench.sign() == .enterNumber(typed: left, hint: nil))
        }
        bench.press(.cancel)
        #expect(bench.sign() == .ready)
        #expect(bench.world.ledger.isEmpty)
    }

    @Test func `is forgotten when nobody goes on, and each key gives the whole time again`() throws
    {
        var bench = Bench(box())
        for digit: UInt8 in [7, 1, 0] {
            bench.press(.digit(digit))
            try bench.pass(.seconds(29))
        }
        #expect(bench.sign() == .enterNumber(typed: 3, hint: nil))
        try bench.pass(.seconds(1))
        #expect(bench.sign() == .ready)
        bench.press(.digit(7))
        #expect(bench.sign() == .enterNumber(typed: 1, hint: nil))
        #expect(bench.world.ledger.isEmpty)
    }

    @Test func `gives way to a card`() throws {
        var bench = Bench(box())
        try bench.know("1000")
        bench.press(.digit(7))
        try bench.present("1000")
        #expect(bench.world.isReleased(mainDoor))
        #expect(try bench.decision()[.detail] == nil)
    }

    @Test func `looks the same whether it exists or not`() throws {
        var seen: [[String]] = []
        var signs: [[PanelView.Sign?]] = []
        for reply in [LibraryReply.unknownCard, .known(facts(), pinAccepted: false)] {
            var bench = Bench(box())
            if reply != .unknownCard { try bench.know(number, verifier: right) }
            bench.world.steps = []
            var shown: [PanelView.Sign?] = []
            bench.type(number)
            shown.append(bench.sign())
            bench.type("0000")
            shown.append(bench.sign())
            try bench.check(matches: false)
            shown.append(bench.sign())
            try bench.reply(reply)
            shown.append(bench.sign())
            seen.append(bench.words.filter { !$0.hasSuffix("the cache") })
            signs.append(shown)
        }
        #expect(seen[0] == seen[1])
        #expect(signs[0] == signs[1])
        #expect(signs[0].last == .denied(.refused))
    }

    @Test func `is no way around the count of wrong attempts`() throws {
        var bench = Bench(box(asksPIN: true))
        for attempt in 1...ThrottleRule.card.free {
            let isScanned = attempt.isMultiple(of: 2)
            let reader = isScanned ? sideReader : mainReader
            if isScanned { try bench.present(number, at: reader) }
            if !isScanned { bench.type(number, at: reader) }
            bench.type("0000", at: reader)
            try bench.check(matches: false)
            try bench.reply(.known(facts(), pinAccepted: false))
            try bench.pass(.seconds(10))
        }
        bench.type(number)
        guard case .wait? = bench.sign() else {
            Issue.record("\(String(describing: bench.sign())) in the place of a wait")
            return
        }
        #expect(try bench.decision()[.denial] == "throttled")
    }

    @Test func `opens nothing by the station's own list, and is refused by it`() throws {
        var bench = Bench(box())
        let key = try bench.key(number)
        let allow = ListChange.add(key, .allow, doors: nil, lastDay: nil, whenClosed: true)
        #expect(try bench.change(allow) == nil)
        bench.type(number)
        #expect(bench.sign() == .enterPIN(typed: 0, length: nil))
        bench.type("8642")
        try bench.check(matches: false)
        try bench.reply(.unknownCard)
        #expect(bench.sign() == .denied(.refused))
        let deny = ListChange.add(key, .deny, doors: nil, lastDay: nil, whenClosed: false)
        #expect(try bench.change(deny) == nil)
        try bench.pass(.seconds(10))
        bench.type(number)
        bench.type("8642")
        try bench.check(matches: false)
        try bench.reply(.known(facts(), pinAccepted: true))
        #expect(try bench.decision()[.denial] == "deny-listed")
    }

    @Test func `is in no record, panel or dump`() throws {
        var bench = Bench(box())
        bench.type(number)
        var text = ""
        dump(bench.station, to: &text)
        for byte in number.utf8 { bench.press(.digit(byte - 0x30)) }
        for step in bench.world.steps { text += String(reflecting: step) }
        #expect(!text.contains(number))
        #expect(!text.contains("55, 49, 48, 49, 57, 48"))
    }
}
