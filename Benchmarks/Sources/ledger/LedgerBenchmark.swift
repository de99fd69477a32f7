// SPDX-License-Identifier: MPL-2.0

import Foundation
import Measuring

/// A durable record beside one durable write, what it writes, and how long the whole chain takes to
/// verify: `ledger FOLDER [ROUNDS]`.
@main struct LedgerBenchmark {
    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        guard let folder = words.first else {
            print("usage: ledger FOLDER [ROUNDS]")
            exit(2)
        }
        try? FileManager.default.removeItem(atPath: folder)
        let rounds = words.dropFirst().first.flatMap { Int($0) } ?? 4000
        try AppendRun(folder: folder).measure(rounds: rounds)
        try VerificationRun(folder: folder + "/long").measure()
    }
}
