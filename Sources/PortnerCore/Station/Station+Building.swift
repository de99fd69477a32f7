// SPDX-License-Identifier: MPL-2.0

/// What a station knows about its building beyond single doors.
struct BuildingState: Sendable {
    /// The greatest number of entries that are remembered for a hint about cards handed on.
    static let entriesMax = 256

    /// A patron who was let in a short while ago.
    struct Entry: Sendable {
        let card: CardKey
        let door: DoorName
        let at: Uptime
    }

    /// The doors that are interlocked with each door.
    var interlocks: [DoorName: Set<DoorName>] = [:]
    /// Whether everybody is to leave: staff ordered it, or a fire input is active.
    var isLeaving = false
    /// The doors whose line says that the intruder alarm is armed.
    var armed: Set<DoorName> = []
    /// The doors whose line has not said yet whether it is.
    var unheard: Set<DoorName> = []
    /// Whether the intruder alarm has to be taken for armed.
    var isArmed: Bool { !armed.isEmpty || !unheard.isEmpty }
    /// The doors' hours when they were last looked up.
    var hours: [DoorName: HoursNow] = [:]
    /// Who may be inside.
    var occupancy: Occupancy
    /// Whether as many as may be inside have been, and not markedly fewer since.
    var isFull = false
    /// Whether a counting door's hours let somebody in when it was last looked.
    var isOpen: Bool?
    /// Who was let in lately, oldest first.
    var entries: [Entry] = []
    /// How the outputs were set last.
    var outputs: [OutputName: Bool] = [:]
    /// The announcement that was made last before the next closing.
    var announced: Int?

    init(since: Timestamp) { occupancy = Occupancy(since: since) }
}

/// Several doors together, and the building around them.
extension Station {
    /// How many people may be in the building.
    public var occupancy: Occupancy { building.occupancy }

    /// Takes over what the settings say about groups and outputs.
    mutating func configureBuilding() {
        building.interlocks = [:]
        for group in settings.groups {
            for door in group.doors {
                building.interlocks[door, default: []].formUnion(group.doors.filter { $0 != door })
            }
        }
        building.armed.formIntersection(settings.doors.map(\.door))
        building.unheard.formIntersection(settings.doors.filter(\.hasAlarmLine).map(\.door))
        let kept = Set(settings.building?.outputs.map(\.name) ?? [])
        building.outputs = building.outputs.filter { kept.contains($0.key) }
    }

    // MARK: Several doors

    /// Whether somebody who may enter through a door can do so now.
    func availability(of name: DoorName) -> DoorAvailability {
        guard let door = doors[name] else { return .outOfService }
        guard door.availability == .inService else { return door.availability }
        if building.isArmed { return .alarmArmed }
        return isInterlocked(name) ? .interlocked : .inService
    }

    /// Whether another door of the group has to close first.
    func isInterlocked(_ name: DoorName) -> Bool {
        guard let others = building.interlocks[name] else { return false }
        let machines = others.compactMap { doors[$0] }
        let isResting = (machines + [doors[name]].compactMap(\.self)).contains {
            $0.isForEscape || $0.heldUntil != nil
        }
        return !isResting && machines.contains { $0.isReleased || $0.isOpen == true }
    }

    /// The intruder alarm was armed or disarmed; the armed one keeps every door shut.
    mutating func alarmChanged(isArmed: Bool, at name: DoorName, _ now: Moment) -> [Action] {
        guard doors[name] != nil else { return ignore("unknown-door") }
        building.unheard.remove(name)
        guard isArmed != building.armed.contains(name) else { return [] }
        if isArmed { building.armed.insert(name) } else { building.armed.remove(name) }
        let event: DoorEvent = isArmed ? .alarmArmed : .alarmDisarmed
        return translate([.note(event, reason: nil)], door: name, at: now)
    }

    // MARK: People

    /// Counts whoever goes through a door that has opened.
    mutating func contactChanged(isOpen: Bool, at name: DoorName, _ now: Moment) -> [Action] {
        let direction = doors[name]?.direction(at: now.uptime)
        let wasOpen = doors[name]?.isOpen
        let actions = atDoor(name, now) { $0.contactChanged(isOpen: isOpen, at: now.uptime) }
        guard isOpen, wasOpen == false, doors[name]?.settings.counts == true, let direction else {
            return actions
        }
        return actions + count(direction, at: now)
    }

