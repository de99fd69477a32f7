// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import PortnerPrivacy
import Testing

@testable import PortnerCommands

@Suite struct `portner privacy report` {
    @Test func `tells the person everything, in Danish, without the card`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let console = TestConsole(input: [FakeStation.card])
            #expect(await console.run("privacy", "report", "--socket", path) == 0)
            for part in [
                "Hvad ved vi om dig?", "Bakkelund Bibliotek", "7654321", "mindst 15 år",
                "18 år fra 2027-03-01", "forkert pinkode", "gyldigt", "2026-11-22 20:46:05",
                "14 dage efter besøget", "Forkerte forsøg", "Udlånshistorik",
            ] {
                #expect(console.output.contains(part), "\(part)")
            }
            #expect(!(console.output + console.errors).contains(FakeStation.card))
            let act = FakeStation.Act(
                name: "report",
                isRightCard: true,
                reason: "",
                by: NSUserName()
            )
            #expect(station.acts == [act])
        }
    }

    @Test func `asks a person at a terminal for the card without showing it`() async throws {
        try await withDaemon { path in
            let console = TestConsole(input: [FakeStation.card], isTerminal: true)
            #expect(await console.run("privacy", "report", "--socket", path) == 0)
            #expect(console.prompts.count == 1)
        }
    }

    @Test func `is HTML for printing and JSON with a schema number`() async throws {
        try await withDaemon { path in
            let html = TestConsole(input: [FakeStation.card])
            let page = ["privacy", "report", "--html", "--language", "en", "--socket", path]
            #expect(await html.run(page) == 0)
            #expect(html.output.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
            #expect(html.output.contains("<td>at least 15 years; 18 years from 2027-03-01</td>"))
            let json = TestConsole(input: [FakeStation.card])
            #expect(await json.run("privacy", "report", "--json", "--socket", path) == 0)
            let report = try JSONDecoder().decode(
                PersonReport.self,
                from: Data(json.output.utf8)
            )
            #expect(report == Fixture.person)
            #expect(report.schema == ControlAPI.schema)
        }
    }

    @Test func `says when nothing is known`() async throws {
        let station = FakeStation()
        station.set(
            report: PersonReport(
                at: Fixture.now,
                facts: Fixture.facts,
                patrons: [],
                listings: [],
                wrongAttempts: 0,
                visits: [],
                visitsLeftOut: 0
            )
        )
        try await withDaemon(station) { path in
            let console = TestConsole(input: [FakeStation.card])
            #expect(await console.run("privacy", "report", "--socket", path) == 0)
            #expect(console.output.contains("Der er ikke gemt noget"))
        }
    }

    /// What staff have written down about somebody whom the library system never told about.
    private static let listings = [
        ListReport.Listing(
            card: "1a2b3c4d",
            kind: "allow",
            doors: ["main", "yard"],
            through: "2026-11-20",
            hasRunOut: true,
            whenClosed: true,
            reason: "cleans & <sweeps>",
            by: "anna"
        ),
        ListReport.Listing(
            card: "1a2b3c4d",
            kind: "assist",
            doors: nil,
            through: nil,
            hasRunOut: false,
            whenClosed: false,
            reason: "walks with a stick",
            by: "bo"
        ),
    ]

    private func reported(_ arguments: String...) async throws -> String {
        let station = FakeStation()
        var person = Fixture.person
        (person.patrons, person.visits, person.wrongAttempts) = ([], [], 0)
        person.listings = Self.listings
        station.set(report: person)
        let console = TestConsole(input: [FakeStation.card])
        try await withDaemon(station) { path in
            let command = ["privacy", "report", "--socket", path] + arguments
            #expect(await console.run(command) == 0)
        }
        return console.output
    }

    @Test func `tells in Danish what staff have written down about a card`() async throws {
        let page = try await reported()
        #expect(
            page.contains(
                """
                * åbner uden pinkode og bibliotek, også når der er lukket
                    Døre: main, yard
                    Til og med: 2026-11-20 (udløbet)
                    Begrundelse: cleans & <sweeps>
                    Skrevet af: anna
                * giver mere tid ved døren
                    Døre: alle
                    Til og med: indtil videre
                    Begrundelse: walks with a stick
                    Skrevet af: bo
                """
            )
        )
        #expect(page.contains("På stationens egen liste"))
        #expect(!page.contains("Der er ikke gemt noget"))
    }

    @Test func `tells in English and HTML what staff have written down`() async throws {
        let page = try await reported("--language", "en", "--html")
        #expect(page.contains("<h2>On the station&#39;s own list</h2>"))
        #expect(
            page.contains(
                "<td>opens without PIN and library, also while it is closed</td>"
                    + "<td>main, yard</td><td>2026-11-20 (has run out)</td>"
                    + "<td>cleans &amp; &lt;sweeps&gt;</td><td>anna</td>"
            )
        )
        #expect(page.contains("<td>gives more time at the door</td><td>all</td>"))
    }

    @Test(arguments: [("da", "Ikke læst: cache.sqlite."), ("en", "Not read: cache.sqlite.")])
    func `claims nothing about a file that cannot be read`(
        language: String,
        words: String
    ) async throws {
        let station = FakeStation()
        var person = Fixture.person
        (person.patrons, person.visits, person.wrongAttempts) = ([], [], 0)
        person.notLookedInto = ["cache.sqlite"]
        station.set(report: person)
        let console = TestConsole(input: [FakeStation.card])
        try await withDaemon(station) { path in
            let command = ["privacy", "report", "--socket", path, "--language", language]
            #expect(await console.run(command) == 0)
        }
        #expect(console.output.split { $0.isWhitespace }.joined(separator: " ").contains(words))
        #expect(!console.output.contains("Der er ikke gemt noget"))
        #expect(!console.output.contains("Nothing about this card"))
    }

    @Test func `tells as JSON what staff have written down`() async throws {
        let json = try await reported("--json")
        let report = try JSONDecoder().decode(PersonReport.self, from: Data(json.utf8))
        #expect(report.listings == Self.listings)
    }

    /// Whoever asks gets words and no codes.
    @Test(arguments: [
        (
            "da",
            [
                "udelukket, for mange lån", "skylder over grænsen", "logget ind ved automaten",
                "hall", "Endnu ikke meddelt biblioteket", "lån", "5990000036",
            ]
        ),
        (
            "en",
            [
                "excluded, too many loans", "owes more than the limit", "signed in at the kiosk",
                "hall", "Not yet told to the library", "loan", "5990000036",
            ]
        ),
    ])
    func `tells in words what the library has against the person, and what happened at kiosks`(
        language: String,
        words: [String]
    ) async throws {
        let station = FakeStation()
        var person = Fixture.person
        person.patrons[0].blocks.value = "U,too-many-charged"
        person.transactions = [
            PersonReport.Transaction(
                at: Fixture.now,
                kiosk: "hall",
                kind: "checkout",
                item: "5990000036"
            )
        ]
        person.visits.append(
            PersonReport.Visit(
                sequence: 8,
                at: Fixture.now,
                kind: "session",
                door: nil,
                kiosk: "hall",
                outcome: "signed-in",
                denial: nil,
                blocks: nil
            )
        )
        station.set(report: person)
        try await withDaemon(station) { path in
            let console = TestConsole(input: [FakeStation.card])
            let command = ["privacy", "report", "--language", language, "--socket", path]
            #expect(await console.run(command) == 0)
            for part in words { #expect(console.output.contains(part), "\(part)") }
            for code in ["charged", "signed-in", "checkout"] {
                #expect(!console.output.contains(code), "\(code)")
            }
        }
    }

    @Test func `takes no card as an argument`() async {
        let console = TestConsole()
        #expect(await console.run("privacy", "report", FakeStation.card) == 2)
        #expect(await console.run("privacy", "report", "--html", "--json") == 2)
    }
}

