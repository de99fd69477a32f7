// SPDX-License-Identifier: MPL-2.0

// Writes to a station's files until it is done, fails or is killed:
//
//     CrashWriter grants FOLDER COUNT
//     CrashWriter people FOLDER COUNT
//     CrashWriter open FOLDER
//
// The first writes records to a ledger and prints the number of each once it is acknowledged. The
// second takes rosters, records visits and erases people, as `PeopleWriter` tells. The third opens
// all files, prints `open` and does nothing more until it is killed. When something cannot be
// written, the code of the error is printed and the program stops.

import Foundation
import PortnerCore
import PortnerStore
import Roster

let folder = CommandLine.arguments[2]
let count = CommandLine.arguments.dropFirst(3).first.flatMap { Int($0) } ?? 0
do {
    switch CommandLine.arguments[1] {
    case "grants": try GrantWriter(folder).write(count)
    case "people": try PeopleWriter(folder).write(count)
    default:
        let writer = try PeopleWriter(folder)
        try say("open")
        withExtendedLifetime(writer) { while readLine() != nil {} }
    }
} catch let error as StoreError {
    try say(error.code)
} catch let error as RosterRefusal {
    try say(error.code)
} catch {
    try say("failed")
}
