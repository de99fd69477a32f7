// SPDX-License-Identifier: MPL-2.0

import Foundation
import Measuring
import PortnerCore
import PortnerStore

/// Whether the time to a refusal tells an unknown card from a known one with a wrong PIN:
/// `timing FOLDER [SAMPLES]`.
///
/// Both are tried in a random order at a door with PIN. The time runs from the Enter key to the
/// order to show the refusal, with the real cache, ledger and PIN check at its lowest cost, where a
/// difference shows most. The library system answers at once: its own time is not ours to level.
@main struct TimingBenchmark {
    /// How far apart the medians may lie, as a share of the time itself.
    private static let medianLimit = 0.01
    /// How far apart the two distributions may lie; two of the same kind lie below 0.023 in 99 of
    /// 100 runs with 10,000 samples each (Kolmogorov and Smirnov), and 1 tells them apart always.
    private static let distanceLimit = 0.1

    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        guard let folder = words.first else {
            print("usage: timing FOLDER [SAMPLES]")
            exit(2)
        }
        let count = words.dropFirst().first.flatMap { Int($0) } ?? 10_000
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let doorstep = try Doorstep(folder: folder)
        for visitor in Visitor.allCases + Visitor.allCases { _ = try doorstep.refuse(visitor) }

        var numbers = SeededNumbers(seed: 1)
        var samples: [Visitor: Samples] = [.unknownCard: Samples(), .wrongPIN: Samples()]
        for _ in 0..<count {
            for visitor in Visitor.allCases.shuffled(using: &numbers) {
                samples[visitor]?.add(try doorstep.refuse(visitor))
            }
        }
        report(samples[.unknownCard] ?? Samples(), samples[.wrongPIN] ?? Samples())
    }

    private static func report(_ unknown: Samples, _ wrong: Samples) {
        let shares = [0.1, 0.5, 0.9, 0.99]
        let (unknownTimes, wrongTimes) = (
            shares.map(unknown.percentile), shares.map(wrong.percentile)
        )
        var table = Table(
            "timing: Enter key to refusal, \(unknown.count) unknown cards, "
                + "\(wrong.count) wrong PINs",
            columns: ["p10", "p50", "p90", "p99"]
        )
        table.add("unknown card", microseconds: unknownTimes)
        table.add("wrong PIN", microseconds: wrongTimes)
        table.print()

        let gap = abs(unknown.percentile(0.5) / wrong.percentile(0.5) - 1)
        let distance = unknown.distance(to: wrong)
        var verdict = Table("", columns: ["medians", "distance"])
        verdict.add("apart", [gap, distance].map { Table.text($0, digits: 4) })
        verdict.add("limit", [medianLimit, distanceLimit].map { Table.text($0, digits: 4) })
        verdict.addVerdicts([gap <= medianLimit, distance <= distanceLimit])
        verdict.print()
    }
}
