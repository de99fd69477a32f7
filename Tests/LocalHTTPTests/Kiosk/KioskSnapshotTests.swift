// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import LocalHTTP

/// A view as it is drawn, at the moment it began or later.
private func snapshot(
    _ view: KioskView,
    after elapsed: Duration = .zero,
    languages: [Language] = Language.allCases,
    address: String? = nil
) throws -> KioskSnapshot {
    let common = try PanelLook(libraryName: "Havnsø", languages: languages)
    return KioskSnapshot(
        KioskHub.Published(view: view, since: .example, sequence: 1),
        look: try KioskLook(common, address: address),
        hours: nil,
        now: .at(uptime: .seconds(1000) + elapsed)
    )
}

private func view(
    _ page: KioskView.Page,
    _ change: (inout KioskView) -> Void = { _ in }
) -> KioskView {
    var view = KioskView(kiosk: "hall", session: 3, page: page)
    change(&view)
    return view
}

private func row(
    _ number: Int,
    _ outcome: KioskRow.Outcome,
    title: String = "Lyset bag digerne"
) -> KioskRow {
    KioskRow(
        number: number,
        item: Item(number: nil, title: LibraryText(title)),
        outcome: outcome
    )
}

private let outcomes: [KioskRow.Outcome] =
    [
        .working, .lent(nil), .renewed(nil), .lentOffline(CivilDate(dayNumber: 20_800)),
        .returned(.init()), .returned(.init(alert: .reserved)),
        .returned(.init(alert: .otherBranch)), .returned(.init(alert: .other)),
        .returnedOffline, .alreadyYours(nil), .doubtful,
    ] + KioskRow.Reason.allCases.map { .refused(.init(reason: $0)) }

private let pages: [KioskView.Page] =
    [
        .idle, .card(.loan), .typing(3), .pin(typed: 2, length: 4, isSecondTry: true), .checking,
        .refused(.wrong), .refused(.wait(.seconds(30))), .refused(.noPIN), .refused(.askStaff),
        .refused(.unreachable), .refused(.notRecorded), .home, .loan([]), .returning([]),
        .loans(.asked), .loans(.known([])), .loans(.unavailable), .holds(.asked),
        .holds(.known([])), .fees(.asked), .fees(.unavailable),
        .receipt(.init(printer: .ready, mails: true)), .bye(.none), .bye(.printed), .bye(.mailed),
        .outOfOrder, .leave,
    ]

@Suite struct `A kiosk's snapshot` {
    @Test(arguments: pages, Language.allCases)
    func `says in every language what every page is`(
        page: KioskView.Page,
        language: Language
    ) throws {
        let snapshot = try snapshot(view(page) { $0.wishes.language = language })
        #expect(snapshot.language == language.rawValue)
        #expect(!snapshot.stage.title.isEmpty)
        #expect(!snapshot.work.name.isEmpty)
        #expect(!snapshot.cue.text.isEmpty)
        #expect(!snapshot.cue.text.contains("{"))
    }

    @Test(arguments: outcomes)
    func `tells every outcome by a word beside its colour`(outcome: KioskRow.Outcome) throws {
        let snapshot = try snapshot(
            view(.loan([row(1, outcome)])) { $0.notice = .init(number: 1, what: .row(1)) }
        )
        let drawn = try #require(snapshot.work.groups.first?.rows.first)
        #expect(drawn.chip?.text == snapshot.stage.title)
        #expect(snapshot.stage.mark != nil)
        #expect(snapshot.stage.work == "Lyset bag digerne")
    }

    @Test(arguments: KioskView.Misplaced.allCases)
    func `says why a scan was not taken`(misplaced: KioskView.Misplaced) throws {
        let snapshot = try snapshot(
            view(.home) { $0.notice = .init(number: 1, what: .misplaced(misplaced)) }
        )
        #expect(snapshot.stage.voice == .heed)
        #expect(snapshot.cue.isUrgent)
    }

    @Test func `keeps what was refused on top until it was seen`() throws {
        var refused = row(1, .refused(.init(reason: .itemReserved)))
        let lent = [row(3, .lent(nil)), row(2, .lent(nil))]
        let keys = { (rows: [KioskRow]) in
            try snapshot(view(.loan(rows))).work.groups.flatMap(\.rows).map(\.key)
        }
        #expect(try keys(lent + [refused]) == ["row-1", "row-3", "row-2"])
        refused.isAcknowledged = true
        #expect(try keys(lent + [refused]) == ["row-3", "row-2", "row-1"])
    }

