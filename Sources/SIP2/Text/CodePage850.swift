// SPDX-License-Identifier: MPL-2.0

/// Code page 850 (DOS Latin 1), whose lower half is ASCII.
enum CodePage850 {
    /// The character of a byte.
    static func scalar(of byte: UInt8) -> Unicode.Scalar {
        byte < 0x80 ? Unicode.Scalar(byte) : upperHalf[Int(byte) - 0x80]
    }

    /// The byte of a character, or nil when the code page does not have it.
    static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        scalar.isASCII ? UInt8(scalar.value) : bytesOfUpperHalf[scalar]
    }

    /// Bytes 0x80 to 0xFF, in order.
    private static let upperHalf = Array(
        """
        ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
        áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
        └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
        ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}
        """.unicodeScalars
    )

    private static let bytesOfUpperHalf = Dictionary(
        uniqueKeysWithValues: zip(upperHalf, UInt8(0x80)...0xFF)
    )
}
