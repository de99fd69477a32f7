// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `An End Patron Session (35)` {
    static let wire =
        "3520261122    012826AODK-761500|AA1001|ACterm|AD1234|"

    @Test func `is read from its text`() throws {
        let value = try #require(EndPatronSessionRequest(decoded(Self.wire)))
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.patronPassword == Secret("1234"))
        #expect(value.terminalPassword == Secret("term"))
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = EndPatronSessionRequest(
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001"),
            patronPassword: Secret("1234")
        )
        value.terminalPassword = Secret("term")
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(EndPatronSessionRequest(decoded(Self.wire)))
        #expect(EndPatronSessionRequest(value.message) == value)
        for command in MessageLayout.all.map(\.command)
        where command != EndPatronSessionRequest.command {
            #expect(EndPatronSessionRequest(Message(command)) == nil)
        }
    }
}

@Suite struct `An End Session Response (36)` {
    static let wire =
        "36N20261122    012826AODK-761500|AA1001|AFHej|AFFarvel|AGKvittering|"

    @Test func `is read from its text`() throws {
        let value = try #require(EndSessionResponse(decoded(Self.wire)))
        #expect(!value.hasEnded)
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.screenMessages == ["Hej", "Farvel"])
        #expect(value.printLines == ["Kvittering"])
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = EndSessionResponse(
            hasEnded: false,
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001")
        )
        value.screenMessages = ["Hej", "Farvel"]
        value.printLines = ["Kvittering"]
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(EndSessionResponse(decoded(Self.wire)))
        #expect(EndSessionResponse(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != EndSessionResponse.command
        {
            #expect(EndSessionResponse(Message(command)) == nil)
        }
    }
}
