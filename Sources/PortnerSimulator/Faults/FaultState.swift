// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// What is going wrong in a world at the moment.
struct FaultState {
    /// No more faults begin.
    var areOver = false
    var isNetworkDown = false
    var isLedgerFailing = false
    var isCacheFailing = false
    /// Whether answers overtake one another.
    var reorders = false
    /// Whether one of the next calls to a driver is the last of its process.
    var isCrashDue = false
    /// The number of the next order by staff.
    var nextOrder: UInt64 = 1 << 48
    /// Who is being erased, by the order.
    var erasures: [Ticket: CardKey] = [:]
    /// The number of lists that the library has made, and the last of them.
    var lists = 0
    var lastList: PatronList?
    /// What was known of each card before the exchange of the card key, until a process begins.
    var knownBefore: [CardKey: PatronFacts]?
    /// The card keys of an exchange that was finished, and no process has begun since.
    var finishedRing: KeyRing?
    /// Whether something known may have been lost since the last process ended.
    var mayLackFacts = false
    /// Whether wrong attempts of one card may be held against all.
    var isHeldAgainstAll = false
    /// The number of copies that were made of the files.
    var copies = 0
    /// The number of settings that reloads have gone through.
    var reloads = 0
}
