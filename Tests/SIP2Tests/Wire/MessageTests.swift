// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A message` {
    static let blank = String(repeating: " ", count: 18)

    private func built() -> Message {
        var message = Message(.endPatronSession, fixed: Self.blank)
        message.append(.institutionID, "i")
        message.append(.patronIdentifier, "åse")
        message.append(.screenMessage, ["one", "", "two"])
        message.append(.internalID, nil as String?)
        return message
    }

    @Test func `gives its fields in order`() {
        let message = built()
        #expect(message.fields.count == 5)
        #expect(message.fields.first == Field(.institutionID, "i"))
        #expect(message.fields.last == Field(.screenMessage, "two"))
        #expect(message.fields[1].value == "åse")
        #expect(message.fields.reversed().map(\.value) == ["two", "", "one", "åse", "i"])
        #expect(Message(.requestACSResend).fields.isEmpty)
    }

    @Test func `gives the first of a field and all of a list`() {
        let message = built()
        #expect(message[.patronIdentifier] == "åse")
        #expect(message[.screenMessage] == "one")
        #expect(message[.internalID] == nil)
        #expect(message.values(of: .screenMessage) == ["one", "two"])
        #expect(message.values(of: .printLine) == [])
    }

    @Test func `is equal by what it says, however it came`() throws {
        let message = built()
        for encoding in TextEncoding.allCases {
            for delimiter in [UInt8(0x7C), 0x5E] {
                let dialect = Dialect(encoding: encoding, delimiter: delimiter)
                let bytes = try message.encoded(in: dialect, sequence: SequenceNumber(7))
                #expect(try Message(decoding: bytes, in: dialect) == message)
            }
        }
        var other = message
        other.append(.printLine, "x")
        #expect(other != message)
        #expect(Message(.endPatronSession, fixed: Self.blank) != message)
        #expect(Message(.patronEnable, fixed: Self.blank) != Message(.endPatronSession))
    }

    @Test func `can be added to after it was received`() throws {
        let latin = Dialect(encoding: .isoLatin1)
        let bytes = try built().encoded(in: latin, sequence: SequenceNumber(7))
        var message = try Message(decoding: bytes, in: latin)
        #expect(message.sequence == SequenceNumber(7))
        message.append(.internalID, "77")
        #expect(message.sequence == nil)
        #expect(message.checksum == nil)
        #expect(message[.patronIdentifier] == "åse")
        let text = "35\(Self.blank)AOi|AAåse|AFone|AF|AFtwo|XI77|"
        #expect(try encoded(message) == text)
    }

    @Test func `composes what is stated in parts`() throws {
        var message = Message(.endPatronSession, fixed: Self.blank)
        message.append(.institutionID, "pa\u{30A} a\u{30A}en")
        #expect(try message.encoded(in: Dialect(encoding: .codePage850)).contains(0x86))
        #expect(message[.institutionID].map { Array($0.utf8) } == Array("på åen".utf8))
    }

    @Test func `shows its structure and nothing of the patron`() {
        #expect(built().redacted == "35\(Self.blank)AOi|AA***|AF***|AF|AF***|")
        #expect("\(built().fields)".contains("åse") == false)
        #expect(String(reflecting: built().fields).contains("åse") == false)
    }

    @Test func `shows how a returned item is sorted`() throws {
        let text = "101YNY\(Self.blank)AOi|ABb|AQhb|CV02|CTnord|CS86|CRvoksen|CY1001|DABo|"
        #expect(
            try decoded(text).redacted
                == "101YNY\(Self.blank)AOi|AB***(1)|AQhb|CV02|CTnord|CS***(2)|CR***(6)|"
                + "CY***|DA***|"
        )
    }
}
