// SPDX-License-Identifier: MPL-2.0

@testable import LibrarySimulator
import SIP2
import Testing

@Suite struct `A loan at the simulated library` {
    @Test func `is made for the period of its kind`() throws {
        let counter = try Counter()
        let answer = try counter.checkout(DemoItem.barcode("book"))
        #expect(answer.isAccepted && !answer.isRenewal && answer.desensitizes == true)
        #expect(answer.dueDate?.day?.description == "20261222")
        #expect(answer.titleIdentifier == "Pelle Erobreren")
        let film = try #require(
            counter.library.library.items.first { item in
                counter.library.library.title(of: item).kind == .film && item.place == .shelf
                    && item.isForLoan
            }
        )
        #expect(try counter.checkout(film.barcode).dueDate?.day?.description == "20261206")
    }

    @Test(
        arguments: [
            ("book", "7004950789", nil, Library.Refusal.unknownPatron),
            ("book", Counter.adult, "4321", .wrongPIN),
            ("book", DemoCard.number("excluded"), nil, .blocked),
            ("book", DemoCard.number("expired"), nil, .invalidCard),
            ("book", DemoCard.number("not-valid"), nil, .invalidCard),
            ("book", DemoCard.number("owes"), nil, .owesTooMuch),
            ("unknown", Counter.adult, nil, .unknownItem),
            ("not-for-loan", Counter.adult, nil, .notForLoan),
            ("late", Counter.adult, nil, .lentToAnother),
            ("renewable", Counter.adult, nil, .alreadyLent),
            ("for-another", Counter.adult, nil, .reserved),
        ] as [(String, String, String?, Library.Refusal)]
    )
    func `is refused with a reason`(
        _ item: String,
        _ card: String,
        _ pin: String?,
        _ refusal: Library.Refusal
    ) throws {
        for (manner, words) in [
            (SimulatedLibrary.Manner.strict, refusal.english), (.cicero, "[\(refusal.token)]"),
        ] {
            let counter = try Counter(manner)
            _ = try counter.information(Counter.adult)
            let before = counter.library.library.loans
            let answer = try counter.checkout(DemoItem.barcode(item), card: card, pin: pin)
            #expect(!answer.isAccepted && answer.desensitizes == false)
            #expect(answer.screenMessages == [words])
            #expect(counter.library.library.loans == before)
        }
    }

    @Test func `takes the patron's own copy off the hold shelf`() throws {
        let counter = try Counter()
        #expect(try counter.information(Counter.adult).counts.hold == 1)
        #expect(try counter.checkout(DemoItem.barcode("for-adult")).isAccepted)
        #expect(try counter.information(Counter.adult).counts.hold == 0)
    }

    @Test func `made off-line is a fact, with the date that was promised`() throws {
        let counter = try Counter()
        let promised = try #require(Timestamp("20261223    235900"))
        let answer = try counter.checkout(
            DemoItem.barcode("for-another"),
            isNoBlock: true,
            due: promised
        )
        #expect(answer.isAccepted)
        #expect(answer.dueDate?.day?.description == "20261223")
        let holds = try counter.information(DemoCard.number("newcomer")).counts
        #expect(holds.hold == 0 && holds.unavailableHold == 2)
        // Reported once more it stays as it is.
        let again = try counter.checkout(DemoItem.barcode("for-another"), isNoBlock: true)
        #expect(again.isAccepted && !again.isRenewal)
        #expect(again.dueDate?.day?.description == "20261223")
    }

    @Test func `can be undone`() throws {
        let counter = try Counter()
        _ = try counter.checkout(DemoItem.barcode("book"))
        #expect(try counter.checkout(DemoItem.barcode("book"), cancels: true).isAccepted)
        #expect(try counter.item(DemoItem.barcode("book")).circulationStatus == .available)
    }

    @Test func `has no end at the limit of loans`() throws {
        let counter = try Counter()
        counter.library.library.rules.loansMax = 4
        let answer = try counter.checkout(DemoItem.barcode("book"))
        #expect(answer.screenMessages == [Library.Refusal.tooManyLoans.english])
    }

    @Test(
        arguments: [
            ("fresh", Library.Refusal.tooEarly), ("renewed-out", .renewedTooOften),
            ("wanted-here", .reserved), ("other-library", .notLent), ("book", .notLent),
            ("unknown", .unknownItem),
        ])
    func `is not renewed, with a reason`(_ item: String, _ refusal: Library.Refusal) throws {
        let answer = try Counter(.cicero).renew(DemoItem.barcode(item))
        #expect(!answer.isAccepted)
        #expect(answer.screenMessages == ["[\(refusal.token)]"])
    }

    @Test func `is renewed from the day on, and as often as the rules allow`() throws {
        let counter = try Counter()
        for day in ["20261222", "20270114"] {
            let answer = try counter.renew(DemoItem.barcode("renewable"))
            #expect(
                answer.isAccepted && answer.isRenewal && answer.dueDate?.day?.description == day
            )
            try counter.wait(days: 23)
        }
        let answer = try counter.renew(DemoItem.barcode("renewable"))
        #expect(answer.screenMessages == [Library.Refusal.renewedTooOften.english])
    }

    @Test func `is renewed by a loan where the kiosk allows that`() throws {
        let answer = try Counter().checkout(DemoItem.barcode("renewable"), renews: true)
        #expect(answer.isAccepted && answer.isRenewal)
    }

    @Test func `is renewed with all others, and those that cannot be are told apart`() throws {
        let strict = try Counter().renewAll()
        #expect(strict.renewedItems == [DemoItem.barcode("renewable")])
        #expect(strict.unrenewedCount == 3)
        let cicero = try Counter(.cicero).renewAll()
        #expect(cicero.isAccepted && cicero.renewedCount == 1)
        #expect(cicero.refusals.map(\.reason) == ["UNSUCCESSFUL", "UNSUCCESSFUL", "UNSUCCESSFUL"])
        #expect(cicero.renewals.first?.item == DemoItem.barcode("renewable"))
    }
}

