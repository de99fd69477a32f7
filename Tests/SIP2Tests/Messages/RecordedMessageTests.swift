// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A recorded message` {
    private func rewritten<Value: TypedMessage>(
        _ type: Value.Type,
        _ text: String,
        in dialect: Dialect = checkedUTF8
    ) throws -> String {
        let message = try decoded(text, in: dialect)
        let value = try #require(Value(message))
        #expect(Value(value.message) == value)
        let sequence = Int(message.sequence?.value ?? 0)
        return try encoded(value.message, in: dialect, sequence: sequence)
    }

    @Test func `is written as it was read`() throws {
        #expect(try rewritten(LoginRequest.self, Sample.login) == Sample.login)
        #expect(try rewritten(LoginResponse.self, Sample.loginAccepted) == Sample.loginAccepted)
        #expect(try rewritten(LoginResponse.self, Sample.loginRefused) == Sample.loginRefused)
        #expect(try rewritten(SCStatus.self, Sample.scStatus) == Sample.scStatus)
        #expect(try rewritten(ACSStatus.self, Sample.acsStatus) == Sample.acsStatus)
        #expect(try rewritten(PatronStatusRequest.self, Sample.patronStatus) == Sample.patronStatus)
        #expect(
            try rewritten(PatronStatusResponse.self, Sample.patronStatusResponse)
                == Sample.patronStatusResponse
        )
        #expect(
            try rewritten(PatronStatusResponse.self, Sample.unknownPatron)
                == Sample.unknownPatron
        )
        #expect(
            try rewritten(PatronInformationRequest.self, Sample.patronInformation)
                == Sample.patronInformation
        )
        #expect(
            try rewritten(EndPatronSessionRequest.self, Sample.endPatronSession)
                == Sample.endPatronSession
        )
        #expect(
            try rewritten(EndSessionResponse.self, Sample.endSessionResponse)
                == Sample.endSessionResponse
        )
        #expect(try rewritten(RequestSCResend.self, Sample.resendRequest) == Sample.resendRequest)
        #expect(try rewritten(RequestACSResend.self, Sample.resendAnswer) == Sample.resendAnswer)
        #expect(
            try rewritten(ACSStatus.self, Sample.Cicero.acsStatus, in: plainUTF8)
                == Sample.Cicero.acsStatus
        )
        #expect(
            try rewritten(PatronStatusResponse.self, Sample.Cicero.overduePatron, in: plainUTF8)
                == Sample.Cicero.overduePatron
        )
    }

    @Test func `of another command is not read`() throws {
        let message = try decoded(Sample.scStatus, in: checkedUTF8)
        #expect(LoginRequest(message) == nil)
        #expect(LoginResponse(message) == nil)
        #expect(ACSStatus(message) == nil)
        #expect(PatronStatusRequest(message) == nil)
        #expect(PatronStatusResponse(message) == nil)
        #expect(PatronInformationRequest(message) == nil)
        #expect(PatronInformationResponse(message) == nil)
        #expect(EndPatronSessionRequest(message) == nil)
        #expect(EndSessionResponse(message) == nil)
        #expect(RequestSCResend(message) == nil)
        #expect(RequestACSResend(message) == nil)
        #expect(SCStatus(try decoded(Sample.loginAccepted, in: checkedUTF8)) == nil)
    }

    @Test func `93 and 94 sign in`() throws {
        let login = try #require(LoginRequest(decoded(Sample.login, in: checkedUTF8)))
        #expect(login.user.revealed == "scclient")
        #expect(login.password.revealed == "clientpwd")
        #expect(login.location == "desk")
        #expect(login.userAlgorithm == "0")
        #expect(LoginResponse(try decoded(Sample.loginAccepted))?.isAccepted == true)
        #expect(LoginResponse(try decoded(Sample.loginRefused))?.isAccepted == false)
    }

    @Test func `99 and 98 tell the status`() throws {
        let unit = try #require(SCStatus(decoded("9910402.00")))
        #expect(unit.condition == .printerOutOfPaper)
        #expect(unit.maxPrintWidth == 40)
        #expect(SCStatus(try decoded("990xxx2.00"))?.maxPrintWidth == nil)

        let status = try #require(ACSStatus(decoded(Sample.acsStatus, in: checkedUTF8)))
        #expect(status.offers == [.onLine, .renewal])
        #expect(status.timeoutPeriod == 600)
        #expect(status.retriesAllowed == 3)
        #expect(status.dateTimeSync == recordedTime)
        #expect(status.protocolVersion == "2.00")
        #expect(status.institutionID == "UWOLS")
        #expect(!status.supportedMessages.contains(.feePaid))
        #expect(!status.supportedMessages.contains(.itemStatusUpdate))
        #expect(status.supportedMessages.commands.count == 14)

        let cicero = try #require(ACSStatus(decoded(Sample.Cicero.acsStatus)))
        #expect(cicero.offers.contains([.onLine, .checkin, .checkout, .offLine]))
        #expect(cicero.libraryName == "Aarhus Kommunes Biblioteker")
        #expect(cicero.supportedMessages.contains(.feePaid))
        #expect(!cicero.supportedMessages.contains(.patronEnable))
    }

    @Test func `23 and 24 tell whether patron and PIN are right`() throws {
        let request = try #require(
            PatronStatusRequest(decoded(Sample.patronStatus, in: checkedUTF8))
        )
        #expect(request.language == .danish)
        #expect(request.transactionDate == recordedTime)
        #expect(request.patron.text == "patron1")
        #expect(request.patronPassword == Secret("6789"))
        #expect(request.terminalPassword?.isEmpty == true)

        let response = try #require(
            PatronStatusResponse(decoded(Sample.patronStatusResponse, in: checkedUTF8))
        )
        #expect(response.status == .recallPrivilegesDenied)
        #expect(response.personalName == "TEST PATRON ONE")
        #expect(response.isValidPatron == true)
        #expect(response.isValidPassword == true)
        #expect(
            PatronStatusResponse(try decoded(Sample.wrongPassword))?.isValidPassword == false
        )
        let unknown = try #require(PatronStatusResponse(decoded(Sample.unknownPatron)))
        #expect(unknown.personalName == "")
        #expect(unknown.isValidPatron == false)
        #expect(unknown.isValidPassword == nil)
    }

    @Test func `24 of Cicero names the patron by a scheme`() throws {
        let known = try #require(PatronStatusResponse(decoded(Sample.Cicero.knownPatron)))
        #expect(known.patron.scheme == .libraryNumber)
        #expect(known.patron.number == "3210519784")
        let message = try decoded(Sample.Cicero.unknownPatron)
        #expect(message.notes == [.missingField(.personalName)])
        let unknown = try #require(PatronStatusResponse(message))
        #expect(unknown.patron.scheme == .unresolved)
        #expect(unknown.patron.number == "3210519792")
        #expect(unknown.personalName == nil)
        #expect(PatronIdentifier("3210519784").scheme == nil)
    }

    @Test func `63 and 64 tell about the patron in full`() throws {
        let request = try #require(
            PatronInformationRequest(decoded(Sample.patronInformation, in: checkedUTF8))
        )
        #expect(request.summary == .fineItems)
        #expect(request.startItem == 1)
        #expect(request.endItem == 5)

        let response = try #require(
            PatronInformationResponse(
                decoded(Sample.patronInformationResponse, in: checkedUTF8)
            )
        )
        #expect(response.counts.fine == 1)
        #expect(response.counts.hold == 0)
        #expect(response.lists.fine == ["Computer Time"])
        #expect(response.homeAddress?.street == "1 Example Street")
        #expect(response.emailAddress == "patron1@example.org")
        #expect(response.homePhone == "555 1234")
        #expect(response.birthDate == CalendarDay("19640925"))
        #expect(response.patronExpiry == CalendarDay("20501231"))
        #expect(response.extensions.map(\.id.description) == ["AQ", "PA", "PB", "PC", "PI"])
        #expect(PatronInformationResponse(response.message) == response)

        let cicero = try #require(
            PatronInformationResponse(decoded(Sample.Cicero.patronInformation))
        )
        #expect(cicero.counts.charged == 6)
        #expect(cicero.lists.charged.count == 2)
        #expect(cicero.lists.hold.isEmpty)
        #expect(cicero.chargedItemsLimit == 9999)
        #expect(cicero.currency == .danishKrone)
        #expect((cicero.feeAmount?.minorUnits(), cicero.feeLimit?.minorUnits()) == (0, 22_000))
        #expect(cicero.birthDate == CalendarDay("20000405"))
    }

    @Test func `64 with blanks for counts has none`() throws {
        let text = Sample.Cicero.patronInformation.replacingCounts(with: "    ")
        let response = try #require(PatronInformationResponse(decoded(text)))
        #expect(response.counts == PatronInformationResponse.Counts())
        #expect(try encoded(response.message).hasPrefix(String(text.prefix(61))))
    }

    @Test func `35 and 36 end the session`() throws {
        let request = try #require(
            EndPatronSessionRequest(decoded(Sample.endPatronSession, in: checkedUTF8))
        )
        #expect(request.patron.text == "patron1")
        let response = try #require(
            EndSessionResponse(decoded(Sample.endSessionResponse, in: checkedUTF8))
        )
        #expect(response.hasEnded)
        #expect(response.screenMessages == ["Thank you for using Evergreen!"])
    }
}

extension String {
    /// Puts another text in the place of each of the six counts of a 64.
    fileprivate func replacingCounts(with count: String) -> String {
        prefix(37) + String(repeating: count, count: 6) + dropFirst(61)
    }
}
