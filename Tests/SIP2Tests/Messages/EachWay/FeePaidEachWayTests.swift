// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A Fee Paid (37)` {
    static let wire =
        "3720261122    0128260402DKKBV25.00|AODK-761500|AA1001|ACterm|AD1234|CG77|BKP-9|"

    @Test func `is read from its text`() throws {
        let value = try #require(FeePaidRequest(decoded(Self.wire)))
        #expect(value.transactionDate == recordedTime)
        #expect(value.feeType == .overdue)
        #expect(value.paymentType == .creditCard)
        #expect(value.currency == .danishKrone)
        #expect(value.feeAmount == Amount("25.00"))
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.feeIdentifier == "77")
        #expect(value.transactionID == "P-9")
        #expect(value.terminalPassword == Secret("term"))
        #expect(value.patronPassword == Secret("1234"))
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = FeePaidRequest(
            transactionDate: recordedTime,
            feeType: .overdue,
            paymentType: .creditCard,
            currency: .danishKrone,
            feeAmount: Amount("25.00"),
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001"),
            feeIdentifier: "77",
            transactionID: "P-9"
        )
        value.terminalPassword = Secret("term")
        value.patronPassword = Secret("1234")
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(FeePaidRequest(decoded(Self.wire)))
        #expect(FeePaidRequest(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != FeePaidRequest.command {
            #expect(FeePaidRequest(Message(command)) == nil)
        }
    }
}

@Suite struct `A Fee Paid Response (38)` {
    static let wire =
        "38Y20261122    012826AODK-761500|AA1001|BKP-9|AFHej|AFFarvel|AGKvittering|"

    @Test func `is read from its text`() throws {
        let value = try #require(FeePaidResponse(decoded(Self.wire)))
        #expect(value.isAccepted)
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.transactionID == "P-9")
        #expect(value.screenMessages == ["Hej", "Farvel"])
        #expect(value.printLines == ["Kvittering"])
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = FeePaidResponse(
            isAccepted: true,
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001")
        )
        value.transactionID = "P-9"
        value.screenMessages = ["Hej", "Farvel"]
        value.printLines = ["Kvittering"]
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(FeePaidResponse(decoded(Self.wire)))
        #expect(FeePaidResponse(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != FeePaidResponse.command {
            #expect(FeePaidResponse(Message(command)) == nil)
        }
    }
}
