// SPDX-License-Identifier: MPL-2.0

public import FBS
public import LibraryProtocol
import NIOCore
import NIOHTTP1
import NIOPosix
public import PortnerCore
public import ServiceLifecycle
import SIP2

/// How the FBS REST interface is reached.
public struct FBSLinkSettings: Sendable {
    /// The host name.
    public var host: String
    /// The TCP port.
    public var port: Int
    /// The path that all targets begin with.
    public var base = "/rest"
    /// The agency and the client's login.
    public var session: FBSSession.Configuration
    /// Whom the station believes to be the library system.
    public var security: TLSSettings
    /// How outages are recognised and ended.
    public var breaker = CircuitBreaker.Limits()
    /// The longest time for making a connection, its handshake included.
    public var connectTimeout = Duration.seconds(5)

    /// Settings with the usual times.
    public init(
        host: String,
        port: Int = 443,
        session: FBSSession.Configuration,
        security: TLSSettings = TLSSettings()
    ) {
        self.host = host
        self.port = port
        self.session = session
        self.security = security
    }
}

/// The link to the FBS REST interface: block reasons, loans, holds, fees and renewals.
///
/// It serves a door, which needs to know about patrons, but neither lends nor takes back, which is
/// a ``LibraryLink``'s. Every question and request is answered exactly once; what the interface
/// does not have ends as `LibraryOutcome.notSupported`.
public final class FBSLink: Service {
    private let loop: any EventLoop
    private let desk: NIOLoopBoundBox<FBSDesk>

    /// A link that does nothing before ``run()``, which logs in at once.
    ///
    /// - Throws: ``LibraryLinkError`` when a file of the settings cannot be used.
    public init(_ settings: FBSLinkSettings, port: LibraryLinkPort) throws(LibraryLinkError) {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        self.loop = loop
        let connector = Connector(
            host: settings.host,
            port: settings.port,
            trust: try Trust(settings.security),
            timeout: settings.connectTimeout
        )
        desk = NIOLoopBoundBox.makeBoxSendingValue(
            FBSDesk(settings, connector: connector, port: port, loop: loop),
            eventLoop: loop
        )
    }

    /// Asks about a card at a door; the reply comes through the port.
    public func ask(_ question: LibraryQuestion) {
        loop.execute { [desk] in desk.value.ask(question) }
    }

    /// Asks about a patron who is not here; the reply comes through the port.
    ///
    /// While anything else is under way there is no reply, at once.
    public func ask(_ inquiry: PatronInquiry) {
        loop.execute { [desk] in desk.value.ask(inquiry) }
    }

    /// Requests something; the answer comes through the port.
    ///
    /// A request with the name of one that is under way is the same request, and is not made again.
    public func send(_ request: LibraryRequest) {
        loop.execute { [desk] in desk.value.send(request) }
    }

    /// Keeps the link until the service group shuts down.
    public func run() async throws {
        try await loop.submit { [desk] in desk.value.start() }.get()
        try? await gracefulShutdown()
        try await loop.submit { [desk] in desk.value.stop() }.get()
    }
}

/// Who waits for what, used on the link's event loop only.
private final class FBSDesk {
    /// How long a request over HTTP is waited for at most; the session gives it up before.
    private static let exchangeMax = Duration.seconds(120)
    /// The session's name for a probe; the desk counts from 1.
    private static let probe: UInt64 = 0

    private let settings: FBSLinkSettings
    private let port: LibraryLinkPort
    private let loop: any EventLoop
    private let peer: String
    private let client: HTTPClient
    private let epoch = NIODeadline.now()
    private var session: FBSSession
    private var breaker: CircuitBreaker
    private var entries: [UInt64: Entry] = [:]
    /// Questions about patrons who are not here, under the same numbers as the entries.
    private var inquiries: [UInt64: (call: FBSInquiry, ticket: Ticket)] = [:]
    private var exchanges: [FBSSession.ExchangeID: HTTPExchange] = [:]
    private var lastNumber: UInt64 = 0
    private var isRunning = false
    private var wakeUp: Scheduled<Void>?
    private var health: LinkHealth?

    private struct Entry {
        var errand: FBSErrand
        let asker: Asker
        let deadline: Duration
        /// Whether the breaker left it less time than it brought along.
        let hasShortTime: Bool
    }

