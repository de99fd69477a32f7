// SPDX-License-Identifier: MPL-2.0

import NIOCore
import NIOPosix

/// Ports of the loopback interface.
enum LoopbackPort {
    static let address = "127.0.0.1"

    /// A port if it is free, and any free one if it is not.
    static func free(preferring port: Int) async throws -> Int {
        if await isFree(port) { return port }
        return try await bind(0)
    }

    /// Whether nobody listens on a port.
    static func isFree(_ port: Int) async -> Bool {
        (try? await bind(port)) != nil
    }

    /// Listens on a port for a moment and tells which one it was.
    private static func bind(_ port: Int) async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: address, port: port).get()
        let bound = channel.localAddress?.port ?? port
        try await channel.close()
        return bound
    }

    /// Whether a page answers a `GET` with the status 200.
    static func answers(port: Int, path: String) async -> Bool {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: Bool.self)
        let request =
            "GET \(path) HTTP/1.1\r\nHost: \(address):\(port)\r\nConnection: close\r\n\r\n"
        let connection = ClientBootstrap(group: loop)
            .connectTimeout(.seconds(2))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(StatusLine(promise))
                }
            }
            .connect(host: address, port: port)
        connection.cascadeFailure(to: promise)
        connection.whenSuccess { $0.writeAndFlush(ByteBuffer(string: request), promise: nil) }
        return (try? await promise.futureResult.get()) ?? false
    }

    /// Looks at the beginning of an answer and ends the connection.
    private final class StatusLine: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private static let expected = Array("HTTP/1.1 200".utf8)
        private let promise: EventLoopPromise<Bool>
        private var received: [UInt8] = []

        init(_ promise: EventLoopPromise<Bool>) { self.promise = promise }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received += unwrapInboundIn(data).readableBytesView.prefix(Self.expected.count)
            guard received.count >= Self.expected.count else { return }
            promise.succeed(received.prefix(Self.expected.count) == Self.expected[...])
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            promise.succeed(false)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
