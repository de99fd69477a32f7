// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A message that is built` {
    static let date = "20261122    012826"
    static let patron = PatronIdentifier("patron1")

    @Test func `of a login has its fields in order`() throws {
        let login = LoginRequest(user: Secret("u"), password: Secret("p"), location: "desk")
        #expect(try encoded(login.message) == "9300CNu|COp|CPdesk|")
        #expect(try encoded(LoginResponse(isAccepted: false).message) == "940")
    }

    @Test func `of a status states what is known`() throws {
        #expect(try encoded(SCStatus(condition: .shuttingDown).message) == "9920802.00")
        var status = ACSStatus(
            offers: [.onLine, .checkout],
            dateTimeSync: nil,
            institutionID: "i",
            supportedMessages: SupportedMessages([.patronStatus, .loginResponse])
        )
        status.libraryName = "Biblioteket"
        status.terminalLocation = "døren"
        status.screenMessages = ["a", "b"]
        status.printLines = ["c"]
        #expect(
            try encoded(status.message)
                == "98YNYNNN999999\(String(repeating: " ", count: 18))2.00AOi|AMBiblioteket|"
                + "BXYNNNNNNNNNNNNNNN|ANdøren|AFa|AFb|AGc|"
        )
    }

    @Test func `of a version that is too short or too long keeps its width`() throws {
        var status = SCStatus()
        status.protocolVersion = "2"
        #expect(try encoded(status.message) == "9900802   ")
        status.protocolVersion = "2.00.1"
        #expect(try encoded(status.message) == "9900802.00")
    }

    @Test func `of an answer about a patron says no until it is told otherwise`() throws {
        let status = PatronStatusResponse(
            language: .danish,
            transactionDate: recordedTime,
            institutionID: "i",
            patron: Self.patron
        )
        #expect(status.verdict(passwordRequired: false) == .notValid)
        #expect(
            try encoded(status.message)
                == "24\(String(repeating: " ", count: 14))009\(Self.date)AOi|AApatron1|AE|BLN|CQN|"
        )

        var information = PatronInformationResponse(
            status: .cardReportedLost,
            language: .danish,
            transactionDate: recordedTime,
            counts: .init(hold: 1, charged: 20_000),
            institutionID: "i",
            patron: Self.patron
        )
        #expect(information.verdict(passwordRequired: false) == .notValid)
        information.isValidPatron = true
        information.isValidPassword = nil
        information.holdItemsLimit = 50
        information.lists.hold = ["one", "two"]
        information.extensions = [Field(.birthDate, "20000405")]
        #expect(
            try encoded(information.message)
                == "64    Y         009\(Self.date)0001    9999            AOi|AApatron1|AE|"
                + "BZ0050|BLY|ASone|AStwo|PB20000405|"
        )
        #expect(information.birthDate == CalendarDay("20000405"))
        #expect(information.patronExpiry == nil)
        #expect("\(information.lists)" == "2 items")
    }

    @Test func `of the end of a session has its fields in order`() throws {
        let request = EndPatronSessionRequest(
            transactionDate: recordedTime,
            institutionID: "i",
            patron: Self.patron,
            patronPassword: Secret("1234")
        )
        #expect(try encoded(request.message) == "35\(Self.date)AOi|AApatron1|AD1234|")
        let response = EndSessionResponse(
            hasEnded: false,
            transactionDate: nil,
            institutionID: "i",
            patron: Self.patron
        )
        #expect(
            try encoded(response.message)
                == "36N\(String(repeating: " ", count: 18))AOi|AApatron1|"
        )
    }

    @Test func `of a request to resend has nothing but its command`() throws {
        #expect(try encoded(RequestSCResend().message) == "96")
        #expect(try encoded(RequestACSResend().message) == "97")
    }

    @Test func `with a language out of range keeps its width`() throws {
        let request = PatronStatusRequest(
            language: Language(rawValue: 1000),
            transactionDate: recordedTime,
            institutionID: "i",
            patron: Self.patron
        )
        #expect(try encoded(request.message).hasPrefix("23999\(Self.date)"))
        let unknown = try #require(
            PatronStatusRequest(decoded("23   \(Self.date)AOi|AA1|AC|AD|"))
        )
        #expect(unknown.language == .unknown)
    }
}
