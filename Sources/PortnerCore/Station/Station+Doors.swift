// SPDX-License-Identifier: MPL-2.0

/// Doors, their hours, their panels, and what technicians order.
extension Station {
    /// Turns what a door wants into actions, each note into a record.
    func translate(
        _ orders: [DoorMachine.Action],
        door name: DoorName,
        detail: String? = nil,
        by: String? = nil,
        at now: Moment
    ) -> [Action] {
        orders.map { order in
            switch order {
            case .release(let duration, let isKept): .release(name, for: duration, isKept: isKept)
            case .secure: .secure(name)
            case .note(let event, let reason):
                .record(
                    Record(
                        .door,
                        at: now,
                        isAlarm: event.isAlarm,
                        [
                            (.door, name.text), (.outcome, event.rawValue),
                            (.reason, reason?.rawValue), (.by, by), (.detail, detail),
                        ]
                    )
                )
            }
        }
    }

    // MARK: Hours

    /// Holds doors open through their staffed hours and ends that when the hours end.
    ///
    /// A clock that cannot be believed opens nothing, nor does a ledger that cannot be written
    /// (invariants I2, I3).
    mutating func followSchedule(at now: Moment) -> [Action] {
        var actions: [Action] = []
        for name in doors.keys.sorted() {
            guard var door = doors[name] else { continue }
            let moves: [DoorMachine.Action]
            switch hold(of: name, at: now) {
            case .until(let end):
                if let held = door.heldUntil, !isDue(held, end, at: now.uptime) { continue }
                moves = door.holdOpen(until: end, at: now.uptime)
            case .paused: moves = door.pauseHold(at: now.uptime)
            case .over: moves = door.holdOpen(until: nil, at: now.uptime)
            }
            doors[name] = door
            actions += translate(moves, door: name, at: now)
        }
        return actions
    }

    /// Whether the hours hold a door released.
    private enum Hold {
        /// They do, until then.
        case until(Uptime)
        /// They would, but it could not be recorded.
        case paused
        /// They do not, or nobody knows which hours these are.
        case over
    }

    private func hold(of door: DoorName, at now: Moment) -> Hold {
        guard now.clock == .trusted, !building.isArmed,
            doors[door]?.settings.holdsOpenWhenStaffed == true,
            let hours = hours(of: door, at: now), hours.mode == .staffed
        else { return .over }
        return isRecording ? .until(now.uptime + untilEnd(of: hours, now)) : .paused
    }

    /// Whether a claim has to be ordered anew.
    ///
    /// It has when it is running out while the hours go on, and when the hours end earlier. The
    /// clocks do not tell the same fractions, so less than a second is no difference.
    private func isDue(_ held: Uptime, _ end: Uptime, at now: Uptime) -> Bool {
        let further = held.duration(to: end)
        let isRunningOut = now.duration(to: held) <= DoorMachine.renewalMargin
        return further < .seconds(-1) || (isRunningOut && further > .seconds(1))
    }

    /// How long the lock may stay released for the staffed hours: to their end or past the next
    /// full hour, where the clocks may change and the rest is measured anew.
    private func untilEnd(of hours: HoursNow, _ now: Moment) -> Duration {
        let renewal = untilNextHour(now) + DoorMachine.renewalMargin
        return until(hours.nextChange, from: now).map { min($0, renewal) } ?? renewal
    }

    func untilNextHour(_ now: Moment) -> Duration {
        .seconds(3600 - now.civil.secondOfDay % 3600) - now.sinceFullSecond
    }

    /// The time to the first change of any door's hours.
    func untilScheduleChange(_ now: Moment) -> Duration? {
        policies.keys
            .compactMap { until(hours(of: $0, at: now)?.nextChange, from: now) }
            .min()
    }

    private func until(_ change: Schedule.Change?, from now: Moment) -> Duration? {
        guard let change else { return nil }
        let days = change.date.dayNumber - now.civil.date.dayNumber
        let seconds = days * 86_400 + change.time.minutes * 60 - now.civil.secondOfDay
        return .seconds(seconds) - now.sinceFullSecond
    }

    // MARK: Panels

