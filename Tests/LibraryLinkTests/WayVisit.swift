// SPDX-License-Identifier: MPL-2.0

import FBS
import LibraryLink
import LibraryProtocol
import LibrarySimulator
import PortnerCore
import SIP2
import ServiceLifecycle
import Synchronization
import Testing

/// A way into a library system, with the manner in which that one answers there.
struct WayIn: Sendable, Hashable, CustomTestStringConvertible {
    enum Carrier: String, Sendable {
        case tcp = "TCP"
        case tls = "TLS"
        case https = "HTTPS"
        case fbs = "FBS REST"
    }

    let carrier: Carrier
    let manner: SimulatedLibrary.Manner

    /// The four ways, and streams to both kinds of library system.
    static let all = [
        WayIn(carrier: .tcp, manner: .strict), WayIn(carrier: .tcp, manner: .cicero),
        WayIn(carrier: .tls, manner: .strict), WayIn(carrier: .tls, manner: .cicero),
        cicero, fbs,
    ]
    /// One of each.
    static let four = [
        WayIn(carrier: .tcp, manner: .strict), WayIn(carrier: .tls, manner: .cicero), cicero, fbs,
    ]
    static let cicero = WayIn(carrier: .https, manner: .cicero)
    static let fbs = WayIn(carrier: .fbs, manner: .cicero)

    var testDescription: String { "\(carrier.rawValue), \(manner)" }

    /// Whether one connection stays; over the others each answer ends one.
    var isStream: Bool { carrier == .tcp || carrier == .tls }

    var source: LibrarySource {
        switch carrier {
        case .tcp, .tls: .sip2
        case .https: .sip2Envelope
        case .fbs: .fbs
        }
    }
}

/// A link over one of the ways and the simulated library that it leads to.
struct WayVisit: Sendable {
    static let password = "right & proper"

    let way: WayIn
    let server: LibrarySimulatorServer
    let scene: Scene
    let peer: String
    private let link: any LibraryLinking

    /// Runs a test with a link and a library that run; what the link told is looked over at the
    /// end.
    static func run(
        _ way: WayIn,
        password: String = password,
        changing change: (inout SimulatedLibrary) -> Void = { _ in },
        _ test: (WayVisit) async throws -> Void
    ) async throws {
        let scene = Scene()
        var library = SimulatedLibrary(manner: way.manner)
        change(&library)
        let server = try await LibrarySimulatorServer.listen(library, serving(way, scene))
        let files = try PEMFiles()
        var security = TLSSettings()
        security.authorityFile = try server.authority.map { try files.file($0) }
        let port =
            switch way.carrier {
            case .tcp: server.port
            case .tls: try #require(server.tlsPort)
            case .https, .fbs: try #require(server.httpsPort)
            }
        let link = try way.link(to: port, security, password: password, scene.port)
        let visit = WayVisit(
            way: way,
            server: server,
            scene: scene,
            peer: "localhost:\(port)",
            link: link
        )
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            try await withThrowingTaskGroup { links in
                links.addTask { try await link.run() }
                try await test(visit)
                links.cancelAll()
            }
            group.cancelAll()
        }
        for (id, outcomes) in scene.now.outcomes { #expect(outcomes.count == 1, "\(id)") }
    }

    private static func serving(
        _ way: WayIn,
        _ scene: Scene
    ) throws -> LibrarySimulatorServer.Settings {
        let noon = CalendarDay(year: 2026, month: 11, day: 22).flatMap { day in
            SIP2.Timestamp(day: day, hour: 13, minute: 0, second: 0)
        }
        let time = try #require(noon)
        var settings = LibrarySimulatorServer.Settings(clock: { time }, log: scene.heard)
        settings.logins = ["station": Secret(password)]
        if way.carrier == .tls { settings.tlsPort = 0 }
        if way.carrier == .https || way.carrier == .fbs { settings.httpsPort = 0 }
        return settings
    }

    // MARK: Asking

