// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import ReceiptPrinter
import Receipts
import Testing

/// Made-up receipts and times.
enum Sample {
    static func receipt(_ title: String = "Blåbærgrød") throws -> Receipt {
        Receipt(
            .loans,
            library: try #require(LibraryText("Søndervig Bibliotek")),
            time: CivilTime(Timestamp(milliseconds: 1_795_439_100_000), secondsAheadOfUTC: 3600),
            lines: [
                .init(Item(number: ItemNumber("1"), title: LibraryText(title)), .borrowed(nil))
            ]
        )
    }

    static func bytes(
        _ title: String,
        for profile: PrinterProfile = .epsonTMm30
    ) throws -> [UInt8] {
        try #require(
            PrintJob(try receipt(title), in: .danish, showing: .titles, for: profile)
        ).bytes
    }

    static func time(_ seconds: Double) -> Uptime { Uptime(.seconds(seconds)) }
}
