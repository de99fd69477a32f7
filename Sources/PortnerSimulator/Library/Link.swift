// SPDX-License-Identifier: MPL-2.0

import LibraryProtocol
import PortnerCore
import SIP2

/// The link of one process to the library system: the real sessions of both sides over two pipes.
///
/// It does what the daemon's link does: connect and connect again, ask, give up in time, and tell
/// whether the library system can be reached.
final class Link {
    /// What the link needs of the world.
    struct Port {
        let now: () -> Duration
        let moment: () -> Moment
        let at: (Duration, @escaping () -> Void) -> Void
        /// An answer, and the time at which it was given.
        let reply: (LibraryReply, LibraryQuestion, Duration) -> Void
        /// The end of a request, and the time at which it was known.
        let answer: (LibraryAnswer, LibraryTask, Duration) -> Void
        let health: (Bool, String) -> Void
        /// The library system's own side.
        let serve: (SIP2.Message) -> SIP2.Message?
    }

    private static let reconnectAfter = Duration.seconds(2)
    private static let questions = PatronQuestions(institution: LibrarySystem.institution)
    /// The connections whose bytes may still be on their way.
    private static let connectionsMax = 4

    /// Whether no connection can be made and no byte passes.
    private(set) var isDown = false
    var weather = Pipe.Weather()

    let port: Port
    /// How requests become messages.
    let translation: SIP2Translation
    /// What kiosks have requested and not heard the end of.
    var errands: [UInt64: Errand] = [:]
    /// Those of them that wait for their turn, in order.
    var errandsWaiting: [UInt64] = []
    private let dialect: Dialect
    private(set) var client: ClientSession
    /// The library system's side of each connection: what was written before it ended arrives.
    private var servers: [Int: ServerSession] = [:]
    private var toServer: Pipe
    private var toClient: Pipe
    private var chance: Chance
    /// Counts connections, so that answers on an earlier one are dropped.
    private var connection = 0
    private var isConnected = false
    private(set) var isClosed = false
    private var waiting: [UInt64: LibraryQuestion] = [:]
    /// A question about a patron who is not here, and who is told of the answer and its time.
    private typealias Inquiry = (asked: PatronInquiry, told: (LibraryReply, Duration) -> Void)
    private var inquiries: [UInt64: Inquiry] = [:]
    private var lastRequest: UInt64 = 0
    private var wakeAt: Duration?
    private var isReachable: Bool?

    init(
        detectsErrors: Bool,
        isCicero: Bool,
        timeout: Duration,
        keepAlive: Duration,
        _ chance: inout Chance,
        port: Port
    ) {
        self.port = port
        let form = isCicero ? Dialect.Form.cicero : .threeM
        translation = SIP2Translation(institution: LibrarySystem.institution, form: form)
        dialect = Dialect(form: form, encoding: .utf8, detectsErrors: detectsErrors)
        var configuration = ClientSession.Configuration(
            dialect: dialect,
            login: LoginRequest(user: Secret("portner"), password: Secret("demo"))
        )
        configuration.responseTimeout = timeout
        configuration.keepAliveInterval = keepAlive
        client = ClientSession(configuration)
        toServer = Pipe(chance.fork())
        toClient = Pipe(chance.fork())
        self.chance = chance.fork()
    }

    /// Ends the link together with its process.
    func close() {
        isClosed = true
        connection += 1
    }

    /// The network fails; silently when connections stand and swallow what is sent.
    func fail(silently: Bool) {
        isDown = true
        if !silently { lost() }
    }

    /// The network works again.
    func recover() { isDown = false }

    func connect() {
        guard !isClosed, !isConnected else { return }
        guard !isDown else {
            tell(false, "no connection")
            return reconnectLater()
        }
        connection += 1
        isConnected = true
        servers[connection] = ServerSession(dialect)
        servers[connection - Self.connectionsMax] = nil
        carryOut(client.connected(at: port.now()))
    }

    /// The number of another message.
    func nextNumber() -> UInt64 {
        lastRequest += 1
        return lastRequest
    }

    func ask(_ question: LibraryQuestion) {
        let number = nextNumber()
        waiting[number] = question
        port.at(port.now() + question.timeout) { [self] in answer(number, .noAnswer) }
        let request = Self.questions.request(for: question, at: port.moment().civil)
        carryOut(
            client.send(request, as: .init(number), within: question.timeout, at: port.now())
        )
    }

