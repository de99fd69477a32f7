// SPDX-License-Identifier: MPL-2.0

// Writes to a ledger until it is done, fails or is killed:
//
//     LedgerCrashWriter FOLDER COUNT
//
// It prints the number of each entry once the entry is acknowledged. When one cannot be written it
// prints the code of the error and stops.

import Foundation
import PortnerCore
import PortnerStore

let start = Timestamp(milliseconds: 1_790_000_000_000)
let moment = Moment(
    uptime: Uptime(.zero),
    timestamp: start,
    civil: CivilTime(start, secondsAheadOfUTC: 0),
    clock: .trusted
)

func say(_ line: String) throws {
    try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
}

let folder = CommandLine.arguments[1]
let count = Int(CommandLine.arguments[2]) ?? 0
do {
    let (ledger, _) = try Ledger.open(in: folder, at: start)
    for _ in 0..<count {
        let next = Int(try ledger.head().sequence) + 1
        let record = Record(
            .decision,
            at: moment,
            subject: CardKey(UInt64(next), 2, 3, 4),
            [(.door, "main"), (.outcome, "granted")]
        )
        let failures = ThrottleCount(subject: .reader("main-outside"), failures: next)
        let numbers = try ledger.append(records: [record], throttle: [failures])
        try say("\(numbers?.upperBound ?? 0)")
    }
} catch let error as StoreError {
    try say(error.code)
}
