// SPDX-License-Identifier: MPL-2.0

// Writes to a ledger until it is done, fails or is killed:
//
//     LedgerCrashWriter FOLDER COUNT
//
// For each entry it prints, once the entry is acknowledged, one line: the entry's number and how
// often the process had SQLite wait for the disk while it was being written. When an entry cannot
// be written it prints the error's code and stops.

import Foundation
import Glibc
import PortnerCore
import PortnerStore
import Synchronization

let syncs = Atomic(0)

/// Takes the place of the C library's function in this process, for SQLite as well, and counts.
@_cdecl("fdatasync")
func countedDataSync(_ descriptor: CInt) -> CInt {
    syncs.add(1, ordering: .relaxed)
    return fsync(descriptor)
}

func record(_ number: Int) -> Record {
    let now = Timestamp(milliseconds: 1_790_000_000_000 + Int64(number))
    let moment = Moment(
        uptime: Uptime(.zero), timestamp: now, civil: CivilTime(now, secondsAheadOfUTC: 0),
        clock: .trusted)
    let key = CardKey(UInt64(number), 2, 3, 4)
    return Record(.decision, at: moment, subject: key, [(.door, "main"), (.outcome, "granted")])
}

func say(_ line: String) throws {
    try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
}

let folder = CommandLine.arguments[1]
let count = Int(CommandLine.arguments[2]) ?? 0
do {
    let (ledger, _) = try Ledger.open(in: folder, at: Timestamp(milliseconds: 1_790_000_000_000))
    for number in 1...count {
        let before = syncs.load(ordering: .relaxed)
        let failures = ThrottleCount(subject: .reader("main-outside"), failures: number)
        let numbers = try ledger.append(records: [record(number)], throttle: [failures])
        let waits = syncs.load(ordering: .relaxed) - before
        try say("\(numbers?.upperBound ?? 0) \(waits)")
    }
} catch let error as StoreError {
    try say(error.code)
}
