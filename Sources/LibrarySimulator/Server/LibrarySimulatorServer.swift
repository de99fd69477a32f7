// SPDX-License-Identifier: MPL-2.0

public import FBS
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
public import SIP2
public import ServiceLifecycle

/// A simulated library system that listens for clients: SIP2 over TCP, and where ports are given
/// SIP2 over TLS, and over HTTPS SIP2 in envelopes and the REST calls of FBS.
public final class LibrarySimulatorServer: Service {
    /// How the simulator listens and speaks.
    public struct Settings: Sendable {
        /// The address to listen on.
        public var address = "127.0.0.1"
        /// The port for SIP2 over TCP; 0 for any free one.
        public var port = 0
        /// The port for SIP2 over TLS; 0 for any free one, `nil` for none.
        public var tlsPort: Int?
        /// The port for HTTPS; 0 for any free one, `nil` for none.
        public var httpsPort: Int?
        /// The names and addresses that the certificate is for.
        public var hosts = ["localhost", "127.0.0.1", "::1"]
        /// What is wrong with the certificate; `nil` for nothing.
        public var certificateFault: CertificateFault?
        /// The passwords by device; with none anybody may log in.
        public var logins: [String: Secret] = [:]
        /// The versions of the REST calls that are answered.
        public var versions = FBSVersions()
        /// The character set of SIP2 over TCP and TLS.
        public var encoding = TextEncoding.utf8
        /// The seed of what is drawn by chance: latencies and faults.
        public var seed: UInt64 = SimulatedLibrary.standardSeed
        /// The library's local time.
        public var clock: @Sendable () -> Timestamp
        /// Hears of everything that happens; called on the connections' threads.
        public var log: @Sendable (SimulatorEvent) -> Void

        /// Settings for a loopback port that is free.
        public init(
            clock: @escaping @Sendable () -> Timestamp,
            log: @escaping @Sendable (SimulatorEvent) -> Void = { _ in }
        ) {
            self.clock = clock
            self.log = log
        }
    }

    /// The port of SIP2 over TCP.
    public let port: Int
    /// The port of SIP2 over TLS; `nil` when there is none.
    public let tlsPort: Int?
    /// The port of HTTPS; `nil` when there is none.
    public let httpsPort: Int?
    /// The certificate that clients must trust, as PEM; `nil` when there is neither TLS nor HTTPS.
    public let authority: String?
    private let listeners: [any Channel]
    private let desk: Desk

    private init(
        tcp: any Channel,
        tls: (any Channel)?,
        https: (any Channel)?,
        authority: String?,
        desk: Desk
    ) {
        listeners = [tcp, tls, https].compactMap(\.self)
        port = tcp.localAddress?.port ?? 0
        tlsPort = tls?.localAddress?.port
        httpsPort = https?.localAddress?.port
        self.authority = authority
        self.desk = desk
    }

    /// Begins to listen; clients are served from now on, until ``run()`` ends.
    ///
    /// - Throws: An error of the operating system when an address cannot be used.
    public static func listen(
        _ library: SimulatedLibrary,
        _ settings: Settings
    ) async throws -> LibrarySimulatorServer {
        let desk = Desk(library, settings)
        let needsTLS = settings.tlsPort != nil || settings.httpsPort != nil
        let certificates = needsTLS ? try Certificates(settings) : nil
        let context = try certificates?.context()
        let tcp = try await bind(desk, settings.port) { channel in
            try channel.pipeline.syncOperations.addHandler(Conversation(desk, channel))
        }
        var tls: (any Channel)?
        var https: (any Channel)?
        do {
            if let context, let port = settings.tlsPort {
                tls = try await bind(desk, port) { channel in
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    try pipeline.addHandler(Conversation(desk, channel))
                }
            }
            if let context, let port = settings.httpsPort {
                https = try await bind(desk, port) { channel in
                    let pipeline = channel.pipeline.syncOperations
                    let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)
                    try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    try pipeline.addHandler(ByteToMessageHandler(decoder))
                    try pipeline.addHandler(HTTPConversation(desk, channel))
                }
            }
        } catch {
            for listener in [tcp, tls].compactMap(\.self) { try? await listener.close() }
            throw error
        }
        return LibrarySimulatorServer(
            tcp: tcp,
            tls: tls,
            https: https,
            authority: certificates?.authority,
            desk: desk
        )
    }

    private static func bind(
        _ desk: Desk,
        _ port: Int,
        _ initialize: @escaping @Sendable (any Channel) throws -> Void
    ) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try initialize(channel) }
            }
            .bind(host: desk.settings.address, port: port).get()
    }

    /// What goes wrong at the moment; can be changed at any time and takes effect at once.
    public var faults: Faults {
        get { desk.faults }
        set { desk.faults = newValue }
    }

    /// The library as it is now; what is set takes effect with the next request.
    public var library: SimulatedLibrary {
        get { desk.library }
        set { desk.library = newValue }
    }

    /// Ends the sessions of FBS, so that each client must log in again.
    public func endSessions() {
        desk.endSessions()
    }

    /// Serves until the service group shuts down, then ends all connections.
    public func run() async throws {
        try? await gracefulShutdown()
        for listener in listeners { try? await listener.close() }
        await desk.endConversations()
    }
}

extension Certificates {
    fileprivate init(_ settings: LibrarySimulatorServer.Settings) throws {
        let hosts = settings.hosts.enumerated().filter { index, host in
            settings.hosts.firstIndex(of: host) == index
        }
        try self.init(for: hosts.map(\.element), fault: settings.certificateFault)
    }
}
