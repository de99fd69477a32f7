// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A Renew All (65)` {
    static let wire =
        "6520261122    012826AODK-761500|AA1001|AD1234|ACterm|BOY|"

    @Test func `is read from its text`() throws {
        let value = try #require(RenewAllRequest(decoded(Self.wire)))
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.patronPassword == Secret("1234"))
        #expect(value.terminalPassword == Secret("term"))
        #expect(value.acknowledgesFee == true)
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = RenewAllRequest(
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001"),
            patronPassword: Secret("1234")
        )
        value.terminalPassword = Secret("term")
        value.acknowledgesFee = true
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(RenewAllRequest(decoded(Self.wire)))
        #expect(RenewAllRequest(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != RenewAllRequest.command {
            #expect(RenewAllRequest(Message(command)) == nil)
        }
    }
}

@Suite struct `A Renew All Response (66)` {
    static let wire =
        "6610002000120261122    012826AODK-761500|BMa%20261222%T|BMb|BNc%NEJ%20261201%T|A"
        + "FHej|AFFarvel|AGKvittering|"

    @Test func `is read from its text`() throws {
        let value = try #require(RenewAllResponse(decoded(Self.wire)))
        #expect(value.isAccepted)
        #expect(value.renewedCount == 2)
        #expect(value.unrenewedCount == 1)
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.renewedItems == ["a%20261222%T", "b"])
        #expect(value.unrenewedItems == ["c%NEJ%20261201%T"])
        #expect(value.screenMessages == ["Hej", "Farvel"])
        #expect(value.printLines == ["Kvittering"])
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = RenewAllResponse(
            isAccepted: true,
            renewedCount: 2,
            unrenewedCount: 1,
            transactionDate: recordedTime,
            institutionID: "DK-761500"
        )
        value.renewedItems = ["a%20261222%T", "b"]
        value.unrenewedItems = ["c%NEJ%20261201%T"]
        value.screenMessages = ["Hej", "Farvel"]
        value.printLines = ["Kvittering"]
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(RenewAllResponse(decoded(Self.wire)))
        #expect(RenewAllResponse(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != RenewAllResponse.command {
            #expect(RenewAllResponse(Message(command)) == nil)
        }
    }
}
