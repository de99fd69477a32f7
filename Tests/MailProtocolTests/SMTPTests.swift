// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import MailProtocol

@Suite struct `A mail server's reply` {
    private func read(_ text: String) throws -> [SMTPReply] {
        var reader = SMTPReplyReader()
        var replies: [SMTPReply] = []
        for byte in text.utf8 {
            if let reply = try reader.receive(byte) { replies.append(reply) }
        }
        #expect(!reader.isInReply)
        return replies
    }

    @Test func `is its digits and its lines`() throws {
        let replies = try read("250-mail.example\r\n250-SIZE 1000\r\n250 OK\r\n354 go\n220\r\n")

        #expect(replies.map(\.code) == [250, 354, 220])
        #expect(replies.map(\.lines) == [["mail.example", "SIZE 1000", "OK"], ["go"], [""]])
        #expect(replies.map(\.kind) == [.success, .goOn, .success])
    }

    @Test(arguments: [
        ("550 5.1.1 <laeser@mail.example> unknown\r\n", "550 5.1.1"),
        ("451 try again\r\n", "451"), ("550 5.1 no\r\n", "550"), ("550 55.1.1 no\r\n", "550"),
        ("550 5.1.1234 no\r\n", "550"),
    ])
    func `is described without what it says of an address`(_ text: String, _ words: String) throws {
        #expect(try read(text).first?.description == words)
    }

    @Test(arguments: [
        ("25\r\n", SMTPReplyReader.Failure.malformed), ("hello\r\n", .malformed),
        ("150 no\r\n", .malformed), ("250_no\r\n", .malformed), ("\r\n", .malformed),
        ("250-a\r\n251 b\r\n", .mixedCodes),
        ("250 " + String(repeating: "a", count: 3000) + "\r\n", .lineTooLong),
        (String(repeating: "250-a\r\n", count: 200), .tooManyLines),
    ])
    func `that is none is refused`(_ text: String, _ failure: SMTPReplyReader.Failure) {
        #expect(throws: failure) { try read(text) }
    }
}

@Suite struct `A mail client` {
    private let now = Sample.time(0)

    private func client(
        _ security: SMTPClient.Security = .startTLS,
        user: String? = nil,
        _ message: MailMessage? = nil
    ) throws -> SMTPClient {
        let credentials = user.flatMap { MailCredentials(user: $0, password: "pw") }
        return SMTPClient(
            .init(security: security, clientName: "kiosk.example", credentials: credentials),
            message: try message ?? Sample.message(),
            at: now
        )
    }

    /// Plays a server's replies and gives what the client did, in words.
    private func play(_ client: inout SMTPClient, _ replies: [String]) -> [String] {
        var words = describe(client.connected(at: now))
        for reply in replies {
            switch reply {
            case "secured": words += describe(client.secured(at: now))
            default: words += describe(client.received(Array((reply + "\r\n").utf8), at: now))
            }
        }
        return words
    }

