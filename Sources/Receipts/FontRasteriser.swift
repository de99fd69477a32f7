// SPDX-License-Identifier: MPL-2.0

/// Draws lines with a font of dots.
///
/// Letters are drawn at twice their size, so that they are as large as the printer's own. Where a
/// line has many wide ones, all of it is drawn half as wide, and so always fits.
public struct FontRasteriser: Rasteriser {
    private let font: BitmapFont

    /// How many dots a narrow letter takes on the paper.
    private static let cell = 16
    /// How many times as high as in the font letters are drawn.
    private static let scale = 2

    /// A rasteriser that draws with a font.
    public init(_ font: BitmapFont) { self.font = font }

    /// How many narrow letters fit on paper of a width in dots.
    public static func columns(on width: Int) -> Int { width / cell }

    /// How many narrow letters fit on paper of a width in dots.
    public func columns(on width: Int) -> Int { Self.columns(on: width) }

    /// Draws one line; a letter that the font lacks is drawn as its replacement character, or as a
    /// question mark, or not at all.
    public func draw(_ line: ReceiptLine, width: Int) -> Bitmap? {
        let size = line.emphasis == .large ? 2 : 1
        let space = line.text.prefix { $0 == " " }.count
        let start = Part(String(line.text.dropLast(line.endLength)), line, font)
        let end = Part(String(line.text.suffix(line.endLength)), line, font)
        let needed = start.width + end.width + space * 8
        // The greatest number of times that all of it fits, and at least once.
        let across = max(1, min(Self.scale * size, width / max(1, needed)))
        let height = BitmapFont.height * Self.scale * size
        guard var picture = Bitmap(width: width, height: height) else { return nil }
        let left = line.isRightToLeft ? end : start
        let right = line.isRightToLeft ? start : end
        let indent = space * 8 * across
        var x = line.isRightToLeft ? 0 : indent
        if line.isCentred {
            x = max(0, (width - needed * across) / 2)
            (left.width > 0 ? left : right).draw(on: &picture, at: x, across, line.emphasis)
            return picture
        }
        left.draw(on: &picture, at: x, across, line.emphasis)
        let edge = width - right.width * across - (line.isRightToLeft ? indent : 0)
        right.draw(on: &picture, at: max(0, edge), across, line.emphasis)
        return picture
    }

    /// What stands together on a line.
    private struct Part {
        private let glyphs: [(glyph: BitmapFont.Glyph, marks: [BitmapFont.Glyph])]

        /// How many dots of the font it is wide.
        let width: Int

        init(_ text: String, _ line: ReceiptLine, _ font: BitmapFont) {
            let words = text.drop { $0 == " " }
            let length = words.reversed().drop { $0 == " " }.count
            let scalars = ArabicJoining.joined(Array(words.prefix(length).unicodeScalars))
            let unknown =
                font.glyph(for: "\u{FFFD}") ?? font.glyph(for: "?")
            glyphs = WritingOrder.visual(scalars, otherwise: line.isRightToLeft)
                .compactMap { cluster in
                    guard let glyph = font.glyph(for: cluster.base) ?? unknown else { return nil }
                    return (glyph, cluster.marks.compactMap { font.glyph(for: $0) })
                }
            width = glyphs.reduce(0) { $0 + $1.glyph.width }
        }

        func draw(
            on picture: inout Bitmap,
            at start: Int,
            _ across: Int,
            _ emphasis: ReceiptLine.Emphasis
        ) {
            let down = picture.height / BitmapFont.height
            var x = start
            for (glyph, marks) in glyphs {
                for drawn in [glyph] + marks {
                    // A mark stands in the middle over a wider letter.
                    let shift = max(0, glyph.width - drawn.width) / 2 * across
                    for (row, bits) in drawn.rows.enumerated() where bits != 0 {
                        for column in 0..<drawn.width where bits & (0x8000 >> column) != 0 {
                            let thickness = across + (emphasis == .strong ? 1 : 0)
                            picture.fill(
                                x: (x + shift + column * across),
                                y: row * down,
                                width: thickness,
                                height: down
                            )
                        }
                    }
                }
                x += glyph.width * across
            }
        }
    }
}

extension Bitmap {
    /// Blackens a rectangle, as far as it is within the picture.
    fileprivate mutating func fill(x: Int, y: Int, width: Int, height: Int) {
        for row in y..<(y + height) { for column in x..<(x + width) { self[column, row] = true } }
    }
}
