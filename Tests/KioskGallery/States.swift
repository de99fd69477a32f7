// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The views by name, with made-up titles, names and amounts.
enum States {
    /// What is shown to a patron who is signed in.
    static let patron = KioskView.Greeting(
        name: LibraryText("Mette"),
        loans: 7,
        overdue: 1,
        ready: 2,
        owes: Money(hundredths: 8500, currency: "DKK")
    )

    static let all: [(String, KioskView)] = start + signingIn + session + rows + lists + end

    private static let start: [(String, KioskView)] = [
        ("idle", view(.idle)),
        ("two-idle", view(.idle)),
        ("offline", view(.idle) { $0.isOnline = false }),
        ("offline-returns", view(.idle) { ($0.isOnline, $0.outage) = (false, .returns) }),
        ("offline-nothing", view(.idle) { ($0.isOnline, $0.outage) = (false, .nothing) }),
        ("out-of-order", view(.outOfOrder)),
        ("leave", view(.leave)),
        ("idle-typed", view(.idle) { $0.takesTypedCards = true }),
        ("card", view(.card(.loan))),
        ("card-typed", view(.card(.loan)) { $0.takesTypedCards = true }),
        ("typing", view(.typing(6))),
        ("typing-full", view(.typing(16))),
        ("pin", view(.pin(typed: 2, length: 4, isSecondTry: false))),
        ("pin-empty", view(.pin(typed: 0, length: nil, isSecondTry: false))),
        ("pin-again", view(.pin(typed: 0, length: 4, isSecondTry: true))),
        ("checking", view(.checking)),
    ]

    private static let signingIn: [(String, KioskView)] = [
        ("refused-wrong", view(.refused(.wrong))),
        ("refused-wait", view(.refused(.wait(.seconds(30))))),
        ("refused-no-pin", view(.refused(.noPIN))),
        ("refused-ask-staff", view(.refused(.askStaff))),
        ("refused-unreachable", view(.refused(.unreachable))),
        ("refused-not-recorded", view(.refused(.notRecorded))),
    ]

    private static let session: [(String, KioskView)] = [
        ("home", own(.home)),
        ("home-new", own(.home) { $0.patron = KioskView.Greeting(name: nil) }),
        ("home-debt", own(.home) { $0.patron?.block = .debt }),
        ("home-ask-staff", own(.home) { $0.patron?.block = .askStaff }),
        ("home-offline", own(.home) { $0.isOnline = false }),
        ("home-misplaced", own(.home, .misplaced(.unreadable))),
        ("still-there", own(.home) { $0.question = .stillThere(.seconds(30)) }),
        ("hand-over", own(.home) { $0.question = .handOver(.seconds(20)) }),
        ("another", own(.home) { $0.question = .another(.seconds(20)) }),
    ]

