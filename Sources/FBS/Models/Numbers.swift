// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// The number by which the library system knows a patron in its REST interface.
public struct PatronID: Sendable, Hashable, Codable {
    /// The number, greater than zero.
    public let number: Int64

    /// Takes a number; nil when it is not greater than zero.
    public init?(_ number: Int64) {
        guard number > 0 else { return nil }
        self.number = number
    }

    /// Reads a number greater than zero.
    public init(from decoder: any Decoder) throws {
        guard let id = Self(try decoder.whole()) else { throw decoder.absurd }
        self = id
    }

    /// Writes the number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}

extension PatronID: Redacted {
    /// A stand-in that does not show the number.
    public var redacted: String { "patron id" }
}

/// The key that a login gives and every call carries.
public struct SessionKey: Sendable, Hashable {
    /// The greatest length in bytes.
    public static let lengthMax = 1024

    /// The key itself, for the header it goes into.
    public let secret: Secret

    /// Takes 1 to 1024 bytes of printable ASCII without blanks, anything else is nil.
    ///
    /// With a line end in it the key would add headers of its own to every call.
    public init?(_ text: String) {
        guard (1...Self.lengthMax).contains(text.utf8.count),
            text.utf8.allSatisfy({ 0x21...0x7E ~= $0 })
        else { return nil }
        secret = Secret(text)
    }
}

extension SessionKey: Codable, Redacted {
    private enum CodingKeys: String, CodingKey { case sessionKey }

    /// Reads the answer to a login.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let text = try container.decode(String.self, forKey: .sessionKey)
        guard let key = Self(text) else { throw container.absurd(.sessionKey) }
        self = key
    }

    /// Writes the answer to a login.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(secret.revealed, forKey: .sessionKey)
    }

    /// A mask of constant length.
    public var redacted: String { "session key" }
}

/// A time of day as opening hours have it, `HH:MM:SS`.
public struct ClockTime: Sendable, Hashable, Comparable {
    /// Seconds since midnight, 0 to 86,400; the last is the midnight that ends the day.
    public let secondOfDay: Int

    /// Takes seconds since midnight; nil beyond the day.
    public init?(secondOfDay: Int) {
        guard 0...86_400 ~= secondOfDay else { return nil }
        self.secondOfDay = secondOfDay
    }

    /// Reads `HH:MM:SS` or `HH:MM`, up to `24:00:00`; anything else is nil.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map { part -> Int? in
                let isNumber = part.count == 2 && part.allSatisfy { 0x30...0x39 ~= $0 }
                return isNumber ? Int(String(Substring(part))) : nil
            }
        guard 2...3 ~= parts.count, let hour = parts[0], let minute = parts[1],
            let second = parts.count == 3 ? parts[2] : 0, minute < 60, second < 60
        else { return nil }
        self.init(secondOfDay: hour * 3600 + minute * 60 + second)
    }

    /// Orders times from the earlier to the later.
    public static func < (left: Self, right: Self) -> Bool { left.secondOfDay < right.secondOfDay }
}

extension ClockTime: CustomStringConvertible {
    /// `HH:MM:SS`.
    public var description: String {
        [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }
            .joined(separator: ":")
    }
}
