// SPDX-License-Identifier: MPL-2.0

import LibrarySimulator
import PortnerCore

/// The demo cards for people and for scripts.
enum CardTable {
    /// The cards as columns under headings, without a newline at the end.
    static func text(_ cards: [DemoCard] = DemoCard.all, indent: Int = 0) -> String {
        let rows =
            [["Card", "PIN", "Door", "What it shows"]]
            + cards.map { card in
                [card.number, card.pin ?? "any", card.denial?.rawValue ?? "opens", card.english]
            }
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let margin = String(repeating: " ", count: indent)
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count + 3)
            }
            return margin + cells.joined() + row[3]
        }
        .joined(separator: "\n")
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
