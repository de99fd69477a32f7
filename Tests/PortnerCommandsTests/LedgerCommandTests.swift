// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import LocalHTTP
import PortnerCore
import Testing

@testable import PortnerCommands

private func line(_ sequence: Int64, card: String? = nil) -> LedgerLine {
    LedgerLine(
        sequence: sequence,
        at: 1_795_376_765_000,
        kind: "decision",
        isAlarm: false,
        fields: "door=main\noutcome=granted\n",
        personalHash: nil,
        card: card,
        salt: nil,
        previous: String(repeating: "0", count: 64),
        chain: String(repeating: "a", count: 64)
    )
}

@Suite struct `portner ledger export` {
    @Test func `writes every entry of the days, page by page, on record`() async throws {
        let station = FakeStation()
        station.set(lines: (1...5).map { line($0) })
        try await withDaemon(station) { path in
            let console = TestConsole()
            let arguments = [
                "ledger", "export", "--without-cards", "--reason", "case 7", "--from",
                "2026-11-01", "--through", "2026-11-22", "--socket", path,
            ]
            #expect(await console.run(arguments) == 0)
            let lines = try console.output.split(separator: "\n").map {
                try JSONDecoder().decode(LedgerLine.self, from: Data($0.utf8))
            }
            #expect(lines == (1...5).map { line($0) })
            #expect(console.errors == "5 entries\n")
            #expect(station.exports == ["false case 7 \(NSUserName())"])
            let query = try #require(station.exportQueries.first)
            #expect(query.from == CivilDate(year: 2026, month: 11, day: 1))
            #expect(query.through == CivilDate(year: 2026, month: 11, day: 22))
            #expect(station.exportQueries.map(\.after) == [0, 2, 4, 5])
            #expect(station.exportQueries.allSatisfy { !$0.withPersonalParts })
        }
    }

    @Test func `writes cards only when told so, and nothing without a choice`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let rest = ["--reason", "x", "--socket", path]
            #expect(await TestConsole().run(["ledger", "export"] + rest) == 2)
            let both = ["ledger", "export", "--with-cards", "--without-cards"]
            #expect(await TestConsole().run(both + rest) == 2)
            #expect(station.exports.isEmpty)
            #expect(await TestConsole().run(["ledger", "export", "--with-cards"] + rest) == 0)
            #expect(station.exportQueries.first?.withPersonalParts == true)
        }
    }

    @Test func `refuses what is no date before anything is recorded`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let console = TestConsole()
            let arguments = [
                "ledger", "export", "--with-cards", "--reason", "x", "--from", "1.11.",
            ]
            #expect(await console.run(arguments + ["--socket", path]) == 2)
            #expect(console.errors.contains("this is not a date"))
            #expect(station.exports.isEmpty)
        }
    }
}

@Suite struct `portner ledger prove` {
    @Test func `says what is proven and what is not`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let console = TestConsole()
            let arguments = [
                "ledger", "prove", "--sequence", "7", "--hash", "ab", "--socket", path,
            ]
            #expect(await console.run(arguments) == 0)
            #expect(console.output.contains("Proven: nothing up to and including it"))
            #expect(console.output.contains("Not proven: what follows it"))
            #expect(station.proofs == [ProofQuestion(sequence: 7, hash: "ab")])
        }
    }

    @Test func `takes an exported entry from standard input`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let console = TestConsole(input: [try JSONText.line(line(3))])
            #expect(await console.run("ledger", "prove", "--socket", path) == 0)
            #expect(station.proofs == [ProofQuestion(entry: line(3))])
            let nothing = TestConsole(input: ["{}"])
            #expect(await nothing.run("ledger", "prove", "--socket", path) == 1)
            #expect(nothing.errors.contains("no exported entry"))
        }
    }

    @Test(arguments: ProofReport.Outcome.allCases.filter { $0 != .contained })
    func `fails when the ledger does not contain it`(outcome: ProofReport.Outcome) async throws {
        let station = FakeStation()
        station.set(
            proof: ProofReport(outcome: outcome, sequence: 7, comparedEntry: true, place: 3)
        )
        try await withDaemon(station) { path in
            let console = TestConsole()
            let arguments = [
                "ledger", "prove", "--sequence", "7", "--hash", "ab", "--socket", path,
            ]
            #expect(await console.run(arguments) == 1)
            #expect(!console.output.contains("Proven:"))
            #expect(!console.output.isEmpty)
        }
    }
}
