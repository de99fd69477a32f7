// SPDX-License-Identifier: MPL-2.0

import PortnerSimulator

/// Worlds, some at one time, whose outcomes are taken in the order of their seeds.
struct SimulationRun: Sendable {
    /// The seeds that may be run, in order.
    let seeds: ClosedRange<UInt64>
    let focus: SimulationFocus
    let duration: Duration?
    /// How many transactions are enough; nil where their number ends nothing.
    let transactions: Int?
    /// How many hours at doors are enough; nil where their number ends nothing.
    let doorHours: Int?
    let jobs: Int
    let tell: (@Sendable (String) -> Void)?

    /// Runs worlds until one violates an invariant or there have been enough.
    func outcome() async throws(SimulationError) -> SimulationTally {
        let result = await withTaskGroup(
            of: (UInt64, Result<SimulationReport, SimulationError>).self
        ) { group -> Result<SimulationTally, SimulationError> in
            var tally = SimulationTally()
            var finished: [UInt64: Result<SimulationReport, SimulationError>] = [:]
            var next = seeds.lowerBound
            var begun = seeds.lowerBound
            var hasMore = true
            func begin() {
                guard hasMore else { return }
                let seed = begun
                hasMore = seed < seeds.upperBound
                if hasMore { begun += 1 }
                group.addTask { (seed, world(seed)) }
            }
            for _ in 0..<jobs { begin() }
            while let (seed, result) = await group.next() {
                finished[seed] = result
                while let result = finished.removeValue(forKey: next) {
                    switch result {
                    case .failure(let error): return .failure(error)
                    case .success(let report): tally.add(report)
                    }
                    if isEnough(tally) { return .success(tally) }
                    next += 1
                }
                begin()
            }
            return .success(tally)
        }
        return try result.get()
    }

    private func world(_ seed: UInt64) -> Result<SimulationReport, SimulationError> {
        Result { () throws(SimulationError) in
            try Simulation.run(seed: seed, focus: focus, duration: duration, tell: tell)
        }
    }

    private func isEnough(_ tally: SimulationTally) -> Bool {
        if tally.complaint != nil || tally.lastSeed == seeds.upperBound { return true }
        if let transactions, tally.counters.transactions < transactions { return false }
        if let doorHours, tally.doorHours < Double(doorHours) { return false }
        return transactions != nil || doorHours != nil
    }
}

/// What all worlds of a run add up to.
struct SimulationTally: Sendable {
    private(set) var counters = SimulationCounters()
    private(set) var doorHours = 0.0
    /// What is to be told of the world that ended the run; nil when every invariant held.
    private(set) var complaint: String?
    private(set) var lastSeed: UInt64?
    private var seeds = 0
    private var simulated = Duration.zero
    private var hash: UInt64 = 0
    private let clock = ContinuousClock()
    private let begun = ContinuousClock.now

    mutating func add(_ report: SimulationReport) {
        seeds += 1
        lastSeed = report.seed
        simulated += report.simulated
        doorHours += report.simulated / .seconds(3600) * Double(report.doors)
        counters.add(report.counters)
        hash = hash &* 31 &+ report.traceHash
        if !report.violations.isEmpty { complaint = report.complaint }
    }

    /// The result in a few lines; the hash tells whether two runs were the same.
    var words: String {
        let denials = counters.denials.values.reduce(0, +)
        let faults = counters.faults.values.reduce(0, +)
        let spent = max(begun.duration(to: clock.now) / .seconds(1), 0.001)
        let hours = simulated / .seconds(3600)
        return """
            \(seeds) worlds held every invariant.
            \(Int(hours)) hours, \(Int(doorHours)) at doors, in \(Int(spent)) s; \
            \(counters.steps) steps.
            \(counters.entries) entries, \(denials) denials, \
            \(counters.transactions) transactions, \(counters.crashes) crashes, \
            \(counters.restarts) restarts, \(faults) faults.
            Trace \(String(hash, radix: 16)).
            """
    }
}
