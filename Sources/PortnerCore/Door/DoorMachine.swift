// SPDX-License-Identifier: MPL-2.0

/// One door: who holds its lock released and until when, and what its contact and buttons say.
///
/// The lock is released exactly while at least one *claim* holds: a grant, a staff order, an exit
/// request, the staffed hours, the fire input, or the order that everybody leave (invariant I1).
/// Every claim but the last two has an end. The fire input and the exit button are obeyed in every
/// state (invariant I7).
public struct DoorMachine: Sendable, Hashable {
    /// What the station has to do for the door.
    public enum Action: Sendable, Hashable {
        /// Release the lock for at most this long; kept when that only goes on or gets shorter.
        case release(for: Duration, isKept: Bool = false)
        /// Secure the lock.
        case secure
        /// Write down what happened.
        case note(DoorEvent, reason: ReleaseReason?)
    }

    private struct Pulse: Sendable, Hashable {
        let reason: ReleaseReason
        let orderedAt: Uptime
        /// What ``DoorMachine/staffCame`` goes back to when the pulse cannot be recorded.
        let staffBefore: Uptime?
    }

    /// How long a claim without an end is ordered at a time; it is renewed while it holds.
    public static let renewal = Duration.seconds(3600)
    /// How long before its end a claim that goes on is renewed, so that the lock never falls shut
    /// in between.
    public static let renewalMargin = Duration.seconds(60)

    private(set) var settings: DoorSettings
    private var claims: [ReleaseReason: Uptime] = [:]
    /// A pulse that was ordered and that the lock has not yet followed.
    private var pulse: Pulse?
    private var leaf: LeafWatch = .closed
    private var exit: ExitWatch = .idle
    private var bolt = BoltWatch()
    private var relay: DoubtWatch = .fine
    private var contradiction: DoubtWatch = .fine
    private var passage = PassageWatch()
    private var isFireActive = false
    private var isRelayReleased = false
    private var securedAt: Uptime?
    /// When a staff card last opened the door, while that still counts for the staffed hours.
    private var staffCame: Uptime?

    /// Whether a technician or guard has locked the door down.
    public private(set) var isLockedDown: Bool
    /// Whether staff have ordered that everybody leave.
    public private(set) var isEvacuated: Bool
    /// Whether the lock can be driven.
    public private(set) var isLockPresent = true
    /// Whether the cabinet stands open.
    public private(set) var isTampered = false

    /// A secured, closed door.
    ///
    /// - Parameters:
    ///   - settings: How it is built and timed.
    ///   - isLockedDown: Whether staff have locked it down before.
    ///   - isEvacuated: Whether everybody is to leave; the lock is released with the first
    ///     ``advance(to:)``.
    public init(_ settings: DoorSettings, isLockedDown: Bool = false, isEvacuated: Bool = false) {
        self.settings = settings
        self.isLockedDown = isLockedDown
        self.isEvacuated = isEvacuated
    }

    /// Whether the lock is released.
    public var isReleased: Bool { !claims.isEmpty }
    /// Why the lock is released.
    public var reasons: [ReleaseReason] { claims.keys.sorted() }
    /// Until when the staffed hours hold the lock released.
    public var heldUntil: Uptime? { claims[.schedule] }
    /// Whether the door stands open; `nil` without a contact.
    public var isOpen: Bool? {
        guard settings.hasContact else { return nil }
        return leaf.isOpen
    }
    /// Whether the lock reports that it is locked; `nil` without a bolt sense.
    public var isBolted: Bool? { settings.hasBoltSense ? bolt.isThrown : nil }
    /// Whether the fire input is active.
    public var isFire: Bool { isFireActive }
    /// Whether the lock is released for everybody who leaves, until that is over.
    var isForEscape: Bool { isFireActive || isEvacuated }
    /// Which way somebody goes who opens the door now; `nil` when the door cannot know.
    func direction(at now: Uptime) -> Direction? {
        if exit != .idle || claims[.exit] != nil { return .outwards }
        guard claims[.schedule] == nil, !isForEscape else { return nil }
        return isReleased || isWithinGrace(now) ? .inwards : nil
    }
    /// Whether somebody who may enter can do so.
    public var availability: DoorAvailability {
        if !isLockPresent { return .outOfService }
        return isLockedDown ? .lockedDown : .inService
    }

