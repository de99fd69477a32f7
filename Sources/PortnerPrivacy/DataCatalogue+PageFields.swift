// SPDX-License-Identifier: MPL-2.0

extension DataCatalogue {
    /// The fields of the privacy pages, in their order.
    static let pageFields = identity + person + profile + circulation + traces

    /// Who somebody is.
    private static let identity = [
        DataEntry(
            "civil-number",
            .pageField,
            PrivacyText("CPR-nummer", "Civil registration (CPR) number"),
            .passesThrough,
            PrivacyText(
                "Læses af sundhedskortet, så bibliotekssystemet kan spørges, og huskes kun som "
                    + "nøgletal (se kort)",
                "Read from the health card to ask the library system, and remembered as a keyed "
                    + "hash only (see cards)"
            ),
            at: [.memory, .libraryMessage],
            basis: .civilNumber,
            keeping: .visit
        ),
        DataEntry(
            "patron-number",
            .pageField,
            PrivacyText("Lånernummer", "Patron number"),
            .held,
            PrivacyText(
                "Viser, hvilke kort samme låner har; bibliotekssystemet spørges med det",
                "Tells which cards are one patron's; used to ask the library system anew"
            ),
            at: [
                .cache(table: "patron", column: "patron"),
                .roster(table: "patron", column: "patron"), .memory, .libraryMessage,
            ],
            basis: .publicInterest,
            keeping: .seen,
            audience: .technicians
        ),
        DataEntry(
            "card-number",
            .pageField,
            PrivacyText("Lånerkortnummer", "Library card number"),
            .passesThrough,
            PrivacyText(
                "Som CPR-nummeret, også ud af en kode på telefonen: til at spørge; kun nøgletal "
                    + "huskes",
                "Like the CPR number, also out of a code on a phone: used to ask, remembered as a "
                    + "keyed hash only"
            ),
            at: [.memory, .libraryMessage],
            basis: .publicInterest,
            keeping: .visit
        ),
        DataEntry(
            "cards",
            .pageField,
            PrivacyText("Låner-ID (dine kort) som nøgletal", "Your cards, as keyed hashes"),
            .held,
            PrivacyText(
                "Genkender kortet ved døren uden at gemme nummeret",
                "Recognises the card at the door without storing its number"
            ),
            at: [
                .cache(table: "patron", column: "card"), .cache(table: "patron", column: "key"),
                .cache(table: "former", column: "card"),
                .roster(table: "patron", column: "card"),
                .roster(table: "patron", column: "key"),
                .roster(table: "gone", column: "card"), .roster(table: "gone", column: "key"),
                .memory,
            ],
            basis: .publicInterest,
            keeping: .seen,
            audience: .programs
        ),
        DataEntry(
            "pin",
            .pageField,
            PrivacyText("Pinkode", "PIN"),
            .passesThrough,
            PrivacyText(
                "Tastes ved døren og sendes krypteret til bibliotekssystemet, hvor det er sat op "
                    + "med TLS; gemmes og logges aldrig",
                "Typed at the door and sent to the library system, encrypted where TLS is set up; "
                    + "never stored, never logged"
            ),
            at: [.memory, .libraryMessage],
            basis: .publicInterest,
            keeping: .visit
        ),
        DataEntry(
            "pin-verifier",
            .station,
            PrivacyText("Kontroltal for pinkoden", "Verifier of the PIN"),
            .held,
            PrivacyText(
                "Kontrollerer pinkoden uden forbindelse; den kan ikke læses ud af det",
                "Checks the PIN while the library system cannot be asked; the PIN cannot be read "
                    + "from it"
            ),
            at: [.cache(table: "patron", column: "verifier")],
            basis: .security,
            keeping: .seen,
            audience: .programs
        ),
    ]

