// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A Checkin (09)` {
    static let wire =
        "09Y20261122    01282620261231   Z235959APhb|AODK-761500|AB5012345678|ACterm|CHÆb"
        + "legrød%Ane And%a%xx%86|BIN|WSDK-775100|"

    @Test func `is read from its text`() throws {
        let value = try #require(CheckinRequest(decoded(Self.wire)))
        #expect(value.isNoBlock)
        #expect(value.transactionDate == recordedTime)
        #expect(value.returnDate == Timestamp("20261231   Z235959"))
        #expect(value.currentLocation == "hb")
        #expect(value.institutionID == "DK-761500")
        #expect(value.itemIdentifier == "5012345678")
        #expect(value.terminalPassword == Secret("term"))
        #expect(value.itemProperties == ItemProperties("Æblegrød%Ane And%a%xx%86"))
        #expect(value.cancels == false)
        #expect(value.ownerISIL == "DK-775100")
        #expect(value.extensions == [Field(.ownerISIL, "DK-775100")])
    }

    @Test func `is written to its text`() throws {
        var value = CheckinRequest(
            isNoBlock: true,
            transactionDate: recordedTime,
            returnDate: Timestamp("20261231   Z235959"),
            currentLocation: "hb",
            institutionID: "DK-761500",
            itemIdentifier: "5012345678"
        )
        value.terminalPassword = Secret("term")
        value.itemProperties = ItemProperties("Æblegrød%Ane And%a%xx%86")
        value.cancels = false
        value.ownerISIL = "DK-775100"
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(CheckinRequest(decoded(Self.wire)))
        #expect(CheckinRequest(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != CheckinRequest.command {
            #expect(CheckinRequest(Message(command)) == nil)
        }
    }
}

@Suite struct `A Checkin Response (10)` {
    static let wire =
        "101NUY20261122    012826AODK-761500|AB5012345678|AQHovedbiblioteket%Voksen%%|AJÆ"
        + "blegrød på åen|CL3|AA1001|CK001|CHÆblegrød%Ane And%a%xx%86|AFHej|AFFarvel|AGKvit"
        + "tering|CRSkøn|CS86.4|CThb|CV02|CY1002|DABo Berg|"

    @Test func `is read from its text`() throws {
        let value = try #require(CheckinResponse(decoded(Self.wire)))
        #expect(value.isAccepted)
        #expect(!value.resensitizes)
        #expect(value.isMagnetic == nil)
        #expect(value.alerts)
        #expect(value.transactionDate == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.itemIdentifier == "5012345678")
        #expect(value.permanentLocation == BranchPlacement("Hovedbiblioteket%Voksen%%"))
        #expect(value.titleIdentifier == "Æblegrød på åen")
        #expect(value.sortBin == "3")
        #expect(value.patron == PatronIdentifier("1001"))
        #expect(value.mediaType == .book)
        #expect(value.itemProperties == ItemProperties("Æblegrød%Ane And%a%xx%86"))
        #expect(value.screenMessages == ["Hej", "Farvel"])
        #expect(value.printLines == ["Kvittering"])
        #expect(value.collection == "Skøn")
        #expect(value.callNumber == "86.4")
        #expect(value.destination == "hb")
        #expect(value.alertType == .holdElsewhere)
        #expect(value.holdPatron == PatronIdentifier("1002"))
        #expect(value.holdPatronName == "Bo Berg")
        #expect(value.extensions.count == 6)
    }

    @Test func `is written to its text`() throws {
        var value = CheckinResponse(
            isAccepted: true,
            resensitizes: false,
            isMagnetic: nil,
            alerts: true,
            transactionDate: recordedTime,
            institutionID: "DK-761500",
            itemIdentifier: "5012345678",
            permanentLocation: BranchPlacement("Hovedbiblioteket%Voksen%%"),
            titleIdentifier: "Æblegrød på åen"
        )
        value.sortBin = "3"
        value.patron = PatronIdentifier("1001")
        value.mediaType = .book
        value.itemProperties = ItemProperties("Æblegrød%Ane And%a%xx%86")
        value.screenMessages = ["Hej", "Farvel"]
        value.printLines = ["Kvittering"]
        value.collection = "Skøn"
        value.callNumber = "86.4"
        value.destination = "hb"
        value.alertType = .holdElsewhere
        value.holdPatron = PatronIdentifier("1002")
        value.holdPatronName = "Bo Berg"
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(CheckinResponse(decoded(Self.wire)))
        #expect(CheckinResponse(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != CheckinResponse.command {
            #expect(CheckinResponse(Message(command)) == nil)
        }
    }
}
