// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A Hold (15)` {
    static let wire =
        "15+20261122    012826BW20261231|BShb|BY4|AODK-761500|AA1001|AD1234|AB5012345678|"
        + "AJÆblegrød på åen|ACterm|BON|"

    @Test func `is read from its text`() throws {
        let value = try #require(HoldRequest(decoded(Self.wire)))
        #expect(value.mode == .add)
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.patronPassword == Secret("1234"))
        #expect(value.itemIdentifier == "5012345678")
        #expect(value.titleIdentifier == "Æblegrød på åen")
        #expect(value.expirationDate == DateText("20261231"))
        #expect(value.pickupLocation == "hb")
        #expect(value.holdType == .anyCopyAtOneBranch)
        #expect(value.terminalPassword == Secret("term"))
        #expect(value.acknowledgesFee == false)
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = HoldRequest(
            mode: .add,
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001"),
            patronPassword: Secret("1234"),
            itemIdentifier: "5012345678",
            titleIdentifier: "Æblegrød på åen"
        )
        value.expirationDate = DateText("20261231")
        value.pickupLocation = "hb"
        value.holdType = .anyCopyAtOneBranch
        value.terminalPassword = Secret("term")
        value.acknowledgesFee = false
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(HoldRequest(decoded(Self.wire)))
        #expect(HoldRequest(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != HoldRequest.command {
            #expect(HoldRequest(Message(command)) == nil)
        }
    }
}

@Suite struct `A Hold Response (16)` {
    static let wire =
        "161Y20261122    012826BW20261231|BR7|BShb|AODK-761500|AA1001|AB5012345678|AJÆble"
        + "grød på åen|AFHej|AFFarvel|AGKvittering|"

    @Test func `is read from its text`() throws {
        let value = try #require(HoldResponse(decoded(Self.wire)))
        #expect(value.isAccepted)
        #expect(value.isAvailable)
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.expirationDate == DateText("20261231"))
        #expect(value.queuePosition == 7)
        #expect(value.pickupLocation == "hb")
        #expect(value.itemIdentifier == "5012345678")
        #expect(value.titleIdentifier == "Æblegrød på åen")
        #expect(value.screenMessages == ["Hej", "Farvel"])
        #expect(value.printLines == ["Kvittering"])
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = HoldResponse(
            isAccepted: true,
            isAvailable: true,
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001")
        )
        value.expirationDate = DateText("20261231")
        value.queuePosition = 7
        value.pickupLocation = "hb"
        value.itemIdentifier = "5012345678"
        value.titleIdentifier = "Æblegrød på åen"
        value.screenMessages = ["Hej", "Farvel"]
        value.printLines = ["Kvittering"]
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(HoldResponse(decoded(Self.wire)))
        #expect(HoldResponse(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != HoldResponse.command {
            #expect(HoldResponse(Message(command)) == nil)
        }
    }
}
