// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Why each lock may be released and until when, from what was seen at the ports.
struct ClaimBook {
    /// One door.
    struct Door {
        var settings: DoorSettings
        /// The end of each reason to release the lock, in the world's time.
        var claims: [ReleaseReason: Duration] = [:]
        var isFire = false
        var isExitPressed = false
        var isLockedDown = false
        var isLockLost = false
    }

    /// How long after its end a claim still excuses a released lock: the lock's driver secures it
    /// that much later when the station does not.
    static let grace = Duration.milliseconds(250)
    /// Longer than any world lasts: the fire input holds as long as it is active.
    static let endless = Duration.seconds(365 * 86_400)
    /// How long beyond the next full hour a claim for the staffed hours may reach.
    private static let hourMargin = Duration.seconds(60)

    private(set) var doors: [DoorName: Door] = [:]
    /// The doors whose line says that the intruder alarm is armed.
    private(set) var armed: Set<DoorName> = []
    private var hours: [DoorName: HoursBook] = [:]
    /// What staff have ordered until they lift it, as it was kept last.
    private var standing = StandingOrders()
    /// What staff ordered in this step, waiting for its record.
    private var ordered: DoorName?
    /// A lock-down that is lifted when the order is answered with yes.
    private var resuming: (ticket: Ticket, door: DoorName)?

    /// The latest end of all claims on a door; `nil` without any.
    func end(of door: DoorName) -> Duration? { doors[door]?.claims.values.max() }

    /// The hours of a door.
    func hours(of door: DoorName) -> HoursBook? { hours[door] }

    /// - Parameters:
    ///   - observation: What was seen.
    ///   - now: The true time since the world began.
    ///   - moment: The moment as the station sees it.
    mutating func see(_ observation: Observation, at now: Duration, _ moment: Moment) {
        switch observation {
        case .started(let settings):
            doors = [:]
            armed = []
            take(settings)
        case .ended:
            doors = [:]
            armed = []
        case .began(.event(let event)):
            ordered = nil
            see(event, at: now)
            followHours(now, moment, isOver: false)
        case .began(.time):
            followHours(now, moment, isOver: false)
        case .finished:
            followHours(now, moment, isOver: true)
        case .stored(let records, _):
            for record in records { see(record, at: now) }
        case .notDriven(let door):
            lose(door)
        case .sent(.keepOrders(let orders)):
            standing = orders
            followEvacuation()
        case .sent(.answer(let ticket, nil)):
            guard let resuming, resuming.ticket == ticket else { return }
            doors[resuming.door]?.isLockedDown = false
            followHours(now, moment, isOver: false)
        default:
            break
        }
        expire(at: now)
    }

    private mutating func take(_ settings: StationSettings) {
        var kept: [DoorName: Door] = [:]
        for door in settings.doors {
            kept[door.door] = doors[door.door] ?? Door(settings: door)
            kept[door.door]?.settings = door
        }
        doors = kept
        for name in standing.lockedDown { doors[name]?.isLockedDown = true }
        followEvacuation()
        armed.formIntersection(kept.keys)
        hours = Dictionary(
            uniqueKeysWithValues: settings.rules.map { ($0.door, HoursBook(rules: $0)) }
        )
    }

    private mutating func see(_ event: Event, at now: Duration) {
        switch event {
        case .exitChanged(let isPressed, let name):
            guard let door = doors[name] else { return }
            if isPressed, !door.isExitPressed, door.settings.exitReleases {
                doors[name]?.claims[.exit] = now + door.settings.pulse
            }
            doors[name]?.isExitPressed = isPressed
        case .fireChanged(let isActive, let name):
            doors[name]?.isFire = isActive
            doors[name]?.claims[.fire] = isActive ? Self.endless : nil
        case .lockChanged(false, _, let name):
            lose(name)
        case .lockChanged(true, _, let name):
            doors[name]?.isLockLost = false
        case .staffOrdered(let order, let name, let reason, _, let ticket):
            guard reason.contains(where: { !$0.isWhitespace }) else { return }
            staff(order, name, ticket)
        case .evacuationOrdered(true, _, _, _):
            for name in doors.keys { doors[name]?.claims[.evacuation] = Self.endless }
        case .alarmChanged(let isArmed, let name):
            guard doors[name] != nil else { return }
            if isArmed { armed.insert(name) } else { armed.remove(name) }
        case .reconfigured(let settings, _):
            take(settings)
        default:
            break
        }
    }

    private mutating func followEvacuation() {
        let end = standing.isEvacuation ? Self.endless : nil
        for name in doors.keys { doors[name]?.claims[.evacuation] = end }
    }

    private mutating func lose(_ name: DoorName) {
        doors[name]?.isLockLost = true
        doors[name]?.claims[.grant] = nil
        doors[name]?.claims[.staff] = nil
    }

    private mutating func staff(_ order: StaffOrder, _ name: DoorName, _ ticket: Ticket) {
        switch order {
        case .unlock, .test:
            guard let door = doors[name], !door.isLockedDown, !door.isLockLost else { return }
            ordered = name
        case .secure:
            doors[name]?.isLockedDown = true
            for reason in [ReleaseReason.grant, .staff, .schedule] {
                doors[name]?.claims[reason] = nil
            }
        case .resume:
            resuming = (ticket, name)
        }
    }

    private mutating func see(_ record: Record, at now: Duration) {
        guard let name = record[.door].flatMap({ DoorName($0) }), let door = doors[name] else {
            return
        }
        switch record.kind {
        case .decision where record[.outcome] == "granted":
            doors[name]?.claims[.grant] = now + door.settings.pulse
        case .staff where ordered == name:
            doors[name]?.claims[.staff] = now + door.settings.pulse
        default:
            break
        }
    }

    /// Claims doors for the staffed hours, as long as the clock can be believed.
    ///
    /// Until the step is over, a claim that ends with it stands.
    private mutating func followHours(_ now: Duration, _ moment: Moment, isOver: Bool) {
        let civil = moment.civil
        for (name, door) in doors {
            guard door.settings.holdsOpenWhenStaffed, !door.isLockedDown, armed.isEmpty,
                moment.clock == .trusted, let hours = hours[name],
                hours.mode(at: civil) == .staffed
            else {
                if isOver || door.isLockedDown { doors[name]?.claims[.schedule] = nil }
                continue
            }
            let untilHour = Duration.seconds(3600 - civil.secondOfDay % 3600)
            let rest = hours.rest(at: civil, lookingAhead: 62)
            let end = now + min(rest, untilHour + Self.hourMargin)
            // Local time counts whole seconds.
            let earlier = isOver ? Duration.zero : door.claims[.schedule] ?? .zero
            doors[name]?.claims[.schedule] = max(earlier, end + .seconds(1))
        }
    }

    private mutating func expire(at now: Duration) {
        for (name, door) in doors {
            for (reason, end) in door.claims where end + Self.grace < now {
                doors[name]?.claims[reason] = nil
            }
        }
    }
}
