// SPDX-License-Identifier: MPL-2.0

import KioskEmulators
import PortnerCore
import Receipts
import Testing

/// A small random generator that gives the same numbers for the same seed on every machine.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}

/// Made-up receipts.
enum Sample {
    /// 23 November 2026, 14:05 in Denmark.
    static let time = CivilTime(
        Timestamp(milliseconds: 1_795_439_100_000),
        secondsAheadOfUTC: 3600
    )

    static func text(_ text: String) throws -> LibraryText { try #require(LibraryText(text)) }

    static func day(_ day: Int, _ month: Int = 12) throws -> CivilDate {
        try #require(CivilDate(year: 2026, month: month, day: day))
    }

    static func item(_ title: String?, by author: String? = nil, _ number: String?) -> Item {
        Item(
            number: number.flatMap { ItemNumber($0) },
            title: title.flatMap { LibraryText($0) },
            author: author.flatMap { LibraryText($0) }
        )
    }

    static func loans(_ titles: [String] = ["Blåbærgrød på Ærø"]) throws -> Receipt {
        let due = Due.on(try day(12))
        return Receipt(
            .loans,
            library: try text("Søndervig Bibliotek"),
            branch: try text("Åbent bibliotek"),
            time: time,
            initials: Initials(of: try text("Østergård, Åse Marie")),
            lines: titles.enumerated().map { index, title in
                .init(item(title, by: "Jørn Sørensen", "382921352\(index % 10)"), .borrowed(due))
            },
            summary: .init(
                nextDue: try day(12),
                loans: titles.count,
                owes: Money(hundredths: 1250, currency: "DKK"),
                holdsReady: 2
            ),
            footer: [try text("Tak for besøget")],
            site: LibrarySite("https://bibliotek.example/lån".replacingDanish)
        )
    }

    /// Prints a receipt and gives what came out.
    static func printed(
        _ receipt: Receipt,
        in language: Language = .danish,
        showing detail: Receipt.Detail = .titles,
        on profile: PrinterProfile = .epsonTMm30,
        rasteriser: (any Rasteriser)? = nil
    ) throws -> PrintedReceipt {
        var printer = PrinterEmulator(try #require(model(profile)))
        let job = try #require(
            PrintJob(receipt, in: language, showing: detail, for: profile, rasteriser: rasteriser)
        )
        #expect(printer.receive(job.bytes) == job.bytes.count)
        #expect(printer.refusals.isEmpty)
        #expect(printer.receipts.count == 1)
        return try #require(printer.receipts.last)
    }

    /// The emulated model that is meant by a profile.
    static func model(_ profile: PrinterProfile) -> PrinterModel? {
        switch profile.name {
        case "epson-tm-m30", "epson-tm-t20": .epson
        case "epson-tm-t88", "generic": .epsonNarrow
        case "kr-306": .kr306
        case "star": .star
        default: nil
        }
    }
}

extension String {
    /// An address in plain letters.
    var replacingDanish: String { String(map { $0 == "å" ? "a" : $0 }) }
}

/// Draws a black bar as long as the text, enough to see where it comes out.
struct BarRasteriser: Rasteriser {
    var knows: @Sendable (Character) -> Bool = { _ in true }

    func columns(on width: Int) -> Int { width / 12 }

    func draw(_ line: ReceiptLine, width: Int) -> Bitmap? {
        guard line.text.allSatisfy(knows),
            var bitmap = Bitmap(width: min(width, line.text.count * 12), height: 24)
        else { return nil }
        for x in 0..<bitmap.width { bitmap[x, 12] = true }
        return bitmap
    }
}
