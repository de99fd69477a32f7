// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import PortnerStore

/// The time at which all files begin.
let start = Timestamp(milliseconds: 1_790_000_000_000)

/// The moment this many seconds after ``start``.
func moment(_ seconds: Int64 = 0) -> Moment {
    let time = Timestamp(milliseconds: start.milliseconds + seconds * 1000)
    return Moment(
        uptime: Uptime(.seconds(seconds)),
        timestamp: time,
        civil: CivilTime(time, secondsAheadOfUTC: 0),
        clock: .trusted
    )
}

/// Tells what is acknowledged, in one write: a line is there whole or not at all.
func say(_ line: String) throws {
    try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
}

/// Records grants, each with a count of wrong attempts that is the number of the entry.
struct GrantWriter {
    private let ledger: Ledger

    init(_ folder: String) throws(StoreError) {
        ledger = try Ledger.open(in: folder, at: start).ledger
    }

    func write(_ count: Int) throws {
        for _ in 0..<count {
            let next = Int(try ledger.head().sequence) + 1
            let record = Record(
                .decision,
                at: moment(),
                subject: CardKey(UInt64(next), 2, 3, 4),
                [(.door, "main"), (.outcome, "granted")]
            )
            let failures = ThrottleCount(subject: .reader("main-outside"), failures: next)
            let numbers = try ledger.append(records: [record], throttle: [failures])
            try say("\(numbers?.upperBound ?? 0)")
        }
    }
}
