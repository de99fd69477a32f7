// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A Checkout (11)` {
    static let wire =
        "11YN20261122    01282620261231   Z235959AODK-761500|AA1001|AB5012345678|ACterm|C"
        + "HÆblegrød%Ane And%a%xx%86|AD1234|BOY|BIN|"

    @Test func `is read from its text`() throws {
        let value = try #require(CheckoutRequest(decoded(Self.wire)))
        #expect(value.allowsRenewal)
        #expect(!value.isNoBlock)
        #expect(value.transactionDate == recordedTime)
        #expect(value.noBlockDueDate == Timestamp("20261231   Z235959"))
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.itemIdentifier == "5012345678")
        #expect(value.patronPassword == Secret("1234"))
        #expect(value.terminalPassword == Secret("term"))
        #expect(value.itemProperties == ItemProperties("Æblegrød%Ane And%a%xx%86"))
        #expect(value.acknowledgesFee == true)
        #expect(value.cancels == false)
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = CheckoutRequest(
            allowsRenewal: true,
            isNoBlock: false,
            transactionDate: recordedTime,
            noBlockDueDate: Timestamp("20261231   Z235959"),
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001"),
            itemIdentifier: "5012345678",
            patronPassword: Secret("1234")
        )
        value.terminalPassword = Secret("term")
        value.itemProperties = ItemProperties("Æblegrød%Ane And%a%xx%86")
        value.acknowledgesFee = true
        value.cancels = false
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(CheckoutRequest(decoded(Self.wire)))
        #expect(CheckoutRequest(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != CheckoutRequest.command {
            #expect(CheckoutRequest(Message(command)) == nil)
        }
    }
}

@Suite struct `A Checkout Response (12)` {
    static let wire =
        "121NYN20261122    012826AODK-761500|AA1001|AB5012345678|AJÆblegrød på åen|AH2026"
        + "1222    235900|BT06|CIY|BHDKK|BV10,00|CK006|CHÆblegrød%Ane And%a%xx%86|BKT-1|AFH"
        + "ej|AFFarvel|AGKvittering|"

    @Test func `is read from its text`() throws {
        let value = try #require(CheckoutResponse(decoded(Self.wire)))
        #expect(value.isAccepted)
        #expect(!value.isRenewal)
        #expect(value.isMagnetic == true)
        #expect(value.desensitizes == false)
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.itemIdentifier == "5012345678")
        #expect(value.titleIdentifier == "Æblegrød på åen")
        #expect(value.dueDate == DateText("20261222    235900"))
        #expect(value.feeType == .rental)
        #expect(value.inhibitsSecurity == true)
        #expect(value.currency == .danishKrone)
        #expect(value.feeAmount == Amount("10,00"))
        #expect(value.mediaType == .compactDisc)
        #expect(value.itemProperties == ItemProperties("Æblegrød%Ane And%a%xx%86"))
        #expect(value.transactionID == "T-1")
        #expect(value.screenMessages == ["Hej", "Farvel"])
        #expect(value.printLines == ["Kvittering"])
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = CheckoutResponse(
            isAccepted: true,
            isRenewal: false,
            isMagnetic: true,
            desensitizes: false,
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001"),
            itemIdentifier: "5012345678",
            titleIdentifier: "Æblegrød på åen",
            dueDate: DateText("20261222    235900")
        )
        value.feeType = .rental
        value.inhibitsSecurity = true
        value.currency = .danishKrone
        value.feeAmount = Amount("10,00")
        value.mediaType = .compactDisc
        value.itemProperties = ItemProperties("Æblegrød%Ane And%a%xx%86")
        value.transactionID = "T-1"
        value.screenMessages = ["Hej", "Farvel"]
        value.printLines = ["Kvittering"]
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(CheckoutResponse(decoded(Self.wire)))
        #expect(CheckoutResponse(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != CheckoutResponse.command {
            #expect(CheckoutResponse(Message(command)) == nil)
        }
    }
}
