// SPDX-License-Identifier: MPL-2.0

import AsyncHTTPClient
import ControlAPI
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import LocalHTTP
@testable import PortnerCommands

@Suite(.timeLimit(.minutes(5))) struct `The control server` {
    private struct Answer: Equatable {
        var status: UInt
        var code: String?
    }

    /// Sends a request as it is and gives what comes back.
    private func send(
        _ uri: String,
        to path: String,
        method: HTTPMethod = .GET,
        body: String? = nil
    ) async throws -> Answer {
        let url = try #require(URL(httpURLWithSocketPath: path, uri: uri))
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = method
        request.body = body.map { .bytes(ByteBuffer(string: $0)) }
        let http = HTTPClient(eventLoopGroupProvider: .singleton)
        let answer: Answer
        do {
            let response = try await http.execute(request, timeout: .seconds(10))
            let data = try await response.body.collect(upTo: 1 << 20)
            let failure = try? JSONDecoder()
                .decode(ControlFailure.self, from: Data(data.readableBytesView))
            answer = Answer(status: response.status.code, code: failure?.code)
        } catch {
            try await http.shutdown()
            throw error
        }
        try await http.shutdown()
        return answer
    }

    private func post(_ body: String, to uri: String, at path: String) async throws -> Answer {
        try await send(uri, to: path, method: .POST, body: body)
    }

    @Test func `can be used by owner and group only`() async throws {
        try await withDaemon { path in
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o660)
            #expect(attributes[.type] as? FileAttributeType == .typeSocket)
        }
    }

    @Test func `removes its socket when it stops`() async throws {
        try await withTestFolder { folder in
            let socket = ControlSocket(path: folder + "/control.sock")
            try await withDaemon(FakeStation(), socket: socket) {}
            try await withDaemon(FakeStation(), socket: socket) {}
        }
    }

    @Test func `takes the place of a daemon that crashed`() async throws {
        try await withTestFolder { folder in
            let path = folder + "/control.sock"
            try leaveSocket(at: path)
            try await withDaemon(FakeStation(), socket: ControlSocket(path: path)) {
                let answer = try await send(ControlAPI.Path.status, to: path)
                #expect(answer.status == 200)
            }
        }
    }

    @Test func `leaves a daemon alone that answers`() async throws {
        try await withDaemon { path in
            await #expect(throws: ControlSocketError.occupied(path)) {
                try await withDaemon(FakeStation(), socket: ControlSocket(path: path)) {}
            }
            let answer = try await send(ControlAPI.Path.status, to: path)
            #expect(answer.status == 200)
        }
    }

    @Test func `leaves a file alone that is no socket`() async throws {
        try await withTestFolder { folder in
            let path = folder + "/control.sock"
            try Data("mine".utf8).write(to: URL(filePath: path))
            await #expect(throws: ControlSocketError.notASocket(path)) {
                try await withDaemon(FakeStation(), socket: ControlSocket(path: path)) {}
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == Data("mine".utf8))
        }
    }

    @Test func `does not run with a group that does not exist`() async throws {
        try await withTestFolder { folder in
            let socket = ControlSocket(path: folder + "/control.sock", group: "no-such-group-here")
            await #expect(throws: ControlSocketError.self) {
                try await withDaemon(FakeStation(), socket: socket) {}
            }
        }
    }

    @Test func `knows its own requests only`() async throws {
        try await withDaemon { path in
            let answers = [
                try await send("/", to: path),
                try await send("/v2/status", to: path),
                try await send(ControlAPI.Path.status, to: path, method: .DELETE),
            ]
            let unknown = Answer(status: 404, code: "not-found")
            #expect(answers.allSatisfy { $0 == unknown })
        }
    }

    @Test(
        arguments: [
            ("not json", 400, "bad-request"),
            (#"{"order":"unlock"}"#, 400, "bad-request"),
            (#"{"order":"dance","door":"main","reason":"x"}"#, 400, "bad-request"),
            (#"{"order":"unlock","door":"Main!","reason":"x"}"#, 404, "unknown-door"),
        ] as [(String, UInt, String)]
    )
    func `refuses a malformed order`(body: String, status: UInt, code: String) async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let answer = try await post(body, to: ControlAPI.Path.orders, at: path)
            #expect(answer == Answer(status: status, code: code))
            #expect(station.orders.isEmpty)
        }
    }

    @Test(
        arguments: [
            (#"{"reason":"x"}"#, 400, "bad-request"),
            (#"{"card":"7001011234","reader":"main","reason":"x"}"#, 400, "bad-request"),
            (#"{"card":"no card!","reason":"x"}"#, 422, "not-a-card"),
            (#"{"reader":"Main!","reason":"x"}"#, 404, "unknown-reader"),
        ] as [(String, UInt, String)]
    )
    func `refuses a malformed lift of a wait`(
        body: String,
        status: UInt,
        code: String
    ) async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let answer = try await post(body, to: ControlAPI.Path.waitLifts, at: path)
            #expect(answer == Answer(status: status, code: code))
            #expect(station.lifts.isEmpty)
        }
    }

    @Test func `refuses a body that is too large`() async throws {
        try await withDaemon { path in
            let body = String(repeating: " ", count: ControlAPI.Limit.requestBytesMax + 1)
            let answer = try await post(body, to: ControlAPI.Path.orders, at: path)
            #expect(answer == Answer(status: 413, code: "too-large"))
        }
    }

    @Test func `refuses a reason that is too long`() async throws {
        try await withDaemon { path in
            let reason = String(repeating: "x", count: ControlAPI.Limit.reasonBytesMax + 1)
            let body = #"{"order":"unlock","door":"main","reason":"\#(reason)"}"#
            let answer = try await post(body, to: ControlAPI.Path.orders, at: path)
            #expect(answer == Answer(status: 413, code: "too-large"))
        }
    }

    @Test(
        arguments: [
            (#"{"card":"4711","at":"25:00"}"#, "not-a-time"),
            (#"{"card":"4711","at":"2026-02-30T12:00"}"#, "not-a-time"),
            (#"{"card":"!"}"#, "not-a-card"),
        ]
    )
    func `refuses a malformed question`(body: String, code: String) async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let answer = try await post(body, to: ControlAPI.Path.checks, at: path)
            #expect(answer == Answer(status: 422, code: code))
            #expect(station.questions.isEmpty)
        }
    }

    @Test func `gives no more events than its limit`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let uri = ControlAPI.Path.events
            let much = try await send("\(uri)?limit=999999999", to: path)
            let little = try await send("\(uri)?limit=-5", to: path)
            #expect([much, little].map(\.status) == [200, 200])
            #expect(station.queries.map(\.limit) == [ControlAPI.Limit.eventsMax, 1])
        }
    }

    @Test(arguments: ["limit=many", "after=-1", "after="])
    func `refuses a query that is no number`(query: String) async throws {
        try await withDaemon { path in
            let answer = try await send("\(ControlAPI.Path.events)?\(query)", to: path)
            #expect(answer == Answer(status: 400, code: "bad-request"))
        }
    }

    @Test func `streams only from a place that the ledger has`() async throws {
        try await withDaemon { path in
            let uri = ControlAPI.Path.eventStream
            let nowhere = try await send(uri, to: path)
            #expect(nowhere == Answer(status: 400, code: "bad-request"))
            let beyond = try await send("\(uri)?after=5", to: path)
            #expect(beyond == Answer(status: 409, code: "sequence-ahead"))
        }
    }

    @Test func `streams a backlog of many pages in order`() async throws {
        let count = ControlAPI.Limit.eventsMax * 2 + 7
        let station = FakeStation()
        station.set(
            events: (1...UInt64(count)).map { Fixture.event($0, "clock", ["outcome": "trusted"]) }
        )
        try await withDaemon(station) { path in
            var seen: [UInt64] = []
            struct Enough: Error {}
            await #expect(throws: Enough.self) {
                try await ControlClient.with(socketPath: path) { client in
                    try await client.follow(after: 0, alarmsOnly: false) {
                    } show: { event in
                        seen.append(event.sequence)
                        if seen.count == count { throw Enough() }
                    }
                }
            }
            #expect(seen == Array(1...UInt64(count)))
        }
    }

    @Test func `serves so many streams and no more`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            try await withThrowingTaskGroup(of: Void.self) { group in
                let (opened, announce) = AsyncStream.makeStream(of: Void.self)
                for _ in 0..<ControlServer.followersMax {
                    group.addTask {
                        try await ControlClient.with(socketPath: path) { client in
                            try await client.follow(after: 0, alarmsOnly: false) {
                                announce.yield()
                            } show: { _ in
                            }
                        }
                    }
                }
                var count = 0
                for await _ in opened {
                    count += 1
                    if count == ControlServer.followersMax { break }
                }
                let uri = "\(ControlAPI.Path.eventStream)?after=0"
                let refused = try await send(uri, to: path)
                #expect(refused == Answer(status: 429, code: "too-many-followers"))
                group.cancelAll()
            }
        }
    }

    /// Leaves a socket file behind that nobody listens on, as a crash does.
    private func leaveSocket(at path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let address = try SocketAddress(unixDomainSocketPath: path)
        let status = unsafe address.withSockAddr { unsafe bind(descriptor, $0, socklen_t($1)) }
        try #require(status == 0)
    }
}

@Suite struct `A limit of followers` {
    @Test func `gives a place back when its holder goes`() {
        let limit = FollowerLimit(max: 1)
        var slot = limit.enter()
        #expect(slot != nil)
        #expect(limit.enter() == nil)
        slot = nil
        #expect(limit.enter() != nil)
    }
}
