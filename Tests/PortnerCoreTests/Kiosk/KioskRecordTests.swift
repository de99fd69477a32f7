// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// What stands in the ledger of a kiosk, and what is not done when it cannot stand there.
@Suite struct `The ledger of a kiosk` {
    private func bench(online: Bool = true) -> Bench {
        var bench = Bench(hallBox())
        bench.connect(online)
        return bench
    }

    /// A bench at which a return waits for staff.
    private func benchWithConflict() throws -> (Bench, RequestID) {
        var bench = bench(online: false)
        bench.scan(firstItem)
        bench.connect()
        try bench.answer("checkin", .refused(Refusal(.itemUnknown)))
        let entry = try #require(bench.station.outbox.entries.first)
        #expect(entry.state == .conflict(.item))
        return (bench, entry.id)
    }

    // MARK: Orders of staff

    @Test func `keeps a transaction that staff settled when that could not be recorded`() throws {
        var (bench, id) = try benchWithConflict()
        bench.world.isDiskFull = true
        let ticket = Ticket(number: 9001)
        bench.handle(.outboxOrdered(.resolve, id, reason: "on the shelf", by: "tech", ticket))
        #expect(bench.world.answers[ticket] == .notRecorded)
        #expect(bench.station.outbox.entries.map(\.state) == [.conflict(.item)])
        bench.world.isDiskFull = false
        try bench.pass(.seconds(31))
        #expect(bench.world.outbox.entries.map(\.state) == [.conflict(.item)])
    }

    @Test func `tells the library nothing again when that order could not be recorded`() throws {
        var (bench, id) = try benchWithConflict()
        bench.world.isDiskFull = true
        let ticket = Ticket(number: 9002)
        let asked = bench.world.requests.count
        bench.handle(.outboxOrdered(.retry, id, reason: "try again", by: "tech", ticket))
        #expect(bench.world.answers[ticket] == .notRecorded)
        bench.world.isDiskFull = false
        try bench.pass(.seconds(31))
        #expect(bench.world.requests.count == asked)
        #expect(bench.world.outbox.entries.map(\.state) == [.conflict(.item)])
    }

    @Test func `carries out an order that is recorded`() throws {
        var (bench, id) = try benchWithConflict()
        let ticket = Ticket(number: 9003)
        bench.handle(.outboxOrdered(.resolve, id, reason: "on the shelf", by: "tech", ticket))
        #expect(bench.world.answers[ticket] == .some(nil))
        #expect(bench.world.outbox.entries.isEmpty)
    }

    @Test func `stays in service when taking it out could not be recorded`() throws {
        var bench = bench()
        bench.world.isDiskFull = true
        let ticket = Ticket(number: 9004)
        bench.handle(
            .kioskOrdered(inService: false, kiosk: hall, reason: "paper jam", by: "tech", ticket)
        )
        #expect(bench.world.answers[ticket] == .notRecorded)
        #expect(bench.page == .idle)
    }

    // MARK: Promises

    @Test func `calls a loan doubtful that it could not write down when the line broke`() throws {
        var bench = bench()
        try bench.know(annasCard, verifier: verifier("right"))
        try bench.signIn()
        bench.scan(firstItem)
        bench.world.isDiskFull = true
        try bench.answer("checkout", .unavailable(.offline))
        #expect(bench.rows.map(\.outcome) == [.doubtful])
        #expect(bench.world.outbox.entries.map(\.state) == [.sent])
        bench.connect(false)
        bench.world.isDiskFull = false
        try bench.pass(.seconds(31))
        #expect(bench.world.outbox.entries.map(\.state) == [.queued])
    }

    @Test func `keeps a promise that was written when telling of it fails without a record`()
        throws
    {
        var bench = bench(online: false)
        bench.scan(firstItem)
        bench.connect()
        bench.world.isDiskFull = true
        try bench.answer("checkin", .unavailable(.offline))
        #expect(bench.station.outbox.entries.map(\.state) == [.queued])
        bench.world.isDiskFull = false
        try bench.pass(.seconds(31))
        #expect(bench.world.outbox.entries.map(\.item?.secret) == [firstItem])
    }

    // MARK: Whom, why, and on what

    @Test func `says whom it served without a line, on how old facts and up to what age`() throws {
        var bench = bench(online: false)
        try bench.know(annasCard, facts(aged: .hours(2)), verifier: verifier("right"))
        bench.scan(annasCard)
        bench.typeAtKiosk("1234")
        try bench.check(matches: true)
        let session = try #require(bench.world.ledger.last { $0.kind == .session })
        #expect(session[.outcome] == "signed-in")
        #expect(session[.source] == "cache")
        #expect(session[.age] == "7200")
        #expect(session[.limit] == "259200")
        #expect(session.subject == (try bench.key(annasCard)))
        bench.scan(firstItem)
        let loan = try #require(bench.world.ledger.last { $0.kind == .transaction })
        #expect(loan[.outcome] == "queued")
        #expect(loan[.age] == "7200")
        #expect(loan[.limit] == "259200")
        #expect(loan.subject == nil)
    }

