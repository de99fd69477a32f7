// SPDX-License-Identifier: MPL-2.0

/// Something that happened at a door, as a stable code for ledger and journal.
public enum DoorEvent: String, Sendable, Hashable, CaseIterable {
    /// The lock was released; the record says why.
    case released = "released"
    /// The lock was secured.
    case secured = "secured"
    /// The lock reports that it is locked again: the bolt is thrown, or the magnet holds.
    case relocked = "relocked"
    /// The lock was secured, the door is closed, and it does not report that it is locked.
    case notRelocked = "not-relocked"
    /// The door was opened after a release.
    case opened = "opened"
    /// The door closed.
    case closed = "closed"
    /// The door was opened although the lock was secured.
    case forcedOpen = "forced-open"
    /// The door will soon have stood open too long.
    case heldOpenSoon = "held-open-soon"
    /// The door has stood open too long.
    case heldOpen = "held-open"
    /// A patron was let in and the door was not opened.
    case notEntered = "not-entered"
    /// The door was opened more often than patrons were let in: perhaps somebody followed.
    case tailgateHint = "tailgate-hint"
    /// A card was shown again so soon that it may have been handed on.
    case passbackHint = "passback-hint"
    /// The contact has not moved for many entries, or says open while the bolt is thrown.
    case contactStuck = "contact-stuck"
    /// The exit button was pressed.
    case exitRequested = "exit-requested"
    /// The exit button was pressed and the door stayed shut: somebody may be trapped.
    case exitFailed = "exit-failed"
    /// The exit button has been pressed for very long: it is stuck or shorted.
    case exitStuck = "exit-stuck"
    /// The fire input became active; the lock is released.
    case fireActive = "fire-active"
    /// The fire input became inactive.
    case fireCleared = "fire-cleared"
    /// The lock cannot be driven.
    case lockLost = "lock-lost"
    /// The lock can be driven again.
    case lockReturned = "lock-returned"
    /// The lock's output was secured and its feedback still says released: the relay is welded.
    case relayWelded = "relay-welded"
    /// The feedback of a welded relay says secured again.
    case relayFreed = "relay-freed"
    /// The cabinet was opened.
    case tampered = "tampered"
    /// The cabinet was closed.
    case tamperOver = "tamper-over"
    /// The intruder alarm was armed; nobody is let in at any door.
    case alarmArmed = "alarm-armed"
    /// The intruder alarm was disarmed.
    case alarmDisarmed = "alarm-disarmed"
    /// The door was locked down by staff.
    case lockedDown = "locked-down"
    /// The lock-down was lifted by staff.
    case lockDownLifted = "lock-down-lifted"

    /// Whether staff should look at it at once.
    public var isAlarm: Bool {
        switch self {
        case .forcedOpen, .heldOpen, .notRelocked, .contactStuck, .exitFailed, .exitStuck,
            .fireActive, .lockLost, .relayWelded, .tampered:
            true
        case .released, .secured, .relocked, .opened, .closed, .heldOpenSoon, .notEntered,
            .tailgateHint, .passbackHint, .exitRequested, .fireCleared, .lockReturned,
            .relayFreed, .tamperOver, .alarmArmed, .alarmDisarmed, .lockedDown, .lockDownLifted:
            false
        }
    }
}
