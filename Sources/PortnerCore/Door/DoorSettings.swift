// SPDX-License-Identifier: MPL-2.0

/// When a lock that was released for one entry is secured again before its time is up.
public enum RelockRule: String, Sendable, Hashable, CaseIterable {
    /// Only when the time is up.
    case whenTimeIsUp = "when-time-is-up"
    /// As soon as the door has been opened.
    case whenOpened = "when-opened"
    /// As soon as the door has closed behind the patron.
    case whenClosed = "when-closed"
}

/// How a door is built and timed.
public struct DoorSettings: Sendable, Hashable {
    /// How long a lock may be released for one entry: EN 60839-11-1 asks for at least 3 s.
    public static let pulseLimits: ClosedRange<Duration> = .seconds(3) ... .seconds(30)

    /// How much longer the lock stays released for somebody who needs the time.
    public static let longerBy = Duration.seconds(15)

    /// The door.
    public var door: DoorName
    /// How long the lock is released for one entry; 5 s unless the library says else.
    public var pulse: Duration
    /// When the lock is secured early.
    public var relock: RelockRule
    /// Whether the door reports open and closed.
    public var hasContact: Bool
    /// How long the door may stand open before it is reported; EN 60839-11-1 suggests 10 s or more.
    public var heldOpenAfter: Duration
    /// Whether the lock is released through the whole of the staffed hours.
    public var holdsOpenWhenStaffed: Bool
    /// Whether the exit button also releases this lock.
    ///
    /// Leaving never depends on it: the escape path is mechanical or cuts the lock's power itself.
    public var exitReleases: Bool

    /// How long after an exit request a door with a contact may stay shut before it is reported.
    public static let exitFailureAfter = Duration.seconds(10)
    /// How long an exit button may be pressed before it is reported as stuck.
    public static let exitStuckAfter = Duration.seconds(60)
    /// How long after the lock was secured an opening still belongs to the release.
    public static let openingGrace = Duration.seconds(2)

    /// A door with a 5 s pulse, a contact and no hold-open.
    public init(
        door: DoorName,
        pulse: Duration = .seconds(5),
        relock: RelockRule = .whenTimeIsUp,
        hasContact: Bool = true,
        heldOpenAfter: Duration = .seconds(20),
        holdsOpenWhenStaffed: Bool = false,
        exitReleases: Bool = true
    ) {
        self.door = door
        self.pulse = min(max(pulse, Self.pulseLimits.lowerBound), Self.pulseLimits.upperBound)
        self.relock = relock
        self.hasContact = hasContact
        self.heldOpenAfter = heldOpenAfter
        self.holdsOpenWhenStaffed = holdsOpenWhenStaffed
        self.exitReleases = exitReleases
    }

    /// How long the lock is released for one entry, never longer than ``pulseLimits`` allow.
    func pulse(takingLonger: Bool) -> Duration {
        takingLonger ? min(pulse + Self.longerBy, Self.pulseLimits.upperBound) : pulse
    }
}

/// Why a lock is released.
public enum ReleaseReason: String, Sendable, Hashable, CaseIterable, Comparable {
    /// A patron was let in.
    case grant
    /// A technician ordered it.
    case staff
    /// The exit button was pressed.
    case exit
    /// The staffed hours hold the door open.
    case schedule
    /// The fire input is active.
    case fire

    /// Whether the lock is released for one entry only.
    var isPulse: Bool {
        switch self {
        case .grant, .staff, .exit: true
        case .schedule, .fire: false
        }
    }

    /// Orders reasons alphabetically, for output.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Something that happened at a door, as a stable code for ledger and journal.
public enum DoorEvent: String, Sendable, Hashable, CaseIterable {
    /// The lock was released; the record says why.
    case released = "released"
    /// The lock was secured.
    case secured = "secured"
    /// The door was opened after a release.
    case opened = "opened"
    /// The door closed.
    case closed = "closed"
    /// The door was opened although the lock was secured.
    case forcedOpen = "forced-open"
    /// The door has stood open too long.
    case heldOpen = "held-open"
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
    /// The door was locked down by staff.
    case lockedDown = "locked-down"
    /// The lock-down was lifted by staff.
    case lockDownLifted = "lock-down-lifted"

    /// Whether staff should look at it at once.
    public var isAlarm: Bool {
        switch self {
        case .forcedOpen, .heldOpen, .exitFailed, .exitStuck, .fireActive, .lockLost: true
        default: false
        }
    }
}
