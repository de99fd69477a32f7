// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// A relay that is welded and a lock that does not lock again are told within their limits and for
/// no other reason; the opened cabinet and the armed alarm are told at once.
struct LockReportChecker: Checker {
    let invariant = Invariant.lockReports

    /// Something that must not last.
    private struct Doubt {
        /// Since when it has been so, as the station can know it.
        var since: Duration?
        /// How long it may last: what the settings said when it began.
        var limit = Duration.zero
        var isTold = false

        /// Takes how it is after a step, and whether that ends what was told.
        mutating func follow(
            _ isSo: Bool,
            isOver: Bool,
            within limit: Duration,
            at now: Duration
        ) {
            if since == nil { self.limit = limit }
            since = isSo ? since ?? now : nil
            if isOver { isTold = false }
        }
    }

    /// What one door has reported.
    private struct Door {
        var isOpen = false
        var isBoltThrown = true
        var isRelayReleased = false
        var isTampered = false
        var isArmed = false
        var relay = Doubt()
        var bolt = Doubt()

        /// Whether something has to be watched: most of the time nothing has.
        var isAmiss: Bool {
            isRelayReleased || !isBoltThrown || relay.since != nil || relay.isTold
                || bolt.since != nil || bolt.isTold
        }

        /// A thread that is late learns late that its lock is secured.
        mutating func wait(_ duration: Duration) {
            relay.since = relay.since.map { $0 + duration }
            bolt.since = bolt.since.map { $0 + duration }
        }
    }

    /// What the station may be late by when all that was due is done.
    private static let allowance = Duration.seconds(1)

    private var doors: [DoorName: Door] = [:]
    /// What the step has to tell before it is over.
    private var due: (door: DoorName, event: DoorEvent)?
    private var isTime = false

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .started(let settings):
            doors = [:]
            for door in settings.doors { doors[door.door] = Door() }
        case .ended:
            (doors, due) = ([:], nil)
        case .stalled(let duration):
            for name in doors.keys { doors[name]?.wait(duration) }
        case .began(let step):
            if case .time = step { isTime = true } else { isTime = false }
            due = nil
            if case .event(let event) = step { hear(event, situation.claims) }
        case .offered(let records, _):
            for record in records where record.kind == .door {
                if let complaint = take(record) { return complaint }
            }
        case .finished:
            if let due { return "\(due.door): \(due.event.rawValue) is not told" }
            return follow(situation)
        default:
            break
        }
        return nil
    }

    private mutating func hear(_ event: Event, _ claims: ClaimBook) {
        switch event {
        case .contactChanged(let isOpen, let name):
            // What no setting names is not listened to.
            guard claims.doors[name]?.settings.hasContact == true else { break }
            doors[name]?.isOpen = isOpen
        case .boltChanged(let isThrown, let name):
            guard claims.doors[name]?.settings.hasBoltSense == true else { break }
            doors[name]?.isBoltThrown = isThrown
        case .relayChanged(let isReleased, let name): doors[name]?.isRelayReleased = isReleased
        case .tamperChanged(let isActive, let name):
            guard let door = doors[name], door.isTampered != isActive else { return }
            doors[name]?.isTampered = isActive
            due = (name, isActive ? .tampered : .tamperOver)
        case .alarmChanged(let isArmed, let name):
            guard let door = doors[name], door.isArmed != isArmed else { return }
            doors[name]?.isArmed = isArmed
            due = (name, isArmed ? .alarmArmed : .alarmDisarmed)
        case .reconfigured(let settings, _):
            var kept: [DoorName: Door] = [:]
            for new in settings.doors {
                var door = doors[new.door] ?? Door()
                if !new.hasContact { door.isOpen = false }
                if !new.hasBoltSense { door.isBoltThrown = true }
                kept[new.door] = door
            }
            doors = kept
        default: break
        }
    }

    private mutating func take(_ record: Record) -> String? {
        guard let name = record[.door].flatMap({ DoorName($0) }), doors[name] != nil,
            let event = record[.outcome].flatMap({ DoorEvent(rawValue: $0) })
        else { return nil }
        if let due, due.door == name, due.event == event { self.due = nil }
        switch event {
        case .relayWelded:
            guard doors[name]?.isRelayReleased == true else {
                return "\(name) is told to have a welded relay that says secured"
            }
            doors[name]?.relay.isTold = true
        case .notRelocked:
            guard doors[name]?.isBoltThrown == false else {
                return "\(name) is told not to have locked while its bolt is out"
            }
            doors[name]?.bolt.isTold = true
        default: break
        }
        return nil
    }

    private mutating func follow(_ situation: Situation) -> String? {
        for (name, door) in doors where door.isAmiss {
            guard let claims = situation.claims.doors[name] else { continue }
            let isSecured =
                !situation.released.contains(name) && !situation.broken.contains(name)
                && !claims.isLockLost
            let settings = claims.settings
            var new = door
            new.relay.follow(
                isSecured && door.isRelayReleased,
                isOver: isSecured && !door.isRelayReleased,
                within: DoorSettings.relayLag,
                at: situation.now
            )
            let isUnlocked =
                isSecured && settings.hasBoltSense && !door.isBoltThrown
                && !(settings.hasContact && door.isOpen)
            new.bolt.follow(
                isUnlocked,
                isOver: !isUnlocked,
                within: settings.relockWithin,
                at: situation.now
            )
            doors[name] = new
            guard isTime else { continue }
            for (doubt, what) in [
                (new.relay, "welded relay"), (new.bolt, "lock that does not lock"),
            ] {
                guard let since = doubt.since, !doubt.isTold else { continue }
                let late = situation.now - since - doubt.limit - Self.allowance
                if late > .zero { return "the \(what) of \(name) is told \(late) too late" }
            }
        }
        return nil
    }
}
