// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A receipt` {
    private let address = MailAddress("laaner0001@example.dk")

    /// A kiosk at which Anna has borrowed one item.
    private func bench(
        printer: PrinterCondition? = .ready,
        mails: Bool = true,
        address: MailAddress? = MailAddress("laaner0001@example.dk")
    ) throws -> Bench {
        var bench = Bench(hallBox { $0.mailsReceipts = mails })
        bench.connect(true)
        if let printer { bench.handle(.printerChanged(printer, detail: "", kiosk: hall)) }
        try bench.signIn(mail: address)
        bench.scan(firstItem)
        let lent = Checkout(
            item: try item(firstItem, title: "Vinterhave"),
            due: .on(CivilDate(dayNumber: 20_800))
        )
        try bench.answer("checkout", .done(.checkout(lent)))
        return bench
    }

    private func offer(_ bench: Bench) -> KioskView.ReceiptOffer? {
        guard case .receipt(let offer)? = bench.page else { return nil }
        return offer
    }

    private func end(_ bench: inout Bench, succeeded: Bool) throws {
        let session = try #require(bench.world.receipts.last).2
        bench.handle(.receiptEnded(succeeded: succeeded, session: session, kiosk: hall))
    }

    @Test func `is printed before the patron is told to take it`() throws {
        var bench = try bench(mails: false)
        try bench.tap(.finish)
        #expect(offer(bench) == KioskView.ReceiptOffer(printer: .ready, mails: false))
        try bench.tap(.receipt(.print))
        #expect(offer(bench)?.issuing == .print)
        let receipt = try #require(bench.world.receipts.last)
        #expect(receipt.0.lent.count == 1)
        #expect(receipt.0.nextDue == CivilDate(dayNumber: 20_800))
        #expect(receipt.0.loans == 1)
        #expect(receipt.1 == .paper)
        try end(&bench, succeeded: true)
        #expect(bench.page == .bye(.printed))
    }

    @Test func `goes to the address that the library knows`() throws {
        var bench = try bench(printer: nil)
        try bench.tap(.finish)
        #expect(offer(bench) == KioskView.ReceiptOffer(printer: nil, mails: true))
        try bench.tap(.receipt(.mail))
        #expect(bench.world.receipts.last?.1 == address.map { .mail($0) })
        try end(&bench, succeeded: true)
        #expect(bench.page == .bye(.mailed))
        #expect(bench.screen?.patron == nil)
    }

    @Test(arguments: [PrinterCondition.noPaper, .coverOpen, .fault, .lost])
    func `is offered by mail where the printer cannot print`(_ condition: PrinterCondition) throws {
        var bench = try bench(printer: condition)
        try bench.tap(.finish)
        #expect(offer(bench) == KioskView.ReceiptOffer(printer: condition, mails: true))
        try bench.tap(.receipt(.print))
        #expect(bench.world.receipts.isEmpty)
        let record = try #require(bench.world.ledger.last { $0.kind == .device })
        #expect(record[.outcome] == condition.rawValue)
        #expect(record.isAlarm)
    }

    @Test func `can be chosen anew when the paper ends in the middle`() throws {
        var bench = try bench()
        try bench.tap(.finish)
        try bench.tap(.receipt(.print))
        bench.handle(.printerChanged(.noPaper, detail: "", kiosk: hall))
        try end(&bench, succeeded: false)
        let left = try #require(offer(bench))
        #expect(left.failed == .print)
        #expect(left.issuing == nil)
        #expect(!left.prints)
        #expect(left.mails)
        try bench.tap(.receipt(.mail))
        try end(&bench, succeeded: true)
        #expect(bench.page == .bye(.mailed))
    }

    @Test func `fails by itself when nothing is heard of it`() throws {
        var bench = try bench()
        try bench.tap(.finish)
        try bench.tap(.receipt(.print))
        try bench.pass(KioskSettings.receiptMax)
        #expect(offer(bench)?.failed == .print)
        try bench.pass(KioskSettings.quiets.upperBound + KioskSettings.answers.upperBound)
        #expect(bench.page == .idle)
    }

    @Test func `holds up nothing but what would change it`() throws {
        var bench = try bench()
        try bench.tap(.finish)
        try bench.tap(.receipt(.print))
        bench.scan(secondItem)
        #expect(bench.screen?.notice?.what == .misplaced(.busy))
        let inputs = [KioskInput.finish, .back, .choose(.loans), .receipt(.mail)]
        for (index, input) in inputs.enumerated() { try bench.tap(input, id: "held-up-\(index)") }
        #expect(bench.world.receipts.count == 1)
        #expect(offer(bench)?.issuing == .print)
        try bench.tap(.language(.english))
        #expect(bench.screen?.wishes.language == .english)
    }

    @Test func `of one patron says nothing to the next`() throws {
        var bench = try bench()
        try bench.tap(.finish)
        try bench.tap(.receipt(.print))
        let session = try #require(bench.world.receipts.last).2
        bench.scan(bentsCard)
        try bench.tap(.handOver(true))
        bench.handle(.receiptEnded(succeeded: true, session: session, kiosk: hall))
        #expect(bench.page == .pin(typed: 0, length: 4, isSecondTry: false))
    }

    @Test func `is taken back from the printer when somebody else's turn begins`() throws {
        var bench = try bench()
        try bench.tap(.finish)
        try bench.tap(.receipt(.print))
        let session = try #require(bench.world.receipts.last).2
        bench.scan(bentsCard)
        #expect(bench.world.withdrawn.isEmpty)
        try bench.tap(.handOver(true))
        #expect(bench.world.withdrawn == [session])
    }

    @Test func `is taken back when staff take the kiosk out of service, or it takes too long`()
        throws
    {
        var bench = try bench()
        try bench.tap(.finish)
        try bench.tap(.receipt(.print))
        try bench.pass(KioskSettings.receiptMax)
        #expect(bench.world.withdrawn.count == 1)
        try bench.tap(.receipt(.print), id: "again")
        bench.handle(
            .kioskOrdered(
                inService: false,
                kiosk: hall,
                reason: "paper jam",
                by: "tech",
                Ticket(number: 9001)
            )
        )
        #expect(bench.world.withdrawn.count == 2)
    }

    @Test func `that came out, or goes by mail, is not taken back`() throws {
        var bench = try bench()
        try bench.tap(.finish)
        try bench.tap(.receipt(.print))
        try end(&bench, succeeded: true)
        #expect(bench.world.withdrawn.isEmpty)
    }

    @Test func `is not skipped by ending twice`() throws {
        var bench = try bench()
        try bench.tap(.finish, id: "first")
        try bench.tap(.finish, id: "second")
        bench.scan("PORTNER-FINISH")
        #expect(offer(bench) == KioskView.ReceiptOffer(printer: .ready, mails: true))
        try bench.tap(.receipt(.none))
        #expect(bench.page == .bye(.none))
    }

    @Test func `is not offered for ever: whoever is asked again can end without one`() throws {
        var bench = try bench()
        try bench.tap(.finish, id: "first")
        try bench.pass(.seconds(61))
        #expect(bench.screen?.question != nil)
        try bench.tap(.finish, id: "second")
        #expect(bench.page == .bye(.none))
    }

    @Test func `lets the next patron begin when it is done`() throws {
        var bench = try bench()
        try bench.tap(.finish)
        try bench.tap(.receipt(.print))
        bench.scan(bentsCard)
        try end(&bench, succeeded: true)
        #expect(bench.page == .pin(typed: 0, length: 4, isSecondTry: false))
    }

    @Test func `is not asked about where nothing can give it out`() throws {
        var bench = try bench(printer: .noPaper, mails: false)
        try bench.tap(.finish)
        #expect(bench.page == .bye(.none))
    }

    @Test func `is not asked about where everything was refused`() throws {
        var bench = Bench(hallBox())
        bench.connect(true)
        bench.handle(.printerChanged(.ready, detail: "", kiosk: hall))
        try bench.signIn()
        bench.scan(firstItem)
        try bench.answer("checkout", .refused(Refusal(.itemReserved)))
        try bench.tap(.finish)
        #expect(bench.page == .bye(.none))
    }

    @Test func `tells staff of paper that runs low, and when all is well again`() throws {
        var bench = try bench()
        bench.handle(.printerChanged(.lowPaper, detail: "", kiosk: hall))
        bench.handle(.printerChanged(.lowPaper, detail: "", kiosk: hall))
        bench.handle(.printerChanged(.ready, detail: "", kiosk: hall))
        let told = bench.world.ledger.filter { $0.kind == .device }
        #expect(told.map { $0[.outcome] } == ["low-paper", "ready"])
        #expect(told.map(\.isAlarm) == [true, false])
    }

    @Test func `shows nothing of the address in any description`() throws {
        let bench = try bench()
        #expect(!"\(bench.world.steps)".contains("laaner0001"))
        var shown = ""
        dump(bench.world.receipts, to: &shown)
        dump(bench.screen, to: &shown)
        #expect(!shown.contains("laaner0001"))
    }
}