    private func describe(_ actions: [SMTPClient.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .write(let bytes):
                bytes.count > 300 ? "letter" : String(decoding: bytes.dropLast(2), as: UTF8.self)
            case .secure: "secure"
            case .finish(let outcome): "\(outcome)"
            }
        }
    }

    @Test func `delivers over a connection that it has secured`() throws {
        var client = try client(user: "kiosk")
        let words = play(
            &client,
            [
                "220 mail.example", "250-mail.example\r\n250 STARTTLS", "220 go", "secured",
                "250-mail.example\r\n250-SIZE 100000\r\n250 AUTH LOGIN PLAIN", "235 yes", "250 ok",
                "250 ok", "354 go", "250 taken",
            ]
        )
        #expect(
            words == [
                "EHLO kiosk.example", "STARTTLS", "secure", "EHLO kiosk.example",
                "AUTH PLAIN AGtpb3NrAHB3", "MAIL FROM:<kiosk@bibliotek.example>",
                "RCPT TO:<laeser@mail.example>", "DATA", "letter", "QUIT", "delivered",
            ]
        )
        #expect(client.nextDeadline == nil)
        #expect(client.received([0x32], at: now).isEmpty)
    }

    @Test func `logs in in the other way where there is only that`() throws {
        var client = try client(.implicit, user: "kiosk")
        let words = play(
            &client,
            [
                "secured", "220 a", "250-a\r\n250 AUTH LOGIN", "334 VXNlcg==", "334 UGFzcw==",
                "235 ok",
            ]
        )
        #expect(
            words.suffix(4) == [
                "AUTH LOGIN", "a2lvc2s=", "cHc=", "MAIL FROM:<kiosk@bibliotek.example>",
            ]
        )
    }

    @Test func `never goes on in clear text`() throws {
        var client = try client(user: "kiosk")
        let words = play(&client, ["220 a", "250-a\r\n250 AUTH PLAIN"])

        #expect(
            words == [
                "EHLO kiosk.example", "failed(the mail server does not secure the connection)",
            ]
        )
        var refusing = try self.client(user: "kiosk")
        #expect(
            play(&refusing, ["220 a", "250-a\r\n250 STARTTLS", "454 no"]).last
                == "failed(the mail server replied 454)"
        )
    }

    @Test(arguments: ["220 go\r\n250 injected", "220 go\r\n2"])
    func `takes nothing over that came before the security`(_ reply: String) throws {
        var client = try client()
        _ = play(&client, ["220 a", "250-a\r\n250 STARTTLS"])
        let words = describe(client.received(Array((reply + "\r\n").utf8), at: now))

        #expect(words == ["failed(the mail server sent what it was not asked for)"])
        var late = try self.client()
        _ = play(&late, ["220 a", "250-a\r\n250 STARTTLS", "220 go"])
        #expect(describe(late.received([0x32], at: now)) == words)
    }

    @Test func `tells a letter that is refused from one that may go later`() throws {
        let start = ["secured", "220 a", "250 a"]
        let cases: [([String], MailOutcome)] = [
            (["550 5.7.1 no"], .refused(.byServer("550 5.7.1"))),
            (["250 ok", "550 5.1.1 <laeser@mail.example>"], .refused(.byServer("550 5.1.1"))),
            (["250 ok", "450 4.2.2 full"], .failed(.replied("450 4.2.2"))),
            (["250 ok", "250 ok", "250 no"], .failed(.replied("250"))),
            (["250 ok", "250 ok", "354 go", "554 spam"], .refused(.byServer("554"))),
            (["250 ok", "250 ok", "354 go", "451 later"], .failed(.replied("451"))),
            (["rubbish"], .failed(.unreadable)),
        ]
        for (replies, outcome) in cases {
            var client = try client(.implicit)
            _ = play(&client, start + replies)
            #expect(client.outcome == outcome)
        }
    }

    @Test func `says what is wrong with the login`() throws {
        let cases: [([String], MailProblem)] = [
            (["250-a\r\n250 AUTH XOAUTH2"], .noCommonLogin), (["250 a"], .noCommonLogin),
            (["250-a\r\n250 AUTH PLAIN", "535 5.7.8 no"], .loginRefused("535 5.7.8")),
            (["250-a\r\n250 AUTH PLAIN", "334 again"], .loginRefused("334")),
            (["250-a\r\n250 AUTH LOGIN", "334 a", "535 no"], .loginRefused("535")),
        ]
        for (replies, problem) in cases {
            var client = try client(.implicit, user: "kiosk")
            _ = play(&client, ["secured", "220 a"] + replies)
            #expect(client.outcome == .failed(problem))
        }
    }

    @Test func `does not send what is too large for the server`() throws {
        var client = try client(.implicit)
        #expect(
            play(&client, ["secured", "220 a", "250-a\r\n250 SIZE 100"]).last
                == "refused(MailProtocol.MailRefusal.tooLarge)"
        )
        var unlimited = try self.client(.implicit)
        #expect(
            play(&unlimited, ["secured", "220 a", "250-a\r\n250 SIZE 0"]).last?.hasPrefix("MAIL")
                == true
        )
    }

    @Test func `waits for each answer so long and no longer`() throws {
        for replies in [
            [], ["secured"], ["secured", "220 a"], ["secured", "220 a", "250 a"],
            ["secured", "220 a", "250 a", "250 a", "250 a", "354 a"],
        ] {
            var client = try client(.implicit)
            _ = play(&client, replies)
            #expect(client.advance(to: Sample.time(59.9)).isEmpty)
            _ = client.advance(to: Sample.time(60))
            #expect(client.outcome == .failed(.timedOut))
        }
    }

    @Test func `ends when the connection does, at every stage`() throws {
        let replies = [
            "220 a", "250-a\r\n250 STARTTLS", "220 go", "secured", "250-a\r\n250 AUTH LOGIN",
            "334 a", "334 a", "235 a", "250 a", "250 a", "354 a",
        ]
        var stages: Set<SMTPClient.Stage> = []
        for count in 0...replies.count {
            var client = try client(user: "kiosk")
            _ = play(&client, Array(replies.prefix(count)))
            stages.insert(client.stage)
            let first = client.lost(.disconnected)
            let second = client.lost(.disconnected)
            #expect(first == [.finish(.failed(.disconnected))])
            #expect(second.isEmpty)
            stages.insert(client.stage)
        }
        #expect(stages.union([.connection]) == Set(SMTPClient.Stage.allCases))
    }

    @Test func `doubles the dots at the beginning of lines`() {
        let letter = ".a\r\n..b\r\nc.\r\n.\r\n"
        let stuffed = String(decoding: SMTPClient.stuffed(Array(letter.utf8)), as: UTF8.self)

        #expect(stuffed == "..a\r\n...b\r\nc.\r\n..\r\n.\r\n")
        #expect(SMTPClient.stuffed([0x61]) == Array("a\r\n.\r\n".utf8))
    }

    @Test func `has no name that would end its greeting early`() throws {
        let names = ["a\r\nMAIL FROM:<>", "", "ø", "a b"]
        #expect(
            names.allSatisfy {
                SMTPClient.Configuration(security: .implicit, clientName: $0).clientName
                    == "localhost"
            }
        )
        #expect(MailCredentials(user: "a\n", password: "b") == nil)
        #expect(MailCredentials(user: "", password: "b") == nil)
        #expect(MailCredentials(user: "a", password: String(repeating: "b", count: 513)) == nil)
    }
}

