// SPDX-License-Identifier: MPL-2.0

/// What a library tells whoever has just unlocked a door and might let others in with them.
///
/// For instance "Du hæfter for dem, du lukker ind." The library writes it in Danish and in as many
/// other languages as it likes. Nothing is ever translated here: a language without a text shows
/// one that the library did write.
public struct CompanionText: Sendable, Hashable {
    /// The greatest number of characters in one language: more does not fit a 7-inch screen beside
    /// the word that the door is unlocked.
    public static let lengthMax = 80

    private let danish: String
    private let others: [Language: String]

    /// Takes a text for each language that the library wrote; `nil` without a Danish one, and when
    /// one is not a line of 1 to ``lengthMax`` characters.
    public init?(_ texts: [Language: String]) {
        guard let danish = texts[.danish], texts.values.allSatisfy(Self.isLine) else { return nil }
        self.danish = danish
        others = texts.filter { $0.key != .danish }
    }

    /// The text to show in a language, and the language that it is written in: the text's own, or
    /// English, or Danish.
    public func text(in language: Language) -> (text: String, language: Language) {
        for language in [language, .english] {
            if language == .danish { break }
            if let text = others[language] { return (text, language) }
        }
        return (danish, .danish)
    }

    private static func isLine(_ text: String) -> Bool {
        let breaks: Set<Unicode.GeneralCategory> = [.control, .lineSeparator, .paragraphSeparator]
        return (1...lengthMax).contains(text.count)
            && text.unicodeScalars.allSatisfy { !breaks.contains($0.properties.generalCategory) }
    }
}
