// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A server session` {
    static let request = "2300920261122    012826AOi|AA1|AC|AD2|"
    static let answer = Message(
        .patronStatusResponse,
        fixed: "              00920261122    012826"
    )

    private func bytes(_ text: String) -> [UInt8] {
        Array((text + "\r").utf8)
    }

    /// A session that has answered one request with number 3.
    private func answered() throws -> (ServerSession, [UInt8]) {
        var session = ServerSession(checkedUTF8)
        #expect(outline(session.received(wire(Self.request, 3))) == ["handle 23"])
        let actions = try session.respond(with: Self.answer)
        guard case .write(let written) = try #require(actions.first) else {
            Issue.record("the answer was not written")
            return (session, [])
        }
        return (session, written)
    }

    @Test func `answers with the number of the request and a checksum`() throws {
        let (_, written) = try answered()
        let message = try Message(decoding: written.dropLast(), in: checkedUTF8)
        #expect(written.last == FrameReader.terminator)
        #expect(message.sequence == SequenceNumber(3))
        #expect(message.checksum != nil)
        #expect(message == Self.answer.withRequiredFields)
    }

    @Test func `learns from the client whether errors are detected`() throws {
        var session = ServerSession(checkedUTF8)
        _ = session.received(bytes(Self.request))
        #expect(outline(try session.respond(with: Self.answer)) == ["write 24"])
        _ = session.received(wire(Self.request, 1))
        #expect(outline(try session.respond(with: Self.answer)) == ["write 24/1"])
    }

    // Handled, such a request would be answered without a checksum, and damage to the answer would
    // go unseen.
    @Test func `asks again for a request that lost its checksum`() throws {
        var (session, written) = try answered()
        #expect(session.received(bytes(Self.request + "AY4A.F4E2")) == [.write(bytes("96AZFEF6"))])
        #expect(session.received(bytes("97")) == [.write(written)])
    }

    @Test(arguments: ["2300920261122    012826AOi|AA1|AC|AD2|AY1AZ0000", "23009", "98"])
    func `asks again for what came damaged`(text: String) {
        var session = ServerSession(checkedUTF8)
        #expect(session.received(bytes(text)) == [.write(bytes("96AZFEF6"))])
        var plain = ServerSession(plainUTF8)
        #expect(plain.received(bytes(text)) == [.write(bytes("96"))])
    }

    @Test func `repeats its last answer byte by byte`() throws {
        var (session, written) = try answered()
        #expect(session.received(bytes("97AZFEF5")) == [.write(written)])
        #expect(session.received(bytes("97AZFEF5")) == [.write(written)])
    }

    @Test func `has nothing to repeat at first`() {
        var session = ServerSession(checkedUTF8)
        #expect(session.received(bytes("97AZFEF5")) == [.write(bytes("96AZFEF6"))])
    }

    @Test func `does not carry out the same request twice`() throws {
        var (session, written) = try answered()
        #expect(session.received(wire(Self.request, 3)) == [.write(written)])
        #expect(outline(session.received(wire(Self.request, 4))) == ["handle 23"])
    }

    @Test func `carries out requests without a number each time`() throws {
        var session = ServerSession(checkedUTF8)
        for _ in 0..<2 {
            #expect(outline(session.received(wire(Self.request, nil))) == ["handle 23"])
            #expect(outline(try session.respond(with: Self.answer)) == ["write 24"])
        }
    }

    @Test func `takes the next request when the one under way is answered`() throws {
        var session = ServerSession(checkedUTF8)
        _ = session.received(wire(Self.request, 0))
        #expect(session.received(wire(Self.request, 0)) == [])
        #expect(session.received(wire(Self.request, 1)) == [])
        let actions = try session.respond(with: Self.answer)
        #expect(outline(actions) == ["write 24/0", "write 24/0", "handle 23"])
    }

    @Test func `ends with a client that does not wait`() {
        var session = ServerSession(checkedUTF8)
        _ = session.received(wire(Self.request, 0))
        for number in 0..<ServerSession.backlogLimit {
            #expect(session.received(wire(Self.request, number)) == [])
        }
        #expect(session.received(wire(Self.request, 9)) == [.close(.backlogFull)])
        #expect(session.received(wire(Self.request, 0)) == [])
    }

    @Test func `ignores what is no request`() {
        var session = ServerSession(checkedUTF8)
        #expect(session.received(wire("941", 1)) == [])
        #expect(session.received(wire("55what", 1)) == [])
        #expect(session.received(bytes("noise")) == [])
        #expect(session.discardedFrames == 3)
    }

    @Test func `leaves a request unanswered when there is no answer`() throws {
        var session = ServerSession(checkedUTF8)
        _ = session.received(wire(Self.request, 0))
        #expect(try session.respond(with: nil) == [])
        #expect(outline(session.received(wire(Self.request, 0))) == ["handle 23"])
    }

    @Test func `takes another answer when the first cannot be written`() throws {
        var session = ServerSession(checkedUTF8)
        _ = session.received(wire(Self.request, 0))
        #expect(throws: Message.EncodingError.malformedFixedPart(.patronStatusResponse)) {
            try session.respond(with: Message(.patronStatusResponse))
        }
        #expect(outline(try session.respond(with: Self.answer)) == ["write 24/0"])
        #expect(try session.respond(with: Self.answer) == [])
    }

    @Test func `handles again what it answered with its status`() throws {
        var session = ServerSession(checkedUTF8)
        _ = session.received(wire(Self.request, 0))
        let status = ACSStatus(offers: .onLine, dateTimeSync: nil, institutionID: "i").message
        let written = try session.respond(with: status)
        #expect(outline(written) == ["write 98/0"])
        #expect(session.received(bytes("97AZFEF5")) == written)
        #expect(outline(session.received(wire(Self.request, 0))) == ["handle 23"])
    }

    @Test func `repeats the status that a client asked for`() throws {
        var session = ServerSession(checkedUTF8)
        let status = ACSStatus(offers: .onLine, dateTimeSync: nil, institutionID: "i").message
        _ = session.received(wire("9900802.00", 0))
        let written = try session.respond(with: status)
        #expect(session.received(wire("9900802.00", 0)) == written)
    }

    @Test func `ends with a client that stays silent`() throws {
        var session = ServerSession(checkedUTF8, silenceMax: .seconds(60), at: .seconds(5))
        #expect(session.nextDeadline == .seconds(65))
        _ = session.received(wire(Self.request, 0), at: .seconds(20))
        #expect(session.nextDeadline == nil, "the client waits for its answer")
        _ = try session.respond(with: Self.answer, at: .seconds(25))
        #expect(session.nextDeadline == .seconds(85))
        #expect(session.advance(to: .seconds(84)) == [])
        #expect(session.advance(to: .seconds(85)) == [.close(.silent)])
        #expect(session.nextDeadline == nil)
        #expect(session.received(wire(Self.request, 1), at: .seconds(86)) == [])
    }

    @Test func `waits for any time where there is no limit`() {
        var session = ServerSession(checkedUTF8)
        #expect(session.nextDeadline == nil)
        #expect(session.advance(to: .seconds(1_000_000)) == [])
    }

    @Test func `takes a request that lacks only its terminator after a short silence`() {
        var session = ServerSession(checkedUTF8, silenceMax: .seconds(60))
        #expect(session.received(wire(Self.request, 0).dropLast(), at: .seconds(1)) == [])
        let deadline = Duration.seconds(1) + ServerSession.terminatorGrace
        #expect(session.nextDeadline == deadline)
        #expect(outline(session.advance(to: deadline)) == ["handle 23"])
        #expect(session.nextDeadline == nil)
    }

    @Test func `does nothing after the connection has ended`() throws {
        var (session, _) = try answered()
        session.disconnected()
        #expect(session.received(bytes("97AZFEF5")) == [])
        #expect(try session.respond(with: Self.answer) == [])
    }
}

