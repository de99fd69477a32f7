// SPDX-License-Identifier: MPL-2.0

/// A font of black and white dots, sixteen high and eight or sixteen wide.
///
/// It is read from the form in which GNU Unifont is kept: a line for each character, its number and
/// its rows in hexadecimal digits, as `0041:0000000018242442427E424242420000`.
public struct BitmapFont: Sendable {
    /// The greatest number of bytes in a font's file.
    public static let lengthMax = 8 * 1024 * 1024
    /// The greatest number of characters.
    public static let glyphsMax = 70_000
    /// How many dots a character is high.
    public static let height = 16

    /// One character's dots.
    struct Glyph: Sendable, Hashable {
        /// How many dots it is wide: 8 or 16.
        let width: Int
        /// The rows from the top, the leftmost dot being the highest bit of sixteen.
        let rows: [UInt16]
    }

    private let bytes: [UInt8]
    /// The characters' numbers, rising, and where the digits of their rows begin.
    private let places: [(scalar: UInt32, start: Int)]

    /// How many characters there are.
    public var count: Int { places.count }

    /// Reads a font; nil for one that is too large or has no character in it.
    ///
    /// Lines that describe no character are passed over, and of several for one the first counts.
    public init?(hex bytes: [UInt8]) {
        guard bytes.count <= Self.lengthMax else { return nil }
        var places: [(scalar: UInt32, start: Int)] = []
        var start = 0
        while start < bytes.count, places.count < Self.glyphsMax {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            if let place = Self.place(in: bytes, start..<end) { places.append(place) }
            start = end + 1
        }
        guard !places.isEmpty else { return nil }
        self.bytes = bytes
        self.places = places.sorted { ($0.scalar, $0.start) < ($1.scalar, $1.start) }
    }

    /// What one line describes.
    private static func place(
        in bytes: [UInt8],
        _ line: Range<Int>
    ) -> (scalar: UInt32, start: Int)? {
        guard let colon = bytes[line].firstIndex(of: UInt8(ascii: ":")),
            (1...6).contains(colon - line.lowerBound),
            let scalar = number(bytes[line.lowerBound..<colon])
        else { return nil }
        let digits = bytes[(colon + 1)..<line.upperBound].prefix { digit($0) != nil }
        let rest = bytes[digits.endIndex..<line.upperBound]
        guard digits.count == 2 * height || digits.count == 4 * height,
            rest.isEmpty || rest.elementsEqual([0x0D])
        else { return nil }
        return (scalar, digits.startIndex)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt32? {
        var number: UInt32 = 0
        for byte in digits {
            guard let digit = digit(byte) else { return nil }
            number = number << 4 | UInt32(digit)
        }
        return number
    }

    private static func digit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case 0x30...0x39: UInt16(byte - 0x30)
        case 0x41...0x46: UInt16(byte - 0x41) + 10
        case 0x61...0x66: UInt16(byte - 0x61) + 10
        default: nil
        }
    }

    /// The dots of a character; nil where the font has none.
    func glyph(for scalar: Unicode.Scalar) -> Glyph? {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if places[middle].scalar < scalar.value { low = middle + 1 } else { high = middle }
        }
        guard low < places.count, places[low].scalar == scalar.value else { return nil }
        let digits = bytes[places[low].start...].prefix { Self.digit($0) != nil }
        let perRow = digits.count / Self.height
        let rows = (0..<Self.height).map { row in
            let start = digits.startIndex + row * perRow
            let value = digits[start..<(start + perRow)].reduce(0 as UInt16) { value, byte in
                value << 4 | (Self.digit(byte) ?? 0)
            }
            return perRow == 2 ? value << 8 : value
        }
        return Glyph(width: perRow * 4, rows: rows)
    }
}
