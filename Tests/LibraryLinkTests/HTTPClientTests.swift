// SPDX-License-Identifier: MPL-2.0

import MadeUpCertificates
@testable import LibraryLink
import NIOCore
import NIOHTTP1
import NIOPosix
import PortnerCore
import Testing

@Suite struct `A call over HTTP and its answer` {
    private static let secrets = ["3210519784", "s3cr3t", "k3y"]

    private func leaks(_ value: some Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        let texts = ["\(value)", String(reflecting: value), dumped]
        return Self.secrets.filter { secret in texts.contains { $0.contains(secret) } }
    }

    @Test func `show nothing that is secret`() {
        let headers: HTTPHeaders = ["X-Session": "k3y"]
        let body = Array("<login>3210519784 s3cr3t</login>".utf8)
        let call = HTTPCall(
            method: .POST,
            target: "/rest/3210519784?pin=s3cr3t",
            headers: headers,
            body: body,
            isRepeatable: false,
            bodyMax: 10
        )
        #expect("\(call)" == "POST with 32 bytes")
        #expect(leaks(call) == [])
        #expect(leaks(HTTPExchange(call) { _ in }) == [])
        let reply = HTTPReply(status: 200, headers: headers, body: body)
        #expect("\(reply)" == "HTTP 200 with 32 bytes")
        #expect(leaks(reply) == [])
        #expect(leaks([reply]) == [])
        #expect(leaks(Result<HTTPReply, HTTPFailure>.success(reply)) == [])
    }
}

@Suite(.timeLimit(.minutes(5))) struct `A client over HTTP` {
    /// A client on its loop, with the requests that it was told to send.
    private final class Box {
        let client: HTTPClient
        var exchanges: [String: HTTPExchange] = [:]
        init(_ client: HTTPClient) { self.client = client }

        func get(_ target: String, then complete: @escaping HTTPClient.Completion = { _ in }) {
            let call = HTTPCall(
                method: .GET,
                target: target,
                headers: [:],
                body: [],
                isRepeatable: true,
                bodyMax: 100
            )
            exchanges[target] = client.send(call, within: .seconds(60), then: complete)
        }

        func abandon(_ target: String) {
            exchanges.removeValue(forKey: target).map { client.abandon($0) }
        }
    }

    private func run(
        reacting reaction: @escaping Peer.Reaction,
        _ test: (NIOLoopBound<Box>, any EventLoop, Peer) async throws -> Void
    ) async throws {
        let files = try PEMFiles()
        let trust = try Trust(try files.trust())
        let security = try Peer.security(Certificates.server)
        try await Peer.run(.http, security, reacting: reaction) { peer in
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            let connector = Connector(
                host: "127.0.0.1",
                port: peer.port,
                trust: trust,
                timeout: .seconds(60)
            )
            let box = try await loop.submit {
                NIOLoopBound(Box(HTTPClient(connector, loop: loop)), eventLoop: loop)
            }.get()
            try await test(box, loop, peer)
            try await loop.submit { box.value.client.stop() }.get()
        }
    }

    @Test func `lets what finds four connections busy wait for its turn`() async throws {
        try await run { _ in
            []
        } _: { box, loop, peer in
            loop.execute {
                for number in 1...6 { box.value.get("/\(number)") }
            }
            for _ in 1...4 { _ = try await peer.request() }
            loop.execute {
                box.value.abandon("/5")
                box.value.abandon("/1")
            }
            let next = try await peer.request()
            #expect(next.hasPrefix("GET /6 "))
            #expect(!peer.received.contains { $0.hasPrefix("GET /5 ") })
        }
    }

    @Test func `forgets a connection as soon as it closes it`() async throws {
        // What follows the answer is none, so the connection ends.
        try await run { _ in
            guard case .write(let answer)? = Peer.http("").first else { return [] }
            return [.write(answer + "no answer at all\r\n\r\n")]
        } _: { box, loop, _ in
            let (counts, countsIn) = AsyncStream.makeStream(of: Int.self)
            loop.execute {
                box.value.get("/1") { _ in
                    // After the rest of what came with the answer, before the connection has ended.
                    loop.execute { countsIn.yield(box.value.client.idleConnections) }
                }
            }
            var iterator = counts.makeAsyncIterator()
            #expect(await iterator.next() == 0)
        }
    }
}
