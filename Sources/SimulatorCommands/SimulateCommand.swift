// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import PortnerSimulator

/// `portner-sim simulate`: worlds made from seeds, with every invariant checked at every step.
struct SimulateCommand: AsyncParsableCommand {
    /// The most minutes of one world: a day.
    static let minutesMax = 1440

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
    var seeds: UInt64 = 200

    @Option(help: "The first of them.")
    var from: UInt64 = 1

    @Option(help: "How many minutes each world lasts before the faults end.")
    var minutes = Int(Simulation.standardDuration.components.seconds / 60)

    @Flag(help: "Write all that happens.")
    var verbose = false

    func validate() throws {
        guard (1...Self.minutesMax).contains(minutes) else {
            throw ValidationError("--minutes must be from 1 to \(Self.minutesMax)")
        }
        guard seeds > 0, from <= UInt64.max - seeds else {
            throw ValidationError("--seeds must be at least 1 and fit after --from")
        }
    }

    func run() async throws {
        let first = seed ?? from
        let last = seed ?? from + (seeds - 1)
        var tally = Tally()
        for seed in first...last {
            let report: SimulationReport
            do throws(SimulationError) {
                report = try Simulation.run(
                    seed: seed,
                    duration: .seconds(minutes * 60),
                    tell: verbose ? { Terminal.say($0) } : nil
                )
            } catch {
                throw Terminal.failure("cannot simulate: \(error)")
            }
            tally.add(report)
            guard report.violations.isEmpty else {
                Terminal.complain(report.complaint)
                throw ExitCode.failure
            }
        }
        Terminal.say(tally.words)
    }
}

/// What all worlds of a run add up to.
private struct Tally {
    private var seeds = 0
    private var simulated = Duration.zero
    private var counters = SimulationCounters()
    private var hash: UInt64 = 0
    private let clock = ContinuousClock()
    private let begun = ContinuousClock.now

    mutating func add(_ report: SimulationReport) {
        seeds += 1
        simulated += report.simulated
        counters.add(report.counters)
        hash = hash &* 31 &+ report.traceHash
    }

    /// The result in a few lines; the hash tells whether two runs were the same.
    var words: String {
        let denials = counters.denials.values.reduce(0, +)
        let faults = counters.faults.values.reduce(0, +)
        let spent = max(begun.duration(to: clock.now) / .seconds(1), 0.001)
        let hours = simulated / .seconds(3600)
        return """
            \(seeds) worlds held every invariant.
            \(Int(hours)) hours in \(Int(spent)) s, \(counters.steps) steps.
            \(counters.entries) entries, \(denials) denials, \(counters.crashes) crashes, \
            \(counters.restarts) restarts, \(faults) faults.
            Trace \(String(hash, radix: 16)).
            """
    }
}
