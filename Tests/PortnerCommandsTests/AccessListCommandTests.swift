// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import PortnerCore
import Testing

@testable import PortnerCommands

@Suite struct `portner access allow, deny and assist` {
    @Test func `write down the card that is read, with doors and last day`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let console = TestConsole(input: [FakeStation.card])
            let status = await console.run(
                "access",
                "allow",
                "add",
                "--reason",
                "cleaning",
                "--through",
                "2026-12-24",
                "--door",
                "main",
                "--when-closed",
                "--socket",
                path
            )
            #expect(status == 0)
            let by = NSUserName()
            let change = ListChange.add(
                CardKey(0xABCD_EF01_0000_0000, 0, 0, 0),
                .allow,
                doors: ["main"],
                lastDay: CivilDate(iso8601: "2026-12-24"),
                whenClosed: true
            )
            #expect(
                station.listActs == [
                    FakeStation.ListAct(
                        change: change,
                        isRightCard: true,
                        reason: "cleaning",
                        by: by
                    )
                ]
            )
            #expect(
                console.output == "Card abcdef01 is on the list to allow. Recorded for \(by).\n"
            )
            #expect(!(console.output + console.errors).contains(FakeStation.card))
        }
    }

    @Test func `take a card off, and say when there is nothing to take`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            for kind in ["deny", "assist"] {
                let console = TestConsole(input: [FakeStation.card])
                let arguments = ["access", kind, "remove", "--reason", "over", "--socket", path]
                #expect(await console.run(arguments) == 0)
                #expect(console.output.contains("is off the list to \(kind)"))
            }
            #expect(
                station.listActs.map(\.change) == [
                    .remove(CardKey(0xABCD_EF01_0000_0000, 0, 0, 0), .deny),
                    .remove(CardKey(0xABCD_EF01_0000_0000, 0, 0, 0), .assist),
                ]
            )
            station.set(refusal: .notListed)
            let console = TestConsole(input: [FakeStation.card])
            let again = ["access", "deny", "remove", "--reason", "over", "--socket", path]
            #expect(await console.run(again) == 1)
            #expect(console.errors.contains("nothing of that kind is written down"))
        }
    }

    @Test func `show one kind, and what has run out`() async throws {
        let station = FakeStation()
        let key = CardKey(0x1234_5678_0000_0000, 0, 0, 0)
        let over = CivilDate(iso8601: "2026-11-21")
        station.set(
            list: AccessList([
                AccessList.Entry(
                    card: key,
                    listing: Listing(.allow, lastDay: over, reason: "guest", by: "anna")
                ),
                AccessList.Entry(
                    card: key,
                    listing: Listing(.deny, doors: ["main"], reason: "noise", by: "anna")
                ),
            ])
        )
        try await withDaemon(station) { path in
            let console = TestConsole()
            #expect(await console.run("access", "allow", "list", "--socket", path) == 0)
            #expect(
                console.output
                    == "  12345678  all doors  through 2026-11-21  has run out    anna: guest\n"
            )
            let json = TestConsole()
            #expect(await json.run("access", "deny", "list", "--json", "--socket", path) == 0)
            let report = try JSONDecoder()
                .decode(ListReport.self, from: Data(json.output.utf8))
            #expect(report.listings.map(\.kind) == ["deny"])
            #expect(report.listings.first?.doors == ["main"])
            let none = TestConsole()
            #expect(await none.run("access", "assist", "list", "--socket", path) == 0)
            #expect(none.errors == "No card is on this list.\n")
        }
    }

    @Test func `need a reason and a date that there is`() async throws {
        try await withDaemon(FakeStation()) { path in
            let add = ["access", "deny", "add", "--socket", path]
            #expect(await TestConsole(input: [FakeStation.card]).run(add) == 2)
            let wrong = TestConsole(input: [FakeStation.card])
            let arguments = add + ["--reason", "noise", "--through", "2026-02-30"]
            #expect(await wrong.run(arguments) == 2)
        }
    }
}
