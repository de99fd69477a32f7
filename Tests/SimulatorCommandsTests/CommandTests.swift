// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import Foundation
import LibrarySimulator
import PortnerCore
import SIP2
@testable import SimulatorCommands
import Testing

@Suite struct `The table of demo cards` {
    @Test func `has a row for each card under its headings`() throws {
        let lines = CardTable.text().split(separator: "\n")
        #expect(lines.count == DemoCard.all.count + 1)
        #expect(lines.first == "Card          PIN      Door           What it shows")
        #expect(
            lines.contains("7105901234    1234     opens          Adult, all in order: come in")
        )
        #expect(
            lines.contains(
                "7004950789    any      unknown-card   Unknown card, looks like a wrong PIN"
            )
        )
    }

    @Test func `can be moved to the right`() {
        let lines = CardTable.text(indent: 4).split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("    ") && !$0.hasPrefix("     ") })
    }

    @Test func `fits a terminal of a hundred columns`() {
        #expect(CardTable.text(indent: 4).split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test func `is JSON for scripts`() throws {
        struct List: Decodable {
            struct Card: Decodable {
                let id, number, da, en, outcome: String
                let pin, denial: String?
            }
            let schema: Int
            let cards: [Card]
        }
        let data = try JSONEncoder().encode(CardList())
        let list = try JSONDecoder().decode(List.self, from: data)
        #expect(list.schema == 1)
        #expect(list.cards.map(\.id) == DemoCard.all.map(\.id))
        for (card, demo) in zip(list.cards, DemoCard.all) {
            #expect(card.number == demo.number && card.pin == demo.pin)
            #expect(card.denial == demo.denial?.rawValue)
            #expect((card.outcome == "granted") == (demo.denial == nil))
        }
    }
}

@Suite struct `The table of demo items` {
    @Test func `has a row for each item and fits a terminal`() {
        let lines = ItemTable.text(indent: 2).split(separator: "\n")
        #expect(lines.count == DemoItem.all.count + 1)
        #expect(lines.first == "  Barcode      Item            What it shows")
        #expect(lines.contains("  5990000010   book            Can be borrowed"))
        #expect(lines.allSatisfy { $0.count <= 100 })
    }

    @Test func `is JSON for scripts`() throws {
        struct List: Decodable {
            struct Item: Decodable { let id, barcode, da, en: String }
            let schema: Int
            let items: [Item]
        }
        let data = try JSONEncoder().encode(ItemList())
        let list = try JSONDecoder().decode(List.self, from: data)
        #expect(list.schema == 1)
        #expect(list.items.map(\.barcode) == DemoItem.all.map(\.barcode))
        #expect(list.items.map(\.da) == DemoItem.all.map(\.danish))
    }
}

@Suite struct `What is said of a made-up library` {
    @Test func `names every way in, the certificate and the logins`() {
        let summary = LibrarySummary(
            address: "127.0.0.1",
            port: 6001,
            tlsPort: 6002,
            httpsPort: 8443,
            authorityFile: "/tmp/ca.pem",
            certificate: .expired,
            users: ["kiosk", "door"]
        )
        #expect(
            summary.text == """
                A made-up library system runs.

                  SIP2 over TCP     127.0.0.1:6001
                  SIP2 over TLS     127.0.0.1:6002
                  SIP2 over HTTPS   https://127.0.0.1:8443/rest/sip2/DK-799900
                  FBS REST          https://127.0.0.1:8443/rest, agency DK-799900
                  Trust             /tmp/ca.pem
                  Certificate       expired, on request
                  Login             kiosk, door
                """
        )
    }

    @Test func `is short where there is TCP only`() {
        let text = LibrarySummary(address: "::", port: 1, users: []).text
        #expect(text.hasSuffix("\n\n  SIP2 over TCP   :::1\n  Login           any"))
    }
}

@Suite struct `The summary of the demonstration` {
    let station = DemoStation(
        carrier: .tcp,
        libraryPort: 6001,
        panelPort: 8123,
        folder: "/tmp/demo",
        startMinute: 600
    )

    @Test func `says where to look and how to end it`() {
        let summary = station.summary(client: "build/portner")
        for words in [
            "http://127.0.0.1:8123/demo\n", "http://127.0.0.1:8123/door/front-outside\n",
            "build/portner status --socket /tmp/demo/control.sock\n", "Ctrl-C ends everything",
            CardTable.text(indent: 4),
        ] {
            #expect(summary.contains(words))
        }
    }
}

