// SPDX-License-Identifier: MPL-2.0

@testable import LibrarySimulator
import SIP2
import Testing

@Suite struct `A hold at the simulated library` {
    @Test func `waits in the queue of its title`() throws {
        let counter = try Counter()
        for (card, position) in [(Counter.adult, 1), (DemoCard.number("letters"), 2)] {
            let answer = try counter.hold(.add, item: DemoItem.barcode("book"), card: card)
            #expect(answer.isAccepted && answer.isAvailable)
            #expect(answer.queuePosition == position)
            #expect(answer.pickupLocation == "DK-799900")
        }
        #expect(try counter.item(DemoItem.barcode("book")).holdQueueLength == 2)
    }

    @Test func `moves to another branch and goes away`() throws {
        let counter = try Counter()
        let book = DemoItem.barcode("book")
        _ = try counter.hold(.add, item: book)
        #expect(try counter.hold(.change, item: book, at: "skov").pickupLocation == "DK-799902")
        #expect(try counter.hold(.delete, item: book).isAccepted)
        #expect(try counter.item(book).holdQueueLength == 0)
    }

    @Test func `that is given up frees its copy for the next`() throws {
        let counter = try Counter()
        let item = DemoItem.barcode("for-another")
        #expect(try counter.hold(.add, item: item).queuePosition == 1)
        _ = try counter.hold(.delete, item: item, card: DemoCard.number("newcomer"))
        #expect(try counter.information(Counter.adult).counts.hold == 2)
        _ = try counter.hold(.delete, item: item)
        #expect(try counter.item(item).circulationStatus == .available)
    }

    @Test(
        arguments: [
            ("for-adult", Counter.adult, nil, Library.Refusal.alreadyReserved),
            ("fresh", Counter.adult, nil, .alreadyLent),
            ("not-for-loan", Counter.adult, nil, .notForLoan),
            ("unknown", Counter.adult, nil, .unknownItem),
            ("book", "7004950789", nil, .unknownPatron),
            ("book", DemoCard.number("excluded"), nil, .blocked),
            ("book", Counter.adult, "mars", .unknownBranch),
        ] as [(String, String, String?, Library.Refusal)]
    )
    func `is refused with a reason`(
        _ item: String,
        _ card: String,
        _ branch: String?,
        _ refusal: Library.Refusal
    ) throws {
        let answer = try Counter().hold(
            .add,
            item: DemoItem.barcode(item),
            card: card,
            at: branch
        )
        #expect(!answer.isAccepted && answer.screenMessages == [refusal.english])
    }

    @Test func `ends when another copy is borrowed, and frees the one that was ready`() throws {
        let counter = try Counter()
        _ = try counter.information(Counter.adult)
        let library = counter.library.library
        let copies = try #require(
            Dictionary(grouping: library.items.filter { $0.place == .shelf && $0.isForLoan }) {
                $0.record
            }
            .values.first { $0.count > 1 && library.queueLength($0[0].record) == 0 }
        )
        _ = try counter.checkout(copies[0].barcode, card: DemoCard.number("letters"), pin: nil)
        _ = try counter.hold(.add, item: copies[0].barcode)
        _ = try counter.checkin(copies[0].barcode)
        #expect(
            try counter.item(copies[0].barcode).circulationStatus == .waitingOnHoldShelf
        )
        #expect(try counter.checkout(copies[1].barcode).isAccepted)
        let status = try counter.item(copies[0].barcode).circulationStatus
        #expect(status == .available || status == .inTransit)
    }

    @Test func `lapses when nobody comes for the copy`() throws {
        let counter = try Counter()
        #expect(try counter.information(Counter.adult).counts.hold == 1)
        try counter.wait(days: 7)
        #expect(try counter.information(Counter.adult).counts.hold == 1)
        try counter.wait(days: 1)
        #expect(try counter.information(Counter.adult).counts.hold == 0)
        #expect(try counter.item(DemoItem.barcode("for-adult")).circulationStatus == .available)
    }

    @Test func `lapses when no copy came in time`() throws {
        let counter = try Counter()
        #expect(try counter.information(Counter.adult).counts.unavailableHold == 1)
        try counter.wait(days: 181)
        #expect(try counter.information(Counter.adult).counts.unavailableHold == 0)
    }

    @Test(arguments: [HoldMode.delete, .change, nil])
    func `that is not there can neither change nor go away`(_ mode: HoldMode?) throws {
        let answer = try Counter(.cicero).hold(mode, item: DemoItem.barcode("book"))
        #expect(answer.screenMessages == ["[RESERVATION_NOT_FOUND]"])
    }
}

@Suite struct `A fee at the simulated library` {
    static let card = DemoCard.number("owes")

