// SPDX-License-Identifier: MPL-2.0

/// Joins the letters of Arabic writing, which look another way at the beginning, in the middle and
/// at the end of a word.
///
/// The shapes are those of the presentation forms of Unicode, which a font without rules of its own
/// has: those of Arabic, Persian and Urdu. A letter that has none stays as it is.
enum ArabicJoining {
    /// How a letter joins those beside it.
    private enum Joining {
        /// It joins neither: the first form alone.
        case none
        /// It joins the one before: alone, at the end.
        case before
        /// It joins both: alone, at the end, at the beginning, in the middle.
        case both
    }

    /// The forms of a letter, the first of which is that of the letter alone.
    private struct Forms {
        let first: UInt32
        let joining: Joining
    }

    /// What is no letter and joins those beside it: the long stroke, and the joiner without width.
    private static let joiners: [Unicode.Scalar] = ["\u{640}", "\u{200D}"]
    private static let lam: Unicode.Scalar = "\u{644}"

    /// The same text with each letter in the form that its place gives it.
    static func joined(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var joined: [Unicode.Scalar] = []
        var index = 0
        var joinsOn = false
        while index < text.count {
            let scalar = text[index]
            guard !isTransparent(scalar) else {
                joined.append(scalar)
                index += 1
                continue
            }
            let next = text[(index + 1)...].firstIndex { !isTransparent($0) }
            if scalar == lam, let next, let both = ligatures[text[next]] {
                joined.append(form(both + (joinsOn ? 1 : 0)) ?? scalar)
                joined += text[(index + 1)..<next]
                index = next + 1
                joinsOn = false
                continue
            }
            let joinsNext = joinsForward(scalar) && next.map { joinsBackward(text[$0]) } ?? false
            joined.append(shape(of: scalar, after: joinsOn, before: joinsNext))
            joinsOn = joinsForward(scalar)
            index += 1
        }
        return joined
    }

    private static func shape(
        of scalar: Unicode.Scalar,
        after joinsOn: Bool,
        before joinsNext: Bool
    ) -> Unicode.Scalar {
        guard let forms = forms[scalar] else { return scalar }
        let place: UInt32 =
            switch (forms.joining, joinsOn, joinsNext) {
            case (.none, _, _), (_, false, false): 0
            case (.before, false, true): 0
            case (.before, true, _), (.both, true, false): 1
            case (.both, false, true): 2
            case (.both, true, true): 3
            }
        return form(forms.first + place) ?? scalar
    }

    private static func form(_ value: UInt32) -> Unicode.Scalar? { Unicode.Scalar(value) }

    /// Whether it stands over or under a letter and does not come between two.
    private static func isTransparent(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .nonspacingMark
    }

    private static func joinsForward(_ scalar: Unicode.Scalar) -> Bool {
        joiners.contains(scalar) || forms[scalar]?.joining == .both
    }

    private static func joinsBackward(_ scalar: Unicode.Scalar) -> Bool {
        joiners.contains(scalar) || forms[scalar].map { $0.joining != .none } ?? false
    }

    /// What lam becomes together with an alef, alone; joined to the letter before it is the next.
    private static let ligatures: [Unicode.Scalar: UInt32] = [
        "\u{622}": 0xFEF5, "\u{623}": 0xFEF7, "\u{625}": 0xFEF9, "\u{627}": 0xFEFB,
    ]

    private static let forms: [Unicode.Scalar: Forms] = {
        var table: [Unicode.Scalar: Forms] = [:]
        func add(_ letter: UInt32, _ first: UInt32, _ joining: Joining) {
            if let scalar = Unicode.Scalar(letter) {
                table[scalar] = Forms(first: first, joining: joining)
            }
        }
        // The letters of Arabic stand in the order of their forms, which follow one another.
        var first: UInt32 = 0xFE80
        for letter in Array(0x621...0x63A) + Array(0x641...0x64A) as [UInt32] {
            let joining: Joining =
                letter == 0x621 ? .none : endOnly.contains(letter) ? .before : .both
            add(letter, first, joining)
            first += joining == .none ? 1 : joining == .before ? 2 : 4
        }
        for (letter, first) in persianAndUrdu { add(letter, first, .both) }
        for (letter, first) in persianAndUrduAtEnd { add(letter, first, .before) }
        return table
    }()

    private static let endOnly: Set<UInt32> = [
        0x622, 0x623, 0x624, 0x625, 0x627, 0x629, 0x62F, 0x630, 0x631, 0x632, 0x648, 0x649,
    ]
    private static let persianAndUrdu: [(UInt32, UInt32)] = [
        (0x679, 0xFB66), (0x67E, 0xFB56), (0x686, 0xFB7A), (0x6A9, 0xFB8E), (0x6AF, 0xFB92),
        (0x6BE, 0xFBAA), (0x6C1, 0xFBA6), (0x6CC, 0xFBFC),
    ]
    private static let persianAndUrduAtEnd: [(UInt32, UInt32)] = [
        (0x688, 0xFB88), (0x691, 0xFB8C), (0x698, 0xFB8A), (0x6BA, 0xFB9E), (0x6D2, 0xFBAE),
    ]
}
