// SPDX-License-Identifier: MPL-2.0

import LibraryProtocol
import PortnerCore
import SIP2
import Testing

@Suite struct `Cicero's answers` {
    private let errands: Errands

    init() throws { errands = try Errands(.cicero) }

    private let date = "20261122    125152"
    private let properties = "CHHelbred dit liv%Hay, Louise L.%a%xx%61.36|"

    @Test func `tell of a loan`() throws {
        let result = try errands.outcome(
            .checkout(errands.item, errands.access),
            "121NUY\(date)AODK-761500|AA3210519784|AB3274626533|AJ06850537|"
                + "AH20261222    000000|\(properties)BK19adc5e7|"
        ).result()
        guard case .checkout(let loan) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(loan.item.number == errands.item)
        #expect(loan.item.title?.shown == "Helbred dit liv")
        #expect(loan.item.author?.shown == "Hay, Louise L.")
        #expect(loan.due == .on(try CivilDate(2026, 12, 22)))
        #expect(loan.isRenewal == false)
        #expect(loan.desensitizes == true)
    }

    @Test func `tell why a loan is not renewed, and keep the token from patrons`() throws {
        let outcome = try errands.outcome(
            .renew(errands.item, errands.access),
            "300NUN\(date)AODK-761500|AA3210519784|AB3274626533|AJ06850537|"
                + "AH20261222    000000|\(properties)AF[BEFORE_RENEW_PERIOD]|"
        )
        #expect(outcome == .refused(Refusal(.tooEarlyToRenew)))
    }

