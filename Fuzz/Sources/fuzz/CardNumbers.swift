// SPDX-License-Identifier: MPL-2.0

import PortnerCore

extension FuzzTarget {
    /// Scanned or typed text, made into card numbers.
    static let cardNumber = FuzzTarget(
        name: "card-number",
        seeds: ["3829213522", "382921-3522", " lp 1000124 ", "3829-213522", "æ1234"].map {
            Array($0.utf8)
        },
        check: CardNumberStory.run
    )
}

private enum CardNumberStory {
    static func run(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        guard let card = CardNumber(text) else {
            let isPlain = input.allSatisfy { (0x30...0x39).contains($0) }
            let fits = (CardNumber.lengthMin...CardNumber.lengthMax).contains(input.count)
            require(!isPlain || !fits, "a plain number of a fitting length is a card number")
            return
        }
        let bytes = Array(card.secret.utf8)
        require(text.utf8.count <= CardNumber.scanLengthMax, "the text is limited")
        require(
            (CardNumber.lengthMin...CardNumber.lengthMax).contains(bytes.count),
            "the number is limited"
        )
        require(
            bytes.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) },
            "only capital letters and digits remain"
        )
        require(CardNumber(card.secret) == card, "a normal number stays the same")
        require(CardNumber(text.lowercased()) == card, "letters of either case are the same")
        require(CardNumber(text.filter { $0 != " " }) == card, "blanks make no difference")
        require("\(card)" == "card number", "a description shows nothing")
        if text.contains("-") {
            require(bytes.count == 10, "only a CPR number is written with a hyphen")
        }
    }
}
