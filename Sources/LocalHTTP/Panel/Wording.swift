// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// A text for people in every language.
public struct Wording: Sendable, Hashable {
    /// The Danish text.
    public var danish: String
    /// The English text, which stands in for a language that has none.
    public var english: String
    /// The German text.
    public var german: String?
    /// The Ukrainian text.
    public var ukrainian: String?
    /// The Arabic text.
    public var arabic: String?

    /// A text in the languages that there are.
    public init(
        danish: String,
        english: String,
        german: String? = nil,
        ukrainian: String? = nil,
        arabic: String? = nil
    ) {
        self.danish = danish
        self.english = english
        self.german = german
        self.ukrainian = ukrainian
        self.arabic = arabic
    }

    /// The text in a language.
    public subscript(language: Language) -> String {
        switch language {
        case .danish: danish
        case .english: english
        case .german: german ?? english
        case .ukrainian: ukrainian ?? english
        case .arabic: arabic ?? english
        }
    }
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
