// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import Foundation
import PortnerSimulator

/// `portner-sim simulate`: worlds made from seeds, with every invariant checked at every step.
struct SimulateCommand: AsyncParsableCommand {
    /// The most minutes of one world: a week.
    static let minutesMax = 10_080
    /// The most worlds at one time.
    static let jobsMax = 256

    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Put the station through simulated worlds and check that it keeps its promises.",
        discussion: """
            A seed decides everything in its world: people, doors, library, and what goes wrong. \
            The first world that violates an invariant ends the run with what happened last and \
            the command that replays it.
            """
    )

    @Option(help: "The one seed to run.")
    var seed: UInt64?

    @Option(help: "How many seeds to run.")
    var seeds: UInt64?

    @Option(help: "The first of them.")
    var from: UInt64 = 1

    @Option(
        help: "What the worlds are full of: \(Self.focuses).",
        transform: Self.focus(named:)
    )
    var focus: SimulationFocus?

    @Option(help: "Run seeds until kiosks have begun so many transactions.")
    var transactions: Int?

    @Option(help: "Run seeds until so many hours have passed at doors, each counted.")
    var doorHours: Int?

    @Option(help: "How many minutes each world lasts before the faults end.")
    var minutes: Int?

    @Option(help: "How many worlds are simulated at one time; as many as there are processors.")
    var jobs = ProcessInfo.processInfo.activeProcessorCount

    @Flag(help: "Write all that happens.")
    var verbose = false

    func validate() throws {
        guard (1...Self.minutesMax).contains(minutes ?? 1) else {
            throw ValidationError("--minutes must be from 1 to \(Self.minutesMax)")
        }
        guard seeds.map({ $0 > 0 && from <= UInt64.max - $0 }) ?? true else {
            throw ValidationError("--seeds must be at least 1 and fit after --from")
        }
        guard (1...Self.jobsMax).contains(jobs) else {
            throw ValidationError("--jobs must be from 1 to \(Self.jobsMax)")
        }
        guard (transactions ?? 1) > 0, (doorHours ?? 1) > 0 else {
            throw ValidationError("--transactions and --door-hours must be at least 1")
        }
    }

    func run() async throws {
        let say: @Sendable (String) -> Void = { Terminal.say($0) }
        let run = SimulationRun(
            seeds: range,
            focus: focus ?? usualFocus,
            duration: minutes.map { .seconds($0 * 60) },
            transactions: transactions,
            doorHours: doorHours,
            jobs: verbose ? 1 : jobs,
            tell: verbose ? say : nil
        )
        let tally: SimulationTally
        do throws(SimulationError) {
            tally = try await run.outcome()
        } catch {
            throw Terminal.failure("cannot simulate: \(error)")
        }
        if let complaint = tally.complaint {
            Terminal.complain(complaint)
            throw ExitCode.failure
        }
        Terminal.say(tally.words)
    }

    private static let focuses = SimulationFocus.allCases.map(\.rawValue)
        .formatted(.list(type: .or).locale(Locale(identifier: "en_GB")))

    private static func focus(named name: String) throws -> SimulationFocus {
        guard let focus = SimulationFocus(rawValue: name) else {
            throw ValidationError("worlds are full of \(focuses)")
        }
        return focus
    }

    /// The seeds that may be run; as many as it takes where something else ends the run.
    private var range: ClosedRange<UInt64> {
        if let seed { return seed...seed }
        if let seeds { return from...(from + (seeds - 1)) }
        let isEndless = transactions != nil || doorHours != nil
        return from...(isEndless ? UInt64.max : from + 199)
    }

    private var usualFocus: SimulationFocus {
        if transactions != nil { return .kiosks }
        return doorHours == nil ? .everything : .doors
    }
}
