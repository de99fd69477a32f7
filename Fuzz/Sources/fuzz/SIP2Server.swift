// SPDX-License-Identifier: MPL-2.0

import SIP2

extension FuzzTarget {
    /// The server session against a client that may send anything.
    static let sip2Server = FuzzTarget(
        name: "sip2-server",
        seeds: Samples.requests.map { request in
            [0x20] + Array(request.prefix(0x1F).utf8) + [0x00] + [0x21]
                + Array((request + "\r").dropFirst(0x1F).prefix(0x21).utf8) + [1]
        },
        check: { input in
            var story = ServerStory(input)
            story.run()
        }
    )
}

/// A byte says how many bytes come, 0 to 2 that the request under way is answered.
private struct ServerStory {
    private var choices: Choices
    private var session = ServerSession(Dialect(encoding: .utf8, detectsErrors: false))
    private var request: Message?
    private var isClosed = false

    init(_ input: [UInt8]) { choices = Choices(input) }

    mutating func run() {
        while !choices.isEmpty {
            switch choices.byte() {
            case 0: respond(request.flatMap { Samples.answer(to: $0, in: session.dialect) })
            case 1: respond(nil)
            case 2: respond(unsendable)
            case let count: carryOut(session.received(choices.bytes(atMost: Int(count))))
            }
        }
        if !isClosed { recovers() }
    }

    /// An answer that cannot be written: the request must stay under way.
    private var unsendable: Message {
        var message = LoginResponse(isAccepted: true).message
        message.append(.screenMessage, "\r")
        return message
    }

    private mutating func respond(_ response: Message?) {
        let wasHandling = request != nil
        do throws(Message.EncodingError) {
            let actions = try session.respond(with: response)
            require(wasHandling || actions.isEmpty, "nothing is answered that was not asked")
            request = nil
            carryOut(actions)
        } catch {
            require(wasHandling, "only an answer to a request can fail")
        }
    }

    /// After any garbage a clean request is handled.
    private mutating func recovers() {
        var rounds = 0
        while request != nil {
            require(rounds <= ServerSession.backlogLimit, "the backlog is limited")
            rounds += 1
            respond(nil)
        }
        carryOut(session.received([FrameReader.terminator]))
        while request != nil { respond(nil) }
        let clean = PatronInformationRequest(
            language: .danish,
            transactionDate: nil,
            institutionID: "714700",
            patron: PatronIdentifier("after the garbage")
        ).message
        // With a checksum, since the garbage may have had one; a client then always sends one.
        guard let bytes = try? clean.encoded(in: Dialect(encoding: .utf8)) else {
            fatalError("encoding")
        }
        carryOut(session.received(bytes + [FrameReader.terminator]))
        require(request == clean, "a request after garbage is handled")
    }

    private mutating func carryOut(_ actions: [ServerSession.Action]) {
        for action in actions {
            _ = action.redacted
            require(!isClosed, "nothing happens after the end")
            switch action {
            case .handle(let message):
                require(request == nil, "requests come one at a time")
                require(message.command.response != nil, "only requests are handled")
                request = message
            case .write(let bytes):
                require(bytes.last == FrameReader.terminator, "a message ends with a terminator")
                require(
                    !bytes.dropLast().contains(FrameReader.terminator),
                    "and has it nowhere else"
                )
            case .close:
                isClosed = true
                request = nil
            }
        }
    }
}