    /// What somebody is called and where they live.
    private static let person =
        [
            DataEntry(
                "birth-date",
                .pageField,
                PrivacyText(
                    "Fødselsdato, kun som aldersgrænse",
                    "Birth date, as an age limit only"
                ),
                .held,
                PrivacyText(
                    "Siger, om dørens aldersgrænse er nået, og fra hvilken dag den næste nås",
                    "Tells whether the age limit is reached, and the day of the next one"
                ),
                at: [
                    .cache(table: "patron", column: "age_reached"),
                    .cache(table: "patron", column: "age_next"),
                    .cache(table: "patron", column: "age_next_from"),
                    .cache(table: "patron", column: "age_at"),
                    .roster(table: "patron", column: "age_reached"),
                    .roster(table: "patron", column: "age_next"),
                    .roster(table: "patron", column: "age_next_from"),
                    .libraryMessage,
                ],
                basis: .publicInterest,
                keeping: .seen,
                audience: .technicians
            ),
            shown("name", "Navn", "Name"),
            dropped("address", "Adresse, c/o, postnummer, by, land", "Address"),
            never(
                "protected-name",
                "Navne- og adressebeskyttelse",
                "Name and address protection",
                "Alle navne behandles som beskyttede",
                "Every name is treated as protected"
            ),
            dropped("telephone", "Telefon: fastnet, mobil", "Telephone numbers"),
            mail,
        ]

    /// Where a kiosk sends a receipt: the address is in memory alone, and so is the letter.
    private static let mail = DataEntry(
        "e-mail",
        .pageField,
        PrivacyText("E-mail", "E-mail"),
        .passesThrough,
        PrivacyText("Til kvittering, hvis du vælger det", "For a receipt, if you choose one"),
        at: [.libraryMessage, .memory],
        basis: .publicInterest,
        keeping: .visit,
        audience: .patron
    )

    /// What else stands in somebody's profile.
    private static let profile =
        [
            never("absence", "Fraværsperiode", "Period of absence"),
            never("interest", "Interesseperiode", "Period of interest"),
            DataEntry(
                "blocked-since",
                .pageField,
                PrivacyText("Blokeret d.", "Blocked since"),
                .held,
                PrivacyText(
                    "Hvornår bibliotekssystemet sidst sagde, om adgangen er spærret",
                    "When the library system last said whether access is blocked"
                ),
                at: [
                    .cache(table: "patron", column: "blocks_at"),
                    .cache(table: "patron", column: "debts_at"),
                ],
                basis: .publicInterest,
                keeping: .seen,
                audience: .technicians
            ),
            DataEntry(
                "block-reason",
                .pageField,
                PrivacyText("Blokeringsårsag, som kode", "Reason for a block, as a code"),
                .held,
                PrivacyText(
                    "Afgør, om døren åbner; ved døren vises kun en neutral tekst",
                    "Decides whether the door opens; the door shows a neutral text only"
                ),
                at: [
                    .cache(table: "patron", column: "blocks"),
                    .roster(table: "patron", column: "blocks"), .recordField("blocks"),
                    .libraryMessage,
                ],
                basis: .publicInterest,
                keeping: .seen,
                audience: .technicians
            ),
            never("patron-group", "Lånergruppe", "Patron group"),
            never("home-branch", "Tilhørsbibliotek og tilhørsfilial", "Home library and branch"),
            never("municipality", "Kommunenummer", "Municipality number"),
            never("internal-note", "Intern note", "Internal note"),
            never("patron-note", "Note til låner", "Note to the patron"),
            never("guardian", "Navn på værge eller forælder", "Guardian or parent"),
            DataEntry(
                "consent",
                .pageField,
                PrivacyText(
                    "Forældresamtykke, kun ja, nej eller sidste dag",
                    "Parental consent, as yes, no or the last day only"
                ),
                .held,
                PrivacyText(
                    "Afgør, om et barn må komme ind",
                    "Decides whether a child may enter where the door asks for a consent"
                ),
                at: [
                    .cache(table: "patron", column: "consent"),
                    .cache(table: "patron", column: "consent_at"),
                    .roster(table: "patron", column: "consent"),
                ],
                basis: .publicInterest,
                keeping: .seen,
                audience: .technicians
            ),
        ]

