// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Testing

@Suite struct `An AIM identifier` {
    @Test(arguments: [
        ("]A0", Symbology.code39), ("]C0", .code128), ("]C1", .gs1Code128), ("]d2", .dataMatrix),
        ("]E0", .ean), ("]F0", .codabar), ("]G0", .code93), ("]I1", .interleaved2Of5),
        ("]L0", .pdf417), ("]Q1", .qrCode), ("]z0", .aztec), ("]X0", .other), ("]P0", .other),
    ])
    func `names the symbology`(prefix: String, symbology: Symbology) throws {
        var text = Substring(prefix + "3829213522")
        let identifier = try #require(AIMIdentifier(removingFrom: &text))
        #expect(identifier.symbology == symbology)
        #expect(identifier.description == prefix)
        #expect(text == "3829213522")
    }

    @Test(arguments: ["", "]", "]I", "3829213522", "I03829213522", "]]]", "]1I", "]I ", "[I0"])
    func `is not seen where there is none`(text: String) {
        var rest = Substring(text)
        #expect(AIMIdentifier(removingFrom: &rest) == nil)
        #expect(rest == text)
    }

    @Test func `is exactly a bracket, a letter, and a letter or digit`() {
        var valid = 0
        for first in UInt8.min ... .max {
            for second in UInt8.min ... .max where AIMIdentifier(0x5D, first, second) != nil {
                valid += 1
            }
        }
        #expect(valid == 52 * 62)
        #expect(AIMIdentifier(0x5B, 0x41, 0x30) == nil)
    }
}
