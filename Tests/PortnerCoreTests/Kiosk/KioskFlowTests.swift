// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A kiosk` {
    private func bench(
        online: Bool = true,
        _ change: (inout KioskSettings) -> Void = { _ in }
    ) -> Bench {
        var bench = Bench(hallBox(change))
        bench.connect(online)
        bench.world.steps = []
        return bench
    }

    private let due = Due.on(CivilDate(dayNumber: 20_800))

    // MARK: Signing in

    @Test func `signs a patron in by card and PIN, and greets by first name`() throws {
        var bench = bench()
        bench.scan(annasCard)
        #expect(bench.page == .pin(typed: 0, length: 4, isSecondTry: false))
        bench.typeAtKiosk("123")
        #expect(bench.page == .pin(typed: 3, length: 4, isSecondTry: false))
        bench.typeAtKiosk("4")
        #expect(bench.page == .checking)
        let account = PatronAccount(
            facts: facts(),
            pinAccepted: true,
            name: LibraryText("Prøve, Anna Marie")
        )
        try bench.answer("patron", .done(.patron(account)))
        #expect(bench.page == .home)
        #expect(bench.screen?.patron?.name?.shown == "Anna")
        #expect(bench.world.ledger.last?.kind == .session)
        #expect(bench.world.ledger.last?.subject == (try bench.key(annasCard)))
    }

    @Test func `counts an attempt durably before the PIN leaves`() throws {
        var bench = bench()
        bench.scan(annasCard)
        bench.typeAtKiosk("1234")
        let words = bench.words
        let wrote = try #require(words.firstIndex(of: "wrote"))
        let asked = try #require(words.firstIndex(of: "request patron"))
        #expect(wrote < asked)
        #expect(bench.world.counts.count == 2)
    }

    @Test func `answers an unknown card and a wrong PIN alike`() throws {
        var pages: [KioskView.Page?] = []
        for reason in [Refusal.Reason.patronNotValid, .wrongPIN] {
            var bench = bench()
            bench.scan(annasCard)
            bench.typeAtKiosk("1234")
            try bench.answer("patron", .refused(Refusal(reason)))
            pages.append(bench.page)
            #expect(bench.world.counts[.card(try bench.key(annasCard))] == 1)
        }
        #expect(pages == [.refused(.wrong), .refused(.wrong)])
    }

    @Test func `shares its count of wrong attempts with the doors`() throws {
        var bench = bench()
        for _ in 1...5 {
            bench.scan(annasCard)
            bench.typeAtKiosk("0000")
            try bench.answer("patron", .refused(Refusal(.wrongPIN)))
        }
        bench.scan(annasCard)
        #expect(bench.page == .refused(.wait(.seconds(30))))
        try bench.present(annasCard)
        #expect(bench.sign() == .wait(.seconds(30)))
    }

    @Test func `does not try a PIN whose attempt cannot be written`() throws {
        var bench = bench()
        bench.scan(annasCard)
        bench.world.isDiskFull = true
        bench.typeAtKiosk("1234")
        #expect(bench.page == .refused(.notRecorded))
        #expect(bench.world.requests.isEmpty)
    }

    @Test func `does not serve a card that was reported stolen`() throws {
        var bench = bench()
        bench.scan(annasCard)
        bench.typeAtKiosk("1234")
        let account = PatronAccount(facts: facts(blocks: [.cardStolen]), pinAccepted: true)
        try bench.answer("patron", .done(.patron(account)))
        #expect(bench.page == .refused(.askStaff))
    }

    @Test func `serves a patron with debt and says what does not work`() throws {
        var bench = bench()
        bench.scan(annasCard)
        bench.typeAtKiosk("1234")
        let account = PatronAccount(facts: facts(blocks: [.debt]), pinAccepted: true)
        try bench.answer("patron", .done(.patron(account)))
        #expect(bench.page == .home)
        #expect(bench.screen?.patron?.block == .debt)
    }

    // MARK: Items

    @Test func `lends an item, and enters it durably before it is sent`() throws {
        var bench = bench()
        try bench.signIn()
        bench.world.steps = []
        bench.scan(firstItem)
        #expect(bench.rows.map(\.outcome) == [.working])
        #expect(bench.words == ["wrote", "request checkout", "show kiosk"])
        #expect(bench.world.outbox.entries.map(\.state) == [.sent])
        let lent = Checkout(item: try item(firstItem, title: "Vinterhave"), due: due)
        try bench.answer("checkout", .done(.checkout(lent)))
        #expect(bench.rows.map(\.outcome) == [.lent(due)])
        #expect(bench.rows.first?.item.title?.shown == "Vinterhave")
        #expect(bench.world.outbox.entries.isEmpty)
        let record = try #require(bench.world.ledger.last { $0.kind == .transaction })
        #expect(record[.outcome] == "done")
        #expect(record.subject == nil)
    }

    @Test func `returns an item scanned on the first page without a card`() throws {
        var bench = bench()
        bench.scan(firstItem)
        let back = Checkin(
            item: try item(firstItem, title: "Vinterhave"),
            bin: LibraryText("3"),
            alert: .reserved
        )
        try bench.answer("checkin", .done(.checkin(back)))
        let place = KioskRow.ReturnPlace(bin: LibraryText("3"), branch: nil, alert: .reserved)
        #expect(bench.rows.map(\.outcome) == [.returned(place)])
        #expect(bench.screen?.patron == nil)
    }

    @Test func `keeps a refused item on top until it is read`() throws {
        var bench = bench()
        try bench.signIn()
        bench.scan(firstItem)
        try bench.answer("checkout", .refused(Refusal(.itemReserved)))
        bench.scan(secondItem)
        try bench.answer("checkout", .done(.checkout(Checkout(item: try item(secondItem)))))
        #expect(bench.rows.map(\.number) == [1, 2])
        try bench.tap(.acknowledge(1))
        #expect(bench.rows.map(\.number) == [2, 1])
    }

    @Test func `takes an item scanned twice once`() throws {
        var bench = bench()
        try bench.signIn()
        bench.scan(firstItem)
        bench.scan(firstItem)
        #expect(bench.world.requests.count { $0.task.description == "checkout" } == 1)
        #expect(bench.screen?.notice?.what == .again(1))
    }

    @Test func `offers to renew what is the patron's already, by touch or by a second scan`() throws
    {
        var bench = bench()
        try bench.signIn(loans: [Loan(item: try item(firstItem), due: due)])
        bench.scan(firstItem)
        #expect(bench.rows.map(\.outcome) == [.alreadyYours(due)])
        bench.scan(firstItem)
        let later = Due.on(CivilDate(dayNumber: 20_828))
        try bench.answer("renew", .done(.renewal(Renewal(item: try item(firstItem), due: later))))
        #expect(bench.rows.map(\.outcome) == [.renewed(later)])
        #expect(!bench.world.requests.contains { $0.task.description == "checkout" })
    }

    @Test func `renews all and tells of each loan by itself`() throws {
        var bench = bench()
        let loans = [
            Loan(item: try item(firstItem), due: due), Loan(item: try item(secondItem), due: due),
        ]
        try bench.signIn(loans: loans)
        try bench.tap(.choose(.loans))
        try bench.tap(.renewAll)
        let renewals = [
            Renewal(item: try item(firstItem), due: .on(CivilDate(dayNumber: 20_828))),
            Renewal(item: try item(secondItem), refusal: Refusal(.itemReserved)),
        ]
        try bench.answer("renew all", .done(.renewals(renewals)))
        guard case .loans(.known(let lines))? = bench.page else {
            Issue.record("the loans are not shown")
            return
        }
        #expect(lines[0].renewal == .renewed(.on(CivilDate(dayNumber: 20_828))))
        #expect(
            lines[1].renewal == .refused(KioskRow.Refusal(reason: .itemReserved, text: nil))
        )
        #expect(bench.screen?.notice?.what == .renewals(renewed: 1, of: 2))
    }

    @Test func `does not lend what could not be written down`() throws {
        var bench = bench()
        try bench.signIn()
        bench.world.isDiskFull = true
        bench.scan(firstItem)
        #expect(
            bench.rows.map(\.outcome)
                == [.refused(KioskRow.Refusal(reason: .notRecorded, text: nil))]
        )
        #expect(!bench.world.requests.contains { $0.task.description == "checkout" })
        #expect(bench.station.outbox.entries.isEmpty)
    }

    // MARK: Without a line

    @Test
    func `lends without a line to a patron in the cache, and says so only when it is written`()
        throws
    {
        var bench = bench(online: false)
        try bench.know(annasCard, verifier: verifier("right"))
        bench.scan(annasCard)
        bench.typeAtKiosk("1234")
        try bench.check(matches: true)
        #expect(bench.page == .home)
        bench.world.steps = []
        bench.scan(firstItem)
        let day = bench.now.civil.date.advanced(by: 14)
        #expect(bench.rows.map(\.outcome) == [.lentOffline(day)])
        #expect(bench.words == ["wrote", "show kiosk"])
        #expect(bench.world.outbox.entries.map(\.state) == [.queued])
    }

    @Test func `does not sign in without a line who is blocked, unknown, or of old facts`() throws {
        for kind in ["blocked", "unknown", "old", "wrong"] {
            var bench = bench(online: false)
            switch kind {
            case "blocked":
                try bench.know(annasCard, facts(blocks: [.excluded]), verifier: verifier("right"))
            case "old":
                try bench.know(annasCard, facts(aged: .hours(73)), verifier: verifier("right"))
            case "wrong":
                try bench.know(annasCard, verifier: verifier("right"))
            default: break
            }
            bench.scan(annasCard)
            bench.typeAtKiosk("1234")
            try bench.check(matches: kind == "blocked" || kind == "old")
            #expect(bench.page == .refused(.unreachable), "\(kind)")
        }
    }

    @Test func `tells the library afterwards, in order, and once`() throws {
        var bench = bench(online: false)
        try bench.know(annasCard, verifier: verifier("right"))
        bench.scan(annasCard)
        bench.typeAtKiosk("1234")
        try bench.check(matches: true)
        bench.scan(firstItem)
        bench.scan(secondItem)
        try bench.tap(.finish)
        bench.connect()
        let first = try bench.request("checkout")
        guard case .checkout(let number, let access, let deferral?) = first.task else {
            Issue.record("the loan was not told as made before")
            return
        }
        #expect(number.secret == firstItem)
        #expect(access.pin == nil)
        #expect(deferral.due == bench.now.civil.date.advanced(by: 14))
        bench.answer(first.id, .done(.checkout(Checkout(item: try item(firstItem)))))
        let second = try bench.request("checkout")
        #expect(second.id != first.id)
        bench.answer(second.id, .refused(Refusal(.itemReserved)))
        #expect(bench.world.outbox.entries.map(\.state) == [.conflict(.taken)])
        #expect(bench.world.ledger.last?.isAlarm == true)
    }

    @Test func `queues behind what waits for the same item`() throws {
        var bench = bench(online: false)
        bench.scan(firstItem)
        bench.connect()
        // The return is being told; a second return of the same item must not overtake it.
        try bench.tap(.back)
        bench.scan(firstItem)
        #expect(bench.rows.map(\.outcome) == [.returnedOffline])
        #expect(bench.world.requests.count { $0.task.description == "checkin" } == 1)
    }

    @Test func `does nothing without a line where the library wants nothing done`() throws {
        var bench = bench(online: false) { $0.outage = .nothing }
        bench.scan(firstItem)
        #expect(
            bench.rows.map(\.outcome)
                == [.refused(KioskRow.Refusal(reason: .unreachable, text: nil))]
        )
        #expect(bench.world.outbox.entries.isEmpty)
    }

    // MARK: Doubt

    @Test func `looks before it says that nothing was lent`() throws {
        var bench = bench()
        try bench.signIn()
        bench.scan(firstItem)
        try bench.answer("checkout", .unknown)
        #expect(bench.rows.map(\.outcome) == [.doubtful])
        let loan = Loan(item: try item(firstItem, title: "Vinterhave"), due: due)
        try bench.answer("loans", .done(.loans([loan], isComplete: true)))
        #expect(bench.rows.map(\.outcome) == [.lent(nil)])
        #expect(bench.world.outbox.entries.isEmpty)
    }

    @Test func `leaves a loan to staff that was not carried out when the patron had gone`() throws {
        var bench = bench()
        try bench.signIn()
        bench.scan(firstItem)
        try bench.answer("checkout", .unknown)
        try bench.tap(.finish)
        try bench.answer("loans", .done(.loans([], isComplete: true)))
        try bench.pass(.seconds(125))
        try bench.answer("loans", .done(.loans([], isComplete: true)))
        #expect(bench.world.outbox.entries.map(\.state) == [.conflict(.notLent)])
    }

    // MARK: Time, presses and other people

    @Test func `asks after a minute, and ends half a minute later`() throws {
        var bench = bench()
        try bench.signIn()
        try bench.pass(.seconds(59))
        #expect(bench.screen?.question == nil)
        try bench.pass(.seconds(2))
        #expect(bench.screen?.question == .stillThere(.seconds(30)))
        try bench.tap(.stay)
        #expect(bench.screen?.question == nil)
        #expect(bench.page == .home)
        for _ in 1...20 {
            try bench.pass(.seconds(65))
            try bench.tap(.stay)
        }
        try bench.pass(.seconds(95))
        #expect(bench.page == .idle)
        #expect(bench.screen?.patron == nil)
    }

    @Test func `waits three times as long for whoever needs it`() throws {
        var bench = bench()
        try bench.signIn()
        try bench.tap(.wish(.moreTime, true))
        try bench.pass(.seconds(179))
        #expect(bench.screen?.question == nil)
        try bench.pass(.seconds(2))
        #expect(bench.screen?.question != nil)
    }

    @Test func `asks before another card takes over, and then forgets the first patron`() throws {
        var bench = bench()
        try bench.signIn()
        bench.scan(bentsCard)
        #expect(bench.screen?.question == .handOver(.seconds(20)))
        bench.scan(firstItem)
        #expect(bench.screen?.notice?.what == .misplaced(.questionFirst))
        #expect(!bench.world.requests.contains { $0.task.description == "checkout" })
        try bench.tap(.handOver(false))
        #expect(bench.page == .home)
        bench.scan(bentsCard)
        let session = bench.screen?.session
        try bench.tap(.handOver(true))
        #expect(bench.page == .pin(typed: 0, length: 4, isSecondTry: false))
        #expect(bench.screen?.session != session)
        #expect(bench.screen?.patron == nil)
    }

    @Test func `takes a press once, and none that was meant for another session`() throws {
        var bench = bench()
        try bench.signIn()
        try bench.tap(.choose(.loan), id: "a")
        try bench.tap(.back, id: "b")
        try bench.tap(.choose(.loan), id: "a")
        #expect(bench.page == .home)
        let session = try #require(bench.screen?.session)
        try bench.tap(.finish)
        try bench.signIn(bentsCard)
        try bench.tap(.finish, session: session)
        #expect(bench.page == .home)
    }

    @Test func `lets everything but the PIN be ordered by barcode`() throws {
        var bench = bench()
        try bench.signIn()
        bench.scan("PORTNER-LOANS")
        #expect(bench.page == .loans(.known([])))
        bench.scan("PORTNER-BACK")
        #expect(bench.page == .home)
        bench.scan("PORTNER-FINISH")
        #expect(bench.page == .bye(.none))
        bench.scan("PORTNER-NONSENSE")
        #expect(bench.screen?.notice?.what == .misplaced(.unreadable))
    }

    @Test func `keeps an answer for one patron from the next`() throws {
        var bench = bench()
        bench.scan(annasCard)
        bench.typeAtKiosk("1234")
        let annas = try bench.request("patron").id
        try bench.pass(.seconds(11))
        #expect(bench.page == .refused(.unreachable))
        bench.scan(bentsCard)
        bench.typeAtKiosk("1234")
        let account = PatronAccount(facts: facts(), pinAccepted: true, name: LibraryText("Anna"))
        bench.answer(annas, .done(.patron(account)))
        #expect(bench.page == .checking)
        #expect(bench.world.counts[.card(try bench.key(annasCard))] == nil)
    }

    @Test func `shows nothing of a patron when the session is over`() throws {
        var bench = bench()
        try bench.signIn()
        bench.scan(firstItem)
        let lent = Checkout(item: try item(firstItem, title: "Vinterhave"), due: due)
        try bench.answer("checkout", .done(.checkout(lent)))
        try bench.tap(.finish)
        #expect(bench.page == .bye(.none))
        #expect(bench.screen?.patron == nil)
        try bench.pass(.seconds(6))
        #expect(bench.page == .idle)
        #expect(try bench.request("end session").id.text.isEmpty == false)
    }
}