    /// How a task ended; each gets a name of its own.
    func outcome(
        of task: LibraryTask,
        within timeout: Duration = .seconds(60)
    ) async throws -> LibraryOutcome {
        let id = try #require(RequestID("r-\(scene.nextNumber())"))
        link.send(LibraryRequest(id: id, task: task, timeout: timeout))
        try await scene.until { $0.outcomes[id] != nil }
        return try #require(scene.now.outcomes[id]?.first)
    }

    /// What a door is told that asks about a card.
    func reply(about access: PatronAccess, ageLimits: Set<Int>) async throws -> LibraryReply {
        let ticket = Ticket(number: UInt64(scene.nextNumber()))
        link.ask(
            LibraryQuestion(
                ticket: ticket,
                card: access.card,
                pin: access.pin,
                ageLimits: ageLimits,
                timeout: .seconds(60)
            )
        )
        try await scene.until { $0.replies[ticket] != nil }
        return try #require(scene.now.replies[ticket])
    }

    /// What is told of a patron who is not here.
    func reply(aboutPatron number: PatronNumber) async throws -> LibraryReply {
        let ticket = Ticket(number: UInt64(scene.nextNumber()))
        link.ask(
            PatronInquiry(
                ticket: ticket,
                patron: number,
                ageLimits: [18],
                timeout: .seconds(60)
            )
        )
        try await scene.until { $0.replies[ticket] != nil }
        return try #require(scene.now.replies[ticket])
    }

    /// Waits until the line is good, and not only about to be made again.
    func untilOnline() async throws {
        let good = LinkHealth(.online, detail: peer)
        try await scene.until { $0.health == good }
    }

    /// Waits until the library has heard everything that was ever sent.
    ///
    /// A connection that was given up is gone for the library only when it has read all that came
    /// on it. Called when something was answered since.
    func untilNothingIsUnderWay() async throws {
        let good = LinkHealth(.online, detail: peer)
        let connections = way.isStream ? 1 : 0
        try await scene.until { $0.health == good && $0.connections == connections }
    }

    /// What became of a task whose outcome is unknown; the waits are for the library to have heard
    /// everything, not for the time.
    func verdict(
        on task: LibraryTask,
        loansBefore: [Loan] = [],
        feesBefore: [Fee] = [],
        _ patience: Patience = .long
    ) async throws -> Settlement.Verdict {
        try await untilOnline()
        var settlement = try #require(
            Settlement(task, loansBefore: loansBefore, feesBefore: feesBefore)
        )
        var step = settlement.begin()
        var questions = 0
        while true {
            switch step {
            case .ask(let question):
                questions += 1
                let outcome = try await outcome(of: question, within: patience.time(questions))
                step = settlement.answered(outcome)
            case .wait:
                try await untilNothingIsUnderWay()
                step = settlement.waited()
            case .settled(let verdict):
                return verdict
            }
        }
    }
}

/// How long an answer is waited for that may never come.
///
/// Each attempt is given twice the time of the one before, so a slow machine only takes longer.
enum Patience: Sendable {
    case long
    case growing

    func time(_ attempt: Int) -> Duration {
        switch self {
        case .long: .seconds(60)
        case .growing: .milliseconds(50) * (1 << min(attempt, 10))
        }
    }
}

extension WayIn {
    /// The link along this way.
    fileprivate func link(
        to tcpPort: Int,
        _ security: TLSSettings,
        password: String,
        _ port: LibraryLinkPort
    ) throws -> any LibraryLinking {
        if carrier == .fbs {
            var settings = FBSLinkSettings(
                host: "localhost",
                port: tcpPort,
                session: .init(
                    interface: FBSInterface(agency: SimulatedLibrary.institution),
                    login: LogIn(username: "station", password: Secret(password))
                ),
                security: security
            )
            settings.connectTimeout = .seconds(60)
            settings.session.callTimeout = .seconds(60)
            settings.session.loginTimeout = .seconds(60)
            settings.breaker = breaker
            return try FBSLink(settings, port: port)
        }
        var settings = LibraryLinkSettings(
            way: sip2(security, password: Secret(password)),
            host: "localhost",
            port: tcpPort,
            translation: SIP2Translation(
                institution: SimulatedLibrary.institution,
                location: "hb",
                form: manner == .cicero ? .cicero : .threeM
            )
        )
        settings.connectTimeout = .seconds(60)
        settings.breaker = breaker
        return try LibraryLink(settings, port: port)
    }