@Suite struct `A queue of letters` {
    @Test func `gives one at a time and tries again after growing pauses`() throws {
        var queue = MailQueue()
        let message = try Sample.message()
        let step1 = queue.add(message, as: MailNumber(1), at: Sample.time(0))
        #expect(step1)
        let step2 = queue.add(message, as: MailNumber(2), at: Sample.time(1))
        #expect(step2)
        let step3 = queue.add(message, as: MailNumber(2), at: Sample.time(1))
        #expect(!step3)

        let step4 = queue.next(at: Sample.time(1))?.number
        #expect(step4 == MailNumber(1))
        let step5 = queue.next(at: Sample.time(1))?.number
        #expect(step5 == nil)
        queue.ended(MailNumber(1), .failed(.notConnected), at: Sample.time(2))
        let step6 = queue.next(at: Sample.time(2))?.number
        #expect(step6 == MailNumber(2))
        queue.ended(MailNumber(2), .delivered, at: Sample.time(3))
        #expect(queue.nextDeadline == Sample.time(12))
        let step7 = queue.next(at: Sample.time(11))?.number
        #expect(step7 == nil)
        let step8 = queue.next(at: Sample.time(12))?.number
        #expect(step8 == MailNumber(1))
        queue.ended(MailNumber(1), .failed(.notConnected), at: Sample.time(12))
        #expect(queue.nextDeadline == Sample.time(32))
        _ = queue.next(at: Sample.time(32))
        queue.ended(MailNumber(1), .refused(.tooLarge), at: Sample.time(33))
        #expect(queue.count == 0)
        #expect(queue.nextDeadline == nil)
    }

    @Test func `keeps nothing for longer than it may`() throws {
        var queue = MailQueue()
        let day = 86_400.0
        for number in 1...2 {
            _ = queue.add(try Sample.message(), as: MailNumber(UInt64(number)), at: Sample.time(0))
        }
        _ = queue.next(at: Sample.time(0))
        let early = queue.takeExpired(at: Sample.time(4 * 3600 - 1))
        // The one that is being delivered is not taken away from under it.
        let waiting = queue.takeExpired(at: Sample.time(day))
        queue.ended(MailNumber(1), .failed(.timedOut), at: Sample.time(day))
        let tried = queue.takeExpired(at: Sample.time(day))
        #expect(early.isEmpty)
        #expect(waiting == [MailNumber(2)])
        #expect(tried == [MailNumber(1)])
    }

    @Test func `has room for so much and no more`() throws {
        var limits = MailQueue.Limits()
        limits.bytesMax = 5000
        var small = MailQueue(limits)
        var queue = MailQueue()
        let message = try Sample.message()
        let taken = (0..<100).filter { number in
            _ = small.add(message, as: MailNumber(UInt64(number)), at: Sample.time(0))
            return queue.add(message, as: MailNumber(UInt64(number)), at: Sample.time(0))
        }
        #expect(taken.count == MailQueue.Limits().lettersMax)
        #expect(small.count == 5000 / message.encoded.count)
    }
}
