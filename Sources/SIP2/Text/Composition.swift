// SPDX-License-Identifier: MPL-2.0

/// Composes letters that arrive as a base letter and combining marks.
///
/// Some servers send `å` as `a` followed by U+030A, which no code page can hold and which compares
/// unequal byte by byte. The table holds every letter of Latin-1 Supplement, Latin Extended-A and
/// -B, Latin Extended Additional, Greek and Cyrillic that has a single code point. This is less
/// than Unicode's NFC: other scripts, and a letter with one mark more than its single code point
/// has, stay as they came.
enum Composition {
    /// Composes the letters of a text that the table holds.
    static func composed(_ text: String) -> String {
        guard isNeeded(for: text.utf8.span) else { return text }
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for character in text {
            let isSequence = character.unicodeScalars.dropFirst().first != nil
            result.append(isSequence ? singleCodePoints[character] ?? character : character)
        }
        return result
    }

    /// Tells whether text in UTF-8 may hold one of the combining marks U+0300 to U+036F.
    ///
    /// All bytes are looked at, which is faster than stopping at the first.
    static func isNeeded(for bytes: Span<UInt8>) -> Bool {
        var found: UInt8 = 0
        for index in bytes.indices {
            found |= bytes[index] & 0xFE == 0xCC ? 1 : 0
        }
        return found != 0
    }

    /// Each letter under itself: characters that are canonically equivalent are equal, so looking
    /// up a sequence finds its composed form.
    private static let singleCodePoints: [Character: Character] = {
        let blocks: [ClosedRange<UInt32>] = [
            0x00C0...0x024F, 0x0370...0x04FF, 0x1E00...0x1EFF,
        ]
        let letters = blocks.joined().compactMap(Unicode.Scalar.init).map(Character.init)
        return Dictionary(zip(letters, letters), uniquingKeysWith: { first, _ in first })
    }()
}
