// SPDX-License-Identifier: MPL-2.0

import LibrarySimulator
import SIP2
import Testing

@Suite struct `A strict library system` {
    @Test func `vouches for a patron and a right PIN`() throws {
        let answer = try Counter().information("7105901234", pin: "1234")
        #expect(answer.isValidPatron == true)
        #expect(answer.isValidPassword == true)
        #expect(answer.status.isEmpty)
        #expect(answer.personalName == "Demo Bogorm")
        #expect(answer.birthDate?.description == "19900511")
    }

    @Test(arguments: ["0000", "12345", ""])
    func `does not vouch for a wrong or empty PIN`(_ pin: String) throws {
        #expect(try Counter().information("7105901234", pin: pin).isValidPassword == false)
    }

    @Test func `says nothing of a PIN that was not sent`() throws {
        #expect(try Counter().information("7105901234").isValidPassword == nil)
    }

    @Test func `denies all four privileges to a card it does not know`() throws {
        let answer = try Counter().information("7004950789", pin: "1234")
        #expect(answer.isValidPatron == false)
        #expect(answer.isValidPassword == false)
        #expect(answer.status.rawValue == 0b1111)
        #expect(answer.patron.text == "7004950789")
        #expect(answer.birthDate == nil)
    }

    @Test func `states when a card runs out`() throws {
        let answer = try Counter().information("6511582963", pin: "3692")
        #expect(answer.patronExpiry?.description == "20200131")
        #expect(answer.isValidPatron == true)
    }

    @Test(arguments: [2026, 2031])
    func `has a patron of 14 years in every year`(_ year: Int) throws {
        let answer = try Counter(year: year).information("3210000140")
        #expect(answer.birthDate?.description == "\(year - 14)1101")
    }

    @Test func `does not answer a request that deviates from the protocol`() throws {
        let counter = try Counter()
        var dialect = Dialect(encoding: .utf8, detectsErrors: false)
        let request = PatronStatusRequest(
            language: .danish,
            transactionDate: counter.time,
            institutionID: "DK-799900",
            patron: PatronIdentifier("7105901234")
        )
        let strict = try Message(decoding: request.message.encoded(in: dialect), in: dialect)
        #expect(counter.library.answer(to: strict, at: counter.time) != nil)
        dialect.form = .cicero
        let loose = try Message(decoding: request.message.encoded(in: dialect), in: dialect)
        #expect(counter.library.answer(to: loose, at: counter.time) == nil)
        #expect(
            try Counter(.cicero).library.answer(to: loose, at: counter.time) != nil
        )
    }

    @Test func `announces every request`() throws {
        #expect(try Counter().written(SCStatus()).contains("BXYYYYYYYYYYYYYYYY|"))
    }

    @Test func `gives no answer to an answer`() throws {
        let counter = try Counter()
        let answer = PatronStatusResponse(
            language: .danish,
            transactionDate: counter.time,
            institutionID: "DK-799900",
            patron: PatronIdentifier("7105901234")
        )
        #expect(counter.library.answer(to: answer.message, at: counter.time) == nil)
    }

    @Test func `accepts every login and ends every session`() throws {
        let counter = try Counter()
        #expect(
            try counter.written(LoginRequest(user: Secret("a"), password: Secret("b"))) == "941"
        )
        let end = EndPatronSessionRequest(
            transactionDate: counter.time,
            institutionID: "DK-799900",
            patron: PatronIdentifier("7105901234")
        )
        #expect(
            try counter.written(end) == "36Y20261122    204605AODK-799900|AA7105901234|"
        )
    }
}

@Suite struct `A library system that answers as Cicero does` {
    @Test func `names a patron by the library's own number`() throws {
        let answer = try Counter(.cicero).information("7105901234", pin: "1234")
        #expect(answer.patron.text == "LN:3705901234")
        #expect(answer.isValidPatron == true)
        #expect(answer.isValidPassword == true)
    }

    @Test func `sets no flag for a card it does not know`() throws {
        let counter = try Counter(.cicero)
        let request = PatronStatusRequest(
            language: .danish,
            transactionDate: counter.time,
            institutionID: "DK-799900",
            patron: PatronIdentifier("7004950789"),
            patronPassword: Secret("1234")
        )
        #expect(
            try counter.written(request)
                == "24              00920261122    204605AODK-799900|AAANY:7004950789|AE|BLN|CQN|"
        )
    }

    @Test func `writes empty lists as empty fields`() throws {
        let counter = try Counter(.cicero)
        let request = PatronInformationRequest(
            language: .danish,
            transactionDate: counter.time,
            institutionID: "DK-799900",
            patron: PatronIdentifier("7105901234"),
            patronPassword: Secret("1234")
        )
        #expect(try counter.written(request).contains("|AS|AT|AU|AV|BU|CD|"))
    }

    @Test func `does not vouch for a card that has run out, and states no expiry`() throws {
        let answer = try Counter(.cicero).information("6511582963", pin: "3692")
        #expect(answer.isValidPatron == false)
        #expect(answer.patronExpiry == nil)
    }
}
