// SPDX-License-Identifier: MPL-2.0

/// The parts of a value that percent signs separate, as Cicero writes them.
///
/// Nothing is known of an escape for a percent sign within a part. One part of each value is free
/// text, in which a surplus of signs is taken to stand; the others cannot hold one.
struct Subfields {
    private static let separator: UInt8 = 0x25

    private let parts: [Substring.UTF8View]

    init(_ text: String) {
        parts = text[...].utf8.split(separator: Self.separator, omittingEmptySubsequences: false)
    }

    var count: Int { parts.count }

    /// A part, or nil when it is absent or empty.
    subscript(index: Int) -> String? {
        guard parts.indices.contains(index), !parts[index].isEmpty else { return nil }
        return String(Substring(parts[index]))
    }

    /// The part from one index up to another, with the signs between them, or nil when it is
    /// absent or empty.
    subscript(range: Range<Int>) -> String? {
        let joined = parts[range.clamped(to: parts.indices)].map { String(Substring($0)) }
            .joined(separator: "%")
        return joined.isEmpty ? nil : joined
    }

    /// Everything from an index on, empty when there is nothing.
    func text(from index: Int) -> String {
        self[index..<max(index, count)] ?? ""
    }

    /// Joins parts, none of which may hold a percent sign.
    ///
    /// - Returns: nil when one does.
    static func joined(_ parts: [String?]) -> String? {
        let texts = parts.map { $0 ?? "" }
        guard !texts.contains(where: { $0.utf8.contains(separator) }) else { return nil }
        return texts.joined(separator: "%")
    }
}

/// A value that percent signs divide into parts, as Cicero writes lists and places.
///
/// The text is kept, so a value is written exactly as it was read, and a part is looked for when
/// it is asked for. Parts that are absent or empty are nil. Other library systems write other
/// text; then the first part is all there is.
public protocol DividedText: Sendable, Hashable, Redacted {
    /// The field's whole text.
    var text: String { get }

    /// Takes the text of a field.
    init(_ text: String)
}

extension DividedText {
    var parts: Subfields { Subfields(text) }

    /// A mask of constant length, since most of these values tell what a patron reads.
    public var redacted: String { Redaction.mask }
}
