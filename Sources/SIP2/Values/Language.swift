// SPDX-License-Identifier: MPL-2.0

/// A language code of the protocol, three digits.
public struct Language: WireCode {
    /// The code, 0 to 999.
    public let rawValue: Int

    /// Makes a language from its code; what is out of range is written as the nearest code.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    static let width = 3

    /// 000: not stated.
    public static let unknown = Language(rawValue: 0)
    /// 001: English.
    public static let english = Language(rawValue: 1)
    /// 002: French.
    public static let french = Language(rawValue: 2)
    /// 003: German.
    public static let german = Language(rawValue: 3)
    /// 004: Italian.
    public static let italian = Language(rawValue: 4)
    /// 005: Dutch.
    public static let dutch = Language(rawValue: 5)
    /// 006: Swedish.
    public static let swedish = Language(rawValue: 6)
    /// 007: Finnish.
    public static let finnish = Language(rawValue: 7)
    /// 008: Spanish.
    public static let spanish = Language(rawValue: 8)
    /// 009: Danish.
    public static let danish = Language(rawValue: 9)
    /// 010: Portuguese.
    public static let portuguese = Language(rawValue: 10)
    /// 011: Canadian French.
    public static let canadianFrench = Language(rawValue: 11)
    /// 012: Norwegian.
    public static let norwegian = Language(rawValue: 12)
    /// 013: Hebrew.
    public static let hebrew = Language(rawValue: 13)
    /// 014: Japanese.
    public static let japanese = Language(rawValue: 14)
    /// 015: Russian.
    public static let russian = Language(rawValue: 15)
    /// 016: Arabic.
    public static let arabic = Language(rawValue: 16)
    /// 017: Polish.
    public static let polish = Language(rawValue: 17)
    /// 018: Greek.
    public static let greek = Language(rawValue: 18)
    /// 019: Chinese.
    public static let chinese = Language(rawValue: 19)
    /// 020: Korean.
    public static let korean = Language(rawValue: 20)
    /// 021: North American Spanish.
    public static let northAmericanSpanish = Language(rawValue: 21)
    /// 022: Tamil.
    public static let tamil = Language(rawValue: 22)
    /// 023: Malay.
    public static let malay = Language(rawValue: 23)
    /// 024: British English.
    public static let unitedKingdom = Language(rawValue: 24)
    /// 025: Icelandic.
    public static let icelandic = Language(rawValue: 25)
    /// 026: Belgian.
    public static let belgian = Language(rawValue: 26)
    /// 027: Taiwanese.
    public static let taiwanese = Language(rawValue: 27)
}

extension FixedPartReader {
    /// A language column; what is no number reads as unknown.
    mutating func language() -> Language {
        code() ?? .unknown
    }
}
