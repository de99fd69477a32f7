// SPDX-License-Identifier: MPL-2.0

/// How an item is marked against theft, two digits.
public struct SecurityMarker: WireCode {
    /// The code.
    public let rawValue: Int

    /// Makes a value from its code; what is out of range is written as the nearest code.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    static let width = 2

    /// 00: none of the others.
    public static let other = SecurityMarker(rawValue: 0)
    /// 01: not at all.
    public static let none = SecurityMarker(rawValue: 1)
    /// 02: a Tattle-Tape security strip.
    public static let tattleTape = SecurityMarker(rawValue: 2)
    /// 03: a Whisper tape.
    public static let whisperTape = SecurityMarker(rawValue: 3)
}
