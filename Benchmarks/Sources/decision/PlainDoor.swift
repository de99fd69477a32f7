// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// A door that asks for no PIN, at hours and with limits that never stand in the way.
enum PlainDoor {
    static let reader: ReaderName = "outside"

    static var settings: StationSettings {
        let month = Duration.seconds(30 * 86_400)
        return StationSettings(
            doors: [DoorSettings(door: "front", hasContact: false)],
            rules: [
                DoorRules(
                    door: "front",
                    schedule: .always(.selfService),
                    asksPIN: false,
                    ageMin: 15,
                    limits: FactLimits(blocks: month, debts: month, validity: month)
                )
            ],
            readers: [ReaderSettings(reader: reader, door: "front")],
            refreshAfter: month
        )
    }

    /// So long after the patrons were learned.
    static func moment(after time: Duration) -> Moment {
        let milliseconds = Population.asOf.milliseconds + time.components.seconds * 1000
        let timestamp = Timestamp(milliseconds: milliseconds)
        return Moment(
            uptime: Uptime(time),
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
            clock: .trusted
        )
    }
}
