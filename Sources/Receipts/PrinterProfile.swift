// SPDX-License-Identifier: MPL-2.0

/// What one model of receipt printer understands.
///
/// The numbers are those of the makers' manuals. A printer that is not here is most often a clone
/// of one that is; ``generic`` prints on nearly all of them.
public struct PrinterProfile: Sendable, Hashable {
    /// How the paper is cut.
    public enum Cut: String, Sendable, Hashable, CaseIterable {
        /// All but a bridge, so that the receipt does not fall.
        case partial
        /// Right through.
        case full
        /// Not at all: there is no knife.
        case none
    }

    /// How letters come onto the paper.
    public enum TextMode: String, Sendable, Hashable, CaseIterable {
        /// By the printer's own letters; as pictures where those are not enough.
        case letters
        /// Always as pictures, for a printer whose code pages are not to be trusted.
        case pictures
    }

    /// The name by which a configuration asks for it.
    public var name: String
    /// How many of the printer's own letters fit on a line.
    public var columns: Int
    /// How many dots fit on a line.
    public var dots: Int
    /// The printer's number for the code page, sent with `ESC t`.
    public var pageNumber: UInt8
    /// What is on that page.
    public var page: CodePage
    /// How letters come onto the paper.
    public var textMode: TextMode = .letters
    /// How the paper is cut.
    public var cut: Cut = .partial
    /// How many lines are fed before the cut, so that the last one is past the knife.
    public var linesBeforeCut: UInt8 = 4
    /// Whether it draws QR codes by itself.
    public var drawsCodes = true
    /// Whether it must be told to leave its Chinese mode, in which two bytes are one letter.
    public var cancelsChinese = false
    /// Whether it throws away what it has not yet printed when it is told to (`DLE DC4`, 8).
    public var clearsBuffer = false

    /// Describes a printer.
    public init(name: String, columns: Int, dots: Int, pageNumber: UInt8, page: CodePage) {
        self.name = name
        self.columns = columns
        self.dots = dots
        self.pageNumber = pageNumber
        self.page = page
    }

    /// Epson TM-m30 and TM-m30II, 80 mm.
    public static let epsonTMm30 = epson(
        name: "epson-tm-m30",
        columns: 48,
        dots: 576
    )
    /// Epson TM-T20, TM-T20II and TM-T20III, 80 mm.
    public static let epsonTMT20 = epson(
        name: "epson-tm-t20",
        columns: 48,
        dots: 576
    )
    /// Epson TM-T88III to TM-T88VII, 80 mm.
    public static let epsonTMT88 = epson(
        name: "epson-tm-t88",
        columns: 42,
        dots: 512
    )
    /// Kefar KR-306 and its clones, whose code pages have numbers of their own.
    public static let kr306 = {
        var profile = PrinterProfile(
            name: "kr-306",
            columns: 48,
            dots: 576,
            pageNumber: 14,
            page: .pc858
        )
        profile.cancelsChinese = true
        return profile
    }()
    /// Star printers that speak ESC/POS with the numbers of Star's code pages.
    public static let star = {
        var profile = PrinterProfile(
            name: "star",
            columns: 42,
            dots: 512,
            pageNumber: 9,
            page: .pc865
        )
        profile.drawsCodes = false
        return profile
    }()
    /// A printer that is not known: the commonest numbers, and nothing that some lack.
    public static let generic = {
        var profile = PrinterProfile(
            name: "generic",
            columns: 42,
            dots: 512,
            pageNumber: 2,
            page: .pc850
        )
        profile.cancelsChinese = true
        profile.drawsCodes = false
        return profile
    }()

    private static func epson(name: String, columns: Int, dots: Int) -> PrinterProfile {
        var profile = PrinterProfile(
            name: name,
            columns: columns,
            dots: dots,
            pageNumber: 19,
            page: .pc858
        )
        profile.clearsBuffer = true
        return profile
    }

    /// All of them.
    public static let all = [epsonTMm30, epsonTMT20, epsonTMT88, kr306, star, generic]

    /// The printer of a name, or nil.
    public static func named(_ name: some StringProtocol) -> PrinterProfile? {
        all.first { $0.name == name }
    }
}
