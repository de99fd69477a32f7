// SPDX-License-Identifier: MPL-2.0

/// A shape that codes of one kind have, such as ten digits.
///
/// A pattern describes a whole code, character by character:
///
/// | Written | Means |
/// | --- | --- |
/// | `9` | one digit |
/// | `A` | one capital letter |
/// | `a` | one letter of either case |
/// | `N` | one digit or letter of either case |
/// | `?` | one printable ASCII character |
/// | `[LP0-9-]` | one of the characters and ranges listed; a hyphen stands first or last |
/// | `(LP-)` | the text between the parentheses |
/// | `-`, `.`, `/`, `:`, `_`, `+` | itself |
/// | `{10}` | the character before it, ten times |
/// | `{4,12}` | the character before it, four to twelve times |
/// | `\|` | between two shapes, either of which will do |
///
/// `9{10}|(LP-)9{7}` accepts `3829213522` and `LP-1000124`. There is no nesting, nothing to look
/// ahead for and no unlimited repetition: matching takes a bounded number of steps for any text.
public struct ScanPattern: Sendable, Hashable {
    /// The most characters of a written pattern.
    public static let sourceLimit = 256
    /// The most shapes separated by `|`.
    public static let alternativeLimit = 16
    /// The most characters, sets and repetitions of one shape.
    public static let segmentLimit = 64

    /// Ten digits: a CPR number, and many library cards.
    public static let tenDigits = ScanPattern(
        source: "9{10}",
        alternatives: [[Segment(characters: .digits, least: 10, most: 10)]]
    )

    /// Four to 32 letters, digits and the signs found in item numbers: `[A-Za-z0-9./-]{4,32}`.
    public static let itemNumber = ScanPattern(
        source: "[A-Za-z0-9./-]{4,32}",
        alternatives: [
            [
                Segment(
                    characters: .digits.union(.letters).union(ASCIISet("./-".utf8)),
                    least: 4,
                    most: 32
                )
            ]
        ]
    )

    /// Any code of 1 to 64 printable characters: what a kiosk reads, where cards, items and orders
    /// are told apart later.
    public static let anything = ScanPattern(
        source: "?{1,64}",
        alternatives: [[Segment(characters: .printable, least: 1, most: 64)]]
    )

    /// The pattern as it was written.
    public let source: String

    /// A run of characters out of one set.
    struct Segment: Sendable, Hashable {
        var characters: ASCIISet
        var least: Int
        var most: Int
    }

    private let alternatives: [[Segment]]

    /// Reads a pattern.
    ///
    /// - Throws: ``ScanPatternError`` if the pattern is not written as described above.
    public init(_ source: String) throws(ScanPatternError) {
        var parser = try ScanPatternParser(source)
        self.init(source: source, alternatives: try parser.parse())
    }

    private init(source: String, alternatives: [[Segment]]) {
        self.source = source
        self.alternatives = alternatives
    }

    /// Whether the whole of a text has this shape.
    public func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count <= Scan.lengthLimit else { return false }
        return alternatives.contains { Self.matches(bytes[...], $0) }
    }

    /// Follows all ways through a shape at once: `ends` holds every position at which the segments
    /// so far can end.
    private static func matches(_ bytes: ArraySlice<UInt8>, _ segments: [Segment]) -> Bool {
        var ends = [Bool](repeating: false, count: bytes.count + 1)
        ends[0] = true
        for segment in segments {
            var next = [Bool](repeating: false, count: bytes.count + 1)
            for start in ends.indices where ends[start] {
                let run = bytes[start...].prefix(segment.most).prefix {
                    segment.characters.contains($0)
                }
                guard run.count >= segment.least else { continue }
                for end in start + segment.least...start + run.count {
                    next[end] = true
                }
            }
            ends = next
        }
        return ends[bytes.count]
    }
}

extension ScanPattern: CustomStringConvertible {
    /// The pattern as it was written.
    public var description: String { source }
}

/// A set of ASCII characters.
struct ASCIISet: Sendable, Hashable {
    private var bits: UInt128

    static let digits = ASCIISet(range: UInt8(ascii: "0")...UInt8(ascii: "9"))
    static let capitals = ASCIISet(range: UInt8(ascii: "A")...UInt8(ascii: "Z"))
    static let letters = capitals.union(ASCIISet(range: UInt8(ascii: "a")...UInt8(ascii: "z")))
    static let printable = ASCIISet(range: 0x20...0x7E)

    init(_ characters: some Sequence<UInt8>) {
        bits = characters.reduce(0) { $0 | UInt128(1) << UInt128($1) }
    }

    init(range: ClosedRange<UInt8>) {
        self.init(Array(range))
    }

    var isEmpty: Bool { bits == 0 }

    func contains(_ character: UInt8) -> Bool {
        bits & UInt128(1) << UInt128(character) != 0
    }

    func union(_ other: ASCIISet) -> ASCIISet {
        var union = self
        union.bits |= other.bits
        return union
    }
}
