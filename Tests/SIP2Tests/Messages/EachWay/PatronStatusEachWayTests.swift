// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A Patron Status Request (23)` {
    static let wire =
        "2300920261122    012826AODK-761500|AA1001|ACterm|AD1234|"

    @Test func `is read from its text`() throws {
        let value = try #require(PatronStatusRequest(decoded(Self.wire)))
        #expect(value.language == .danish)
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.patronPassword == Secret("1234"))
        #expect(value.terminalPassword == Secret("term"))
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = PatronStatusRequest(
            language: .danish,
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001"),
            patronPassword: Secret("1234")
        )
        value.terminalPassword = Secret("term")
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(PatronStatusRequest(decoded(Self.wire)))
        #expect(PatronStatusRequest(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != PatronStatusRequest.command
        {
            #expect(PatronStatusRequest(Message(command)) == nil)
        }
    }
}

@Suite struct `A Patron Status Response (24)` {
    static let wire =
        "24Y   Y     Y   00920261122    012826AODK-761500|AA1001|AEÅse Øst|BLY|CQN|BHDKK|"
        + "BV12.50|AFHej|AFFarvel|AGKvittering|PA20301231|PB20080229|PCbarn|PINej|"

    @Test func `is read from its text`() throws {
        let value = try #require(PatronStatusResponse(decoded(Self.wire)))
        #expect(
            value.status == [
                .chargePrivilegesDenied, .cardReportedLost, .excessiveOutstandingFines,
            ]
        )
        #expect(value.language == .danish)
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.personalName == "Åse Øst")
        #expect(value.isValidPatron == true)
        #expect(value.isValidPassword == false)
        #expect(value.currency == .danishKrone)
        #expect(value.feeAmount == Amount("12.50"))
        #expect(value.screenMessages == ["Hej", "Farvel"])
        #expect(value.printLines == ["Kvittering"])
        #expect(value.patronExpiry == CalendarDay("20301231"))
        #expect(value.birthDate == CalendarDay("20080229"))
        #expect(value.patronClass == "barn")
        #expect(value.internetProfile == "Nej")
        #expect(value.extensions.count == 4)
    }

    @Test func `is written to its text`() throws {
        var value = PatronStatusResponse(
            status: [.chargePrivilegesDenied, .cardReportedLost, .excessiveOutstandingFines],
            language: .danish,
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            patron: PatronIdentifier("1001")
        )
        value.personalName = "Åse Øst"
        value.isValidPatron = true
        value.isValidPassword = false
        value.currency = .danishKrone
        value.feeAmount = Amount("12.50")
        value.screenMessages = ["Hej", "Farvel"]
        value.printLines = ["Kvittering"]
        value.patronExpiry = CalendarDay("20301231")
        value.birthDate = CalendarDay("20080229")
        value.patronClass = "barn"
        value.internetProfile = "Nej"
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(PatronStatusResponse(decoded(Self.wire)))
        #expect(PatronStatusResponse(value.message) == value)
        for command in MessageLayout.all.map(\.command)
        where command != PatronStatusResponse.command {
            #expect(PatronStatusResponse(Message(command)) == nil)
        }
    }
}
