// SPDX-License-Identifier: MPL-2.0

import LocalHTTP
import PortnerCore

/// The demo around the kiosk that answers: enough of everything to see whether it fits.
extension Gallery {
    static func demo(_ kiosk: KioskName) -> DemoPort {
        let stands = DemoStands()
        stands.changed(.ready, at: kiosk)
        stands.padChanged([:], at: kiosk)
        return DemoPort(
            entrances: [],
            kiosks: [kiosk],
            cards: (1...12).map { number in
                DemoCard(
                    text: "710590\(1000 + number)",
                    kind: .health,
                    title: Wording(danish: "Kort nummer \(number)", english: "Card \(number)"),
                    outcome: Wording(danish: "Kom ind", english: "Come in"),
                    pin: "1234"
                )
            },
            items: (1...6).map { number in
                DemoItem(
                    text: "382921352\(number)",
                    title: Wording(danish: "Kan lånes \(number)", english: "Can be borrowed"),
                    parts: number == 3 ? 2 : 1
                )
            },
            feed: DemoFeed(),
            stands: stands,
            present: { _, _ in },
            contact: { _, _ in },
            exit: { _, _ in },
            fire: { _, _ in }
        )
    }
}