    private static let rows: [(String, KioskView)] = [
        ("loan-empty", own(.loan([]))),
        ("loan-working", own(.loan([row(4, "Vinterbadernes køkken", .working)] + lent), .row(4))),
        ("loan", own(.loan(lent), .row(3))),
        ("loan-again", own(.loan(lent), .again(2))),
        ("loan-refused", own(.loan([refused] + lent), .row(4))),
        (
            "loan-many-refused",
            own(
                .loan(
                    KioskRow.Reason.allCases.enumerated().map { index, reason in
                        row(index + 1, "Nummer \(index + 1)", .refused(.init(reason: reason)))
                    }
                ),
                .row(1)
            )
        ),
        ("loan-incomplete", tagged(.incomplete(1))),
        ("loan-put-back", tagged(.lent(due(28)), .putBack)),
        ("loan-show-staff", tagged(.lent(due(28)), .alarm)),
        (
            "loan-already",
            own(
                .loan(
                    [
                        KioskRow(
                            number: 4,
                            line: 2,
                            item: item("Måger i modvind"),
                            outcome: .alreadyYours(due(28))
                        ),
                        row(5, "Et hus af salt", .doubtful),
                    ] + lent
                ),
                .row(4)
            )
        ),
        (
            "loan-offline",
            own(
                .loan([
                    KioskRow(
                        number: 1,
                        item: Item(number: ItemNumber("3829213522")),
                        outcome: .lentOffline(today(14))
                    )
                ]),
                .row(1)
            ) { $0.isOnline = false }
        ),
        (
            "loan-hundred",
            own(
                .loan(
                    (1...100).reversed().map { number in
                        row(number, "Bind \(number)", .lent(due(28)))
                    }
                ),
                .row(100)
            )
        ),
        (
            "loan-hostile",
            own(
                .loan([
                    row(
                        2,
                        "<img src=x onerror=alert(1)>\u{0}\u{7}\u{202E}\"'&amp;",
                        .lent(due(28))
                    ),
                    row(1, String(repeating: "Donaudampfschifffahrt", count: 14), .lent(due(28))),
                ]),
                .row(2)
            )
        ),
        ("loan-hidden", own(.loan(lent), .row(3)) { $0.wishes.hidesTitles = true }),
        ("return-empty", view(.returning([]))),
        ("return", view(.returning(returned), .row(4))),
        ("return-reserved", view(.returning(returned), .row(2))),
        (
            "return-refused",
            view(
                .returning(
                    [
                        row(5, "Fugle over fjorden", .refused(.init(reason: .itemUnknown)))
                    ] + returned
                ),
                .row(5)
            )
        ),
    ]

    private static let lists: [(String, KioskView)] = [
        ("loans", own(.loans(.known(loans)))),
        ("loans-renewed", own(.loans(.known(renewed)), .renewal(3))),
        ("loans-renewed-all", own(.loans(.known(renewed)), .renewals(renewed: 1, of: 2))),
        ("loans-asked", own(.loans(.asked))),
        ("loans-none", own(.loans(.known([])))),
        ("loans-unavailable", own(.loans(.unavailable))),
        ("holds", own(.holds(.known(holds)))),
        ("holds-none", own(.holds(.known([])))),
        ("fees", own(.fees(.known(fees)))),
        ("fees-none", own(.fees(.known(FeeAccount(total: nil, fees: [], isComplete: true))))),
    ]

    private static let end: [(String, KioskView)] = [
        ("receipt", own(.receipt(.init(printer: .ready, mails: true)))),
        ("receipt-working", own(.receipt(.init(printer: nil, mails: false, isWorking: true)))),
        ("receipt-no-paper", own(.receipt(.init(printer: .noPaper, mails: true)))),
        ("receipt-cannot-print", own(.receipt(.init(printer: .fault, mails: true)))),
        (
            "receipt-printing",
            own(.receipt(.init(printer: .ready, mails: true, issuing: .print)))
        ),
        (
            "receipt-not-printed",
            own(.receipt(.init(printer: .noPaper, mails: true, failed: .print)))
        ),
        (
            "receipt-not-mailed",
            own(.receipt(.init(printer: .ready, mails: true, failed: .mail)))
        ),
        ("bye", view(.bye(.none))),
        ("bye-printed", view(.bye(.printed))),
        ("bye-mailed", view(.bye(.mailed))),
    ]

    // MARK: Parts

    static func view(
        _ page: KioskView.Page,
        _ what: KioskView.Notice.What? = nil,
        _ change: (inout KioskView) -> Void = { _ in }
    ) -> KioskView {
        var view = KioskView(
            kiosk: "gallery",
            session: 7,
            page: page,
            notice: what.map { KioskView.Notice(number: 1, what: $0) }
        )
        change(&view)
        return view
    }

    private static func own(
        _ page: KioskView.Page,
        _ what: KioskView.Notice.What? = nil,
        _ change: (inout KioskView) -> Void = { _ in }
    ) -> KioskView {
        view(page, what) { view in
            view.patron = patron
            change(&view)
        }
    }

    static func today(_ days: Int) -> CivilDate { Gallery.today.advanced(by: days) }
    static func due(_ days: Int) -> Due { .on(today(days)) }

    static func item(_ title: String, _ author: String = "") -> Item {
        Item(
            number: ItemNumber("3829213522"),
            title: LibraryText(title),
            author: LibraryText(author)
        )
    }