    @Test func `tell of each loan when all are renewed, whatever "ok" says`() throws {
        let result = try errands.outcome(
            .renewAll(errands.access),
            "6610001 0001".replacing(" ", with: "") + "\(date)AODK-761500|"
                + "BM3274626533%20261222%Helbred dit liv%Hay, Louise L.%a%xx%61.36|"
                + "BN3846731813%UNSUCCESSFUL%20261126%Prinsesse Mononoke%%m%th%77.7|"
        ).result()
        guard case .renewals(let renewals) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(renewals.map(\.item.number?.secret) == ["3274626533", "3846731813"])
        #expect(renewals.map(\.refusal?.reason) == [nil, .other])
        #expect(
            renewals.map(\.due)
                == [.on(try CivilDate(2026, 12, 22)), .on(try CivilDate(2026, 11, 26))]
        )
    }

    @Test func `tell of a return, and of whoever waits for the item`() throws {
        let answer =
            "101YUN\(date)AODK-761500|AB3274626533|AQHovedbiblioteket%Voksen%%|AJ06850537|"
            + "AALN:C0016351730|CL4|\(properties)"
        let plain = try errands.outcome(.checkin(errands.item), answer).result()
        guard case .checkin(let back) = plain else {
            Issue.record("\(plain)")
            return
        }
        #expect(back.item.title?.shown == "Helbred dit liv")
        #expect(back.place?.shown == "Hovedbiblioteket")
        #expect(back.bin?.shown == "4")
        #expect(back.alert == nil)
        #expect(back.resensitizes)
        let reserved = try errands.outcome(.checkin(errands.item), answer + "AFReserveret|")
        guard case .checkin(let kept) = try reserved.result() else {
            Issue.record("\(reserved)")
            return
        }
        #expect(kept.alert == .reserved)
    }

    @Test func `tell that an item is not known`() throws {
        let outcome = try errands.outcome(
            .checkin(errands.item),
            "100YUN\(date)AODK-761500|AB3274626533|AQ|AF[MATERIAL_NOT_FOUND]|"
        )
        #expect(outcome == .refused(Refusal(.itemUnknown)))
    }

    private var lists: String {
        "64              00920261122    125152000100000002000100000001AODK-761500|"
            + "AALN:3210519784|AETestkort|BZ9999|CA9999|CB9999|BLY|CQY|BHDKK|BV25.50|CC220.00|"
            + "AS06850537%3274626533%12%20261129%DK-761500 - Hovedbiblioteket"
            + "%Helbred dit liv%Hay, Louise L.%a%xx%61.36|AT|"
            + "AU3846731813%20261126%Prinsesse Mononoke%%m%th%77.7|"
            + "AU3279280422%20261126%Det hemmelige våben%Hergé%a%xx%te sk|"
            + "AV3846731813%17%20261101%25.50%Prinsesse Mononoke%%m%th%77.7|BU|"
            + "CD06850538%%20270101%100 % ren%Anonym%a%xx%61.36|PB20000405|"
    }

    @Test func `list loans`() throws {
        let result = try errands.outcome(.loans(errands.access), lists).result()
        guard case .loans(let loans, let isComplete) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(isComplete)
        #expect(loans.map(\.item.number?.secret) == ["3846731813", "3279280422"])
        #expect(loans.map(\.item.title?.shown) == ["Prinsesse Mononoke", "Det hemmelige våben"])
        #expect(loans.map(\.due?.date) == Array(repeating: try CivilDate(2026, 11, 26), count: 2))
    }

    @Test func `list fewer loans than they count, and say so`() throws {
        let cut = lists.replacing("000100000002", with: "000100000003")
        let result = try errands.outcome(.loans(errands.access), cut).result()
        guard case .loans(_, false) = result else {
            Issue.record("a list that was cut counts as complete")
            return
        }
    }

    @Test func `list what can be fetched before what is waited for`() throws {
        let result = try errands.outcome(.holds(errands.access), lists).result()
        guard case .holds(let holds) = result, holds.count == 2 else {
            Issue.record("\(result)")
            return
        }
        #expect(holds.map(\.state) == [.ready, .waiting])
        #expect(holds[0].item.number == errands.item)
        #expect(holds[0].shelf?.shown == "12")
        #expect(holds[0].branch?.shown == "Hovedbiblioteket")
        #expect(holds[0].until == (try CivilDate(2026, 11, 29)))
        #expect(holds[1].item.number == nil)
        #expect(holds[1].item.title?.shown == "100 % ren")
    }

    @Test func `list fees with their sum`() throws {
        let result = try errands.outcome(.fees(errands.access), lists).result()
        guard case .fees(let account) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(account.total == Money(hundredths: 2550, currency: "DKK"))
        #expect(account.limit == Money(hundredths: 22_000, currency: "DKK"))
        #expect(account.fees.map(\.number?.secret) == ["17"])
        #expect(account.fees.map(\.amount?.hundredths) == [2550])
        #expect(account.fees.first?.item?.title?.shown == "Prinsesse Mononoke")
        #expect(account.fees.first?.made == (try CivilDate(2026, 11, 1)))
        #expect(account.isComplete)
    }

    @Test(arguments: ["0002", "    "])
    func `list fees of which they count more, or none, and say so`(count: String) throws {
        let cut = lists.replacing(
            "000100000002000100000001",
            with: "000100000002\(count)00000001"
        )
        let result = try errands.outcome(.fees(errands.access), cut).result()
        guard case .fees(let account) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(account.fees.count == 1)
        #expect(!account.isComplete)
    }

    @Test func `tell who a patron is`() throws {
        let result = try errands.outcome(
            .patron(errands.access, ageLimits: [15, 18]),
            lists
        ).result()
        guard case .patron(let account) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(account.name?.shown == "Testkort")
        #expect(account.pinAccepted == true)
        #expect(account.owes == Money(hundredths: 2550, currency: "DKK"))
        #expect(account.facts.age?.value == AgeFact(reached: 18, next: nil))
        #expect(account.facts.validity.asOf == Errands.now)
    }

    @Test func `name no patron whom they do not vouch for`() throws {
        let unknown =
            "64              00920261122    125151000000000000000000000000AODK-761500|"
            + "AAANY:3210519784|BLN|CQN|"
        for task in [
            LibraryTask.patron(errands.access, ageLimits: []), .loans(errands.access),
            .holds(errands.access), .fees(errands.access),
        ] {
            #expect(try errands.outcome(task, unknown) == .refused(Refusal(.patronNotValid)))
            #expect(
                try errands.outcome(task, lists.replacing("BLY|", with: ""))
                    == .refused(Refusal(.patronNotValid))
            )
            #expect(
                try errands.outcome(task, lists.replacing("CQY", with: "CQN"))
                    == .refused(Refusal(.wrongPIN))
            )
            #expect(
                try errands.outcome(task, lists.replacing("CQY|", with: ""))
                    == .refused(Refusal(.wrongPIN))
            )
        }
    }
}