    @Test func `says why it refused without a line, though the screen does not`() throws {
        let cases: [(PatronFacts, String, String?)] = [
            (facts(blocks: [.excluded]), "blocked", BlockCode.excluded.text),
            (facts(validity: .expired), "card-invalid", nil),
            (facts(aged: .hours(73)), "library-unreachable", nil),
        ]
        for (facts, denial, blocks) in cases {
            var bench = bench(online: false)
            try bench.know(annasCard, facts, verifier: verifier("right"))
            bench.scan(annasCard)
            bench.typeAtKiosk("1234")
            try bench.check(matches: true)
            #expect(bench.page == .refused(.unreachable))
            let record = try #require(bench.world.ledger.last { $0.kind == .session })
            #expect(record[.denial] == denial)
            #expect(record[.blocks] == blocks)
            #expect(record[.limit] == "259200")
            #expect(record.subject != nil)
        }
    }

    @Test func `leaves no identity behind of a card that nobody knows`() throws {
        var bench = bench()
        bench.scan(annasCard)
        bench.typeAtKiosk("1234")
        try bench.answer("patron", .refused(Refusal(.patronNotValid)))
        #expect(bench.world.ledger.last?[.denial] == "unknown-card")
        #expect(bench.world.ledger.last?.subject == nil)
        bench.connect(false)
        bench.scan(bentsCard)
        bench.typeAtKiosk("1234")
        try bench.check(matches: false)
        #expect(bench.world.ledger.last?[.denial] == "unknown-card")
        #expect(bench.world.ledger.last?.subject == nil)
    }

    // MARK: Erasure

    @Test func `brings nobody back whose answer is on its way during the erasure`() throws {
        var bench = bench()
        bench.scan(annasCard)
        bench.typeAtKiosk("1234")
        let request = try bench.request("patron")
        let key = try bench.key(annasCard)
        #expect(try bench.act(.erase([key])) == nil)
        #expect(bench.page == .refused(.unreachable))
        bench.answer(request.id, .done(.patron(PatronAccount(facts: facts(), pinAccepted: true))))
        #expect(bench.world.cache.patrons.isEmpty)
        #expect(bench.world.derivations.isEmpty)
        #expect(!bench.world.ledger.contains { $0.subject == key })
    }

    @Test func `signs nobody in by a PIN that is being checked during the erasure`() throws {
        var bench = bench(online: false)
        try bench.know(annasCard, verifier: verifier("right"))
        bench.scan(annasCard)
        bench.typeAtKiosk("1234")
        let key = try bench.key(annasCard)
        #expect(try bench.act(.erase([key])) == nil)
        try bench.check(matches: true)
        #expect(bench.page == .refused(.unreachable))
        #expect(!bench.world.ledger.contains { $0.subject == key })
    }

    // MARK: Renewing one by one

    @Test func `asks for each loan by itself that was refused without a reason`() throws {
        var bench = bench()
        let due = Due.on(CivilDate(dayNumber: 20_800))
        let loans = try [firstItem, secondItem].map { Loan(item: try item($0), due: due) }
        try bench.signIn(loans: loans)
        try bench.tap(.choose(.loans))
        try bench.tap(.renewAll)
        let unexplained = try [firstItem, secondItem].map {
            Renewal(item: try item($0), refusal: Refusal(.other))
        }
        try bench.answer("renew all", .done(.renewals(unexplained)))
        try bench.tap(.renew(1))
        #expect(bench.screen?.notice?.what == .misplaced(.busy))
        try bench.answer("renew", .refused(Refusal(.tooEarlyToRenew)))
        #expect(bench.world.requests.count { $0.task.description == "renew" } == 2)
        let later = Due.on(CivilDate(dayNumber: 20_828))
        let renewed = Renewal(item: try item(secondItem), due: later)
        try bench.answer("renew", .done(.renewal(renewed)))
        guard case .loans(.known(let lines))? = bench.page else {
            Issue.record("the loans are not shown")
            return
        }
        #expect(
            lines.map(\.renewal)
                == [
                    .refused(KioskRow.Refusal(reason: .tooEarlyToRenew, text: nil)),
                    .renewed(later),
                ]
        )
        #expect(bench.screen?.notice?.what == .renewals(renewed: 1, of: 2))
    }

    @Test func `stops renewing one by one when the patron leaves or the line breaks`() throws {
        for leaves in [true, false] {
            var bench = bench()
            let loans = try [firstItem, secondItem].map { Loan(item: try item($0)) }
            try bench.signIn(loans: loans)
            try bench.tap(.choose(.loans))
            try bench.tap(.renewAll)
            try bench.answer("renew all", .refused(Refusal(.other)))
            if leaves { try bench.tap(.finish) } else { bench.connect(false) }
            try bench.answer("renew", .unavailable(.offline))
            #expect(bench.world.requests.count { $0.task.description == "renew" } == 1)
            #expect(bench.world.outbox.entries.isEmpty)
        }
    }
}
