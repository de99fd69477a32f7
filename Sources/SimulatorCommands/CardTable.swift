// SPDX-License-Identifier: MPL-2.0

import LibrarySimulator
import PortnerCore

/// The demo cards for people and for scripts.
enum CardTable {
    /// The cards as columns under headings, without a newline at the end.
    static func text(
        _ cards: [DemoCard] = DemoCard.all,
        for manner: SimulatedLibrary.Manner = .strict,
        indent: Int = 0
    ) -> String {
        TextTable.text(
            [["Card", "PIN", "Door", "What it shows"]]
                + cards.map { card in
                    [
                        card.number, card.pin ?? "any",
                        card.denial(in: manner)?.rawValue ?? "opens", card.english,
                    ]
                },
            indent: indent
        )
    }
}

/// The demo cards as JSON tells them.
struct CardList: Encodable {
    /// The number of the format.
    static let schema = 1

    struct Card: Encodable {
        let id: String
        let number: String
        let pin: String?
        let da: String
        let en: String
        let outcome: String
        let denial: String?
    }

    let schema = Self.schema
    let cards: [Card]

    init(_ cards: [DemoCard] = DemoCard.all) {
        self.cards = cards.map { card in
            Card(
                id: card.id,
                number: card.number,
                pin: card.pin,
                da: card.danish,
                en: card.english,
                outcome: card.denial == nil ? "granted" : "denied",
                denial: card.denial?.rawValue
            )
        }
    }
}
