// SPDX-License-Identifier: MPL-2.0

/// What a throttle counts for.
public enum ThrottleSubject: Sendable, Hashable {
    /// One card, wherever it is presented.
    case card(CardKey)
    /// One reader, whichever cards are presented.
    case reader(ReaderName)
    /// Every card: what is held against each while the cards' own counts cannot be trusted.
    case everyCard
    /// Every reader, likewise.
    case everyReader

    /// What is held against all of the kind; `nil` for that itself.
    var blanket: ThrottleSubject? {
        switch self {
        case .card: .everyCard
        case .reader: .everyReader
        case .everyCard, .everyReader: nil
        }
    }

    /// The card, if it is one.
    public var card: CardKey? {
        guard case .card(let key) = self else { return nil }
        return key
    }

    /// The reader, if it is one.
    var reader: ReaderName? {
        guard case .reader(let name) = self else { return nil }
        return name
    }
}

/// A count of wrong attempts as the ledger keeps it.
public struct ThrottleCount: Sendable, Hashable {
    /// What is counted for.
    public let subject: ThrottleSubject
    /// Wrong attempts that are not forgiven; 0 means that nothing is held against the subject.
    public let failures: Int

    /// Puts a count together.
    public init(subject: ThrottleSubject, failures: Int) {
        self.subject = subject
        self.failures = failures
    }
}

/// How fast waits grow for one kind of subject.
public struct ThrottleRule: Sendable, Hashable {
    /// How many attempts may go wrong before a wait begins.
    public let free: Int
    /// The wait after the last free attempt; it doubles with each further one.
    public let waitMin: Duration
    /// The longest wait.
    public let waitMax: Duration
    /// The time without a wrong attempt, counted while running, after which all is forgiven.
    public let forgiveAfter: Duration
    /// Whether a success clears the count.
    public let successClears: Bool

    /// For a card: 5 free attempts, then 30 s doubling to 1 h, as NIST SP 800-63B-4 suggests.
    public static let card = ThrottleRule(
        free: 5,
        waitMin: .seconds(30),
        waitMax: .seconds(3600),
        forgiveAfter: .seconds(86_400),
        successClears: true
    )
    /// For a reader: 20 free attempts, then 15 s doubling to 5 min.
    ///
    /// A success does not clear it, or somebody trying many cards could use their own in between.
    public static let reader = ThrottleRule(
        free: 20,
        waitMin: .seconds(15),
        waitMax: .seconds(300),
        forgiveAfter: .seconds(900),
        successClears: false
    )

    /// The wait that follows this many failures; zero while attempts are free.
    public func wait(after failures: Int) -> Duration {
        guard failures >= free, failures > 0 else { return .zero }
        let doublings = min(failures - free, 20)
        return min(waitMin * (1 << doublings), waitMax)
    }
}

/// Counts wrong attempts per card and per reader and makes each further one wait longer.
///
/// An attempt with a PIN is counted when it begins, and taken back when it turns out not to have
/// been wrong: whoever cuts the power while a PIN is tried has had the attempt. A count falls only
/// by success, by time served while running, or by a recorded staff act (invariant I6): waits run
/// on the monotonic clock, and a restart serves none of them.
///
/// After counts were lost, what may have been held against anybody is held against all:
/// ``ThrottleSubject/everyCard`` and ``ThrottleSubject/everyReader`` are counts under which no
/// other of their kind is taken to lie, until they are forgiven as any count is.
public struct Throttle: Sendable {
    /// The greatest number of subjects counted at once.
    ///
    /// A reader's own throttle slows everybody down long before that many cards can fail.
    public static let subjectsMax = 10_000

    struct Count: Sendable {
        var failures: Int
        var last: Uptime
        var releasedAt: Uptime
    }

    /// An attempt that has begun, with what was held against its subject before.
    struct Attempt: Sendable {
        let subject: ThrottleSubject
        fileprivate let before: Count?
        /// The count with this attempt in it.
        fileprivate let counted: Int
    }

    private var counts: [ThrottleSubject: Count] = [:]

    /// When the next count may be forgiven; early by design when a newer failure moved it.
    public private(set) var nextDeadline: Uptime?

    /// Restores counts from the ledger; every wait begins anew.
    public init(restoring saved: some Sequence<ThrottleCount> = [], at now: Uptime) {
        for count in saved.prefix(Self.subjectsMax) where count.failures > 0 {
            let wait = Self.rule(for: count.subject).wait(after: count.failures)
            counts[count.subject] = Count(
                failures: count.failures,
                last: now,
                releasedAt: now + wait
            )
        }
        nextDeadline = earliestForgiveness
    }

    /// The wait that is left for a subject; zero when it may try.
    public func wait(for subject: ThrottleSubject, at now: Uptime) -> Duration {
        let own = counts[subject].map { now.duration(to: $0.releasedAt) } ?? .zero
        let blanket = subject.blanket.flatMap { counts[$0] }
            .map { now.duration(to: $0.releasedAt) }
        return max(.zero, own, blanket ?? .zero)
    }

    /// The longer of the waits of a card and a reader.
    public func wait(card: CardKey, reader: ReaderName, at now: Uptime) -> Duration {
        max(wait(for: .card(card), at: now), wait(for: .reader(reader), at: now))
    }

    /// Whether there is room to count for a subject; without room it must not try.
    public func hasRoom(for subject: ThrottleSubject) -> Bool {
        counts[subject] != nil || counts.count < Self.subjectsMax
    }

