// SPDX-License-Identifier: MPL-2.0

import FBS
import LibraryLink
import LibraryProtocol
import LibrarySimulator
@testable import PortnerCore
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `The link to the REST interface` {
    /// What a door is told.
    struct Reply: Sendable {
        let reply: LibraryReply
        let ticket: Ticket
    }

    /// A link that runs, with what it tells.
    struct Visit: Sendable {
        let link: FBSLink
        let server: LibrarySimulatorServer
        let answers: AsyncStream<LibraryAnswer>
        let replies: AsyncStream<Reply>
        let health: AsyncStream<LinkHealth>

        func outcome(_ task: LibraryTask, as id: String = "r-1") async throws -> LibraryOutcome {
            let id = try #require(RequestID(id))
            link.send(LibraryRequest(id: id, task: task, timeout: .seconds(60)))
            for await answer in answers {
                #expect(answer.request == id)
                #expect(answer.source == .fbs)
                #expect(answer.asOf == LinkVisit.now)
                return answer.outcome
            }
            throw CancellationError()
        }

        func nextHealth() async throws -> LinkHealth {
            for await health in health { return health }
            throw CancellationError()
        }
    }

    private func run(
        password: String = "right",
        _ faults: Faults = .none,
        _ test: (Visit) async throws -> Void
    ) async throws {
        let noon = CalendarDay(year: 2026, month: 11, day: 22).flatMap { day in
            SIP2.Timestamp(day: day, hour: 13, minute: 0, second: 0)
        }
        let time = try #require(noon)
        var serving = LibrarySimulatorServer.Settings(clock: { time }, log: { _ in })
        serving.httpsPort = 0
        serving.logins = ["cms": Secret("right")]
        let server = try await LibrarySimulatorServer.listen(SimulatedLibrary(), serving)
        server.faults = faults
        let files = try PEMFiles()
        var security = TLSSettings()
        security.authorityFile = try files.file(try #require(server.authority))
        var settings = FBSLinkSettings(
            host: "localhost",
            port: try #require(server.httpsPort),
            session: .init(
                interface: FBSInterface(agency: SimulatedLibrary.institution),
                login: LogIn(username: "cms", password: Secret(password))
            ),
            security: security
        )
        settings.connectTimeout = .seconds(60)
        settings.session.callTimeout = .seconds(60)
        settings.session.loginTimeout = .seconds(60)
        settings.breaker.probeInterval = .milliseconds(1)
        let (answers, answersIn) = AsyncStream.makeStream(of: LibraryAnswer.self)
        let (health, healthIn) = AsyncStream.makeStream(of: LinkHealth.self)
        let (replies, repliesIn) = AsyncStream.makeStream(of: Reply.self)
        let link = try FBSLink(
            settings,
            port: LibraryLinkPort(
                now: { (LinkVisit.now, CivilTime(LinkVisit.now, secondsAheadOfUTC: 3600)) },
                reply: { repliesIn.yield(.init(reply: $0, ticket: $1)) },
                answer: { answersIn.yield($0) },
                health: { healthIn.yield($0) }
            )
        )
        let visit = Visit(
            link: link,
            server: server,
            answers: answers,
            replies: replies,
            health: health
        )
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            group.addTask { try await link.run() }
            if password == "right" {
                let first = try await visit.nextHealth()
                #expect(first.isReachable)
            }
            try await test(visit)
            group.cancelAll()
        }
    }

    private func access(_ card: String, pin: String? = nil) throws -> PatronAccess {
        PatronAccess(
            card: try #require(CardNumber(card)),
            pin: pin.flatMap { PIN(Array($0.utf8)) }
        )
    }

    @Test func `says at once what the interface does not have`() async throws {
        let tasks = try Tasks()
        try await run { visit in
            for task in [
                .checkout(tasks.item, tasks.access), .checkin(tasks.item), .item(tasks.item),
                tasks.payment, .endSession(tasks.access),
            ] as [LibraryTask] {
                let outcome = try await visit.outcome(task)
                #expect(outcome == .notSupported)
            }
        }
    }

    @Test func `tells who a patron is, and why one is blocked`() async throws {
        try await run { visit in
            let adult = try access("7105901234", pin: "1234")
            let known = try await visit.outcome(.patron(adult, ageLimits: [15, 18]))
            guard case .done(.patron(let account)) = known else {
                Issue.record("\(known)")
                return
            }
            #expect(account.pinAccepted == true)
            #expect(account.facts.blocks.value == [])
            #expect(account.facts.age?.value == AgeFact(reached: 18, next: nil))
            let wrong = try access("7105901234", pin: "4321")
            let refused = try await visit.outcome(.patron(wrong, ageLimits: []))
            #expect(refused == .refused(Refusal(.wrongPIN)))
            let nobody = try access("7004950789")
            let unknown = try await visit.outcome(.patron(nobody, ageLimits: []))
            #expect(unknown == .refused(Refusal(.patronNotValid)))
            let excluded = try #require(DemoCard.all.first { $0.id == "excluded" })
            let blocked = try await visit.outcome(
                .patron(try access(excluded.number), ageLimits: [])
            )
            guard case .done(.patron(let account)) = blocked else {
                Issue.record("\(blocked)")
                return
            }
            #expect(account.facts.blocks.value == [.excluded])
        }
    }

    @Test func `answers a door, and tells a wrong PIN from an unknown card`() async throws {
        try await run { visit in
            func reply(_ card: String, pin: String?) async throws -> LibraryReply {
                let access = try access(card, pin: pin)
                let ticket = Ticket(number: 7)
                visit.link.ask(
                    LibraryQuestion(
                        ticket: ticket,
                        card: access.card,
                        pin: access.pin,
                        ageLimits: [18],
                        timeout: .seconds(60)
                    )
                )
                for await told in visit.replies {
                    #expect(told.ticket == ticket)
                    return told.reply
                }
                throw CancellationError()
            }
            let right = try await reply("7105901234", pin: "1234")
            guard case .known(let facts, pinAccepted: true) = right else {
                Issue.record("\(right)")
                return
            }
            #expect(try await reply("7105901234", pin: "4321") == .known(facts, pinAccepted: false))
            #expect(try await reply("7105901234", pin: nil) == .known(facts, pinAccepted: nil))
            #expect(try await reply("7004950789", pin: "1234") == .unknownCard)
        }
    }

    @Test func `lists loans, holds and fees, and renews`() async throws {
        try await run { visit in
            let adult = try access("7105901234", pin: "1234")
            guard case .done(.loans(let loans, true)) = try await visit.outcome(.loans(adult)),
                let renewable = DemoItem.all.first(where: { $0.id == "renewable" })?.barcode
            else {
                Issue.record("there are no loans")
                return
            }
            let number = try #require(ItemNumber(renewable))
            let before = loans.first { $0.item.number == number }?.due?.date
            guard case .done(.holds(let holds)) = try await visit.outcome(.holds(adult)) else {
                Issue.record("there are no holds")
                return
            }
            #expect(holds.contains { $0.state == .ready })
            guard case .done(.fees) = try await visit.outcome(.fees(adult)) else {
                Issue.record("there are no fees")
                return
            }
            guard case .done(.renewal(let renewal)) = try await visit.outcome(.renew(number, adult))
            else {
                Issue.record("it is not renewed")
                return
            }
            #expect(try #require(renewal.due?.date) > (try #require(before)))
            guard case .done(.renewals(let all)) = try await visit.outcome(.renewAll(adult)) else {
                Issue.record("they are not renewed")
                return
            }
            #expect(all.count == loans.count)
        }
    }

    @Test func `logs in anew when the library system forgets the session`() async throws {
        try await run { visit in
            let adult = try access("7105901234", pin: "1234")
            for _ in 1...2 {
                guard case .done(.loans) = try await visit.outcome(.loans(adult)) else {
                    Issue.record("there are no loans")
                    return
                }
                visit.server.endSessions()
            }
        }
    }

    @Test func `leaves a renewal in doubt whose answer was lost, and nothing else`() async throws {
        try await run { visit in
            let adult = try access("7105901234", pin: "1234")
            var faults = Faults.none
            faults.rules = [
                FaultRule(.closedBefore, of: .call("renew")),
                FaultRule(.half, of: .call("reservations")),
            ]
            visit.server.faults = faults
            let renewals = try await visit.outcome(.renewAll(adult))
            #expect(renewals == .unknown)
            let holds = try await visit.outcome(.holds(adult))
            #expect(holds == .unavailable(.connectionLost))
        }
    }

    @Test func `is an outage when probes are answered and requests are not`() async throws {
        try await run { visit in
            let task = LibraryTask.loans(try access("7105901234"))
            for number in 1...2 {
                let id = try #require(RequestID("r-\(number)"))
                visit.link.send(LibraryRequest(id: id, task: task, timeout: .zero))
                let health = try await visit.nextHealth()
                #expect(health.detail.hasSuffix("no answer in time"))
                #expect(health.state == (number == 1 ? .online : .offline))
                guard number == 1 else { return }
                let probed = try await visit.nextHealth()
                #expect(probed.state == .online)
            }
        }
    }

    @Test func `says that the login is refused`() async throws {
        try await run(password: "wrong") { visit in
            let health = try await visit.nextHealth()
            #expect(health.state == .offline)
            #expect(health.detail.hasSuffix("login failed: wrong credentials"))
            let outcome = try await visit.outcome(.loans(try access("7105901234")))
            #expect(outcome == .unavailable(.offline))
        }
    }
}