    // MARK: Claims

    /// Releases the lock for one entry and uses the grant up.
    public mutating func unlock(_ grant: consuming Grant, at now: Uptime) -> [Action] {
        precondition(grant.door == settings.door, "a grant opens only its own door")
        let end = now + settings.pulse(takingLonger: grant.takesLonger)
        let staffBefore = staffCame
        if grant.isStaff { staffCame = now }
        if isOpen == false, claims[.schedule] == nil, !isForEscape {
            passage.letIn(until: end + DoorSettings.openingGrace)
        }
        return claim(.grant, until: end, at: now, staffBefore: staffBefore)
    }

    /// Releases the lock for one entry because a technician ordered it.
    public mutating func unlockByStaff(at now: Uptime) -> [Action] {
        claim(.staff, until: now + settings.pulse, at: now, staffBefore: staffCame)
    }

    /// Holds the lock released until a time, or stops doing so.
    ///
    /// Where that waits for a staff card, one that was shown shortly before counts too.
    public mutating func holdOpen(until end: Uptime?, at now: Uptime) -> [Action] {
        guard let end, end > now else {
            if let came = staffCame, came.duration(to: now) > DoorSettings.staffCardEarly {
                staffCame = nil
            }
            return drop([.schedule], at: now)
        }
        guard settings.holdsOpenWhenStaffed, !isLockedDown,
            staffCame != nil || !settings.waitsForStaffCard
        else { return drop([.schedule], at: now) }
        guard claims[.schedule] != end else { return [] }
        passage.forget()
        return claim(.schedule, until: end, at: now)
    }

    /// Holds the lock released no longer for now, although the hours go on.
    ///
    /// Whoever came for these hours counts for the rest of them.
    mutating func pauseHold(at now: Uptime) -> [Action] { drop([.schedule], at: now) }

    /// Secures the lock and keeps patrons and the schedule out until ``liftLockDown()``.
    public mutating func lockDown(at now: Uptime) -> [Action] {
        guard !isLockedDown else { return [] }
        isLockedDown = true
        staffCame = nil
        passage.forget()
        let dropped = drop([.grant, .staff, .schedule], at: now)
        return lockFirst([.note(.lockedDown, reason: nil)] + dropped)
    }

    /// Lets patrons and the schedule in again.
    public mutating func liftLockDown() -> [Action] {
        guard isLockedDown else { return [] }
        isLockedDown = false
        return [.note(.lockDownLifted, reason: nil)]
    }

    /// Releases the lock because everybody is to leave, or no longer; whatever else holds.
    public mutating func evacuate(_ isOrdered: Bool, at now: Uptime) -> [Action] {
        guard isOrdered != isEvacuated else { return [] }
        isEvacuated = isOrdered
        guard isOrdered else { return drop([.evacuation], at: now) }
        passage.forget()
        return claim(.evacuation, until: now + Self.renewal, at: now)
    }

    /// Drops every claim but those of exit button, fire input and evacuation, because the ledger
    /// cannot be written.
    ///
    /// There is no note, and the lock's position is ordered anew whatever it was: the batch that
    /// could not be recorded may have held an order for this lock.
    ///
    /// Nor has a staff card come whose grant may be missing in the ledger (invariant I2).
    public mutating func abandonRelease(at now: Uptime) -> [Action] {
        passage.forget()
        if let pulse, pulse.reason != .exit { staffCame = pulse.staffBefore }
        _ = drop([.grant, .staff, .schedule], at: now)
        return [position(at: now, isKept: true)]
    }