    private enum Asker: Hashable {
        case door(Ticket)
        case request(RequestID)
    }

    init(
        _ settings: FBSLinkSettings,
        connector: Connector,
        port: LibraryLinkPort,
        loop: any EventLoop
    ) {
        self.settings = settings
        self.port = port
        self.loop = loop
        peer = connector.peer
        client = HTTPClient(connector, loop: loop)
        session = FBSSession(settings.session)
        breaker = CircuitBreaker(settings.breaker)
    }

    // MARK: Orders

    func start() {
        isRunning = true
        probe()
    }

    func stop() {
        isRunning = false
        wakeUp?.cancel()
        carryOut(session.close())
        client.stop()
    }

    func send(_ request: LibraryRequest) {
        let asker = Asker.request(request.id)
        guard !entries.values.contains(where: { $0.asker == asker }) else { return }
        begin(FBSErrand(request.task), for: asker, within: request.timeout)
    }

    func ask(_ question: LibraryQuestion) {
        begin(FBSErrand(question), for: .door(question.ticket), within: question.timeout)
    }

    func ask(_ inquiry: PatronInquiry) {
        guard isRunning, entries.isEmpty, inquiries.isEmpty, let call = FBSInquiry(inquiry),
            case .normal = breaker.permission(changesRecords: false)
        else { return port.reply(.noAnswer, inquiry.ticket) }
        lastNumber += 1
        inquiries[lastNumber] = (call, inquiry.ticket)
        let id = FBSSession.RequestID(lastNumber)
        carryOut(session.send(call.call, as: id, within: inquiry.timeout, at: now))
    }

    private func begin(_ errand: FBSErrand, for asker: Asker, within timeout: Duration) {
        var errand = errand
        guard case .make(let call) = errand.begin() else { return answer(asker, .notSupported) }
        var limit = timeout
        switch breaker.permission(changesRecords: errand.task.changesRecords) {
        case .normal: break
        case .within(let most): limit = min(timeout, most)
        case .refused(let why): return answer(asker, .unavailable(why))
        }
        guard isRunning else { return answer(asker, .unavailable(.offline)) }
        lastNumber += 1
        entries[lastNumber] = Entry(
            errand: errand,
            asker: asker,
            deadline: now + limit,
            hasShortTime: limit < timeout
        )
        make(call, as: lastNumber)
    }

    private func make(_ call: FBSErrand.Call, as number: UInt64) {
        guard let entry = entries[number] else { return }
        let id = FBSSession.RequestID(number)
        let timeout = max(entry.deadline - now, .zero)
        let actions =
            switch call {
            case .authenticate(let call): session.send(call, as: id, within: timeout, at: now)
            case .lookUp(let call): session.send(call, as: id, within: timeout, at: now)
            case .patron(let call): session.send(call, as: id, within: timeout, at: now)
            case .loans(let call): session.send(call, as: id, within: timeout, at: now)
            case .reservations(let call): session.send(call, as: id, within: timeout, at: now)
            case .fees(let call): session.send(call, as: id, within: timeout, at: now)
            case .renew(let call): session.send(call, as: id, within: timeout, at: now)
            }
        carryOut(actions)
    }

    // MARK: Session

    private var now: Duration { .nanoseconds((NIODeadline.now() - epoch).nanoseconds) }

    private func carryOut(_ actions: [FBSSession.Action]) {
        for action in actions {
            switch action {
            case .send(let exchange, let request): send(request, as: exchange)
            case .cancel(let exchange):
                exchanges.removeValue(forKey: exchange).map { client.abandon($0) }
            case .deliver(let id, let response): delivered(response, to: id.rawValue)
            case .fail(let id, let failure): failed(id.rawValue, failure)
            case .loggedIn: continue
            case .loginFailed(let failure):
                isBad("\(peer): login failed: \(failure.redacted)")
            }
        }
        keepDeadline()
    }

    private func send(_ request: FBSRequest, as exchange: FBSSession.ExchangeID) {
        var call = HTTPCall(
            method: request.method == .get ? .GET : .POST,
            target: settings.base + request.target,
            headers: ["Accept": "application/json"],
            body: request.body,
            // A login, a PIN and a change are posted: none of them goes out twice.
            isRepeatable: request.method == .get,
            bodyMax: FBSResponse.bodyLengthMax
        )
        for header in request.headers {
            call.headers.replaceOrAdd(name: header.name, value: header.value)
        }
        exchanges[exchange] = client.send(call, within: Self.exchangeMax) { [weak self] result in
            self?.ended(exchange, result)
        }
    }

