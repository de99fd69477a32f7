// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The doors at which the made-up patrons come in: they ask for no PIN, and their limits never
/// stand in the way.
enum House {
    /// The time at which everything happens.
    static let start = Timestamp(milliseconds: 1_795_000_000_000)

    /// A house with as many doors, each with as many readers.
    ///
    /// The readers are numbered through: the first of every door, then the second of every door.
    static func settings(doors: Int, readersPerDoor: Int = 1) -> StationSettings {
        let year = Duration.seconds(365 * 86_400)
        let names = (0..<doors).map { DoorName("door-\($0)") ?? "door" }
        return StationSettings(
            doors: names.map { DoorSettings(door: $0, hasContact: false) },
            rules: names.map { name in
                var rules = DoorRules(
                    door: name,
                    schedule: .always(.selfService),
                    asksPIN: false
                )
                rules.limits = FactLimits(blocks: year, debts: year, validity: year)
                rules.harmlessBlocks = BlockCode.harmlessAtDoor.union(
                    (0..<100).compactMap { BlockCode("E\($0)") }
                )
                return rules
            },
            readers: (0..<doors * readersPerDoor).map { number in
                ReaderSettings(reader: reader(number), door: names[number % doors])
            },
            refreshAfter: year
        )
    }

    /// The name of a reader.
    static func reader(_ number: Int) -> ReaderName { ReaderName("reader-\(number)") ?? "reader" }

    /// The text on a patron's card: ten digits of which the first two are no day of a birth date.
    static func cardText(_ number: Int) -> String {
        let digits = String(number)
        return "99" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }

    /// So long after the start.
    static func moment(_ time: Duration) -> Moment {
        let (seconds, attoseconds) = time.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        let timestamp = Timestamp(milliseconds: start.milliseconds + milliseconds)
        return Moment(
            uptime: Uptime(time),
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
            clock: .trusted
        )
    }
}