    /// What is held against a subject; `nil` when nothing is.
    public func count(of subject: ThrottleSubject) -> ThrottleCount? {
        counts[subject].map { ThrottleCount(subject: subject, failures: $0.failures) }
    }

    /// Counts a wrong attempt and gives the count to save.
    public mutating func failed(_ subject: ThrottleSubject, at now: Uptime) -> ThrottleCount {
        let rule = Self.rule(for: subject)
        let blanket = subject.blanket.flatMap { counts[$0]?.failures } ?? 0
        let failures = max(counts[subject]?.failures ?? 0, blanket) + 1
        counts[subject] = Count(
            failures: failures,
            last: now,
            releasedAt: now + rule.wait(after: failures)
        )
        let forgiven = now + rule.forgiveAfter
        nextDeadline = min(nextDeadline ?? forgiven, forgiven)
        return ThrottleCount(subject: subject, failures: failures)
    }

    /// Counts an attempt that begins as if it were wrong already.
    ///
    /// - Returns: The count to save before anything is tried, and the attempt to end with
    ///   ``wasWrong(_:at:)`` or ``takeBack(_:)``.
    mutating func begin(
        _ subject: ThrottleSubject,
        at now: Uptime
    ) -> (count: ThrottleCount, attempt: Attempt) {
        let before = counts[subject]
        let count = failed(subject, at: now)
        return (count, Attempt(subject: subject, before: before, counted: count.failures))
    }

    /// The attempt was wrong, as it was counted: the wait begins now.
    ///
    /// - Returns: The count to save when staff have lifted it since the attempt began.
    mutating func wasWrong(_ attempt: Attempt, at now: Uptime) -> ThrottleCount? {
        guard let count = counts[attempt.subject] else { return failed(attempt.subject, at: now) }
        counts[attempt.subject] = Count(
            failures: count.failures,
            last: now,
            releasedAt: now + Self.rule(for: attempt.subject).wait(after: count.failures)
        )
        return nil
    }

    /// The attempt was not wrong, or came to nothing; gives the count to save when it changed.
    mutating func takeBack(_ attempt: Attempt) -> ThrottleCount? {
        let subject = attempt.subject
        // Staff may have lifted everything meanwhile.
        guard var count = counts[subject] else { return nil }
        guard count.failures != attempt.counted else {
            counts[subject] = attempt.before
            return ThrottleCount(subject: subject, failures: attempt.before?.failures ?? 0)
        }
        // Others have been counted since; they stay.
        count.failures = max(0, count.failures - 1)
        counts[subject] = count.failures == 0 ? nil : count
        return ThrottleCount(subject: subject, failures: count.failures)
    }

    /// Notes a success; gives the count to save when it changed.
    public mutating func succeeded(_ subject: ThrottleSubject) -> ThrottleCount? {
        guard Self.rule(for: subject).successClears else { return nil }
        return lift(subject)
    }

    /// Clears a count by a staff act; gives the count to save when there was one.
    public mutating func lift(_ subject: ThrottleSubject) -> ThrottleCount? {
        guard counts.removeValue(forKey: subject) != nil else { return nil }
        return ThrottleCount(subject: subject, failures: 0)
    }

    /// Brings the count of a card under its new key, where the higher of two counts stays
    /// (invariant I6).
    ///
    /// - Returns: The counts to save, together.
    mutating func rekey(_ former: CardKey, to key: CardKey) -> [ThrottleCount] {
        guard let old = counts.removeValue(forKey: .card(former)) else { return [] }
        var count = counts[.card(key)] ?? old
        count.failures = max(count.failures, old.failures)
        count.last = max(count.last, old.last)
        count.releasedAt = max(count.releasedAt, old.releasedAt)
        counts[.card(key)] = count
        return [
            ThrottleCount(subject: .card(key), failures: count.failures),
            ThrottleCount(subject: .card(former), failures: 0),
        ]
    }

    /// Takes back that a count was cleared.
    mutating func restore(_ subject: ThrottleSubject, from earlier: Throttle) {
        counts[subject] = earlier.counts[subject]
        nextDeadline = earliestForgiveness
    }

    /// Forgives what has been quiet long enough; gives the counts to save.
    public mutating func forgive(at now: Uptime) -> [ThrottleCount] {
        guard let nextDeadline, nextDeadline <= now else { return [] }
        let quiet = counts.filter { subject, count in
            count.last.duration(to: now) >= Self.rule(for: subject).forgiveAfter
        }
        for subject in quiet.keys { counts[subject] = nil }
        self.nextDeadline = earliestForgiveness
        return quiet.keys.map { ThrottleCount(subject: $0, failures: 0) }
            .sorted { $0.order < $1.order }
    }

    /// The number of subjects counted.
    public var subjectCount: Int { counts.count }

    private var earliestForgiveness: Uptime? {
        counts.map { subject, count in count.last + Self.rule(for: subject).forgiveAfter }.min()
    }

    private static func rule(for subject: ThrottleSubject) -> ThrottleRule {
        switch subject {
        case .card, .everyCard: .card
        case .reader, .everyReader: .reader
        }
    }
}

extension ThrottleCount {
    /// A fixed order, so that the same state gives the same records.
    fileprivate var order: String {
        switch subject {
        case .card(let key): "card \(key.first)"
        case .reader(let name): "reader \(name)"
        case .everyCard: "every card"
        case .everyReader: "every reader"
        }
    }
}