    /// Shows every panel whose state is not the one it shows already.
    mutating func showChanges(at now: Moment) -> [Action] {
        lookUpHours(at: now)
        var actions: [Action] = []
        for name in readers.keys.sorted() {
            guard let view = view(of: name, at: now), shown[name] != view else { continue }
            shown[name] = view
            actions.append(.show(view))
        }
        return actions
    }

    private func view(of name: ReaderName, at now: Moment) -> PanelView? {
        guard let reader = readers[name], let door = doors[reader.settings.door],
            let hours = hours(of: reader.settings.door, at: now),
            let rules = policies[reader.settings.door]?.rules
        else { return nil }
        let sign = sign(of: reader, door, hours.mode, now)
        return PanelView(
            reader: name,
            door: reader.settings.door,
            sign: sign,
            takesNumbers: rules.takesTypedCards && sign == .ready,
            mode: hours.mode,
            nextChange: now.clock == .trusted ? hours.nextChange : nil,
            isReleased: door.isReleased,
            isOpen: door.isOpen
        )
    }

    private func sign(
        of reader: AccessPointMachine,
        _ door: DoorMachine,
        _ mode: HoursMode,
        _ now: Moment
    ) -> PanelView.Sign {
        if door.isFire { return .fire }
        if standing.isEvacuation { return .evacuation }
        switch reader.sign(at: now.uptime) {
        // A lock that was secured early, lost or locked down after the grant lets nobody in.
        case .granted? where !door.isReleased || door.availability != .inService:
            return rest(door, mode, now)
        case let sign?: return sign
        case nil: return rest(door, mode, now)
        }
    }

    /// The sign of a reader that serves nobody.
    private func rest(_ door: DoorMachine, _ mode: HoursMode, _ now: Moment) -> PanelView.Sign {
        guard door.availability == .inService, now.clock == .trusted, isRecording else {
            return .outOfService
        }
        if mode == .closed || building.isArmed { return .closed }
        return door.reasons.contains(.schedule) ? .heldOpen : .ready
    }

    // MARK: Staff

    mutating func carryOut(
        _ order: StaffOrder,
        door name: DoorName,
        reason: String,
        by: String,
        _ ticket: Ticket,
        at now: Moment
    ) -> [Action] {
        guard var door = doors[name] else { return [.answer(ticket, .unknownDoor)] }
        guard reason.contains(where: { !$0.isWhitespace }) else {
            return [.answer(ticket, .noReason)]
        }
        let record = Action.record(
            Record(
                .staff,
                at: now,
                [
                    (.door, name.text), (.outcome, order.rawValue), (.reason, reason), (.by, by),
                ]
            )
        )
        var moves: [DoorMachine.Action]
        switch order {
        case .unlock, .test:
            guard door.isLockPresent else { return [record, .answer(ticket, .lockLost)] }
            guard !door.isLockedDown else { return [record, .answer(ticket, .lockedDown)] }
            // Whoever goes in sets it off; a guard disarms it first.
            guard !building.isArmed else { return [record, .answer(ticket, .alarmArmed)] }
            guard !isInterlocked(name) else { return [record, .answer(ticket, .interlocked)] }
            moves = door.unlockByStaff(at: now.uptime)
        case .secure:
            moves = door.lockDown(at: now.uptime)
            standing.lockedDown.insert(name)
        case .resume:
            moves = door.liftLockDown()
            standing.lockedDown.remove(name)
            if !moves.isEmpty { lifted = (ticket, .lockDown(name)) }
        }
        doors[name] = door
        let kept: [Action] = order.isStanding ? [.keepOrders(standing)] : []
        return [record] + translate(moves, door: name, by: by, at: now) + kept
            + [.answer(ticket, nil)]
    }

