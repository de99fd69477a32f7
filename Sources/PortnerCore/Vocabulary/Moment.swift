// SPDX-License-Identifier: MPL-2.0

/// A point on the monotonic clock, which never jumps; all waiting is measured on it.
public struct Uptime: Sendable, Hashable, Comparable {
    /// The time since an epoch that is fixed while the process lives and means nothing beyond.
    public let sinceStart: Duration

    /// A point this long after the epoch.
    public init(_ sinceStart: Duration) { self.sinceStart = sinceStart }

    /// The point this much later.
    public static func + (point: Self, duration: Duration) -> Self {
        Self(point.sinceStart + duration)
    }

    /// The time from here to another point; negative when that lies before.
    public func duration(to other: Uptime) -> Duration { other.sinceStart - sinceStart }

    /// Orders points by time.
    public static func < (left: Self, right: Self) -> Bool { left.sinceStart < right.sinceStart }
}

/// A point on the world's clock: milliseconds since 1970 began in UTC.
///
/// It dates facts and records and is never used for waiting, because it can be set.
public struct Timestamp: Sendable, Hashable, Comparable, Codable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// The point this many milliseconds after 1970 began.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The age of a fact dated `self` as seen from `now`; negative when it lies in the future.
    ///
    /// Two points too far apart to count have the greatest age of their sign.
    public func age(at now: Timestamp) -> Duration {
        let (age, isTooFar) = now.milliseconds.subtractingReportingOverflow(milliseconds)
        return .milliseconds(isTooFar ? (milliseconds < 0 ? .max : .min) : age)
    }

    /// The point this much earlier, in whole milliseconds.
    public func earlier(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let span = seconds &* 1000 &+ attoseconds / 1_000_000_000_000_000
        return Timestamp(milliseconds: milliseconds &- span)
    }

    /// Orders points by time.
    public static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

/// Whether the world's clock can be believed.
public enum ClockTrust: String, Sendable, Hashable, CaseIterable {
    /// The clock is set, and synchronised where the configuration asks for that.
    case trusted
    /// The clock was never set: it shows a time before this software was written.
    case unset
    /// The clock moved against the monotonic clock and has not been confirmed since.
    case jumped
}

/// One moment as all clocks show it, made by the runtime for each event.
///
/// The time zone's rules stay outside: a moment carries the local time that they gave.
public struct Moment: Sendable, Hashable {
    /// The monotonic clock, for waiting.
    public var uptime: Uptime
    /// The world's clock, for dating records and facts.
    public var timestamp: Timestamp
    /// The local date and time, for schedules and for people.
    public var civil: CivilTime
    /// Whether `timestamp` and `civil` can be believed.
    public var clock: ClockTrust

    /// Puts the clocks together.
    public init(uptime: Uptime, timestamp: Timestamp, civil: CivilTime, clock: ClockTrust) {
        self.uptime = uptime
        self.timestamp = timestamp
        self.civil = civil
        self.clock = clock
    }

    /// The time since the last full second, which local time does not tell.
    var sinceFullSecond: Duration {
        .milliseconds(((timestamp.milliseconds % 1000) + 1000) % 1000)
    }
}
