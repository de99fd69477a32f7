// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import PortnerCore
import PortnerPrivacy

/// The transactions that wait for a person, as staff work through them.
struct OutboxSheet: Codable, Sendable {
    /// One of them, with whom and what it concerns.
    struct Case: Codable, Sendable {
        var transaction: OutboxReport.Transaction
        /// The card's number; nil where there is none.
        var card: SecretText?
        /// The item's number; nil where every loan is meant.
        var item: SecretText?

        init(_ transaction: OutboxReport.Transaction, card: SecretText?, item: SecretText?) {
            self.transaction = transaction
            self.card = card
            self.item = item
        }
    }

    /// The number of the format.
    var schema = ControlAPI.schema
    /// They, in the order in which they began.
    var cases: [Case] = []

    /// The sheet as a page, with a box to tick beside each.
    func page(in language: PrivacyLanguage) -> PrintedPage {
        let words = Words.of(language)
        return PrintedPage(
            words.title,
            in: language,
            [
                .paragraph(words.lead),
                .table(head: words.head, rows: cases.map { $0.row(words) }),
                .paragraph(words.end),
            ]
        )
    }
}

extension OutboxSheet.Case {
    fileprivate func row(_ words: OutboxSheet.Words) -> [String] {
        [
            "\u{2610} \(transaction.request)", transaction.kiosk,
            words.tasks[transaction.task] ?? transaction.task, transaction.made,
            transaction.due ?? "–", card?.secret.printable ?? "–", item?.secret.printable ?? "–",
            words.reasons[transaction.state] ?? transaction.state,
        ]
    }
}

extension OutboxSheet {
    /// The words of a sheet, by the codes of task and state.
    struct Words: Sendable {
        let title: String
        let lead: String
        let head: [String]
        let end: String
        let tasks: [String: String]
        let reasons: [String: String]

        static func of(_ language: PrivacyLanguage) -> Words {
            switch language {
            case .danish: danish
            case .english: english
            }
        }

        private static let danish = Words(
            title: "Udlån og afleveringer, som skal afgøres",
            lead: """
                Biblioteksautomaten kunne ikke få dem afsluttet hos bibliotekssystemet. Ordn dem \
                der, og sæt kryds; bagefter tages de ud med portner outbox resolve.
                """,
            head: [
                "Nr.", "Automat", "Hvad", "Hvornår", "Lovet frist", "Kort", "Materiale", "Hvorfor",
            ],
            end: "Arket indeholder personoplysninger. Makulér det, når alt er ordnet.",
            tasks: [
                "checkout": "udlån", "checkin": "aflevering", "renew": "fornyelse",
                "renew-all": "fornyelse af alt",
            ],
            reasons: [
                "conflict-refused": "bibliotekssystemet afviste det bagefter",
                "conflict-patron": "låneren godtages ikke eller må ikke låne",
                "conflict-taken": "en anden har materialet eller venter på det",
                "conflict-item": "materialet kendes ikke eller udlånes ikke",
                "conflict-not-lent": "udlånet blev ikke gennemført, og låneren så det ikke",
                "conflict-open": "ingen kan sige, om det blev gennemført",
                "conflict-too-old": "det har ventet for længe",
            ]
        )

        private static let english = Words(
            title: "Loans and returns for somebody to settle",
            lead: """
                The kiosk could not bring them to an end with the library system. Settle them \
                there and tick them; then take them out with portner outbox resolve.
                """,
            head: ["No.", "Kiosk", "What", "When", "Promised", "Card", "Item", "Why"],
            end: "This sheet holds personal data. Shred it when everything is settled.",
            tasks: [
                "checkout": "loan", "checkin": "return", "renew": "renewal",
                "renew-all": "renewal of all",
            ],
            reasons: [
                "conflict-refused": "the library system refused it afterwards",
                "conflict-patron": "the patron is not accepted, or may not borrow",
                "conflict-taken": "somebody else has the item or waits for it",
                "conflict-item": "the item is not known, or not lent",
                "conflict-not-lent": "the loan was not carried out, and the patron did not see it",
                "conflict-open": "nobody can tell whether it was carried out",
                "conflict-too-old": "it waited for too long",
            ]
        )
    }
}