    /// Ends the wait of a card or a reader by a recorded staff act (invariant I6).
    ///
    /// While the card key is being exchanged, a card's wrong attempts may be counted under either
    /// key: they move only when the card is presented.
    mutating func liftWait(
        of subject: ThrottleSubject,
        formerly former: CardKey?,
        reason: String,
        by: String,
        _ ticket: Ticket,
        at now: Moment
    ) -> [Action] {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            return [.answer(ticket, .noReason)]
        }
        let before = throttle
        let subjects = [subject] + (former.map { [.card($0)] } ?? [])
        let cleared = subjects.compactMap { throttle.lift($0).map(Action.saveThrottle) }
        guard !cleared.isEmpty else { return [.answer(ticket, .notThrottled)] }
        lifted = (ticket, .waits(subjects, before: before))
        let record = Record(
            .staff,
            at: now,
            subject: subject.card,
            [
                (.reader, subject.reader?.text), (.outcome, "wait-lifted"), (.reason, reason),
                (.by, by),
            ]
        )
        return [.record(record)] + cleared + [.answer(ticket, nil)]
    }

    /// Takes back what was lifted without a record: a technician who hears "not recorded" must find
    /// everything as it was.
    mutating func holdAgain(_ orders: Set<Ticket>, at now: Moment) -> [Action] {
        guard let (order, held) = lifted, orders.contains(order) else { return [] }
        lifted = nil
        switch held {
        case .lockDown(let door):
            _ = doors[door]?.lockDown(at: now.uptime)
            standing.lockedDown.insert(door)
            return []
        case .evacuation:
            standing.isEvacuation = true
            for name in doors.keys { _ = doors[name]?.evacuate(true, at: now.uptime) }
            return leave(at: now)
        case .waits(let subjects, let before):
            for subject in subjects { throttle.restore(subject, from: before) }
            return subjects.compactMap { throttle.count(of: $0).map(Action.saveThrottle) }
        case .list(let before):
            list = before
            return []
        case .person(let subjects, let before, let listBefore):
            list = listBefore
            for subject in subjects { throttle.restore(subject, from: before) }
            return subjects.compactMap { throttle.count(of: $0).map(Action.saveThrottle) }
        case .transaction(let before):
            return translate(outbox.takeBack(before), at: now)
        case .service(let kiosk, let wasOutOfOrder):
            setStanding(of: kiosk, isOutOfOrder: wasOutOfOrder)
            let isClosed = isClosed(kiosk)
            _ = kiosks[kiosk]?.setOutOfOrder(isClosed, at: now.uptime)
            return []
        }
    }

    // MARK: Settings

    /// Takes new settings.
    ///
    /// Doors and readers that stay keep their state; a door that is gone is secured, one that is
    /// new begins secured.
    mutating func reconfigure(
        _ settings: StationSettings,
        detail: String,
        at now: Moment
    ) -> [Action] {
        var actions: [Action] = [
            .record(
                Record(.station, at: now, [(.outcome, "configured"), (.detail, detail)])
            )
        ]
        self.settings = settings
        reconfigureSync(at: now)
        configureBuilding()
        policies = [:]
        building.hours = [:]
        for rules in settings.rules { policies[rules.door] = AccessPolicy(rules) }
        let kept = Set(settings.doors.map(\.door))
        for name in doors.keys.sorted() where !kept.contains(name) {
            doors[name] = nil
            actions.append(.secure(name))
        }
        for door in settings.doors {
            if doors[door.door] == nil { doors[door.door] = newDoor(door) }
            doors[door.door]?.reconfigure(door)
        }
        let readersKept = Set(settings.readers.map(\.reader))
        for name in readers.keys.sorted() where !readersKept.contains(name) {
            if let machine = readers[name], let patron = machine.presentation {
                let reader = machine.settings
                actions += recordLeaving(patron, .doorOutOfService, reader: reader, at: now)
            }
            readers[name] = nil
            shown[name] = nil
        }
        for reader in settings.readers {
            let lengths = pinLengths(at: reader.door)
            var machine =
                readers[reader.reader] ?? AccessPointMachine(reader, pinLengths: lengths)
            machine.reconfigure(reader, pinLengths: lengths)
            readers[reader.reader] = machine
        }
        reconfigureKiosks()
        return actions + leave(at: now) + followBuilding(at: now)
    }
}

/// Something that held and that a technician has lifted, or has otherwise changed.
enum Lifted: Sendable {
    /// The lock-down of a door.
    case lockDown(DoorName)
    /// The list of single cards, as it was.
    case list(AccessList)
    /// The waits of cards or readers, with the counts as they were.
    case waits([ThrottleSubject], before: Throttle)
    /// What was held against one person, with counts and list as they were.
    case person([ThrottleSubject], before: Throttle, list: AccessList)
    /// A kiosk's transaction that waited for a person.
    case transaction(Outbox.Waiting)
    /// Whether a kiosk was in service.
    case service(KioskName, wasOutOfOrder: Bool)
    /// The order that everybody leave.
    case evacuation
}
