// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A Patron Information (63)` {
    static let wire =
        "6300920261122    012826Y Y  Y    AODK-761500|AA1001|ACterm|AD1234|BP1|BQ5|"

    @Test func `is read from its text`() throws {
        let value = try #require(PatronInformationRequest(decoded(Self.wire)))
        #expect(value.language == .danish)
        #expect(value.transactionDate == recordedTime)
        #expect(value.summary == [.holdItems, .chargedItems, .unavailableHolds])
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.patronPassword == Secret("1234"))
        #expect(value.terminalPassword == Secret("term"))
        #expect(value.startItem == 1)
        #expect(value.endItem == 5)
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = PatronInformationRequest(
            language: .danish,
            transactionDate: recordedTime,
            summary: [.holdItems, .chargedItems, .unavailableHolds],
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001"),
            patronPassword: Secret("1234")
        )
        value.terminalPassword = Secret("term")
        value.startItem = 1
        value.endItem = 5
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(PatronInformationRequest(decoded(Self.wire)))
        #expect(PatronInformationRequest(value.message) == value)
        for command in MessageLayout.all.map(\.command)
        where command != PatronInformationRequest.command {
            #expect(PatronInformationRequest(Message(command)) == nil)
        }
    }
}

@Suite struct `A Patron Information Response (64)` {
    static let wire =
        "64      Y       00920261122    012826000100020003000400050006AODK-761500|AA1001|"
        + "AEÅse Øst|BZ0010|CA0020|CB0030|BLY|CQY|BHDKK|BV0.00|CC220.00|ASh1|ATo1|AUc1|AUc2"
        + "|AVf1|BUr1|CDu1|BDÅvej 1%8000%Aarhus%DK|BEaase@example.dk|BF12345678|AFHej|AFFar"
        + "vel|AGKvittering|AQhb|"

    @Test func `is read from its text`() throws {
        let value = try #require(PatronInformationResponse(decoded(Self.wire)))
        #expect(value.status == .tooManyItemsOverdue)
        #expect(value.language == .danish)
        #expect(value.transactionDate == recordedTime)
        #expect(
            value.counts
                == .init(
                    hold: 1,
                    overdue: 2,
                    charged: 3,
                    fine: 4,
                    recall: 5,
                    unavailableHold: 6
                )
        )
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.personalName == "Åse Øst")
        #expect(value.holdItemsLimit == 10)
        #expect(value.overdueItemsLimit == 20)
        #expect(value.chargedItemsLimit == 30)
        #expect(value.isValidPatron == true)
        #expect(value.isValidPassword == true)
        #expect(value.currency == .danishKrone)
        #expect(value.feeAmount == Amount("0.00"))
        #expect(value.feeLimit == Amount("220.00"))
        #expect(value.lists.hold == ["h1"])
        #expect(value.lists.overdue == ["o1"])
        #expect(value.lists.charged == ["c1", "c2"])
        #expect(value.lists.fine == ["f1"])
        #expect(value.lists.recall == ["r1"])
        #expect(value.lists.unavailableHold == ["u1"])
        #expect(value.homeAddress == PostalAddress("Åvej 1%8000%Aarhus%DK"))
        #expect(value.emailAddress == "aase@example.dk")
        #expect(value.homePhone == "12345678")
        #expect(value.screenMessages == ["Hej", "Farvel"])
        #expect(value.printLines == ["Kvittering"])
        #expect(value.homeLibrary == BranchPlacement("hb"))
        #expect(value.extensions == [Field(.permanentLocation, "hb")])
    }

    @Test func `is written to its text`() throws {
        var value = PatronInformationResponse(
            status: .tooManyItemsOverdue,
            language: .danish,
            transactionDate: recordedTime,
            counts: .init(
                hold: 1,
                overdue: 2,
                charged: 3,
                fine: 4,
                recall: 5,
                unavailableHold: 6
            ),
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001")
        )
        value.personalName = "Åse Øst"
        value.holdItemsLimit = 10
        value.overdueItemsLimit = 20
        value.chargedItemsLimit = 30
        value.isValidPatron = true
        value.isValidPassword = true
        value.currency = .danishKrone
        value.feeAmount = Amount("0.00")
        value.feeLimit = Amount("220.00")
        value.lists.hold = ["h1"]
        value.lists.overdue = ["o1"]
        value.lists.charged = ["c1", "c2"]
        value.lists.fine = ["f1"]
        value.lists.recall = ["r1"]
        value.lists.unavailableHold = ["u1"]
        value.homeAddress = PostalAddress("Åvej 1%8000%Aarhus%DK")
        value.emailAddress = "aase@example.dk"
        value.homePhone = "12345678"
        value.screenMessages = ["Hej", "Farvel"]
        value.printLines = ["Kvittering"]
        value.homeLibrary = BranchPlacement("hb")
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(PatronInformationResponse(decoded(Self.wire)))
        #expect(PatronInformationResponse(value.message) == value)
        for command in MessageLayout.all.map(\.command)
        where command != PatronInformationResponse.command {
            #expect(PatronInformationResponse(Message(command)) == nil)
        }
    }
}
