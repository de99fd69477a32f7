// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// A receipt in a printer's own language, from waking the printer to cutting the paper.
///
/// Every job begins by putting the printer into a known state, since another program, a power cut
/// or a curious visitor may have left it in any other.
public struct PrintJob: Sendable, Hashable, Personal {
    /// What stands for a job wherever it would be shown.
    public static let standIn = "print job"
    /// The greatest number of bytes: some metres of paper as a picture.
    public static let lengthMax = 2 * 1024 * 1024

    /// The bytes for the printer.
    public let bytes: [UInt8]

    /// A receipt for one printer, or nil when the job would be longer than ``lengthMax``.
    ///
    /// - Parameters:
    ///   - receipt: The content.
    ///   - language: The language of its words.
    ///   - detail: Whether titles stand on it.
    ///   - profile: The printer.
    ///   - rasteriser: What draws letters that the printer does not have. Without one they are
    ///     written in other letters, and the last resort is a question mark.
    public init?(
        _ receipt: Receipt,
        in language: Language,
        showing detail: Receipt.Detail,
        for profile: PrinterProfile,
        rasteriser: (any Rasteriser)? = nil
    ) {
        var printer = CommandWriter(profile)
        let pictures = rasteriser.flatMap { rasteriser -> [Bitmap?]? in
            let layout = ReceiptLayout(columns: rasteriser.columns(on: profile.dots))
            let lines = layout.lines(of: receipt, in: language, showing: detail)
            let isNeeded =
                profile.textMode == .pictures
                || !lines.allSatisfy { Spelling.canSpell($0.text, for: profile.page) }
            return isNeeded ? Self.draw(lines, on: profile, by: rasteriser) : nil
        }
        if let pictures {
            for picture in pictures { picture.map { printer.picture($0) } ?? printer.feed() }
        } else {
            let layout = ReceiptLayout(columns: profile.columns, page: profile.page)
            let written = language.inPrinterLetters
            for line in layout.lines(of: receipt, in: written, showing: detail) {
                printer.line(line)
            }
        }
        if let site = receipt.site { printer.code(site.address) }
        printer.end()
        guard printer.bytes.count <= Self.lengthMax else { return nil }
        bytes = printer.bytes
    }

    /// A few lines that show a technician the letters, the width and the cut.
    public init(testFor profile: PrinterProfile) {
        var printer = CommandWriter(profile)
        printer.line(ReceiptLine("Portner", .large, isCentred: true))
        printer.line(ReceiptLine(profile.name, isCentred: true))
        for text in ["æøå ÆØÅ éüö", "[ \\ ] { | } ~ @ #"] { printer.line(ReceiptLine(text)) }
        printer.line(ReceiptLine(String(repeating: "-", count: profile.columns)))
        printer.end()
        bytes = printer.bytes
    }

    /// What makes a printer with ``PrinterProfile/clearsBuffer`` forget the rest of a job.
    ///
    /// Otherwise what was left of one patron's receipt would come out when paper is put in, into
    /// the hands of the next.
    public static let clearBuffer: [UInt8] = [0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8]

    /// What brings a printer from the midst of any job to the beginning of the next, with the rest
    /// of the paper cut off.
    ///
    /// The zeros fill what may be left of a picture; elsewhere a printer ignores them.
    public static func separator(for profile: PrinterProfile) -> [UInt8] {
        var printer = CommandWriter(profile)
        printer.end()
        let filling = CommandWriter.rowsAtOnce * (Bitmap.widthMax / 8)
        return [UInt8](repeating: 0, count: filling) + printer.bytes
    }

    /// The pictures of all lines, nil standing for an empty one; nil where one cannot be drawn.
    private static func draw(
        _ lines: [ReceiptLine],
        on profile: PrinterProfile,
        by rasteriser: any Rasteriser
    ) -> [Bitmap?]? {
        var pictures: [Bitmap?] = []
        for line in lines {
            guard !line.text.isEmpty else {
                pictures.append(nil)
                continue
            }
            guard let picture = rasteriser.draw(line, width: profile.dots),
                picture.width <= profile.dots
            else { return nil }
            pictures.append(picture)
        }
        return pictures
    }
}

