// SPDX-License-Identifier: MPL-2.0

@testable import LibrarySimulator
import NIOCore
import NIOPosix
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A simulated library system that listens` {
    static let question = "6300920261122    204605          AODK-799900|AA7105901234|AD1234|"

    /// Runs a test against a server of its own.
    private func serving(
        _ faults: Faults = .none,
        log: @escaping @Sendable (SimulatorEvent) -> Void = { _ in },
        _ test: (LibrarySimulatorServer) async throws -> Void
    ) async throws {
        try await Service.run(log: log) { service in
            service.server.faults = faults
            try await test(service.server)
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
                "> 64              00920261122    204605000100000004000000000001AODK-799900|"
                    + "AA***|AE***|BZ0100|CA0002|CB0060|BLY|CQY|BHDKK|BV***|CC***|BD***|BE***|"
                    + "PB***|",
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
