// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import PortnerCore
import PortnerStore

/// The command `portner credential`.
struct CredentialCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credential",
        abstract: "Look after how PINs are checked, the card key and the keys of passes.",
        subcommands: [Tune.self, Rotate.self, Pass.self]
    )

    /// The command `portner credential tune`.
    struct Tune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measure how long a PIN check takes here; works without portnerd.",
            discussion: """
                Each step of pin-cost doubles time and memory, for this machine and for whoever \
                has stolen its disk. The dearest one of at most \(PINCosts.millisecondsMax) ms is \
                recommended.

                Exit status: 0 measured, 1 even the cheapest one takes longer.
                """
        )

        @OptionGroup var format: FormatOptions

        func run() async throws {
            try await format.report { environment in
                let costs = try PINCosts.measured()
                let words = costs.words(style: TextStyle(environment))
                try environment.write(try format.json ? JSONText.pretty(costs) : words)
                return costs.recommended == nil ? .failure : .success
            }
        }
    }
}

/// How long a PIN check takes on a machine, by its cost.
struct PINCosts: Codable, Sendable, Hashable {
    /// The longest time of a check that a patron should wait for.
    static let millisecondsMax = 250.0
    /// How often each cost is measured; the middle counts.
    static let runs = 3

    /// One cost.
    struct Entry: Codable, Sendable, Hashable {
        /// The setting `pin-cost`.
        var cost: Int
        /// The memory of a check, in MiB.
        var memoryMiB: Int
        /// The time of a check, in milliseconds.
        var milliseconds: Double
    }

    /// The number of the format.
    var schema = ControlAPI.schema
    /// The costs, the cheapest first.
    var entries: [Entry]
    /// The dearest one that is quick enough; nil when none is.
    var recommended: Int?

    /// Recommends the dearest of these that is quick enough.
    init(_ entries: [Entry]) {
        self.entries = entries
        recommended = entries.filter { $0.milliseconds <= Self.millisecondsMax }.map(\.cost).max()
    }

    /// Measures with keys and a PIN that are made up.
    static func measured() throws -> PINCosts {
        let keys = try StationKeys.random()
        guard let card = CardNumber("0000000000"), let pin = PIN([0x30, 0x30, 0x30, 0x30]) else {
            return PINCosts([])
        }
        let key = CardHasher(keys: keys).key(for: card)
        let clock = ContinuousClock()
        let entries = try PINHasher.Cost.log2RoundsLimits.compactMap { log2Rounds -> Entry? in
            guard let cost = PINHasher.Cost(log2Rounds: log2Rounds) else { return nil }
            let hasher = PINHasher(keys: keys, cost: cost)
            let times = try (0..<runs).map { _ in
                try clock.measure { _ = try hasher.check(pin, for: key, against: nil) }
            }.sorted()
            return Entry(
                cost: log2Rounds,
                memoryMiB: cost.memoryMiB,
                milliseconds: (times[runs / 2].milliseconds * 10).rounded() / 10
            )
        }
        return PINCosts(entries)
    }

    /// The table and what to do, ending in a line break.
    func words(style: TextStyle) -> String {
        let head: [TextTable.Cell] = [
            TextTable.Cell("pin-cost", .heading), TextTable.Cell("memory", .heading),
            TextTable.Cell("time", .heading),
        ]
        let rows = entries.map { entry in
            [
                TextTable.Cell("\(entry.cost)"), TextTable.Cell("\(entry.memoryMiB) MiB"),
                TextTable.Cell(
                    "\(entry.milliseconds) ms",
                    entry.milliseconds > Self.millisecondsMax ? .warning : .plain
                ),
            ]
        }
        let next =
            recommended.map { "pin-cost: \($0) in the configuration" }
            ?? "a faster machine; patrons would wait too long here"
        let lines = TextTable(rows: [head] + rows).lines(style: style) + ["Next: \(next)"]
        return lines.joined(separator: "\n") + "\n"
    }
}
