// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import PortnerCore
import PortnerSettings
import Testing

@testable import PortnerCommands

@Suite struct `A preview of a configuration` {
    private static let file = """
        branch: Bakkelund
        library: { host: 192.0.2.17, port: 6001 }
        devices:
          - { name: scanner, role: scanner, usb: { port: "1-1" } }
        doors:
          - name: main
            hours: { every-day: [08:00-20:00 self-service] }
            blocks: { E: deny, W: allow }
            lock: { chip: gpio, line: lock, kind: maglock }
        readers:
          - { name: outside, door: main, scanner: scanner }
        """

    private func event(
        _ sequence: UInt64,
        _ time: String,
        _ fields: [String: String],
        kind: String = "decision"
    ) -> EventReport {
        EventReport(
            sequence: sequence,
            at: Fixture.time(time),
            kind: kind,
            isAlarm: false,
            card: nil,
            fields: ["door": "main"].merging(fields) { $1 }
        )
    }

    private func hindsight(_ events: [EventReport]) throws -> ConfigurationHindsight {
        let settings = try SettingsFile.read(Self.file, file: "portner.yaml")
        var hindsight = ConfigurationHindsight(settings)
        for event in events { hindsight.look(at: event) }
        return hindsight
    }

    @Test func `counts who would have been refused and who would have got further`() throws {
        let late = "2026-11-22T20:46:05+01:00"
        let noon = "2026-11-22T12:00:00+01:00"
        let found = try hindsight([
            event(1, late, ["outcome": "granted", "source": "cache", "age": "60"]),
            event(2, noon, ["outcome": "granted", "blocks": "E"]),
            event(3, noon, ["outcome": "granted"]),
            event(4, noon, ["outcome": "denied", "denial": "blocked", "blocks": "W"]),
            event(5, noon, ["outcome": "denied", "denial": "closed"]),
            event(6, noon, ["outcome": "denied", "denial": "wrong-pin"]),
            event(7, noon, ["outcome": "denied", "denial": "of-a-newer-release"]),
            event(8, noon, ["outcome": "granted", "door": "back"]),
            event(9, noon, ["outcome": "opened"], kind: "door"),
        ])
        #expect(found.decisions == 7)
        #expect(found.doorsGone == 1)
        #expect(found.refused.map(\.sequence) == [1, 2])
        #expect(found.refused.map(\.denial) == ["closed", "blocked"])
        #expect(found.past.map(\.sequence) == [4, 5])
        #expect(
            found.words(style: TextStyle(isColored: false)) == """
                Decisions looked at: 7
                At doors that the file does not have: 1
                Entries that would have been refused: 2
                  1  2026-11-22 20:46  main  closed
                  2  2026-11-22 12:00  main  blocked
                Refusals that would have got past the rule: 2
                  4  2026-11-22 12:00  main  blocked
                  5  2026-11-22 12:00  main  closed
                PIN, age, consent, enrolment and residence are not in the ledger and not looked at.

                """
        )
    }

    @Test func `reads the ledger of the daemon, and says what is wrong with a file`() async throws {
        let station = FakeStation()
        station.set(events: [event(1, "2999-11-22T20:46:05+01:00", ["outcome": "granted"])])
        let path = NSTemporaryDirectory() + "portner-preview-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(Self.file.utf8).write(to: URL(filePath: path))
        try await withDaemon(station) { socket in
            let console = TestConsole()
            let arguments = ["config", "preview", path, "--socket", socket, "--json"]
            #expect(await console.run(arguments) == 1)
            let report = try JSONDecoder()
                .decode(ConfigurationHindsight.self, from: Data(console.output.utf8))
            #expect(report.refused.map(\.sequence) == [1])
            #expect(await TestConsole().run("config", "preview", path + "x") == 78)
            #expect(await TestConsole().run(arguments + ["--days", "0"]) == 2)
        }
    }
}
