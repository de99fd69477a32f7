// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A Block Patron (01)` {
    static let wire =
        "01Y20261122    012826AODK-761500|ALGlemt kort|AA1001|ACterm|"

    @Test func `is read from its text`() throws {
        let value = try #require(BlockPatronRequest(decoded(Self.wire)))
        #expect(value.isCardRetained)
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.blockedCardMessage == "Glemt kort")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.terminalPassword == Secret("term"))
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = BlockPatronRequest(
            isCardRetained: true,
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            blockedCardMessage: "Glemt kort",
            patron: PatronIdentifier("1001")
        )
        value.terminalPassword = Secret("term")
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(BlockPatronRequest(decoded(Self.wire)))
        #expect(BlockPatronRequest(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != BlockPatronRequest.command
        {
            #expect(BlockPatronRequest(Message(command)) == nil)
        }
    }
}
