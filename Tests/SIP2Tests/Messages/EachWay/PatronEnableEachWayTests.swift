// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A Patron Enable (25)` {
    static let wire =
        "2520261122    012826AODK-761500|AA1001|ACterm|AD1234|"

    @Test func `is read from its text`() throws {
        let value = try #require(PatronEnableRequest(decoded(Self.wire)))
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.patronPassword == Secret("1234"))
        #expect(value.terminalPassword == Secret("term"))
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = PatronEnableRequest(
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001"),
            patronPassword: Secret("1234")
        )
        value.terminalPassword = Secret("term")
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(PatronEnableRequest(decoded(Self.wire)))
        #expect(PatronEnableRequest(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != PatronEnableRequest.command
        {
            #expect(PatronEnableRequest(Message(command)) == nil)
        }
    }
}

@Suite struct `A Patron Enable Response (26)` {
    static let wire =
        "26      Y       00920261122    012826AODK-761500|AA1001|AEÅse Øst|BLY|CQY|AFHej|"
        + "AFFarvel|AGKvittering|"

    @Test func `is read from its text`() throws {
        let value = try #require(PatronEnableResponse(decoded(Self.wire)))
        #expect(value.status == .tooManyItemsOverdue)
        #expect(value.language == .danish)
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.personalName == "Åse Øst")
        #expect(value.isValidPatron == true)
        #expect(value.isValidPassword == true)
        #expect(value.screenMessages == ["Hej", "Farvel"])
        #expect(value.printLines == ["Kvittering"])
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = PatronEnableResponse(
            status: .tooManyItemsOverdue,
            language: .danish,
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001")
        )
        value.personalName = "Åse Øst"
        value.isValidPatron = true
        value.isValidPassword = true
        value.screenMessages = ["Hej", "Farvel"]
        value.printLines = ["Kvittering"]
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(PatronEnableResponse(decoded(Self.wire)))
        #expect(PatronEnableResponse(value.message) == value)
        for command in MessageLayout.all.map(\.command)
        where command != PatronEnableResponse.command {
            #expect(PatronEnableResponse(Message(command)) == nil)
        }
    }
}
