// SPDX-License-Identifier: MPL-2.0

import Measuring
import PortnerCore
import PortnerStore

/// How long the check of a PIN takes at each cost, for a known and for an unknown card.
///
/// `portner credential tune` recommends by the same measure; here both sides stand beside it.
@main struct PINBenchmark {
    private static let runs = 15
    /// The times between which a check is slow enough for thieves and quick enough for patrons, in
    /// nanoseconds.
    private static let limits = 20_000_000.0...250_000_000.0

    struct Unusable: Error {}

    static func main() throws {
        let keys = try StationKeys(card: Array(0..<32), pepper: Array(100..<132))
        guard let card = CardNumber("9900000001"), let pin = PIN([0x31, 0x32, 0x33, 0x34]) else {
            throw Unusable()
        }
        let key = CardHasher(keys: keys).key(for: card)
        var table = Table(
            "pin: the check of a PIN by scrypt, one at a time",
            columns: ["known", "unknown", "memory", "in limits"]
        )
        for log2Rounds in PINHasher.Cost.log2RoundsLimits {
            guard let cost = PINHasher.Cost(log2Rounds: log2Rounds) else { continue }
            let hasher = PINHasher(keys: keys, cost: cost)
            let verifier = try hasher.derive(pin, for: key)
            var (known, unknown) = (Samples(), Samples())
            for _ in 0..<runs {
                guard try known.measure({ try hasher.check(pin, for: key, against: verifier) }),
                    try !unknown.measure({ try hasher.check(pin, for: key, against: nil) })
                else { throw Unusable() }
            }
            let times = [known, unknown].map { $0.percentile(0.5) }
            table.add(
                "cost \(log2Rounds)\(cost == .standard ? ", the standard" : "")",
                times.map { Table.text($0 / 1_000_000, digits: 1) + " ms" }
                    + [
                        "\(cost.memoryMiB) MiB",
                        times.allSatisfy(limits.contains) ? "yes" : "no",
                    ]
            )
        }
        table.print()
    }
}