@Suite struct `Client and server` {
    /// Carries bytes both ways until nothing moves, and answers every request.
    private func settle(
        _ client: inout ClientSession,
        _ server: inout ServerSession,
        _ actions: [ClientSession.Action],
        damage: (inout [UInt8]) -> Void
    ) throws -> [String] {
        var outlines: [String] = []
        var pending = actions
        while !pending.isEmpty {
            let action = pending.removeFirst()
            outlines += outline([action])
            guard case .write(var bytes) = action else { continue }
            damage(&bytes)
            var replies = server.received(bytes)
            while !replies.isEmpty {
                switch replies.removeFirst() {
                case .handle(let request): replies += try server.respond(with: reply(to: request))
                case .write(var bytes):
                    damage(&bytes)
                    pending += client.received(bytes, at: .zero)
                case .close: Issue.record("the server closed")
                }
            }
        }
        return outlines
    }

    private func reply(to request: Message) -> Message? {
        switch request.command {
        case .login: LoginResponse(isAccepted: true).message
        case .scStatus:
            ACSStatus(offers: .onLine, dateTimeSync: recordedTime, institutionID: "i").message
        case .patronStatus: ServerSessionAnswer.patron
        default: nil
        }
    }

    private enum ServerSessionAnswer {
        static let patron = `A server session`.answer
    }

    @Test func `understand each other`() throws {
        var client = `A client session`.session(in: .disconnected)
        var server = ServerSession(checkedUTF8)
        let opening = client.connected(at: .zero)
        #expect(
            try settle(&client, &server, opening, damage: { _ in })
                == ["write 93/0", "write 99/1", "status", "ready"]
        )
        let request = client.send(`A client session`.query, as: .init(1), at: .zero)
        #expect(
            try settle(&client, &server, request, damage: { _ in })
                == ["write 23/2", "deliver 1 24"]
        )
    }

    @Test func `recover from a damaged byte in either direction`() throws {
        for damaged in 0..<2 {
            var client = `A client session`.session(in: .disconnected)
            var server = ServerSession(checkedUTF8)
            let opening = client.connected(at: .zero)
            _ = try settle(&client, &server, opening, damage: { _ in })
            var count = 0
            let request = client.send(`A client session`.query, as: .init(1), at: .zero)
            let seen = try settle(&client, &server, request) { bytes in
                if count == damaged { bytes[5] ^= 0x08 }
                count += 1
            }
            #expect(seen.last == "deliver 1 24")
            #expect(seen.count == 3)
        }
    }
}

extension Message {
    /// The message as it comes back: with its required fields, empty.
    fileprivate var withRequiredFields: Message {
        var message = self
        for id in missingFields {
            message.append(id, "")
        }
        return message
    }
}
