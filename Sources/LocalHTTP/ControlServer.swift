// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Hummingbird
public import Logging
import NIOCore
public import ServiceLifecycle

/// Serves the control API on a Unix-domain socket.
///
/// The file's mode, group and access list decide who can connect; the kernel says who did, and in
/// which groups that user is, from which the role comes. There is no other authentication, and
/// nothing here can be reached from a network or from a browser.
public struct ControlServer: Service {
    /// The greatest number of streams of events at once.
    public static let followersMax = 8

    private let socket: ControlSocket
    private let gate: ControlGate?
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
        self.init(
            socket: socket,
            gate: nil,
            port: port,
            logger: logger,
            onListening: onListening
        )
    }

    /// A server with another gate than the socket's own.
    init(
        socket: ControlSocket,
        gate: ControlGate?,
        port: ControlPort,
        logger: Logger,
        onListening: @escaping @Sendable () async -> Void = {}
    ) {
        self.socket = socket
        self.gate = gate
        self.port = port
        self.logger = logger
        self.onListening = onListening
    }

    /// Listens until graceful shutdown, which ends the streams and lets requests finish.
    ///
    /// - Throws: ``ControlSocketError`` when the socket cannot be had.
    public func run() async throws {
        try await socket.clear()
        let gate = try self.gate ?? socket.gate()
        let (bound, announce) = AsyncStream.makeStream(of: Void.self)
        let server = LocalServer(
            address: .unixDomainSocket(path: socket.path),
            responder: ControlRoutes(port: port, gate: gate, followersMax: Self.followersMax)
                .router().buildResponder(),
            logger: logger
        ) { _ in announce.yield() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // A server that ends before it listens leaves nothing to protect.
                defer { announce.finish() }
                try await server.run()
            }
            group.addTask {
                guard await bound.first(where: { _ in true }) != nil else { return }
                try socket.protect(gate)
                await onListening()
            }
            // The first failure of either ends the other.
            defer { group.cancelAll() }
            for try await _ in group {}
        }
    }
}