    private mutating func claim(
        _ reason: ReleaseReason,
        until end: Uptime,
        at now: Uptime,
        staffBefore: Uptime? = nil
    ) -> [Action] {
        // The record of a decision says already that the lock was released for it.
        let isNews = claims[reason] == nil && reason != .grant
        claims[reason] = end
        // A lock that is lost follows no order; when it returns it gets what is left of the time.
        if reason.isPulse, isLockPresent {
            pulse = Pulse(reason: reason, orderedAt: now, staffBefore: staffBefore)
        }
        let note = isNews ? [Action.note(.released, reason: reason)] : []
        return note + [position(at: now, isKept: false)] + followLock(at: now)
    }

    private mutating func drop(_ reasons: Set<ReleaseReason>, at now: Uptime) -> [Action] {
        let dropped = claims.keys.filter(reasons.contains)
        guard !dropped.isEmpty else { return [] }
        if let pulse, reasons.contains(pulse.reason) { self.pulse = nil }
        for reason in dropped { claims[reason] = nil }
        guard claims.isEmpty else { return [position(at: now, isKept: true)] }
        securedAt = now
        return [.secure, .note(.secured, reason: dropped.min())] + followLock(at: now)
    }

    /// Notes that the lock followed the last order: a pulse begins now, not when it was ordered.
    ///
    /// Between the two lies the write to the ledger; without this a slow disk would shorten the
    /// time in which the patron can open the door.
    public mutating func lockReleased(at now: Uptime) {
        guard let pulse, let end = claims[pulse.reason] else { return }
        let later = end + pulse.orderedAt.duration(to: now)
        claims[pulse.reason] = later
        if pulse.reason == .grant { passage.prolong(until: later + DoorSettings.openingGrace) }
        self.pulse = nil
    }

    /// The order that puts the lock where the claims want it; kept when no claim begins with it.
    private func position(at now: Uptime, isKept: Bool) -> Action {
        var end = claims.values.max() ?? now
        // A renewal that comes late must not secure a door through which people leave.
        if isForEscape { end = max(end, now + Self.renewalMargin) }
        let left = now.duration(to: end)
        return left > .zero ? .release(for: left, isKept: isKept) : .secure
    }

    /// The same actions with the lock's orders in front: securing and escape wait for no record.
    private func lockFirst(_ actions: [Action]) -> [Action] {
        actions.filter(\.movesLock) + actions.filter { !$0.movesLock }
    }

    // MARK: What the door reports

    /// Notes that the contact changed.
    public mutating func contactChanged(isOpen: Bool, at now: Uptime) -> [Action] {
        guard settings.hasContact, leaf.isOpen != isOpen else { return [] }
        let belongs = isReleased || exit != .idle || isWithinGrace(now)
        leaf = isOpen ? .open(since: now, told: .nothing) : .closed
        if isOpen { exit.opened() }
        let event: DoorEvent = isOpen ? belongs ? .opened : .forcedOpen : .closed
        var actions = notes([event] + passage.moved(toOpen: isOpen))
        if settings.relock == (isOpen ? .whenOpened : .whenClosed) {
            actions += drop([.grant, .staff, .exit], at: now)
        }
        return lockFirst(actions + followLock(at: now))
    }

    private func isWithinGrace(_ now: Uptime) -> Bool {
        securedAt.map { $0.duration(to: now) <= DoorSettings.openingGrace } ?? false
    }

    /// Notes that the exit button was pressed or let go; a press releases the lock first.
    public mutating func exitChanged(isPressed: Bool, at now: Uptime) -> [Action] {
        guard isPressed else {
            exit.letGo()
            return []
        }
        if case .pressed = exit { return [] }
        exit.pressed(at: now, isClosed: isOpen == false)
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
        passage.forget()
        let release = claim(.fire, until: now + Self.renewal, at: now)
        return release.filter(\.movesLock) + [.note(.fireActive, reason: .fire)]
    }

    /// Notes that the lock reports itself locked, or no longer.
    public mutating func boltChanged(isThrown: Bool, at now: Uptime) -> [Action] {
        guard settings.hasBoltSense else { return [] }
        bolt.changed(isThrown: isThrown)
        return followLock(at: now)
    }

    /// Notes what the feedback of the lock's output says: released or secured.
    public mutating func relayChanged(isReleased: Bool, at now: Uptime) -> [Action] {
        isRelayReleased = isReleased
        return followLock(at: now)
    }

