// SPDX-License-Identifier: MPL-2.0

import FoundationEssentials
import SIP2

extension KeyedDecodingContainer {
    /// A date, with or without a time of day behind it.
    func day(_ key: Key) throws -> CalendarDay {
        let text = try decode(String.self, forKey: key)
        guard let day = CalendarDay(leading: text) else { throw absurd(key) }
        return day
    }

    /// A date, or nil where it is null or absent.
    func dayIfPresent(_ key: Key) throws -> CalendarDay? {
        try isNull(key) ? nil : day(key)
    }

    /// A list, empty where it is null or absent.
    func list<Element: Decodable>(_ key: Key) throws -> [Element] {
        try decodeIfPresent([Element].self, forKey: key) ?? []
    }

    /// A whole number.
    func whole(_ key: Key) throws -> Int64 {
        guard let number = try decode(Decimal.self, forKey: key).whole else { throw absurd(key) }
        return number
    }

    /// A whole number, or nil where it is null or absent.
    func wholeIfPresent(_ key: Key) throws -> Int64? {
        try isNull(key) ? nil : whole(key)
    }

    /// An amount of money in hundredths.
    func hundredths(_ key: Key) throws -> Int {
        guard let number = (try decode(Decimal.self, forKey: key) * 100).whole,
            -FBSLimits.amountMax...FBSLimits.amountMax ~= Int(number)
        else { throw absurd(key) }
        return Int(number)
    }

    /// The error for a value that is none.
    func absurd(_ key: Key) -> FBSReadingError {
        .absurd(place: FBSReadingError.place(codingPath + [key]))
    }

    private func isNull(_ key: Key) throws -> Bool {
        guard contains(key) else { return true }
        return try decodeNil(forKey: key)
    }
}

extension Decoder {
    /// The value as a whole number.
    func whole() throws -> Int64 {
        guard let number = try singleValueContainer().decode(Decimal.self).whole else {
            throw absurd
        }
        return number
    }

    /// The error for a value that is none.
    var absurd: FBSReadingError { .absurd(place: FBSReadingError.place(codingPath)) }
}

extension Decimal {
    /// The number, if it is whole and not too large.
    ///
    /// Numbers are read by this detour because a decoder that is asked for an integer and finds
    /// none says that the text is not JSON, and not where.
    fileprivate var whole: Int64? { Int64(description) }
}

extension KeyedEncodingContainer {
    mutating func encode(_ day: CalendarDay, forKey key: Key) throws {
        try encode(day.dashed, forKey: key)
    }

    /// Writes null for nil, as the library system does.
    mutating func encodeOrNull(_ day: CalendarDay?, forKey key: Key) throws {
        try encode(day?.dashed, forKey: key)
    }

    mutating func encode(hundredths: Int, forKey key: Key) throws {
        try encode(Decimal(hundredths) / 100, forKey: key)
    }
}

extension CalendarDay {
    /// Reads `YYYY-MM-DD`, behind which a `T` or a blank and a time may stand.
    init?(leading text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10 || bytes.count > 10 && (bytes[10] == 0x54 || bytes[10] == 0x20),
            bytes[4] == 0x2D, bytes[7] == 0x2D
        else { return nil }
        let digits = bytes[..<4] + bytes[5..<7] + bytes[8..<10]
        self.init(String(decoding: digits, as: UTF8.self))
        guard year > 0 else { return nil }
    }

    /// `YYYY-MM-DD`.
    var dashed: String {
        let digits = description
        return "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
    }
}
