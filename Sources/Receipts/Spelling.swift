// SPDX-License-Identifier: MPL-2.0

/// Texts from outside made harmless, and made of the characters that a printer has.
enum Spelling {
    /// What stands for a character that can be written in no other way.
    static let unknown: Character = "?"

    /// A text without control characters and without the marks that turn the direction of others.
    ///
    /// A title with such marks in it could make the rest of a line read as something else.
    static func harmless(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: kept.append(" ")
            case .format where scalar == "\u{200C}" || scalar == "\u{200D}": kept.append(scalar)
            case .format, .surrogate, .privateUse, .unassigned: continue
            default: kept.append(scalar)
            }
        }
        return String(kept)
    }

    /// A harmless text in which every character is in the code page, nil meaning all of Unicode.
    static func text(_ text: String, for page: CodePage?) -> String {
        let harmless = harmless(text)
        guard let page else { return harmless }
        return harmless.reduce(into: "") { spelled, character in
            if page.byte(for: character) != nil {
                spelled.append(character)
            } else {
                spelled += replacement(for: character, in: page) ?? String(unknown)
            }
        }
    }

    /// Whether a text can be written in a code page so that it is read as what it is.
    ///
    /// Without an accent a word is the same; Cyrillic ones in Latin letters are a way out only.
    static func canSpell(_ text: String, for page: CodePage) -> Bool {
        harmless(text).allSatisfy { character in
            if page.byte(for: character) != nil { return true }
            let isCyrillic = character.unicodeScalars.contains {
                (0x400...0x52F).contains($0.value)
            }
            return !isCyrillic && replacement(for: character, in: page) != nil
        }
    }

    /// Another spelling that the page has: a plain letter, or several.
    private static func replacement(for character: Character, in page: CodePage) -> String? {
        if let found = replacements[character] { return found }
        // Of a letter with marks that no table foresees, the letter.
        guard let first = character.unicodeScalars.first else { return nil }
        let base = Character(first)
        guard base != character else { return nil }
        return page.byte(for: base).map { _ in String(base) } ?? replacements[base]
    }

    private static let replacements: [Character: String] = {
        var table: [Character: String] = [:]
        for (plain, characters) in spellings {
            for character in characters { table[character] = plain }
        }
        return table
    }()

    /// What is written for what: accents left out, signs in ASCII, and Cyrillic letters in Latin
    /// ones, near enough to recognise a title.
    private static let spellings: [(String, String)] = [
        ("A", "ÀÁÂÃÄÅĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶА"), ("a", "àáâãäåāăąǎạảấầẩẫậắằẳẵặаª"),
        ("AE", "Æ"), ("ae", "æ"), ("C", "ÇĆĈĊČ"), ("c", "çćĉċč"), ("D", "ĎĐÐД"), ("d", "ďđðд"),
        ("E", "ÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆЕЭ"), ("e", "èéêëēĕėęěẹẻẽếềểễệеэ"),
        ("G", "ĜĞĠĢГҐ"), ("g", "ĝğġģгґ"), ("H", "ĤĦ"), ("h", "ĥħ"),
        ("I", "ÌÍÎÏĨĪĬĮİǏỈỊИІ"), ("i", "ìíîïĩīĭįıǐỉịиі"), ("J", "ĴЙ"), ("j", "ĵй"),
        ("K", "ĶК"), ("k", "ķк"), ("L", "ĹĻĽŁЛ"), ("l", "ĺļľłл"), ("M", "М"), ("m", "м"),
        ("N", "ÑŃŅŇŊН"), ("n", "ñńņňŋн"), ("O", "ÒÓÔÕÖØŌŎŐǑỌỎỐỒỔỖỘỚỜỞỠỢО"),
        ("o", "òóôõöøōŏőǒọỏốồổỗộớờởỡợоº"), ("OE", "Œ"), ("oe", "œ"), ("P", "П"), ("p", "п"),
        ("R", "ŔŖŘР"), ("r", "ŕŗřр"), ("S", "ŚŜŞŠȘС"), ("s", "śŝşšșс"), ("ss", "ß"),
        ("T", "ŢŤŦȚТ"), ("t", "ţťŧțт"), ("Th", "Þ"), ("th", "þ"),
        ("U", "ÙÚÛÜŨŪŬŮŰŲǓǕǗǙǛỤỦỨỪỬỮỰУ"), ("u", "ùúûüũūŭůűųǔǖǘǚǜụủứừửữựу"), ("V", "В"),
        ("v", "в"), ("W", "Ŵ"), ("w", "ŵ"), ("Y", "ÝŶŸỲỴỶỸЫ"), ("y", "ýÿŷỳỵỷỹы"),
        ("Z", "ŹŻŽЗ"), ("z", "źżžз"), ("B", "Б"), ("b", "б"), ("F", "Ф"), ("f", "ф"),
        ("Kh", "Х"), ("kh", "х"), ("Zh", "Ж"), ("zh", "ж"), ("Ts", "Ц"), ("ts", "ц"), ("Tj", "Ч"),
        ("tj", "ч"), ("Sj", "Ш"), ("sj", "ш"), ("Sjtj", "Щ"), ("sjtj", "щ"), ("Ju", "Ю"),
        ("ju", "ю"), ("Ja", "Я"), ("ja", "я"), ("Je", "Є"), ("je", "є"), ("Ji", "Ї"),
        ("ji", "ї"), ("Jo", "Ё"), ("jo", "ё"), ("", "ЬьЪъ"),
        ("'", "‘’‚‛′ʼ´"), ("\"", "“”„‟″«»"), ("<", "‹"), (">", "›"), ("-", "‐‑‒–—―−"),
        ("...", "…"), ("EUR", "€"), ("(c)", "©"), ("(R)", "®"), ("(TM)", "™"), ("*", "•·∙"),
        ("x", "×"), ("1/2", "½"), ("1/4", "¼"), ("3/4", "¾"), ("1", "¹"), ("2", "²"),
        ("3", "³"), ("+/-", "±"), ("!", "¡"), ("|", "¦"), (",", "¸"), ("No.", "№"),
    ]
}
