// SPDX-License-Identifier: MPL-2.0

/// The character sets that SIP2 peers use.
///
/// The protocol's own default is code page 850; anything else is agreed between the two sides.
/// A checksum is taken over the bytes after encoding, so both sides must use the same set.
public enum TextEncoding: Sendable, Hashable, CaseIterable {
    /// UTF-8, as the Danish library systems send it.
    case utf8
    /// ISO 8859-1, where each byte is the code point of its character.
    case isoLatin1
    /// Code page 850, the default of the protocol.
    case codePage850

    /// Reads bytes as characters without changing any of them.
    ///
    /// Invalid UTF-8 becomes U+FFFD; the two other sets define every byte.
    func characters(of bytes: ArraySlice<UInt8>) -> String {
        switch self {
        case .utf8:
            return String(decoding: bytes, as: UTF8.self)
        case .isoLatin1:
            var text = String.UnicodeScalarView()
            text.append(contentsOf: bytes.lazy.map { Unicode.Scalar($0) })
            return String(text)
        case .codePage850:
            var text = String.UnicodeScalarView()
            text.append(contentsOf: bytes.lazy.map { CodePage850.scalar(of: $0) })
            return String(text)
        }
    }

    /// Reads the bytes of a received value as text.
    ///
    /// `&#124;`, which some servers write for the delimiter, is read as `|`. Latin, Greek and
    /// Cyrillic letters that arrive as a base and combining marks are composed where Unicode has
    /// a single code point for them; this is less than normalisation form C.
    public func text(of bytes: ArraySlice<UInt8>) -> String {
        let traits = Traits(of: bytes.span)
        let text = traits.isASCII ? String(decoding: bytes, as: UTF8.self) : characters(of: bytes)
        // The two other sets have no combining marks.
        let composed = self == .utf8 && !traits.isASCII ? Composition.composed(text) : text
        return traits.hasAmpersand ? Self.replacingDelimiterEntity(in: composed) : composed
    }

    /// What decides how a value is read.
    private struct Traits {
        var isASCII: Bool
        var hasAmpersand: Bool

        /// All bytes are looked at, which is faster than stopping at the first.
        init(of bytes: Span<UInt8>) {
            var all: UInt8 = 0
            var ampersands: UInt8 = 0
            for index in bytes.indices {
                all |= bytes[index]
                ampersands |= bytes[index] == 0x26 ? 1 : 0
            }
            isASCII = all < 0x80
            hasAmpersand = ampersands != 0
        }
    }

    /// Appends text in this character set to a buffer.
    ///
    /// - Returns: `false` when a character does not exist in the set; the buffer then ends with
    ///   the characters before it.
    func append(_ text: String, to bytes: inout [UInt8]) -> Bool {
        switch self {
        case .utf8:
            bytes.append(contentsOf: text.utf8)
        case .isoLatin1:
            for scalar in text.unicodeScalars {
                guard let byte = UInt8(exactly: scalar.value) else { return false }
                bytes.append(byte)
            }
        case .codePage850:
            for scalar in text.unicodeScalars {
                guard let byte = CodePage850.byte(of: scalar) else { return false }
                bytes.append(byte)
            }
        }
        return true
    }

    private static func replacingDelimiterEntity(in text: String) -> String {
        let entity = Array("&#124;".utf8)
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: entity) {
                result.append(0x7C)
                index += entity.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
