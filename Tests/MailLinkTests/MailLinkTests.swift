// SPDX-License-Identifier: MPL-2.0

import MadeUpCertificates
import MadeUpMailServer
import Foundation
import MailProtocol
import PortnerCore
import Testing

@testable import MailLink

/// A link to a server on the loopback, with its events as they come.
private struct Visit {
    let link: MailLink
    private let task: Task<Void, any Error>
    private let events: AsyncStream<MailEvent>

    /// The file with the authority, deleted after the test.
    private final class Authority {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "portner-mail-\(UUID().uuidString).pem").path

        init() throws {
            try Certificates.authority.write(toFile: path, atomically: true, encoding: .utf8)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private let authority: Authority

    init(
        _ server: MailServer,
        _ security: SMTPClient.Security = .startTLS,
        host: String = "localhost",
        _ change: (inout MailLinkSettings) -> Void = { _ in }
    ) throws {
        authority = try Authority()
        var settings = MailLinkSettings(
            host: host,
            port: server.port,
            client: .init(
                security: security,
                clientName: "kiosk.example",
                credentials: MailCredentials(user: "kiosk", password: "hemmelig")
            )
        )
        settings.authorityFile = authority.path
        settings.limits.pauseFirst = .milliseconds(1)
        change(&settings)
        let (events, continuation) = AsyncStream.makeStream(of: MailEvent.self)
        self.events = events
        let link = try MailLink(settings) { continuation.yield($0) }
        self.link = link
        task = Task { try await link.run() }
    }

    func next() async -> MailEvent? { await events.first { _ in true } }

    func send(_ number: UInt64, _ text: String = "Blåbærgrød\n.\n") throws {
        try link.send(try Self.message(text), as: MailNumber(number))
    }

    func end() async throws {
        task.cancel()
        try await task.value
    }

    static func message(_ text: String) throws -> MailMessage {
        let sender = try #require(MailAddress("kiosk@bibliotek.example"))
        let recipient = try #require(MailAddress("laeser@mail.example"))
        return try #require(
            MailMessage(
                from: sender,
                to: recipient,
                subject: "Lån",
                text: text,
                time: CivilTime(Timestamp(milliseconds: 0), secondsAheadOfUTC: 0),
                token: 1
            )
        )
    }
}

@Suite struct `A link to a mail server` {
    @Test(arguments: SMTPClient.Security.allCases)
    func `delivers letters over secured connections`(_ security: SMTPClient.Security) async throws {
        var manner = MailServer.Manner()
        manner.isImplicit = security == .implicit
        try await MailServer.run(manner) { server in
            let visit = try Visit(server, security)
            try visit.send(1)
            try visit.send(2, "to\n")
            #expect(await visit.next() == .delivered(MailNumber(1)))
            #expect(await visit.next() == .delivered(MailNumber(2)))
            let heard = server.heard
            #expect(heard.letters.count == 2)
            #expect(heard.letters.first?.hasSuffix("\nBl=C3=A5b=C3=A6rgr=C3=B8d\n.\n") == true)
            #expect(heard.commands.contains("RCPT TO:<laeser@mail.example>"))
            let clear = security == .implicit ? [] : ["EHLO kiosk.example", "STARTTLS"]
            #expect(heard.clear == clear + clear)
            try await visit.end()
        }
    }

