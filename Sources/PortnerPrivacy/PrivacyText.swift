// SPDX-License-Identifier: MPL-2.0

/// The languages in which patrons are told about their data.
public enum PrivacyLanguage: String, Sendable, Hashable, CaseIterable {
    /// Danish.
    case danish = "da"
    /// English.
    case english = "en"
}

/// A text in both languages.
public struct PrivacyText: Sendable, Hashable {
    /// The Danish text.
    public let danish: String
    /// The English text.
    public let english: String

    /// A text in both languages.
    public init(_ danish: String, _ english: String) {
        self.danish = danish
        self.english = english
    }

    /// The text in one language.
    public subscript(language: PrivacyLanguage) -> String {
        switch language {
        case .danish: danish
        case .english: english
        }
    }
}
