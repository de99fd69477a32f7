// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import PortnerCore
import PortnerPrivacy
import Testing

@testable import PortnerCommands

@Suite struct `portner outbox` {
    private static let item = "3829213522"

    private func station() throws -> FakeStation {
        let station = FakeStation()
        let made = Timestamp(milliseconds: 1_795_424_400_000)
        func entry(_ name: String, _ state: OutboxEntry.State) throws -> OutboxEntry {
            let id: RequestID = try #require(RequestID(name))
            return OutboxEntry(
                id: id,
                kiosk: "hall",
                kind: .checkout,
                card: CardNumber(FakeStation.card),
                item: ItemNumber(Self.item),
                made: made,
                civil: CivilTime(made, secondsAheadOfUTC: 3600),
                due: CivilDate(iso8601: "2026-12-07"),
                mayWait: true,
                state: state,
                wasQueued: true
            )
        }
        station.set(entries: [
            try entry("life-1", .queued), try entry("life-2", .conflict(.taken)),
        ])
        return station
    }

    @Test func `lists what waits, without whom and what it concerns`() async throws {
        try await withDaemon(try station()) { path in
            let console = TestConsole()
            #expect(await console.run("outbox", "list", "--socket", path) == 0)
            let lines = console.output.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines[0].contains("life-1") && lines[0].contains("queued"))
            #expect(lines[1].contains("conflict-taken") && lines[1].contains("due 2026-12-07"))
            #expect(!console.output.contains(FakeStation.card))
            #expect(!console.output.contains(Self.item))
            let staff = TestConsole()
            #expect(await staff.run("outbox", "list", "--staff", "--socket", path) == 0)
            #expect(!staff.output.contains("life-1") && staff.output.contains("life-2"))
        }
    }

    @Test func `shows card and item for a reason, and orders the rest`() async throws {
        let station = try station()
        try await withDaemon(station) { path in
            let by = NSUserName()
            let orders = ["show": OutboxOrder.reveal, "retry": .retry, "resolve": .resolve]
            for (word, order) in orders.sorted(by: { $0.key < $1.key }) {
                let console = TestConsole()
                let status = await console.run(
                    "outbox",
                    word,
                    "life-2",
                    "--reason",
                    "asked at the desk",
                    "--socket",
                    path
                )
                #expect(status == 0)
                #expect(console.output.contains("Recorded for \(by)."))
                #expect(console.output.contains(Self.item) == (order == .reveal))
                #expect(console.output.contains(FakeStation.card) == (order == .reveal))
                #expect(station.outboxActs.last?.order == order)
                #expect(station.outboxActs.last?.reason == "asked at the desk")
            }
        }
    }

    @Test func `writes what waits for a person to be printed, and has it recorded`() async throws {
        let station = try station()
        try await withDaemon(station) { path in
            let arguments = ["outbox", "export", "--reason", "monday round", "--socket", path]
            let text = TestConsole()
            #expect(await text.run(arguments) == 0)
            #expect(text.output.hasPrefix("Udlån og afleveringer, som skal afgøres\n"))
            #expect(text.output.contains("\u{2610} life-2") && !text.output.contains("life-1"))
            #expect(text.output.contains("Hvorfor: en anden har materialet eller venter på det"))
            let html = TestConsole()
            #expect(await html.run(arguments + ["--html", "--language", "en"]) == 0)
            #expect(html.output.hasPrefix("<!DOCTYPE html>"))
            for word in [FakeStation.card, Self.item, "loan", "somebody else has the item"] {
                #expect(html.output.contains(word), "\(word)")
            }
            let json = TestConsole()
            #expect(await json.run(arguments + ["--json"]) == 0)
            let sheet = try JSONDecoder().decode(OutboxSheet.self, from: Data(json.output.utf8))
            #expect(sheet.cases.map(\.transaction.request) == ["life-2"])
            #expect(station.outboxActs.map(\.order) == [.reveal, .reveal, .reveal])
            #expect(station.outboxActs.allSatisfy { $0.reason == "monday round" })
        }
    }

    @Test func `has nothing to write where nothing waits for a person`() async throws {
        try await withDaemon(FakeStation()) { path in
            let console = TestConsole()
            let status = await console.run(
                ["outbox", "export", "--reason", "round", "--html", "--socket", path]
            )
            #expect(status == 0)
            #expect(console.output.isEmpty && console.errors == "Nothing waits for a person.\n")
        }
    }

    @Test(arguments: PrivacyLanguage.allCases)
    func `has words for every task and every reason`(language: PrivacyLanguage) {
        let words = OutboxSheet.Words.of(language)
        #expect(Set(words.tasks.keys) == Set(OutboxEntry.Kind.allCases.map(\.rawValue)))
        let reasons = OutboxEntry.Conflict.allCases.map { "conflict-\($0.rawValue)" }
        #expect(Set(words.reasons.keys) == Set(reasons))
        #expect(words.head.count == 8)
    }

    @Test func `says when nothing of that name waits, and asks for a reason`() async throws {
        try await withDaemon(try station()) { path in
            let console = TestConsole()
            let status = await console.run(
                "outbox",
                "retry",
                "life-9",
                "--reason",
                "try",
                "--socket",
                path
            )
            #expect(status == 1)
            #expect(console.errors.contains("no transaction of this name waits for a person"))
            let silent = TestConsole()
            let refused = await silent.run(
                "outbox",
                "retry",
                "life-2",
                "--reason",
                " ",
                "--socket",
                path
            )
            #expect(refused == 2)
        }
    }
}
