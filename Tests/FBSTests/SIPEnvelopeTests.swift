// SPDX-License-Identifier: MPL-2.0

import FBS
import SIP2
import Testing

@Suite struct `A SIP envelope` {
    private func read(_ text: String) throws -> SIPEnvelope {
        try SIPEnvelope(decoding: Array(text.utf8))
    }

    /// A root element in the namespace, with this inside.
    private func sip(_ content: String) -> String {
        #"<s:sip xmlns:s="http://axiell.com/Schema/sip.xsd">\#(content)</s:sip>"#
    }

    // MARK: Writing

    @Test func `carries a request with its credentials`() throws {
        let envelope = SIPEnvelope(
            .request("990xxx2.00"),
            login: Secret("automat1"),
            password: Secret("hemmelig")
        )
        #expect(
            try String(decoding: envelope.encoded(), as: UTF8.self)
                == #"<?xml version="1.0" encoding="UTF-8"?>"#
                + #"<ns1:sip xmlns:ns1="http://axiell.com/Schema/sip.xsd""#
                + #" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance""#
                + #" xsi:schemaLocation="http://axiell.com/Schema/sip.xsd""#
                + #" login="automat1" password="hemmelig">"#
                + "<request>990xxx2.00</request></ns1:sip>"
        )
    }

    @Test func `carries an answer without credentials or a schema's place`() throws {
        #expect(
            try String(decoding: SIPEnvelope(.response("941")).encoded(), as: UTF8.self)
                == #"<?xml version="1.0" encoding="UTF-8"?>"#
                + #"<ns2:sip xmlns:ns2="http://axiell.com/Schema/sip.xsd">"#
                + "<response>941</response></ns2:sip>"
        )
    }

    @Test func `names another schema where it is told to`() throws {
        let schema = SIPSchema(namespace: "https://koha-suomi.example/sip.xsd?a&b")
        let bytes = try SIPEnvelope(.request("99")).encoded(in: schema)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("schemaLocation"))
        #expect(try SIPEnvelope(decoding: bytes, in: schema).content == .request("99"))
        #expect(throws: SIPEnvelope.DecodingError.wrongNamespace) {
            try SIPEnvelope(decoding: bytes)
        }
    }

    @Test(arguments: [
        "a<b>&\"'\r\n\tæ]]>", "", " 98 ", "&amp;", "Ærø øl å ñ 漢字 🙂",
        "--><!-- <![CDATA[",
        "\u{FEFF}\u{85}\u{2028}",
    ])
    func `carries any text there and back`(text: String) throws {
        for content in [SIPEnvelope.Content.request(text), .response(text), .error(text)] {
            let envelope = SIPEnvelope(content, login: Secret(text), password: Secret("p\"<\n"))
            #expect(try SIPEnvelope(decoding: envelope.encoded()) == envelope)
        }
    }

    @Test(arguments: [0x00, 0x02, 0x0B, 0x1F, 0xFFFE, 0xFFFF] as [UInt32])
    func `refuses characters that XML cannot hold`(code: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(code))
        let text = "23\(Character(scalar))"
        let error = SIPEnvelope.EncodingError.forbiddenCharacter(code)
        #expect(throws: error) { try SIPEnvelope(.request(text)).encoded() }
        #expect(throws: error) {
            try SIPEnvelope(.request("99"), password: Secret(text)).encoded()
        }
    }

    @Test func `refuses to become too long`() {
        let text = String(repeating: "&", count: SIPEnvelope.lengthMax / 5)
        #expect(throws: SIPEnvelope.EncodingError.tooLong) {
            try SIPEnvelope(.response(text)).encoded()
        }
    }

    // MARK: Reading

    @Test func `is read as the library system sends it`() throws {
        let envelope = try read(
            #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><ns2:sip "#
                + #"xmlns:ns2="http://axiell.com/Schema/sip.xsd"><response>"#
                + "24              00920261122    101500AODK-999900|AALN:9000000001|"
                + "AEKøb &amp; Byt|BLY|CQY|</response></ns2:sip>"
        )
        #expect(
            envelope.content
                == .response(
                    "24              00920261122    101500AODK-999900|AALN:9000000001|"
                        + "AEKøb & Byt|BLY|CQY|"
                )
        )
    }

    @Test func `is read in any layout`() throws {
        let plain = try read(sip("<request>99</request>"))
        #expect(plain.content == .request("99"))
        #expect(try read("\u{FEFF}" + sip("<request>99</request>")) == plain)
        #expect(try read("<?xml version='1.0'?>\r\n" + sip("<request>99</request>\n")) == plain)
        #expect(try read(sip("\n  <request>\r\n 99\n </request >\n")) == plain)
        #expect(try read(sip("<!-- a - b --><request><![CDATA[99]]></request>")) == plain)
        #expect(try read(sip("<?pi a?b?><request>9<!--x-->9</request>") + "<!--x-->") == plain)
        #expect(try read(sip("<request>&#57;&#x0000000039;</request>")) == plain)
        #expect(
            try read("<sip xmlns='http://axiell.com/Schema/sip.xsd'><request>99</request></sip>")
                == plain
        )
        #expect(try read(sip("<s:request a='1'>99</s:request>")) == plain)
    }

    @Test func `keeps blanks that belong to the message`() throws {
        #expect(try read(sip("<request> 98 </request>")).content == .request(" 98 "))
        #expect(try read(sip("<request/>")).content == .request(""))
    }

    @Test func `is read with its credentials`() throws {
        let envelope = try read(
            #"<s:sip login="a&amp;b" password='x"y' s:login="no" "#
                + #"xmlns:s="http://axiell.com/Schema/sip.xsd"><request>99</request></s:sip>"#
        )
        #expect(envelope.login == Secret("a&b"))
        #expect(envelope.password == Secret("x\"y"))
    }

    @Test func `carries the library system's own words`() throws {
        let text = "Required field: LOGIN_PASSWORD must be set!"
        #expect(try read(sip("<error>\(text)</error>")).content == .error(text))
    }

    @Test func `is an exception as well`() throws {
        let envelope = try read(
            """
            <restExceptionInfo>
              <correlationId>8d7b0000-0000-4000-8000-000000000001</correlationId>
              <errorCode>OPTIMISTIC_LOCK_VIOLATION</errorCode><message/>
              <className>com.example.LibraryException</className>
              <info><deep>1</deep></info><errorType>x</errorType>
            </restExceptionInfo>
            """
        )
        let exception = LibraryException(
            correlationID: "8d7b0000-0000-4000-8000-000000000001",
            errorCode: "OPTIMISTIC_LOCK_VIOLATION",
            message: "",
            className: "com.example.LibraryException"
        )
        #expect(envelope == SIPEnvelope(.exception(exception)))
        #expect(try SIPEnvelope(decoding: envelope.encoded()) == envelope)
    }

    // MARK: Secrecy

    @Test func `shows neither credentials nor messages`() {
        let secret = "6110119999"
        let envelopes = [
            SIPEnvelope(.request(secret), login: Secret(secret), password: Secret(secret)),
            SIPEnvelope(.response(secret)),
            SIPEnvelope(.error("Patron \(secret) SECRET")),
            SIPEnvelope(
                .exception(
                    LibraryException(
                        correlationID: secret,
                        errorCode: "x \(secret)",
                        message: secret,
                        className: secret
                    )
                )
            ),
        ]
        for envelope in envelopes {
            var dumped = ""
            dump(envelope, to: &dumped)
            dump(envelope.content, to: &dumped)
            #expect(!(dumped + "\(envelope)\(envelope.content)").contains(secret))
        }
    }

    @Test func `shows what kind of error it is`() {
        #expect(
            "\(SIPEnvelope(.error("Required field: LOGIN_PASSWORD must be set!")))"
                == "SIP envelope with an error: LOGIN_PASSWORD"
        )
        let exception = LibraryException(correlationID: "8d7b-1", errorCode: "LOCK_VIOLATION")
        #expect("\(exception)" == "library exception, LOCK_VIOLATION, correlation 8d7b-1")
    }

    // For XML both are the same character; what stands for it within a value is escaped twice.
    @Test func `takes a reference to the delimiter for the delimiter`() throws {
        let text = { (title: String) in
            #"<sip xmlns="http://axiell.com/Schema/sip.xsd"><response>"#
                + "18030201AB2|AJ\(title)|</response></sip>"
        }
        let plain = try SIPEnvelope(decoding: Array(text("a&#124;b").utf8))
        #expect(plain.content == .response("18030201AB2|AJa|b|"))
        let escaped = try SIPEnvelope(decoding: Array(text("a&amp;#124;b").utf8))
        #expect(escaped.content == .response("18030201AB2|AJa&#124;b|"))
        for envelope in [plain, escaped] {
            #expect(try SIPEnvelope(decoding: envelope.encoded()) == envelope)
        }
    }
}
