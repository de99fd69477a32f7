// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// A text for people in every language.
public struct Wording: Sendable, Hashable {
    /// The Danish text.
    public var danish: String
    /// The English text.
    public var english: String

    /// A text in both languages.
    public init(danish: String, english: String) {
        self.danish = danish
        self.english = english
    }

    /// The text in a language.
    public subscript(language: Language) -> String {
        switch language {
        case .danish: danish
        case .english: english
        }
    }
}

/// A text with a number in it: the words for one and for more.
struct Counted: Sendable, Hashable, Codable {
    /// The text for 1.
    var one: String
    /// The text for every other number, which stands where `{n}` is.
    var other: String
}

/// A value for each language that a panel offers, by the language's tag.
typealias ByLanguage<Value> = [String: Value]

extension Language {
    /// A value for each of these languages.
    static func each<Value>(
        of languages: [Language],
        _ value: (Language) -> Value
    ) -> ByLanguage<Value> {
        Dictionary(languages.map { ($0.rawValue, value($0)) }) { first, _ in first }
    }
}
