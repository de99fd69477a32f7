// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// One door: its lock's line with a relay and a bolt that report, its leaf on a hinge with a
/// contact, its exit button, its fire input, the switch of its cabinet, and an alarm's line.
final class SimulatedDoor {
    let name: DoorName
    var line = LockLine() {
        didSet { if line.isReleased != oldValue.isReleased { lockMoved() } }
    }
    /// Whether the relay stays where it was when it was last released.
    var isRelayWelded = false { didSet { feelLock() } }
    /// Whether the bolt does not come out again.
    var isBoltJammed = false { didSet { feelLock() } }
    /// Whether the lock's chip fails.
    var isLockBroken = false
    private(set) var isOpen = false
    private(set) var isExitPressed = false
    private(set) var isFire = false
    private(set) var isTampered = false
    private(set) var isArmed = false
    private(set) var isBoltThrown = true
    private(set) var isRelayReleased = false

    /// Whether the lock was mended and has not been driven since.
    private var awaitsOrder = false
    /// Whether the driver has noticed that the lock's chip fails.
    private var isLossTold = false
    private let port: (Event) -> Void
    private let schedule: (Duration, @escaping () -> Void) -> Void
    private let now: () -> Duration
    private var chance: Chance
    /// Counts openings, so that only the last one's closing closes.
    private var opening = 0

    init(
        _ name: DoorName,
        _ chance: Chance,
        now: @escaping () -> Duration,
        schedule: @escaping (Duration, @escaping () -> Void) -> Void,
        port: @escaping (Event) -> Void
    ) {
        self.name = name
        self.chance = chance
        self.now = now
        self.schedule = schedule
        self.port = port
    }

    /// A new process takes the lines and reads their levels.
    func processBegan() {
        line.regain()
        awaitsOrder = false
        port(.contactChanged(isOpen: isOpen, door: name))
        port(.exitChanged(isPressed: isExitPressed, door: name))
        port(.fireChanged(isActive: isFire, door: name))
        port(.boltChanged(isThrown: isBoltThrown, door: name))
        port(.relayChanged(isReleased: isRelayReleased, door: name))
        port(.tamperChanged(isActive: isTampered, door: name))
        port(.alarmChanged(isArmed: isArmed, door: name))
        if isLockBroken {
            line.lose()
            tellLoss()
        }
    }

    // MARK: Leaf

    /// Somebody pulls from outside; `true` when the door gives way.
    func pull(holdingFor duration: Duration) -> Bool {
        guard isOpen || isRelayReleased || line.isReleased else { return false }
        open(for: duration)
        return true
    }

    /// The door opens: by its handle from inside, or by force.
    func open(for duration: Duration) {
        opening += 1
        let current = opening
        if !isOpen {
            isOpen = true
            bounce()
        }
        schedule(now() + duration) { [self] in
            guard current == opening else { return }
            close()
        }
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        bounce()
    }

    /// A contact may chatter before it settles; now and then the driver lets that through.
    private func bounce() {
        if chance.oneIn(6) {
            for _ in 1...chance.number(in: 1...3) {
                port(.contactChanged(isOpen: isOpen, door: name))
                port(.contactChanged(isOpen: !isOpen, door: name))
            }
        }
        port(.contactChanged(isOpen: isOpen, door: name))
        schedule(now() + .milliseconds(chance.number(in: 50...600))) { [self] in feelLock() }
    }

    // MARK: Inputs

    func pressExit(for duration: Duration) {
        guard !isExitPressed else { return }
        isExitPressed = true
        port(.exitChanged(isPressed: true, door: name))
        schedule(now() + duration) { [self] in letGoOfExit() }
    }

    func letGoOfExit() {
        guard isExitPressed else { return }
        isExitPressed = false
        port(.exitChanged(isPressed: false, door: name))
    }

    func setFire(_ isActive: Bool) {
        guard isActive != isFire else { return }
        isFire = isActive
        port(.fireChanged(isActive: isActive, door: name))
    }

    func setTampered(_ isActive: Bool) {
        guard isActive != isTampered else { return }
        isTampered = isActive
        port(.tamperChanged(isActive: isActive, door: name))
    }

    func setArmed(_ isArmed: Bool) {
        guard isArmed != self.isArmed else { return }
        self.isArmed = isArmed
        port(.alarmChanged(isArmed: isArmed, door: name))
    }

    // MARK: Lock

    /// The line has another level; relay and bolt follow a little later.
    private func lockMoved() {
        schedule(now() + .milliseconds(chance.number(in: 20...600))) { [self] in feelLock() }
    }

    /// Relay and bolt go where line and leaf want them, and report it.
    private func feelLock() {
        let isReleased = line.isReleased || (isRelayWelded && isRelayReleased)
        if isReleased != isRelayReleased {
            isRelayReleased = isReleased
            port(.relayChanged(isReleased: isReleased, door: name))
        }
        // A bolt that somebody opened the door against stays out.
        let mayThrow = isBoltThrown || (!isOpen && !isBoltJammed)
        let isThrown = !isReleased && mayThrow
        guard isThrown != isBoltThrown else { return }
        isBoltThrown = isThrown
        port(.boltChanged(isThrown: isThrown, door: name))
    }

    /// Whether the lock does what it was told last.
    var follows: Bool { !isLockBroken && !awaitsOrder }

    /// Releases the lock for at most this long, or secures it; `false` when it does not follow.
    func drive(_ duration: Duration?) -> Bool {
        let obeys =
            if let duration { line.release(for: duration, at: now()) } else { line.secure() }
        if obeys { awaitsOrder = false }
        return obeys
    }

    /// The lock's chip fails; the driver may notice by itself or only when it drives.
    func breakLock() {
        isLockBroken = true
        isLossTold = false
        line.lose()
        if chance.oneIn(2) { tellLoss() }
    }

    private func tellLoss() {
        isLossTold = true
        port(.lockChanged(isPresent: false, detail: "chip missing", door: name))
    }

    func mendLock() {
        guard isLockBroken else { return }
        isLockBroken = false
        if !isLossTold { tellLoss() }
        line.regain()
        awaitsOrder = true
        port(.lockChanged(isPresent: true, detail: "line returned", door: name))
    }
}
