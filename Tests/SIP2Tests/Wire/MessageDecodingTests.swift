// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `Reading a message` {
    /// A deviation seen in the field, and what reading makes of it.
    struct Deviation: Sendable {
        let text: String
        let notes: [Message.Note]
        let fields: [String: String]
    }

    static let date = "20261122    012826"

    static let deviations = [
        Deviation(
            text: "23009\(date)|AOinst|AA1|AC|AD2|",
            notes: [.emptyLeadingField],
            fields: ["AO": "inst", "AD": "2"]
        ),
        Deviation(
            text: "63009\(date)YYYYYYYYY|AOinst|AA1|AC|",
            notes: [.emptyLeadingField, .shortSummary],
            fields: ["AO": "inst", "AA": "1"]
        ),
        Deviation(text: "990xxx2.00", notes: [.printWidthNotNumber], fields: [:]),
        Deviation(
            text: "23009\(date)AOinst|AA1|AC|AD2",
            notes: [.missingLastDelimiter],
            fields: ["AD": "2"]
        ),
        Deviation(
            text: "23009\(date)AOinst|AA1|AD2|",
            notes: [.missingField(.terminalPassword)],
            fields: ["AA": "1"]
        ),
        Deviation(
            text: "23009\(date)AOinst|AA1|AC|AD2|AA3|",
            notes: [.duplicateField(.patronIdentifier)],
            fields: ["AA": "1"]
        ),
        Deviation(
            text: "23009\(date)AOinst|AA1|AC|AD2|ZZnew|",
            notes: [],
            fields: ["ZZ": "new"]
        ),
        Deviation(
            text: "23009\(date)AOinst|AA1|AC|AD2|||x|",
            notes: [.strayText],
            fields: ["AD": "2"]
        ),
        Deviation(
            text: "121NUY\(date)AO|AA|ABi|AJt|AH|CHTitle%Author%a%xx%61|",
            notes: [],
            fields: ["CH": "Title%Author%a%xx%61"]
        ),
        Deviation(
            text: "11YN\(date)\(String(repeating: " ", count: 18))AO|AA|ABi|AC|",
            notes: [],
            fields: ["AB": "i"]
        ),
        Deviation(
            text: "2300920261122    012826AOinst|AA1|AC|AD2AY1AZ",
            notes: [.missingLastDelimiter],
            fields: ["AD": "2AY1AZ"]
        ),
    ]

    @Test(arguments: deviations)
    func `reads over what real peers do`(deviation: Deviation) throws {
        let message = try decoded(deviation.text)
        #expect(message.notes == deviation.notes)
        for (name, value) in deviation.fields {
            let id = try #require(FieldID(name))
            #expect(message[id] == value)
        }
    }

    @Test func `finds the checksum after a last field without delimiter when it fits`() throws {
        let summed = Array("23009\(Self.date)AOinst|AA1|AC|AD2AY4AZ".utf8)
        let text = String(decoding: summed, as: UTF8.self) + "\(Checksum(of: summed.span))"
        let message = try decoded(text, in: checkedUTF8)
        #expect(message[.patronPassword] == "2")
        #expect(message.sequence == SequenceNumber(4))
        #expect(message.notes == [.missingLastDelimiter])
    }

    @Test func `takes a value that ends like a checksum for a value`() throws {
        let message = try decoded("23009\(Self.date)AOinst|AA1|AC|ADxxAZ1234")
        #expect(message[.patronPassword] == "xxAZ1234")
    }

    @Test func `takes a checksum without a sequence number`() throws {
        let message = try decoded("96AZfef6")
        #expect(message.sequence == nil)
        #expect(message.checksum == Checksum(rawValue: 0xFEF6))
    }

    @Test(arguments: [
        ("", Message.DecodingError.commandMissing),
        ("9", .commandMissing),
        ("x3009", .commandMissing),
        ("２３", .commandMissing),
        ("23", .fixedPartTooShort(.patronStatus)),
        ("23009\(date.dropLast())", .fixedPartTooShort(.patronStatus)),
        ("23009\(date.dropLast())|AOinst|AA1|AC|AD|", .fixedPartTooShort(.patronStatus)),
        ("63009\(date.dropLast())|AOinst|AA1|AC|AD|", .fixedPartTooShort(.patronInformation)),
        ("99", .fixedPartTooShort(.scStatus)),
        ("94", .fixedPartTooShort(.loginResponse)),
    ])
    func `refuses only what has no meaning`(text: String, error: Message.DecodingError) {
        #expect(throws: error) { try decoded(text) }
    }

    @Test func `refuses more bytes than the limit`() {
        let long = "98" + String(repeating: "x", count: Message.lengthMax - 1)
        #expect(throws: Message.DecodingError.tooLong) { try decoded(long) }
    }

    @Test func `refuses a hundred thousand fields, and keeps as many as the limit has room for`()
        throws
    {
        let flood = String(repeating: "AFx|", count: 100_000)
        #expect(throws: Message.DecodingError.tooLong) { try decoded("941" + flood) }
        let count = (Message.lengthMax - 3) / 4
        let message = try decoded("941" + String(repeating: "AFx|", count: count))
        #expect(message.fields.count == count)
    }

    @Test func `keeps an unknown command with all that follows`() throws {
        let message = try decoded("55anything|AAx|")
        #expect(message.command == Command(rawValue: 55))
        #expect(message.fixedPart == "anything|AAx|")
        #expect(message.fields.isEmpty)
        #expect(try encoded(message) == "55anything|AAx|")
    }

    @Test func `keeps unknown fields in order and empty fields of lists out of values`() throws {
        let message = try decoded(
            "64" + String(repeating: " ", count: 14) + "009" + Self.date
                + String(repeating: "0", count: 24)
                + "AOi|ZZ1|AAa|AEn|AV|AVone|AV|AVtwo|YY2|ZZ3|"
        )
        #expect(message.values(of: .fineItem) == ["one", "two"])
        #expect(
            message.extensionFields.map(\.redacted) == ["ZZ***", "YY***", "ZZ***"]
        )
        #expect(message.extensionFields.map(\.value) == ["1", "2", "3"])
        #expect(message.fields.map(\.id.description).joined() == "AOZZAAAEAVAVAVAVYYZZ")
    }

    @Test func `reads the delimiter that the dialect names`() throws {
        let dialect = Dialect(encoding: .utf8, delimiter: 0x5E, detectsErrors: false)
        let message = try decoded("23009\(Self.date)AOa|b^AA1^AC^AD^", in: dialect)
        #expect(message[.institutionID] == "a|b")
    }

    @Test func `normalises the text of a value`() throws {
        let message = try decoded("23009\(Self.date)AOpa\u{30A} a\u{30A}en &#124; 2|AA1|AC|AD|")
        let text = try #require(message[.institutionID])
        #expect(Array(text.unicodeScalars) == Array("på åen | 2".unicodeScalars))
    }

    // Writing refuses the delimiter within a value, so what stands for it is not undone either.
    @Test func `takes a stated text as it stands`() throws {
        var message = Message(.endPatronSession, fixed: Self.date)
        message.append(.institutionID, "a &#124; b")
        #expect(message[.institutionID] == "a &#124; b")
        let read = try decoded(encoded(message))
        #expect(read[.institutionID] == "a | b")
    }
}
