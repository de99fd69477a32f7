// SPDX-License-Identifier: MPL-2.0

internal import PortnerCore

extension Timestamp {
    /// Reads `2026-11-22T03:00:00Z` or the same with a distance from UTC, as `+01:00`.
    init?(iso8601 text: String) {
        let bytes = Array(text.utf8.prefix(26))
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"),
            let date = CivilDate(iso8601: text.prefix(10)),
            let hour = Self.number(bytes, 11, before: 24), bytes[13] == UInt8(ascii: ":"),
            let minute = Self.number(bytes, 14, before: 60), bytes[16] == UInt8(ascii: ":"),
            let second = Self.number(bytes, 17, before: 60),
            let ahead = Self.minutesAhead(bytes[19...])
        else { return nil }
        let seconds = date.dayNumber * 86_400 + (hour * 60 + minute - ahead) * 60 + second
        self.init(milliseconds: Int64(seconds) * 1000)
    }

    /// The time in UTC, to the second.
    var iso8601: String {
        CivilTime(self, secondsAheadOfUTC: 0).description.prefix(19) + "Z"
    }

    private static func number(_ bytes: [UInt8], _ place: Int, before limit: Int) -> Int? {
        let digits = bytes[place..<place + 2]
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return number < limit ? number : nil
    }

    private static func minutesAhead(_ rest: ArraySlice<UInt8>) -> Int? {
        if rest.elementsEqual([UInt8(ascii: "Z")]) { return 0 }
        let bytes = Array(rest)
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            let hours = number(bytes, 1, before: 15), let minutes = number(bytes, 4, before: 60)
        else { return nil }
        return (bytes[0] == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
    }
}
