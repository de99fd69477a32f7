// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// Serves the control API on a Unix-domain socket.
///
/// The file's mode and group decide who can connect; the kernel says who did. There is no other
/// authentication, and nothing here can be reached from a network or from a browser.
public struct ControlServer: Service {
    /// The greatest number of connections at once; further ones wait in the backlog.
    public static let connectionsMax = 32
    /// The greatest number of streams of events at once.
    public static let followersMax = 8
    /// How long a connection may be silent between requests.
    public static let idleMax = Duration.seconds(60)
    /// The greatest number of bytes in a request's head.
    public static let headBytesMax = 8 * 1024

    private let socket: ControlSocket
    private let port: ControlPort
    private let logger: Logger
    private let onListening: @Sendable () async -> Void

    /// A server that has not begun to listen.
    ///
    /// - Parameters:
    ///   - socket: Where to listen.
    ///   - port: What to serve.
    ///   - logger: Where failures go; no request's content does.
    ///   - onListening: Called once when the socket is ready and protected.
    public init(
        socket: ControlSocket,
        port: ControlPort,
        logger: Logger,
        onListening: @escaping @Sendable () async -> Void = {}
    ) {
        self.socket = socket
        self.port = port
        self.logger = logger
        self.onListening = onListening
    }

    /// Listens until graceful shutdown, which ends the streams and lets requests finish.
    ///
    /// - Throws: ``ControlSocketError`` when the socket cannot be had.
    public func run() async throws {
        try await socket.clear()
        let (bound, announce) = AsyncStream.makeStream(of: Void.self)
        let application = application { announce.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask {
                for await _ in bound {}
                guard !Task.isCancelled else { return }
                try socket.protect()
                logger.info("control server listens", metadata: ["path": "\(socket.path)"])
                await onListening()
            }
            // The first failure of either ends the other.
            defer { group.cancelAll() }
            for try await _ in group {}
        }
    }

    private func application(
        onBound: @escaping @Sendable () -> Void
    ) -> some ApplicationProtocol {
        Application(
            router: ControlRoutes(port: port, followersMax: Self.followersMax).router(),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    idleTimeout: TimeAmount(Self.idleMax),
                    httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                        maxHeaderFieldSize: Self.headBytesMax,
                        maxHeaderListSize: Self.headBytesMax,
                        maxHeaderFieldCount: 64
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: .unixDomainSocket(path: socket.path),
                availableConnectionsDelegate: .maximum(Self.connectionsMax, logger: logger)
            ),
            onServerRunning: { _ in onBound() },
            logger: logger
        )
    }
}
