// SPDX-License-Identifier: MPL-2.0

/// A model of printer: its paper, and which code pages it has under which numbers.
public struct PrinterModel: Sendable, Hashable {
    /// The letters for the bytes from 128 to 255.
    enum Page: Sendable, Hashable, CaseIterable {
        case pc437
        case pc850
        case pc858
        case pc865
        case windows1252
    }

    /// How many letters fit on a line.
    public let columns: Int
    /// How many dots fit on a line.
    public let dots: Int
    let pages: [UInt8: Page]
    let beginsInChinese: Bool
    /// The national set after power-on, which some have in switches.
    var national: UInt8 = 0

    /// As Epson's 80 mm printers.
    public static let epson = PrinterModel(
        columns: 48,
        dots: 576,
        pages: [0: .pc437, 2: .pc850, 5: .pc865, 16: .windows1252, 19: .pc858],
        beginsInChinese: false
    )
    /// As Epson's printers of 180 dots an inch.
    public static let epsonNarrow = PrinterModel(
        columns: 42,
        dots: 512,
        pages: epson.pages,
        beginsInChinese: false
    )
    /// As Epson's 80 mm printers, with the switches on their underside set to Denmark.
    public static let epsonDanish = {
        var model = epson
        model.national = 4
        return model
    }()
    /// As the KR-306, which is made for China and counts its pages differently.
    public static let kr306 = PrinterModel(
        columns: 48,
        dots: 576,
        pages: [0: .pc437, 2: .pc850, 5: .pc865, 11: .windows1252, 14: .pc858, 36: .pc865],
        beginsInChinese: true
    )
    /// As Star's printers with their own numbers.
    public static let star = PrinterModel(
        columns: 42,
        dots: 512,
        pages: [0: .pc437, 1: .pc437, 4: .pc858, 9: .pc865, 32: .windows1252],
        beginsInChinese: false
    )

    /// The letter for a byte below 128 in a national set: Denmark I and II are 4 and 10.
    static func national(_ byte: UInt8, set: UInt8) -> Character {
        let ascii = Character(UnicodeScalar(byte))
        switch set {
        case 4: return denmark1[ascii] ?? ascii
        case 10: return denmark2[ascii] ?? denmark1[ascii] ?? ascii
        default: return ascii
        }
    }

    private static let denmark1: [Character: Character] = [
        "[": "Æ", "\\": "Ø", "]": "Å", "{": "æ", "|": "ø", "}": "å",
    ]
    private static let denmark2: [Character: Character] = [
        "@": "É", "^": "Ü", "`": "é", "~": "ü",
    ]
}

extension PrinterModel.Page {
    /// The letter for a byte from 128.
    func character(_ byte: UInt8) -> Character {
        Self.letters[self]?[Int(byte) - 0x80] ?? "?"
    }

    private static let letters = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, Array($0.upperHalf)) }
    )

    private var upperHalf: String {
        switch self {
        case .pc437:
            """
            ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
            └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ 
            """
        case .pc850:
            """
            ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
            └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´-±‗¾¶§÷¸°¨·¹³²■ 
            """
        case .pc858:
            """
            ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
            └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´-±‗¾¶§÷¸°¨·¹³²■ 
            """
        case .pc865:
            """
            ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø₧ƒáíóúñÑªº¿⌐¬½¼¡«¤░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
            └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ 
            """
        case .windows1252:
            """
            €?‚ƒ„…†‡ˆ‰Š‹Œ?Ž??‘’“”•–—˜™š›œ?žŸ ¡¢£¤¥¦§¨©ª«¬-®¯°±²³´µ¶·¸¹º»¼½¾¿\
            ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ
            """
        }
    }
}
