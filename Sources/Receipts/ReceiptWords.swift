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

    /// The words in a language; in English for one that receipt printers have no letters for.
    static func words(in language: Language) -> ReceiptWords {
        switch language {
        case .danish: danish
        case .german: german
        case .english, .ukrainian, .arabic: english
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

/// Days, times and amounts as they are written in a language.
struct ReceiptNumbers: Sendable {
    let language: Language

    private var words: ReceiptWords { .words(in: language) }

    /// A day for a narrow column: `12.12.2026`, `12 Dec 2026`.
    func short(_ date: CivilDate) -> String {
        let (year, month, day) = date.parts
        return switch language {
        case .danish, .german: "\(two(day)).\(two(month)).\(year)"
        case .english, .ukrainian, .arabic: "\(day) \(words.months[month - 1].prefix(3)) \(year)"
        }
    }

    /// A day to be read aloud: `12. december 2026`, `12 December 2026`.
    func long(_ date: CivilDate) -> String {
        let (year, month, day) = date.parts
        let dot = language == .danish || language == .german ? "." : ""
        return "\(day)\(dot) \(words.months[month - 1]) \(year)"
    }

    /// A time of day: `14.05`, `14:05`.
    func clock(_ time: CivilTime) -> String {
        let separator = language == .danish ? "." : ":"
        let minutes = time.timeOfDay.minutes
        return two(minutes / 60) + separator + two(minutes % 60)
    }

    /// An amount: `12,50 kr.`, `DKK 12.50`.
    func amount(_ money: Money) -> String {
        switch language {
        case .danish, .german:
            money.text.replacing(".", with: ",")
                + (money.currency == "DKK" ? " kr." : " \(money.currency)")
        case .english, .ukrainian, .arabic: "\(money.currency) \(money.text)"
        }
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension String {
    /// The text with each of one character made another.
    fileprivate func replacing(_ old: Character, with new: Character) -> String {
        String(map { $0 == old ? new : $0 })
    }
}
