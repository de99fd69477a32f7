// SPDX-License-Identifier: MPL-2.0

extension DataCatalogue {
    /// What the station itself makes, stores or logs.
    static let station = [
        DataEntry(
            "card-validity",
            .station,
            PrivacyText("Om kortet gælder", "Whether the card is valid"),
            .held,
            PrivacyText(
                "Afgør, om døren åbner, også uden bibliotekssystemet",
                "Decides whether the door opens, also offline"
            ),
            at: [
                .cache(table: "patron", column: "validity"),
                .cache(table: "patron", column: "validity_at"),
                .cache(table: "patron", column: "last_day"),
                .roster(table: "patron", column: "validity"),
                .roster(table: "patron", column: "last_day"),
            ],
            basis: .publicInterest,
            keeping: .seen,
            audience: .technicians
        ),
        DataEntry(
            "enrolment",
            .station,
            PrivacyText(
                "Tilmelding, kun ja, nej eller sidste dag",
                "Enrolment for unstaffed hours, as yes, no or the last day only"
            ),
            .held,
            PrivacyText(
                "Afgør adgang, hvor tilmelding kræves",
                "Decides whether the door opens where the library asks for an enrolment"
            ),
            at: [
                .cache(table: "patron", column: "enrolment"),
                .cache(table: "patron", column: "enrolment_at"),
                .roster(table: "patron", column: "enrolment"),
            ],
            basis: .publicInterest,
            keeping: .seen,
            audience: .technicians
        ),
        DataEntry(
            "residence",
            .station,
            PrivacyText(
                "Bopæl i kommunen, kun ja eller nej",
                "Residence in the municipality, as yes or no only"
            ),
            .held,
            PrivacyText(
                "Afgør adgang, hvor der kun er åbent for kommunens borgere",
                "Decides whether the door opens where it is for residents only"
            ),
            at: [
                .cache(table: "patron", column: "resident"),
                .cache(table: "patron", column: "resident_at"),
                .roster(table: "patron", column: "resident"),
            ],
            basis: .publicInterest,
            keeping: .seen,
            audience: .technicians
        ),
        DataEntry(
            "last-seen",
            .station,
            PrivacyText("Dag, kortet sidst blev vist", "Day the card was last shown"),
            .held,
            PrivacyText(
                "Siger, hvem der ikke længere kommer og derfor glemmes",
                "Tells who no longer comes and is therefore forgotten"
            ),
            at: [.cache(table: "patron", column: "seen"), .memory],
            basis: .publicInterest,
            keeping: .seen,
            audience: .technicians
        ),
        DataEntry(
            "roster-file",
            .station,
            PrivacyText("Bibliotekets lånerliste", "The library's roster"),
            .passesThrough,
            PrivacyText(
                "Læses fra bibliotekets egen fil, som biblioteket selv sletter, eller hentes hos "
                    + "biblioteket til en fil, som slettes, når den er læst; kortnumre bliver til "
                    + "nøgletal",
                "Read from the library's own file, which the library deletes, or fetched from the "
                    + "library into a file that is deleted once it is read; card numbers become "
                    + "keyed hashes"
            ),
            at: [.memory],
            basis: .publicInterest,
            keeping: .visit
        ),
        DataEntry(
            "roster-origin",
            .station,
            PrivacyText("Lånerlistens stand", "The state of the roster"),
            .held,
            PrivacyText(
                "Siger, hvilken liste der gælder, og fra hvornår",
                "Tells which roster is held, and of what time"
            ),
            at: ["state", "cursor", "as_of", "digest"].map {
                .roster(table: "origin", column: $0)
            },
            keeping: .untilChanged,
            audience: .technicians,
            isPersonal: false
        ),
        DataEntry(
            "wrong-attempts",
            .station,
            PrivacyText("Antal forkerte forsøg", "Count of wrong attempts"),
            .held,
            PrivacyText(
                "Beskytter dig mod, at andre prøver sig frem med dit kort; også for kort, som "
                    + "ingen kender",
                "Protects you from others who try with your card; kept for unknown cards, too"
            ),
            at: [
                .ledger(table: "throttle", column: "subject"),
                .ledger(table: "throttle", column: "failures"), .memory,
            ],
            basis: .security,
            keeping: .attempts,
            audience: .technicians
        ),
        DataEntry(
            "transactions",
            .station,
            PrivacyText("Uafsluttede lån og afleveringer", "Loans and returns under way"),
            .held,
            PrivacyText(
                "Et lån ved en automat når frem præcis én gang; kort og materiale er krypteret",
                "A loan at a kiosk arrives exactly once; card and item are encrypted"
            ),
            at: [
                "number", "id", "kiosk", "kind", "state", "queued", "made", "ahead", "due",
                "may_wait", "sealed",
            ].map { .ledger(table: "outbox", column: $0) } + [.memory],
            basis: .publicInterest,
            keeping: .untilTold,
            audience: .technicians
        ),
        DataEntry(
            "list",
            .station,
            PrivacyText(
                "Stationens egen liste: kort, der er tilladt, afvist eller får mere tid",
                "The station's own list: cards allowed, denied or given more time"
            ),
            .held,
            PrivacyText(
                "Afgør, om døren åbner, og hvor længe, også uden bibliotekssystemet",
                "Decides whether the door opens, and for how long, also offline"
            ),
            at: [
                .list(table: "listing", column: "card"), .list(table: "listing", column: "kind"),
                .list(table: "listing", column: "doors"),
                .list(table: "listing", column: "last_day"),
                .list(table: "listing", column: "when_closed"),
                .list(table: "listing", column: "reason"), .list(table: "listing", column: "by"),
                .list(table: "former", column: "card"), .memory,
            ],
            basis: .security,
            keeping: .untilChanged,
            audience: .technicians
        ),
        DataEntry(
            "staff-acts",
            .station,
            PrivacyText("Personalets handlinger", "Acts of staff"),
            .held,
            PrivacyText(
                "Hvem der betjente stationen, hvornår og hvorfor; ophævet ventetid nævner kortet",
                "Who operated the station, when and why; a card whose wait was lifted is named as "
                    + "for a visit"
            ),
            at: [
                .recordKind("staff"), .recordField("by"), .recordField("reason"),
            ],
            basis: .security,
            keeping: .staffActs,
            audience: .technicians
        ),
        DataEntry(
            "events",
            .station,
            PrivacyText("Hændelser uden person", "Events without a person"),
            .held,
            PrivacyText(
                "Viser, hvad dør, enheder og ur gjorde, og at loggen ikke er ændret",
                "Show what door, devices and clock did, and that the ledger was not changed"
            ),
            at: entryColumns + ledgerTables + recordParts,
            keeping: .ledger,
            audience: .technicians,
            isPersonal: false
        ),
        DataEntry(
            "ledger-seal",
            .station,
            PrivacyText("Segl på slettet identitet", "Seal of a deleted identity"),
            .held,
            PrivacyText(
                "Lader loggen kontrolleres efter sletning; siger uden det slettede salt intet om, "
                    + "hvis kort det var",
                "Lets the ledger verify after deletion; without the deleted salt it does not tell "
                    + "whose card it was"
            ),
            at: [.ledger(table: "entry", column: "personal_hash")],
            basis: .security,
            keeping: .ledger,
            audience: .technicians,
            isPersonal: false
        ),
        DataEntry(
            "journal",
            .station,
            PrivacyText("Maskinens systemlog", "The machine's journal"),
            .held,
            PrivacyText(
                "Fejlsøgning: afgørelser og hændelser, uden kort og uden låner",
                "Finding faults: decisions and events, without card and without patron"
            ),
            at: [
                "code", "detail", "part", "deleted", "forgotten", "files", "rosters",
                "entries", "head", "kind",
            ].map(DataPlace.journalField),
            basis: .security,
            keeping: .journal,
            audience: .technicians
        ),
        DataEntry(
            "keys",
            .station,
            PrivacyText("Stationens nøgler", "The station's keys"),
            .held,
            PrivacyText(
                "Gør nøgletal og kontroltal ubrugelige for den, der stjæler disken",
                "Make hashes and verifiers useless to whoever steals the disk"
            ),
            at: [
                .credential("portner-card-key"), .credential("portner-card-key-previous"),
                .credential("portner-pin-pepper"), .credential("portner-pass-key"),
                .cache(table: "card_key", column: "id"),
                .cache(table: "card_key", column: "value"),
                .roster(table: "card_key", column: "id"),
                .roster(table: "card_key", column: "value"),
                .list(table: "card_key", column: "id"),
                .list(table: "card_key", column: "value"),
            ],
            keeping: .untilChanged,
            audience: .programs,
            isPersonal: false
        ),
        DataEntry(
            "panel",
            .station,
            PrivacyText("Skærmen ved døren", "The panel at the door"),
            .passesThrough,
            PrivacyText(
                "Viser svaret uden navn, nummer eller årsag",
                "Shows the answer without name, number or reason"
            ),
            at: [.panel],
            basis: .publicInterest,
            keeping: .visit,
            audience: .patron
        ),
        DataEntry(
            "pictures",
            .station,
            PrivacyText("Billeder og lyd", "Pictures and sound"),
            .never,
            PrivacyText(
                "Stationen har hverken kamera eller mikrofon",
                "The station has neither camera nor microphone"
            )
        ),
    ]

    private static let entryColumns = ["sequence", "at", "kind", "fields", "alarm", "chain"]
        .map { DataPlace.ledger(table: "entry", column: $0) }

    private static let ledgerTables = [
        ("head", ["id", "sequence", "chain"]),
        ("meta", ["id", "created", "card_key", "deleted_by", "doubted"]),
    ].flatMap { table, columns in
        columns.map { DataPlace.ledger(table: table, column: $0) }
    }

    private static let recordParts =
        ["door", "device", "library", "station", "clock", "kiosk"].map(DataPlace.recordKind)
        + [
            "door", "reader", "device", "kiosk", "task", "request", "outcome", "denial", "source",
            "age", "limit", "rule",
            "detail", "local",
        ].map(DataPlace.recordField)
}
