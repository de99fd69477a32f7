// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// A branch of an agency.
public struct FBSBranch: Sendable, Hashable, Codable {
    /// The branch's id: an ISIL as a rule, but not always.
    public var id: String
    /// The branch's name.
    public var title: String

    private enum CodingKeys: String, CodingKey {
        case id = "branchId"
        case title
    }

    /// Names a branch.
    public init(id: String, title: String) {
        self.id = id
        self.title = title
    }
}

/// When a branch is open on a day of the week, and when it is staffed.
public struct OpeningHours: Sendable, Hashable {
    /// The branch's id.
    public var branch: String
    /// The day of the week.
    public var day: DayOfWeek
    /// From when to when it is open; nil where that is not kept.
    public var open: HoursOfDay?
    /// From when to when staff is there; nil where that is not kept.
    public var staffed: HoursOfDay?

    /// Puts hours together.
    public init(branch: String, day: DayOfWeek, open: HoursOfDay?, staffed: HoursOfDay?) {
        self.branch = branch
        self.day = day
        self.open = open
        self.staffed = staffed
    }
}

/// A span of hours of one day.
public struct HoursOfDay: Sendable, Hashable {
    /// The first moment.
    public var from: ClockTime
    /// The moment after the last.
    public var to: ClockTime

    /// Puts a span together.
    public init(from: ClockTime, to: ClockTime) {
        self.from = from
        self.to = to
    }
}

extension OpeningHours: Codable {
    private enum CodingKeys: String, CodingKey {
        case branch = "branchId"
        case day
        case openFrom = "openHoursStartTime"
        case openTo = "openHoursEndTime"
        case staffedFrom = "serviceHoursStartTime"
        case staffedTo = "serviceHoursEndTime"
    }

    /// Reads the hours; a span of which an end is not told is none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        branch = try container.decode(String.self, forKey: .branch)
        day = try container.decode(DayOfWeek.self, forKey: .day)
        open = try Self.hours(from: .openFrom, to: .openTo, in: container)
        staffed = try Self.hours(from: .staffedFrom, to: .staffedTo, in: container)
    }

    private static func hours(
        from start: CodingKeys,
        to end: CodingKeys,
        in container: KeyedDecodingContainer<CodingKeys>
    ) throws -> HoursOfDay? {
        let times = try [start, end].map { key -> ClockTime? in
            guard let text = try container.decodeIfPresent(String.self, forKey: key) else {
                return nil
            }
            guard let time = ClockTime(text) else { throw container.absurd(key) }
            return time
        }
        guard let from = times[0], let to = times[1] else { return nil }
        return HoursOfDay(from: from, to: to)
    }

    /// Writes the hours.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(branch, forKey: .branch)
        try container.encode(day, forKey: .day)
        try container.encode(open?.from.description, forKey: .openFrom)
        try container.encode(open?.to.description, forKey: .openTo)
        try container.encode(staffed?.from.description, forKey: .staffedFrom)
        try container.encode(staffed?.to.description, forKey: .staffedTo)
    }
}

/// A date on which a branch is closed.
public struct ClosingDate: Sendable, Hashable {
    /// The branch's id.
    public var branch: String
    /// The date.
    public var date: CalendarDay
    /// The reason in the library's words.
    public var reason: String

    /// Puts a date together.
    public init(branch: String, date: CalendarDay, reason: String) {
        self.branch = branch
        self.date = date
        self.reason = reason
    }
}

extension ClosingDate: Codable {
    private enum CodingKeys: String, CodingKey {
        case branch = "branchId"
        case date = "closingDate"
        case reason = "description"
    }

    /// Reads a date.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        branch = try container.decode(String.self, forKey: .branch)
        date = try container.day(.date)
        reason = try container.decodeIfPresent(String.self, forKey: .reason) ?? ""
    }

    /// Writes a date.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(branch, forKey: .branch)
        try container.encode(date, forKey: .date)
        try container.encode(reason, forKey: .reason)
    }
}