@Suite struct `Answers of other systems` {
    private let errands: Errands

    init() throws { errands = try Errands(.threeM) }

    private let date = "20261122    012826"

    @Test func `tell of a loan by its title`() throws {
        let result = try errands.outcome(
            .checkout(errands.item, errands.access),
            "121YNN\(date)AOUWOLS|AApatron1|AB3274626533|AJPerl 5 desktop reference|"
                + "AHafter the holidays|CK001|AFPlease return it in time|"
        ).result()
        guard case .checkout(let loan) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(loan.item.title?.shown == "Perl 5 desktop reference")
        #expect(loan.due == LibraryText("after the holidays").map { .words($0) })
        #expect(loan.isRenewal)
        #expect(loan.desensitizes == false)
        #expect(loan.text?.shown == "Please return it in time")
    }

    @Test func `refuse with their own words`() throws {
        let outcome = try errands.outcome(
            .checkout(errands.item, errands.access),
            "120NUN\(date)AOUWOLS|AApatron2|AB3274626533|AJPerl|AH|"
                + "AFItem checked out to another patron|BLY|"
        )
        let words = LibraryText("Item checked out to another patron")
        #expect(outcome == .refused(Refusal(.other, text: words)))
        let invalid = try errands.outcome(
            .checkout(errands.item, errands.access),
            "120NUN\(date)AOUWOLS|AApatron2|AB3274626533|AJPerl|AH|BLN|"
        )
        #expect(invalid == .refused(Refusal(.patronNotValid)))
        let pin = try errands.outcome(
            .checkout(errands.item, errands.access),
            "120NUN\(date)AOUWOLS|AApatron2|AB3274626533|AJPerl|AH|BLY|CQN|"
        )
        #expect(pin == .refused(Refusal(.wrongPIN)))
    }

    @Test(arguments: [
        ("CV01|", Checkin.Alert.reserved), ("CV02|", .otherBranch), ("CV04|", .otherBranch),
        ("CV00|", nil), ("CV99|", .other), ("", .other),
    ])
    func `tell by a code why a returned item wants attention`(
        field: String,
        alert: Checkin.Alert?
    ) throws {
        let result = try errands.outcome(
            .checkin(errands.item),
            "101YNY\(date)AOUWOLS|AB3274626533|AQmain|" + field
        ).result()
        guard case .checkin(let back) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(back.alert == alert)
    }

    @Test func `list loans by number or by title, and no more is made of it`() throws {
        let result = try errands.outcome(
            .loans(errands.access),
            "64              009\(date)000000010002000000000000AOUWOLS|AApatron1|AEX|BLY|CQY|"
                + "AT3274626533|AU3274626533|AUDet hemmelige våben|"
        ).result()
        guard case .loans(let loans, let isComplete) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(isComplete)
        #expect(loans.map(\.item.number?.secret) == ["3274626533", nil])
        #expect(loans.map(\.item.title?.shown) == [nil, "Det hemmelige våben"])
        #expect(loans.map(\.due) == [nil, nil])
    }

