// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import MailProtocol

@Suite struct `A letter` {
    @Test func `says what it was given, as text and as a page`() throws {
        let letter = try ReadLetter(try Sample.message().encoded)
        let parts = try letter.parts()

        #expect(parts.map(\.decoded) == [Sample.text, "<p>Blåbærgrød</p>\n"])
        #expect(parts[0].header("Content-Type") == "text/plain; charset=utf-8")
        #expect(parts[1].header("Content-Type") == "text/html; charset=utf-8")
        #expect(letter.header("To") == "<laeser@mail.example>")
        #expect(letter.header("Date") == "Mon, 23 Nov 2026 14:05:00 +0100")
        #expect(letter.header("Message-ID") == "<9ix.portner@bibliotek.example>")
        #expect(letter.header("Auto-Submitted") == "auto-generated")
        #expect(letter.header("MIME-Version") == "1.0")
    }

    @Test func `without a page is one text`() throws {
        let letter = try ReadLetter(try Sample.message(html: nil).encoded)

        #expect(letter.decoded == Sample.text)
        #expect(letter.header("Content-Transfer-Encoding") == "quoted-printable")
    }

    @Test func `is plain ASCII on short lines`() throws {
        let long = String(repeating: "æ", count: 3000) + String(repeating: "a ", count: 3000)
        let bytes = try Sample.message(subject: long, text: long + "\r\n \t\n", html: long).encoded
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)

        #expect(bytes.allSatisfy { $0 == 0x0D || $0 == 0x0A || 0x20...0x7E ~= $0 })
        #expect(lines.dropLast().allSatisfy { $0.last == 0x0D && $0.count <= 79 })
        let parts = try ReadLetter(bytes).parts()
        #expect(parts[1].decoded == long + "\n")
    }

    @Test(arguments: [
        "Plain subject", "Søndervig: kvittering", "", "=?utf-8?B?eA==?=", "a\r\nBcc: x@y.example",
        String(repeating: "ø", count: 150), "\u{0}\u{7F}", "東京 😀 日本", " blank ",
    ])
    func `has a subject on which nothing else can follow`(_ subject: String) throws {
        let letter = try ReadLetter(try Sample.message(subject: subject).encoded)
        let value = try #require(letter.header("Subject"))
        let words = value.split(separator: " ")
        let decoded =
            value.hasPrefix("=?")
            ? try words.map { word in
                #expect(word.count <= 75)
                let code = try #require(word.split(separator: "?").dropFirst(3).first)
                let data = try #require(Data(base64Encoded: String(code == "=" ? "" : code)))
                return String(decoding: data, as: UTF8.self)
            }.joined() : value

        #expect(letter.headers.map(\.name).filter { $0 == "Bcc" }.isEmpty)
        #expect(letter.headers.count == 8)
        let clean = String(
            String.UnicodeScalarView(
                subject.unicodeScalars.map {
                    $0.properties.generalCategory == .control ? " " : $0
                }
            )
        )
        #expect(decoded == clean)
    }

    @Test func `larger than it may be is none`() throws {
        let text = String(repeating: "a", count: MailMessage.partLengthMax + 1)
        let address = try Sample.address()
        let time = CivilTime(Timestamp(milliseconds: 0), secondsAheadOfUTC: -12_600)
        #expect(
            MailMessage(from: address, to: address, subject: "", text: text, time: time, token: 1)
                == nil
        )
        let small = try #require(
            MailMessage(from: address, to: address, subject: "", text: "", time: time, token: 1)
        )
        let date = try ReadLetter(small.encoded).header("Date")
        #expect(date == "Wed, 31 Dec 1969 20:30:00 -0330")
    }

    @Test(arguments: [
        "a@b.example", "a.b+c@sub.b-c.example", "o'neill!#$%&*/=?^_`{|}~-@b.example",
    ])
    func `goes to an address that is one`(_ text: String) {
        #expect(MailAddress(text)?.secret == text)
    }

    @Test(arguments: [
        "", "a", "@b.example", "a@", "a@b", "a@b..example", ".a@b.example", "a.@b.example",
        "a b@c.example", "a@b.example\r\nRCPT TO:<x@y.example>", "a@b.example ", "<a@b.example>",
        "a@-b.example", "a@b.example>", "a,b@c.example", "\"a\"@b.example", "æ@b.example",
        "a@bø.example", "a@b@c.example", String(repeating: "a", count: 65) + "@b.example",
        "a@" + String(repeating: "b.", count: 130) + "example", "a@b_c.example",
    ])
    func `does not go to what is none`(_ text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test func `is shown by no description`() throws {
        var dumped = ""
        dump([try Sample.message()], to: &dumped)
        dump(try Sample.address(), to: &dumped)
        dump(try #require(MailCredentials(user: "kiosk", password: "hemmelig")), to: &dumped)
        dump(
            SMTPClient.Configuration(
                security: .startTLS,
                credentials: MailCredentials(user: "kiosk", password: "hemmelig")
            ),
            to: &dumped
        )
        for word in ["laeser", "kiosk", "hemmelig", "example"] { #expect(!dumped.contains(word)) }
    }

    @Test func `is in base 64 where it must be`() {
        #expect(Base64.encode([]) == "")
        for length in 0..<20 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + 200) }
            #expect(Base64.encode(bytes) == Data(bytes).base64EncodedString())
        }
    }
}
