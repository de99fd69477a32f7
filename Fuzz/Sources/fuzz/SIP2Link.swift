// SPDX-License-Identifier: MPL-2.0

import SIP2

extension FuzzTarget {
    /// Client and server session together over a line that delays, and damages single bytes.
    ///
    /// Whatever the line does, an answer that is delivered is the answer to its own request: a
    /// patron is never shown or let in as another.
    static let sip2Link = FuzzTarget(
        name: "sip2-link",
        seeds: [
            [0, 1, 2, 1, 2, 0, 1, 2, 0, 1, 2],
            [0, 1, 2, 1, 2, 0, 3, 0, 7, 1, 2, 3, 3, 0, 9, 2, 0x30, 1, 2],
            [0, 1, 2, 1, 2, 0, 0x54, 1, 2, 4, 1, 2, 0, 1, 2],
        ],
        check: { input in
            var story = LinkStory(input)
            story.run()
        }
    )
}

/// Each byte says what happens next: low half what, high half how much time passes before.
///
/// The line is clean until the opening is complete: before that neither side knows that the other
/// sends checksums.
private struct LinkStory {
    private var choices: Choices
    private var client: ClientSession
    private var server: ServerSession?
    private var now = Duration.zero
    private var toServer = Line()
    private var toClient = Line()
    private var cards: [ClientSession.RequestID: String] = [:]
    private var lastID: UInt64 = 0
    private var isReady = false

    private static let dialect = Dialect(encoding: .utf8)

    init(_ input: [UInt8]) {
        choices = Choices(input)
        client = ClientSession(
            .init(
                dialect: Self.dialect,
                login: LoginRequest(user: Secret("kiosk"), password: Secret("secret"))
            )
        )
    }

    mutating func run() {
        connect()
        while !choices.isEmpty {
            let what = choices.byte()
            now += .milliseconds(500) * Int(what >> 4)
            switch what & 0x0F {
            case 0: ask()
            case 1: deliverToServer()
            case 2: deliverToClient()
            case 3:
                if isReady { toServer.damage(at: choices.word(), by: choices.byte()) }
                deliverToServer()
            case 4:
                if isReady { toClient.damage(at: choices.word(), by: choices.byte()) }
                deliverToClient()
            case 5: connect()
            default:
                carryOut(client.advance(to: now))
            }
        }
        carryOut(client.disconnected())
        require(cards.isEmpty, "every request ends")
    }

    private mutating func connect() {
        carryOut(client.disconnected())
        toServer = Line()
        toClient = Line()
        isReady = false
        server = ServerSession(Self.dialect)
        carryOut(client.connected(at: now))
    }

    private mutating func ask() {
        lastID += 1
        let id = ClientSession.RequestID(lastID)
        let card = "card-\(lastID)"
        cards[id] = card
        let request = PatronInformationRequest(
            language: .danish,
            transactionDate: nil,
            institutionID: "714700",
            patron: PatronIdentifier(card)
        )
        carryOut(client.send(request, as: id, at: now))
    }

    private mutating func deliverToServer() {
        guard let bytes = toServer.next(), var session = server else { return }
        var actions = session.received(bytes)
        while !actions.isEmpty {
            var further: [ServerSession.Action] = []
            for action in actions {
                switch action {
                case .write(let bytes): toClient.add(bytes)
                case .close: break
                case .handle(let request):
                    let answer = Samples.answer(to: request, in: Self.dialect)
                    further += (try? session.respond(with: answer)) ?? []
                }
            }
            actions = further
        }
        server = session
    }

    private mutating func deliverToClient() {
        guard let bytes = toClient.next() else { return }
        carryOut(client.received(bytes, at: now))
    }

    private mutating func carryOut(_ actions: [ClientSession.Action]) {
        for action in actions {
            switch action {
            case .write(let bytes): toServer.add(bytes)
            case .deliver(let id, let answer):
                let card = cards.removeValue(forKey: id)
                require(card != nil, "a request ends once")
                require(
                    PatronInformationResponse(answer)?.patron.text == card,
                    "an answer is the answer to its own request"
                )
            case .fail(let id, _):
                require(cards.removeValue(forKey: id) != nil, "a request ends once")
            case .close:
                server = nil
                toServer = Line()
                toClient = Line()
            case .becameReady: isReady = true
            case .statusReceived: break
            }
        }
    }
}

/// One direction of the connection: messages in order, until they are delivered or it is closed.
private struct Line {
    private static let limit = 64

    private var messages: [[UInt8]] = []

    mutating func add(_ message: [UInt8]) {
        if messages.count < Self.limit { messages.append(message) }
    }

    mutating func next() -> [UInt8]? {
        messages.isEmpty ? nil : messages.removeFirst()
    }

    /// Changes one byte of the next message, but into or out of no end of a message.
    mutating func damage(at place: Int, by change: UInt8) {
        guard let first = messages.first, first.count > 1 else { return }
        let place = place % (first.count - 1)
        let changed = first[place] ^ change
        if changed != FrameReader.terminator { messages[0][place] = changed }
    }
}