    /// What somebody has borrowed, and owes.
    private static let circulation =
        [
            shown("loans", "Udlån", "Loans"),
            never("loan-history", "Udlånshistorik", "Loan history"),
            shown("holds", "Reserveringer", "Holds"),
            never("lists", "Huskeliste og egne lister", "Lists"),
            DataEntry(
                "fees",
                .pageField,
                PrivacyText(
                    "Mellemværende: gebyrer, kun som kode",
                    "Fees owed, as a code only"
                ),
                .held,
                PrivacyText(
                    "Om gebyrer lukker døren; automaten viser dig beløbet og gemmer det ikke",
                    "Whether fees close the door; a kiosk shows the amount, not storing it"
                ),
                at: [
                    .cache(table: "patron", column: "debts"),
                    .roster(table: "patron", column: "debts"), .libraryMessage, .memory, .kiosk,
                ],
                basis: .publicInterest,
                keeping: .seen,
                audience: .technicians
            ),
            dropped("compensation", "Mellemværende: erstatning", "Compensation owed"),
            never("payments", "Betalingsoplysninger", "Payments"),
            never("collection", "Inddrivelse", "Debt collection"),
        ]

    /// What somebody leaves behind.
    private static let traces =
        [
            never("messages", "Beskeder: SMS, e-mail, push", "Messages"),
            never("notes", "Noter", "Notes"),
            never("web-traces", "IP-adresse og klik", "IP address and clicks"),
            DataEntry(
                "visits",
                .pageField,
                PrivacyText("Adgang i ubemandet åbningstid", "Access in unstaffed hours"),
                .held,
                PrivacyText(
                    "Sikkerhed og opklaring af hærværk: hvilket kort (som nøgletal) stod ved "
                        + "hvilken dør hvornår, og åbnede den",
                    "Security and the clearing up of damage: which card (as a keyed hash) stood at "
                        + "which door when, and did it open"
                ),
                at: [
                    .ledger(table: "entry", column: "personal"),
                    .ledger(table: "entry", column: "salt"), .recordKind("decision"),
                    .recordKind("session"),
                ],
                basis: .publicInterest,
                keeping: .personalParts,
                audience: .technicians
            ),
        ]

    /// Data that the station neither asks for nor needs.
    private static func never(
        _ id: String,
        _ danish: String,
        _ english: String,
        _ why: String = "Indgår ikke i afgørelsen ved døren",
        _ englishWhy: String = "No part of the decision at the door"
    ) -> DataEntry {
        DataEntry(
            id,
            .pageField,
            PrivacyText(danish, english),
            .never,
            PrivacyText(why, englishWhy)
        )
    }

    /// Data that a kiosk asks for to show it to the patron, and keeps no longer than the session.
    private static func shown(_ id: String, _ danish: String, _ english: String) -> DataEntry {
        DataEntry(
            id,
            .pageField,
            PrivacyText(danish, english),
            .passesThrough,
            PrivacyText(
                "Vises dig ved en selvbetjeningsmaskine; ved døren smides det væk ulæst",
                "Shown to you at a kiosk; at the door it is dropped unread"
            ),
            at: [.libraryMessage, .memory, .kiosk],
            basis: .publicInterest,
            keeping: .visit,
            audience: .patron
        )
    }

    /// Data that a library system may send although nobody asked, and that is dropped unread.
    private static func dropped(_ id: String, _ danish: String, _ english: String) -> DataEntry {
        never(
            id,
            danish,
            english,
            "Svarer bibliotekssystemet uopfordret med det, smides det væk ulæst",
            "Dropped unread where the library system sends it unasked"
        )
    }
}
