// SPDX-License-Identifier: MPL-2.0

import Foundation
import MadeUpCertificates
import MadeUpMailServer
import MailLink
import MailProtocol
import PortnerCore
import PortnerSettings
import PortnerStore
import Synchronization
import Testing

@testable import PortnerDaemon

/// A ledger, and the way from its alarms to a mail server on the loopback, as the daemon has it.
private final class Post {
    private let folder: URL
    let ledger: Ledger
    private let inbox = Inbox()
    private let states = DeviceStates()

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "portner-\(UUID().uuidString)")
        ledger = try Ledger.open(in: folder.path, at: now.timestamp).ledger
        try Certificates.authority.write(toFile: authority, atomically: true, encoding: .utf8)
        try "hemmelig\n".write(
            toFile: folder.path + "/portner-mail-password",
            atomically: true,
            encoding: .utf8
        )
        // What happened before anybody was to be told is not told.
        try AlertCursor(directory: folder.path, name: "alerts.mailed").keep(0)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private var authority: String { folder.path + "/authority.pem" }

    /// A way that knows what the files say, as one does after a start.
    func mailer(
        _ port: Int,
        _ security: MailSettings.Security = .startTLS,
        ageMax: Duration = .seconds(3600)
    ) throws -> ReceiptMailer {
        let text = """
            branch: Bakkelund
            library: { host: 192.0.2.17, port: 6001 }
            devices: [{ name: scanner, role: scanner, usb: { port: "1-1" } }]
            doors:
              - name: front
                hours: { every-day: ["08:00-22:00 self-service"] }
                lock: { chip: gpio, line: lock, kind: maglock }
            readers: [{ name: outside, door: front, scanner: scanner }]
            mail:
              host: localhost
              port: \(port)
              security: \(security.rawValue)
              from: door@example.org
              user: door
              greeting: door.example
              authority: \(authority)
            """
        let mail = try #require(try SettingsFile.read(text, file: "portner.yaml").mail)
        var limits = MailQueue.Limits()
        (limits.pauseFirst, limits.pauseMax) = (.milliseconds(1), .milliseconds(5))
        limits.ageMax = ageMax
        return try ReceiptMailer(
            mail,
            try #require(mail.server),
            credentials: folder.path,
            inbox: inbox,
            states: states,
            limits: limits
        )
    }

    func desk(_ mailer: ReceiptMailer, to people: [String] = ["guard@example.org"]) throws
        -> AlertDesk
    {
        let people = try people.map(address)
        return AlertDesk(
            ledger: ledger,
            cursor: AlertCursor(directory: folder.path, name: "alerts.mailed"),
            branch: "Bakkelund",
            log: EventLog(),
            tell: { try mailer.alert($0, to: people, at: now.civil) }
        )
    }

    /// Something happens that staff must hear of.
    func alarm(_ outcome: String, of card: CardKey? = nil) throws {
        _ = try ledger.append(records: [
            Record(
                .door,
                at: now,
                subject: card,
                isAlarm: true,
                [(.door, "front"), (.outcome, outcome)]
            )
        ])
    }

    /// What was told to the station about the mail server, by its code.
    func notes() -> [String] {
        inbox.take(waitingAtMost: .zero).compactMap { item in
            switch item {
            case .event(.deviceNoted(let code, let detail, "mail", let isAlarm)):
                "\(code): \(detail)\(isAlarm ? " !" : "")"
            case .event(.deviceChanged(let isPresent, _, "mail")): isPresent ? "back" : "lost"
            default: nil
            }
        }
    }
}

private let now: Moment = {
    let timestamp = Timestamp(milliseconds: 1_795_348_800_000)
    return Moment(
        uptime: Uptime(.seconds(1)),
        timestamp: timestamp,
        civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
        clock: .trusted
    )
}()

/// The line of a letter that says what it is about (RFC 2047).
private func subject(_ text: String) -> String {
    "Subject: =?utf-8?B?\(Data(text.utf8).base64EncodedString())?=\n"
}

