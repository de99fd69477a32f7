// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// A time as HTTP's headers write it (RFC 9110, section 5.6.7).
enum HTTPDate {
    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The text for a time, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func text(_ time: Timestamp) -> String {
        let civil = CivilTime(time, secondsAheadOfUTC: 0)
        let (year, month, _) = civil.date.parts
        let iso = civil.description
        let day = iso.dropFirst(8).prefix(2)
        let clock = iso.dropFirst(11).prefix(8)
        let weekday = days[civil.weekday.rawValue - 1]
        return "\(weekday), \(day) \(months[month - 1]) \(year) \(clock) GMT"
    }
}
