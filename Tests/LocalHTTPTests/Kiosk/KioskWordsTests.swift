// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import LocalHTTP

/// Every text of a value, by its path.
private func texts(_ value: Any, _ path: String = "") -> [String: String] {
    if let text = value as? String { return [path: text] }
    var found: [String: String] = [:]
    for (index, child) in Mirror(reflecting: value).children.enumerated() {
        found.merge(texts(child.value, "\(path).\(child.label ?? "\(index)")")) { first, _ in first
        }
    }
    return found
}

/// Every text of a language, reasons and misplaced scans included.
private func catalogue(_ language: Language) -> [String: String] {
    let words = KioskWords(language)
    var found = texts(words)
    for reason in KioskRow.Reason.allCases { found["reason.\(reason)"] = words.reason(reason) }
    for misplaced in KioskView.Misplaced.allCases {
        found.merge(texts(words.misplaced(misplaced), "misplaced.\(misplaced)")) { $1 }
    }
    return found
}

/// Every counted text of a value, by its path.
private func counted(_ value: Any, _ path: String = "") -> [String: Counted] {
    if let words = value as? Counted { return [path: words] }
    var found: [String: Counted] = [:]
    for child in Mirror(reflecting: value).children {
        found.merge(counted(child.value, "\(path).\(child.label ?? "")")) { $1 }
    }
    return found
}

/// The places to fill in, in order of their names.
private func places(_ text: String) -> Set<String> {
    Set(
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap {
            piece in
            piece.split(separator: "}").first.map(String.init)
        }
    )
}

@Suite struct `A kiosk's words` {
    @Test(arguments: Language.allCases) func `are all there`(language: Language) {
        for (path, text) in catalogue(language) where !path.hasSuffix(".helpText") {
            #expect(!text.isEmpty, "\(path)")
        }
    }

    @Test(arguments: Language.allCases)
    func `leave the same places to fill in as the Danish ones`(language: Language) {
        let danish = catalogue(.danish)
        for (path, text) in catalogue(language) {
            // The forms of plurals differ, and one and two may be words.
            guard let other = danish[path], !path.hasSuffix(".one") else { continue }
            #expect(places(text) == places(other), "\(path)")
        }
    }

    @Test(arguments: Language.allCases)
    func `have the plural forms of their language and no other`(language: Language) {
        for (path, words) in counted(KioskWords(language)) {
            let forms: [(Counted.Form, String?)] = [
                (.zero, words.zero), (.one, words.one), (.two, words.two), (.few, words.few),
                (.many, words.many), (.other, words.other),
            ]
            let present = Set(forms.filter { $0.1 != nil }.map(\.0))
            #expect(present == Counted.Form.all(in: language), "\(path)")
            #expect(words.other.contains("{n}"), "\(path)")
        }
    }

    @Test(arguments: [
        (1, "1 позика"), (2, "2 позики"), (4, "4 позики"), (5, "5 позик"), (11, "11 позик"),
        (12, "12 позик"), (21, "21 позика"), (22, "22 позики"), (111, "111 позик"),
        (0, "0 позик"),
    ])
    func `count in Ukrainian`(number: Int, text: String) {
        let words = KioskWords(.ukrainian)
        #expect(words.count(words.lists.loans, number) == text)
    }

    @Test(arguments: [
        (0, "لا إعارات"), (1, "إعارة واحدة"), (2, "إعارتان"), (3, "3 إعارات"), (10, "10 إعارات"),
        (11, "11 إعارة"), (99, "99 إعارة"), (100, "100 إعارة"), (103, "103 إعارات"),
    ])
    func `count in Arabic`(number: Int, text: String) {
        let words = KioskWords(.arabic)
        #expect(words.count(words.lists.loans, number) == text)
    }

    @Test(arguments: [
        (Language.danish, "Afleveres senest 12.\u{A0}december"),
        (.english, "Due back by 12\u{A0}December"), (.german, "Zurück bis 12.\u{A0}Dezember"),
        (.ukrainian, "Повернути до 12\u{A0}грудня"), (.arabic, "تُعاد حتى 12\u{A0}ديسمبر"),
    ])
    func `say when something is due`(language: Language, text: String) throws {
        let date = try #require(CivilDate(year: 2026, month: 12, day: 12))
        let today = try #require(CivilDate(year: 2026, month: 11, day: 22))
        #expect(KioskWords(language).due(.on(date), seenFrom: today) == text)
    }

    @Test func `name the year where it is another one`() throws {
        let date = try #require(CivilDate(year: 2027, month: 1, day: 2))
        let today = try #require(CivilDate(year: 2026, month: 12, day: 22))
        #expect(KioskWords(.danish).date(date, seenFrom: today) == "2.\u{A0}januar 2027")
    }

    @Test(arguments: [
        (Language.danish, "12,50\u{A0}kr."), (.english, "12.50\u{A0}kr."),
        (.german, "12,50\u{A0}kr."), (.ukrainian, "12,50\u{A0}kr."),
        (.arabic, "\u{2066}12.50\u{A0}kr.\u{2069}"),
    ])
    func `write money`(language: Language, text: String) {
        #expect(KioskWords(language).money(Money(hundredths: 1250, currency: "DKK")) == text)
        let euro = KioskWords(.danish).money(Money(hundredths: -5, currency: "EUR"))
        #expect(euro == "-0,05\u{A0}EUR")
    }

    @Test func `put in what is put in once`() {
        #expect("{a} og {b}".filled(["a": "{b}", "b": "c"]) == "{b} og c")
        #expect("{a}, {".filled([:]) == "{a}, {")
    }
}
