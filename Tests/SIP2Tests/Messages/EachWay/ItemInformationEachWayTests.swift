// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `An Item Information (17)` {
    static let wire =
        "1720261122    012826AODK-761500|AB5012345678|ACterm|"

    @Test func `is read from its text`() throws {
        let value = try #require(ItemInformationRequest(decoded(Self.wire)))
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.itemIdentifier == "5012345678")
        #expect(value.terminalPassword == Secret("term"))
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = ItemInformationRequest(
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            itemIdentifier: "5012345678"
        )
        value.terminalPassword = Secret("term")
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(ItemInformationRequest(decoded(Self.wire)))
        #expect(ItemInformationRequest(value.message) == value)
        for command in MessageLayout.all.map(\.command)
        where command != ItemInformationRequest.command {
            #expect(ItemInformationRequest(Message(command)) == nil)
        }
    }
}

@Suite struct `An Item Information Response (18)` {
    static let wire =
        "1804030920261122    012826CF2|AH20261222|CJ20261201    120000|CM20261208|AB50123"
        + "45678|AJÆblegrød på åen|BGDK-775100|BHSEK|BV1.50|CK010|AQHovedbiblioteket|APhb|C"
        + "HÆblegrød%Ane And%a%xx%86|AFHej|AFFarvel|AGKvittering|"

    @Test func `is read from its text`() throws {
        let value = try #require(ItemInformationResponse(decoded(Self.wire)))
        #expect(value.circulationStatus == .charged)
        #expect(value.securityMarker == .whisperTape)
        #expect(value.feeType == .hold)
        #expect(value.transactionDate == recordedTime)
        #expect(value.itemIdentifier == "5012345678")
        #expect(value.titleIdentifier == "Æblegrød på åen")
        #expect(value.holdQueueLength == 2)
        #expect(value.dueDate == DateText("20261222"))
        #expect(value.recallDate == DateText("20261201    120000"))
        #expect(value.holdPickupDate == DateText("20261208"))
        #expect(value.owner == "DK-775100")
        #expect(value.currency == .swedishKrona)
        #expect(value.feeAmount == Amount("1.50"))
        #expect(value.mediaType == .bookWithAudioTape)
        #expect(value.permanentLocation == BranchPlacement("Hovedbiblioteket"))
        #expect(value.currentLocation == "hb")
        #expect(value.itemProperties == ItemProperties("Æblegrød%Ane And%a%xx%86"))
        #expect(value.screenMessages == ["Hej", "Farvel"])
        #expect(value.printLines == ["Kvittering"])
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = ItemInformationResponse(
            circulationStatus: .charged,
            securityMarker: .whisperTape,
            feeType: .hold,
            transactionDate: recordedTime,
            itemIdentifier: "5012345678",
            titleIdentifier: "Æblegrød på åen"
        )
        value.holdQueueLength = 2
        value.dueDate = DateText("20261222")
        value.recallDate = DateText("20261201    120000")
        value.holdPickupDate = DateText("20261208")
        value.owner = "DK-775100"
        value.currency = .swedishKrona
        value.feeAmount = Amount("1.50")
        value.mediaType = .bookWithAudioTape
        value.permanentLocation = BranchPlacement("Hovedbiblioteket")
        value.currentLocation = "hb"
        value.itemProperties = ItemProperties("Æblegrød%Ane And%a%xx%86")
        value.screenMessages = ["Hej", "Farvel"]
        value.printLines = ["Kvittering"]
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(ItemInformationResponse(decoded(Self.wire)))
        #expect(ItemInformationResponse(value.message) == value)
        for command in MessageLayout.all.map(\.command)
        where command != ItemInformationResponse.command {
            #expect(ItemInformationResponse(Message(command)) == nil)
        }
    }
}
