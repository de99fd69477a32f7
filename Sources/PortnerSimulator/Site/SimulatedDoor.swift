// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// One door: its lock's line, its leaf on a hinge with a contact, its exit button, its fire input.
final class SimulatedDoor {
    let name: DoorName
    var line = LockLine()
    /// Whether the lock's chip fails.
    var isLockBroken = false
    private(set) var isOpen = false
    private(set) var isExitPressed = false
    private(set) var isFire = false

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
        if isLockBroken {
            line.lose()
            tellLoss()
        }
    }

    // MARK: Leaf

    /// Somebody pulls from outside; `true` when the door gives way.
    func pull(holdingFor duration: Duration) -> Bool {
        guard isOpen || line.isReleased else { return false }
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

    // MARK: Lock

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
