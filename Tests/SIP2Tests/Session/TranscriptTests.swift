// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

/// A recorded conversation with a running library system, byte for byte.
@Suite struct `A recorded conversation` {
    static let exchanges: [(request: String, answer: String)] = [
        (Sample.login, Sample.loginAccepted),
        ("9900802.00AY1AZFCA0", Sample.acsStatus),
        (Sample.patronStatus, Sample.patronStatusResponse),
        (
            "2300920261122    012826AOUWOLS|AApatron1|AC|AD0000|AY3AZF12D",
            Sample.wrongPassword
        ),
        (
            "2300920261122    012826AOUWOLS|AAnobody|AC|AD6789|AY4AZF148",
            Sample.unknownPatron
        ),
    ]

    private func line(_ text: String) -> [UInt8] {
        Array((text + "\r").utf8)
    }

    private func client() -> ClientSession {
        let login = LoginRequest(
            user: Secret("scclient"),
            password: Secret("clientpwd"),
            location: "desk"
        )
        return ClientSession(.init(dialect: checkedUTF8, login: login))
    }

    private func question(_ text: String) throws -> PatronStatusRequest {
        try #require(PatronStatusRequest(decoded(text, in: checkedUTF8)))
    }

    @Test func `is what the client writes`() throws {
        var client = client()
        var actions = client.connected(at: .zero)
        for (index, exchange) in Self.exchanges.enumerated() {
            if index >= 2 {
                let request = try question(exchange.request)
                actions += client.send(request, as: .init(UInt64(index)), at: .zero)
            }
            #expect(actions.last == .write(line(exchange.request)))
            actions = client.received(line(exchange.answer), at: .zero)
            if index >= 2 {
                let answer = try decoded(exchange.answer, in: checkedUTF8)
                #expect(actions == [.deliver(.init(UInt64(index)), answer)])
            }
        }
        #expect(client.phase == .ready)
        #expect(client.discardedFrames == 0)
    }

    @Test func `is what the server writes`() throws {
        var server = ServerSession(checkedUTF8)
        for exchange in Self.exchanges {
            let request = try decoded(exchange.request, in: checkedUTF8)
            #expect(server.received(line(exchange.request)) == [.handle(request)])
            let answer = try decoded(exchange.answer, in: checkedUTF8)
            // This server leaves out the CQ of a patron it does not know.
            #expect(try server.respond(with: answer) == [.write(line(exchange.answer))])
        }
        #expect(server.discardedFrames == 0)
    }

    @Test(arguments: [1, 2, 3, 7, 64])
    func `comes through in pieces of any size`(size: Int) throws {
        var client = client()
        _ = client.connected(at: .zero)
        var delivered = 0
        for (index, exchange) in Self.exchanges.enumerated() {
            if index >= 2 {
                _ = client.send(try question(exchange.request), as: .init(1), at: .zero)
            }
            let bytes = line(exchange.answer)
            for start in stride(from: 0, to: bytes.count, by: size) {
                let piece = Array(bytes[start..<min(start + size, bytes.count)])
                for case .deliver in client.received(piece, at: .zero) { delivered += 1 }
            }
        }
        #expect(delivered == 3)
    }

    // One server repeats its answer with the number 0, one byte by byte, one without a trailer.
    @Test(arguments: [
        "24YYYY          00920261122    012826AOUWOLS|AAnobody|AE|BLN|AY0AZEF2C",
        Sample.unknownPatron,
        "24YYYY          00920261122    012826AOUWOLS|AAnobody|AE|BLN|",
    ])
    func `goes on after an answer came damaged`(repetition: String) throws {
        var client = client()
        _ = client.connected(at: .zero)
        for (index, exchange) in Self.exchanges.dropLast().enumerated() {
            if index >= 2 {
                _ = client.send(try question(exchange.request), as: .init(1), at: .zero)
            }
            _ = client.received(line(exchange.answer), at: .zero)
        }
        let last = try #require(Self.exchanges.last)
        _ = client.send(try question(last.request), as: .init(2), at: .zero)
        let damaged = last.answer.replacing("nobody", with: "n*body")
        #expect(client.received(line(damaged), at: .zero) == [.write(line("97AZFEF5"))])
        let answer = try decoded(last.answer, in: checkedUTF8)
        #expect(
            client.received(line(repetition), at: .zero) == [.deliver(.init(2), answer)]
        )
    }

    @Test func `numbers its requests from 0 to 9 and again`() throws {
        var configuration = ClientSession.Configuration(dialect: checkedUTF8)
        configuration.opening = []
        var client = ClientSession(configuration)
        _ = client.connected(at: .zero)
        var numbers: [Int] = []
        for round in 0..<23 {
            let question = try question(Sample.patronStatus)
            let actions = client.send(question, as: .init(UInt64(round)), at: .zero)
            guard case .write(let bytes) = try #require(actions.first) else { continue }
            let request = try Message(decoding: bytes.dropLast(), in: checkedUTF8)
            let number = try #require(request.sequence)
            numbers.append(Int(number.value))
            let body = "24              00920261122    012826AOUWOLS|AApatron1|AEn|"
            let answer = client.received(wire(body, Int(number.value)), at: .zero)
            #expect(answer.count == 1)
        }
        #expect(numbers == (0..<23).map { $0 % 10 })
    }

    @Test func `is replayed by a server that gets the same request again`() throws {
        var server = ServerSession(checkedUTF8)
        var handled = 0
        let request = line(Sample.checkout)
        let answer = try decoded(Sample.checkoutResponse, in: checkedUTF8)
        var written: [[UInt8]] = []
        for _ in 0..<3 {
            for action in server.received(request) {
                switch action {
                case .handle:
                    handled += 1
                    for case .write(let bytes) in try server.respond(with: answer) {
                        written.append(bytes)
                    }
                case .write(let bytes): written.append(bytes)
                case .close: Issue.record("the server closed")
                }
            }
        }
        #expect(handled == 1)
        #expect(written == [[UInt8]](repeating: line(Sample.checkoutResponse), count: 3))
    }
}

