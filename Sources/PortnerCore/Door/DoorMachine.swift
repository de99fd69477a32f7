// SPDX-License-Identifier: MPL-2.0

/// One door: who holds its lock released and until when, and what its contact and buttons say.
///
/// The lock is released exactly while at least one *claim* holds: a grant, a staff order, an exit
/// request, the staffed hours, or the fire input (invariant I1). Every claim but the fire input
/// has an end. The fire input and the exit button are obeyed in every state (invariant I7).
public struct DoorMachine: Sendable, Hashable {
    /// What the station has to do for the door.
    public enum Action: Sendable, Hashable {
        /// Release the lock for at most this long.
        case release(for: Duration)
        /// Secure the lock.
        case secure
        /// Write down what happened.
        case note(DoorEvent, reason: ReleaseReason?)
    }

    private enum Contact: Sendable, Hashable {
        case closed
        case open(since: Uptime, reported: Bool)
    }

    private struct Pulse: Sendable, Hashable {
        let reason: ReleaseReason
        let orderedAt: Uptime
    }

    private enum ExitWatch: Sendable, Hashable {
        case idle
        case pressed(at: Uptime, failureDue: Uptime?, stuckReported: Bool)
        case waitingForOpening(until: Uptime)
    }

    /// How long the fire input's claim is ordered at a time; it is renewed while active.
    public static let renewal = Duration.seconds(3600)
    /// How long before its end a claim that goes on is renewed, so that the lock never falls shut
    /// in between.
    public static let renewalMargin = Duration.seconds(60)

    private(set) var settings: DoorSettings
    private var claims: [ReleaseReason: Uptime] = [:]
    /// A pulse that was ordered and that the lock has not yet followed.
    private var pulse: Pulse?
    private var contact: Contact = .closed
    private var exit: ExitWatch = .idle
    private var isFireActive = false
    private var securedAt: Uptime?

    /// Whether a technician or guard has locked the door down.
    public private(set) var isLockedDown = false
    /// Whether the lock can be driven.
    public private(set) var isLockPresent = true

    /// A secured, closed door.
    public init(_ settings: DoorSettings) { self.settings = settings }

    /// Whether the lock is released.
    public var isReleased: Bool { !claims.isEmpty }
    /// Why the lock is released.
    public var reasons: [ReleaseReason] { claims.keys.sorted() }
    /// Until when the staffed hours hold the lock released.
    public var heldUntil: Uptime? { claims[.schedule] }
    /// Whether the door stands open; `nil` without a contact.
    public var isOpen: Bool? {
        guard settings.hasContact else { return nil }
        return contact != .closed
    }
    /// Whether the fire input is active.
    public var isFire: Bool { isFireActive }
    /// Whether somebody who may enter can do so.
    public var availability: DoorAvailability {
        if !isLockPresent { return .outOfService }
        return isLockedDown ? .lockedDown : .inService
    }

    // MARK: Claims

    /// Releases the lock for one entry and uses the grant up.
    public mutating func unlock(_ grant: consuming Grant, at now: Uptime) -> [Action] {
        precondition(grant.door == settings.door, "a grant opens only its own door")
        return claim(.grant, until: now + settings.pulse(takingLonger: grant.takesLonger), at: now)
    }

    /// Releases the lock for one entry because a technician ordered it.
    public mutating func unlockByStaff(at now: Uptime) -> [Action] {
        claim(.staff, until: now + settings.pulse, at: now)
    }

    /// Holds the lock released until a time, or stops doing so.
    public mutating func holdOpen(until end: Uptime?, at now: Uptime) -> [Action] {
        guard settings.holdsOpenWhenStaffed, !isLockedDown, let end, end > now else {
            return drop([.schedule], at: now)
        }
        guard claims[.schedule] != end else { return [] }
        return claim(.schedule, until: end, at: now)
    }

    /// Secures the lock and keeps patrons and the schedule out until ``liftLockDown()``.
    public mutating func lockDown(at now: Uptime) -> [Action] {
        guard !isLockedDown else { return [] }
        isLockedDown = true
        let dropped = drop([.grant, .staff, .schedule], at: now)
        return lockFirst([.note(.lockedDown, reason: nil)] + dropped)
    }

    /// Lets patrons and the schedule in again.
    public mutating func liftLockDown() -> [Action] {
        guard isLockedDown else { return [] }
        isLockedDown = false
        return [.note(.lockDownLifted, reason: nil)]
    }