@Suite struct `portner privacy erase` {
    private func arguments(_ path: String) -> [String] {
        ["privacy", "erase", "--reason", "asked for", "--socket", path]
    }

    @Test func `shows what was erased and that nothing is left`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let console = TestConsole(input: [FakeStation.card])
            #expect(await console.run(arguments(path) + ["--yes"]) == 0)
            #expect(
                console.output == """
                    Erased: 2 cards, 1 row about the patron, the identity in 12 records. Recorded \
                    for root, without identity.
                    Searched for 20 traces:
                      cache.sqlite  4096 bytes  nothing
                    Nothing is left.

                    """
            )
            #expect(station.acts.map(\.name) == ["erase"])
            #expect(station.acts.map(\.reason) == ["asked for"])
            #expect(station.acts.allSatisfy { $0.isRightCard })
        }
    }

    @Test(arguments: [
        ("ledger.sqlite.damaged-20260101T000000Z", "card-hash", "files that were set aside"),
        ("cache.sqlite", "row-number", "tells of nobody"),
        ("ledger.sqlite", "salt", "once more"),
    ])
    func `fails when something is left, and says what`(
        file: String,
        kind: String,
        words: String
    ) async throws {
        let station = FakeStation()
        var erasure = Fixture.erasure
        erasure.files = [ErasureReport.File(name: file, bytes: 1, found: [kind: 2])]
        erasure.isProven = false
        station.set(erasure: erasure)
        try await withDaemon(station) { path in
            let console = TestConsole(input: [FakeStation.card])
            #expect(await console.run(arguments(path) + ["--yes"]) == 1)
            #expect(console.output.contains("FOUND 2 times \(kind)"))
            #expect(console.output.contains(words))
            #expect(!console.output.contains("Nothing is left"))
        }
    }

    @Test func `fails while the library system is still to be told of something`() async throws {
        let station = FakeStation()
        var erasure = Fixture.erasure
        (erasure.transactions, erasure.isProven) = (2, false)
        station.set(erasure: erasure)
        try await withDaemon(station) { path in
            let console = TestConsole(input: [FakeStation.card])
            #expect(await console.run(arguments(path) + ["--yes"]) == 1)
            #expect(console.output.contains("2 transactions of kiosks with the card's number"))
            #expect(!console.output.contains("Nothing is left"))
        }
    }

    @Test func `fails when a file was not looked into, and says which`() async throws {
        let station = FakeStation()
        var erasure = Fixture.erasure
        erasure.notLookedInto = ["roster.sqlite"]
        erasure.isProven = false
        station.set(erasure: erasure)
        try await withDaemon(station) { path in
            let console = TestConsole(input: [FakeStation.card])
            #expect(await console.run(arguments(path) + ["--yes"]) == 1)
            #expect(console.output.contains("roster.sqlite: not looked into"))
            #expect(!console.output.contains("Nothing is left"))
        }
    }

    @Test func `does nothing unless somebody confirms`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let silent = TestConsole(input: [FakeStation.card])
            #expect(await silent.run(arguments(path)) == 2)
            let declined = TestConsole(input: [FakeStation.card, "n"], isTerminal: true)
            #expect(await declined.run(arguments(path)) == 1)
            #expect(station.acts.isEmpty)
            let agreed = TestConsole(input: [FakeStation.card, "y"], isTerminal: true)
            #expect(await agreed.run(arguments(path)) == 0)
            #expect(station.acts.count == 1)
        }
    }

    @Test func `needs a reason`() async {
        let console = TestConsole(input: [FakeStation.card])
        #expect(await console.run("privacy", "erase", "--yes") == 2)
        #expect(await console.run("privacy", "erase", "--yes", "--reason", " ") == 2)
    }
}

