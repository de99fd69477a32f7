// SPDX-License-Identifier: MPL-2.0

/// One line on the paper.
public struct PrintedLine: Sendable, Hashable {
    /// How letters look.
    public struct Style: Sendable, Hashable {
        /// Whether they are bolder.
        public var isBold = false
        /// Whether they are underlined.
        public var isUnderlined = false
        /// Whether they are white on black.
        public var isInverted = false
        /// How many times as wide they are.
        public var width = 1
        /// How many times as high they are.
        public var height = 1
    }

    /// Letters that look the same.
    public struct Run: Sendable, Hashable {
        /// The letters.
        public var text: String
        /// How they look.
        public var style: Style
    }

    /// Where on the line something stands.
    public enum Place: UInt8, Sendable, Hashable {
        /// On the left.
        case left
        /// In the middle.
        case middle
        /// On the right.
        case right
    }

    /// What is on a line.
    public enum Content: Sendable, Hashable {
        /// Letters; none on an empty line.
        case text([Run])
        /// A picture by its rows, the highest bit of a byte on the left.
        case picture(rowLength: Int, [UInt8])
        /// A QR code by what it says.
        case code(String)
        /// A stretch of white in dots.
        case feed(dots: Int)
    }

    /// What is on it.
    public var content: Content
    /// Where that stands.
    public var place: Place
    /// Whether the printer went on to the next line in the middle of a text.
    public var isWrapped: Bool

    /// The letters on it.
    public var text: String {
        if case .text(let runs) = content { runs.map(\.text).joined() } else { "" }
    }

    /// How many lines of paper it takes, at least one.
    public var height: Int {
        max(1, (dots + PrintedReceipt.lineDots - 1) / PrintedReceipt.lineDots)
    }

    /// How many dots of paper it takes.
    var dots: Int {
        switch content {
        case .text(let runs): PrintedReceipt.lineDots * (runs.map(\.style.height).max() ?? 1)
        case .picture(let rowLength, let bytes): bytes.count / max(1, rowLength)
        case .code: PrintedReceipt.codeDots
        case .feed(let dots): dots
        }
    }
}

/// What came out of the printer between two cuts.
public struct PrintedReceipt: Sendable, Hashable {
    /// The lines from the top.
    public var lines: [PrintedLine] = []

    static let lineDots = 30
    static let letterDots = 12
    static let codeDots = 174

    /// The text of all lines.
    public var text: String { lines.map(\.text).joined(separator: "\n") }

    /// The codes on it.
    public var codes: [String] {
        lines.compactMap { if case .code(let text) = $0.content { text } else { nil } }
    }

    /// The receipt as a picture in SVG, a dot of the paper to a unit.
    ///
    /// A QR code is drawn as a frame with what it says in it.
    public func picture(of model: PrinterModel) -> String {
        let margin = 32
        var drawing = Drawing(width: model.columns * Self.letterDots, left: margin, y: margin)
        for line in lines { drawing.add(line) }
        let (width, height) = (drawing.width + 2 * margin, drawing.y + margin)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
            width="\(width)" height="\(height)" role="img">
            <rect width="100%" height="100%" fill="#fdfcf7"/>
            <g font-family="'DejaVu Sans Mono', 'Noto Sans Mono', monospace" font-size="20" \
            fill="#1a1a1a">
            \(drawing.elements.joined(separator: "\n"))
            </g>
            </svg>

            """
    }
}

/// Draws lines below one another.
private struct Drawing {
    let width: Int
    let left: Int
    private(set) var y: Int
    private(set) var elements: [String] = []

    init(width: Int, left: Int, y: Int) {
        self.width = width
        self.left = left
        self.y = y
    }

    mutating func add(_ line: PrintedLine) {
        switch line.content {
        case .text(let runs): add(runs, at: line)
        case .picture(let rowLength, let bytes): add(rowLength, bytes, at: line)
        case .code(let text): addCode(text, at: line)
        case .feed: break
        }
        y += line.dots
    }

    private func start(_ used: Int, _ place: PrintedLine.Place) -> Int {
        switch place {
        case .left: left
        case .middle: left + max(0, width - used) / 2
        case .right: left + max(0, width - used)
        }
    }

    private mutating func add(_ runs: [PrintedLine.Run], at line: PrintedLine) {
        let letter = PrintedReceipt.letterDots
        let used = runs.reduce(0) { $0 + $1.text.count * letter * $1.style.width }
        var x = start(used, line.place)
        for run in runs {
            let (style, length) = (run.style, run.text.count * letter)
            let base = y + line.dots - 8
            if style.isInverted {
                elements.append(
                    "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(length * style.width)\" "
                        + "height=\"\(line.dots)\"/>"
                )
            }
            let look =
                (style.isBold ? " font-weight=\"bold\"" : "")
                + (style.isUnderlined ? " text-decoration=\"underline\"" : "")
                + (style.isInverted ? " fill=\"#fdfcf7\"" : "")
            elements.append(
                "<text xml:space=\"preserve\" transform=\"translate(\(x) \(base)) "
                    + "scale(\(style.width) \(style.height))\" textLength=\"\(length)\" "
                    + "lengthAdjust=\"spacingAndGlyphs\"\(look)>\(Self.escaped(run.text))</text>"
            )
            x += length * style.width
        }
    }

    /// The black stretches of all rows as one path.
    private mutating func add(_ rowLength: Int, _ bytes: [UInt8], at line: PrintedLine) {
        let x = start(min(rowLength * 8, width), line.place)
        var path = ""
        for (row, begin) in stride(from: 0, to: bytes.count, by: rowLength).enumerated() {
            var black: Int?
            for dot in 0...(rowLength * 8) {
                let index = begin + dot / 8
                let isBlack =
                    dot < rowLength * 8 && index < bytes.count
                    && bytes[index] & (0x80 >> UInt8(dot % 8)) != 0
                if isBlack, black == nil { black = dot }
                if !isBlack, let from = black {
                    path += "M\(x + from) \(y + row)h\(dot - from)v1h-\(dot - from)z"
                    black = nil
                }
            }
        }
        elements.append("<path d=\"\(path)\"/>")
    }

    private mutating func addCode(_ text: String, at line: PrintedLine) {
        let side = PrintedReceipt.codeDots - 14
        let x = start(side, line.place)
        elements.append(
            """
            <rect x="\(x)" y="\(y + 7)" width="\(side)" height="\(side)" fill="none" \
            stroke="#1a1a1a" stroke-width="6"/>
            <text x="\(x + side / 2)" y="\(y + 80)" text-anchor="middle">QR</text>
            <text x="\(x + side / 2)" y="\(y + 110)" text-anchor="middle" font-size="9">\
            \(Self.escaped(text))</text>
            """
        )
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { written, scalar in
            switch scalar {
            case "&": written += "&amp;"
            case "<": written += "&lt;"
            case ">": written += "&gt;"
            case "\u{0}"..."\u{1F}", "\u{7F}": written += " "
            default: written.unicodeScalars.append(scalar)
            }
        }
    }
}
