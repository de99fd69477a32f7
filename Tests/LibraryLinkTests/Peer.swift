// SPDX-License-Identifier: MPL-2.0

import MadeUpCertificates
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import Testing

/// A server that does with each request what a test says, and nothing else.
final class Peer: Sendable {
    /// What the server does, in order.
    enum Move: Sendable, Hashable {
        case write(String)
        case close
    }

    /// Where a request ends.
    enum Framing: Sendable {
        /// At a carriage return.
        case lines
        /// After the body that the headers announce.
        case http
    }

    typealias Reaction = @Sendable (String) -> [Move]

    let port: Int
    let requests: AsyncStream<String>
    private let log: RequestLog
    private let channel: any Channel

    private init(_ channel: any Channel, _ requests: AsyncStream<String>, _ log: RequestLog) {
        self.channel = channel
        self.requests = requests
        self.log = log
        port = channel.localAddress?.port ?? 0
    }

    /// Runs a test with a server that listens.
    static func run(
        _ framing: Framing,
        _ security: NIOSSLContext? = nil,
        reacting reaction: @escaping Reaction,
        _ test: (Peer) async throws -> Void
    ) async throws {
        let (requests, requestsIn) = AsyncStream.makeStream(of: String.self)
        let log = RequestLog()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                log.note(channel)
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(Ear(log))
                    if let security {
                        try pipeline.addHandler(NIOSSLServerHandler(context: security))
                    }
                    try pipeline.addHandler(
                        PeerHandler(framing, reaction) {
                            log.note($0)
                            requestsIn.yield($0)
                        }
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let peer = Peer(channel, requests, log)
        do {
            try await test(peer)
        } catch {
            try await peer.channel.close()
            throw error
        }
        try await peer.channel.close()
    }

    /// A port on which nobody listens.
    static func unusedPort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }

    /// The requests that have come so far.
    var received: [String] { log.requests }

    /// How many connections have been made so far.
    var connections: Int { log.connections }

    /// Writes something to a connection, unasked; the newest one unless told which, from 0.
    func push(_ text: String, to number: Int? = nil) {
        log.connection(number)?.writeAndFlush(ByteBuffer(string: text), promise: nil)
    }

    /// Hears nothing more on the newest connection, not even the farewell of TLS.
    func stopListening() {
        log.deafen()
    }

    /// Waits for the end of a connection, counted from 0.
    func end(of number: Int) async throws {
        try await log.connection(number)?.closeFuture.get()
    }

    /// The next request that is meant.
    func request(where isMeant: (String) -> Bool = { _ in true }) async throws -> String {
        for await request in requests where isMeant(request) { return request }
        throw CancellationError()
    }

    /// TLS with a certificate and its key.
    static func security(
        _ certificate: String,
        key: String = Certificates.serverKey,
        configure: (inout TLSConfiguration) -> Void = { _ in }
    ) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))
        )
        configure(&configuration)
        return try NIOSSLContext(configuration: configuration)
    }
}

/// The requests that have come, for whoever looks back.
private final class RequestLog: Sendable {
    private struct State {
        var requests: [String] = []
        var connections: [any Channel] = []
        var deaf: [any Channel] = []
    }

    private let list = Mutex(State())

    var requests: [String] { list.withLock { $0.requests } }
    var connections: Int { list.withLock { $0.connections.count } }

    func connection(_ number: Int?) -> (any Channel)? {
        list.withLock { state in
            number.map { state.connections[$0] } ?? state.connections.last
        }
    }

    func deafen() {
        list.withLock { $0.deaf += $0.connections.suffix(1) }
    }

    func isDeaf(_ connection: any Channel) -> Bool {
        list.withLock { $0.deaf.contains { $0 === connection } }
    }

    func note(_ request: String) {
        list.withLock { $0.requests.append(request) }
    }

    func note(_ connection: any Channel) {
        list.withLock { $0.connections.append(connection) }
    }
}

/// Keeps from everything behind it what comes to a connection that is deaf.
private final class Ear: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let log: RequestLog

    init(_ log: RequestLog) { self.log = log }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !log.isDeaf(context.channel) { context.fireChannelRead(data) }
    }
}

private final class PeerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let framing: Peer.Framing
    private let reaction: Peer.Reaction
    private let note: (String) -> Void
    private var received: [UInt8] = []

    init(
        _ framing: Peer.Framing,
        _ reaction: @escaping Peer.Reaction,
        note: @escaping (String) -> Void
    ) {
        self.framing = framing
        self.reaction = reaction
        self.note = note
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += unwrapInboundIn(data).readableBytesView
        while let request = nextRequest() {
            note(request)
            for move in reaction(request) {
                switch move {
                case .write(let text):
                    context.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
                case .close:
                    context.close(promise: nil)
                }
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func nextRequest() -> String? {
        switch framing {
        case .lines:
            guard let end = received.firstIndex(of: 0x0D) else { return nil }
            defer { received.removeFirst(end + 1) }
            return String(decoding: received[..<end], as: UTF8.self)
        case .http:
            let text = String(decoding: received, as: UTF8.self)
            guard let blank = text.firstRange(of: "\r\n\r\n") else { return nil }
            let head = text[..<blank.lowerBound].lowercased()
            let length =
                head.firstRange(of: "content-length: ")
                .flatMap { Int(head[$0.upperBound...].prefix { $0.isNumber }) } ?? 0
            let end = text[..<blank.upperBound].utf8.count + length
            guard received.count >= end else { return nil }
            defer { received.removeFirst(end) }
            return String(decoding: received[..<end], as: UTF8.self)
        }
    }
}

extension Peer {
    /// An answer over HTTP.
    static func http(
        _ body: String,
        status: String = "200 OK",
        closes: Bool = false
    ) -> [Move] {
        let head =
            "HTTP/1.1 \(status)\r\nContent-Type: application/xml;charset=UTF-8\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\(closes ? "Connection: close\r\n" : "")\r\n"
        return [.write(head + body)] + (closes ? [.close] : [])
    }

    /// A SIP2 message in the document that Cicero answers with.
    static func envelope(_ message: String) -> String {
        #"<?xml version="1.0" encoding="UTF-8"?>"#
            + #"<ns2:sip xmlns:ns2="http://axiell.com/Schema/sip.xsd"><response>"#
            + message + "</response></ns2:sip>"
    }
}
