// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import PortnerSimulator

/// Runs worlds with a defect until the checker complains, in these words if there are any.
///
/// Other checkers may complain first where chance has it so. What a complaint says last is the
/// command that shows it again.
///
/// - Parameters:
///   - invariant: Whose checker has to see it.
///   - words: What it says.
///   - focus: What the worlds are full of.
///   - duration: How long each lasts; nil for the focus's usual time.
///   - seeds: The worlds that are tried until the defect has had its chance.
///   - location: Where the test is.
///   - plant: Plants the defect, anew for each world.
/// - Throws: What keeps a world from being simulated.
func expect(
    _ invariant: Invariant,
    saying words: String? = nil,
    in focus: SimulationFocus = .everything,
    for duration: Duration? = nil,
    seeds: ClosedRange<UInt64> = 1...80,
    location: SourceLocation = #_sourceLocation,
    from plant: () -> Wiring
) throws {
    for seed in seeds {
        let report = try Simulation.run(
            seed: seed,
            focus: focus,
            duration: duration,
            wiring: plant()
        )
        let isSeen = report.violations.contains { violation in
            violation.invariant == invariant && words.map(violation.detail.contains) ?? true
        }
        guard isSeen else { continue }
        #expect(report.complaint.hasSuffix(report.replay), sourceLocation: location)
        return
    }
    Issue.record("no world showed the defect", sourceLocation: location)
}
