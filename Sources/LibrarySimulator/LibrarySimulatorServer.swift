// SPDX-License-Identifier: MPL-2.0

import NIOCore
import NIOPosix
public import SIP2
public import ServiceLifecycle
import Synchronization

/// A simulated library system that listens for SIP2 clients over TCP.
public final class LibrarySimulatorServer: Service {
    /// How the simulator listens and speaks.
    public struct Settings: Sendable {
        /// The address to listen on.
        public var address = "127.0.0.1"
        /// The port to listen on; 0 for any free one.
        public var port = 0
        /// The character set of both directions.
        public var encoding = TextEncoding.utf8
        /// The seed of what is drawn by chance: latencies.
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

    /// The port that is listened on.
    public let port: Int
    private let listener: any Channel
    private let desk: Desk

    private init(listener: any Channel, desk: Desk) {
        self.listener = listener
        self.desk = desk
        port = listener.localAddress?.port ?? 0
    }

    /// Begins to listen; clients are served from now on, until ``run()`` ends.
    ///
    /// - Throws: An error of the operating system when the address cannot be used.
    public static func listen(
        _ library: SimulatedLibrary,
        _ settings: Settings
    ) async throws -> LibrarySimulatorServer {
        let desk = Desk(library, settings)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Conversation(desk))
                }
            }
            .bind(host: settings.address, port: settings.port).get()
        return LibrarySimulatorServer(listener: listener, desk: desk)
    }

    /// What goes wrong at the moment; can be changed at any time and takes effect at once.
    public var faults: Faults {
        get { desk.faults }
        set { desk.faults = newValue }
    }

    /// Serves until the service group shuts down, then ends all connections.
    public func run() async throws {
        try? await gracefulShutdown()
        try? await listener.close()
        await desk.endConversations()
    }
}

/// What all connections share.
final class Desk: Sendable {
    let library: SimulatedLibrary
    let settings: LibrarySimulatorServer.Settings
    private let state: Mutex<State>

    private struct State {
        var faults = Faults.none
        var generator: SeededGenerator
        var conversations: [ObjectIdentifier: any Channel] = [:]
    }

    init(_ library: SimulatedLibrary, _ settings: LibrarySimulatorServer.Settings) {
        self.library = library
        self.settings = settings
        state = Mutex(State(generator: SeededGenerator(seed: settings.seed)))
    }

    var faults: Faults {
        get { state.withLock { $0.faults } }
        set {
            let channels = state.withLock { state in
                state.faults = newValue
                return Array(state.conversations.values)
            }
            for channel in channels {
                channel.pipeline.fireUserInboundEventTriggered(FaultsChanged())
            }
        }
    }

    func join(_ channel: any Channel) {
        state.withLock { $0.conversations[ObjectIdentifier(channel)] = channel }
    }

    func leave(_ channel: any Channel) {
        state.withLock { _ = $0.conversations.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// What becomes of an answer, and how long it takes.
    func deliveries(of answer: [UInt8]) -> (deliveries: [Faults.Delivery], after: Duration) {
        state.withLock { state in
            let latency = state.faults.latency
            let spread = latency.upperBound - latency.lowerBound
            let share = Double(state.generator.next() % 1001) / 1000
            return (state.faults.deliveries(of: answer), latency.lowerBound + spread * share)
        }
    }

    func endConversations() async {
        for channel in state.withLock({ Array($0.conversations.values) }) {
            try? await channel.close()
        }
    }
}

/// Tells a conversation that other things go wrong from now on.
struct FaultsChanged: Sendable {}
