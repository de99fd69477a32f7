// SPDX-License-Identifier: MPL-2.0

import LibraryProtocol
import PortnerCore
import SIP2
import Testing

@Suite struct `A request as a message` {
    private let now = "20261122    130000"

    @Test func `asks for one list at a time where the protocol does`() throws {
        let errands = try Errands(.threeM)
        let fields = "AODK-761500|AA3210519784|AC|AD12345|"
        let tasks: [(LibraryTask, String)] = [
            (.patron(errands.access, ageLimits: []), "          "),
            (.loans(errands.access), "  Y       "), (.fees(errands.access), "   Y      "),
            (.holds(errands.access), "Y         "),
        ]
        for (task, summary) in tasks {
            #expect(
                try errands.text(task).replacing("AC|", with: "")
                    == "63009\(now)\(summary)" + fields.replacing("AC|", with: "")
            )
        }
    }

    @Test func `asks Cicero for all lists, as Danish kiosks do`() throws {
        let errands = try Errands(.cicero)
        for task in [LibraryTask.loans(errands.access), .holds(errands.access)] {
            #expect(
                try errands.text(task)
                    == "63009\(now)YYYYYYYYY|AODK-761500|AA3210519784|AD12345|"
            )
        }
    }

    @Test func `asks for a block without the PIN, and with the reason`() throws {
        let errands = try Errands(.threeM)
        #expect(
            try errands.text(.block(errands.access))
                == "01N\(now)AODK-761500|ALToo many wrong PINs at the self-service|AA3210519784|AC|"
        )
    }

    @Test func `never carries an empty PIN`() throws {
        let errands = try Errands(.threeM, pin: nil)
        for task in [LibraryTask.loans(errands.access), .checkout(errands.item, errands.access)] {
            let text = try errands.text(task)
            #expect(!text.contains("|AD"))
        }
    }

    @Test func `lends without renewing what the patron has already`() throws {
        let errands = try Errands(.threeM)
        let text = try errands.text(.checkout(errands.item, errands.access))
        #expect(text.hasPrefix("11NN\(now)\(now)AODK-761500|AA3210519784|AB3274626533|"))
    }

    @Test func `tells of a loan that was made without a line`() throws {
        let errands = try Errands(.threeM)
        let made = CivilTime(
            Errands.now.earlier(by: .seconds(7200)),
            secondsAheadOfUTC: 3600
        )
        let due = try CivilDate(2026, 12, 23)
        let loan = try errands.text(
            .checkout(errands.item, errands.access, DeferredCheckout(made: made, due: due))
        )
        #expect(loan.hasPrefix("11NY20261122    11000020261223    000000AO"))
        let checkin = try errands.text(.checkin(errands.item, DeferredCheckin(made: made)))
        #expect(checkin.hasPrefix("09Y\(now)20261122    110000AP"))
    }

    @Test func `never makes a loan due when it is told of`() throws {
        let errands = try Errands(.threeM)
        let made = CivilTime(Errands.now, secondsAheadOfUTC: 3600)
        let due = CivilDate(dayNumber: 3_000_000)
        let text = try errands.text(
            .checkout(errands.item, errands.access, DeferredCheckout(made: made, due: due))
        )
        let blank = String(repeating: " ", count: 18)
        #expect(text.hasPrefix("11NY\(now)\(blank)AO"))
    }

    @Test func `returns to the place where the station stands`() throws {
        let errands = try Errands(.threeM)
        #expect(
            try errands.text(.checkin(errands.item))
                .hasPrefix("09N\(now)\(now)APhb|AODK-761500|AB3274626533|")
        )
    }

    @Test func `renews one loan or all`() throws {
        let errands = try Errands(.threeM)
        let one = try errands.text(.renew(errands.item, errands.access))
        #expect(one.hasPrefix("29NN\(now)\(now)AODK-761500|AA3210519784|"))
        #expect(one.contains("|AD12345|AB3274626533|"))
        let all = try errands.text(.renewAll(errands.access))
        #expect(all.hasPrefix("65\(now)AODK-761500|AA3210519784|AD12345|"))
    }

    @Test func `pays with its own name as the number of the transaction`() throws {
        let errands = try Errands(.threeM)
        let payment = FeePayment(
            fee: FeeNumber("17"),
            amount: Money(hundredths: 2550, currency: "DKK"),
            means: .card
        )
        let text = try errands.text(.pay(payment, errands.access))
        #expect(text.hasPrefix("37\(now)0102DKKBV25.50|AODK-761500|AA3210519784|"))
        #expect(text.contains("|CG17|BKr-1|"))
    }

    @Test func `asks about an item, and ends a session, without the PIN`() throws {
        let errands = try Errands(.threeM)
        #expect(
            try errands.text(.item(errands.item)) == "17\(now)AODK-761500|AB3274626533|"
        )
        let end = try errands.text(.endSession(errands.access))
        #expect(end.hasPrefix("35\(now)AODK-761500|AA3210519784|"))
        #expect(!end.contains("12345"))
    }
}
