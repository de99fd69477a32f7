// SPDX-License-Identifier: MPL-2.0

import Hummingbird
import PortnerCore

/// What the demo page draws besides what comes over its streams.
struct DemoPage: Encodable {
    /// The languages of the demo page, which is for those who try the program.
    static let languages: [Language] = [.danish, .english]

    private static let template = Template(PackageResources.demo_html)

    struct Entrance: Encodable {
        var reader: String
        var door: String
        var title: ByLanguage<String>
    }

    struct Card: Encodable {
        var text: String
        var kind: DemoCard.Kind
        var title: ByLanguage<String>
        var outcome: ByLanguage<String>
        var pin: String?
    }

    var token: String
    /// Milliseconds.
    var silenceMax = PanelPage.silenceMax.milliseconds
    var entrances: [Entrance]
    var cards: [Card]
    var kiosks: [String]

    init(_ port: DemoPort, token: BootToken) {
        self.token = token.text
        kiosks = port.kiosks.map(\.text)
        entrances = port.entrances.map { entrance in
            Entrance(
                reader: entrance.reader.text,
                door: entrance.door.text,
                title: Language.each(of: DemoPage.languages) { entrance.title[$0] }
            )
        }
        cards = port.cards.map { card in
            Card(
                text: card.text,
                kind: card.kind,
                title: Language.each(of: DemoPage.languages) { card.title[$0] },
                outcome: Language.each(of: DemoPage.languages) { card.outcome[$0] },
                pin: card.pin
            )
        }
    }

    /// The page as an answer, in the look of the first entrance.
    func response(look: PanelLook?) throws -> Response {
        Self.template.page(
            text: [
                "title": look?.libraryName ?? "",
                "reader": entrances.first?.reader ?? "",
                "page": try json(self),
            ],
            marks: ["marks": PackageResources.marks_svg]
        )
    }
}
