// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `An Item Status Update (19)` {
    static let wire =
        "1920261122    012826AODK-761500|AB5012345678|ACterm|CHÆblegrød%Ane And%a%xx%86|"

    @Test func `is read from its text`() throws {
        let value = try #require(ItemStatusUpdateRequest(decoded(Self.wire)))
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.itemIdentifier == "5012345678")
        #expect(value.itemProperties == ItemProperties("Æblegrød%Ane And%a%xx%86"))
        #expect(value.terminalPassword == Secret("term"))
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = ItemStatusUpdateRequest(
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            itemIdentifier: "5012345678",
            itemProperties: ItemProperties("Æblegrød%Ane And%a%xx%86")
        )
        value.terminalPassword = Secret("term")
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(ItemStatusUpdateRequest(decoded(Self.wire)))
        #expect(ItemStatusUpdateRequest(value.message) == value)
        for command in MessageLayout.all.map(\.command)
        where command != ItemStatusUpdateRequest.command {
            #expect(ItemStatusUpdateRequest(Message(command)) == nil)
        }
    }
}

@Suite struct `An Item Status Update Response (20)` {
    static let wire =
        "20120261122    012826AB5012345678|AJÆblegrød på åen|CHÆblegrød%Ane And%a%xx%86|A"
        + "FHej|AFFarvel|AGKvittering|"

    @Test func `is read from its text`() throws {
        let value = try #require(ItemStatusUpdateResponse(decoded(Self.wire)))
        #expect(value.isAccepted)
        #expect(value.transactionDate == recordedTime)
        #expect(value.itemIdentifier == "5012345678")
        #expect(value.titleIdentifier == "Æblegrød på åen")
        #expect(value.itemProperties == ItemProperties("Æblegrød%Ane And%a%xx%86"))
        #expect(value.screenMessages == ["Hej", "Farvel"])
        #expect(value.printLines == ["Kvittering"])
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = ItemStatusUpdateResponse(
            isAccepted: true,
            transactionDate: recordedTime,
            itemIdentifier: "5012345678"
        )
        value.titleIdentifier = "Æblegrød på åen"
        value.itemProperties = ItemProperties("Æblegrød%Ane And%a%xx%86")
        value.screenMessages = ["Hej", "Farvel"]
        value.printLines = ["Kvittering"]
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(ItemStatusUpdateResponse(decoded(Self.wire)))
        #expect(ItemStatusUpdateResponse(value.message) == value)
        for command in MessageLayout.all.map(\.command)
        where command != ItemStatusUpdateResponse.command {
            #expect(ItemStatusUpdateResponse(Message(command)) == nil)
        }
    }
}
