// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Receipts
import Testing

@testable import PortnerSettings

@Suite struct `What a receipt takes` {
    private static let kiosk = """
        kiosks:
          - name: hall
            scanner: hall-scanner
        """

    private static let devices = """
        devices:
          - name: hall-scanner
            role: scanner
            serial-port: /dev/serial/by-id/scanner
        """

    private func text(_ lines: String, top: String = "") throws -> String {
        try Minimal.replacing("devices:", with: "\(top)\(Self.devices)")
            + "\(Self.kiosk)\n\(lines)\n"
    }

    private func settings(_ lines: String, top: String = "") throws -> Settings {
        try SettingsFile.read(try text(lines, top: top), file: "portner.yaml")
    }

    private func printer(_ line: String) throws -> KioskPrinter? {
        try settings("    printer: { \(line) }").kioskStands.first?.printer
    }

    @Test func `is a printer in one of five places`() throws {
        #expect(try printer("device: /dev/usb/lp0")?.place == .device("/dev/usb/lp0"))
        #expect(
            try printer("serial-port: /dev/serial/by-id/p, speed: 19200, flow: software")?.place
                == .serialPort("/dev/serial/by-id/p", speed: 19_200, flow: .software)
        )
        #expect(
            try printer("network: 192.0.2.40")?.place
                == .network(address: "192.0.2.40", port: 9100)
        )
        #expect(
            try printer("network: \"[2001:db8::40]:9101\"")?.place
                == .network(address: "2001:db8::40", port: 9101)
        )
        #expect(
            try printer("network: \"2001:db8::40\"")?.place
                == .network(address: "2001:db8::40", port: 9100)
        )
        #expect(try printer("queue: kvittering")?.place == .queue("kvittering"))
        #expect(try settings("").kioskStands.first?.printer == nil)
    }

    @Test func `knows models, and what a clone has otherwise`() throws {
        #expect(try printer("queue: q")?.profile == .generic)
        #expect(try printer("queue: q, model: epson-tm-t20")?.profile == .epsonTMT20)
        let line = "queue: q, model: star, code-page: pc858, code-page-number: 4, cut: full"
        let clone = try #require(try printer(line)).profile
        #expect((clone.page, clone.pageNumber, clone.cut) == (.pc858, 4, .full))
    }

    @Test(
        arguments: [
            ("{}", "needs exactly one of"),
            ("device: /dev/usb/lp0, queue: q", "needs exactly one of"),
            ("virtual: true", "exists only in a demo"),
            ("network: printer.example.org", "must be an IP address"),
            ("network: \"192.0.2.40:0\"", "must be an IP address"),
            ("network: \"192.0.2.400\"", "must be an IP address"),
            ("queue: -o", "must be the name of a queue"),
            ("queue: q, speed: 9600", "goes only with the setting 'serial-port'"),
            ("queue: q, model: laser", "must be one of: epson-tm-m30"),
            ("queue: q, code-page: pc850", "needs 'code-page-number'"),
            ("queue: q, code-page-number: 2", "needs 'code-page'"),
            ("device: /dev/serial/by-id/scanner", "is the port of a scanner"),
            ("queue: q, paper: a4", "is not a known setting"),
        ]
    )
    func `is refused with its line and what is wrong`(_ line: String, _ why: String) throws {
        let printer = line == "{}" ? line : "{ \(line) }"
        let problems = Minimal.problems(try text("    printer: \(printer)"))
        #expect(problems.contains { $0.contains(why) && $0.hasPrefix("portner.yaml:") })
    }

    @Test func `is one line of its own for each kiosk`() throws {
        let text = try text(
            """
                printer: { device: /dev/usb/lp0 }
              - name: foyer
                scanner: foyer-scanner
                printer: { device: /dev/usb/lp0 }
            """
        )
        #expect(Minimal.problems(text).contains { $0.contains("is another kiosk's printer") })
    }

    @Test func `is no pad of tags, which no library can have yet`() throws {
        let problems = Minimal.problems(try text("    tags: { virtual: true }"))
        #expect(problems.contains { $0.contains("no reader of tags has a driver yet") })
    }

    @Test func `may be without titles`() throws {
        #expect(try settings("").kioskStands.first?.showsTitles == true)
        let silent = try settings("    titles-on-receipt: false")
        #expect(silent.kioskStands.first?.showsTitles == false)
    }

    @Test func `is a mail server with its port and its sender`() throws {
        let short = "mail: { host: smtp.example.org, from: hall@example.org }\n"
        let mail = try #require(try settings("", top: short).mail)
        #expect(mail.from == MailAddress("hall@example.org"))
        #expect(mail.name == "Prøvebiblioteket")
        #expect(
            mail.server
                == MailSettings.Server(
                    host: "smtp.example.org",
                    port: 465,
                    security: .implicit,
                    greeting: "localhost",
                    user: nil,
                    authority: nil
                )
        )
        let other = "mail: { host: s, security: starttls, from: a@example.org, user: portner }\n"
        let server = try #require(try settings("", top: other).mail?.server)
        #expect((server.port, server.user) == (587, "portner"))
    }

    @Test func `is mailed by every kiosk once there is a server, and by none before`() throws {
        let mail = "mail: { host: smtp.example.org, from: hall@example.org }\n"
        let station = try settings("", top: mail).station
        #expect(station.kiosks.map(\.mailsReceipts) == [true])
        #expect(try settings("").station.kiosks.map(\.mailsReceipts) == [false])
    }

    @Test(
        arguments: [
            ("{ host: s }", "mail.from", "is missing"),
            ("{ from: a@example.org }", "mail.host", "is missing"),
            ("{ host: s, from: hall }", "mail.from", "must be an address"),
            ("{ host: s, from: a@example.org, security: none }", "mail.security", "must be one"),
            ("{ host: s, from: a@example.org, virtual: true }", "mail.virtual", "only in a demo"),
            ("{ host: s, from: a@example.org, greeting: a b }", "mail.greeting", "a host name"),
            ("{ host: s, from: a@example.org, password: x }", "mail.password", "not a known"),
        ]
    )
    func `is not mailed through half a server`(
        _ mail: String,
        _ key: String,
        _ why: String
    ) throws {
        let problems = Minimal.problems(try text("", top: "mail: \(mail)\n"))
        #expect(problems.contains { $0.contains(key) && $0.contains(why) })
    }
}
