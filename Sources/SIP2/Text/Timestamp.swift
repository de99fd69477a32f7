// SPDX-License-Identifier: MPL-2.0

/// A date and time as SIP2 writes it: `YYYYMMDDZZZZHHMMSS`, 18 characters.
///
/// Four blanks in the place of the zone mean local time, three blanks and `Z` mean UTC. The value
/// is what stands in the message; nothing here converts between zones.
public struct Timestamp: Sendable, Hashable {
    /// The zone in which a timestamp is stated.
    public enum Zone: Sendable, Hashable {
        /// The local time of the library, written as four blanks.
        case local
        /// Coordinated universal time, written as three blanks and `Z`.
        case utc
    }

    /// The number of characters of a timestamp.
    public static let width = 18

    /// The date.
    public let day: CalendarDay
    /// The hour, 0 to 23.
    public let hour: Int
    /// The minute, 0 to 59.
    public let minute: Int
    /// The second, 0 to 60 because of leap seconds.
    public let second: Int
    /// The zone in which the fields are stated.
    public let zone: Zone

    /// Makes a timestamp from its parts.
    ///
    /// - Returns: nil when a part is out of its range.
    public init?(day: CalendarDay, hour: Int, minute: Int, second: Int, zone: Zone = .local) {
        guard 0...23 ~= hour, 0...59 ~= minute, 0...60 ~= second else { return nil }
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.zone = zone
    }

    /// Reads the 18-character form.
    ///
    /// A zone other than blanks and `Z` is read as local time, because no server agrees with
    /// another about what it would mean.
    /// - Returns: nil for blanks and for anything that is not a date and a time.
    public init?(_ text: some StringProtocol) {
        self.init(bytes: Array(text.utf8)[...])
    }

    init?(bytes: ArraySlice<UInt8>) {
        guard bytes.count == Self.width,
            let day = CalendarDay(bytes: bytes.prefix(8)),
            let hour = decimal(bytes.dropFirst(12).prefix(2)),
            let minute = decimal(bytes.dropFirst(14).prefix(2)),
            let second = decimal(bytes.dropFirst(16))
        else { return nil }
        let zone = bytes.dropFirst(8).prefix(4).elementsEqual("   Z".utf8) ? Zone.utc : .local
        self.init(day: day, hour: hour, minute: minute, second: second, zone: zone)
    }
}

extension Timestamp: CustomStringConvertible {
    /// The 18 characters that stand in a message.
    public var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.width)
        day.append(to: &bytes)
        bytes.append(contentsOf: [0x20, 0x20, 0x20, zone == .utc ? 0x5A : 0x20])
        appendDigits(of: hour, width: 2, to: &bytes)
        appendDigits(of: minute, width: 2, to: &bytes)
        appendDigits(of: second, width: 2, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Timestamp? {
    /// The 18 characters that stand in a message; blanks when there is no time.
    var wireText: String {
        self?.description ?? String(repeating: " ", count: Timestamp.width)
    }
}