    @Test func `offers to renew what is the patron's already`() throws {
        let orders = { (line: Int?, isOnline: Bool) in
            let row = KioskRow(
                number: 4,
                line: line,
                item: Item(number: nil),
                outcome: .alreadyYours(nil)
            )
            let drawn = try snapshot(view(.loan([row])) { $0.isOnline = isOnline })
            return drawn.work.groups.flatMap(\.rows).flatMap(\.buttons).compactMap(\.order)
        }
        #expect(try orders(2, true) == ["renew-2", "seen-4"])
        #expect(try orders(nil, true) == ["seen-4"])
        #expect(try orders(2, false) == ["seen-4"])
    }

    @Test func `adds the library's word to a refusal`() throws {
        let text = LibraryText("Spørg i børnebiblioteket")
        let refused = row(1, .refused(.init(reason: .other, text: text)))
        let drawn = try snapshot(view(.loan([refused]))).work.groups.first?.rows.first
        #expect(drawn?.text == "Kontakt personalet. \u{2068}Spørg i børnebiblioteket\u{2069}")
    }

    @Test func `holds no title where titles are hidden`() throws {
        let pages: [KioskView.Page] = [
            .loan([row(1, .lent(nil), title: "Geheim")]),
            .loans(
                .known([
                    KioskView.LoanLine(
                        number: 1,
                        loan: Loan(item: Item(number: nil, title: LibraryText("Geheim"))),
                        isOverdue: false
                    )
                ])
            ),
            .holds(
                .known([
                    Hold(item: Item(number: nil, title: LibraryText("Geheim")), state: .ready)
                ])
            ),
            .fees(
                .known(
                    FeeAccount(
                        total: nil,
                        fees: [
                            Fee(
                                number: nil,
                                amount: nil,
                                item: Item(number: nil, title: LibraryText("Geheim"))
                            )
                        ]
                    )
                )
            ),
        ]
        for page in pages {
            let shown = try snapshot(view(page))
            #expect(try json(shown).contains("Geheim"))
            let hidden = try snapshot(
                view(page) { view in
                    view.wishes.hidesTitles = true
                    view.notice = .init(number: 1, what: .row(1))
                }
            )
            #expect(try !json(hidden).contains("Geheim"))
        }
    }

    @Test(arguments: [
        KioskView.Question.stillThere(.seconds(30)), .handOver(.seconds(30)),
        .another(.seconds(30)),
    ])
    func `shows nothing behind a question but the question`(
        question: KioskView.Question
    ) throws {
        let snapshot = try snapshot(
            view(.loan([row(1, .lent(nil))])) { $0.question = question },
            after: .seconds(12)
        )
        #expect(try !json(snapshot).contains("Lyset"))
        #expect(snapshot.work.groups.isEmpty)
        #expect(snapshot.question?.remaining == 18_000)
        #expect(snapshot.question?.choices.first?.isMain == true)
        // The end stands among the answers, or where it always does.
        #expect(snapshot.canFinish == (snapshot.question?.name == "still-there"))
        #expect(snapshot.cue.isUrgent)
    }

    @Test func `says that a question comes first, each time that something is scanned`() throws {
        let cues = try [1, 2].map { (number: UInt64) in
            let snapshot = try snapshot(
                view(.home) { view in
                    view.question = .another(.seconds(20))
                    view.notice = .init(number: number, what: .misplaced(.questionFirst))
                }
            )
            #expect(snapshot.question?.lead == "Svar på spørgsmålet, før du scanner.")
            return snapshot.cue.name
        }
        #expect(Set(cues).count == 2)
    }

    @Test func `never tells less than nothing`() throws {
        let asked = view(.home) { $0.question = .stillThere(.seconds(30)) }
        #expect(try snapshot(asked, after: .seconds(90)).question?.remaining == 0)
        let waiting = view(.refused(.wait(.seconds(30))))
        #expect(try snapshot(waiting, after: .seconds(90)).stage.wait == 0)
    }

    @Test func `looks the same for an unknown card and a wrong PIN, whatever the language`() throws
    {
        // One case stands for both, so nothing that is drawn can tell them apart.
        for language in Language.allCases {
            let drawn = try snapshot(view(.refused(.wrong)) { $0.wishes.language = language })
            #expect(drawn.stage.voice == .no)
        }
    }

    @Test func `tells how many digits are typed and says nothing else of a PIN`() throws {
        let snapshot = try snapshot(view(.pin(typed: 3, length: nil, isSecondTry: false)))
        #expect((snapshot.stage.typed, snapshot.stage.length) == (3, nil))
        #expect(snapshot.cue.text == "3 cifre tastet")
        #expect(snapshot.takesDigits)
    }

