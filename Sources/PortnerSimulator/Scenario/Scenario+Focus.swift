// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Worlds that are full of one thing.
extension Scenario {
    /// How many times rarer faults are where days are simulated.
    private static let rarity = 24

    /// Draws a world that is full of something.
    init(drawnFrom chance: inout Chance, focus: SimulationFocus) {
        self.init(drawnFrom: &chance)
        switch focus {
        case .everything: break
        case .kiosks: crowdTheHall(&chance)
        case .doors: addDoors(&chance)
        case .memory: wearOut(&chance)
        }
    }

    private mutating func crowdTheHall(_ chance: inout Chance) {
        let today = CopenhagenTime.civil(at: start).date
        while people.count < 40 {
            people.append(
                Person(number: people.count, isPatron: true, today: today, &chance)
            )
        }
        collection = Collection(
            chance.number(in: 150...300),
            people: people.filter(\.isPatron),
            today: today,
            &chance
        )
        settings = settings.map { settings in
            var settings = settings
            settings.kiosks = Self.kioskNames.map { Self.kiosk($0, &chance) }
            return settings
        }
        guestGap = chance.duration(in: .seconds(1) ... .seconds(10))
        haul = 4...16
        visitGap = .seconds(900)
    }

    /// Whoever is known is let in for as long as the world lasts, but for what was heard since.
    ///
    /// What is lost of that shows at the next visit.
    private mutating func wearOut(_ chance: inout Chance) {
        people = Array(people.prefix(chance.number(in: 5...8)))
        let asksPIN = chance.oneIn(2)
        settings = settings.map { settings in
            var settings = settings
            settings.kiosks = []
            settings.refreshAfter = .seconds(30)
            settings.rules = settings.rules.map { Self.lastingRules($0, asksPIN: asksPIN) }
            return settings
        }
        faults = [
            .cacheFailure: chance.duration(in: .seconds(60) ... .seconds(240)),
            .crash: chance.duration(in: .seconds(120) ... .seconds(600)),
            .restart: chance.duration(in: .seconds(120) ... .seconds(600)),
            .keyExchange: chance.duration(in: .seconds(120) ... .seconds(600)),
            .outage: .seconds(900),
        ]
        changeGap = chance.duration(in: .seconds(10) ... .seconds(40))
        visitGap = chance.duration(in: .seconds(5) ... .seconds(20))
    }

    private static func lastingRules(_ rules: DoorRules, asksPIN: Bool) -> DoorRules {
        let age = Duration.seconds(2 * 3600)
        var rules = rules
        (rules.schedule, rules.order) = (.always(.selfService), .cacheFirst)
        (rules.asksPIN, rules.ageMin) = (asksPIN, 0)
        rules.outage = .admitVerified(within: age)
        rules.limits = FactLimits(blocks: age, debts: age, validity: age)
        return rules
    }

    private mutating func addDoors(_ chance: inout Chance) {
        var first = Self.building(&chance)
        // Who is not at a door is asked about in the other worlds.
        first.sync = nil
        var variation = first
        variation.rules = first.rules.map { Self.rules($0.door, &chance) }
        variation.doors = first.doors.map { Self.door($0.door, &chance) }
        settings = [first, variation]
        faults = faults.mapValues { $0 * Self.rarity }
        changeGap = changeGap * Self.rarity
        keepAlive = .seconds(240)
        visitGap = chance.duration(in: .seconds(600) ... .seconds(1800))
        hasNights = true
    }
}
