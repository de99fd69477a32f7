// SPDX-License-Identifier: MPL-2.0

internal import NIOCore
internal import NIOPosix

/// A server on the loopback that answers each request with the bytes that a test gives, and then
/// hangs up.
public final class ScriptedServer: Sendable {
    /// What is answered to a request; nil leaves it unanswered.
    public typealias Script = @Sendable (_ request: String) -> String?

    /// The port that it listens on.
    public let port: Int

    /// Runs a test with a server.
    public static func run(
        _ script: @escaping Script,
        _ test: (ScriptedServer) async throws -> Void
    ) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = ScriptHandler(script)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let server = ScriptedServer(channel)
        do {
            try await test(server)
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }

    private init(_ channel: any Channel) {
        port = channel.localAddress?.port ?? 0
    }

    /// The address of a file on it.
    public func url(_ path: String = "/roster.csv") -> String { "http://127.0.0.1:\(port)\(path)" }
}

/// Gathers a request up to the empty line and writes what the script says.
private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: ScriptedServer.Script
    private var text = ""

    init(_ script: @escaping ScriptedServer.Script) { self.script = script }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        guard text.hasSuffix("\r\n\r\n") else { return }
        guard let answer = script(text) else { return }
        let channel = context.channel
        channel.writeAndFlush(ByteBuffer(string: answer)).whenComplete { _ in
            channel.close(promise: nil)
        }
    }
}
