// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Doors, readers and rules.
extension Scenario {
    /// The names of the doors that a world can have.
    static let doorNames: [DoorName] = ["entrance", "vestibule"]
    /// The names of the readers that a world has.
    static let readerNames: [ReaderName] = ["outside", "inside"]

    /// Draws the first settings and variations of them.
    static func settings(_ chance: inout Chance) -> [StationSettings] {
        let first = station(doors: Array(doorNames.prefix(chance.number(in: 1...2))), &chance)
        var variation = first
        variation.rules = variation.rules.map { rules($0.door, &chance) }
        variation.doors = variation.doors.map { door($0.door, &chance) }
        variation.sync = variation.sync.map { _ in SyncSettings(questionsPerMinute: pace(&chance)) }
        var smaller = first
        smaller.libraryTimeout = .seconds(1)
        smaller.readers = Array(smaller.readers.prefix(1))
        smaller.readers[0].pinTimeout = .seconds(12)
        var narrower = first
        narrower.doors = Array(narrower.doors.prefix(1))
        narrower.rules = Array(narrower.rules.prefix(1))
        for index in narrower.readers.indices { narrower.readers[index].door = doorNames[0] }
        return [first, variation, smaller, narrower]
    }

    /// A building with eight doors, each with a reader on both sides.
    static func building(_ chance: inout Chance) -> StationSettings {
        let doors = (1...8).compactMap { DoorName("door-\($0)") }
        let readers = (1...16).compactMap { ReaderName("reader-\($0)") }
        return station(doors: doors, readers: readers, &chance)
    }

    private static func station(
        doors: [DoorName],
        readers: [ReaderName] = readerNames,
        _ chance: inout Chance
    ) -> StationSettings {
        StationSettings(
            doors: doors.map { door($0, &chance) },
            rules: doors.map { rules($0, &chance) },
            readers: readers.enumerated().map { index, name in
                ReaderSettings(
                    reader: name,
                    door: doors[index % doors.count],
                    pinTimeout: chance.duration(in: .seconds(10) ... .seconds(60)),
                    denialShownFor: chance.duration(in: .seconds(4) ... .seconds(12))
                )
            },
            libraryTimeout: chance.duration(in: .seconds(1) ... .seconds(4)),
            refreshAfter: chance.duration(in: .seconds(30) ... .seconds(1800)),
            sync: chance.oneIn(4) ? nil : SyncSettings(questionsPerMinute: pace(&chance))
        )
    }

    /// How many patrons a minute the library system is asked about who are not here.
    private static func pace(_ chance: inout Chance) -> Int { chance.pick(from: [1, 4, 20, 60]) }

    static func door(_ name: DoorName, _ chance: inout Chance) -> DoorSettings {
        DoorSettings(
            door: name,
            pulse: chance.duration(in: .seconds(3) ... .seconds(12)),
            relock: chance.pick(from: RelockRule.allCases),
            hasContact: !chance.oneIn(5),
            heldOpenAfter: chance.duration(in: .seconds(10) ... .seconds(40)),
            holdsOpenWhenStaffed: chance.oneIn(2),
            exitReleases: !chance.oneIn(4),
            hasBoltSense: chance.oneIn(2),
            relockWithin: chance.duration(in: .seconds(2) ... .seconds(10))
        )
    }

    static func rules(_ name: DoorName, _ chance: inout Chance) -> DoorRules {
        // In two hours nothing would age beyond the days that libraries allow.
        let age = { (chance: inout Chance) in
            chance.duration(in: .seconds(60) ... .seconds(2 * 3600))
        }
        return DoorRules(
            door: name,
            schedule: schedule(&chance),
            asksPIN: !chance.oneIn(3),
            pinLengths: chance.oneIn(2) ? 8...8 : 4...8,
            ageMin: chance.pick(from: [0, 0, 15, 18]),
            order: chance.oneIn(3) ? .askFirst : .cacheFirst,
            outage: chance.oneIn(2) ? .denyAll : .admitVerified(within: age(&chance)),
            limits: FactLimits(
                blocks: age(&chance),
                debts: age(&chance),
                validity: age(&chance)
            ),
            harmlessBlocks: chance.oneIn(6) ? [] : BlockCode.harmlessAtDoor
        )
    }

    /// A week of stretches as long as an hour or three, among which none is everywhere closed.
    private static func schedule(_ chance: inout Chance) -> Schedule {
        if chance.oneIn(4) { return .always(.selfService) }
        var days: [Weekday: [SchedulePeriod]] = [:]
        for day in Weekday.allCases {
            var periods: [SchedulePeriod] = []
            var minute = 0
            while minute < 1440 {
                let end = min(1440, minute + chance.pick(from: [20, 45, 60, 90, 180]))
                let mode = chance.pick(from: [HoursMode.selfService, .selfService, .staffed])
                let isClosed = chance.oneIn(5)
                if !isClosed, let from = TimeOfDay(minutes: minute),
                    let to = TimeOfDay(minutes: end),
                    let period = SchedulePeriod(
                        from: from,
                        to: to,
                        mode: mode,
                        asksPIN: chance.pick(from: [nil, nil, true, false]),
                        ageMin: chance.pick(from: [nil, nil, nil, 18])
                    )
                {
                    periods.append(period)
                }
                minute = end
            }
            days[day] = Array(periods.prefix(DayPlan.periodsMax))
        }
        do {
            return try Schedule(days)
        } catch {
            preconditionFailure("the simulator drew hours that overlap")
        }
    }
}
