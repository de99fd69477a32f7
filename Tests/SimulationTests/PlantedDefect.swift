// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import PortnerSimulator

/// Worlds that are tried until a planted defect has had its chance.
private let seeds: ClosedRange<UInt64> = 1...300

/// Runs worlds with a defect until the checker complains in these words.
func expect(
    _ invariant: Invariant,
    saying words: String,
    location: SourceLocation = #_sourceLocation,
    from plant: () -> Wiring
) throws {
    for seed in seeds {
        let report = try Simulation.run(seed: seed, wiring: plant())
        let isSeen = report.violations.contains {
            $0.invariant == invariant && $0.detail.contains(words)
        }
        if isSeen { return }
    }
    Issue.record("no world showed the defect", sourceLocation: location)
}