    @Test func `is paid whole, by its number`() throws {
        let counter = try Counter(.cicero)
        let fees = try counter.information(Self.card, .firstNine).lists.fees
        #expect(fees.map(\.amount?.text) == ["20.00", "225.00"])
        let fee = try #require(fees.last?.feeIdentifier)
        #expect(try counter.pay("225.00", fee: fee, card: Self.card).isAccepted)
        let answer = try counter.information(Self.card)
        #expect(answer.feeAmount?.text == "20.00")
        // Below the limit nothing bars the patron any more.
        #expect(answer.status == [])
        #expect(
            try counter.checkout(DemoItem.barcode("book"), card: Self.card, pin: nil).isAccepted
        )
    }

    @Test(arguments: ["20.00", "245.00", "20"])
    func `is paid beginning with the oldest`(_ amount: String) throws {
        #expect(try Counter().pay(amount, card: Self.card).isAccepted)
    }

    @Test(
        arguments: [
            ("19.99", nil, Library.Refusal.wrongAmount), ("300.00", nil, .wrongAmount),
            ("20.00", "no such", .noSuchFee), ("free", nil, .wrongAmount),
        ] as [(String, String?, Library.Refusal)]
    )
    func `is not paid in part, and not overpaid`(
        _ amount: String,
        _ fee: String?,
        _ refusal: Library.Refusal
    ) throws {
        let answer = try Counter().pay(amount, fee: fee, card: Self.card)
        #expect(!answer.isAccepted && answer.screenMessages == [refusal.english])
    }
}

@Suite struct `What the simulated library says about items and patrons` {
    @Test(
        arguments: [
            ("book", CirculationStatus.available), ("not-for-loan", .other), ("fresh", .charged),
            ("for-another", .waitingOnHoldShelf), ("unknown", .other),
        ])
    func `tells where an item is`(_ item: String, _ status: CirculationStatus) throws {
        #expect(try Counter().item(DemoItem.barcode(item)).circulationStatus == status)
    }

    @Test func `keeps a note about an item`() throws {
        let counter = try Counter()
        let answer = try counter.ask(
            ItemStatusUpdateRequest(
                transactionDate: counter.time,
                institutionID: "DK-799900",
                itemIdentifier: DemoItem.barcode("book"),
                itemProperties: ItemProperties("coffee on page 12")
            )
        )
        #expect(answer.isAccepted)
        #expect(
            try counter.item(DemoItem.barcode("book")).itemProperties?.text == "coffee on page 12"
        )
    }

    @Test func `blocks a patron and lets them in again`() throws {
        let counter = try Counter()
        let block = BlockPatronRequest(
            isCardRetained: false,
            transactionDate: counter.time,
            institutionID: "DK-799900",
            blockedCardMessage: "left behind",
            patron: PatronIdentifier(Counter.adult)
        )
        #expect(try counter.ask(block).status.rawValue == 0b1111)
        #expect(
            try counter.checkout(DemoItem.barcode("book")).screenMessages == ["Patron is blocked"]
        )
        let enable = PatronEnableRequest(
            transactionDate: counter.time,
            institutionID: "DK-799900",
            patron: PatronIdentifier(Counter.adult)
        )
        #expect(try counter.ask(enable).status == [])
        #expect(try counter.checkout(DemoItem.barcode("book")).isAccepted)
        // Cicero blocks too, and is silent.
        let cicero = try Counter(.cicero)
        #expect(cicero.library.answer(to: block.message, at: cicero.time) == nil)
        #expect(try cicero.information(Counter.adult).status.rawValue == 0b1111)
    }

    @Test func `gives as many list entries as are asked for`() throws {
        let counter = try Counter()
        var request = PatronInformationRequest(
            language: .danish,
            transactionDate: counter.time,
            summary: .chargedItems,
            institutionID: "DK-799900",
            patron: PatronIdentifier(Counter.adult)
        )
        #expect(try counter.ask(request).lists.charged.count == 4)
        request.startItem = 2
        request.endItem = 3
        #expect(
            try counter.ask(request).lists.charged
                == [DemoItem.barcode("fresh"), DemoItem.barcode("renewed-out")]
        )
        request.startItem = 9
        #expect(try counter.ask(request).lists.charged == [])
    }

    @Test func `has a patron whose answer is as long as the longest recorded one`() throws {
        let counter = try Counter(.cicero)
        let answers = try counter.library.patrons.prefix(40).map { patron in
            try counter.written(
                PatronInformationRequest(
                    language: .danish,
                    transactionDate: counter.time,
                    summary: .firstNine,
                    institutionID: "DK-799900",
                    patron: PatronIdentifier(patron.card)
                )
            )
        }
        let longest = try #require(answers.max { $0.count < $1.count })
        #expect(longest.count > 4_000)
        #expect(longest.split(separator: "|").count { $0.hasPrefix("CD") } == 51)
    }
}
