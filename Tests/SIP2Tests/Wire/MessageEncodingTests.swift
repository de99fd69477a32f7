// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `Writing a message` {
    static let fixed = "00920261122    012826"

    private func status(_ fields: [(FieldID, String)]) -> Message {
        var message = Message(.patronStatus, fixed: Self.fixed)
        for (id, value) in fields {
            message.append(id, value)
        }
        return message
    }

    @Test func `puts fields in the order of the protocol and extensions last`() throws {
        let extra = try #require(FieldID("ZZ"))
        let message = status([
            (extra, "1"), (.patronPassword, "6789"), (.patronIdentifier, "patron1"),
            (.terminalPassword, ""), (.institutionID, "UWOLS"),
        ])
        #expect(
            try encoded(message) == "23\(Self.fixed)AOUWOLS|AApatron1|AC|AD6789|ZZ1|"
        )
    }

    @Test func `writes required fields empty and a single field once`() throws {
        let message = status([(.patronIdentifier, "first"), (.patronIdentifier, "second")])
        #expect(try encoded(message) == "23\(Self.fixed)AO|AAfirst|AC|AD|")
    }

    @Test func `ends with sequence number and checksum where errors are detected`() throws {
        let message = status([
            (.institutionID, "UWOLS"), (.patronIdentifier, "patron1"), (.patronPassword, "6789"),
        ])
        #expect(try encoded(message, in: checkedUTF8, sequence: 2) == Sample.patronStatus)
        #expect(
            try encoded(Message(.requestACSResend), in: checkedUTF8, sequence: 2) == "97AZFEF5"
        )
    }

    @Test(arguments: [
        ("a|b", UInt8(0x7C)), ("a\rb", 0x0D), ("a\0b", 0), ("a\nb", 0x0A), ("a\u{7F}", 0x7F),
    ])
    func `refuses bytes that would break the message`(value: String, byte: UInt8) {
        #expect(throws: Message.EncodingError.forbiddenByte(.patronIdentifier, byte)) {
            try encoded(status([(.patronIdentifier, value)]))
        }
    }

    @Test func `counts the limit of a value in bytes after encoding`() throws {
        let longest = String(repeating: "ø", count: 127) + "x"
        #expect(try encoded(status([(.institutionID, longest)])).utf8.count == 290)
        #expect(throws: Message.EncodingError.valueTooLong(.institutionID, length: 256)) {
            try encoded(status([(.institutionID, longest + "x")]))
        }
        let latin = Dialect(encoding: .isoLatin1, detectsErrors: false)
        #expect(try status([(.institutionID, longest + "x")]).encoded(in: latin).count == 164)
    }

    @Test func `refuses characters that the peer's set lacks without showing them`() {
        let error = Message.EncodingError.unmappableCharacter(.patronPassword, .codePage850)
        #expect(throws: error) {
            try status([(.patronPassword, "12€4")]).encoded(in: .threeM)
        }
        #expect(!"\(error)".contains("€"))
    }

    @Test func `writes a composed letter into a code page`() throws {
        let bytes = try status([(.institutionID, "a\u{30A}")]).encoded(
            in: Dialect(detectsErrors: false)
        )
        #expect(bytes.dropFirst(23).starts(with: [0x41, 0x4F, 0x86, 0x7C]))
    }

    @Test(arguments: ["", "009", fixed + "x", "009|0261122    012826", "ø0920261122    01282"])
    func `refuses a fixed part of the wrong shape`(fixed: String) {
        #expect(throws: Message.EncodingError.malformedFixedPart(.patronStatus)) {
            try encoded(Message(.patronStatus, fixed: fixed))
        }
    }

    @Test(arguments: [FieldID.sequenceNumber, .checksum])
    func `refuses the trailer as a field`(id: FieldID) {
        #expect(throws: Message.EncodingError.reservedField(id)) {
            try encoded(status([(id, "1")]))
        }
    }

    @Test func `refuses a message beyond the limit`() throws {
        var message = try decoded(Sample.Cicero.patronInformation)
        for _ in 0..<260 {
            message.append(.chargedItem, String(repeating: "x", count: 255))
        }
        #expect {
            try message.encoded(in: plainUTF8)
        } throws: { error in
            guard case .messageTooLong(let length) = error as? Message.EncodingError else {
                return false
            }
            return length > Message.lengthMax
        }
    }

    @Test func `follows Danish kiosks where the dialect says so`() throws {
        #expect(try encoded(SCStatus().message, in: .cicero) == "990xxx2.00")
        let patron = PatronIdentifier("3210519784")
        let status = PatronStatusRequest(
            language: .danish,
            transactionDate: recordedTime,
            institutionID: "DK-775100",
            patron: patron,
            patronPassword: Secret("12345")
        )
        #expect(
            try encoded(status.message, in: .cicero)
                == "2300920261122    012826|AODK-775100|AA3210519784|AC|AD12345|"
        )
        let information = PatronInformationRequest(
            language: .danish,
            transactionDate: recordedTime,
            summary: .firstNine,
            institutionID: "DK-775100",
            patron: patron
        )
        #expect(
            try encoded(information.message, in: .cicero)
                == "6300920261122    012826YYYYYYYYY|AODK-775100|AA3210519784|"
        )
    }

    @Test func `sets off required fields as Cicero wants it even when all of them are absent`()
        throws
    {
        let message = Message(.endPatronSession, fixed: "20261122    204605")
        #expect(try encoded(message, in: .cicero) == "3520261122    204605|AO|AA|")
    }

    @Test func `writes in full what came with a short summary`() throws {
        let message = try decoded("6300920261122    012826YYYYYYYYY|AOinst|AA1|")
        #expect(try encoded(message) == "6300920261122    012826YYYYYYYYY AOinst|AA1|")
        #expect(
            try encoded(message, in: .cicero) == "6300920261122    012826YYYYYYYYY|AOinst|AA1|"
        )
    }

    @Test func `forgets the trailer of a message that is changed`() throws {
        var message = try decoded(Sample.unknownPatron, in: checkedUTF8)
        #expect(message.sequence != nil)
        message.append(.screenMessage, "ukendt")
        #expect(message.sequence == nil)
        #expect(message.checksum == nil)
        #expect(message[.patronIdentifier] == "nobody")
        #expect(message[.screenMessage] == "ukendt")
    }
}
