// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import Glibc
import LibrarySimulator
import NIOCore
import UnixSignals

/// `portner-sim library`: a library system to talk to.
struct LibraryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "library",
        abstract: "Run a made-up library system that speaks SIP2 over TCP.",
        discussion: "It takes any login and runs until SIGINT or SIGTERM."
    )

    @Option(help: "The port to listen on; 0 for any free one.")
    var port: UInt16 = 6001

    @Option(help: "The address to listen on.")
    var address = "127.0.0.1"

    @Option(help: "The seed that the patrons are made up from; demo cards are always the same.")
    var seed = SimulatedLibrary.standardSeed

    @Flag(help: "Answer as Cicero does instead of strictly by the protocol.")
    var cicero = false

    @Option(
        help: ArgumentHelp(
            "How long each answer takes, in milliseconds: 80, or 20-200.",
            valueName: "ms"
        )
    )
    var latency = Latency(milliseconds: 0...0)

    @Flag(help: "Write each message, with patron data and secrets masked.")
    var log = false

    func run() async throws {
        var settings = LibrarySimulatorServer.Settings(clock: LocalClock.now)
        settings.address = address
        settings.port = Int(port)
        settings.seed = seed
        if log { settings.log = { Terminal.say($0.redacted) } }
        let server: LibrarySimulatorServer
        do {
            server = try await .listen(
                SimulatedLibrary(seed: seed, manner: cicero ? .cicero : .strict),
                settings
            )
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Terminal.failure("port \(port) of \(address) is taken")
        } catch {
            throw Terminal.failure("cannot listen on \(address), port \(port): \(error)")
        }
        server.faults.latency = latency.range
        let signals = await UnixSignalsSequence(trapping: [.sigint, .sigterm])
        Terminal.say("A made-up library system listens on \(address), port \(server.port).\n")
        Terminal.say(CardTable.text(indent: 2) + "\n")
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            for await _ in signals { break }
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}

/// A time or a range of times on the command line.
struct Latency: ExpressibleByArgument, Equatable, CustomStringConvertible {
    /// The longest time that can be asked for, in milliseconds.
    static let max = 60_000

    let milliseconds: ClosedRange<Int>

    init(milliseconds: ClosedRange<Int>) {
        self.milliseconds = milliseconds
    }

    /// Reads `80` or `20-200`.
    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(ends.count), let low = ends[0], let high = ends.last ?? nil,
            0 <= low, low <= high, high <= Self.max
        else { return nil }
        milliseconds = low...high
    }

    var range: ClosedRange<Duration> {
        .milliseconds(milliseconds.lowerBound) ... .milliseconds(milliseconds.upperBound)
    }

    var description: String {
        milliseconds.count == 1
            ? "\(milliseconds.lowerBound)"
            : "\(milliseconds.lowerBound)-\(milliseconds.upperBound)"
    }
}
