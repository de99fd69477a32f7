// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The made-up visits that are recorded.
enum Visit {
    static let start = Timestamp(milliseconds: 1_795_000_000_000)

    /// A grant as the door records it.
    static func record(_ number: Int64) -> Record {
        let time = Timestamp(milliseconds: start.milliseconds + number * 7000)
        let moment = Moment(
            uptime: Uptime(.seconds(number * 7)),
            timestamp: time,
            civil: CivilTime(time, secondsAheadOfUTC: 3600),
            clock: .trusted
        )
        let mixed = UInt64(bitPattern: number) &* 0x9E37_79B9_7F4A_7C15
        return Record(
            .decision,
            at: moment,
            subject: CardKey(mixed, mixed >> 7, mixed >> 17, mixed >> 27),
            [
                (.door, "front"), (.reader, "outside"), (.outcome, "granted"),
                (.rule, "throttle"), (.source, "cache"), (.age, "3600"), (.limit, "86400"),
            ]
        )
    }
}