    private mutating func count(_ direction: Direction, at now: Moment) -> [Action] {
        building.occupancy.count(direction, at: now.timestamp)
        guard let capacity = settings.building?.capacity else { return [] }
        let inside = building.occupancy.inside
        if inside <= capacity - BuildingSettings.capacityMargin(capacity) {
            building.isFull = false
        }
        guard inside >= capacity, !building.isFull else { return [] }
        building.isFull = true
        let detail = "\(capacity) people may be inside"
        return note(.station, "capacity-reached", detail, isAlarm: true, at: now)
    }

    /// Leaves a hint when a card opens the same door again so soon that it may have been handed on.
    mutating func watchPassback(of card: CardKey, at name: DoorName, _ now: Moment) -> [Action] {
        guard let within = doors[name]?.settings.passbackWithin, within > .zero else { return [] }
        building.entries.removeAll { $0.at.duration(to: now.uptime) > DoorSettings.passbackMax }
        let isAgain = building.entries.contains {
            $0.door == name && $0.card.matches(card) && $0.at.duration(to: now.uptime) <= within
        }
        if building.entries.count == BuildingState.entriesMax { building.entries.removeFirst() }
        building.entries.append(.init(card: card, door: name, at: now.uptime))
        guard isAgain else { return [] }
        // Whose card it was stands in the decision just before, and nowhere else.
        return translate([.note(.passbackHint, reason: nil)], door: name, at: now)
    }

    // MARK: Hours

    /// Lets outputs and announcements follow the hours.
    ///
    /// A clock that cannot be believed changes nothing: what is on stays on, and after a start
    /// nothing is switched before the time is known.
    mutating func followBuilding(at now: Moment) -> [Action] {
        guard now.clock == .trusted else { return [] }
        countAnew(at: now)
        guard let settings = settings.building else { return [] }
        var actions: [Action] = []
        for output in settings.outputs {
            guard let schedule = policies[output.door]?.rules.schedule else { continue }
            let isOn = output.isOn(schedule, at: now.civil)
            guard building.outputs[output.name] != isOn else { continue }
            building.outputs[output.name] = isOn
            actions.append(.switchOutput(output.name, isOn: isOn))
            let code = isOn ? "output-on" : "output-off"
            actions += note(.station, code, output.name.text, isAlarm: false, at: now)
        }
        return actions + announce(settings, at: now)
    }

    private mutating func announce(_ settings: BuildingSettings, at now: Moment) -> [Action] {
        let limit = settings.announcements.map(\.before).max() ?? 0
        guard let schedule = policies[settings.door]?.rules.schedule,
            let left = schedule.minutesToClosing(at: now.civil, within: limit)
        else {
            building.announced = nil
            return []
        }
        // Whoever starts late says nothing that is no longer true.
        guard left < building.announced ?? .max,
            let announcement = settings.announcements.first(where: { $0.before == left })
        else { return [] }
        building.announced = left
        let detail = "\(left) minutes before closing"
        return [.announce(announcement)]
            + note(.station, "announced", detail, isAlarm: false, at: now)
    }

    /// Begins the count of people anew with the first hours of the day.
    private mutating func countAnew(at now: Moment) {
        let counting = doors.filter { $0.value.settings.counts }
        guard !counting.isEmpty else { return }
        let isOpen = counting.keys.contains { name in
            policies[name]?.rules.schedule.mode(at: now.civil) != .closed
        }
        if isOpen, building.isOpen == false {
            building.occupancy = Occupancy(since: now.timestamp)
            building.isFull = false
        }
        building.isOpen = isOpen
        if counting.values.contains(where: { $0.heldUntil != nil }) { building.occupancy.blur() }
    }

    /// The time to the next minute at which something in the building may follow.
    func untilBuildingChange(_ now: Moment) -> Duration? {
        guard let settings = settings.building,
            !settings.outputs.isEmpty || !settings.announcements.isEmpty
        else { return nil }
        return .seconds(60 - now.civil.secondOfDay % 60) - now.sinceFullSecond
    }
}
