// SPDX-License-Identifier: MPL-2.0

/// The document that tells a data-protection officer, on two pages, what a station holds.
public enum PrivacyDocument {
    /// The document as a page, with the times that hold when nothing is configured.
    public static func page(in language: PrivacyLanguage) -> PrintedPage {
        func say(_ danish: String, _ english: String) -> String {
            PrivacyText(danish, english)[language]
        }
        let times = KeepingTimes.usual
        let held = DataCatalogue.entries(.held).filter { $0.isPersonal && $0.source != .pageSystem }
        return PrintedPage(
            say("Databeskyttelse på en Portner-station", "Data protection at a Portner station"),
            in: language,
            [
                .paragraph(
                    say(
                        "Hvad en dørstation gemmer om lånere, hvorfor og hvor længe.",
                        "What a door station holds about patrons, why, and for how long."
                    )
                ),
                .heading(say("Overblik", "Overview")),
                .paragraph(overview[language]),
                .heading(say("Det gemmes", "What is held")),
                .table(
                    head: [
                        say("Data", "Data"), say("Formål", "Purpose"), say("Sletning", "Deletion"),
                        say("Hvem ser det", "Who sees it"), say("Grundlag", "Basis"),
                    ],
                    rows: held.map { entry in
                        [
                            entry.name[language], entry.purpose[language],
                            times.words(for: entry.keeping)[language],
                            entry.audience.words[language], entry.basis.words[language],
                        ]
                    }
                ),
                .heading(say("Det passerer", "What passes through")),
                .points(
                    DataCatalogue.entries(.passesThrough).map { entry in
                        "\(entry.name[language]): \(entry.purpose[language]) "
                            + "(\(times.words(for: entry.keeping)[language]))."
                    }
                ),
                .heading(say("Det kommer her aldrig", "What never comes here")),
                .paragraph(PrivacyNotice.list(DataCatalogue.entries(.never), language)),
                .heading(say("Sletning og indsigt", "Erasure and access")),
                .points(duties.map { $0[language] }),
            ]
        )
    }

    private static let overview = PrivacyText(
        "Stationen afgør ved døren, om et kort må komme ind uden for betjent åbningstid. "
            + "Kortnumre gemmes kun som HMAC-SHA256 under en nøgle, der ikke ligger på disken; "
            + "pinkoder gemmes aldrig. Hver afgørelse skrives i en log, hvor identiteten ligger "
            + "for sig og slettes, mens resten stadig kan kontrolleres. Kort, som ingen kender, "
            + "skrives uden identitet. Tiderne herunder er dem, der gælder, når intet andet er "
            + "sat op.",
        "At the door the station decides whether a card may enter outside of staffed hours. Card "
            + "numbers are stored as HMAC-SHA256 under a key that is not on the disk; PINs are "
            + "never stored. Each decision goes to a ledger in which the identity stands apart "
            + "and is deleted while the rest still verifies. Cards that nobody knows are recorded "
            + "without identity. The times below hold when nothing else is configured."
    )

    private static let duties = [
        PrivacyText(
            "Indsigt: `portner privacy report` viser alt, hvad stationen ved om et kort; brugen "
                + "skrives i loggen uden identitet.",
            "Access: `portner privacy report` shows all that the station knows about a card; its "
                + "use is recorded without identity."
        ),
        PrivacyText(
            "Sletning: `portner privacy erase` sletter en person, søger bagefter efter spor i hver "
                + "databasefil og skriver resultatet i loggen uden identitet.",
            "Erasure: `portner privacy erase` erases a person, then searches every database file "
                + "for traces and records the result without identity."
        ),
        PrivacyText(
            "Oplysning: `portner privacy notice` skriver opslaget til døren med bibliotekets egen "
                + "kontakt.",
            "Information: `portner privacy notice` writes the notice for the door with the "
                + "library's own contact."
        ),
        PrivacyText(
            "Tidsfrister håndhæves flere gange i døgnet; en kørsel, der fejler, er en alarm.",
            "Retention is enforced several times a day; a run that fails is an alarm."
        ),
        PrivacyText(
            "Uden for rækkevidde: blokke, som et filsystem eller et flashkort har opgivet, og "
                + "kopier, som andre har taget. Derfor nøglen uden for disken.",
            "Out of reach: blocks that a file system or a flash card has given up, and copies that "
                + "others took. Hence the key outside of the disk."
        ),
    ]
}
