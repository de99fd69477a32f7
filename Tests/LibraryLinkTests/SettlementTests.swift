// SPDX-License-Identifier: MPL-2.0

import LibraryLink
import LibraryProtocol
import LibrarySimulator
import PortnerCore
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A request whose answer was lost` {
    /// What a demo patron does with a demo item.
    enum Deed: CaseIterable {
        case checkout
        case checkin
        case renew
        case renewAll

        var command: Command {
            switch self {
            case .checkout: .checkout
            case .checkin: .checkin
            case .renew: .renew
            case .renewAll: .renewAll
            }
        }

        /// The task, for the adult among the demo patrons.
        func task() throws -> LibraryTask {
            let access = PatronAccess(
                card: try #require(CardNumber("7105901234")),
                pin: PIN(Array("1234".utf8))
            )
            switch self {
            case .checkout: return .checkout(try Self.item("book"), access)
            case .checkin: return .checkin(try Self.item("renewable"))
            case .renew: return .renew(try Self.item("renewable"), access)
            case .renewAll: return .renewAll(access)
            }
        }

        private static func item(_ id: String) throws -> ItemNumber {
            let barcode = DemoItem.all.first { $0.id == id }?.barcode
            return try #require(barcode.flatMap { ItemNumber($0) })
        }
    }

    /// Runs a test with a link to a simulated library that writes as Cicero does.
    private func run(
        _ test: (LinkVisit, LibrarySimulatorServer) async throws -> Void
    ) async throws {
        let noon = CalendarDay(year: 2026, month: 11, day: 22).flatMap { day in
            SIP2.Timestamp(day: day, hour: 13, minute: 0, second: 0)
        }
        let time = try #require(noon)
        let server = try await LibrarySimulatorServer.listen(
            SimulatedLibrary(manner: .cicero),
            .init(clock: { time }, log: { _ in })
        )
        let session = ClientSession.Configuration(
            dialect: Dialect(form: .cicero, encoding: .utf8)
        )
        var settings = LibraryLinkSettings(
            way: .stream(session, nil),
            host: "127.0.0.1",
            port: server.port,
            translation: SIP2Translation(
                institution: SimulatedLibrary.institution,
                form: .cicero
            )
        )
        settings.breaker.waitMin = .milliseconds(1)
        settings.breaker.waitMax = .milliseconds(20)
        settings.breaker.probeInterval = .milliseconds(1)
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            try await LinkVisit.run(settings) { visit in
                try await visit.untilOnline()
                try await test(visit, server)
            }
            group.cancelAll()
        }
    }

    /// What a request was settled as, after this fault befell it.
    private func verdict(
        _ deed: Deed,
        _ fault: AnswerFault,
        _ visit: LinkVisit,
        _ server: LibrarySimulatorServer
    ) async throws -> Settlement.Verdict {
        let task = try deed.task()
        var loans: [Loan] = []
        if case .renew(_, let access) = task { loans = try await self.loans(access, visit) }
        if case .renewAll(let access) = task { loans = try await self.loans(access, visit) }
        var faults = Faults.none
        faults.rules = [FaultRule(fault, of: .message(deed.command))]
        server.faults = faults
        try visit.send(task, as: "change")
        let outcome = try await visit.answer().outcome
        #expect(outcome == .unknown)
        try await visit.untilOnline()
        var settlement = try #require(Settlement(task, loansBefore: loans))
        var step = settlement.begin()
        while true {
            switch step {
            case .ask(let question):
                try visit.send(question, as: "settles")
                step = settlement.answered(try await visit.answer().outcome)
            case .wait:
                // The simulated library is done before it hangs up.
                step = settlement.waited()
            case .settled(let verdict):
                return verdict
            }
        }
    }

    private func loans(_ access: PatronAccess, _ visit: LinkVisit) async throws -> [Loan] {
        try visit.send(.loans(access), as: "before")
        guard case .done(.loans(let loans, _)) = try await visit.answer().outcome else {
            return []
        }
        return loans
    }

    @Test(arguments: Deed.allCases)
    func `is found carried out when it was`(deed: Deed) async throws {
        try await run { visit, server in
            let verdict = try await verdict(deed, .closedBefore, visit, server)
            #expect(verdict == .carriedOut)
        }
    }

    @Test(arguments: Deed.allCases)
    func `is found not carried out when it was not, and can then be repeated`(
        deed: Deed
    ) async throws {
        try await run { visit, server in
            let verdict = try await verdict(deed, .closedUnexecuted, visit, server)
            #expect(verdict == .notCarriedOut)
            try visit.send(try deed.task(), as: "again")
            guard case .done = try await visit.answer().outcome else {
                Issue.record("the repetition is refused")
                return
            }
        }
    }
}