@Suite struct `The command line of portner-sim` {
    @Test(arguments: [
        ("80", 80...80), ("20-200", 20...200), ("0", 0...0), ("60000", 60000...60000),
    ])
    func `reads a latency`(_ text: String, _ range: ClosedRange<Int>) throws {
        let latency = try #require(Latency(argument: text))
        #expect(latency.milliseconds == range)
        #expect(latency.description == text)
    }

    @Test(arguments: ["", "-", "-5", "5-", "9-3", "1-2-3", "60001", "soon", "1.5"])
    func `refuses a latency that is none`(_ text: String) {
        #expect(Latency(argument: text) == nil)
    }

    @Test func `gives the library its usual port and manner`() throws {
        let command = try #require(
            try PortnerSimCommand.parseAsRoot(["library"]) as? LibraryCommand
        )
        #expect(command.port == 6001)
        #expect(command.address == "127.0.0.1")
        #expect(!command.cicero && !command.log)
        #expect(command.tlsPort == nil && command.httpsPort == nil)
        #expect(command.fault.isEmpty && command.faultShare == 0)
        #expect(command.seed == SimulatedLibrary.standardSeed)
    }

    @Test func `reads faults, logins and the certificate of a library`() throws {
        let arguments = [
            "library", "--tls-port", "0", "--fault", "11:2:close-before", "--fault",
            "loans:status-401", "--fault", "any:3:garbage", "--login", "kiosk:a:b",
            "--certificate", "wrong-host", "--encoding", "cp850",
        ]
        let command = try #require(
            try PortnerSimCommand.parseAsRoot(arguments) as? LibraryCommand
        )
        #expect(
            command.fault == [
                FaultRule(.closedBefore, at: 2, of: .message(.checkout)),
                FaultRule(.status(401), at: 1, of: .call("loans")),
                FaultRule(.garbage(200), at: 3, of: .any),
            ]
        )
        #expect(command.login.map(\.user) == ["kiosk"])
        #expect(command.login.map(\.password.revealed) == ["a:b"])
        #expect(command.certificate == .wrongHost)
        #expect(command.encoding == .codePage850)
    }

    @Test(
        arguments: [
            "", "11", "11:", "11:0:drop", "11:1:2:drop", "12:drop", "111:drop", "some:drop",
            "11:explode", "11:status-200", "any:status-600",
        ])
    func `refuses a fault that is none`(_ text: String) {
        #expect(FaultRule(text: text) == nil)
    }

    @Test func `reads what a pass is made of`() throws {
        let usual = ["pass", "--keys", "/tmp/keys", "--card", "7001010000"]
        let command = try #require(try PortnerSimCommand.parseAsRoot(usual) as? PassCommand)
        #expect((command.after, command.life) == (0, 120))
        for wrong in [["--life", "0"], ["--life", "65536"], ["--after", "90000"]] {
            #expect(throws: (any Error).self) { try PortnerSimCommand.parseAsRoot(usual + wrong) }
        }
        #expect(throws: (any Error).self) {
            try PortnerSimCommand.parseAsRoot(["pass", "--keys", "/tmp/keys", "--card", "?"])
        }
    }

    @Test func `names a fault of each kind`() {
        #expect(AnswerFault.names.compactMap { AnswerFault(name: $0) } == AnswerFault.kinds)
    }

    @Test(
        arguments: [
            ["library", "--port", "70000"], ["library", "--latency", "x"],
            ["library", "--fault", "12:drop"], ["library", "--fault-share", "101"],
            ["library", "--login", "kiosk"], ["library", "--certificate", "expired"],
            ["library", "--tls-port", "0", "--certificate", "odd"], ["library", "--encoding", "x"],
            ["demo", "--port", "80"], ["cards", "--xml"], ["nothing"],
        ])
    func `refuses what it does not know`(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try PortnerSimCommand.parseAsRoot(arguments) }
    }
}

@Suite struct `A port of the loopback interface` {
    @Test func `is another one when it is taken`() async throws {
        let server = try await LibrarySimulatorServer.listen(
            SimulatedLibrary(),
            .init(clock: LocalClock.now)
        )
        #expect(await LoopbackPort.isFree(server.port) == false)
        let other = try await LoopbackPort.free(preferring: server.port)
        #expect(other > 0 && other != server.port)
        let run = Task { try await server.run() }
        run.cancel()
        try await run.value
    }
}
