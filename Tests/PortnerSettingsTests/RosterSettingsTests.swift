// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Roster
import Testing

@testable import PortnerSettings

@Suite struct `The section of the roster` {
    private func roster(_ lines: String) throws -> RosterSettings? {
        try Minimal.settings("devices:", "roster:\n\(lines)\ndevices:").roster
    }

    @Test func `needs a file or an address and no more`() throws {
        #expect(
            try roster("  file: /srv/roster.csv")
                == RosterSettings(
                    place: .file("/srv/roster.csv"),
                    form: .csv,
                    key: nil,
                    keyFile: nil,
                    authority: nil,
                    shrinkMax: 10,
                    sizeMax: 256 << 20,
                    interval: .seconds(30)
                )
        )
        #expect(try roster("  file: /srv/roster")?.form == .ndjson)
        let fetched = try #require(try roster("  url: https://example.org/roster.csv?all=1"))
        #expect(fetched.place == .address("https://example.org/roster.csv?all=1"))
        #expect((fetched.form, fetched.interval) == (.csv, .seconds(900)))
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
                    place: .file("/srv/roster.csv"),
                    form: .ndjson,
                    key: nil,
                    keyFile: "/etc/portner/roster.pub",
                    authority: nil,
                    shrinkMax: 25,
                    sizeMax: 8 << 20,
                    interval: .seconds(300)
                )
        )
    }

    @Test func `takes an authority and a longer interval with an address`() throws {
        let lines = """
              url: https://[2001:db8::1]:8443/roster
              authority: /etc/portner/ca.pem
              every: 6h
            """
        let settings = try #require(try roster(lines))
        #expect(settings.authority == "/etc/portner/ca.pem")
        #expect((settings.form, settings.interval) == (.ndjson, .seconds(6 * 3600)))
    }

    @Test(
        arguments: [
            "http://example.org/r", "https://", "https:///r", "https://example.org",
            "https://u:p@example.org/r", "https://example.org/r#x", "ftp://example.org/r",
            "'https://example.org/a b'", "http://127.0.0.1:80/r", "roster.csv",
        ]
    )
    func `refuses an address that would not do`(_ address: String) throws {
        let text = try Minimal.replacing(
            "devices:",
            with: "roster:\n  url: \(address)\ndevices:"
        )
        #expect(Minimal.problems(text).count == 1)
    }

    @Test func `takes clear text only within one machine, and only in a demonstration`() throws {
        func problems(_ address: String) throws -> Int {
            let lines = "demo: {}\nroster:\n  url: \(address)\ndevices:"
            return Minimal.problems(try Minimal.replacing("devices:", with: lines)).count
        }
        #expect(try problems("http://127.0.0.1:8080/roster.csv") == 0)
        #expect(try problems("http://192.0.2.1:8080/roster.csv") == 1)
        #expect(try problems("http://127.0.0.1.example.org/roster.csv") == 1)
    }

    @Test(arguments: [
        "url: https://example.org/r\n  file: /srv/r", "url: https://example.org/r\n  every: 30s",
        "file: /srv/r\n  authority: /ca.pem", "url: https://example.org/r\n  every: 2d",
    ])
    func `says what does not go together`(_ lines: String) throws {
        let text = try Minimal.replacing("devices:", with: "roster:\n  \(lines)\ndevices:")
        #expect(Minimal.problems(text).count == 1)
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
