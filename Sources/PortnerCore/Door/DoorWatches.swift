// SPDX-License-Identifier: MPL-2.0

/// The door's leaf, as its contact tells it.
enum LeafWatch: Sendable, Hashable {
    case closed
    case open(since: Uptime, told: Told)

    /// What has been said about an open door.
    enum Told: Sendable, Hashable { case nothing, warned, reported }

    var isOpen: Bool { self != .closed }

    /// When the next word about an open door is due.
    func deadline(_ settings: DoorSettings) -> Uptime? {
        switch self {
        case .closed, .open(_, .reported):
            nil
        case .open(let since, .nothing) where settings.heldOpenWarning > .zero:
            since + (settings.heldOpenAfter - settings.heldOpenWarning)
        case .open(let since, _):
            since + settings.heldOpenAfter
        }
    }

    /// Says what is due about an open door: first a warning, then the report.
    mutating func advance(to now: Uptime, _ settings: DoorSettings) -> [DoorEvent] {
        guard case .open(let since, let told) = self, let due = deadline(settings), due <= now
        else { return [] }
        if told == .nothing, since + settings.heldOpenAfter > now {
            self = .open(since: since, told: .warned)
            return [.heldOpenSoon]
        }
        self = .open(since: since, told: .reported)
        return [.heldOpen]
    }
}

/// The exit button, and whether the door opened for whoever pressed it.
enum ExitWatch: Sendable, Hashable {
    case idle
    case pressed(at: Uptime, failureDue: Uptime?, isStuckReported: Bool)
    case waitingForOpening(until: Uptime)

    /// Takes a press; a closed door now has to open.
    mutating func pressed(at now: Uptime, isClosed: Bool) {
        var due = isClosed ? now + DoorSettings.exitFailureAfter : nil
        // Somebody who presses again and again must not put the report off.
        if case .waitingForOpening(let until) = self { due = until }
        self = .pressed(at: now, failureDue: due, isStuckReported: false)
    }

    /// Takes that the button was let go; the door may still be about to open.
    mutating func letGo() {
        guard case .pressed(_, let due, _) = self else { return }
        self = due.map { .waitingForOpening(until: $0) } ?? .idle
    }

    /// The door has opened, or nobody can know whether it does.
    mutating func opened() {
        switch self {
        case .idle: break
        case .waitingForOpening: self = .idle
        case .pressed(let since, _, let isReported):
            self = .pressed(at: since, failureDue: nil, isStuckReported: isReported)
        }
    }

    /// When the next report is due.
    var deadline: Uptime? {
        switch self {
        case .idle: nil
        case .waitingForOpening(let until): until
        case .pressed(_, let due, true): due
        case .pressed(let since, let due, false):
            min(due ?? since + DoorSettings.exitStuckAfter, since + DoorSettings.exitStuckAfter)
        }
    }

    /// Reports a door that stayed shut and a button that is stuck.
    mutating func advance(to now: Uptime) -> [DoorEvent] {
        switch self {
        case .idle:
            return []
        case .waitingForOpening(let until):
            guard until <= now else { return [] }
            self = .idle
            return [.exitFailed]
        case .pressed(let since, let due, let isReported):
            let hasFailed = due.map { $0 <= now } ?? false
            let isStuck = !isReported && since + DoorSettings.exitStuckAfter <= now
            self = .pressed(
                at: since,
                failureDue: hasFailed ? nil : due,
                isStuckReported: isReported || isStuck
            )
            return (hasFailed ? [.exitFailed] : []) + (isStuck ? [.exitStuck] : [])
        }
    }
}

/// Whether a lock that was secured reports that it is locked.
///
/// After each release follows exactly one of "relocked" and "not relocked" as soon as the door is
/// closed; what was not relocked may be so later.
struct BoltWatch: Sendable, Hashable {
    private enum Phase: Sendable, Hashable {
        case locked, released, relocking(until: Uptime), failed
    }

    private(set) var isThrown = true
    private var phase: Phase = .locked

    mutating func changed(isThrown: Bool) { self.isThrown = isThrown }

    /// When the lock has to have reported.
    var deadline: Uptime? {
        if case .relocking(let until) = phase { until } else { nil }
    }

    /// Compares what the lock reports with what it should: it is due to lock while it is secured
    /// and the door closed.
    mutating func follow(isDue: Bool, at now: Uptime, within: Duration) -> [DoorEvent] {
        guard isDue else {
            phase = .released
            return []
        }
        if isThrown {
            defer { phase = .locked }
            return phase == .locked ? [] : [.relocked]
        }
        switch phase {
        case .locked, .released:
            phase = .relocking(until: now + within)
            return []
        case .relocking(let until):
            guard until <= now else { return [] }
            phase = .failed
            return [.notRelocked]
        case .failed:
            return []
        }
    }
}

/// Whether something that should not be so has been so for too long: a relay that is welded, a
/// contact that contradicts the bolt.
enum DoubtWatch: Sendable, Hashable {
    case fine
    case doubtful(until: Uptime)
    case certain

    /// When a doubt becomes certain.
    var deadline: Uptime? {
        if case .doubtful(let until) = self { until } else { nil }
    }

    /// What the watch found.
    enum Finding: Sendable, Hashable { case nothing, begun, over }

    /// Looks again; answers when a doubt has become certain and when that is over.
    mutating func follow(isWrong: Bool, at now: Uptime, within: Duration) -> Finding {
        switch (self, isWrong) {
        case (.certain, false):
            self = .fine
            return .over
        case (_, false):
            self = .fine
        case (.fine, true):
            self = .doubtful(until: now + within)
        case (.doubtful(let until), true) where until <= now:
            self = .certain
            return .begun
        case (.doubtful, true), (.certain, true):
            break
        }
        return .nothing
    }
}

/// Whether those who were let in went in, and whether others followed; and a contact that never
/// moves for anybody.
struct PassageWatch: Sendable, Hashable {
    private struct Release: Sendable, Hashable {
        var entries = 1
        var openings = 0
        var until: Uptime
    }

    private var release: Release?
    private var unmoved = 0

    /// When it is known whether the patron went in.
    var deadline: Uptime? { release?.until }

    /// A patron was let in; the opening is waited for this long.
    mutating func letIn(until end: Uptime) {
        guard var release else { return release = Release(until: end) }
        release.entries += 1
        release.until = max(release.until, end)
        self.release = release
    }

    /// The patron has longer than was thought.
    mutating func prolong(until end: Uptime) { release?.until = end }

    /// The contact moved.
    mutating func moved(toOpen isOpen: Bool) -> [DoorEvent] {
        unmoved = 0
        guard isOpen, var release else { return [] }
        release.openings += 1
        self.release = release
        return release.openings == release.entries + 1 ? [.tailgateHint] : []
    }

    /// Nobody counts any more: the door is held open, locked down, or its lock is lost.
    mutating func forget() { release = nil }

    /// Reports a patron who did not go in, and a contact that did not move for many.
    mutating func advance(to now: Uptime) -> [DoorEvent] {
        guard let release, release.until <= now else { return [] }
        self.release = nil
        guard release.openings == 0 else { return [] }
        unmoved = min(unmoved + 1, DoorSettings.contactStuckAfter + 1)
        let isStuck = unmoved == DoorSettings.contactStuckAfter
        return isStuck ? [.notEntered, .contactStuck] : [.notEntered]
    }
}
