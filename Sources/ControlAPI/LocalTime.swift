// SPDX-License-Identifier: MPL-2.0

/// A local date and time with its distance from UTC, as ISO 8601 writes it.
///
/// Both programs run on one machine, so the daemon's local time is the technician's: no reader
/// needs a table of time zones to show it.
public struct LocalTime: Sendable, Hashable {
    /// The text, `2026-11-22T20:46:05+01:00`.
    public let text: String
    /// Seconds since 1970-01-01T00:00:00Z.
    public let secondsSince1970: Int64

    /// The beginning of 1970 in UTC, shown where no time can be given.
    public static let unknown = LocalTime(
        text: "1970-01-01T00:00:00+00:00",
        secondsSince1970: 0
    )

    private init(text: String, secondsSince1970: Int64) {
        self.text = text
        self.secondsSince1970 = secondsSince1970
    }

    /// Reads text of exactly that form; a fraction of a second, `Z` or anything else is `nil`.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == Self.form.utf8.count,
            zip(bytes, Self.form.utf8).allSatisfy(Self.fits),
            let date = Self.dayNumber(bytes),
            let clock = Self.seconds(bytes, hour: 11, minute: 14, second: 17),
            let ahead = Self.seconds(bytes, hour: 20, minute: 23, second: nil)
        else { return nil }
        let offset = bytes[19] == UInt8(ascii: "-") ? -ahead : ahead
        self.text = String(text)
        secondsSince1970 = date * 86_400 + clock - offset
    }

    /// The date, `2026-11-22`.
    public var date: String { String(text.prefix(10)) }

    /// The time of day, `20:46:05`.
    public var clock: String { String(text.dropFirst(11).prefix(8)) }

    /// The time of day without seconds, `20:46`.
    public var minute: String { String(clock.prefix(5)) }

    /// How much later this is than another time; negative when it is earlier.
    public func duration(since earlier: LocalTime) -> Duration {
        .seconds(secondsSince1970 - earlier.secondsSince1970)
    }

    private static let form = "0000-00-00T00:00:00+00:00"

    private static func fits(_ byte: UInt8, _ place: UInt8) -> Bool {
        switch place {
        case UInt8(ascii: "0"): (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        case UInt8(ascii: "+"): byte == place || byte == UInt8(ascii: "-")
        default: byte == place
        }
    }

    private static func number(_ bytes: [UInt8], _ range: Range<Int>) -> Int64 {
        bytes[range].reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    private static func seconds(_ bytes: [UInt8], hour: Int, minute: Int, second: Int?) -> Int64? {
        let hours = number(bytes, hour..<hour + 2)
        let minutes = number(bytes, minute..<minute + 2)
        let seconds = second.map { number(bytes, $0..<$0 + 2) } ?? 0
        guard hours < 24, minutes < 60, seconds < 60 else { return nil }
        return hours * 3600 + minutes * 60 + seconds
    }

    /// Days since 1970-01-01, or `nil` for a date that no calendar has.
    private static func dayNumber(_ bytes: [UInt8]) -> Int64? {
        let (year, month, day) = (number(bytes, 0..<4), number(bytes, 5..<7), number(bytes, 8..<10))
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard year > 0, (1...12).contains(month), (1...days[Int(month) - 1]).contains(day) else {
            return nil
        }
        let before = year - 1
        let leapDays = before / 4 - before / 100 + before / 400
        let thisYear = days.prefix(Int(month) - 1).reduce(0, +) + day - 1
        // 719,162 days lie between 0001-01-01 and 1970-01-01.
        return before * 365 + leapDays + thisYear - 719_162
    }
}

extension LocalTime: Codable {
    /// Reads the text form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let time = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not a time of the form 2026-11-22T20:46:05+01:00"
            )
        }
        self = time
    }

    /// Writes the text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension LocalTime: CustomStringConvertible {
    /// The text form.
    public var description: String { text }
}
