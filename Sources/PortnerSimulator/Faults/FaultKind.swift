// SPDX-License-Identifier: MPL-2.0

/// A kind of thing that goes wrong.
///
/// Each seed draws which kinds occur in its world and how often, so that rare combinations are as
/// likely as common ones.
public enum FaultKind: String, Sendable, Hashable, CaseIterable {
    /// The library system takes long to answer, sometimes longer than is waited for.
    case slowLibrary = "slow-library"
    /// Messages vanish on their way.
    case lossyLink = "lossy-link"
    /// Messages arrive damaged, in pieces or with garbage between them.
    case garbledLink = "garbled-link"
    /// Answers carry a wrong sequence number or come twice.
    case confusedLibrary = "confused-library"
    /// The library system hangs up instead of answering, having done what was asked or not.
    case hangUp = "hang-up"
    /// The library system cannot be reached for a while.
    case outage
    /// Answers overtake one another on their way to the station.
    case reordering
    /// The clock is stepped.
    case clockStep = "clock-step"
    /// Time synchronisation is lost; after a power cut the clock is not set.
    case clockLoss = "clock-loss"
    /// The ledger cannot be written for a while.
    case ledgerFailure = "ledger-failure"
    /// The cache cannot be written for a while.
    case cacheFailure = "cache-failure"
    /// A lock cannot be driven for a while.
    case lockFailure = "lock-failure"
    /// A scanner or keypad is pulled out and put back.
    case unplugging
    /// Scanners send half codes, codes twice, and keys nobody pressed.
    case badScans = "bad-scans"
    /// The process dies at some call to a driver.
    case crash
    /// The power fails.
    case powerCut = "power-cut"
    /// The service is restarted in good order.
    case restart
    /// The settings are read again.
    case reload
    /// The station's thread does not run for a while.
    case stall
    /// PIN checks take long, and some verifiers cannot be made.
    case slowPINs = "slow-pins"
    /// Staff unlock doors, lock them down and lift that again.
    case staffOrders = "staff-orders"
    /// The fire input becomes active.
    case fire
    /// An exit button is held or shorted.
    case stuckExit = "stuck-exit"
    /// Somebody forces a secured door.
    case forcedDoor = "forced-door"
    /// The library delivers its list of patrons: whole or as changes, late, cut short, or from
    /// another state than the one that is held.
    case roster
    /// Staff erase somebody.
    case erasure
    /// The card key is exchanged, or the exchange is finished.
    case keyExchange = "key-exchange"
    /// Somebody puts an older copy of ledger, cache or all files in place.
    case oldCopy = "old-copy"
    /// The relay of a lock's output stays where it was when it was last released.
    case weldedRelay = "welded-relay"
    /// A bolt does not come out again.
    case jammedBolt = "jammed-bolt"
    /// Somebody opens the cabinet.
    case tampering
    /// The intruder alarm is armed for a while.
    case armedAlarm = "armed-alarm"

    /// Whether the process does not outlive it.
    var endsProcess: Bool {
        switch self {
        case .crash, .powerCut, .restart, .keyExchange, .oldCopy: true
        default: false
        }
    }
}
