// SPDX-License-Identifier: MPL-2.0

@testable import LibrarySimulator
import NIOCore
import NIOPosix
import SIP2
import Testing

/// A client that sends and receives lines and understands nothing.
struct RawClient: Sendable {
    private let channel: any Channel
    private let lines: AsyncStream<String>

    /// Connects, runs the test and ends the connection.
    static func run(
        _ server: LibrarySimulatorServer,
        _ test: (RawClient) async throws -> Void
    ) async throws {
        let (lines, linesIn) = AsyncStream.makeStream(of: String.self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(lines: linesIn))
                }
            }
            .connect(host: "127.0.0.1", port: server.port).get()
        try await test(RawClient(channel: channel, lines: lines))
        try? await channel.close()
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text + "\r"))
    }

    /// What comes up to the next carriage return; `nil` at the end of the connection.
    func receive() async -> String? {
        for await line in lines { return line }
        return nil
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let lines: AsyncStream<String>.Continuation
        private var rest = ""

        init(lines: AsyncStream<String>.Continuation) { self.lines = lines }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            rest += String(buffer: unwrapInboundIn(data))
            while let end = rest.firstIndex(of: "\r") {
                lines.yield(String(rest[..<end]))
                rest = String(rest[rest.index(after: end)...])
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            lines.finish()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `A simulated library system that listens` {
    static let question = "6300920261122    204605          AODK-799900|AA7105901234|AD1234|"

    /// Runs a test against a server of its own.
    private func serving(
        _ faults: Faults = .none,
        log: @escaping @Sendable (SimulatorEvent) -> Void = { _ in },
        _ test: (LibrarySimulatorServer) async throws -> Void
    ) async throws {
        let time = try Counter().time
        let server = try await LibrarySimulatorServer.listen(
            SimulatedLibrary(),
            .init(clock: { time }, log: log)
        )
        server.faults = faults
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            try await test(server)
            group.cancelAll()
        }
    }

    @Test func `tells the port it was given`() async throws {
        try await serving { #expect($0.port > 0) }
    }

    @Test func `answers with the checksums of whoever sends them`() async throws {
        try await serving { server in
            try await RawClient.run(server) { client in
                try await client.send("9900802.00AY1AZFCA0")
                let answer = try #require(await client.receive())
                #expect(answer.hasPrefix("98"))
                #expect(answer.dropLast(9).hasSuffix("|"))
                #expect(answer.dropLast(4).hasSuffix("AY1AZ"))
            }
            try await RawClient.run(server) { client in
                try await client.send(Self.question)
                let plain = try #require(await client.receive())
                #expect(plain.hasPrefix("64"))
                #expect(plain.hasSuffix("|PB19900511|"))
            }
        }
    }

    @Test func `asks for a damaged request again and repeats an answer`() async throws {
        try await serving { server in
            try await RawClient.run(server) { client in
                try await client.send("9900802.00AY1AZ0000")
                #expect(await client.receive() == "96")
                try await client.send("9900802.00AY1AZFCA0")
                let answer = await client.receive()
                try await client.send("97AZFEF5")
                #expect(await client.receive() == answer)
            }
        }
    }

    @Test func `refuses logins when it is to`() async throws {
        var faults = Faults.none
        faults.refusesLogin = true
        try await serving(faults) { server in
            try await RawClient.run(server) { client in
                try await client.send("9300CNdoor|COmade up|")
                #expect(await client.receive() == "940")
            }
        }
    }

    @Test func `ends connections when it goes offline, and takes them again`() async throws {
        try await serving { server in
            var offline = Faults.none
            offline.isOffline = true
            try await RawClient.run(server) { client in
                try await client.send("9900802.00")
                _ = await client.receive()
                server.faults = offline
                #expect(await client.receive() == nil)
            }
            try await RawClient.run(server) { client in
                let ended = await client.receive()
                #expect(ended == nil)
            }
            server.faults = .none
            try await RawClient.run(server) { client in
                try await client.send("9900802.00")
                #expect(await client.receive() != nil)
            }
        }
    }

    @Test func `holds answers back until it may send them`() async throws {
        let (events, eventsIn) = AsyncStream.makeStream(of: SimulatorEvent.self)
        var holding = Faults.none
        holding.holdsAnswers = true
        try await serving(holding, log: { eventsIn.yield($0) }) { server in
            try await RawClient.run(server) { client in
                try await client.send(Self.question)
                for await case .answered in events { break }
                server.faults = .none
                #expect(await client.receive()?.hasPrefix("64") == true)
            }
        }
    }

    @Test func `logs no card, no PIN and no name`() async throws {
        let (events, eventsIn) = AsyncStream.makeStream(of: SimulatorEvent.self)
        try await serving(log: { eventsIn.yield($0) }) { server in
            try await RawClient.run(server) { client in
                try await client.send(Self.question)
                _ = await client.receive()
            }
        }
        eventsIn.finish()
        var lines: [String] = []
        for await event in events { lines.append("\(event)") }
        #expect(
            lines == [
                "connected",
                "< 6300920261122    204605          AODK-799900|AA***|AD***|",
                "> 64              00920261122    204605000000000000000000000000AODK-799900|"
                    + "AA***|AE***|BLY|CQY|BHDKK|BV***|CC***|PB***|",
                "disconnected",
            ]
        )
    }

    @Test func `is gone when its run ends`() async throws {
        var port = 0
        try await serving { port = $0.port }
        await #expect(throws: (any Error).self) {
            try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
        }
    }
}