    /// Drops every claim but those of the exit button and the fire input, because the ledger
    /// cannot be written.
    ///
    /// There is no note, and the lock's position is ordered anew whatever it was: the batch that
    /// could not be recorded may have held an order for this lock.
    public mutating func abandonRelease(at now: Uptime) -> [Action] {
        _ = drop([.grant, .staff, .schedule], at: now)
        return [position(at: now)]
    }

    private mutating func claim(
        _ reason: ReleaseReason,
        until end: Uptime,
        at now: Uptime
    ) -> [Action] {
        // The record of a decision says already that the lock was released for it.
        let isNews = claims[reason] == nil && reason != .grant
        claims[reason] = end
        // A lock that is lost follows no order; when it returns it gets what is left of the time.
        if reason.isPulse, isLockPresent { pulse = Pulse(reason: reason, orderedAt: now) }
        let note = isNews ? [Action.note(.released, reason: reason)] : []
        return note + [position(at: now)]
    }

    private mutating func drop(_ reasons: Set<ReleaseReason>, at now: Uptime) -> [Action] {
        let dropped = claims.keys.filter(reasons.contains)
        guard !dropped.isEmpty else { return [] }
        for reason in dropped { claims[reason] = nil }
        guard claims.isEmpty else { return [position(at: now)] }
        securedAt = now
        return [.secure, .note(.secured, reason: dropped.min())]
    }

    /// Notes that the lock followed the last order: a pulse begins now, not when it was ordered.
    ///
    /// Between the two lies the write to the ledger; without this a slow disk would shorten the
    /// time in which the patron can open the door.
    public mutating func lockReleased(at now: Uptime) {
        guard let pulse, let end = claims[pulse.reason] else { return }
        claims[pulse.reason] = end + pulse.orderedAt.duration(to: now)
        self.pulse = nil
    }

    /// The order that puts the lock where the claims want it.
    private func position(at now: Uptime) -> Action {
        var end = claims.values.max() ?? now
        // A renewal that comes late must not secure a door that fire holds released.
        if isFireActive { end = max(end, now + Self.renewalMargin) }
        let left = now.duration(to: end)
        return left > .zero ? .release(for: left) : .secure
    }

    /// The same actions with the lock's orders in front: securing and escape wait for no record.
    private func lockFirst(_ actions: [Action]) -> [Action] {
        actions.filter(\.movesLock) + actions.filter { !$0.movesLock }
    }

    // MARK: What the door reports

    /// Notes that the contact changed.
    public mutating func contactChanged(isOpen: Bool, at now: Uptime) -> [Action] {
        guard settings.hasContact, (contact != .closed) != isOpen else { return [] }
        guard isOpen else {
            contact = .closed
            var actions = [Action.note(.closed, reason: nil)]
            if settings.relock == .whenClosed { actions += drop([.grant, .staff, .exit], at: now) }
            return lockFirst(actions)
        }
        let belongs = isReleased || exit != .idle || isWithinGrace(now)
        contact = .open(since: now, reported: false)
        if case .waitingForOpening = exit { exit = .idle }
        if case .pressed(let since, _, let reported) = exit {
            exit = .pressed(at: since, failureDue: nil, stuckReported: reported)
        }
        var actions = [Action.note(belongs ? .opened : .forcedOpen, reason: nil)]
        if settings.relock == .whenOpened { actions += drop([.grant, .staff, .exit], at: now) }
        return lockFirst(actions)
    }

    private func isWithinGrace(_ now: Uptime) -> Bool {
        securedAt.map { $0.duration(to: now) <= DoorSettings.openingGrace } ?? false
    }

    /// Notes that the exit button was pressed or let go; a press releases the lock first.
    public mutating func exitChanged(isPressed: Bool, at now: Uptime) -> [Action] {
        guard isPressed else {
            guard case .pressed(_, let due, _) = exit else { return [] }
            exit = due.map { .waitingForOpening(until: $0) } ?? .idle
            return []
        }
        if case .pressed = exit { return [] }
        var due = isOpen == false ? now + DoorSettings.exitFailureAfter : nil
        // Somebody who presses again and again must not put the report off.
        if case .waitingForOpening(let until) = exit { due = until }
        exit = .pressed(at: now, failureDue: due, stuckReported: false)
        guard settings.exitReleases else { return [.note(.exitRequested, reason: nil)] }
        let release = claim(.exit, until: now + settings.pulse, at: now)
        return release.filter(\.movesLock) + [.note(.exitRequested, reason: .exit)]
    }

