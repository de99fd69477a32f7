// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Kiosks.
extension Scenario {
    /// The names of the kiosks that a world can have.
    static let kioskNames: [KioskName] = ["hall", "children", "stairs", "yard"]

    /// Adds the same kiosks to all settings, each time in other ways.
    static func addingKiosks(
        to settings: [StationSettings],
        _ chance: inout Chance
    ) -> [StationSettings] {
        let count = chance.pick(from: [0, 1, 1, 2])
        return settings.map { settings in
            var settings = settings
            settings.kiosks = kioskNames.prefix(count).map { kiosk($0, &chance) }
            return settings
        }
    }

    /// One kiosk's ways.
    static func kiosk(_ name: KioskName, _ chance: inout Chance) -> KioskSettings {
        KioskSettings(
            kiosk: name,
            reader: ReaderName(name.text) ?? "kiosk",
            asksPIN: !chance.oneIn(8),
            pinLengths: chance.oneIn(2) ? 8...8 : 4...8,
            greetsByName: true,
            outage: chance.pick(from: [.loans, .loans, .loans, .returns, .nothing]),
            outageAgeMax: chance.duration(in: .seconds(600) ... .seconds(72 * 3600)),
            outageLoanDays: chance.number(in: 7...30)
        )
    }
}
