// SPDX-License-Identifier: MPL-2.0

extension DataCatalogue {
    /// The systems and parties of the privacy pages, in their order.
    static let pageSystems = [
        DataEntry(
            "library-system",
            .pageSystem,
            PrivacyText("Bibliotekssystemet (Cicero, FBS)", "The library system (Cicero, FBS)"),
            .passesThrough,
            PrivacyText(
                "Bliver spurgt, om kortet må lukkes ind; får kortnummer og pinkode",
                "Is asked whether a card may be let in; gets card number and PIN"
            ),
            at: [.libraryMessage],
            basis: .publicInterest,
            keeping: .visit
        ),
        DataEntry(
            "data-centres",
            .pageSystem,
            PrivacyText("Sikrede datacentre, krypterede linjer", "Data centres, encrypted lines"),
            .passesThrough,
            PrivacyText(
                "Linjen til bibliotekssystemet er krypteret, når TLS eller HTTPS er sat op",
                "The line to the library system is encrypted where TLS or HTTPS is set up"
            ),
            at: [.libraryMessage],
            basis: .security,
            keeping: .visit
        ),
        DataEntry(
            "unstaffed-access",
            .pageSystem,
            PrivacyText("Adgang uden personale", "Unstaffed access"),
            .held,
            PrivacyText("Er denne station", "Is this station"),
            at: [.recordKind("decision")],
            basis: .publicInterest,
            keeping: .personalParts,
            audience: .technicians
        ),
        unused("self-service-machines", "Udlånsautomater", "Self-service machines"),
        unused("web-site", "Bibliotekets hjemmeside", "The library's web site"),
        unused("app", "Appen Biblioteket", "The app Biblioteket"),
        unused("cpr-register", "CPR-registret", "The civil register"),
        unused("place2book", "Place2Book", "Place2Book"),
        unused("princh", "Princh", "Princh"),
        unused("ubivox", "UbiVox", "UbiVox"),
        unused("document-system", "Kommunens dokumentsystem", "The municipality's documents"),
        unused("post", "Digital post, SMS, e-mail, push", "Digital post, SMS, e-mail, push"),
        DataEntry(
            "access-requests",
            .pageSystem,
            PrivacyText("Aktindsigt (offentlighedsloven)", "Public access to documents"),
            .never,
            PrivacyText(
                "Besvares af biblioteket; derfor gemmes så lidt som muligt",
                "Answered by the library; the reason to keep as little as possible"
            )
        ),
        DataEntry(
            "officer",
            .pageSystem,
            PrivacyText(
                "Databeskyttelsesrådgiver og Datatilsynet",
                "Data-protection officer and Datatilsynet"
            ),
            .held,
            PrivacyText(
                "Står i opslaget ved døren, så enhver ved, hvem der kan spørges",
                "Stand on the notice at the door, so that everybody knows whom to ask"
            ),
            at: [.configuration],
            keeping: .untilChanged,
            audience: .everybody,
            isPersonal: false
        ),
    ]

    private static func unused(_ id: String, _ danish: String, _ english: String) -> DataEntry {
        DataEntry(
            id,
            .pageSystem,
            PrivacyText(danish, english),
            .never,
            PrivacyText("Stationen har ingen forbindelse til det", "The station has no link to it")
        )
    }
}
