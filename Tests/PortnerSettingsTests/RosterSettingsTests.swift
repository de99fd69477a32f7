// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Roster
import Testing

@testable import PortnerSettings

@Suite struct `The section of the roster` {
    private func roster(_ lines: String) throws -> RosterSettings? {
        try Minimal.settings("devices:", "roster:\n\(lines)\ndevices:").roster
    }

    @Test func `needs a file and no more`() throws {
        #expect(
            try roster("  file: /srv/roster.csv")
                == RosterSettings(
                    file: "/srv/roster.csv",
                    form: .csv,
                    key: nil,
                    keyFile: nil,
                    shrinkMax: 10,
                    sizeMax: 256 << 20,
                    interval: .seconds(30)
                )
        )
        #expect(try roster("  file: /srv/roster")?.form == .ndjson)
        let problems = Minimal.problems(
            try Minimal.replacing("devices:", with: "roster: {}\ndevices:")
        )
        #expect(problems.count == 1)
    }

    @Test func `is read in full`() throws {
        let lines = """
              file: /srv/roster.csv
              format: ndjson
              key-file: /etc/portner/roster.pub
              shrink-max: 25
              size-max: 8
              every: 5m
            """
        #expect(
            try roster(lines)
                == RosterSettings(
                    file: "/srv/roster.csv",
                    form: .ndjson,
                    key: nil,
                    keyFile: "/etc/portner/roster.pub",
                    shrinkMax: 25,
                    sizeMax: 8 << 20,
                    interval: .seconds(300)
                )
        )
    }

    @Test(
        arguments: [
            "format: xml", "shrink-max: 101", "size-max: 0", "every: 2h", "file: roster.csv",
            "name: x", "key: a\n  key-file: /b",
        ]
    )
    func `says what is wrong`(_ line: String) throws {
        let file = line.hasPrefix("file") ? "" : "  file: /srv/roster.csv\n"
        let text = try Minimal.replacing("devices:", with: "roster:\n\(file)  \(line)\ndevices:")
        #expect(Minimal.problems(text).count == 1)
    }
}
