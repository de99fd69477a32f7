// SPDX-License-Identifier: MPL-2.0

/// What kind of medium an item is (`CK`), three digits.
public struct MediaType: WireCode {
    /// The code.
    public let rawValue: Int

    /// Makes a value from its code; what is out of range is written as the nearest code.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    static let width = 3

    /// 000: none of the others.
    public static let other = MediaType(rawValue: 0)
    /// 001: a book.
    public static let book = MediaType(rawValue: 1)
    /// 002: a magazine.
    public static let magazine = MediaType(rawValue: 2)
    /// 003: a bound journal.
    public static let boundJournal = MediaType(rawValue: 3)
    /// 004: an audio tape.
    public static let audioTape = MediaType(rawValue: 4)
    /// 005: a video tape.
    public static let videoTape = MediaType(rawValue: 5)
    /// 006: a CD or CD-ROM.
    public static let compactDisc = MediaType(rawValue: 6)
    /// 007: a diskette.
    public static let diskette = MediaType(rawValue: 7)
    /// 008: a book with a diskette.
    public static let bookWithDiskette = MediaType(rawValue: 8)
    /// 009: a book with a CD.
    public static let bookWithCompactDisc = MediaType(rawValue: 9)
    /// 010: a book with an audio tape.
    public static let bookWithAudioTape = MediaType(rawValue: 10)
}
