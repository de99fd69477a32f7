// SPDX-License-Identifier: MPL-2.0

import Hummingbird
import PortnerCore

/// The page with a kiosk's screen and everything that can be held under its scanner.
struct DemoKioskPage: Encodable {
    private static let template = Template(PackageResources.demo_kiosk_html)

    struct Thing: Encodable {
        var text: String
        var kind: String
        var title: ByLanguage<String>
        var pin: String?
        var parts: Int?
    }

    var token: String
    /// Milliseconds.
    var silenceMax = PanelPage.silenceMax.milliseconds
    var kiosk: String
    var cards: [Thing]
    var items: [Thing]

    init(_ kiosk: KioskName, _ port: DemoPort, token: BootToken) {
        self.token = token.text
        self.kiosk = kiosk.text
        cards = port.cards.map { card in
            Thing(
                text: card.text,
                kind: card.kind.rawValue,
                title: Language.each(of: DemoPage.languages) { card.title[$0] },
                pin: card.pin
            )
        }
        items = port.items.map { item in
            Thing(
                text: item.text,
                kind: "item",
                title: Language.each(of: DemoPage.languages) { item.title[$0] },
                parts: item.parts
            )
        }
    }

    /// The page as an answer.
    func response(look: PanelLook?) throws -> Response {
        Self.template.page(
            text: [
                "title": look?.libraryName ?? "", "kiosk": kiosk, "page": try json(self),
            ],
            marks: ["marks": PackageResources.marks_svg]
        )
    }
}
