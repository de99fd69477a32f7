// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@Suite struct `A companion text` {
    @Test func `is the one that the library wrote in the language`() throws {
        let text = try #require(CompanionText([.danish: "D", .english: "E", .arabic: "A"]))
        for (language, word) in [(Language.danish, "D"), (.english, "E"), (.arabic, "A")] {
            #expect(text.text(in: language) == (word, language))
        }
    }

    @Test func `falls back to what the library wrote in English, and else in Danish`() throws {
        let both = try #require(CompanionText([.danish: "D", .english: "E"]))
        #expect(both.text(in: .german) == ("E", .english))
        #expect(both.text(in: .danish) == ("D", .danish))
        let one = try #require(CompanionText([.danish: "D", .german: "T"]))
        #expect(one.text(in: .ukrainian) == ("D", .danish))
        #expect(one.text(in: .english) == ("D", .danish))
    }

    @Test func `needs a Danish text`() {
        #expect(CompanionText([:]) == nil)
        #expect(CompanionText([.english: "E"]) == nil)
    }

    @Test(arguments: Language.allCases)
    func `is one line that fits the screen in each language`(language: Language) {
        func text(_ text: String) -> CompanionText? {
            CompanionText([Language.danish: "D"].merging([language: text]) { $1 })
        }
        #expect(text(String(repeating: "æ", count: CompanionText.lengthMax)) != nil)
        #expect(text(String(repeating: "æ", count: CompanionText.lengthMax + 1)) == nil)
        for wrong in ["", "a\nb", "a\u{1B}[2Jb", "a\u{2028}b"] { #expect(text(wrong) == nil) }
    }
}
