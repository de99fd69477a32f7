// SPDX-License-Identifier: MPL-2.0

import SIP2

extension FuzzTarget {
    /// The client session against a peer that may send anything at any time.
    static let sip2Client = FuzzTarget(
        name: "sip2-client",
        seeds: ClientStory.seeds,
        check: { input in
            var story = ClientStory(input)
            story.run()
        }
    )
}

/// A byte sets the session up; then each byte says what happens next.
private struct ClientStory {
    private var choices: Choices
    private var session: ClientSession
    private var now = Duration.zero
    private var isConnected = false
    private var lastID: UInt64 = 0
    private var waiting: Set<ClientSession.RequestID> = []
    /// The last message written, to be answered.
    private var asked: Message?
    /// Counts connections.
    private var connection = 0
    /// The connection on which each request was written.
    private var connections: [UInt64: Int] = [:]

    init(_ input: [UInt8]) {
        choices = Choices(input)
        let setUp = choices.byte()
        let dialect: Dialect = setUp & 1 == 0 ? .threeM : .cicero
        let login = LoginRequest(user: Secret("kiosk"), password: Secret("secret"))
        var configuration = ClientSession.Configuration(
            dialect: dialect,
            login: setUp & 2 == 0 ? login : nil
        )
        if setUp & 4 != 0 { configuration.opening = [.status, .login] }
        if setUp & 8 != 0 { configuration.opening = [] }
        configuration.dialect.suppressesDuplicates = setUp & 16 != 0
        configuration.queueLimit = 3
        session = ClientSession(configuration)
    }

    mutating func run() {
        while !choices.isEmpty {
            let what = choices.byte()
            now += .milliseconds(100) * Int(what >> 4)
            switch what & 0x0F {
            case 0: connect()
            case 1: disconnect()
            case 2, 3: send(.patronInformation, width: 31)
            case 4: send(.checkout, width: 38)
            case 5: send(.loginResponse, width: 1)
            case 6: advanceToDeadline()
            case 7: carryOut(session.advance(to: now))
            case 8, 9: answer(damaging: false)
            case 10: answer(damaging: true)
            case 11: receive(Array("96AZFEF6\r".utf8))
            case 12: receive(Array((choices.element(of: Samples.responses) + "\r").utf8))
            default: receive(choices.bytes(atMost: Int(choices.byte())))
            }
            holds()
        }
        endsInTime()
        disconnect()
        require(waiting.isEmpty, "every request ends")
    }

    private mutating func connect() {
        isConnected = true
        carryOut(session.connected(at: now))
    }

    private mutating func disconnect() {
        isConnected = false
        connection += 1
        asked = nil
        carryOut(session.disconnected())
        require(session.nextDeadline == nil, "without a connection there is nothing to wait for")
    }

    /// A request that tells by its item which one it is.
    private mutating func send(_ command: Command, width: Int) {
        lastID += 1
        var message = Message(command, fixed: String(repeating: "0", count: width))
        message.append(.itemIdentifier, "\(lastID)")
        let id = ClientSession.RequestID(lastID)
        waiting.insert(id)
        carryOut(session.send(message, as: id, at: now))
    }

    private mutating func receive(_ bytes: [UInt8]) {
        carryOut(session.received(bytes, at: now))
    }

    /// Answers the last message as a library system does, perhaps with one byte damaged.
    private mutating func answer(damaging isDamaged: Bool) {
        let dialect = session.configuration.dialect
        guard let asked, let answer = Samples.answer(to: asked, in: dialect),
            var bytes = try? answer.encoded(in: dialect, sequence: asked.sequence)
        else { return }
        if isDamaged {
            bytes[choices.word() % bytes.count] ^= choices.byte()
        }
        receive(bytes + [FrameReader.terminator])
    }

    private mutating func advanceToDeadline() {
        guard let deadline = session.nextDeadline else { return }
        now = max(now, deadline)
        carryOut(session.advance(to: now))
        require(session.nextDeadline.map { $0 > now } ?? true, "a deadline that came is gone")
    }

    /// With a peer that has fallen silent, every request ends after a bounded number of waits.
    private mutating func endsInTime() {
        var waits = 0
        while !waiting.isEmpty {
            require(waits < 100, "every request ends in bounded time")
            waits += 1
            advanceToDeadline()
        }
    }

    private func holds() {
        require(session.queuedRequests <= session.configuration.queueLimit, "the queue is limited")
        let isDisconnected = session.phase == .disconnected
        require(isDisconnected != isConnected, "the session knows whether it is connected")
        require((session.nextDeadline == nil) == isDisconnected, "a connection has a deadline")
        require(
            session.queuedRequests + (isAwaiting ? 1 : 0) == waiting.count,
            "every request is under way or waits"
        )
    }

    private var isAwaiting: Bool {
        if case .awaiting = session.phase { true } else { false }
    }

    private mutating func carryOut(_ actions: [ClientSession.Action]) {
        for action in actions {
            _ = action.redacted
            switch action {
            case .write(let bytes):
                wasWritten(bytes)
            case .deliver(let id, let answer):
                require(waiting.remove(id) != nil, "a request ends once")
                require(answer.command != .acsStatus, "a status answers no other request")
            case .fail(let id, let failure):
                require(waiting.remove(id) != nil, "a request ends once")
                let isWritten = connections[id.rawValue] != nil
                require((failure.outcome == .notSent) != isWritten, "it is told what was sent")
            case .close:
                require(isConnected, "only a connection is closed")
                isConnected = false
                connection += 1
            case .statusReceived, .becameReady:
                break
            }
        }
    }

    private mutating func wasWritten(_ bytes: [UInt8]) {
        require(bytes.last == FrameReader.terminator, "a message ends with its terminator")
        let message = Array(bytes.dropLast())
        require(!message.contains(FrameReader.terminator), "and has it nowhere else")
        guard let read = try? Message(decoding: message, in: session.configuration.dialect) else {
            fatalError("what was written cannot be read")
        }
        if read.command != .requestACSResend { asked = read }
        guard let id = read[.itemIdentifier].flatMap({ UInt64($0) }) else { return }
        require(connections[id, default: connection] == connection, "never on another connection")
        connections[id] = connection
    }

    /// An opening, a question and its answer, a time-out, a resend, a loss.
    static let seeds: [[UInt8]] = (0..<4).map { setUp in
        [setUp, 0x00, 0x08, 0x08, 0x02, 0x08, 0x02, 0x0A, 0x00, 0x07, 0x40, 0x08, 0x06, 0x06]
            + [0x02, 0x0B, 0x08, 0x04, 0x06, 0x00, 0x0C, 0x01, 0x0D, 0x05]
            + Array("98YYY".utf8) + [0x01]
    }
}
