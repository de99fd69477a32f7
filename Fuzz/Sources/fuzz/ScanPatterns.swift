// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner

extension FuzzTarget {
    /// The text of patterns, and texts that are compared with them.
    static let scanPattern = FuzzTarget(
        name: "scan-pattern",
        seeds: [
            story("9{10}", "(LP-)9{7}", "3829213522"),
            story("[A-Za-z0-9./-]{4,32}", "?{1,3}", "LP-1000124"),
            story("A{1,3}9", "N|a", "AB1"),
            story("[LP0-9-]", "(|)", "-|"),
        ],
        check: PatternStory.run
    )

    private static func story(_ first: String, _ second: String, _ text: String) -> [UInt8] {
        [UInt8(first.utf8.count)] + Array(first.utf8) + [UInt8(second.utf8.count)]
            + Array(second.utf8) + Array(text.utf8)
    }
}

private enum PatternStory {
    /// Two patterns with their lengths in front; the rest is the text.
    static func run(_ input: [UInt8]) {
        var choices = Choices(input)
        let first = text(choices.bytes(atMost: Int(choices.byte())))
        let second = text(choices.bytes(atMost: Int(choices.byte())))
        let subject = text(choices.remaining())
        guard let left = pattern(first), let right = pattern(second) else { return }
        let either = left.matches(subject) || right.matches(subject)
        if let both = pattern(first + "|" + second) {
            require(both.matches(subject) == either, "alternatives match what either matches")
        } else {
            require(first.utf8.count + second.utf8.count > 16, "only limits forbid alternatives")
        }
        if !first.contains("|"), !second.contains("|"), let row = pattern(first + second) {
            let splits = subject.indices + [subject.endIndex]
            let fits = splits.contains {
                left.matches(String(subject[..<$0])) && right.matches(String(subject[$0...]))
            }
            require(row.matches(subject) == fits, "a row matches what some split of it matches")
        }
    }

    private static func pattern(_ source: String) -> ScanPattern? {
        guard let pattern = try? ScanPattern(source) else { return nil }
        require(source.utf8.count <= ScanPattern.sourceLimit, "a pattern is limited")
        require(pattern.source == source, "a pattern keeps its source")
        require(!pattern.matches(""), "no pattern matches nothing")
        let tooLong = String(repeating: "0", count: Scan.lengthLimit + 1)
        require(!pattern.matches(tooLong), "no pattern matches more than a scan can hold")
        require((try? ScanPattern(source)) == pattern, "reading it again gives the same")
        return pattern
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
