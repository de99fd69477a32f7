// SPDX-License-Identifier: MPL-2.0

import LibraryLink
import LibraryProtocol
import LibrarySimulator
@testable import PortnerCore
import SIP2
import Testing

/// A link and the library system it talks to, with everything that both tell.
struct Visit: Sendable {
    /// An answer with the question it belongs to.
    struct Answer: Sendable, Hashable {
        let reply: LibraryReply
        let ticket: Ticket
    }

    /// The time at which all of this happens: 2026-11-22, noon in UTC.
    static let now = PortnerCore.Timestamp(milliseconds: 1_795_348_800_000)

    let server: LibrarySimulatorServer
    let link: LibraryLink
    let answers: AsyncStream<Answer>
    let outcomes: AsyncStream<LibraryAnswer>
    let health: AsyncStream<LinkHealth>
    let events: AsyncStream<SimulatorEvent>

    private init(
        _ library: SimulatedLibrary,
        _ configure: (inout LibraryLinkSettings) -> Void
    ) async throws {
        let (events, eventsIn) = AsyncStream.makeStream(of: SimulatorEvent.self)
        let (answers, answersIn) = AsyncStream.makeStream(of: Answer.self)
        let (outcomes, outcomesIn) = AsyncStream.makeStream(of: LibraryAnswer.self)
        let (health, healthIn) = AsyncStream.makeStream(of: LinkHealth.self)
        server = try await .listen(
            library,
            .init(clock: { Self.time }, log: { eventsIn.yield($0) })
        )
        var settings = LibraryLinkSettings(
            way: .stream(
                .init(
                    dialect: Dialect(encoding: .utf8),
                    login: LoginRequest(user: Secret("door"), password: Secret("made up"))
                ),
                nil
            ),
            host: "127.0.0.1",
            port: server.port,
            translation: SIP2Translation(institution: SimulatedLibrary.institution)
        )
        settings.breaker.waitMin = .milliseconds(1)
        settings.breaker.waitMax = .milliseconds(20)
        settings.breaker.probeInterval = .milliseconds(1)
        settings.breaker.goodAnswersNeeded = 1
        configure(&settings)
        link = try LibraryLink(
            settings,
            port: LibraryLinkPort(
                now: { (Self.now, CivilTime(Self.now, secondsAheadOfUTC: 3600)) },
                reply: { answersIn.yield(Answer(reply: $0, ticket: $1)) },
                answer: { outcomesIn.yield($0) },
                health: { healthIn.yield($0) }
            )
        )
        self.events = events
        self.answers = answers
        self.outcomes = outcomes
        self.health = health
    }

    private static var time: SIP2.Timestamp {
        CalendarDay(year: 2026, month: 11, day: 22).flatMap {
            SIP2.Timestamp(day: $0, hour: 13, minute: 0, second: 0)
        } ?? { preconditionFailure("the date of the tests is no date") }()
    }

    /// Runs a test with a link and a library system that run, once they have found each other.
    static func run(
        _ library: SimulatedLibrary = SimulatedLibrary(),
        _ faults: Faults = .none,
        startsLink: Bool = true,
        configure: (inout LibraryLinkSettings) -> Void = { _ in },
        _ test: (Visit) async throws -> Void
    ) async throws {
        let visit = try await Visit(library, configure)
        visit.server.faults = faults
        try await withThrowingTaskGroup { group in
            group.addTask { try await visit.server.run() }
            if startsLink {
                group.addTask { try await visit.link.run() }
                if faults == .none { await visit.untilReachable() }
            }
            try await test(visit)
            group.cancelAll()
        }
    }

    /// A port that nobody listens on.
    static func unusedPort() async throws -> Int {
        let server = try await LibrarySimulatorServer.listen(
            SimulatedLibrary(),
            .init(clock: { Self.time })
        )
        let run = Task { try await server.run() }
        run.cancel()
        try await run.value
        return server.port
    }

    // MARK: Asking

    /// Asks about a card; the ticket says which answer is the one to this question.
    func ask(
        _ card: String,
        pin: String? = nil,
        ages: Set<Int> = [15, 18],
        within timeout: Duration = .seconds(3600),
        ticket: UInt64 = 1
    ) throws {
        let number = try #require(CardNumber(card))
        let digits = try pin.map { try #require(PIN(Array($0.utf8))) }
        link.ask(
            LibraryQuestion(
                ticket: Ticket(number: ticket),
                card: number,
                pin: digits,
                ageLimits: ages,
                timeout: timeout
            )
        )
    }

    /// The next answer.
    func answer() async throws -> Answer {
        for await answer in answers { return answer }
        throw CancellationError()
    }

    /// Asks and waits for the answer.
    func reply(
        _ card: String,
        pin: String? = nil,
        within timeout: Duration = .seconds(3600)
    ) async throws -> LibraryReply {
        try ask(card, pin: pin, within: timeout)
        return try await answer().reply
    }

    /// The facts about a card that the library system knows.
    func facts(
        _ card: String,
        pin: String? = nil,
        within timeout: Duration = .seconds(3600)
    ) async throws -> PatronFacts {
        guard case .known(let facts, _) = try await reply(card, pin: pin, within: timeout) else {
            throw NotKnown()
        }
        return facts
    }

    struct NotKnown: Error {}

    // MARK: Waiting

    /// The next change of health.
    func nextHealth() async throws -> LinkHealth {
        for await health in health { return health }
        throw CancellationError()
    }

    func untilReachable() async {
        for await health in health where health.isReachable { return }
    }

    func untilUnreachable() async {
        for await health in health where !health.isReachable { return }
    }

    func untilInterrupted() async {
        for await health in health where health.detail.hasSuffix("was lost") { return }
    }

    /// Waits until the library system has seen something this often.
    func until(_ count: Int = 1, _ isMeant: (SimulatorEvent) -> Bool) async {
        var seen = 0
        for await event in events where isMeant(event) {
            seen += 1
            if seen == count { return }
        }
    }
}

extension LibraryLinkSettings {
    /// The session of a stream.
    var session: ClientSession.Configuration {
        get {
            guard case .stream(let session, _) = way else {
                preconditionFailure("there is a session only on a stream")
            }
            return session
        }
        set { way = .stream(newValue, nil) }
    }
}

extension SimulatorEvent {
    var isConnected: Bool {
        if case .connected = self { true } else { false }
    }

    func isRequest(_ command: Command) -> Bool {
        if case .received(let message) = self { message.command == command } else { false }
    }

    func isAnswer(_ command: Command) -> Bool {
        if case .answered(let message) = self { message.command == command } else { false }
    }
}
