// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// Everything that can happen at a kiosk.
private let inputs: [(name: String, event: @Sendable (inout Bench) throws -> Void)] = {
    var inputs: [(name: String, event: @Sendable (inout Bench) throws -> Void)] = [
        ("a card", { $0.scan(annasCard) }),
        ("another card", { $0.scan(bentsCard) }),
        ("an item", { $0.scan(firstItem) }),
        ("another item", { $0.scan(secondItem) }),
        ("garbage", { $0.scan("\u{1}\u{2}") }),
        (
            "a refused scan",
            { bench in
                bench.handle(.scanRefused(code: "x", isWorthTelling: true, reader: hallReader))
            }
        ),
        ("a digit", { $0.handle(.keyPressed(.digit(1), reader: hallReader)) }),
        ("four digits", { $0.typeAtKiosk("1234") }),
        ("cancel", { $0.handle(.keyPressed(.cancel, reader: hallReader)) }),
        ("a minute", { try $0.pass(.seconds(61)) }),
        ("the line is lost", { $0.connect(false) }),
        ("the line is back", { $0.connect() }),
        ("the disk is full", { $0.world.isDiskFull = true }),
        (
            "the disk has room",
            { bench in
                bench.world.isDiskFull = false
                try bench.pass(.seconds(31))
            }
        ),
        ("everything is answered well", { try $0.answerAll(isGood: true) }),
        ("everything is refused", { try $0.answerAll(isGood: false) }),
        ("nothing can be asked", { $0.answerAll(.unavailable(.timedOut)) }),
        ("nobody knows", { $0.answerAll(.unknown) }),
        ("a PIN check is right", { $0.endChecks(matches: true) }),
        ("a PIN check is wrong", { $0.endChecks(matches: false) }),
    ]
    let pressed: [KioskInput] =
        [
            .back, .renew(1), .renewAll, .acknowledge(1), .finish, .stay, .handOver(true),
            .handOver(false), .language(.english), .key(.enter), .typeCard,
        ] + KioskTask.allCases.map { .choose($0) } + ReceiptChoice.allCases.map { .receipt($0) }
        + KioskInput.Wish.allCases.map { .wish($0, true) }
    for input in pressed { inputs.append(("pressed \(input)", { try $0.tap(input) })) }
    return inputs
}()

extension Bench {
    /// Ends every request that has no answer yet.
    fileprivate mutating func answerAll(_ outcome: LibraryOutcome) {
        for request in world.takeOpenRequests() { answer(request.id, outcome) }
    }

    fileprivate mutating func answerAll(isGood: Bool) throws {
        for request in world.takeOpenRequests() {
            answer(
                request.id,
                isGood ? try goodOutcome(of: request.task) : .refused(Refusal(.patronNotValid))
            )
        }
    }

    /// Ends the newest check of a PIN, if there was one.
    fileprivate mutating func endChecks(matches: Bool) {
        guard let check = world.checks.last else { return }
        handle(.pinChecked(matches: matches, check.ticket))
    }

    private func goodOutcome(of task: LibraryTask) throws -> LibraryOutcome {
        let due = Due.on(CivilDate(dayNumber: 20_800))
        return switch task {
        case .patron(let access, _):
            .done(
                .patron(
                    PatronAccount(
                        facts: facts(at: now.timestamp),
                        pinAccepted: access.pin != nil,
                        name: LibraryText("Anna Prøve")
                    )
                )
            )
        case .checkout(let number, _, _):
            .done(.checkout(Checkout(item: Item(number: number), due: due)))
        case .checkin(let number, _): .done(.checkin(Checkin(item: Item(number: number))))
        case .renew(let number, _):
            .done(.renewal(Renewal(item: Item(number: number), due: due)))
        case .renewAll: .done(.renewals([]))
        case .loans: .done(.loans([Loan(item: try item(secondItem), due: due)], isComplete: true))
        case .holds: .done(.holds([Hold(item: try item("hold-1"), state: .ready)]))
        case .fees: .done(.fees(FeeAccount(total: nil, fees: [])))
        case .pay, .item, .endSession, .block: .notSupported
        }
    }
}

