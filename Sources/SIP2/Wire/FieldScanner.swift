// SPDX-License-Identifier: MPL-2.0

/// Walks over the fields of a message's bytes without allocating.
public struct FieldScanner: Sendable {
    /// What stands between two delimiters.
    public enum Piece: Sendable, Hashable {
        /// A field and where its value lies.
        case field(FieldID, Range<Int>)
        /// Something that is no field.
        case stray(Range<Int>)
    }

    private var start: Int
    private let end: Int
    private let delimiter: UInt8
    /// Whether the last piece ended with a delimiter, as it must.
    public private(set) var endsWithDelimiter = true

    /// Begins at the first byte after the fixed part.
    ///
    /// - Parameters:
    ///   - range: The bytes of the fields, up to the sequence number and checksum.
    ///   - delimiter: The byte that ends a field.
    public init(_ range: Range<Int>, delimiter: UInt8) {
        start = range.lowerBound
        end = range.upperBound
        self.delimiter = delimiter
    }

    /// Goes on to the next piece.
    ///
    /// - Parameter bytes: The message, the same each time.
    /// - Returns: The piece, or nil at the end.
    @inline(__always)
    public mutating func next(in bytes: Span<UInt8>) -> Piece? {
        guard start < end else { return nil }
        let first = start
        let rest = bytes.extracting(first..<end)
        let length = rest.firstIndex(of: delimiter)
        endsWithDelimiter = length < rest.count
        start = first &+ length &+ 1
        guard length >= 2, let id = FieldID(rest[0], rest[1]) else {
            return .stray(first..<first &+ length)
        }
        return .field(id, first &+ 2..<first &+ length)
    }
}
