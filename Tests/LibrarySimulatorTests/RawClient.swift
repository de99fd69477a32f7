// SPDX-License-Identifier: MPL-2.0

@testable import LibrarySimulator
import NIOCore
import NIOPosix
import NIOSSL
import SIP2
import Testing

/// A simulated library system that runs as long as a test does.
struct Service {
    let server: LibrarySimulatorServer

    static func run(
        _ library: SimulatedLibrary = SimulatedLibrary(),
        log: @escaping @Sendable (SimulatorEvent) -> Void = { _ in },
        configure: (inout LibrarySimulatorServer.Settings) -> Void = { _ in },
        _ test: (Service) async throws -> Void
    ) async throws {
        let time = try Counter().time
        var settings = LibrarySimulatorServer.Settings(clock: { time }, log: log)
        configure(&settings)
        let server = try await LibrarySimulatorServer.listen(library, settings)
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            try await test(Service(server: server))
            group.cancelAll()
        }
    }
}

/// A client that sends and receives bytes and understands nothing.
struct RawClient: Sendable {
    private let channel: any Channel
    private let pieces: AsyncStream<[UInt8]>

    /// Connects, runs the test and ends the connection.
    ///
    /// - Parameters:
    ///   - server: Whom to connect to.
    ///   - port: The port; that of SIP2 over TCP when nothing is said.
    ///   - authority: The certificate to trust, as PEM; `nil` for no TLS.
    ///   - test: What to do meanwhile.
    /// - Throws: What connecting or the test throws.
    static func run(
        _ server: LibrarySimulatorServer,
        port: Int? = nil,
        trusting authority: String? = nil,
        _ test: (RawClient) async throws -> Void
    ) async throws {
        let (pieces, piecesIn) = AsyncStream.makeStream(of: [UInt8].self)
        let tls = try authority.map(Self.context)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls {
                        try pipeline.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: "localhost")
                        )
                    }
                    try pipeline.addHandler(Collector(pieces: piecesIn))
                }
            }
            .connect(host: "127.0.0.1", port: port ?? server.port).get()
        try await test(RawClient(channel: channel, pieces: pieces))
        try? await channel.close()
    }

    private static func context(_ authority: String) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(
            try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8))
        )
        return try NIOSSLContext(configuration: configuration)
    }

    /// Sends a message of SIP2.
    func send(_ text: String) async throws {
        try await write(text + "\r")
    }

    func write(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    /// What comes up to the next carriage return; `nil` at the end of the connection.
    func receive() async -> String? {
        var line: [UInt8] = []
        for await piece in pieces {
            guard piece.first != FrameReader.terminator else {
                return String(decoding: line, as: UTF8.self)
            }
            line += piece
        }
        return nil
    }

    /// Everything that comes until the connection ends.
    func receiveAll() async -> String {
        var bytes: [UInt8] = []
        for await piece in pieces { bytes += piece }
        return String(decoding: bytes, as: UTF8.self)
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let pieces: AsyncStream<[UInt8]>.Continuation

        init(pieces: AsyncStream<[UInt8]>.Continuation) { self.pieces = pieces }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            for byte in unwrapInboundIn(data).readableBytesView { pieces.yield([byte]) }
        }

        func channelInactive(context: ChannelHandlerContext) {
            pieces.finish()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}

extension RawClient {
    /// Sends one request over HTTPS, with its body, and gives the status line's code and the body
    /// of the answer; `nil` when the connection ends without an answer.
    static func call(
        _ server: LibrarySimulatorServer,
        method: String = "POST",
        _ target: String,
        session: String? = nil,
        _ body: String = ""
    ) async throws -> (status: Int, body: String)? {
        var answer = ""
        try await run(server, port: server.httpsPort, trusting: server.authority) { client in
            let lines = [
                "\(method) \(target) HTTP/1.1", "Host: localhost",
                "Content-Type: application/json", "Content-Length: \(body.utf8.count)",
                session.map { "X-Session: \($0)" } ?? "Accept: */*",
            ]
            try await client.write(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
            answer = await client.receiveAll()
        }
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
        let words = answer.split(separator: " ", maxSplits: 2)
        guard words.count == 3, words[0] == "HTTP/1.1", let status = Int(words[1]) else {
            return nil
        }
        return (status, parts.count == 2 ? String(parts[1]) : "")
    }
}