@Suite struct `Every state of a kiosk with every event` {
    /// Short ways into each page.
    private static let ways: [[Int]] = {
        let names = inputs.map(\.name)
        func way(_ parts: String...) -> [Int] { parts.compactMap { names.firstIndex(of: $0) } }
        let home = way("a card", "four digits", "everything is answered well")
        return [
            [], way("pressed choose(loan)"), way("pressed typeCard", "four digits"), way("a card"),
            way("a card", "a digit"),
            way("a card", "four digits"), way("an item"), home,
            home + way("everything is answered well"), home + way("an item"),
            home + way("an item", "everything is answered well"),
            home + way("everything is answered well", "pressed choose(loans)"),
            home + way("everything is answered well", "pressed renewAll"),
            home + way("a minute"), home + way("another card"), home + way("the disk is full"),
            home + way("the line is lost"), home + way("an item", "nobody knows"),
            home + way("an item", "nothing can be asked", "pressed finish"),
            way("the line is lost", "a card", "four digits"),
        ]
    }()

    @Test func `is defined, shows one page, and tells nobody of another`() throws {
        for way in Self.ways {
            for (number, input) in inputs.enumerated() {
                for second in stride(from: 0, to: inputs.count, by: 3) {
                    var bench = Bench(hallBox { $0.takesTypedCards = true })
                    bench.connect()
                    try bench.know(annasCard, verifier: verifier("right"))
                    for step in way { try inputs[step].event(&bench) }
                    try input.event(&bench)
                    try inputs[second].event(&bench)
                    try check(bench, "\(way) \(number) \(second)")
                }
            }
        }
    }

    private func check(_ bench: Bench, _ what: @autoclosure () -> String) throws {
        let screen: KioskView = try #require(bench.screen)
        switch screen.page {
        case .idle, .card, .typing, .pin, .checking, .refused, .bye, .outOfOrder, .leave:
            try insist(screen.patron == nil, "\(what()): a patron is shown on \(screen.page)")
        case .home, .loans, .holds, .fees:
            try insist(screen.patron != nil, "\(what()): nobody is signed in")
        case .loan, .returning, .receipt:
            break
        }
        // What is shown stands in the table, or its end is known.
        for row in bench.rows where row.outcome == .working {
            try insist(
                bench.station.outbox.entries.contains { $0.state == .sent },
                "\(what()): a row waits for nothing"
            )
        }
        // No title and no number in what a log could hold.
        try insist("\(screen)" == "kiosk view", "a view describes itself")
        for record in bench.world.ledger where record.kind == .transaction {
            try insist(record.subject == nil, "a transaction names a patron")
        }
    }

    @Test func `a kiosk out of order serves nobody until it is back`() throws {
        var bench = Bench(hallBox())
        try bench.signIn()
        let ticket = Ticket(number: 9001)
        bench.handle(
            .kioskOrdered(
                inService: false,
                kiosk: hall,
                reason: "paper jam",
                by: "tech",
                ticket
            )
        )
        #expect(bench.world.answers[ticket] == .some(nil))
        #expect(bench.page == .outOfOrder)
        #expect(bench.screen?.patron == nil)
        for input in inputs { try input.event(&bench) }
        #expect(bench.page == .outOfOrder)
        bench.world.isDiskFull = false
        bench.handle(
            .kioskOrdered(
                inService: true,
                kiosk: hall,
                reason: "repaired",
                by: "tech",
                Ticket(number: 9002)
            )
        )
        #expect(bench.page == .idle)
    }

    @Test func `a kiosk out of order stays so through a restart`() throws {
        var bench = Bench(hallBox(), standing: StandingOrders(outOfOrder: [hall]))
        #expect(bench.page == .outOfOrder)
        bench.connect()
        bench.scan(annasCard)
        bench.scan(firstItem)
        try bench.pass(.seconds(300))
        #expect(bench.page == .outOfOrder)
        let order = Ticket(number: 9003)
        bench.handle(
            .kioskOrdered(inService: true, kiosk: hall, reason: "repaired", by: "tech", order)
        )
        #expect(bench.world.answers[order] == .some(nil))
        #expect(bench.page == .idle)
    }
}
