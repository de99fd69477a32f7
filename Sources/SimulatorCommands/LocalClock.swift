// SPDX-License-Identifier: MPL-2.0

import Foundation
import SIP2

/// The time in Denmark.
enum LocalClock {
    /// Date and time as SIP2 writes them.
    static func now() -> SIP2.Timestamp {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/Copenhagen") ?? .current
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second],
            from: Date()
        )
        guard
            let day = CalendarDay(
                year: parts.year ?? 0,
                month: parts.month ?? 0,
                day: parts.day ?? 0
            ),
            let time = SIP2.Timestamp(
                day: day,
                hour: parts.hour ?? 0,
                minute: parts.minute ?? 0,
                second: parts.second ?? 0
            )
        else { preconditionFailure("the calendar gave a date that does not exist") }
        return time
    }
}
