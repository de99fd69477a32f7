// SPDX-License-Identifier: MPL-2.0

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
    /// The number of settings that reloads have gone through.
    var reloads = 0
}