@Suite struct `portner privacy notice` {
    @Test func `has the library's contacts and times`() async throws {
        try await withDaemon { path in
            let console = TestConsole()
            #expect(await console.run("privacy", "notice", "--socket", path) == 0)
            let words = console.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
            for part in [
                "Bakkelund Bibliotek", "data@example.org", "dpo@example.org", "14 dage efter",
            ] {
                #expect(words.contains(part), "\(part)")
            }
        }
    }

    @Test func `is refused where nobody is named`() async throws {
        let station = FakeStation()
        var facts = Fixture.facts
        facts.controller = nil
        station.set(facts: facts)
        try await withDaemon(station) { path in
            let console = TestConsole()
            #expect(await console.run("privacy", "notice", "--socket", path) == 78)
            #expect(console.errors.contains("who answers for the data"))
        }
    }
}

@Suite struct `portner privacy counts` {
    @Test func `never show a small number`() async throws {
        let station = FakeStation()
        let day = "2026-11-22"
        station.set(
            counts: VisitCounts(
                counts: [
                    .init(day: day, door: "main", outcome: "granted", count: 120),
                    .init(day: day, door: "main", outcome: "blocked", count: 4),
                    .init(day: day, door: "yard", outcome: "granted", count: 5),
                ],
                kiosks: [
                    .init(day: day, kiosk: "hall", task: "checkout", outcome: "done", count: 31),
                    .init(day: day, kiosk: "hall", task: "sign-in", outcome: "wrong-pin", count: 4),
                ]
            )
        )
        try await withDaemon(station) { path in
            let console = TestConsole()
            let arguments = ["privacy", "counts", "--days", "7", "--socket", path]
            #expect(await console.run(arguments) == 0)
            #expect(
                console.output == """
                    2026-11-22  main  120  granted
                    2026-11-22  main  <5  blocked
                    2026-11-22  yard  5  granted
                    2026-11-22  hall  31  checkout done
                    2026-11-22  hall  <5  sign-in wrong-pin

                    """
            )
            #expect(station.days == 7)
            let json = TestConsole()
            #expect(await json.run(arguments + ["--json"]) == 0)
            #expect(!json.output.contains(": 4"))
        }
    }

    @Test(arguments: ["0", "401", "x"])
    func `go back a limited number of days`(days: String) async {
        #expect(await TestConsole().run("privacy", "counts", "--days", days) == 2)
    }
}

@Suite struct `portner privacy document` {
    @Test func `needs no daemon`() async {
        let console = TestConsole()
        let arguments = ["privacy", "document", "--markdown", "--language", "en"]
        #expect(await console.run(arguments) == 0)
        #expect(console.output == PrivacyDocument.page(in: .english).markdown)
    }
}
