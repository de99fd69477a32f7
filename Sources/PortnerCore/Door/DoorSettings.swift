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
    /// How long before that report somebody at the door is warned; zero for no warning.
    public var heldOpenWarning: Duration
    /// Whether the lock is released through the whole of the staffed hours.
    public var holdsOpenWhenStaffed: Bool
    /// Whether that begins only when a card of the station's own list has opened the door.
    public var waitsForStaffCard: Bool
    /// Whether the exit button also releases this lock.
    ///
    /// Leaving never depends on it: the escape path is mechanical or cuts the lock's power itself.
    public var exitReleases: Bool
    /// Whether the lock reports that its bolt is thrown or its magnet holds the leaf.
    public var hasBoltSense: Bool
    /// Whether a line at the door says if the intruder alarm is armed; it counts as armed until the
    /// line has spoken.
    public var hasAlarmLine: Bool
    /// How long a closed door may take to lock before it is reported.
    public var relockWithin: Duration
    /// How soon the same card at this door again leaves a hint that it was handed on; zero for
    /// never.
    public var passbackWithin: Duration
    /// Whether whoever goes through this door goes into or out of the building, and is counted.
    public var counts: Bool

    /// How long after an exit request a door with a contact may stay shut before it is reported.
    public static let exitFailureAfter = Duration.seconds(10)
    /// How long an exit button may be pressed before it is reported as stuck.
    public static let exitStuckAfter = Duration.seconds(60)
    /// How long after the lock was secured an opening still belongs to the release.
    public static let openingGrace = Duration.seconds(2)
    /// How long a lock's output may seem released after it was secured before its relay is reported
    /// as welded.
    public static let relayLag = Duration.seconds(2)
    /// After how many entries in a row that moved no contact it is reported as stuck.
    public static let contactStuckAfter = 10
    /// How long a thrown bolt and an open contact may contradict each other.
    public static let contradictionMax = Duration.seconds(5)
    /// How long before the staffed hours a staff card already counts for them.
    public static let staffCardEarly = Duration.seconds(30 * 60)
    /// How soon the same card again may be taken for one that was handed on.
    public static let passbackMax = Duration.seconds(3600)

    /// A door with a 5 s pulse, a contact and no hold-open.
    public init(
        door: DoorName,
        pulse: Duration = .seconds(5),
        relock: RelockRule = .whenTimeIsUp,
        hasContact: Bool = true,
        heldOpenAfter: Duration = .seconds(20),
        heldOpenWarning: Duration = .zero,
        holdsOpenWhenStaffed: Bool = false,
        waitsForStaffCard: Bool = false,
        exitReleases: Bool = true,
        hasBoltSense: Bool = false,
        hasAlarmLine: Bool = false,
        relockWithin: Duration = .seconds(5),
        passbackWithin: Duration = .zero,
        counts: Bool = false
    ) {
        self.door = door
        self.pulse = min(max(pulse, Self.pulseLimits.lowerBound), Self.pulseLimits.upperBound)
        self.relock = relock
        self.hasContact = hasContact
        self.heldOpenAfter = heldOpenAfter
        self.heldOpenWarning = min(max(heldOpenWarning, .zero), heldOpenAfter)
        self.holdsOpenWhenStaffed = holdsOpenWhenStaffed
        self.waitsForStaffCard = waitsForStaffCard
        self.exitReleases = exitReleases
        self.hasBoltSense = hasBoltSense
        self.hasAlarmLine = hasAlarmLine
        self.relockWithin = relockWithin
        self.passbackWithin = min(max(passbackWithin, .zero), Self.passbackMax)
        self.counts = counts
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
    /// Staff have ordered that everybody leave.
    case evacuation

    /// Whether the lock is released for one entry only.
    var isPulse: Bool {
        switch self {
        case .grant, .staff, .exit: true
        case .schedule, .fire, .evacuation: false
        }
    }

    /// Whether it is known when the reason will be over.
    var hasEnd: Bool { self != .fire && self != .evacuation }

    /// Orders reasons alphabetically, for output.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
