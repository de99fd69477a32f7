// SPDX-License-Identifier: MPL-2.0

/// A picture of black and white dots.
public struct Bitmap: Sendable, Hashable {
    /// The greatest width in dots.
    public static let widthMax = 1024
    /// The greatest height in dots.
    public static let heightMax = 4096

    /// The width in dots.
    public let width: Int
    /// The height in dots.
    public let height: Int
    /// The rows from the top, each of ``rowLength`` bytes; the highest bit is the leftmost dot.
    public private(set) var bytes: [UInt8]

    /// A white picture, or nil when a side is below 1 or above its limit.
    public init?(width: Int, height: Int) {
        guard (1...Self.widthMax).contains(width), (1...Self.heightMax).contains(height) else {
            return nil
        }
        self.width = width
        self.height = height
        bytes = [UInt8](repeating: 0, count: (width + 7) / 8 * height)
    }

    /// The bytes of one row.
    public var rowLength: Int { (width + 7) / 8 }

    /// Whether a dot is black; outside of the picture everything is white and stays so.
    public subscript(x: Int, y: Int) -> Bool {
        get {
            guard contains(x, y) else { return false }
            return bytes[y * rowLength + x / 8] & (0x80 >> UInt8(x % 8)) != 0
        }
        set {
            guard contains(x, y) else { return }
            let bit = UInt8(0x80) >> UInt8(x % 8)
            if newValue {
                bytes[y * rowLength + x / 8] |= bit
            } else {
                bytes[y * rowLength + x / 8] &= ~bit
            }
        }
    }

    /// How many bytes of each row there are up to the last one with a black dot in any of them.
    var usedRowLength: Int {
        for column in stride(from: rowLength, to: 0, by: -1) {
            let cells = stride(from: column - 1, to: bytes.count, by: rowLength)
            if cells.contains(where: { bytes[$0] != 0 }) { return column }
        }
        return 0
    }

    private func contains(_ x: Int, _ y: Int) -> Bool {
        (0..<width).contains(x) && (0..<height).contains(y)
    }
}

/// Draws letters, for scripts that a printer does not have.
///
/// Which fonts there are is the outside's business: ``FontRasteriser`` draws with one that it is
/// given.
public protocol Rasteriser: Sendable {
    /// How many letters of the usual width fit on paper of a width in dots.
    func columns(on width: Int) -> Int

    /// Draws one line.
    ///
    /// - Parameters:
    ///   - line: The text with its emphasis and place.
    ///   - width: The width of the paper in dots, which the picture must not exceed.
    /// - Returns: nil where a letter is not in the font.
    func draw(_ line: ReceiptLine, width: Int) -> Bitmap?
}