    private func sip2(_ security: TLSSettings, password: Secret) -> LibraryLinkSettings.Way {
        guard isStream else {
            var envelope = EnvelopeSettings(
                path: "/rest/sip2/\(SimulatedLibrary.institution)",
                user: Secret("station"),
                password: password,
                security: security
            )
            envelope.probeTimeout = .seconds(60)
            return .envelope(envelope)
        }
        var session = ClientSession.Configuration(
            dialect: Dialect(
                form: manner == .cicero ? .cicero : .threeM,
                encoding: .utf8,
                echoes: manner == .cicero ? .item : [.patron, .item]
            ),
            login: LoginRequest(user: Secret("station"), password: password)
        )
        session.openingTimeout = .seconds(60)
        return .stream(session, carrier == .tls ? security : nil)
    }

    private var breaker: CircuitBreaker.Limits {
        var limits = CircuitBreaker.Limits()
        limits.failuresMax = isStream ? 1 : 2
        limits.waitMin = .milliseconds(1)
        limits.waitMax = .milliseconds(20)
        limits.probeInterval = .milliseconds(1)
        limits.goodAnswersNeeded = 2
        return limits
    }
}

/// What has been seen of a visit so far, for whoever waits for more.
final class Scene: Sendable {
    struct State: Sendable {
        /// What was told of the line, the newest last.
        var told: [LinkHealth] = []
        var health: LinkHealth? { told.last }
        /// How many connections the library has.
        var connections = 0
        /// All outcomes under the name of a request, of which one is right.
        var outcomes: [RequestID: [LibraryOutcome]] = [:]
        var sources: Set<LibrarySource> = []
        /// What doors were told.
        var replies: [Ticket: LibraryReply] = [:]
        /// The answers that the library made, whatever became of them on their way.
        var answered: [SIP2.Message] = []
        fileprivate var lastNumber = 0
        fileprivate var watchers: [AsyncStream<Void>.Continuation] = []
    }

    private let state = Mutex(State())

    var now: State { state.withLock(\.self) }

    var port: LibraryLinkPort {
        LibraryLinkPort(
            now: { (LinkVisit.now, CivilTime(LinkVisit.now, secondsAheadOfUTC: 3600)) },
            reply: { [self] reply, ticket in note { $0.replies[ticket] = reply } },
            answer: { [self] answer in
                note {
                    $0.outcomes[answer.request, default: []].append(answer.outcome)
                    $0.sources.insert(answer.source)
                }
            },
            health: { [self] health in note { $0.told.append(health) } }
        )
    }

    func heard(_ event: SimulatorEvent) {
        switch event {
        case .connected: note { $0.connections += 1 }
        case .disconnected: note { $0.connections -= 1 }
        case .answered(let message): note { $0.answered.append(message) }
        case .received, .ignored, .called, .responded, .handshakeFailed: break
        }
    }

    fileprivate func nextNumber() -> Int {
        state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
    }

    private func note(_ change: (inout State) -> Void) {
        let watchers = state.withLock { state in
            change(&state)
            return state.watchers
        }
        for watcher in watchers { watcher.yield() }
    }

    /// Waits until something is seen.
    func until(_ isSeen: (State) -> Bool) async throws {
        let (changes, changed) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        state.withLock { $0.watchers = [changed] }
        if isSeen(now) { return }
        for await _ in changes where isSeen(now) { return }
        throw CancellationError()
    }
}
