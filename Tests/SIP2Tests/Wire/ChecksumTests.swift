// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A checksum` {
    static let vectors = [
        "9900302.00AY1AZFCA5", "97AZFEF5", "96AZFEF6", "941AY0AZFDFD", "940AY0AZFDFE",
        "9300CNscclient|COclientpwd|CPdesk|AY0AZF1DF",
        "2300920261122    012826AOUWOLS|AApatron1|AC|AD6789|AY2AZF110",
        "96AY0AZFE2C",
    ]

    @Test(arguments: vectors)
    func `fits what running servers send`(text: String) throws {
        let bytes = Array(text.utf8)
        let summed = Array(bytes.dropLast(4))
        #expect(Checksum(of: summed.span).description == String(text.suffix(4)))
        #expect(try decoded(text, in: checkedUTF8).checksum != nil)
    }

    @Test(arguments: [
        (TextEncoding.utf8, "F3F8", 30), (.isoLatin1, "F4FE", 28), (.codePage850, "F5B8", 28),
    ])
    func `is taken over the bytes after encoding`(
        encoding: TextEncoding,
        digits: String,
        count: Int
    ) {
        let ascii = { (text: String) in Array(text.utf8) }
        let name: [UInt8]
        switch encoding {
        case .utf8: name = ascii("Bjørnens kløer")
        case .isoLatin1: name = ascii("Bj") + [0xF8] + ascii("rnens kl") + [0xF8] + ascii("er")
        case .codePage850: name = ascii("Bj") + [0x9B] + ascii("rnens kl") + [0x9B] + ascii("er")
        }
        let summed = ascii("64TestAE") + name + ascii("|AY1AZ")
        #expect(summed.count == count)
        #expect(Checksum(of: summed.span).description == digits)
    }

    @Test func `is padded to four digits and reads both cases`() {
        #expect(Checksum(rawValue: 0x00AF).description == "00AF")
        #expect(Checksum(digits: Array("fca5".utf8).span) == Checksum(rawValue: 0xFCA5))
        #expect(Checksum(digits: Array("FCA".utf8).span) == nil)
        #expect(Checksum(digits: Array("FCAG".utf8).span) == nil)
    }

    @Test func `refuses a message that does not fit`() {
        #expect(throws: Message.DecodingError.checksumMismatch(.scStatus)) {
            try decoded("9900802.00AY1AZ0000", in: checkedUTF8)
        }
        #expect(throws: Message.DecodingError.checksumMismatch(.patronStatus)) {
            try decoded(
                "2300920261122    012826AOUWOLS|AApatron2|AC|AD6789|AY2AZF110",
                in: checkedUTF8
            )
        }
    }

    @Test func `over code points is accepted only where the dialect says so`() throws {
        let text = "2300920261122    012826AOBjørn|AA1|AC|AD|AY1AZ"
        let sum = text.unicodeScalars.reduce(UInt32(0)) { $0 + $1.value }
        let digits = Checksum(rawValue: 0 &- UInt16(truncatingIfNeeded: sum)).description
        #expect(throws: Message.DecodingError.checksumMismatch(.patronStatus)) {
            try decoded(text + digits, in: checkedUTF8)
        }
        let tolerant = Dialect(encoding: .utf8, checksumRule: .bytesOrCodePoints)
        let message = try decoded(text + digits, in: tolerant)
        #expect(message[.institutionID] == "Bjørn")
        #expect(message.notes == [.checksumOverCodePoints])
    }
}

@Suite struct `A sequence number` {
    @Test func `counts from 0 to 9 and begins again`() throws {
        var number = SequenceNumber.zero
        var seen: [UInt8] = []
        for _ in 0..<12 {
            seen.append(number.value)
            number = number.next
        }
        #expect(seen == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
        #expect(SequenceNumber(10) == nil)
        #expect(SequenceNumber(-1) == nil)
    }
}
