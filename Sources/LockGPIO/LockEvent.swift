// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// What the lines of a door report.
///
/// Each input reports its level once when the driver gets hold of it and then every change, after
/// its debounce time.
public enum LockEvent: Sendable, Hashable {
    /// The door was opened or closed.
    case contactChanged(DoorName, isOpen: Bool)
    /// The exit request was pressed or let go.
    case exitChanged(DoorName, isPressed: Bool)
    /// The fire panel's alarm came or went.
    case fireChanged(DoorName, isActive: Bool)
    /// The cabinet was opened or closed.
    case tamperChanged(DoorName, isActive: Bool)
    /// The lock reports that it is locked, or no longer.
    case boltChanged(DoorName, isThrown: Bool)
    /// The feedback of the lock's output says released, or secured.
    case relayChanged(DoorName, isReleased: Bool)
    /// The intruder alarm was armed or disarmed.
    case alarmChanged(DoorName, isArmed: Bool)
    /// An output of the building cannot be driven; sent again when the reason changes.
    case switchLost(OutputName, LockError)
    /// A lost output is back, as it was set last.
    case switchReturned(OutputName)
    /// A line cannot be used, from the start or from now on; sent again when the reason changes.
    ///
    /// A lost lock is no longer driven, and its door behaves as without power. The driver goes on
    /// trying and takes the lock back secured.
    case lineLost(DoorName, LineRole, LockError)
    /// A lost line is back; a lock is secured.
    case lineReturned(DoorName, LineRole)
    /// The driver secured a lock because nobody else had when its time was over.
    case capReached(DoorName)

    /// The event for a level of an input; an output has none.
    ///
    /// The feedback of the lock's output means released or secured by the kind of the lock.
    static func changed(
        _ door: DoorName,
        _ role: LineRole,
        isActive: Bool,
        kind: LockKind
    ) -> LockEvent? {
        switch role {
        case .contact: .contactChanged(door, isOpen: isActive)
        case .exit: .exitChanged(door, isPressed: isActive)
        case .fire: .fireChanged(door, isActive: isActive)
        case .tamper: .tamperChanged(door, isActive: isActive)
        case .bolt: .boltChanged(door, isThrown: isActive)
        case .relay: .relayChanged(door, isReleased: isActive != kind.energisedWhenSecured)
        case .alarm: .alarmChanged(door, isArmed: isActive)
        case .lock, .output: nil
        }
    }
}
