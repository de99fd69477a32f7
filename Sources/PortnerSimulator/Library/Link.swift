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
        let health: (Bool, String) -> Void
        /// The library system's own side.
        let answer: (SIP2.Message) -> SIP2.Message?
    }

    private static let reconnectAfter = Duration.seconds(2)
    private static let questions = PatronQuestions(institution: "DK-799900")

    /// Whether no connection can be made and no byte passes.
    private(set) var isDown = false
    var weather = Pipe.Weather()

    private let port: Port
    private let dialect: Dialect
    private var client: ClientSession
    private var server: ServerSession
    private var toServer: Pipe
    private var toClient: Pipe
    /// Counts connections, so that bytes of an earlier one are dropped.
    private var connection = 0
    private var isConnected = false
    private var isClosed = false
    private var waiting: [UInt64: LibraryQuestion] = [:]
    private var lastRequest: UInt64 = 0
    private var wakeAt: Duration?
    private var isReachable: Bool?

    init(detectsErrors: Bool, timeout: Duration, _ chance: inout Chance, port: Port) {
        self.port = port
        dialect = Dialect(encoding: .utf8, detectsErrors: detectsErrors)
        var configuration = ClientSession.Configuration(
            dialect: dialect,
            login: LoginRequest(user: Secret("portner"), password: Secret("demo"))
        )
        configuration.responseTimeout = timeout
        client = ClientSession(configuration)
        server = ServerSession(dialect)
        toServer = Pipe(chance.fork())
        toClient = Pipe(chance.fork())
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
        server = ServerSession(dialect)
        carryOut(client.connected(at: port.now()))
    }

    func ask(_ question: LibraryQuestion) {
        lastRequest += 1
        let number = lastRequest
        waiting[number] = question
        port.at(port.now() + question.timeout) { [self] in answer(number, .noAnswer) }
        let request = Self.questions.request(for: question, at: port.moment().civil)
        carryOut(
            client.send(request, as: .init(number), within: question.timeout, at: port.now())
        )
    }

    // MARK: Connection

    private func lost() {
        guard isConnected, !isClosed else { return }
        isConnected = false
        connection += 1
        tell(false, "the connection was lost")
        carryOut(client.disconnected())
        reconnectLater()
    }

    private func reconnectLater() {
        port.at(port.now() + Self.reconnectAfter) { [self] in connect() }
    }

    private func carryOut(_ actions: [ClientSession.Action]) {
        for action in actions {
            switch action {
            case .write(let bytes): writeToServer(bytes)
            case .deliver(let id, let message): deliver(message, to: id.rawValue)
            case .fail(let id, _): answer(id.rawValue, .noAnswer)
            case .becameReady: tell(true, "connected")
            case .statusReceived: continue
            case .close:
                isConnected = false
                connection += 1
                tell(false, "no answer in time")
                reconnectLater()
            }
        }
        keepDeadline()
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
        for (time, part) in toServer.send(bytes, weather, at: port.now()) {
            port.at(time) { [self] in
                guard current == connection, !isClosed else { return }
                serve(server.received(part))
            }
        }
    }

    private func serve(_ actions: [ServerSession.Action]) {
        for action in actions {
            switch action {
            case .handle(let request):
                guard let more = try? server.respond(with: port.answer(request)) else { continue }
                serve(more)
            case .write(let bytes):
                writeToClient(bytes)
            case .close:
                lost()
            }
        }
    }

    private func writeToClient(_ bytes: [UInt8]) {
        guard !isDown else { return }
        let current = connection
        for (time, part) in toClient.send(bytes, weather, at: port.now()) {
            port.at(time) { [self] in
                guard current == connection, !isClosed, !isDown else { return }
                carryOut(client.received(part, at: port.now()))
            }
        }
    }

    // MARK: Answers

    private func deliver(_ message: SIP2.Message, to number: UInt64) {
        guard let question = waiting[number] else { return }
        let moment = port.moment()
        let reply = Self.questions.reply(
            from: message,
            to: question,
            asOf: moment.timestamp,
            today: moment.civil.date
        )
        answer(number, reply)
    }

    private func answer(_ number: UInt64, _ reply: LibraryReply) {
        guard !isClosed, let question = waiting.removeValue(forKey: number) else { return }
        port.reply(reply, question, port.now())
    }

    private func tell(_ isReachable: Bool, _ detail: String) {
        guard isReachable != self.isReachable else { return }
        self.isReachable = isReachable
        port.health(isReachable, detail)
    }
}