/// Writes ESC/POS commands, of which only those are used that nearly every printer knows.
private struct CommandWriter {
    private(set) var bytes: [UInt8] = []
    private let profile: PrinterProfile
    private var isCentred = false
    private var emphasis = ReceiptLine.Emphasis.plain

    private enum Code {
        static let lineFeed: UInt8 = 0x0A
        static let escape: UInt8 = 0x1B
        static let fieldSeparator: UInt8 = 0x1C
        static let groupSeparator: UInt8 = 0x1D
    }

    /// How many rows of a picture are sent at once: small printers have small memories.
    static let rowsAtOnce = 24

    init(_ profile: PrinterProfile) {
        self.profile = profile
        escape("@")
        if profile.cancelsChinese { bytes += [Code.fieldSeparator, UInt8(ascii: ".")] }
        // No national set: some put letters in the places of brackets.
        escape("R", 0)
        escape("t", profile.pageNumber)
    }

    mutating func line(_ line: ReceiptLine) {
        if line.isCentred != isCentred { centre(line.isCentred) }
        if line.emphasis != emphasis { emphasise(line.emphasis) }
        bytes += profile.page.encode(line.text)
        feed()
    }

    mutating func feed() { bytes.append(Code.lineFeed) }

    /// A picture, centred by its own white, of which that on the right is left out.
    mutating func picture(_ picture: Bitmap) {
        let (row, used) = (picture.rowLength, max(1, picture.usedRowLength))
        for start in stride(from: 0, to: picture.height, by: Self.rowsAtOnce) {
            let rows = min(Self.rowsAtOnce, picture.height - start)
            group("v", UInt8(ascii: "0"), 0)
            bytes += Self.word(used) + Self.word(rows)
            for place in start..<(start + rows) {
                bytes += picture.bytes[(place * row)..<(place * row + used)]
            }
        }
    }

    /// A QR code of medium correction, of dots six wide.
    mutating func code(_ text: String) {
        guard profile.drawsCodes else { return }
        centre(true)
        codeCommand(65, [50, 0])
        codeCommand(67, [6])
        codeCommand(69, [49])
        codeCommand(80, [48] + Array(text.utf8))
        codeCommand(81, [48])
        feed()
    }

    mutating func end() {
        if emphasis != .plain { emphasise(.plain) }
        if isCentred { centre(false) }
        escape("d", profile.linesBeforeCut)
        switch profile.cut {
        case .partial: group("V", 66, 0)
        case .full: group("V", 65, 0)
        case .none: break
        }
    }

    private mutating func centre(_ isCentred: Bool) {
        self.isCentred = isCentred
        escape("a", isCentred ? 1 : 0)
    }

    private mutating func emphasise(_ emphasis: ReceiptLine.Emphasis) {
        self.emphasis = emphasis
        escape("E", emphasis == .strong ? 1 : 0)
        group("!", emphasis == .large ? 0x11 : 0)
    }

    private mutating func codeCommand(_ function: UInt8, _ parameters: [UInt8]) {
        group("(", UInt8(ascii: "k"))
        bytes += Self.word(parameters.count + 2) + [49, function] + parameters
    }

    private mutating func escape(_ command: Unicode.Scalar, _ parameters: UInt8...) {
        bytes += [Code.escape, UInt8(ascii: command)] + parameters
    }

    private mutating func group(_ command: Unicode.Scalar, _ parameters: UInt8...) {
        bytes += [Code.groupSeparator, UInt8(ascii: command)] + parameters
    }

    /// A number as two bytes, the low one first.
    private static func word(_ number: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
    }
}