    @Test(arguments: ["", "AU|", "AU3274626533|"])
    func `rule nothing out by a list of loans that they do not count`(list: String) throws {
        let result = try errands.outcome(
            .loans(errands.access),
            "64              009\(date)                        AOUWOLS|AApatron1|AEX|BLY|CQY|"
                + list
        ).result()
        guard case .loans(_, false) = result else {
            Issue.record("a list without a count counts as complete")
            return
        }
    }

    @Test func `list an overdue loan once, in whichever case its number is written`() throws {
        let result = try errands.outcome(
            .loans(errands.access),
            "64              009\(date)000000010001000000000000AOUWOLS|AApatron1|AEX|BLY|CQY|"
                + "ATdk-004213|AUDK-004213|"
        ).result()
        guard case .loans(let loans, true) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(loans.map(\.item.number?.secret) == ["DK-004213"])
    }

    @Test func `list holds in two answers`() throws {
        let head =
            "64              009\(date)000100000000000000000001AOUWOLS|AApatron1|AEX|BLY|CQY|"
        let result = try errands.outcome(
            .holds(errands.access),
            head + "AS3274626533|",
            head + "CDDet hemmelige våben|"
        ).result()
        guard case .holds(let holds) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(holds.map(\.state) == [.ready, .waiting])
    }

    @Test(arguments: [
        ("03", ItemStatus.available), ("04", .onLoan), ("05", .onLoan), ("07", .onLoan),
        ("08", .onHoldShelf), ("09", .toBeShelved), ("10", .inTransit), ("02", .inPreparation),
        ("06", .inPreparation), ("11", .lost), ("12", .lost), ("13", .lost), ("01", .other),
        ("77", .other),
    ])
    func `tell where an item is`(code: String, status: ItemStatus) throws {
        let result = try errands.outcome(
            .item(errands.item),
            "18\(code)0201\(date)AB3274626533|AJPerl 5 desktop reference|CF2|AH20261206    012826|"
        ).result()
        guard case .item(let facts) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(facts.status == status)
        #expect(facts.waiting == 2)
        #expect(facts.due?.date == (try CivilDate(2026, 12, 6)))
    }

    @Test func `note a payment or refuse it, and end a session`() throws {
        let payment = FeePayment(
            fee: nil,
            amount: Money(hundredths: 100, currency: "DKK"),
            means: .cash
        )
        let task = LibraryTask.pay(payment, errands.access)
        #expect(
            try errands.outcome(task, "38Y\(date)AOUWOLS|AApatron1|") == .done(.payment(nil))
        )
        #expect(
            try errands.outcome(task, "38N\(date)AOUWOLS|AApatron1|")
                == .refused(Refusal(.other))
        )
        #expect(
            try errands.outcome(
                .endSession(errands.access),
                "36Y\(date)AOUWOLS|AApatron1|AFThank you|"
            ) == .done(.sessionEnded)
        )
    }

    @Test func `tell whether a card may still borrow after a block`() throws {
        let rest = "00920261122    130509AOUWOLS|AApatron1|AEX|BLY|AFAsk at the desk|"
        let blocked = try errands.outcome(.block(errands.access), "24Y             \(rest)")
        #expect(blocked == .done(.cardBlocked))
        let left = try errands.outcome(.block(errands.access), "24              \(rest)")
        #expect(left == .refused(Refusal(.other, text: LibraryText("Ask at the desk"))))
        let other = try errands.outcome(.block(errands.access), "36Y\(date)AOUWOLS|AApatron1|")
        #expect(other == .unknown)
    }

    @Test func `about another item, or to another question, leave a change in doubt`() throws {
        let other = "121NNN\(date)AOUWOLS|AApatron1|AB9999999999|AJPerl|AH|"
        let status = "24              009\(date)AOUWOLS|AApatron1|AEX|BLY|"
        for answer in [other, status] {
            #expect(
                try errands.outcome(.checkout(errands.item, errands.access), answer) == .unknown
            )
        }
        #expect(
            try errands.outcome(.item(errands.item), status) == .unavailable(.unreadable)
        )
    }
}