    private func ended(
        _ exchange: FBSSession.ExchangeID,
        _ result: Result<HTTPReply, HTTPFailure>
    ) {
        exchanges[exchange] = nil
        switch result {
        case .success(let reply):
            let response = FBSResponse(status: reply.status, body: reply.body)
            carryOut(session.received(response, for: exchange, at: now))
        case .failure(let failure):
            let loss: FBSSession.Loss = failure.mayBeDone ? .noAnswer : .notSent
            carryOut(session.lost(exchange, loss, at: now))
        }
    }

    private func delivered(_ response: FBSResponse, to number: UInt64) {
        let isProbe = number == Self.probe
        // What was asked may be wrong with a request, but not with a probe.
        if isProbe ? response.status == 200 : response.status < 500 {
            if !isProbe { breaker.answered() }
            isGood()
        } else {
            isBad("\(peer): HTTP \(response.status)")
        }
        let (timestamp, civil) = port.now()
        if let (call, ticket) = inquiries.removeValue(forKey: number) {
            let reply = call.reply(from: response, asOf: timestamp, today: civil.date)
            return port.reply(reply, ticket)
        }
        guard var entry = entries[number] else { return }
        switch entry.errand.received(response, asOf: timestamp, today: civil.date) {
        case .make(let call):
            entries[number] = entry
            make(call, as: number)
        case .end(let outcome):
            entries[number] = nil
            answer(entry.asker, outcome)
        }
    }

    private func failed(_ number: UInt64, _ failure: FBSSession.Failure) {
        switch failure.reason {
        case .timedOut: expired(number)
        case .lost: isBad("\(peer): the connection was lost")
        case .unauthorized: isBad("\(peer): the session key was refused")
        case .queueFull, .requestTooLong, .loginFailed, .closed: break
        }
        if let (_, ticket) = inquiries.removeValue(forKey: number) {
            return port.reply(.noAnswer, ticket)
        }
        guard let entry = entries.removeValue(forKey: number) else { return }
        answer(entry.asker, entry.errand.outcome(after: failure))
    }

    private func answer(_ asker: Asker, _ outcome: LibraryOutcome) {
        switch asker {
        case .door(let ticket):
            port.reply(LibraryReply(outcome), ticket)
        case .request(let id):
            port.answer(
                LibraryAnswer(
                    request: id,
                    outcome: outcome,
                    source: .fbs,
                    asOf: port.now().timestamp
                )
            )
        }
    }

    // MARK: Health

    private func isGood() {
        breaker.succeeded(at: now)
        tell(peer)
    }

    private func expired(_ number: UInt64) {
        let hadShortTime = entries[number]?.hasShortTime == true
        breaker.expired(hadShortTime: hadShortTime, at: now, share: .random(in: 0.5...1))
        if !hadShortTime { tell("\(peer): no answer in time") }
    }

    private func isBad(_ words: String) {
        breaker.failed(at: now, share: .random(in: 0.5...1))
        tell(words)
    }

    private func tell(_ words: String) {
        let health = LinkHealth(breaker.state, detail: words)
        guard health != self.health else { return }
        self.health = health
        port.health(health)
    }

    /// The list of branches changes nothing, concerns nobody, and shows that login and calls work.
    private func probe() {
        breaker.probed(at: now)
        carryOut(session.send(FetchBranches(), as: .init(Self.probe), at: now))
    }

    /// Wakes up for the session and for the next probe.
    private func keepDeadline() {
        wakeUp?.cancel()
        let deadlines = [session.nextDeadline, breaker.nextProbe].compactMap(\.self)
        guard isRunning, let deadline = deadlines.min() else { return }
        wakeUp = loop.assumeIsolated().scheduleTask(deadline: epoch + TimeAmount(deadline)) {
            [self] in woke()
        }
    }

    private func woke() {
        if let probe = breaker.nextProbe, probe <= now { self.probe() }
        carryOut(session.advance(to: now))
    }
}
