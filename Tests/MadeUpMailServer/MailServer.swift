// SPDX-License-Identifier: MPL-2.0

import Foundation
import MadeUpCertificates
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A mail server for tests: it takes letters as RFC 5321 says, or misbehaves as it is told.
public final class MailServer: Sendable {
    /// How it behaves.
    public struct Manner: Sendable {
        /// Whether the connection is secured from its beginning.
        public var isImplicit = false
        /// Whether it offers STARTTLS.
        public var offersSTARTTLS = true
        /// The certificate that it shows.
        public var certificate = Certificates.server
        /// What it answers to a command, or to all that begin with a word, in place of the usual.
        public var answers: [String: String] = [:]
        /// The command after which it hangs up.
        public var hangsUpAfter: String?
        /// The command that it leaves without an answer.
        public var ignores: String?

        /// The manner of a good server.
        public init() {}
    }

    /// What it has heard and taken.
    public struct Log: Sendable {
        /// Every command.
        public var commands: [String] = []
        /// The commands that came in clear text.
        public var clear: [String] = []
        /// The letters that it has taken over.
        public var letters: [String] = []
    }

    /// Where it listens on the loopback.
    public let port: Int
    private let manner: SharedManner
    private let channel: any Channel

    /// How it behaves, which a test may change between two connections.
    final class SharedManner: Sendable {
        private let manner: Mutex<Manner>
        init(_ manner: Manner) { self.manner = Mutex(manner) }
        var now: Manner { manner.withLock { $0 } }
        func set(_ new: Manner) { manner.withLock { $0 = new } }
    }

    final class Box: Sendable {
        private let log = Mutex(Log())
        func add(_ act: (inout Log) -> Void) { log.withLock { act(&$0) } }
        var now: Log { log.withLock { $0 } }
    }

    private let box: Box

    private init(_ channel: any Channel, _ manner: SharedManner, _ box: Box) {
        self.channel = channel
        self.manner = manner
        self.box = box
        port = channel.localAddress?.port ?? 0
    }

    /// Runs a test with a server that listens.
    public static func run(
        _ manner: Manner = Manner(),
        _ test: (MailServer) async throws -> Void
    ) async throws {
        let shared = SharedManner(manner)
        let box = Box()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let manner = shared.now
                    let context = try Self.context(manner.certificate)
                    let pipeline = channel.pipeline.syncOperations
                    if manner.isImplicit {
                        try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try pipeline.addHandler(MailServerHandler(manner, context, box))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = MailServer(channel, shared, box)
        do {
            try await test(server)
        } catch {
            try? await channel.close()
            throw error
        }
        try await channel.close()
    }

    /// What it has heard and taken so far.
    public var heard: Log { box.now }

    /// Has it behave otherwise from the next connection on.
    public func set(_ manner: Manner) { self.manner.set(manner) }

    private static func context(_ certificate: String) throws -> NIOSSLContext {
        try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [
                    .certificate(
                        try NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem)
                    )
                ],
                privateKey: .privateKey(
                    try NIOSSLPrivateKey(bytes: Array(Certificates.serverKey.utf8), format: .pem)
                )
            )
        )
    }
}

/// One connection.
private final class MailServerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let manner: MailServer.Manner
    private let context: NIOSSLContext
    private let box: MailServer.Box
    private var isSecured: Bool
    private var rest = ""
    private var letter: String?

    init(_ manner: MailServer.Manner, _ context: NIOSSLContext, _ box: MailServer.Box) {
        self.manner = manner
        self.context = context
        self.box = box
        isSecured = manner.isImplicit
    }

    func channelActive(context: ChannelHandlerContext) {
        write("220 mail.example", context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        rest += String(buffer: unwrapInboundIn(data))
        while let end = rest.range(of: "\r\n") {
            let line = String(rest[..<end.lowerBound])
            rest = String(rest[end.upperBound...])
            take(line, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func take(_ line: String, _ context: ChannelHandlerContext) {
        if let letter {
            guard line == "." else {
                self.letter =
                    letter + (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\n"
                return
            }
            self.letter = nil
            if manner.answers["."] == nil { box.add { $0.letters.append(letter) } }
            return answer(".", "250 2.0.0 taken", context)
        }
        box.add { log in
            log.commands.append(line)
            if !isSecured { log.clear.append(line) }
        }
        switch line.split(separator: " ").first ?? "" {
        case "EHLO":
            let security = manner.offersSTARTTLS && !isSecured ? "250-STARTTLS\r\n" : ""
            answer("EHLO", "250-mail.example\r\n\(security)250 AUTH PLAIN", context)
        case "STARTTLS": secure(context)
        case "AUTH": answer("AUTH", "235 2.7.0 welcome", context)
        case "DATA":
            if manner.answers["DATA"] == nil { letter = "" }
            answer("DATA", "354 go", context)
        case "QUIT":
            write("221 bye", context)
            context.close(promise: nil)
        case let word:
            let command = manner.answers[line] == nil ? String(word) : line
            answer(command, "250 2.1.0 ok", context)
        }
    }

    private func secure(_ context: ChannelHandlerContext) {
        answer("STARTTLS", "220 go", context)
        guard manner.answers["STARTTLS"] == nil else { return }
        isSecured = true
        try? context.pipeline.syncOperations.addHandler(
            NIOSSLServerHandler(context: self.context),
            position: .first
        )
    }

    private func answer(_ command: String, _ usual: String, _ context: ChannelHandlerContext) {
        if manner.hangsUpAfter == command { return context.close(promise: nil) }
        if manner.ignores != command { write(manner.answers[command] ?? usual, context) }
    }

    private func write(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(NIOAny(ByteBuffer(string: text + "\r\n")), promise: nil)
    }
}