    /// Asks about a patron who is not here, unless anybody would wait behind that.
    func inquire(_ inquiry: PatronInquiry, _ told: @escaping (LibraryReply, Duration) -> Void) {
        let request = Self.questions.request(for: inquiry, at: port.moment().civil)
        guard let request, client.phase == .ready, waiting.isEmpty, errands.isEmpty else {
            return told(.noAnswer, port.now())
        }
        let number = nextNumber()
        inquiries[number] = (inquiry, told)
        port.at(port.now() + inquiry.timeout) { [self] in answer(number, .noAnswer) }
        carryOut(client.send(request, as: .init(number), within: inquiry.timeout, at: port.now()))
    }

    // MARK: Connection

    private func lost() {
        guard isConnected, !isClosed else { return }
        isConnected = false
        connection += 1
        tell(false, "the connection was lost")
        carryOut(client.disconnected())
        endWaiting()
        reconnectLater()
    }

    private func reconnectLater() {
        port.at(port.now() + Self.reconnectAfter) { [self] in connect() }
    }

    /// Writes a message, now or when it is its turn.
    func write(_ message: SIP2.Message, as number: UInt64, within timeout: Duration) {
        carryOut(client.send(message, as: .init(number), within: timeout, at: port.now()))
    }

    private func carryOut(_ actions: [ClientSession.Action]) {
        for action in actions {
            switch action {
            case .write(let bytes): writeToServer(bytes)
            case .deliver(let id, let message): deliver(message, to: id.rawValue)
            case .fail(let id, let failure):
                answer(id.rawValue, .noAnswer)
                failed(id.rawValue, mayBeDone: failure.outcome == .unknown)
            case .becameReady: tell(true, "connected")
            case .statusReceived: continue
            case .close:
                isConnected = false
                connection += 1
                tell(false, "no answer in time")
                endWaiting()
                reconnectLater()
            }
        }
        keepDeadline()
        sendWaiting()
    }

    private func keepDeadline() {
        guard let deadline = client.nextDeadline, deadline != wakeAt else { return }
        wakeAt = deadline
        port.at(deadline) { [self] in
            guard !isClosed, wakeAt == deadline else { return }
            wakeAt = nil
            carryOut(client.advance(to: port.now()))
        }
    }

    private func writeToServer(_ bytes: [UInt8]) {
        guard !isDown else { return }
        let current = connection
        var weather = weather
        // A stream brings nothing twice, and only numbers tell what was sent twice.
        if !dialect.detectsErrors { weather.confusion = nil }
        for (time, part) in toServer.send(bytes, weather, at: port.now()) {
            port.at(time) { [self] in
                guard var server = servers[current] else { return }
                let actions = server.received(part)
                servers[current] = server
                serve(actions, on: current)
            }
        }
    }

    private func serve(_ actions: [ServerSession.Action], on number: Int) {
        for action in actions {
            switch action {
            case .handle(let request):
                let hangsUp = weather.hangUp.map { chance.oneIn($0) } ?? false
                let answer = hangsUp && chance.oneIn(2) ? nil : port.serve(request)
                if hangsUp { return hangUp(number) }
                guard let more = try? servers[number]?.respond(with: answer) else { continue }
                serve(more, on: number)
            case .write(let bytes):
                writeToClient(bytes, on: number)
            case .close:
                hangUp(number)
            }
        }
    }

    /// The library system ends a connection.
    private func hangUp(_ number: Int) {
        servers[number] = nil
        if number == connection { lost() }
    }

    private func writeToClient(_ bytes: [UInt8], on current: Int) {
        guard !isDown, current == connection else { return }
        for (time, part) in toClient.send(bytes, weather, at: port.now()) {
            port.at(time) { [self] in
                guard current == connection, !isClosed, !isDown else { return }
                carryOut(client.received(part, at: port.now()))
            }
        }
    }

    // MARK: Answers

    private func deliver(_ message: SIP2.Message, to number: UInt64) {
        if errands[number] != nil { return received(message, for: number) }
        let moment = port.moment()
        if let (inquiry, _) = inquiries[number] {
            let reply = Self.questions.reply(
                from: message,
                to: inquiry,
                asOf: moment.timestamp,
                today: moment.civil.date
            )
            return answer(number, reply)
        }
        guard let question = waiting[number] else { return }
        let reply = Self.questions.reply(
            from: message,
            to: question,
            asOf: moment.timestamp,
            today: moment.civil.date
        )
        answer(number, reply)
    }

    private func answer(_ number: UInt64, _ reply: LibraryReply) {
        guard !isClosed else { return }
        if let (_, told) = inquiries.removeValue(forKey: number) {
            return told(reply, port.now())
        }
        guard let question = waiting.removeValue(forKey: number) else { return }
        port.reply(reply, question, port.now())
    }

    private func tell(_ isReachable: Bool, _ detail: String) {
        guard isReachable != self.isReachable else { return }
        self.isReachable = isReachable
        port.health(isReachable, detail)
    }
}
