// SPDX-License-Identifier: MPL-2.0

/// A date without a time, written `YYYYMMDD`.
///
/// It is the form of the birth date (`PB`) and the card's expiry (`PA`), fields that servers have
/// added to the protocol, and of the dates inside the lists that Danish library systems send.
public struct CalendarDay: Sendable, Hashable, Comparable {
    /// The year, 0 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, 1 to 31.
    public let day: Int

    /// Makes a date of the Gregorian calendar.
    ///
    /// - Returns: nil when there is no such date.
    public init?(year: Int, month: Int, day: Int) {
        guard 0...9999 ~= year, 1...12 ~= month, 1...31 ~= day,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads the eight-digit form.
    ///
    /// - Returns: nil for anything but eight digits that are a date.
    public init?(_ text: some StringProtocol) {
        self.init(bytes: Array(text.utf8)[...])
    }

    init?(bytes: ArraySlice<UInt8>) {
        guard bytes.count == 8,
            let year = decimal(bytes.prefix(4)),
            let month = decimal(bytes.dropFirst(4).prefix(2)),
            let day = decimal(bytes.dropFirst(6))
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Orders dates from the earlier to the later.
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        let isLeapYear =
            year.isMultiple(of: 4) && !year.isMultiple(of: 100)
            || year.isMultiple(of: 400)
        return switch month {
        case 2: isLeapYear ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CalendarDay: CustomStringConvertible {
    /// The eight digits that stand in a message.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the eight digits.
    func append(to bytes: inout [UInt8]) {
        appendDigits(of: year, width: 4, to: &bytes)
        appendDigits(of: month, width: 2, to: &bytes)
        appendDigits(of: day, width: 2, to: &bytes)
    }
}
