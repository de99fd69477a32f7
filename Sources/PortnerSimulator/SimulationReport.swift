// SPDX-License-Identifier: MPL-2.0

/// What became of one world.
public struct SimulationReport: Sendable {
    /// The seed that decided everything.
    public let seed: UInt64
    /// How much time passed in the world.
    public let simulated: Duration
    /// The hash over the whole trace: equal for equal seeds.
    public let traceHash: UInt64
    /// What happened, counted.
    public let counters: SimulationCounters
    /// What the checkers found in the step that ended the world; empty when all invariants held.
    public let violations: [Violation]
    /// The last lines of the trace, the oldest first, without secrets.
    public let lastLines: [String]

    /// The one command that replays this world.
    public var replay: String { "make simulate SEED=\(seed)" }

    /// What a person needs to know about a violation; empty without one.
    public var complaint: String {
        guard !violations.isEmpty else { return "" }
        let found = violations.map { "step \($0.step): \($0.invariant.rawValue): \($0.detail)" }
        return (["seed \(seed) violates an invariant"] + found + lastLines + ["replay: \(replay)"])
            .joined(separator: "\n")
    }
}
