// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import SIP2

/// Counting days, in the calendar of the core.
extension CalendarDay {
    /// The day this many days later; itself at the end of the calendar.
    func advanced(by days: Int) -> CalendarDay {
        CalendarDay(dayNumber: dayNumber + days) ?? self
    }

    /// The day this many years later; 29 February becomes 1 March where there is none.
    func adding(years: Int) -> CalendarDay {
        civil.flatMap { CalendarDay(dayNumber: $0.adding(years: years).dayNumber) } ?? self
    }

    /// The number of days since 1970-01-01; 0 for the year 0, which has no such number.
    var dayNumber: Int { civil?.dayNumber ?? 0 }

    private var civil: CivilDate? { CivilDate(year: year, month: month, day: day) }

    private init?(dayNumber: Int) {
        let (year, month, day) = CivilDate(dayNumber: dayNumber).parts
        self.init(year: year, month: month, day: day)
    }
}
