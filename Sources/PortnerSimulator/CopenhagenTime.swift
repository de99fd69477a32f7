// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Danish local time, by the one rule that has held since 1996.
///
/// Summer time begins on the last Sunday of March and ends on the last Sunday of October, both at
/// 01:00 UTC (directive 2000/84/EC).
enum CopenhagenTime {
    static func civil(at time: Timestamp) -> CivilTime {
        CivilTime(time, secondsAheadOfUTC: secondsAheadOfUTC(at: time))
    }

    static func secondsAheadOfUTC(at time: Timestamp) -> Int {
        let utc = CivilTime(time, secondsAheadOfUTC: 0)
        let (year, _, _) = utc.date.parts
        guard let begin = lastSunday(ofMonth: 3, year: year),
            let end = lastSunday(ofMonth: 10, year: year)
        else { return 3600 }
        let hour = Int64(utc.date.dayNumber) * 24 + Int64(utc.secondOfDay / 3600)
        let isSummer = hour >= hourOfChange(begin) && hour < hourOfChange(end)
        return isSummer ? 7200 : 3600
    }

    /// The last Sunday of a month with 31 days.
    static func lastSunday(ofMonth month: Int, year: Int) -> CivilDate? {
        guard let last = CivilDate(year: year, month: month, day: 31) else { return nil }
        return last.advanced(by: -(last.weekday.rawValue % 7))
    }

    private static func hourOfChange(_ date: CivilDate) -> Int64 { Int64(date.dayNumber) * 24 + 1 }
}
