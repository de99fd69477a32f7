// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import PortnerCore
import Testing

@testable import PortnerCommands

@Suite struct `portner events show` {
    private func decision(_ fields: [String: String]) -> EventReport {
        EventReport(
            sequence: 7,
            at: Fixture.now,
            kind: "decision",
            isAlarm: false,
            card: "00c0ffee",
            fields: ["door": "main", "reader": "main-in"].merging(fields) { $1 }
        )
    }

    private func show(
        _ event: EventReport,
        _ arguments: String...
    ) async throws -> (status: Int32, console: TestConsole) {
        let station = FakeStation()
        station.set(events: [event])
        let console = TestConsole()
        let status = try await withDaemon(station) { path in
            await console.run(["events", "show"] + arguments + ["--socket", path])
        }
        return (status, console)
    }

    @Test func `explains a refusal by the rule that decided and the facts it went by`()
        async throws
    {
        let refused = decision([
            "outcome": "denied", "denial": "blocked", "rule": "blocks", "source": "cache",
            "age": "7200", "limit": "259200", "blocks": "U,E",
        ])
        let (status, console) = try await show(refused, "7", "--explain")
        #expect(status == 0)
        let rules = console.output.split(separator: "\n").drop { $0 != "Rules" }.dropFirst()
        #expect(
            rules.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
                "service passed", "clock passed", "hours passed", "throttle passed",
                "pin-entry passed", "facts passed", "pin passed", "list passed", "blocks refused",
                "validity not-asked", "enrolment not-asked", "residence not-asked",
                "age not-asked",
            ]
        )
        #expect(console.output.contains("facts from cache, 2 h old; good for 3 d"))
        #expect(console.output.contains("the codes are in the record: U,E"))
    }

    @Test func `explains a grant with everything passed`() async throws {
        let granted = decision(["outcome": "granted", "source": "library"])
        let (_, console) = try await show(granted, "7", "--explain", "--json")
        let reply = try JSONDecoder()
            .decode(AccessCheckReply.self, from: Data(console.output.utf8))
        #expect(reply.verdict == .granted)
        #expect(Set(reply.findings.map(\.result)) == ["passed"])
        #expect(reply.findings.count == AccessRule.allCases.count)
    }

    @Test func `looks at no rule where the patron left before any decided`() async throws {
        let left = decision(["outcome": "denied", "denial": "pin-not-entered"])
        let (_, console) = try await show(left, "7", "--explain", "--json")
        let reply = try JSONDecoder()
            .decode(AccessCheckReply.self, from: Data(console.output.utf8))
        #expect(Set(reply.findings.map(\.result)) == ["not-asked"])
        #expect(reply.denial == "pin-not-entered")
    }

    @Test func `shows any entry without rules, and says when there is none`() async throws {
        let event = EventReport(
            sequence: 7,
            at: Fixture.now,
            kind: "door",
            isAlarm: false,
            card: nil,
            fields: ["door": "main", "outcome": "opened"]
        )
        let shown = try await show(event, "7")
        #expect(shown.status == 0)
        #expect(shown.console.output.contains("the door was opened"))
        let explained = try await show(event, "7", "--explain")
        #expect(explained.console.errors == "Only decisions have rules to explain.\n")
        #expect(try await show(event, "8").status == 1)
        #expect(try await show(event, "0").status == 2)
    }
}
