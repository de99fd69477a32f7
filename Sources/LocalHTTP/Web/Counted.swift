// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// A text with a number in it, in the forms that the number's plural takes.
///
/// The names of the forms are those of the Unicode CLDR, by which a browser chooses too
/// (`Intl.PluralRules`); a language leaves out those it does not have.
struct Counted: Sendable, Hashable, Codable {
    /// The forms that whole numbers can take.
    enum Form: String, Sendable, Hashable, CaseIterable {
        case zero, one, two, few, many, other
    }

    var zero: String?
    /// The text for 1; in Ukrainian also for 21, 31 and so on.
    var one: String
    var two: String?
    var few: String?
    var many: String?
    /// The text for every other number, which stands where `{n}` is.
    var other: String

    /// The text for a number.
    func text(_ number: Int, in language: Language) -> String {
        let form: String? =
            switch Form(number, in: language) {
            case .zero: zero
            case .one: one
            case .two: two
            case .few: few
            case .many: many
            case .other: other
            }
        return (form ?? other).filled(["n": String(number)])
    }
}

extension Counted.Form {
    /// The forms that a language has.
    static func all(in language: Language) -> Set<Self> {
        switch language {
        case .danish, .english, .german: [.one, .other]
        case .ukrainian: [.one, .few, .many, .other]
        case .arabic: Set(allCases)
        }
    }

    /// The form of a number (CLDR, plural rules for cardinal numbers).
    init(_ number: Int, in language: Language) {
        let (tens, ones) = (number % 100, number % 10)
        switch language {
        case .danish, .english, .german:
            self = number == 1 ? .one : .other
        case .ukrainian:
            if ones == 1, tens != 11 {
                self = .one
            } else if (2...4).contains(ones), !(12...14).contains(tens) {
                self = .few
            } else {
                self = .many
            }
        case .arabic:
            switch (number, tens) {
            case (0, _): self = .zero
            case (1, _): self = .one
            case (2, _): self = .two
            case (_, 3...10): self = .few
            case (_, 11...99): self = .many
            default: self = .other
            }
        }
    }
}

extension String {
    /// The text with each `{name}` replaced; what is put in is not looked at again.
    func filled(_ values: [String: String]) -> String {
        var text = ""
        var rest = Substring(self)
        while let open = rest.firstIndex(of: "{"),
            let close = rest[open...].firstIndex(of: "}")
        {
            let name = String(rest[rest.index(after: open)..<close])
            text += rest[..<open]
            text += values[name] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}