/// What a carriage return or other stray bytes within the stream do to what comes after.
@Suite struct `A broken line` {
    typealias Table = `A client session`

    /// A note about a patron was cut in two by a carriage return.
    private static let note = "24              00920261122    012826AOi|AAp|AEn|BLY|CQY|AFsee"

    private func awaiting(_ dialect: Dialect) -> ClientSession {
        var configuration = ClientSession.Configuration(dialect: dialect)
        configuration.opening = []
        var session = ClientSession(configuration)
        _ = session.connected(at: .zero)
        _ = session.send(Table.query, as: .init(1), at: .zero)
        return session
    }

    @Test(arguments: ["desk|", "|", "", "24 hours|", "98", "97", "12", "\n", "AFmore|AG|"])
    func `costs no more than its rest`(rest: String) {
        var session = awaiting(plainUTF8)
        let first = session.received(Array("\(Self.note)\r\(rest)\r".utf8), at: .zero)
        #expect(outline(first) == ["deliver 1 24"])
        _ = session.send(Table.query, as: .init(2), at: .zero)
        #expect(session.phase == .awaiting(.init(2)))
        let next = session.received(Array((Table.patron + "\r").utf8), at: .zero)
        #expect(outline(next) == ["deliver 2 24"])
    }

    @Test func `costs no more than its rest when that comes later`() {
        var session = awaiting(plainUTF8)
        _ = session.received(Array("\(Self.note)\r".utf8), at: .zero)
        _ = session.send(Table.query, as: .init(2), at: .zero)
        #expect(session.received(Array("desk|BLY|\r".utf8), at: .zero) == [])
        let next = session.received(Array((Table.patron + "\r").utf8), at: .zero)
        #expect(outline(next) == ["deliver 2 24"])
    }

    // Both halves lack a checksum that fits, so neither is taken for an answer.
    @Test func `is no answer where errors are detected`() {
        var session = awaiting(checkedUTF8)
        _ = session.received(wire(Table.patron, 0), at: .zero)
        _ = session.send(Table.query, as: .init(2), at: .zero)
        let broken = wire("\(Self.note)\rdesk|", 1)
        #expect(outline(session.received(broken, at: .zero)) == ["write 97"])
        #expect(session.discardedFrames == 1)
        #expect(outline(session.received(wire(Table.patron, 1), at: .zero)) == ["deliver 2 24"])
    }

    @Test(arguments: ["\n", " ", "\r\n", "  \n ", "\r\r"])
    func `of what some peers add between messages is read over`(added: String) {
        var session = awaiting(plainUTF8)
        let bytes = Array((added + Table.patron + "\r" + added).utf8)
        #expect(outline(session.received(bytes, at: .zero)) == ["deliver 1 24"])
    }

    // What stands between a client and another person's loan is that both halves are looked at.
    @Test func `brings no second request past a server that detects errors`() {
        var server = ServerSession(checkedUTF8)
        _ = server.received(wire(`A server session`.request, 0))
        _ = try? server.respond(with: `A server session`.answer)
        let smuggled =
            "2300920261122    012826AOi|AA1\r11NN20261122    012826"
            + "20261122    012826AOi|AA2|ABb|AC|"
        let actions = outline(server.received(wire(smuggled, 1)))
        #expect(actions == ["write 96", "write 96"])
    }
}
