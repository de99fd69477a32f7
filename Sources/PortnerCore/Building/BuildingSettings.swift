// SPDX-License-Identifier: MPL-2.0

/// An output that follows a door's hours: light, a sign, the arming of the alarm.
///
/// Its state is a function of schedule and local time alone, so a restart changes nothing. Offsets
/// count on the wall clock, also where the clocks change.
public struct BuildingOutput: Sendable, Hashable {
    /// The greatest number of outputs on one box.
    public static let outputsMax = 16
    /// The furthest that an output runs before or behind the hours, in minutes.
    public static let offsetMax = 240

    /// The output's name.
    public var name: OutputName
    /// The door whose hours it follows.
    public var door: DoorName
    /// What the hours allow while the output is on.
    public var modes: Set<HoursMode>
    /// How many minutes after these hours begin it goes on; negative for before.
    public var onAfter: Int
    /// How many minutes after these hours end it goes off; negative for before.
    public var offAfter: Int

    /// An output with its offsets, narrowed to ``offsetMax``.
    public init(
        name: OutputName,
        door: DoorName,
        modes: Set<HoursMode>,
        onAfter: Int = 0,
        offAfter: Int = 0
    ) {
        self.name = name
        self.door = door
        self.modes = modes
        self.onAfter = min(max(onAfter, -Self.offsetMax), Self.offsetMax)
        self.offAfter = min(max(offAfter, -Self.offsetMax), Self.offsetMax)
    }

    /// Whether the output is on at a local time.
    ///
    /// Hours that begin at `b` and end at `e` hold it on from `b + onAfter` to `e + offAfter`.
    /// Where that makes them longer, one fitting minute in the stretch that reaches here is enough;
    /// where it makes them shorter, the whole stretch has to fit.
    public func isOn(_ schedule: Schedule, at time: CivilTime) -> Bool {
        let minute = time.secondOfDay / 60
        let (first, last) = (minute - max(onAfter, offAfter), minute - min(onAfter, offAfter))
        let fits = { (mode: HoursMode) in modes.contains(mode) }
        let stretch = schedule.modes(of: time.date, minutes: first...last)
        return offAfter >= onAfter ? stretch.contains(where: fits) : stretch.allSatisfy(fits)
    }
}

/// Something that is said to everybody in the building before it closes.
public struct Announcement: Sendable, Hashable {
    /// The greatest number of announcements before closing.
    public static let announcementsMax = 8
    /// The earliest that an announcement can come, in minutes before closing.
    public static let beforeMax = 60

    /// How many minutes before closing.
    public var before: Int
    /// The file with the sound, as the command that plays it takes it.
    public var file: String

    /// An announcement, narrowed to ``beforeMax``.
    public init(before: Int, file: String) {
        self.before = min(max(before, 1), Self.beforeMax)
        self.file = file
    }
}

/// What in the building follows the hours of its doors.
public struct BuildingSettings: Sendable, Hashable {
    /// The door whose closing is the building's.
    public var door: DoorName
    /// The outputs.
    public var outputs: [BuildingOutput]
    /// What is announced before closing.
    public var announcements: [Announcement]
    /// How many people may be inside before staff are told; `nil` for any number.
    public var capacity: Int?

    /// How many fewer have to be inside before staff are told again that nobody else fits.
    static func capacityMargin(_ capacity: Int) -> Int { max(1, capacity / 10) }

    /// A building with its outputs and announcements.
    public init(
        door: DoorName,
        outputs: [BuildingOutput] = [],
        announcements: [Announcement] = [],
        capacity: Int? = nil
    ) {
        self.door = door
        self.outputs = outputs
        self.announcements = announcements
        self.capacity = capacity
    }
}

extension Schedule {
    /// What the minutes around a date allow, in runs; minutes before 0 and from 1440 on belong to
    /// the days before and after.
    func modes(of date: CivilDate, minutes: ClosedRange<Int>) -> [HoursMode] {
        var found: [HoursMode] = []
        var minute = minutes.lowerBound
        while minute <= minutes.upperBound {
            let offset = minute < 0 ? (minute - 1439) / 1440 : minute / 1440
            let day = day(on: date.advanced(by: offset))
            let mode = day.period(minute: minute - offset * 1440)?.mode ?? .closed
            if found.last != mode { found.append(mode) }
            let next = day.boundary(after: minute - offset * 1440) ?? 1440
            minute = offset * 1440 + next
        }
        return found
    }
}