    /// Notes that the cabinet was opened or closed.
    public mutating func tamperChanged(isActive: Bool) -> [Action] {
        guard isActive != isTampered else { return [] }
        isTampered = isActive
        return notes([isActive ? .tampered : .tamperOver])
    }

    /// Compares what the lock reports about itself with where it should be.
    private mutating func followLock(at now: Uptime) -> [Action] {
        let isSecured = !isReleased && isLockPresent
        var events: [DoorEvent] = []
        if settings.hasBoltSense {
            events += bolt.follow(
                isDue: isSecured && !leaf.isOpen,
                at: now,
                within: settings.relockWithin
            )
        }
        // A relay that is meant to be released says nothing about whether it is welded.
        if isSecured || relay != .certain {
            switch relay.follow(
                isWrong: isSecured && isRelayReleased,
                at: now,
                within: DoorSettings.relayLag
            ) {
            case .nothing: break
            case .begun: events.append(.relayWelded)
            case .over: events.append(.relayFreed)
            }
        }
        if contradiction.follow(
            isWrong: settings.hasBoltSense && bolt.isThrown && leaf.isOpen,
            at: now,
            within: DoorSettings.contradictionMax
        ) == .begun {
            events.append(.contactStuck)
        }
        return notes(events)
    }

    private func notes(_ events: [DoorEvent]) -> [Action] {
        events.map { .note($0, reason: nil) }
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
            passage.forget()
            _ = drop([.grant, .staff], at: now)
            _ = followLock(at: now)
            pulse = nil
            return [.note(.lockLost, reason: nil)]
        }
        let actions =
            [.note(.lockReturned, reason: nil), position(at: now, isKept: true)]
            + followLock(at: now)
        let isEscape = claims[.exit] != nil || isForEscape
        // Only an opening for the staffed hours waits for its record.
        return isEscape || !isReleased ? lockFirst(actions) : actions
    }

    // MARK: Time

    /// When the door next needs ``advance(to:)``.
    public var nextDeadline: Uptime? {
        if isEvacuated, claims[.evacuation] == nil { return Uptime(.zero) }
        var deadlines = claims.map { reason, end in
            reason.hasEnd ? end : end + (.zero - Self.renewalMargin)
        }
        if claims[.schedule] == nil, let due = leaf.deadline(settings) { deadlines.append(due) }
        let watches = [
            exit.deadline, bolt.deadline, relay.deadline, contradiction.deadline, passage.deadline,
        ]
        return (deadlines + watches.compactMap(\.self)).min()
    }

    /// Does what is due: ends claims, and reports what should have happened and did not.
    public mutating func advance(to now: Uptime) -> [Action] {
        var actions: [Action] = []
        if isFireActive { actions += renew(.fire, at: now) }
        if isEvacuated { actions += renew(.evacuation, at: now) }
        let ended = claims.filter { $0.value <= now }.keys
        if !ended.isEmpty { actions += drop(Set(ended), at: now) }
        if claims[.schedule] == nil { actions += notes(leaf.advance(to: now, settings)) }
        actions += notes(exit.advance(to: now) + passage.advance(to: now))
        return actions + followLock(at: now)
    }

    private mutating func renew(_ reason: ReleaseReason, at now: Uptime) -> [Action] {
        if let end = claims[reason], end > now + Self.renewalMargin { return [] }
        return claim(reason, until: now + Self.renewal, at: now)
    }

    /// Takes new settings without moving the lock; without a contact its last word is forgotten.
    public mutating func reconfigure(_ settings: DoorSettings) {
        self.settings = settings
        if !settings.hasBoltSense { bolt = BoltWatch() }
        guard !settings.hasContact else { return }
        leaf = .closed
        contradiction = .fine
        passage = PassageWatch()
        // Nobody can know any more whether the door opens.
        exit.opened()
    }
}

extension DoorMachine.Action {
    fileprivate var movesLock: Bool {
        if case .note = self { return false }
        return true
    }
}