@Suite struct `A return at the simulated library` {
    @Test(
        arguments: [
            ("fresh", false, "1", nil, nil),
            ("wanted-here", true, "3", AlertType.holdHere, nil),
            ("wanted-there", true, "4", .holdElsewhere, "DK-799901"),
            ("other-branch", true, "4", .transfer, "DK-799902"),
            ("other-library", true, "5", .interlibraryLoan, "DK-799800"),
        ] as [(String, Bool, String, AlertType?, String?)]
    )
    func `says where the item goes`(
        _ item: String,
        _ alerts: Bool,
        _ bin: String,
        _ alert: AlertType?,
        _ destination: String?
    ) throws {
        let answer = try Counter().checkin(DemoItem.barcode(item))
        #expect(answer.isAccepted && answer.resensitizes)
        #expect(answer.alerts == alerts)
        #expect(answer.sortBin == bin)
        #expect(answer.alertType == alert)
        #expect(answer.destination == destination)
    }

    @Test func `makes a hold ready, with a number and a last day`() throws {
        let counter = try Counter(.cicero)
        let answer = try counter.checkin(DemoItem.barcode("wanted-here"))
        #expect(answer.screenMessages == ["Reserveret"])
        let lists = try counter.information(DemoCard.number("newcomer"), .firstNine).lists
        let hold = try #require(
            lists.holds.first { $0.item == DemoItem.barcode("wanted-here") }
        )
        #expect(hold.shelf == "3")
        #expect(hold.pickupDate?.description == "20261129")
        #expect(hold.branch == "DK-799900 - Hovedbiblioteket")
    }

    @Test func `serves a hold at another branch when it arrives there`() throws {
        let counter = try Counter()
        _ = try counter.checkin(DemoItem.barcode("wanted-there"))
        #expect(try counter.item(DemoItem.barcode("wanted-there")).circulationStatus == .inTransit)
        let arrival = try counter.checkin(DemoItem.barcode("wanted-there"), at: "havn")
        #expect(arrival.alertType == .holdHere && arrival.patron == nil)
        #expect(
            try counter.item(DemoItem.barcode("wanted-there")).circulationStatus
                == .waitingOnHoldShelf
        )
    }

    @Test func `leaves holds untied where the library is set up so`() throws {
        let counter = try Counter()
        counter.library.library.rules.tiesHolds = false
        #expect(try counter.checkin(DemoItem.barcode("wanted-there")).alertType == .transfer)
        #expect(try counter.checkin(DemoItem.barcode("wanted-here")).alertType == .holdHere)
        #expect(try counter.information(DemoCard.number("newcomer")).counts.hold == 1)
    }

    @Test(arguments: [("late", "20.00"), ("very-late", "120.00")])
    func `costs something when it is late`(_ item: String, _ amount: String) throws {
        let counter = try Counter()
        #expect(try counter.checkin(DemoItem.barcode(item)).isAccepted)
        let answer = try counter.information(DemoCard.number("overdue"))
        #expect(answer.feeAmount?.text == amount)
        #expect(answer.counts.fine == 1)
        #expect(!answer.status.contains(.tooManyItemsOverdue) || answer.counts.overdue == 1)
    }

    @Test func `lifts the flag of overdue loans with the last of them`() throws {
        let counter = try Counter()
        _ = try counter.checkin(DemoItem.barcode("late"))
        _ = try counter.checkin(DemoItem.barcode("very-late"))
        #expect(try counter.information(DemoCard.number("overdue")).status == [])
    }

    @Test func `can be undone`() throws {
        let counter = try Counter()
        _ = try counter.checkin(DemoItem.barcode("very-late"))
        #expect(try counter.checkin(DemoItem.barcode("very-late"), cancels: true).isAccepted)
        let answer = try counter.information(DemoCard.number("overdue"))
        #expect(answer.counts.overdue == 2 && answer.feeAmount?.text == "0.00")
    }

    @Test(arguments: [("book", Library.Refusal.notLent), ("unknown", .unknownItem)])
    func `is refused for what is not out`(_ item: String, _ refusal: Library.Refusal) throws {
        let answer = try Counter().checkin(DemoItem.barcode(item))
        #expect(!answer.isAccepted)
        #expect(answer.screenMessages == [refusal.english])
    }

    @Test func `goes to the owner whom the chip names`() throws {
        let answer = try Counter().checkin(DemoItem.barcode("fresh"), owner: "DK-775100")
        #expect(answer.destination == "DK-775100" && answer.sortBin == "5")
    }
}