    static func row(
        _ number: Int,
        _ title: String,
        _ outcome: KioskRow.Outcome,
        by author: String = ""
    ) -> KioskRow {
        KioskRow(number: number, item: item(title, author), outcome: outcome)
    }

    /// An item on a pad of tags, with what becomes of them.
    private static func tagged(
        _ outcome: KioskRow.Outcome,
        _ gate: KioskRow.Gate? = nil
    ) -> KioskView {
        var row = row(4, "Måger i modvind", outcome)
        row.gate = gate
        return own(.loan([row] + lent), .row(4))
    }

    static let lent = [
        row(3, "Lyset bag digerne", .lent(due(28)), by: "Karen Havgaard"),
        row(2, "Kattens guide til kolonihaven", .lent(due(28)), by: "Bo Lindemose"),
        row(1, "Drengen der samlede på døre", .renewed(due(28)), by: "Ida Skovrup"),
    ]

    static let refused = row(4, "Måger i modvind", .refused(.init(reason: .itemReserved)))

    static let returned = [
        row(4, "Havnens hemmelige haver", .returned(.init(bin: LibraryText("B")))),
        row(
            3,
            "Fugle over fjorden",
            .returned(
                .init(
                    bin: LibraryText("D"),
                    branch: LibraryText("Skovby Bibliotek"),
                    alert: .otherBranch
                )
            )
        ),
        row(2, "Et hus af salt", .returned(.init(bin: LibraryText("R"), alert: .reserved))),
        row(1, "Sangen fra silotårnet", .returned(.init())),
    ]

    private static func line(
        _ number: Int,
        _ title: String,
        _ days: Int,
        canRenew: Bool? = true,
        _ renewal: KioskRow.Outcome? = nil
    ) -> KioskView.LoanLine {
        KioskView.LoanLine(
            number: number,
            loan: Loan(item: item(title, "Ane Bakholm"), due: due(days), isRenewable: canRenew),
            isOverdue: days < 0,
            renewal: renewal
        )
    }

    static let loans = [
        line(1, "Tusind trin til toppen", -5, canRenew: false),
        line(2, "Sangen fra silotårnet", 2),
        line(3, "Vinterbadernes køkken", 3),
        line(4, "Stjernerne over Skovby", 9),
        line(5, "Lyset bag digerne", 28),
        line(6, "Alle øens naboer", 28),
        line(7, "Et kort over ingenting", 28),
    ]

    private static let renewed =
        [
            line(1, "Tusind trin til toppen", -5, .refused(.init(reason: .itemReserved))),
            line(2, "Sangen fra silotårnet", 2),
            line(3, "Vinterbadernes køkken", 3, .renewed(due(28))),
        ] + loans.dropFirst(3)

    private static let holds = [
        hold("Under de høje linde", .ready, shelf: "41", until: 5),
        hold("Et kort over ingenting", .ready, shelf: "57", until: 9),
        hold("Nattens postbude", .inTransit),
        hold("Snedkerens anden bog", .waiting, position: 3),
        hold("Alle øens naboer", .waiting, position: 12),
    ]

    private static func hold(
        _ title: String,
        _ state: Hold.State,
        shelf: String = "",
        until days: Int? = nil,
        position: Int? = nil
    ) -> Hold {
        Hold(
            item: item(title, "Ane Bakholm"),
            state: state,
            branch: LibraryText("Havnsø Bibliotek"),
            shelf: LibraryText(shelf),
            until: days.map { today($0) },
            position: position
        )
    }

    private static let fees = FeeAccount(
        total: Money(hundredths: 8500, currency: "DKK"),
        fees: [
            fee(3000, "Afleveret for sent", "Tusind trin til toppen"),
            fee(5500, "Manglende hæfte i spil", "Havets veje"),
        ],
        isComplete: true
    )

    private static func fee(_ hundredths: Int, _ reason: String, _ title: String) -> Fee {
        Fee(
            number: nil,
            amount: Money(hundredths: hundredths, currency: "DKK"),
            reason: LibraryText(reason),
            item: item(title)
        )
    }
}
