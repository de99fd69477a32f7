// SPDX-License-Identifier: MPL-2.0

import PortnerCore

extension FuzzTarget {
    /// Scanned text, made into passes, and any bytes as a pass and a padded card number.
    static let sealedPass = FuzzTarget(
        name: "sealed-pass",
        seeds: [
            SealedPassStory.example, SealedPassStory.example.lowercased(), SealedPass.prefix,
            String(SealedPassStory.example.dropLast()), SealedPassStory.example + "A",
        ].map { Array($0.utf8) },
        check: SealedPassStory.run
    )
}

private enum SealedPassStory {
    static let example =
        "PORTNERPASS1KZDVVJ2AIFBEGRCFIZDUQSKKJNVLCO4AAEWGVMDCBOXCQC6FDG"
        + "PRW4OE3EDWKFYYRZBN5VGCRLN2OFPYFOGIRQEDLF2F53QAAI3YWUP77MLTPXZJ65NK"
        + "NXZH7RY5RTKA6GACAXEQEGXK6JNKEEA7ZZTARS2KK6L4EWVUX22Y4FLWOJYE2MP6XE"
        + "X6LGTW6A5MNGJJAFR2MGSESENIEPVW6CY"

    static func run(_ input: [UInt8]) {
        if let pass = SealedPass(String(decoding: input, as: UTF8.self)) {
            require(input.count == SealedPass.textLength, "a text has one length")
            require(pass.text.utf8.count == input.count, "a pass is written in one length")
            let upper = String(decoding: input, as: UTF8.self).uppercased()
            require(pass.text == upper, "each pass is written in one way")
            check(pass)
        }
        var bytes = Array(input.prefix(SealedPass.byteCount))
        bytes += [UInt8](repeating: 0, count: SealedPass.byteCount - bytes.count)
        guard let pass = SealedPass(bytes: bytes) else { fatalError("all bytes are a pass") }
        check(pass)
        let padded = Array(bytes.prefix(SealedPass.cardLength))
        if let card = SealedPass.card(padded: padded) {
            require(SealedPass.padded(card) == padded, "each card is padded in one way")
        }
    }

    private static func check(_ pass: SealedPass) {
        require(SealedPass(pass.text) == pass, "a pass that is written is read again")
        require(pass.life <= .seconds(65_535), "a life is limited")
        let parts = pass.signed.count + pass.signature.count
        require(
            parts == SealedPass.prefix.utf8.count + SealedPass.byteCount,
            "nothing is left over"
        )
        let head = SealedPass.head(
            issuer: pass.issuer,
            nonce: Array(pass.nonce),
            notBefore: pass.notBefore,
            life: pass.life
        )
        require(head.map { pass.authenticated.suffix($0.count) == $0[...] } ?? false, "as made")
        require("\(pass)" == SealedPass.standIn, "a description shows nothing")
    }
}
