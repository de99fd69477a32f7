// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

/// Requests in the shape that Danish kiosks are known to send and Cicero to accept.
@Suite struct `A request to Cicero` {
    static let time = "20261122    012826"
    static let agency = "DK-761500"
    static let patron = PatronIdentifier("3210519784")

    private func text(_ request: some RequestMessage) throws -> String {
        try encoded(request.message, in: .cicero)
    }

    @Test func `for the status has no print width`() throws {
        #expect(try text(SCStatus()) == "990xxx2.00")
    }

    @Test func `about a patron has a delimiter behind its fixed part`() throws {
        let request = PatronStatusRequest(
            language: .danish,
            transactionDate: recordedTime,
            institutionID: Self.agency,
            patron: Self.patron,
            patronPassword: Secret("12345")
        )
        #expect(
            try text(request) == "23009\(Self.time)|AODK-761500|AA3210519784|AC|AD12345|"
        )
    }

    @Test func `about a patron in full asks for nine lists at once`() throws {
        let request = PatronInformationRequest(
            language: .danish,
            transactionDate: recordedTime,
            summary: .firstNine,
            institutionID: Self.agency,
            patron: Self.patron,
            patronPassword: Secret("12345")
        )
        #expect(
            try text(request) == "63009\(Self.time)YYYYYYYYY|AODK-761500|AA3210519784|AD12345|"
        )
    }

    @Test func `to lend states the item and the PIN`() throws {
        let request = CheckoutRequest(
            isNoBlock: true,
            transactionDate: recordedTime,
            noBlockDueDate: recordedTime,
            institutionID: Self.agency,
            patron: Self.patron,
            itemIdentifier: "5012345678",
            patronPassword: Secret("12345")
        )
        #expect(
            try text(request)
                == "11NY\(Self.time)\(Self.time)|AODK-761500|AA3210519784|AB5012345678|AC|AD12345|"
        )
    }

    @Test func `to return states the place`() throws {
        var request = CheckinRequest(
            transactionDate: recordedTime,
            returnDate: recordedTime,
            currentLocation: "hb",
            institutionID: Self.agency,
            itemIdentifier: "5012345678"
        )
        request.ownerISIL = "DK-775100"
        #expect(
            try text(request)
                == "09N\(Self.time)\(Self.time)|APhb|AODK-761500|AB5012345678|AC|WSDK-775100|"
        )
    }

    @Test func `to renew states the item`() throws {
        let request = RenewRequest(
            transactionDate: recordedTime,
            noBlockDueDate: recordedTime,
            institutionID: Self.agency,
            patron: Self.patron,
            patronPassword: Secret("12345"),
            itemIdentifier: "5012345678"
        )
        #expect(
            try text(request)
                == "29NN\(Self.time)\(Self.time)|AODK-761500|AA3210519784|AD12345|AB5012345678|"
        )
    }

    @Test func `to renew all states the patron`() throws {
        let request = RenewAllRequest(
            transactionDate: recordedTime,
            institutionID: Self.agency,
            patron: Self.patron,
            patronPassword: Secret("12345")
        )
        #expect(try text(request) == "65\(Self.time)|AODK-761500|AA3210519784|AD12345|")
    }

    @Test func `to block a card states the reason`() throws {
        let request = BlockPatronRequest(
            isCardRetained: false,
            transactionDate: recordedTime,
            institutionID: Self.agency,
            blockedCardMessage: "For mange forsøg",
            patron: Self.patron
        )
        #expect(
            try text(request)
                == "01N\(Self.time)|AODK-761500|ALFor mange forsøg|AA3210519784|AC|"
        )
    }

    @Test func `has neither sequence number nor checksum`() throws {
        for layout in MessageLayout.all where layout.command.response != nil {
            let fixed = String(repeating: "0", count: layout.fixedWidth)
            let bytes = try Message(layout.command, fixed: fixed)
                .encoded(in: .cicero, sequence: .zero)
            let read = try Message(decoding: bytes, in: .cicero)
            #expect(read.sequence == nil)
            #expect(read.checksum == nil)
            #expect(read.missingFields.isEmpty)
        }
    }
}

/// Columns of one character say what they say and nothing else.
@Suite struct `A column` {
    static let time = "20261122    012826"

    @Test(arguments: [("1", true), ("0", false), ("Y", false), (" ", false), ("2", false)])
    func `of success is a one`(character: String, isAccepted: Bool) throws {
        let texts = [
            "10\(character)NNN\(Self.time)AOi|ABb|AQ|",
            "12\(character)NNN\(Self.time)AOi|AA1|ABb|AJ|AH|",
            "30\(character)NNN\(Self.time)AOi|AA1|ABb|AJ|AH|",
            "16\(character)N\(Self.time)AOi|AA1|",
            "20\(character)\(Self.time)ABb|",
            "66\(character)00000000\(Self.time)AOi|",
            "94\(character)",
        ]
        let messages = try texts.map { try decoded($0) }
        #expect(CheckinResponse(messages[0])?.isAccepted == isAccepted)
        #expect(CheckoutResponse(messages[1])?.isAccepted == isAccepted)
        #expect(RenewResponse(messages[2])?.isAccepted == isAccepted)
        #expect(HoldResponse(messages[3])?.isAccepted == isAccepted)
        #expect(ItemStatusUpdateResponse(messages[4])?.isAccepted == isAccepted)
        #expect(RenewAllResponse(messages[5])?.isAccepted == isAccepted)
        #expect(LoginResponse(messages[6])?.isAccepted == isAccepted)
    }

    @Test(arguments: [("Y", true), ("N", false), ("1", false), (" ", false), ("y", false)])
    func `of consent is a Y`(character: String, isYes: Bool) throws {
        let paid = try #require(FeePaidResponse(decoded("38\(character)\(Self.time)AOi|AA1|")))
        #expect(paid.isAccepted == isYes)
        let end = try #require(EndSessionResponse(decoded("36\(character)\(Self.time)AOi|AA1|")))
        #expect(end.hasEnded == isYes)
        let item = try #require(
            CheckinResponse(decoded("101\(character)N\(character)\(Self.time)AOi|ABb|AQ|"))
        )
        #expect(item.resensitizes == isYes)
        #expect(item.alerts == isYes)
    }

    @Test(arguments: [("Y", true), ("N", false), ("U", nil), (" ", nil), ("?", nil)])
    func `of what may be unknown is unknown unless it is told`(
        character: String,
        answer: Bool?
    ) throws {
        let loan = try #require(
            CheckoutResponse(decoded("121N\(character)\(character)\(Self.time)AOi|AA1|ABb|AJ|AH|"))
        )
        #expect(loan.isMagnetic == answer)
        #expect(loan.desensitizes == answer)
        let written = loan.message.fixedPart.dropFirst(2).prefix(2)
        let expected = answer.map { $0 ? "YY" : "NN" } ?? "UU"
        #expect(written == expected)
    }
}
