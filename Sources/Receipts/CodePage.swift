// SPDX-License-Identifier: MPL-2.0

/// The characters that a printer knows, each as one byte.
///
/// The lower half is ASCII in all of them, once a printer is told to use no national set.
public enum CodePage: String, Sendable, Hashable, CaseIterable {
    /// IBM 850, western Europe.
    case pc850
    /// IBM 858: 850 with the euro sign.
    case pc858
    /// IBM 865, the Nordic countries.
    case pc865
    /// Windows 1252, western Europe.
    case windows1252

    /// The byte of a character, nil where the page lacks it.
    ///
    /// It makes no difference whether an accent is part of the character or follows it.
    public func byte(for character: Character) -> UInt8? {
        if let ascii = character.asciiValue { return 0x20...0x7E ~= ascii ? ascii : nil }
        return Self.upperHalves[self]?[character]
    }

    /// The bytes of a text, with a question mark for what the page lacks.
    public func encode(_ text: String) -> [UInt8] {
        text.map { byte(for: $0) ?? UInt8(ascii: "?") }
    }

    private static let upperHalves: [CodePage: [Character: UInt8]] = {
        var tables: [CodePage: [Character: UInt8]] = [:]
        for page in allCases {
            for (offset, character) in page.upperHalf.enumerated() where character != "\u{FFFD}" {
                tables[page, default: [:]][character] = UInt8(0x80 + offset)
            }
        }
        return tables
    }()

    /// The characters from 128 to 255, a replacement character where there is none.
    private var upperHalf: String {
        switch self {
        case .pc850: Self.pc850Half(sign: "ı")
        case .pc858: Self.pc850Half(sign: "€")
        case .pc865:
            """
            ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø₧ƒáíóúñÑªº¿⌐¬½¼¡«¤░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
            └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{FFFD}
            """
        case .windows1252:
            """
            €\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ\
            \u{FFFD}¡¢£¤¥¦§¨©ª«¬\u{FFFD}®¯°±²³´µ¶·¸¹º»¼½¾¿\
            ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ
            """
        }
    }

    private static func pc850Half(sign: Character) -> String {
        """
        ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
        └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ\(sign)ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{FFFD}±‗¾¶§÷¸°¨·¹³²■\u{FFFD}
        """
    }
}
