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