    @Test(arguments: [Certificates.otherName, Certificates.expired, Certificates.selfSigned])
    func `tells nothing to a server that is not the one that is meant`(
        _ certificate: String
    ) async throws {
        var manner = MailServer.Manner()
        manner.certificate = certificate
        try await MailServer.run(manner) { server in
            let visit = try Visit(server)
            try visit.send(1)
            guard case .troubled(.insecure) = await visit.next() else {
                Issue.record("the server was believed")
                return
            }
            #expect(
                server.heard.commands.allSatisfy {
                    ["EHLO kiosk.example", "STARTTLS"].contains($0)
                }
            )
            try await visit.end()
        }
    }

    @Test func `never falls back to clear text`() async throws {
        var manner = MailServer.Manner()
        manner.offersSTARTTLS = false
        try await MailServer.run(manner) { server in
            let visit = try Visit(server)
            try visit.send(1)
            #expect(await visit.next() == .troubled(.noSecurity))
            #expect(Set(server.heard.commands) == ["EHLO kiosk.example"])
            try await visit.end()
        }
    }

    @Test func `tries again when the server is back`() async throws {
        var manner = MailServer.Manner()
        manner.hangsUpAfter = "RCPT"
        try await MailServer.run(manner) { server in
            let visit = try Visit(server)
            try visit.send(1)
            #expect(await visit.next() == .troubled(.disconnected))
            server.set(MailServer.Manner())
            #expect(await visit.next() == .recovered)
            #expect(await visit.next() == .delivered(MailNumber(1)))
            #expect(server.heard.letters.count == 1)
            try await visit.end()
        }
    }

    @Test func `drops a letter that the server will never take, and goes on`() async throws {
        var manner = MailServer.Manner()
        manner.answers["RCPT"] = "550 5.1.1 <laeser@mail.example> unknown"
        try await MailServer.run(manner) { server in
            let visit = try Visit(server)
            try visit.send(1)
            #expect(await visit.next() == .dropped(MailNumber(1), .byServer("550 5.1.1")))
            server.set(MailServer.Manner())
            try visit.send(2)
            #expect(await visit.next() == .delivered(MailNumber(2)))
            try await visit.end()
        }
    }

    @Test func `drops a letter that has become too old`() async throws {
        var manner = MailServer.Manner()
        manner.answers["AUTH"] = "535 5.7.8 no"
        try await MailServer.run(manner) { server in
            let visit = try Visit(server) { $0.limits.ageMax = .milliseconds(200) }
            try visit.send(1)
            var event = await visit.next()
            // On a slow machine it is too old before it was tried.
            if event == .troubled(.loginRefused("535 5.7.8")) { event = await visit.next() }
            #expect(event == .dropped(MailNumber(1), .tooOld))
            try await visit.end()
        }
    }

    @Test func `does not wait for ever`() async throws {
        var manner = MailServer.Manner()
        manner.ignores = "MAIL"
        try await MailServer.run(manner) { server in
            let visit = try Visit(server) { $0.client.replyTimeout = .milliseconds(500) }
            try visit.send(1)
            // On a slow machine the time may be over before the connection is secured.
            guard case .troubled(let problem) = await visit.next() else {
                Issue.record("nothing was told")
                return
            }
            #expect(problem == .timedOut)
            try await visit.end()
        }
    }

    @Test func `knows a server by its address, too`() async throws {
        try await MailServer.run { server in
            let visit = try Visit(server, host: "127.0.0.1")
            try visit.send(1)
            #expect(await visit.next() == .delivered(MailNumber(1)))
            try await visit.end()
        }
    }

    @Test func `takes so many letters and no more, and none after its end`() async throws {
        try await MailServer.run { server in
            let visit = try Visit(server) { $0.limits.lettersMax = 0 }
            #expect(throws: MailLinkError(.queueFull)) { try visit.send(1) }
            try await visit.end()
            #expect(throws: MailLinkError(.notRunning)) { try visit.send(2) }
        }
    }

    @Test func `is not made from settings that cannot be used`() {
        let client = SMTPClient.Configuration(security: .implicit)
        #expect(MailLinkSettings(host: "a.example", client: client).port == 465)
        #expect(MailLinkSettings(host: "a.example", client: .init(security: .startTLS)).port == 587)
        var settings = MailLinkSettings(host: "a.example", client: client)
        settings.authorityFile = "/nonexistent.pem"
        #expect(throws: MailLinkError(.invalidSettings)) { _ = try MailLink(settings) { _ in } }
        settings = MailLinkSettings(host: "a.example", port: 0, client: client)
        #expect(throws: MailLinkError(.invalidSettings)) { _ = try MailLink(settings) { _ in } }
    }
}
