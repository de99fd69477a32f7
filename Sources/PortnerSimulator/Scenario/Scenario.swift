// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Everything that a seed decides before its world begins.
struct Scenario {
    /// The true time at the beginning.
    let start: Timestamp
    /// The settings that the station begins with, and those that reloads give it.
    var settings: [StationSettings]
    /// Everybody with a card: patrons, and strangers whom the library does not know.
    var people: [Person]
    /// How far visits lie apart on average.
    var visitGap: Duration
    /// Whether hardly anybody comes at night.
    var hasNights = false
    /// How far changes at the library lie apart on average.
    var changeGap: Duration
    /// The kinds of fault in this world, and how far those of a kind lie apart on average.
    var faults: [FaultKind: Duration]
    /// Whether the station believes the clock only while it is synchronised.
    let mustBeSynchronised: Bool
    /// Whether messages carry sequence numbers and checksums.
    let detectsErrors: Bool
    /// Whether the library system writes as Cicero does; else as the protocol says.
    let isCicero: Bool
    /// The copies that the library has.
    var collection: Collection
    /// How far visits to a kiosk lie apart on average.
    var guestGap: Duration
    /// How long the link may be idle before it asks whether the library system is there.
    var keepAlive = Duration.seconds(20)
    /// How many copies somebody takes along or brings back.
    var haul = 1...5
    /// Whether the lock's chip keeps its level when the process dies, until it is secured from
    /// outside.
    let chipKeepsLevel: Bool

    func has(_ kind: FaultKind) -> Bool { faults[kind] != nil }
}

extension Scenario {
    /// Draws a world.
    init(drawnFrom chance: inout Chance) {
        start = Self.start(&chance)
        let today = CopenhagenTime.civil(at: start).date
        settings = Self.addingKiosks(to: Self.settings(&chance), &chance)
        let patrons = chance.number(in: 4...16)
        let strangers = chance.number(in: 1...3)
        var people: [Person] = []
        for number in 0..<(patrons + strangers) {
            people.append(
                Person(number: number, isPatron: number < patrons, today: today, &chance)
            )
        }
        self.people = people
        visitGap = chance.duration(in: .seconds(20) ... .seconds(100))
        changeGap = chance.duration(in: .seconds(60) ... .seconds(900))
        faults = Self.faults(&chance)
        mustBeSynchronised = chance.oneIn(2)
        // Without numbers on them, answers that come twice cannot be told apart.
        detectsErrors =
            faults[.garbledLink] != nil || faults[.confusedLibrary] != nil || !chance.oneIn(4)
        isCicero = !chance.oneIn(3)
        collection = Collection(
            chance.number(in: 12...60),
            people: people.filter(\.isPatron),
            today: today,
            &chance
        )
        guestGap = chance.duration(in: .seconds(20) ... .seconds(200))
        chipKeepsLevel = chance.oneIn(4)
    }

    /// Swarm testing: each kind of fault is there or not, and how often is drawn over a wide range.
    private static func faults(_ chance: inout Chance) -> [FaultKind: Duration] {
        var faults: [FaultKind: Duration] = [:]
        // One world in eight has no faults at all: what fails there fails in good weather.
        let share = chance.pick(from: [0, 1, 2, 2, 3, 3, 3, 4])
        for kind in FaultKind.allCases {
            let isDrawn = chance.number(in: 1...5) <= share
            let gap = Duration.seconds(120 << chance.number(in: 0...5))
            // A process that is always starting meets nobody.
            if isDrawn { faults[kind] = kind.endsProcess ? gap * 5 : gap }
        }
        // A library that makes lists makes them in good weather, too.
        faults[.roster] =
            chance.oneIn(4) ? nil : .seconds(120 << chance.number(in: 0...3))
        // A station that is told in the wrong order can only go by the times of what it is told.
        if faults[.clockStep] != nil || faults[.clockLoss] != nil {
            faults[.reordering] = nil
            faults[.roster] = nil
        }
        return faults
    }

    /// Any time of 2027, and often the nights in which the clocks change or the year does.
    private static func start(_ chance: inout Chance) -> Timestamp {
        let hours = chance.number(in: 0...1)
        let before = Int64(chance.number(in: 0...3600)) * 1000
        let spring = CopenhagenTime.lastSunday(ofMonth: 3, year: 2027)
        let autumn = CopenhagenTime.lastSunday(ofMonth: 10, year: 2027)
        let newYear = CivilDate(year: 2027, month: 12, day: 31)
        let any = newYear?.advanced(by: -chance.number(in: 0...364))
        let (date, hour) =
            switch chance.number(in: 1...6) {
            case 1: (spring, 0 + hours)
            case 2: (autumn, 0 + hours)
            case 3: (newYear, 22 + hours)
            default: (any, chance.number(in: 0...23))
            }
        let day = Int64(date?.dayNumber ?? 0)
        return Timestamp(milliseconds: (day * 24 + Int64(hour)) * 3_600_000 + before)
    }
}