private func address(_ text: String) throws -> MailAddress { try #require(MailAddress(text)) }

extension ReceiptMailer {
    /// Keeps the line for as long as something is done.
    fileprivate func working(_ act: () async throws -> Void) async throws {
        let link = link
        let run = Task { try await link.run() }
        do {
            try await act()
        } catch {
            run.cancel()
            throw error
        }
        run.cancel()
        try await run.value
    }
}

extension AlertDesk {
    /// Delivers on a thread of its own, as the daemon does.
    fileprivate func delivering() async -> Bool {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: self.deliver()) }.start()
        }
    }
}

extension MailServer {
    /// Waits until the server has heard a command so often.
    fileprivate func hear(_ command: String, times: Int) async {
        while heard.commands.filter({ $0.hasPrefix(command) }).count < times { await Task.yield() }
    }
}

@Suite struct `An alarm on its way to a letter` {
    @Test(arguments: MailSettings.Security.allCases)
    func `is delivered over a secured line, with nobody in it`(
        _ security: MailSettings.Security
    ) async throws {
        var manner = MailServer.Manner()
        manner.isImplicit = security == .implicit
        try await MailServer.run(manner) { server in
            let post = try Post()
            let card = CardKey(0xDEAD_BEEF_0102_0304, 2, 3, 4)
            try post.alarm("forced-open", of: card)
            let mailer = try post.mailer(server.port, security)
            try await mailer.working {
                let desk = try post.desk(mailer)
                #expect(await desk.delivering())
            }
            let heard = server.heard
            #expect(heard.letters.count == 1)
            let letter = try #require(heard.letters.first)
            #expect(letter.contains(subject("Bakkelund: 1")))
            #expect(letter.contains("To: <guard@example.org>\n"))
            #expect(letter.contains("door front forced-open"))
            for word in [card.label, "hemmelig", "DEADBEEF"] { #expect(!letter.contains(word)) }
            #expect(heard.commands.contains("RCPT TO:<guard@example.org>"))
            let inClear = security == .implicit ? [] : ["EHLO door.example", "STARTTLS"]
            #expect(heard.clear == inClear)
            #expect(post.notes().isEmpty)
        }
    }

    @Test func `comes together with what else has come, once to each person`() async throws {
        try await MailServer.run { server in
            let post = try Post()
            let mailer = try post.mailer(server.port)
            let desk = try post.desk(mailer, to: ["guard@example.org", "desk@example.org"])
            try await mailer.working {
                for _ in 0..<50 { try post.alarm("forced-open") }
                for _ in 0..<3 { #expect(await desk.delivering()) }
            }
            let letters = server.heard.letters
            #expect(letters.count == 2)
            #expect(letters.allSatisfy { $0.contains(subject("Bakkelund: 50")) })
            #expect(letters.allSatisfy { $0.contains("and 30 more") })
        }
    }

    @Test func `waits its turn: one letter in each interval, however many alarms`() async throws {
        try await MailServer.run { server in
            let post = try Post()
            let mailer = try post.mailer(server.port)
            let desk = try post.desk(mailer)
            let rests = Mutex<[Duration]>([])
            struct Enough: Error {}
            let ledger = post.ledger
            try post.alarm("first")
            try await mailer.working {
                await AlertService.work(desk, every: .seconds(60)) { pause in
                    let count = rests.withLock { rests in
                        rests.append(pause)
                        return rests.count
                    }
                    guard count < 3 else { throw Enough() }
                    for number in 0..<5 {
                        let fields: [(RecordField, String?)] = [(.outcome, "\(count)-\(number)")]
                        let record = Record(.door, at: now, isAlarm: true, fields)
                        _ = try ledger.append(records: [record])
                    }
                }
            }
            #expect(rests.withLock { $0 } == [.seconds(60), .seconds(60), .seconds(60)])
            #expect(server.heard.letters.count == 3)
        }
    }

    @Test(arguments: ["450 4.2.0 later", "421 4.3.2 shutting down"])
    func `is kept while the server is busy, and delivered once`(_ answer: String) async throws {
        var busy = MailServer.Manner()
        busy.answers["RCPT"] = answer
        try await MailServer.run(busy) { server in
            let post = try Post()
            try post.alarm("fire-active")
            let mailer = try post.mailer(server.port)
            let desk = try post.desk(mailer)
            try await mailer.working {
                async let outcome = desk.delivering()
                await server.hear("RCPT", times: 2)
                #expect(server.heard.letters.isEmpty)
                server.set(MailServer.Manner())
                #expect(await outcome)
                #expect(await desk.delivering())
            }
            #expect(server.heard.letters.count == 1)
            // One word about it each way, however often it was tried.
            #expect(post.notes() == ["lost", "back"])
        }
    }

    @Test func `is kept while no server is there, also over a restart`() async throws {
        let post = try Post()
        try post.alarm("exit-failed")
        var gone = 0
        try await MailServer.run { gone = $0.port }
        let before = try post.mailer(gone)
        let desk = try post.desk(before)
        try await before.working {
            async let outcome = desk.delivering()
            while post.notes().isEmpty { await Task.yield() }
            // The daemon stops, and nobody waits any more.
            before.stopWaiting()
            #expect(await !outcome)
        }
        try await MailServer.run { server in
            let after = try post.mailer(server.port)
            try await after.working {
                let desk = try post.desk(after)
                #expect(await desk.delivering())
            }
            #expect(server.heard.letters.count == 1)
            #expect(server.heard.letters.first?.contains("exit-failed") == true)
        }
    }

    @Test func `that is refused is on record once, as no alarm, and is told again`() async throws {
        var strict = MailServer.Manner()
        strict.answers["RCPT"] = "550 5.1.1 no such user guard@example.org"
        try await MailServer.run(strict) { server in
            let post = try Post()
            try post.alarm("forced-open")
            let mailer = try post.mailer(server.port)
            let desk = try post.desk(mailer)
            try await mailer.working {
                for _ in 0..<3 { #expect(await !desk.delivering()) }
                #expect(post.notes() == ["alert-refused: the mail server refused it: 550 5.1.1"])
                server.set(MailServer.Manner())
                #expect(await desk.delivering())
                #expect(server.heard.letters.count == 1)
                #expect(post.notes().isEmpty)
                // Refused anew, it is news anew.
                server.set(strict)
                try post.alarm("held-open")
                for _ in 0..<2 { #expect(await !desk.delivering()) }
                #expect(post.notes().count == 1)
            }
        }
    }

    @Test func `that one of two people cannot get counts as told`() async throws {
        var strict = MailServer.Manner()
        strict.answers["RCPT TO:<gone@example.org>"] = "550 5.1.1 no such user"
        try await MailServer.run(strict) { server in
            let post = try Post()
            try post.alarm("forced-open")
            let mailer = try post.mailer(server.port)
            let desk = try post.desk(mailer, to: ["gone@example.org", "guard@example.org"])
            try await mailer.working {
                #expect(await desk.delivering())
                #expect(await desk.delivering())
            }
            #expect(server.heard.letters.count == 1)
            #expect(post.notes().count == 1)
        }
    }

    @Test func `that became too old is told again as a new letter`() async throws {
        var busy = MailServer.Manner()
        busy.answers["RCPT"] = "450 4.2.0 later"
        try await MailServer.run(busy) { server in
            let post = try Post()
            try post.alarm("forced-open")
            let impatient = try post.mailer(server.port, ageMax: .milliseconds(50))
            try await impatient.working {
                let desk = try post.desk(impatient)
                #expect(await !desk.delivering())
            }
            server.set(MailServer.Manner())
            let patient = try post.mailer(server.port)
            try await patient.working {
                let desk = try post.desk(patient)
                #expect(await desk.delivering())
            }
            #expect(server.heard.letters.count == 1)
        }
    }
}
