// SPDX-License-Identifier: MPL-2.0

/// Why the ledger could not be written, in words for a technician.
public struct RecordingFailure: Error, Sendable, Hashable {
    /// The cause, without personal data.
    public let detail: String

    /// A failure with its cause.
    public init(detail: String) { self.detail = detail }
}

/// Why a lock could not be driven, in words for a technician.
public struct LockFailure: Error, Sendable, Hashable {
    /// The cause.
    public let detail: String

    /// A failure with its cause.
    public init(detail: String) { self.detail = detail }
}

/// An order to release a lock.
public struct Release: Sendable, Hashable {
    /// For how long at most.
    public let duration: Duration
    /// Whether nobody's claim begins with it: a lock that an impulse unlocks gets no other one.
    public let isKept: Bool

    /// An order with its time.
    public init(for duration: Duration, isKept: Bool = false) {
        self.duration = duration
        self.isKept = isKept
    }
}

/// What is written to the ledger in one transaction.
public struct LedgerBatch: Sendable {
    /// The records, in order.
    public var records: [Record] = []
    /// The counts of wrong attempts, the newest of a subject last.
    public var counts: [ThrottleCount] = []
    /// How far the kiosks' transactions have come, in order.
    public var outbox: [OutboxChange] = []

    /// A batch of records, counts and changes.
    public init(
        records: [Record] = [],
        counts: [ThrottleCount] = [],
        outbox: [OutboxChange] = []
    ) {
        self.records = records
        self.counts = counts
        self.outbox = outbox
    }
}

/// Everything outside that the station moves, as closures: the daemon gives real ones, the
/// simulator and the tests give their own.
///
/// The closures are called one at a time, on the loop's own thread, in the order of the actions.
public struct StationPorts {
    /// Writes to the ledger in one transaction and returns when it is on disk.
    public var append: (LedgerBatch) throws(RecordingFailure) -> Void
    /// Releases a lock, or secures it when there is no order to release it.
    public var drive: (DoorName, Release?) throws(LockFailure) -> Void
    /// Changes the cache; `false` when the change could not be written.
    public var change: (CacheChange) -> Bool
    /// Notes durably that something heard of a card is not in the cache.
    public var distrust: (CardKey) -> Void
    /// Has the cache on the disk as it was changed so far, and then takes these cards off the note;
    /// `false` when it could not.
    public var trust: ([CardKey]) -> Bool
    /// Sends an action that is answered later or not at all: show, ask, check, derive, answer.
    public var send: (Action, Moment) -> Void

    /// Puts the ports together.
    public init(
        append: @escaping (LedgerBatch) throws(RecordingFailure) -> Void,
        drive: @escaping (DoorName, Release?) throws(LockFailure) -> Void,
        change: @escaping (CacheChange) -> Bool,
        distrust: @escaping (CardKey) -> Void = { _ in },
        trust: @escaping ([CardKey]) -> Bool = { _ in true },
        send: @escaping (Action, Moment) -> Void
    ) {
        self.append = append
        self.drive = drive
        self.change = change
        self.distrust = distrust
        self.trust = trust
        self.send = send
    }
}
