// SPDX-License-Identifier: MPL-2.0

// Writes to a station's files until it is done, fails or is killed:
//
//     CrashWriter grants FOLDER COUNT
//     CrashWriter people FOLDER COUNT
//
// The first writes records to a ledger and prints the number of each once it is acknowledged. The
// second takes rosters, records visits and erases people, as `PeopleWriter` tells. When something
// cannot be written, the code of the error is printed and the program stops.

import Foundation
import PortnerCore
import PortnerStore
import Roster

let folder = CommandLine.arguments[2]
let count = Int(CommandLine.arguments[3]) ?? 0
do {
    switch CommandLine.arguments[1] {
    case "grants": try GrantWriter(folder).write(count)
    default: try PeopleWriter(folder).write(count)
    }
} catch let error as StoreError {
    try say(error.code)
} catch let error as RosterRefusal {
    try say(error.code)
}
