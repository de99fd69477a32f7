// SPDX-License-Identifier: MPL-2.0

/// Doors that depend on each other, such as the two of a vestibule.
///
/// Of interlocked doors one opens at a time: while another is open or released for somebody, nobody
/// is let in by this one and staff cannot unlock it. Leaving and fire are never held up, and while
/// the staffed hours hold a door of the group open, the interlock rests.
public struct DoorGroup: Sendable, Hashable {
    /// The greatest number of groups on one box.
    public static let groupsMax = 8

    /// The group's name.
    public var name: GroupName
    /// Its doors, two or more.
    public var doors: [DoorName]

    /// A group of interlocked doors.
    public init(name: GroupName, doors: [DoorName]) {
        self.name = name
        self.doors = doors
    }
}

/// Which way somebody goes through a door, as far as a door can know.
public enum Direction: Sendable, Hashable {
    /// In: a patron or staff was let in.
    case inwards
    /// Out: the exit button was pressed.
    case outwards
}

/// How many people may be in the building: an estimate from anonymous counts, for the closing
/// round.
///
/// One opening counts as one person, whoever follows; nobody is counted while a door is held open;
/// and after a restart the count begins anew. So it says where to look, never that nobody is there.
public struct Occupancy: Sendable, Hashable {
    /// How many were let in and opened a door.
    public private(set) var entered = 0
    /// How many pressed an exit button and opened a door.
    public private(set) var left = 0
    /// When the count began: with the first hours of the day, or when the station started.
    public private(set) var since: Timestamp
    /// When somebody last went in.
    public private(set) var lastEntry: Timestamp?
    /// When somebody last went out.
    public private(set) var lastExit: Timestamp?
    /// Whether a counting door was held open since, so that people came and went uncounted.
    public private(set) var isBlurred = false

    /// Nobody, from now on.
    public init(since: Timestamp) { self.since = since }

    /// How many may still be inside.
    public var inside: Int { max(0, entered - left) }

    mutating func count(_ direction: Direction, at time: Timestamp) {
        switch direction {
        case .inwards:
            entered += 1
            lastEntry = time
        case .outwards:
            left += 1
            lastExit = time
        }
    }

    mutating func blur() { isBlurred = true }
}