    /// Notes that the fire input changed; while active the lock is released, whatever else holds.
    public mutating func fireChanged(isActive: Bool, at now: Uptime) -> [Action] {
        guard isActive != isFireActive else { return [] }
        isFireActive = isActive
        guard isActive else {
            return lockFirst([.note(.fireCleared, reason: nil)] + drop([.fire], at: now))
        }
        let release = claim(.fire, until: now + Self.renewal, at: now)
        return release.filter(\.movesLock) + [.note(.fireActive, reason: .fire)]
    }

    /// Notes that the lock cannot be driven, or can be again.
    ///
    /// A lock that returns is at its idle level; it is released again only for claims that still
    /// hold.
    public mutating func lockChanged(isPresent: Bool, at now: Uptime) -> [Action] {
        guard isPresent != isLockPresent else { return [] }
        isLockPresent = isPresent
        guard isPresent else {
            // Nothing can be ordered, but who is at the door may still pull it open.
            _ = drop([.grant, .staff], at: now)
            pulse = nil
            return [.note(.lockLost, reason: nil)]
        }
        let actions: [Action] = [.note(.lockReturned, reason: nil), position(at: now)]
        let isEscape = claims[.exit] != nil || claims[.fire] != nil
        // Only an opening for the staffed hours waits for its record.
        return isEscape || !isReleased ? lockFirst(actions) : actions
    }

    // MARK: Time

    /// When the door next needs ``advance(to:)``.
    public var nextDeadline: Uptime? {
        var deadlines = claims.map { reason, end in
            reason == .fire ? end + (.zero - Self.renewalMargin) : end
        }
        if case .open(let since, reported: false) = contact, claims[.schedule] == nil {
            deadlines.append(since + settings.heldOpenAfter)
        }
        switch exit {
        case .idle: break
        case .pressed(let since, let due, let reported):
            if let due { deadlines.append(due) }
            if !reported { deadlines.append(since + DoorSettings.exitStuckAfter) }
        case .waitingForOpening(let until):
            deadlines.append(until)
        }
        return deadlines.min()
    }

    /// Does what is due: ends claims, reports a door held open, an exit that failed.
    public mutating func advance(to now: Uptime) -> [Action] {
        var actions: [Action] = []
        if isFireActive, let end = claims[.fire], end <= now + Self.renewalMargin {
            actions += claim(.fire, until: now + Self.renewal, at: now)
        }
        let ended = claims.filter { $0.value <= now }.keys
        if !ended.isEmpty { actions += drop(Set(ended), at: now) }
        if case .open(let since, reported: false) = contact, claims[.schedule] == nil,
            since + settings.heldOpenAfter <= now
        {
            contact = .open(since: since, reported: true)
            actions.append(.note(.heldOpen, reason: nil))
        }
        return actions + advanceExit(to: now)
    }

    private mutating func advanceExit(to now: Uptime) -> [Action] {
        switch exit {
        case .idle:
            return []
        case .waitingForOpening(let until):
            guard until <= now else { return [] }
            exit = .idle
            return [.note(.exitFailed, reason: nil)]
        case .pressed(let since, let due, let reported):
            var actions: [Action] = []
            let failed = due.map { $0 <= now } ?? false
            let stuck = !reported && since + DoorSettings.exitStuckAfter <= now
            if failed { actions.append(.note(.exitFailed, reason: nil)) }
            if stuck { actions.append(.note(.exitStuck, reason: nil)) }
            exit = .pressed(
                at: since,
                failureDue: failed ? nil : due,
                stuckReported: reported || stuck
            )
            return actions
        }
    }

    /// Takes new settings without moving the lock; without a contact its last word is forgotten.
    public mutating func reconfigure(_ settings: DoorSettings) {
        self.settings = settings
        guard !settings.hasContact else { return }
        contact = .closed
        switch exit {
        case .idle: break
        case .waitingForOpening: exit = .idle
        case .pressed(let since, _, let reported):
            exit = .pressed(at: since, failureDue: nil, stuckReported: reported)
        }
    }
}

extension DoorMachine.Action {
    fileprivate var movesLock: Bool {
        if case .note = self { return false }
        return true
    }
}
