// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import Testing

@Suite struct `A scan pattern` {
    private func error(_ source: String) -> ScanPatternError? {
        do throws(ScanPatternError) {
            _ = try ScanPattern(source)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("9{10}", ["3829213522"], ["382921352", "38292135220", "382921352A", " 3829213522"]),
        ("9{9,10}", ["123456789", "1234567890"], ["12345678", "12345678901"]),
        ("(LP-)9{7}", ["LP-1000124"], ["lp-1000124", "LP1000124", "LP-100012"]),
        ("9{10}|(LP-)9{7}", ["3829213522", "LP-1000124"], ["LP-3829213522", ""]),
        ("AA9", ["AB1"], ["Ab1", "A1", "AB12"]),
        ("aa", ["aB"], ["a1", "abc"]),
        ("N{2}", ["a1", "Z9"], ["a-", "é1"]),
        ("?{1,3}", [" ", "~!a"], ["", "abcd", "a\t", "\u{7F}"]),
        ("[A-C1-]{3}", ["A-1", "CB-"], ["D11", "A-2"]),
        ("[-x]", ["-", "x"], ["a"]),
        ("9-9.9/9:9_9+9", ["1-2.3/4:5_6+7"], ["1-2.3/4:5_6-7"]),
        ("(9A|{[)", ["9A|{["], ["11|{["]),
        ("9{1,5}9{1,5}", ["12", "1234567890"], ["1", "12345678901"]),
    ])
    func `accepts whole texts of its shape and no others`(
        source: String,
        accepted: [String],
        refused: [String]
    ) throws {
        let pattern = try ScanPattern(source)
        #expect(accepted.filter { !pattern.matches($0) } == [])
        #expect(refused.filter(pattern.matches) == [])
        #expect(pattern.description == source)
    }

    @Test func `agrees with plain trial on every short text`() throws {
        let segments: [(source: String, characters: String, counts: ClosedRange<Int>)] = [
            ("9{1,2}", "12", 1...2), ("N{1,3}", "12x", 1...3), ("?", "12x-", 1...1),
            ("[x-]{2,3}", "x-", 2...3),
        ]
        let texts = Self.texts(of: "12x-", lengthMax: 6)
        for first in segments {
            for second in segments {
                let pattern = try ScanPattern(first.source + second.source)
                let wrong = texts.filter { text in
                    let fits = first.counts.contains { count in
                        count <= text.count
                            && text.prefix(count).allSatisfy(first.characters.contains)
                            && second.counts.contains(text.count - count)
                            && text.dropFirst(count).allSatisfy(second.characters.contains)
                    }
                    return pattern.matches(text) != fits
                }
                #expect(wrong == [])
            }
        }
    }

    private static func texts(of alphabet: String, lengthMax: Int) -> [String] {
        var texts = [""]
        var longest = texts
        for _ in 0..<lengthMax {
            longest = longest.flatMap { text in alphabet.map { text + String($0) } }
            texts += longest
        }
        return texts
    }

    @Test func `takes bounded time for texts made to be tried in many ways`() throws {
        let pattern = try ScanPattern(String(repeating: "?{1,256}", count: 30))
        #expect(pattern.matches(String(repeating: "1", count: 256)))
        #expect(!pattern.matches(String(repeating: "1", count: 255) + "\n"))
        #expect(!pattern.matches(String(repeating: "1", count: 257)))
    }

    @Test func `has ready-made shapes that equal their written form`() throws {
        #expect(try ScanPattern(ScanPattern.tenDigits.source) == .tenDigits)
        #expect(try ScanPattern(ScanPattern.itemNumber.source) == .itemNumber)
        #expect(ScanPattern.itemNumber.matches("LP-1000124"))
        #expect(ScanPattern.itemNumber.matches("3829213522"))
        #expect(!ScanPattern.itemNumber.matches("LP 1000124"))
    }

    @Test(arguments: [
        ("", ScanPatternError.empty), ("9|", .empty), ("|9", .empty), ("9||9", .empty),
        ("()", .empty), ("[", .unclosed), ("[9", .unclosed), ("(LP", .unclosed),
        ("9{", .unclosed), ("9{1", .unclosed), ("LP9", .unknownCharacter),
        ("d{10}", .unknownCharacter), ("0", .unknownCharacter), ("9*", .unknownCharacter),
        ("]", .unknownCharacter), ("}", .unknownCharacter), (")", .unknownCharacter),
        ("[]", .invalidSet), ("[9-0]", .invalidSet), ("{3}", .invalidCount),
        ("9{}", .invalidCount), ("9{0}", .invalidCount), ("9{257}", .invalidCount),
        ("9{2,1}", .invalidCount), ("9{1,2,3}", .invalidCount), ("9{-1}", .invalidCount),
        ("9{+1}", .invalidCount), ("9{,5}", .invalidCount), ("9{1}{2}", .invalidCount),
        ("(LP){2}", .invalidCount), ("9|{2}", .invalidCount), ("æ", .notPrintable),
        ("9\t", .notPrintable),
    ])
    func `is refused when it is written wrongly`(source: String, expected: ScanPatternError) {
        #expect(error(source) == expected)
    }

    @Test func `is refused above each limit`() {
        let source = String(repeating: "9", count: ScanPattern.segmentLimit)
        #expect(error(source) == nil)
        #expect(error(source + "9") == .tooLong)
        let alternatives = Array(repeating: "9", count: ScanPattern.alternativeLimit)
        #expect(error(alternatives.joined(separator: "|")) == nil)
        #expect(error((alternatives + ["9"]).joined(separator: "|")) == .tooLong)
        #expect(error("(" + String(repeating: "1", count: 300) + ")") == .tooLong)
    }

    @Test func `reads or refuses any text`() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("9AaN?[](){},|-0123LP ")
        let contradictions = (0..<20_000).filter { _ in
            let source = generator.text(of: alphabet, length: 0...20)
            guard let pattern = try? ScanPattern(source) else { return false }
            return pattern.source != source || pattern.matches("\n")
        }
        #expect(contradictions == [])
    }

    @Test func `has a sentence and a stable code for each error`() {
        #expect(Set(ScanPatternError.allCases.map(\.description)).count == 7)
        #expect(Set(ScanPatternError.allCases.map(\.rawValue)).count == 7)
    }
}
