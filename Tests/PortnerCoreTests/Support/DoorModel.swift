// SPDX-License-Identifier: MPL-2.0

@testable import PortnerCore

/// Everything that can happen to a door in the table tests.
enum DoorInput: Hashable, CaseIterable {
    case grant, staffUnlock, lockDown, liftLockDown, holdOpen, holdNoLonger, ledgerFailed
    case opened, closed, exitPressed, exitLetGo, fireOn, fireOff, lockLost, lockReturned
    case evacuated, allClear
    case boltThrown, boltWithdrawn, relayReleased, relaySecured, tampered, tamperOver, staffCard
    case aSecond, tenSeconds, theNextDeadline
}

/// A door with a clock and a lock that obeys, so that what the machine orders can be compared
/// with what it says.
///
/// Beside the machine it keeps the claims once more in the simplest form, as written in the
/// rules: who may have the lock released and until when.
struct DoorModel: Hashable {
    var machine: DoorMachine
    var now: Uptime = uptime()
    /// Until when the lock stays released by the last order; `nil` when it is secured.
    var releasedUntil: Uptime?
    /// The claims as the rules have them; fire and evacuation have no end.
    var claims: [ReleaseReason: Uptime] = [:]
    var isFire = false
    var isEvacuated = false
    var isPressed = false
    var isOpen = false
    /// When a staff card was last shown, while it still counts for the staffed hours.
    var staffCame: Uptime?
    /// The last pulse, which the lock never says that it followed, and what was known of staff
    /// before it.
    var pulse: Pulse?

    struct Pulse: Hashable {
        let reason: ReleaseReason
        let staffBefore: Uptime?
    }

    static let holdFor = Duration.seconds(40)
    static let never = Uptime(.days(100_000))

    init(_ settings: DoorSettings) { machine = DoorMachine(settings) }

    /// Whether the station lets this happen in this state at all.
    func allows(_ input: DoorInput) -> Bool {
        switch input {
        case .grant, .staffUnlock, .staffCard: machine.availability == .inService
        case .boltThrown, .boltWithdrawn: machine.settings.hasBoltSense
        case .theNextDeadline: machine.nextDeadline != nil
        default: true
        }
    }

    mutating func take(_ input: DoorInput) -> [DoorMachine.Action] {
        expect(input)
        // A lock that was away is at its idle level, whatever it was told before.
        if input == .lockReturned, !machine.isLockPresent { releasedUntil = nil }
        let actions = order(input)
        for action in actions {
            switch action {
            case .release(let duration, _): releasedUntil = now + duration
            case .secure: releasedUntil = nil
            case .note: break
            }
        }
        return actions
    }

    private mutating func order(_ input: DoorInput) -> [DoorMachine.Action] {
        switch input {
        case .grant: grantOnce()
        case .staffCard: grantOnce(ListAnswer(isAllowed: true))
        case .staffUnlock: machine.unlockByStaff(at: now)
        case .lockDown: machine.lockDown(at: now)
        case .liftLockDown: machine.liftLockDown()
        case .holdOpen: machine.holdOpen(until: now + Self.holdFor, at: now)
        case .holdNoLonger: machine.holdOpen(until: nil, at: now)
        case .ledgerFailed: machine.abandonRelease(at: now)
        case .opened: machine.contactChanged(isOpen: true, at: now)
        case .closed: machine.contactChanged(isOpen: false, at: now)
        case .exitPressed: machine.exitChanged(isPressed: true, at: now)
        case .exitLetGo: machine.exitChanged(isPressed: false, at: now)
        case .fireOn: machine.fireChanged(isActive: true, at: now)
        case .fireOff: machine.fireChanged(isActive: false, at: now)
        case .evacuated: machine.evacuate(true, at: now)
        case .allClear: machine.evacuate(false, at: now)
        case .boltThrown: machine.boltChanged(isThrown: true, at: now)
        case .boltWithdrawn: machine.boltChanged(isThrown: false, at: now)
        case .relayReleased: machine.relayChanged(isReleased: true, at: now)
        case .relaySecured: machine.relayChanged(isReleased: false, at: now)
        case .tampered: machine.tamperChanged(isActive: true)
        case .tamperOver: machine.tamperChanged(isActive: false)
        case .lockLost: machine.lockChanged(isPresent: false, at: now)
        case .lockReturned: machine.lockChanged(isPresent: true, at: now)
        case .aSecond, .tenSeconds, .theNextDeadline: machine.advance(to: now)
        }
    }

    private mutating func grantOnce(_ listed: ListAnswer = .nothing) -> [DoorMachine.Action] {
        let evidence = Evidence(
            now: moment(),
            listed: listed,
            cached: .unknown,
            library: .known(facts())
        )
        let policy = AccessPolicy(
            DoorRules(door: machine.settings.door, schedule: .always(.selfService), asksPIN: false)
        )
        switch policy.decide(evidence) {
        case .granted(let grant): return machine.unlock(grant, at: now)
        case .denied: return []
        case .needs: return []
        }
    }

    /// What the written rules say about an input.
    private mutating func expect(_ input: DoorInput) {
        let settings = machine.settings
        switch input {
        case .grant: begin(.grant)
        case .staffCard:
            begin(.grant)
            staffCame = now
        case .staffUnlock: begin(.staff)
        case .lockDown, .ledgerFailed:
            if input == .ledgerFailed, let pulse, pulse.reason != .exit {
                staffCame = pulse.staffBefore
            }
            if input == .lockDown, !machine.isLockedDown { staffCame = nil }
            drop([.grant, .staff, .schedule])
        case .holdOpen where settings.holdsOpenWhenStaffed && !machine.isLockedDown:
            if staffCame != nil || !settings.waitsForStaffCard {
                claims[.schedule] = now + Self.holdFor
            }
        case .holdOpen: drop([.schedule])
        case .holdNoLonger:
            if let came = staffCame, came.duration(to: now) > .minutes(30) { staffCame = nil }
            drop([.schedule])
        case .opened where settings.hasContact && !isOpen:
            isOpen = true
            if settings.relock == .whenOpened { drop([.grant, .staff, .exit]) }
        case .closed where settings.hasContact && isOpen:
            isOpen = false
            if settings.relock == .whenClosed { drop([.grant, .staff, .exit]) }
        case .exitPressed where !isPressed:
            isPressed = true
            if settings.exitReleases { begin(.exit) }
        case .exitLetGo: isPressed = false
        case .fireOn:
            isFire = true
            claims[.fire] = Self.never
        case .fireOff:
            isFire = false
            drop([.fire])
        case .evacuated:
            isEvacuated = true
            claims[.evacuation] = Self.never
        case .allClear:
            isEvacuated = false
            drop([.evacuation])
        case .lockLost where machine.isLockPresent:
            drop([.grant, .staff])
            pulse = nil
        case .aSecond: pass(until: now + .seconds(1))
        case .tenSeconds: pass(until: now + .seconds(10))
        case .theNextDeadline: pass(until: max(now, machine.nextDeadline ?? now))
        default: break
        }
    }

    private mutating func begin(_ reason: ReleaseReason) {
        claims[reason] = now + machine.settings.pulse
        if machine.isLockPresent { pulse = Pulse(reason: reason, staffBefore: staffCame) }
    }

    private mutating func drop(_ reasons: [ReleaseReason]) {
        for reason in reasons { claims[reason] = nil }
        forgetPulse()
    }

    private mutating func forgetPulse() {
        if let pulse, claims[pulse.reason] == nil { self.pulse = nil }
    }

    private mutating func pass(until end: Uptime) {
        now = end
        claims = claims.filter { $0.value > end }
        forgetPulse()
    }
}
