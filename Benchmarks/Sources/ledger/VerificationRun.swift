// SPDX-License-Identifier: MPL-2.0

import Measuring
import PortnerCore
import PortnerStore

/// The whole chain, read and hashed anew.
struct VerificationRun {
    private static let entries = Int64(100_000)
    private static let batch = Int64(1000)
    private static let runs = 5
    /// The longest that it may take, in nanoseconds.
    private static let limit = 1_000_000_000.0

    let folder: String

    struct Broken: Error {}

    func measure() throws {
        let (ledger, _) = try Ledger.open(in: folder, at: Visit.start)
        for first in stride(from: Int64(1), through: Self.entries, by: Int(Self.batch)) {
            try ledger.append(records: (first..<first + Self.batch).map(Visit.record))
        }
        try ledger.checkpoint()
        var samples = Samples()
        for _ in 0..<Self.runs {
            guard try samples.measure({ try ledger.verify() }) == .intact(entries: Self.entries)
            else { throw Broken() }
        }
        let time = samples.percentile(0.5)
        var table = Table("ledger: \(Self.entries) entries verified", columns: ["p50"])
        table.add("time", [Table.text(time / 1_000_000, digits: 0) + " ms"])
        table.add("limit", [Table.text(Self.limit / 1_000_000, digits: 0) + " ms"])
        table.addVerdicts([time <= Self.limit])
        table.print()
        try ledger.close()
    }
}
