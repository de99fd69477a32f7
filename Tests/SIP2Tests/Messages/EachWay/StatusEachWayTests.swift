// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `An ACS Status (98)` {
    static let wire =
        "98YNYNYN12304520261122    0128262.00AODK-761500|AMBiblioteket på Øen|BXYNNNNNYNN"
        + "NNNNNNN|ANdøren|AFHej|AFFarvel|AGKvittering|"

    @Test func `is read from its text`() throws {
        let value = try #require(ACSStatus(decoded(Self.wire)))
        #expect(value.offers == [.onLine, .checkout, .statusUpdate])
        #expect(value.dateTimeSync == recordedTime)
        #expect(value.institutionID == "DK-761500")
        #expect(value.supportedMessages == .init([.patronStatus, .login]))
        #expect(value.timeoutPeriod == 123)
        #expect(value.retriesAllowed == 45)
        #expect(value.protocolVersion == "2.00")
        #expect(value.libraryName == "Biblioteket på Øen")
        #expect(value.terminalLocation == "døren")
        #expect(value.screenMessages == ["Hej", "Farvel"])
        #expect(value.printLines == ["Kvittering"])
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = ACSStatus(
            offers: [.onLine, .checkout, .statusUpdate],
            dateTimeSync: recordedTime,
            institutionID: "DK-761500",
            supportedMessages: .init([.patronStatus, .login])
        )
        value.timeoutPeriod = 123
        value.retriesAllowed = 45
        value.protocolVersion = "2.00"
        value.libraryName = "Biblioteket på Øen"
        value.terminalLocation = "døren"
        value.screenMessages = ["Hej", "Farvel"]
        value.printLines = ["Kvittering"]
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(ACSStatus(decoded(Self.wire)))
        #expect(ACSStatus(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != ACSStatus.command {
            #expect(ACSStatus(Message(command)) == nil)
        }
    }
}

@Suite struct `An SC Status (99)` {
    static let wire =
        "9910422.00"

    @Test func `is read from its text`() throws {
        let value = try #require(SCStatus(decoded(Self.wire)))
        #expect(value.condition == .printerOutOfPaper)
        #expect(value.maxPrintWidth == 42)
        #expect(value.protocolVersion == "2.00")
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = SCStatus(
            condition: .printerOutOfPaper,
            maxPrintWidth: 42
        )
        value.protocolVersion = "2.00"
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(SCStatus(decoded(Self.wire)))
        #expect(SCStatus(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != SCStatus.command {
            #expect(SCStatus(Message(command)) == nil)
        }
    }
}
