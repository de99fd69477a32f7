// SPDX-License-Identifier: MPL-2.0

/// What became of one world.
public struct SimulationReport: Sendable {
    /// The seed that decided everything.
    public let seed: UInt64
    /// What the world was full of.
    public let focus: SimulationFocus
    /// How long there were people and faults.
    public let duration: Duration
    /// How much time passed in the world.
    public let simulated: Duration
    /// How many doors there were all that time.
    public let doors: Int
    /// The hash over the whole trace: equal for equal seeds.
    public let traceHash: UInt64
    /// What happened, counted.
    public let counters: SimulationCounters
    /// What the checkers found in the step that ended the world; empty when all invariants held.
    public let violations: [Violation]
    /// The last lines of the trace, the oldest first, without secrets.
    public let lastLines: [String]

    /// The one command that replays this world.
    public var replay: String {
        var command = "make simulate SEED=\(seed)"
        if focus != .everything { command += " FOCUS=\(focus.rawValue)" }
        if duration != focus.standardDuration {
            command += " MINUTES=\(duration.components.seconds / 60)"
        }
        return command
    }

    /// What a person needs to know about a violation; empty without one.
    public var complaint: String {
        guard !violations.isEmpty else { return "" }
        let found = violations.map { "step \($0.step): \($0.invariant.rawValue): \($0.detail)" }
        return (["seed \(seed) violates an invariant"] + found + lastLines + ["replay: \(replay)"])
            .joined(separator: "\n")
    }
}
