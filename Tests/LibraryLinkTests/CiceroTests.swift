// SPDX-License-Identifier: MPL-2.0

import LibraryLink
import LibraryProtocol
import LibrarySimulator
import PortnerCore
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A visit to a library over HTTPS` {
    /// Runs a test with a link to a simulated library that speaks as Cicero does.
    private func run(
        password: String = "right & proper",
        _ test: (LinkVisit, LibrarySimulatorServer) async throws -> Void
    ) async throws {
        let noon = CalendarDay(year: 2026, month: 11, day: 22).flatMap { day in
            SIP2.Timestamp(day: day, hour: 13, minute: 0, second: 0)
        }
        let time = try #require(noon)
        var serving = LibrarySimulatorServer.Settings(clock: { time }, log: { _ in })
        serving.httpsPort = 0
        serving.logins = ["station": Secret("right & proper")]
        let server = try await LibrarySimulatorServer.listen(
            SimulatedLibrary(manner: .cicero),
            serving
        )
        let files = try PEMFiles()
        var security = TLSSettings()
        security.authorityFile = try files.file(try #require(server.authority))
        var envelope = EnvelopeSettings(
            path: "/rest/sip2/\(SimulatedLibrary.institution)",
            user: Secret("station"),
            password: Secret(password),
            security: security
        )
        envelope.probeTimeout = .seconds(60)
        var settings = LibraryLinkSettings(
            way: .envelope(envelope),
            host: "localhost",
            port: try #require(server.httpsPort),
            translation: SIP2Translation(
                institution: SimulatedLibrary.institution,
                location: "hb",
                form: .cicero
            )
        )
        settings.connectTimeout = .seconds(60)
        settings.breaker.probeInterval = .milliseconds(1)
        settings.breaker.waitMin = .milliseconds(1)
        settings.breaker.waitMax = .milliseconds(20)
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            try await LinkVisit.run(settings) { visit in
                try await test(visit, server)
            }
            group.cancelAll()
        }
    }

    private func item(_ id: String) throws -> ItemNumber {
        let barcode = DemoItem.all.first { $0.id == id }?.barcode
        return try #require(barcode.flatMap { ItemNumber($0) })
    }

    private func access() throws -> PatronAccess {
        PatronAccess(
            card: try #require(CardNumber("7105901234")),
            pin: PIN(Array("1234".utf8))
        )
    }

    /// The result of a task.
    private func result(_ task: LibraryTask, _ visit: LinkVisit) async throws -> LibraryResult? {
        try visit.send(task)
        let answer = try await visit.answer()
        #expect(answer.source == .sip2Envelope)
        guard case .done(let result) = answer.outcome else {
            Issue.record("\(task): \(answer.outcome)")
            return nil
        }
        return result
    }

    @Test func `borrows, renews, looks and returns`() async throws {
        let (access, book) = (try access(), try item("book"))
        try await run { visit, _ in
            try await visit.untilOnline()
            guard
                case .patron(let account)? = try await result(
                    .patron(access, ageLimits: [15, 18]),
                    visit
                )
            else { return }
            #expect(account.pinAccepted == true)
            #expect(account.name != nil)
            guard case .checkout(let loan)? = try await result(.checkout(book, access), visit)
            else { return }
            #expect(loan.item.number == book)
            #expect(loan.item.title?.shown == "Pelle Erobreren")
            #expect(loan.desensitizes == true)
            guard case .loans(let loans, true)? = try await result(.loans(access), visit) else {
                Issue.record("the loans are not complete")
                return
            }
            #expect(loans.contains { $0.item.number == book && $0.due == loan.due })
            guard case .item(let facts)? = try await result(.item(book), visit) else { return }
            #expect(facts.status == .onLoan)
            guard case .holds(let holds)? = try await result(.holds(access), visit) else { return }
            #expect(holds.contains { $0.state == .ready && $0.shelf != nil })
            guard case .fees? = try await result(.fees(access), visit) else { return }
            guard
                case .renewal(let renewal)? = try await result(
                    .renew(try item("renewable"), access),
                    visit
                )
            else { return }
            #expect(renewal.due?.date != nil)
            guard case .renewals? = try await result(.renewAll(access), visit) else { return }
            guard case .checkin(let back)? = try await result(.checkin(book), visit) else { return }
            #expect(back.item.number == book)
            guard case .sessionEnded? = try await result(.endSession(access), visit) else { return }
        }
    }

    @Test func `is refused by reason`() async throws {
        let access = try access()
        try await run { visit, _ in
            try await visit.untilOnline()
            let refusals: [(String, Refusal.Reason)] = [
                ("unknown", .itemUnknown), ("not-for-loan", .itemNotForLoan),
                ("late", .itemOnLoan), ("for-another", .itemReserved),
            ]
            for (id, reason) in refusals {
                try visit.send(.checkout(try item(id), access))
                let outcome = try await visit.answer().outcome
                #expect(outcome == .refused(Refusal(reason)))
            }
        }
    }

    @Test func `is not possible with the wrong login`() async throws {
        try await run(password: "wrong") { visit, _ in
            let health = try await visit.nextHealth()
            #expect(!health.detail.contains("wrong"))
            var last = health
            while last.state != .offline { last = try await visit.nextHealth() }
            try visit.send(.checkin(try item("book")))
            let outcome = try await visit.answer().outcome
            #expect(outcome == .unavailable(.offline))
        }
    }

    @Test(arguments: [AnswerFault.closedBefore, .half, .exception, .status(500), .status(503)])
    func `leaves a loan in doubt whose answer is struck`(fault: AnswerFault) async throws {
        let (access, book) = (try access(), try item("book"))
        try await run { visit, server in
            try await visit.untilOnline()
            var faults = Faults.none
            faults.rules = [FaultRule(fault, of: .message(.checkout))]
            server.faults = faults
            try visit.send(.checkout(book, access))
            let outcome = try await visit.answer().outcome
            #expect(outcome == .unknown)
        }
    }
}
