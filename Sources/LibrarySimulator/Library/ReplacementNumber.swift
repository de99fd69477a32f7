// SPDX-License-Identifier: MPL-2.0

import SIP2

/// A replacement for a CPR number: `DDMMYYNNNN` with 60 added to the day.
///
/// The CPR office advises this form to systems that need a number for somebody who has none. It is
/// in no register, so a made-up one is nobody's.
enum ReplacementNumber {
    /// What is added to the day.
    static let dayOffset = 60

    /// A number of somebody born from 1930 to 1999.
    static func random(from generator: inout SeededGenerator) -> String {
        let day = generator.number(in: 1...28) + dayOffset
        let month = generator.number(in: 1...12)
        let year = generator.number(in: 30...99)
        let century = generator.number(in: 0...3)
        let serial = generator.digits(3)
        return "\(day)\(month < 10 ? "0" : "")\(month)\(year)\(century)\(serial)"
    }

    /// The birth date in a number of this form; `nil` for any other text.
    ///
    /// The seventh digit tells the century: 0 to 3 stand for the twentieth, 4 and 9 for the
    /// twentieth from year 37 on and else the twenty-first, 5 to 8 for the nineteenth from year 58
    /// on and else the twenty-first.
    static func birth(in text: String) -> CalendarDay? {
        let digits = text.utf8.map { Int($0) - 0x30 }
        guard digits.count == 10, digits.allSatisfy({ 0...9 ~= $0 }) else { return nil }
        let day = digits[0] * 10 + digits[1] - dayOffset
        let year = digits[4] * 10 + digits[5]
        let century =
            switch digits[6] {
            case 0...3: 1900
            case 4, 9: year < 37 ? 2000 : 1900
            default: year < 58 ? 2000 : 1800
            }
        return CalendarDay(
            year: century + year,
            month: digits[2] * 10 + digits[3],
            day: day
        )
    }
}
