// SPDX-License-Identifier: MPL-2.0

/// A day of the week, numbered from Monday as ISO 8601 does.
public enum Weekday: Int, Sendable, Hashable, CaseIterable, Comparable {
    /// Monday, 1.
    case monday = 1
    /// Tuesday, 2.
    case tuesday
    /// Wednesday, 3.
    case wednesday
    /// Thursday, 4.
    case thursday
    /// Friday, 5.
    case friday
    /// Saturday, 6.
    case saturday
    /// Sunday, 7.
    case sunday

    /// The day after this one.
    public var next: Weekday { Weekday(rawValue: rawValue % 7 + 1) ?? .monday }

    /// Orders days from Monday to Sunday.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A date in the Gregorian calendar.
public struct CivilDate: Sendable, Hashable, Comparable {
    /// The number of days since 1970-01-01.
    public let dayNumber: Int

    /// The date this many days after 1970-01-01.
    public init(dayNumber: Int) { self.dayNumber = dayNumber }

    /// A date by year, month (1 to 12) and day, or `nil` when the calendar has no such date.
    ///
    /// Years from 1 to 9999 are accepted.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        let number = Self.number(year: year, month: month, day: day)
        self.init(dayNumber: number)
        guard parts == (year, month, day) else { return nil }
    }

    /// Reads `2026-11-22`, with exactly these digits and hyphens; anything else is `nil`.
    public init?(iso8601 text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(11))
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else {
            return nil
        }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].reduce(0) { number, byte in
                guard let number, (0x30...0x39).contains(byte) else { return nil }
                return number * 10 + Int(byte - 0x30)
            }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else {
            return nil
        }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month and day.
    public var parts: (year: Int, month: Int, day: Int) {
        // Counts in eras of 400 years of 146,097 days, each year beginning in March.
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The day of the week.
    public var weekday: Weekday {
        Weekday(rawValue: (((dayNumber + 3) % 7) + 7) % 7 + 1) ?? .monday
    }

    /// The date this many days later.
    public func advanced(by days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

    /// The date this many years later; 29 February becomes 1 March where there is none.
    ///
    /// Of the two days on which somebody born on 29 February could come of an age, this is the
    /// later, which lets nobody in too young.
    public func adding(years: Int) -> CivilDate {
        let (year, month, day) = parts
        return CivilDate(dayNumber: Self.number(year: year + years, month: month, day: day))
    }

    /// Orders dates by time.
    public static func < (left: Self, right: Self) -> Bool { left.dayNumber < right.dayNumber }

    private static func number(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }
}

extension CivilDate: CustomStringConvertible {
    /// The date as ISO 8601 writes it, `2026-11-22`.
    public var description: String { String(decoding: ascii, as: UTF8.self) }

    fileprivate var ascii: [UInt8] {
        let (year, month, day) = parts
        var text: [UInt8] = []
        text.append(year, width: 4, then: "-")
        text.append(month, width: 2, then: "-")
        text.append(day, width: 2)
        return text
    }
}

/// A time of day in whole minutes; 24:00 is the end of the day.
public struct TimeOfDay: Sendable, Hashable, Comparable {
    /// Minutes since midnight, 0 to 1,440.
    public let minutes: Int

    /// The end of the day.
    public static let endOfDay = TimeOfDay(unchecked: 1440)

    /// A time this many minutes after midnight, or `nil` outside 0 to 1,440.
    public init?(minutes: Int) {
        guard (0...1440).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// Reads `08:00`, `8:00` or `24:00`; anything else is `nil`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60
        else { return nil }
        self.init(minutes: hour * 60 + minute)
    }

    private init(unchecked minutes: Int) { self.minutes = minutes }

    /// Orders times within a day.
    public static func < (left: Self, right: Self) -> Bool { left.minutes < right.minutes }
}

extension TimeOfDay: CustomStringConvertible {
    /// The time as `08:00`.
    public var description: String {
        var text: [UInt8] = []
        text.append(minutes / 60, width: 2, then: ":")
        text.append(minutes % 60, width: 2)
        return String(decoding: text, as: UTF8.self)
    }
}

/// A local date and time with its distance from UTC.
public struct CivilTime: Sendable, Hashable {
    /// The local date.
    public let date: CivilDate
    /// Seconds since local midnight, 0 to 86,399.
    public let secondOfDay: Int
    /// Seconds that local time is ahead of UTC; 3,600 in a Danish winter.
    public let secondsAheadOfUTC: Int

    /// The local time that a distance from UTC gives at a point on the world's clock.
    public init(_ timestamp: Timestamp, secondsAheadOfUTC: Int) {
        let seconds = floorDivide(timestamp.milliseconds, 1000) + Int64(secondsAheadOfUTC)
        let day = floorDivide(seconds, 86_400)
        date = CivilDate(dayNumber: Int(day))
        secondOfDay = Int(seconds - day * 86_400)
        self.secondsAheadOfUTC = secondsAheadOfUTC
    }

    /// The time of day, in whole minutes that have passed.
    public var timeOfDay: TimeOfDay { TimeOfDay(minutes: secondOfDay / 60) ?? .endOfDay }

    /// The day of the week.
    public var weekday: Weekday { date.weekday }
}

extension CivilTime: CustomStringConvertible {
    /// The time as ISO 8601 writes it, `2026-11-22T20:46:05+01:00`.
    public var description: String {
        let ahead = abs(secondsAheadOfUTC) / 60
        var text = date.ascii
        text.append(UInt8(ascii: "T"))
        text.append(secondOfDay / 3600, width: 2, then: ":")
        text.append(secondOfDay / 60 % 60, width: 2, then: ":")
        text.append(secondOfDay % 60, width: 2, then: secondsAheadOfUTC < 0 ? "-" : "+")
        text.append(ahead / 60, width: 2, then: ":")
        text.append(ahead % 60, width: 2)
        return String(decoding: text, as: UTF8.self)
    }
}

private func floorDivide(_ value: Int64, _ by: Int64) -> Int64 {
    value % by < 0 ? value / by - 1 : value / by
}

extension [UInt8] {
    /// Appends a number with zeros in front up to a width, and what keeps it from the next.
    fileprivate mutating func append(
        _ number: Int,
        width: Int,
        then separator: Unicode.Scalar? = nil
    ) {
        let digits = String(number).utf8
        append(
            contentsOf: repeatElement(UInt8(ascii: "0"), count: Swift.max(0, width - digits.count))
        )
        append(contentsOf: digits)
        if let separator { append(UInt8(ascii: separator)) }
    }
}
