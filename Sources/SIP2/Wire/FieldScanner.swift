// SPDX-License-Identifier: MPL-2.0

/// Walks over the fields of a message's bytes without allocating.
struct FieldScanner {
    /// What stands between two delimiters.
    enum Piece {
        /// A field and where its value lies.
        case field(FieldID, Range<Int>)
        /// Something that is no field.
        case stray
    }

    private var position: Int
    private let end: Int
    private let delimiter: UInt8
    /// Whether the last piece ended with a delimiter, as it must.
    private(set) var endsWithDelimiter = true

    /// Begins at the first byte after the fixed part.
    ///
    /// - Parameters:
    ///   - range: The bytes of the fields, up to the sequence number and checksum.
    ///   - delimiter: The byte that ends a field.
    init(_ range: Range<Int>, delimiter: UInt8) {
        position = range.lowerBound
        end = range.upperBound
        self.delimiter = delimiter
    }

    /// The next piece, or nil at the end.
    mutating func next(in bytes: Span<UInt8>) -> Piece? {
        guard position < end else { return nil }
        let start = position
        let stop = Self.firstIndex(of: delimiter, in: bytes, from: start, to: end)
        endsWithDelimiter = stop < end
        position = stop + 1
        guard stop - start >= 2, let id = FieldID(bytes[start], bytes[start + 1]) else {
            return .stray
        }
        return .field(id, start + 2..<stop)
    }

    /// The index of a byte, or `end` when it does not occur.
    static func firstIndex(
        of byte: UInt8,
        in bytes: Span<UInt8>,
        from start: Int,
        to end: Int
    ) -> Int {
        // Over a span of its own the loop needs no bounds checks.
        let searched = bytes.extracting(start..<end)
        var index = 0
        while index < searched.count, searched[index] != byte {
            index &+= 1
        }
        return start + index
    }

    /// How often a byte occurs in a range.
    static func count(of byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let searched = bytes.extracting(range)
        var count = 0
        for index in searched.indices {
            count &+= searched[index] == byte ? 1 : 0
        }
        return count
    }
}
