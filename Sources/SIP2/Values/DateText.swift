// SPDX-License-Identifier: MPL-2.0

/// A date in a field, which library systems write in their own ways (`AH`, `BW`, `CJ`, `CM`).
///
/// The text is kept; ``day`` and ``timestamp`` tell what it says where that is certain.
public struct DateText: Sendable, Hashable {
    /// The text, as it stands in the message.
    public let text: String

    /// Takes the text of a field.
    public init(_ text: String) {
        self.text = text
    }

    /// States a date and a time in the protocol's 18 characters.
    public init(_ timestamp: Timestamp) {
        text = timestamp.description
    }

    /// The date and time, or nil unless the text has the protocol's 18 characters.
    public var timestamp: Timestamp? {
        Timestamp(text)
    }

    /// The date, or nil unless the text begins with `YYYYMMDD` or `YYYY-MM-DD`.
    ///
    /// Other forms do not tell the month from the day.
    public var day: CalendarDay? {
        if let timestamp { return timestamp.day }
        let bytes = Array(text.utf8.prefix(10))
        if bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D {
            return CalendarDay(bytes: (bytes[..<4] + bytes[5..<7] + bytes[8...])[...])
        }
        let next = bytes.dropFirst(8).first
        return next.map(isDigit) == true ? nil : CalendarDay(bytes: bytes.prefix(8))
    }
}

extension DateText: CustomStringConvertible {
    /// The text.
    public var description: String { text }
}