    @Test func `tells how much of a card's number is typed and nothing of the number`() throws {
        let snapshot = try snapshot(view(.typing(7)))
        #expect((snapshot.stage.typed, snapshot.stage.length) == (7, nil))
        #expect(snapshot.cue.text == "7 cifre tastet")
        #expect(snapshot.takesDigits && snapshot.canFinish)
        #expect(snapshot.back == "key-cancel")
    }

    @Test func `offers to type a number where the library takes it, and a line or cache can tell`()
        throws
    {
        func foot(
            _ page: KioskView.Page,
            _ change: (inout KioskView) -> Void = { _ in }
        ) throws -> [String?] {
            let view = view(page) {
                $0.takesTypedCards = true
                change(&$0)
            }
            return try snapshot(view).work.foot.map(\.order)
        }
        #expect(try foot(.idle) == ["type-card"])
        #expect(try foot(.card(.loan)) == ["back", "type-card"])
        #expect(try foot(.card(.returning)) == ["back"])
        #expect(try foot(.idle) { ($0.isOnline, $0.outage) = (false, .returns) } == [])
        #expect(try foot(.idle) { $0.takesTypedCards = false } == [])
    }

    @Test func `turns to the library's first language where another is not offered`() throws {
        let asked = view(.idle) { $0.wishes.language = .arabic }
        #expect(try snapshot(asked, languages: [.english, .danish]).language == "en")
    }

    @Test func `tells the tasks of a cut line from those that wait for it`() throws {
        let orders = { (outage: KioskSettings.Outage) in
            try snapshot(view(.idle) { ($0.isOnline, $0.outage) = (false, outage) })
                .work.tiles.map { $0.order }
        }
        #expect(try orders(.loans) == ["return", "loan", nil])
        #expect(try orders(.returns) == ["return", nil, nil])
        #expect(try orders(.nothing) == [nil, nil, nil])
    }

    @Test func `adds fees up only where every amount is known`() throws {
        let fee = { (amount: Int?) in
            Fee(number: nil, amount: amount.map { Money(hundredths: $0, currency: "DKK") })
        }
        let title = { (fees: [Fee]) in
            try snapshot(view(.fees(.known(FeeAccount(total: nil, fees: fees))))).stage.title
        }
        #expect(try title([fee(3000), fee(5500)]) == "85,00\u{A0}kr.")
        #expect(try title([fee(3000), fee(nil)]) == "Mellemværende")
        #expect(try title([fee(.max), fee(.max)]) == "Mellemværende")
        #expect(try title([]) == "Intet mellemværende")
    }

    @Test func `offers the code only where there is something to pay and a page to pay on`() throws
    {
        let owing = view(
            .fees(
                .known(
                    FeeAccount(
                        total: Money(hundredths: 100, currency: "DKK"),
                        fees: []
                    )
                )
            )
        )
        #expect(try snapshot(owing, address: "https://b.example").work.code != nil)
        #expect(try snapshot(owing).work.code == nil)
    }

    @Test func `calls what is due within three days due soon`() throws {
        let today = Moment.example.civil.date
        let lines = (-1...5).map { days in
            KioskView.LoanLine(
                number: days + 2,
                loan: Loan(
                    item: Item(number: nil, title: LibraryText("A")),
                    due: .on(today.advanced(by: days))
                ),
                isOverdue: days < 0
            )
        }
        let drawn = try snapshot(view(.loans(.known(lines))))
        let tones = drawn.work.groups.flatMap(\.rows).map(\.tone)
        #expect(tones == [.no, .heed, .heed, .heed, .heed, .plain, .plain])
        #expect(drawn.stage.lead == "1 er overskredet. 4 skal snart afleveres.")
    }

    @Test func `cannot be turned by a title that runs the other way`() throws {
        let hostile = row(1, .lent(nil), title: "A\u{202E}B\u{2067}C\u{2069}")
        let drawn = try snapshot(view(.loan([hostile]))).work.groups.first?.rows.first
        #expect(drawn?.title == "ABC")
    }

    @Test func `names nobody in a description`() throws {
        let greeting = KioskView.Greeting(name: LibraryText("Mette"))
        let drawn = try snapshot(view(.home) { $0.patron = greeting })
        #expect(try json(drawn).contains("Mette"))
        var dumped = ""
        dump(drawn, to: &dumped)
        #expect(!"\(drawn)\(String(reflecting: drawn))\(dumped)".contains("Mette"))
    }
}
