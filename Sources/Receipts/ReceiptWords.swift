// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The words of a receipt in one language.
struct ReceiptWords: Sendable {
    /// The language's tag, for a page and a voice.
    var tag: String
    var titles: [Receipt.Kind: String]
    /// The head of the column with the items.
    var item: String
    /// The head of the column with the days.
    var dueColumn: String
    var withoutTitle: String
    var unknownDue: String
    /// Before a due date that is written in the library system's own words.
    var due: String
    var renewed: String
    var notRenewed: String
    var returned: String
    var ready: String
    var readyUntil: String
    var unsettled: String
    var provisional: String
    var reader: String
    var nextDue: String
    var loans: String
    var owes: String
    var holdsReady: String
    var nothing: String
    /// Before the number of items that did not fit on the receipt.
    var omitted: String
    /// Before the address of the library's page.
    var site: String
    /// Between a day and a time of day.
    var at: String
    /// The months, from January.
    var months: [String]

    /// The words in a language.
    static func words(in language: Language) -> ReceiptWords {
        switch language {
        case .danish: danish
        case .german: german
        case .english: english
        case .ukrainian: ukrainian
        case .arabic: arabic
        }
    }

    private static let danish = ReceiptWords(
        tag: "da",
        titles: [
            .loans: "Kvittering for lån", .returns: "Kvittering for aflevering",
            .account: "Lånerstatus", .unsettled: "Ekspeditioner, der venter",
        ],
        item: "Materiale",
        dueColumn: "Senest",
        withoutTitle: "Uden titel",
        unknownDue: "ukendt dato",
        due: "Afleveres:",
        renewed: "Fornyet",
        notRenewed: "Ikke fornyet",
        returned: "Afleveret",
        ready: "Klar til dig",
        readyUntil: "Hentes senest",
        unsettled: "Venter",
        provisional: "Biblioteket bekræfter, når der igen er forbindelse.",
        reader: "Låner",
        nextDue: "Næste afleveringsfrist",
        loans: "Lån i alt",
        owes: "Mellemværende",
        holdsReady: "Reserveringer klar",
        nothing: "Ingen materialer",
        omitted: "Flere materialer, der ikke står her:",
        site: "Se dine lån på",
        at: "kl.",
        months: [
            "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
            "oktober", "november", "december",
        ]
    )

    private static let german = ReceiptWords(
        tag: "de",
        titles: [
            .loans: "Quittung über Ausleihen", .returns: "Quittung über Rückgaben",
            .account: "Ihre Ausleihen", .unsettled: "Offene Vorgänge",
        ],
        item: "Medium",
        dueColumn: "Bis",
        withoutTitle: "Ohne Titel",
        unknownDue: "Datum unbekannt",
        due: "Zurück bis:",
        renewed: "Verlängert",
        notRenewed: "Nicht verlängert",
        returned: "Zurückgegeben",
        ready: "Liegt bereit",
        readyUntil: "Abholen bis",
        unsettled: "Wartet",
        provisional: "Die Bibliothek bestätigt es, sobald die Verbindung wieder da ist.",
        reader: "Entleiher",
        nextDue: "Nächste Rückgabe",
        loans: "Ausleihen insgesamt",
        owes: "Offener Betrag",
        holdsReady: "Vormerkungen bereit",
        nothing: "Keine Medien",
        omitted: "Weitere Medien, die hier nicht stehen:",
        site: "Ihre Ausleihen finden Sie unter",
        at: "um",
        months: [
            "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
            "Oktober", "November", "Dezember",
        ]
    )

    private static let english = ReceiptWords(
        tag: "en",
        titles: [
            .loans: "Receipt for loans", .returns: "Receipt for returns",
            .account: "Your loans", .unsettled: "Waiting transactions",
        ],
        item: "Item",
        dueColumn: "Due",
        withoutTitle: "Without a title",
        unknownDue: "date unknown",
        due: "Due:",
        renewed: "Renewed",
        notRenewed: "Not renewed",
        returned: "Returned",
        ready: "Ready for you",
        readyUntil: "Collect by",
        unsettled: "Waiting",
        provisional: "The library confirms it when the connection is back.",
        reader: "Borrower",
        nextDue: "Next due date",
        loans: "Loans in all",
        owes: "Amount owed",
        holdsReady: "Reservations ready",
        nothing: "No items",
        omitted: "More items that are not listed here:",
        site: "See your loans at",
        at: "at",
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ]
    )
}
