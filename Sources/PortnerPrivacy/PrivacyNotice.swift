// SPDX-License-Identifier: MPL-2.0

/// Who answers for the data at a station, as the library has configured it.
public struct Controller: Sendable, Hashable {
    /// The library's name.
    public var library: String
    /// How to reach the library about data.
    public var contact: String
    /// How to reach the data-protection officer.
    public var officer: String
    /// Where the library's own privacy page is.
    public var page: String?

    /// A controller from its parts.
    public init(library: String, contact: String, officer: String, page: String?) {
        self.library = library
        self.contact = contact
        self.officer = officer
        self.page = page
    }
}

/// The notice that hangs at the door: who, what, why, how long, and whom to ask.
public enum PrivacyNotice {
    /// The notice as a page.
    public static func page(
        _ controller: Controller,
        _ times: KeepingTimes,
        in language: PrivacyLanguage
    ) -> PrintedPage {
        PrintedPage(
            PrivacyText(
                "Når du bruger døren: dine data",
                "When you use this door: your data"
            )[language],
            in: language,
            [.paragraph(purpose(controller)[language])] + data(times, language)
                + rights(controller, language)
        )
    }

    private static func purpose(_ controller: Controller) -> PrivacyText {
        PrivacyText(
            "\(controller.library) er dataansvarlig. Døren læser dit kort og din pinkode for at "
                + "afgøre, om den må åbne uden for betjent åbningstid.",
            "\(controller.library) is the controller. The door reads your card and your PIN to "
                + "decide whether it may open outside of staffed hours."
        )
    }

    /// What is stored, what passes, what never comes.
    private static func data(
        _ times: KeepingTimes,
        _ language: PrivacyLanguage
    ) -> [PrintedPage.Block] {
        func heading(_ danish: String, _ english: String) -> PrintedPage.Block {
            .heading(PrivacyText(danish, english)[language])
        }
        let held = DataCatalogue.entries(.held).filter { $0.isPersonal && $0.source != .pageSystem }
        let passing = DataCatalogue.entries(.passesThrough).filter { $0.source == .pageField }
        return [
            heading("Det gemmes her", "What is stored here"),
            .points(held.map { point($0, times, language) }),
            heading("Det passerer, men gemmes ikke", "What passes and is not stored"),
            .points(passing.map { "\($0.name[language]): \($0.purpose[language])" }),
            heading("Det kommer aldrig hertil", "What never comes here"),
            .paragraph(list(DataCatalogue.entries(.never), language)),
        ]
    }

    /// What allows it, and what people can demand.
    private static func rights(
        _ controller: Controller,
        _ language: PrivacyLanguage
    ) -> [PrintedPage.Block] {
        func say(_ danish: String, _ english: String) -> String {
            PrivacyText(danish, english)[language]
        }
        let basis =
            say(
                "Biblioteket løser en opgave i samfundets interesse: ",
                "The library fulfils a task in the public interest: "
            ) + LegalBasis.publicInterest.words[language] + say(". CPR-nummer: ", ". CPR number: ")
            + LegalBasis.civilNumber.words[language] + "."
        return [
            .heading(say("Grundlag", "Legal basis")), .paragraph(basis),
            .heading(say("Dine rettigheder", "Your rights")),
            .paragraph(
                say(
                    "Du kan få at vide, hvad der er gemt om dig, få det rettet eller slettet, og "
                        + "gøre indsigelse. Vis dit kort til personalet.",
                    "You can learn what is stored about you, have it corrected or erased, and "
                        + "object. Show your card to the staff."
                )
            ),
            .points(contacts(controller, language)),
        ]
    }

    private static func contacts(
        _ controller: Controller,
        _ language: PrivacyLanguage
    ) -> [String] {
        func say(_ danish: String, _ english: String) -> String {
            PrivacyText(danish, english)[language]
        }
        let page = controller.page.map { say("Læs mere: ", "Read more: ") + $0 }
        return [
            say("Kontakt: ", "Contact: ") + controller.contact,
            say("Databeskyttelsesrådgiver: ", "Data-protection officer: ") + controller.officer,
        ] + (page.map { [$0] } ?? []) + [
            say("Klage: Datatilsynet, www.datatilsynet.dk", "Complaints: www.datatilsynet.dk")
        ]
    }

    private static func point(
        _ entry: DataEntry,
        _ times: KeepingTimes,
        _ language: PrivacyLanguage
    ) -> String {
        "\(entry.name[language]): \(entry.purpose[language]) "
            + "(\(times.words(for: entry.keeping)[language]))"
    }

    static func list(_ entries: [DataEntry], _ language: PrivacyLanguage) -> String {
        entries.filter { $0.source != .pageSystem }.map { $0.name[language] }
            .joined(separator: "; ") + "."
    }
}
