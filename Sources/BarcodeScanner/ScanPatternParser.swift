// SPDX-License-Identifier: MPL-2.0

/// Why a written pattern cannot be read.
///
/// The raw values are stable and meant for configuration checks.
public enum ScanPatternError: String, Error, Sendable, Hashable, CaseIterable {
    /// The pattern, or one of its shapes, is empty.
    case empty = "empty-pattern"
    /// The pattern or one of its parts exceeds a limit.
    case tooLong = "pattern-too-long"
    /// The pattern has a character outside printable ASCII.
    case notPrintable = "pattern-not-printable"
    /// A bracket, parenthesis or brace is not closed.
    case unclosed = "unclosed-bracket"
    /// A letter, digit or sign has no meaning outside brackets and parentheses.
    case unknownCharacter = "unknown-character"
    /// A set is empty or has a range that runs backwards.
    case invalidSet = "invalid-set"
    /// A count stands alone, is no number, is 0, or is greater than ``Scan/lengthLimit``.
    case invalidCount = "invalid-count"
}

extension ScanPatternError: CustomStringConvertible {
    /// One sentence for the technician who wrote the pattern.
    public var description: String {
        switch self {
        case .empty: "The pattern is empty or has an empty alternative."
        case .tooLong: "The pattern is too long or has too many alternatives."
        case .notPrintable: "The pattern has a character outside printable ASCII."
        case .unclosed: "A bracket, parenthesis or brace of the pattern is not closed."
        case .unknownCharacter:
            "The pattern has a character without a meaning; write fixed text in parentheses."
        case .invalidSet: "A set in brackets is empty or has a range that runs backwards."
        case .invalidCount: "A count in braces is not a number from 1 to 256 after a character."
        }
    }
}

/// Reads the language of ``ScanPattern``.
struct ScanPatternParser {
    private let source: [UInt8]
    private var position = 0
    private var alternatives: [[ScanPattern.Segment]] = []
    private var segments: [ScanPattern.Segment] = []
    /// Whether a count may follow: the last thing read was a single character.
    private var isCountable = false

    init(_ source: String) throws(ScanPatternError) {
        self.source = Array(source.utf8)
        guard self.source.count <= ScanPattern.sourceLimit else { throw .tooLong }
        guard self.source.allSatisfy(ASCIISet.printable.contains) else { throw .notPrintable }
    }

    mutating func parse() throws(ScanPatternError) -> [[ScanPattern.Segment]] {
        while let character = next() {
            switch character {
            case UInt8(ascii: "|"): try endAlternative()
            case UInt8(ascii: "("): try addText()
            case UInt8(ascii: "["): try add(set())
            case UInt8(ascii: "{"): try repeatLast()
            default: try add(Self.characters(of: character))
            }
        }
        try endAlternative()
        return alternatives
    }

    private static func characters(of character: UInt8) throws(ScanPatternError) -> ASCIISet {
        switch character {
        case UInt8(ascii: "9"): .digits
        case UInt8(ascii: "A"): .capitals
        case UInt8(ascii: "a"): .letters
        case UInt8(ascii: "N"): .digits.union(.letters)
        case UInt8(ascii: "?"): .printable
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"),
            UInt8(ascii: "_"), UInt8(ascii: "+"):
            ASCIISet(CollectionOfOne(character))
        default: throw .unknownCharacter
        }
    }

    private mutating func next() -> UInt8? {
        guard position < source.count else { return nil }
        defer { position += 1 }
        return source[position]
    }

    /// The characters up to a closing one, which is passed.
    private mutating func text(upTo closing: Character) throws(ScanPatternError) -> ArraySlice<
        UInt8
    > {
        let rest = source[position...]
        guard let end = rest.firstIndex(where: { Character(UnicodeScalar($0)) == closing }) else {
            throw .unclosed
        }
        position = end + 1
        return rest[..<end]
    }

    private mutating func add(_ characters: ASCIISet) throws(ScanPatternError) {
        guard segments.count < ScanPattern.segmentLimit else { throw .tooLong }
        segments.append(ScanPattern.Segment(characters: characters, least: 1, most: 1))
        isCountable = true
    }

    private mutating func addText() throws(ScanPatternError) {
        let text = try text(upTo: ")")
        guard !text.isEmpty else { throw .empty }
        for character in text {
            try add(ASCIISet(CollectionOfOne(character)))
        }
        isCountable = false
    }

    private mutating func set() throws(ScanPatternError) -> ASCIISet {
        var rest = try text(upTo: "]")
        var characters = ASCIISet(EmptyCollection())
        while let first = rest.popFirst() {
            var last = first
            if rest.count >= 2, rest.first == UInt8(ascii: "-") {
                last = rest[rest.startIndex + 1]
                rest = rest.dropFirst(2)
            }
            guard first <= last else { throw .invalidSet }
            characters = characters.union(ASCIISet(range: first...last))
        }
        guard !characters.isEmpty else { throw .invalidSet }
        return characters
    }

    private mutating func repeatLast() throws(ScanPatternError) {
        let counts = try text(upTo: "}").split(
            separator: UInt8(ascii: ","),
            omittingEmptySubsequences: false
        )
        guard isCountable, let last = segments.indices.last, (1...2).contains(counts.count) else {
            throw .invalidCount
        }
        segments[last].least = try Self.count(counts[0])
        segments[last].most = try Self.count(counts[counts.count - 1])
        guard segments[last].least <= segments[last].most else { throw .invalidCount }
        isCountable = false
    }

    private static func count(_ digits: ArraySlice<UInt8>) throws(ScanPatternError) -> Int {
        guard digits.allSatisfy(ASCIISet.digits.contains),
            let count = Int(String(decoding: digits, as: UTF8.self)),
            (1...Scan.lengthLimit).contains(count)
        else { throw .invalidCount }
        return count
    }

    private mutating func endAlternative() throws(ScanPatternError) {
        guard !segments.isEmpty else { throw .empty }
        guard alternatives.count < ScanPattern.alternativeLimit else { throw .tooLong }
        alternatives.append(segments)
        segments = []
        isCountable = false
    }
}
