// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// I1: a lock is released only while a reason holds, and is never ordered longer than that.
struct ReleaseChecker: Checker {
    let invariant = Invariant.release

    /// No single order releases a lock for longer: the staffed hours are claimed an hour at a time.
    private static let orderMax = Duration.seconds(3660)

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        if case .driven(let door, let duration?) = observation {
            return check(door, duration, situation)
        }
        guard case .finished = observation else { return nil }
        for door in situation.released.sorted() where situation.claims.end(of: door) == nil {
            return "\(door) is released and nothing holds that claims it"
        }
        return nil
    }

    private func check(_ door: DoorName, _ duration: Duration, _ situation: Situation) -> String? {
        if duration > Self.orderMax { return "\(door) was released for \(duration)" }
        guard let end = situation.claims.end(of: door) else {
            return "\(door) was released and nothing holds that claims it"
        }
        // The station counts a pulse from when it hears that the lock followed.
        let excess = situation.now + duration - end - ClaimBook.grace
        return excess > .zero ? "\(door) was released \(excess) beyond its claim" : nil
    }
}

/// I2: before a lock is released, a record of the reason is on disk; only exit and fire are before
/// their records, and an evacuation where none can be written.
struct RecordFirstChecker: Checker {
    let invariant = Invariant.recordFirst

    /// Reasons of which a record was seen on disk, with their ends.
    private var recorded: [DoorName: [ReleaseReason: Duration]] = [:]

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .started, .ended:
            recorded = [:]
        case .stored(let records, _):
            for record in records { note(record, situation) }
        case .driven(let door, _?):
            return check(door, situation)
        default:
            break
        }
        return nil
    }

    private mutating func note(_ record: Record, _ situation: Situation) {
        guard let door = record[.door].flatMap({ DoorName($0) }),
            let settings = situation.claims.doors[door]?.settings
        else { return }
        let pulseEnd = situation.now + settings.pulse
        switch (record.kind, record[.outcome]) {
        case (.decision, "granted"): recorded[door, default: [:]][.grant] = pulseEnd
        case (.staff, "unlock"), (.staff, "test"): recorded[door, default: [:]][.staff] = pulseEnd
        case (.door, "released") where record[.reason] == ReleaseReason.schedule.rawValue:
            recorded[door, default: [:]][.schedule] = ClaimBook.endless
        case (.door, "secured"):
            recorded[door] = nil
        default:
            break
        }
    }

    private func check(_ door: DoorName, _ situation: Situation) -> String? {
        let claims = situation.claims.doors[door]?.claims ?? [:]
        if claims[.fire] != nil || claims[.exit] != nil || claims[.evacuation] != nil { return nil }
        let isRecorded = recorded[door]?.contains { $0.value > situation.now } ?? false
        return isRecorded ? nil : "\(door) was released before any record of the reason"
    }
}

/// I3: what fails or comes back never releases a lock that was secured.
struct FaultChecker: Checker {
    let invariant = Invariant.fault

    /// The locks before the step, when the step is a fault.
    private var before: Set<DoorName>?
    /// The reasons that still excuse a release in this step.
    private var excuses: [ReleaseReason] = []
    private var clock = ClockTrust.trusted

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .began(let step):
            let isClockFault = situation.moment.clock != clock
            clock = situation.moment.clock
            before = isClockFault || step.isFault ? situation.released : nil
            // Who holds a claim that a fault interrupted may have it back. When only the clock
            // changed, the step may also be that of a patron.
            excuses =
                step.isFault ? [.exit, .fire, .schedule, .evacuation] : ReleaseReason.allCases
        case .driven(let door, _?):
            guard let before, !before.contains(door) else { return nil }
            let claims = situation.claims.doors[door]?.claims ?? [:]
            return excuses.contains { claims[$0] != nil } ? nil : "\(door) was released by a fault"
        case .finished:
            before = nil
        default:
            break
        }
        return nil
    }
}

extension Observation.Step {
    /// Whether the step tells of something that failed, came back or was set anew.
    fileprivate var isFault: Bool {
        guard case .event(let event) = self else { return false }
        switch event {
        case .lockChanged, .deviceChanged, .deviceNoted, .libraryChanged, .stationChanged,
            .stationFailed, .recordingFailed, .recordingRecovered, .reconfigured, .scanRefused:
            return true
        default:
            return false
        }
    }
}

/// I7: exit and fire release the lock in the same step and before anything is written.
struct EscapeChecker: Checker {
    let invariant = Invariant.escape

    /// The door that the step has to release.
    private var due: DoorName?
    private var pressed: Set<DoorName> = []

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .started, .ended:
            due = nil
            pressed = []
        case .began(let step):
            due = escape(step, situation.claims)
        case .driven(let door, _?) where door == due, .notDriven(let door) where door == due:
            due = nil
        case .offered:
            return due.map { "\($0) waits for a record" }
        case .finished:
            if let due { return "\(due) was not released" }
            return forgottenFire(situation).map { "\($0) is secured during a fire" }
        default:
            break
        }
        return nil
    }

    /// The door whose lock the step must release.
    private mutating func escape(
        _ step: Observation.Step,
        _ claims: ClaimBook
    ) -> DoorName? {
        guard case .event(let event) = step else { return nil }
        switch event {
        case .fireChanged(true, let name):
            return claims.doors[name] == nil ? nil : name
        case .exitChanged(false, let name):
            pressed.remove(name)
        case .exitChanged(true, let name):
            // A button that is held is one press.
            guard let door = claims.doors[name], pressed.insert(name).inserted else { return nil }
            return door.settings.exitReleases ? name : nil
        default:
            break
        }
        return nil
    }

    private func forgottenFire(_ situation: Situation) -> DoorName? {
        situation.claims.doors.first { name, door in
            door.isFire && !situation.broken.contains(name)
                && !situation.released.contains(name)
        }?.key
    }
}
