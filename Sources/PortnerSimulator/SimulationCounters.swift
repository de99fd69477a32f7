// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// What happened in a world, counted.
public struct SimulationCounters: Sendable, Hashable {
    /// The steps of the station: events that it took, and times at which it did what was due.
    public internal(set) var steps = 0
    /// Decisions to let somebody in.
    public internal(set) var entries = 0
    /// Decisions not to, by their code.
    public internal(set) var denials: [Denial: Int] = [:]
    /// Questions to the library system about patrons who were not there.
    public internal(set) var inquiries = 0
    /// Transactions that were begun at kiosks.
    public internal(set) var transactions = 0
    /// Processes that died, with the power cuts.
    public internal(set) var crashes = 0
    /// Processes that were stopped in good order.
    public internal(set) var restarts = 0
    /// Faults by their kind.
    public internal(set) var faults: [FaultKind: Int] = [:]

    /// Counters that stand at zero.
    public init() {}

    /// Adds the counts of another world.
    public mutating func add(_ other: SimulationCounters) {
        steps += other.steps
        entries += other.entries
        denials.merge(other.denials, uniquingKeysWith: +)
        inquiries += other.inquiries
        transactions += other.transactions
        crashes += other.crashes
        restarts += other.restarts
        faults.merge(other.faults, uniquingKeysWith: +)
    }

    mutating func count(_ changes: [OutboxChange]) {
        for case .enter in changes { transactions += 1 }
    }
}
