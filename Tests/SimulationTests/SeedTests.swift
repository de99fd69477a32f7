// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerSimulator
import Testing

/// The 200 worlds of every test run, and what makes them worth their time.
@Suite struct `A simulated world` {
    static let seeds = 1...200
    static let blockSize = 50

    /// The seeds in blocks, which run beside one another.
    static let blocks = stride(from: seeds.lowerBound, through: seeds.upperBound, by: blockSize)
        .map { $0...min($0 + blockSize - 1, seeds.upperBound) }

    @Test(arguments: blocks)
    func `holds every invariant from its seed to its end`(seeds: ClosedRange<Int>) throws {
        var total = SimulationCounters()
        for seed in seeds {
            let report = try Simulation.run(seed: UInt64(seed))
            #expect(report.violations.isEmpty, "\(report.complaint)")
            total.add(report.counters)
        }
        // Worlds in which nothing happens would hold every invariant, too.
        #expect(total.entries > 50)
        #expect(total.transactions > 100)
        #expect(total.inquiries > 50)
        #expect(total.crashes > 5)
        #expect(total.restarts > seeds.count)
        for denial in [Denial.wrongPIN, .unknownCard, .throttled, .blocked, .libraryUnreachable] {
            #expect(total.denials[denial, default: 0] > 5, "\(denial)")
        }
        for fault in FaultKind.allCases {
            #expect(total.faults[fault, default: 0] > 0, "\(fault)")
        }
    }

    @Test(arguments: [1...3, 4...6, 7...9] as [ClosedRange<UInt64>])
    func `holds every invariant where people crowd around kiosks`(
        seeds: ClosedRange<UInt64>
    ) throws {
        var total = SimulationCounters()
        for seed in seeds {
            let report = try Simulation.run(seed: seed, focus: .kiosks)
            #expect(report.violations.isEmpty, "\(report.complaint)")
            total.add(report.counters)
        }
        #expect(total.transactions > 1000)
    }

    @Test(arguments: [1...10, 11...20] as [ClosedRange<UInt64>])
    func `holds every invariant while it can hardly remember`(seeds: ClosedRange<UInt64>) throws {
        var total = SimulationCounters()
        for seed in seeds {
            let report = try Simulation.run(seed: seed, focus: .memory)
            #expect(report.violations.isEmpty, "\(report.complaint)")
            total.add(report.counters)
        }
        #expect(total.entries > 100)
        for fault in [FaultKind.cacheFailure, .crash, .restart, .keyExchange] {
            #expect(total.faults[fault, default: 0] > 10, "\(fault)")
        }
    }

    @Test func `holds every invariant at eight doors over days`() throws {
        let report = try Simulation.run(seed: 1, focus: .doors)
        #expect(report.violations.isEmpty, "\(report.complaint)")
        #expect(report.doors == 8)
        #expect(report.counters.entries > 50)
    }

    @Test(arguments: [3, 17, 42, 111] as [UInt64])
    func `is the same world when its seed is the same`(seed: UInt64) throws {
        let first = try Simulation.run(seed: seed)
        let second = try Simulation.run(seed: seed)
        #expect(first.traceHash == second.traceHash)
        #expect(first.counters == second.counters)
        #expect(first.simulated == second.simulated)
    }

    @Test func `is another world when its seed is another`() throws {
        let hashes = try Set((1...6).map { try Simulation.run(seed: $0).traceHash })
        #expect(hashes.count == 6)
    }
}
