// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import Testing

@testable import PortnerCommands

@Suite struct `A support bundle` {
    /// What of its kind lies in a text, and what the text becomes.
    @Test(
        arguments: [
            ("", ""),
            ("card 7101901234.", "card [ten digits]."),
            ("710190-1234", "[ten digits]"),
            ("day 710190 1234 seen", "day [ten digits] seen"),
            ("0101901234", "[ten digits]"),
            ("1010101010,3112991234", "[ten digits],[ten digits]"),
            // No day, no month, too long, too short, a part of something else.
            ("9901901234", "9901901234"),
            ("7113901234", "7113901234"),
            ("6001901234", "6001901234"),
            ("71019012345", "71019012345"),
            ("710190123", "710190123"),
            ("710190-12345", "710190-12345"),
            ("710190-123", "710190-123"),
            ("2026-11-23T05:44:00", "2026-11-23T05:44:00"),
            ("æøå 7101901234 æøå", "æøå [ten digits] æøå"),
        ]
    )
    func `masks whatever looks like a CPR number`(text: String, wanted: String) {
        let (masked, count) = SupportBundle.mask(text)
        #expect(masked == wanted)
        #expect(count == wanted.components(separatedBy: SupportBundle.masked).count - 1)
    }

    @Test(
        arguments: [
            ("a: 1 # the code is 1234\n", "a: 1 \n"), ("# all\nb: 2\n", "b: 2\n"),
            ("c: 'x # y' # z\n", "c: 'x # y' \n"), ("d: \"#\"\n\n", "d: \"#\"\n"),
            ("e: x#y\n", "e: x#y\n"), ("   # f\n", "\n"), ("f: g\n\t# h\n", "f: g\n"),
        ]
    )
    func `shows a configuration without its comments`(yaml: String, wanted: String) {
        #expect(SupportBundle.withoutComments(yaml) == wanted)
    }

    @Test func `leaves of the sample what is still a good configuration`() async throws {
        let sample = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "packaging/portner.yaml")
        let bare = SupportBundle.withoutComments(try String(contentsOf: sample, encoding: .utf8))
        #expect(!bare.contains("#"))
        try await withTestFolder { folder in
            let path = folder + "/portner.yaml"
            try bare.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(SettingsAdapter.look(at: path).problems.isEmpty)
        }
    }

    /// The files of a tar file, by name.
    private func unpack(_ path: String, in folder: String) throws -> [String: String] {
        let place = folder + "/unpacked"
        try FileManager.default.createDirectory(
            atPath: place,
            withIntermediateDirectories: false
        )
        let answer = try OutsideProgram(
            name: "tar",
            arguments: ["--extract", "--file=\(path)", "--directory=\(place)"]
        ).run()
        try #require(answer.status == 0, "\(answer.text)")
        let inner = place + "/portner-support"
        return try FileManager.default.contentsOfDirectory(atPath: inner).reduce(into: [:]) {
            $0[$1] = try String(contentsOfFile: "\(inner)/\($1)", encoding: .utf8)
        }
    }

    private let answers: [String: OutsideProgram.Answer] = [
        "journalctl": .init(status: 0, text: "page: 7101901234 typed\n"),
        "systemctl": .init(status: 1, text: "no bus\n"), "uname": .init(status: 0, text: "\n"),
    ]

    @Test func `holds what helps, and nobody's coming`() async throws {
        try await withTestFolder { folder in
            let station = FakeStation()
            let lost = Fixture.event(4, "device", ["device": "pad", "outcome": "lost"])
            station.set(events: [Fixture.granted, Fixture.forced, lost])
            let config = folder + "/portner.yaml"
            try "branch: Hall # code 1234\n".write(
                toFile: config,
                atomically: true,
                encoding: .utf8
            )
            let bundle = folder + "/bundle.tar"
            try await withDaemon(station) { socket in
                let console = TestConsole(answers: answers)
                let arguments = ["--config", config, "--socket", socket]
                #expect(await console.run(["support-bundle", bundle] + arguments) == 0)
                #expect(console.output.hasSuffix("\nWritten to \(bundle).\n"))
                #expect(await console.run(["support-bundle", bundle] + arguments) == 1)
                let reason = "portner: \(bundle) is not written: it is there already\n"
                #expect(console.errors == reason)
            }
            let attributes = try FileManager.default.attributesOfItem(atPath: bundle)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let files = try unpack(bundle, in: folder)
            let names: Set = [
                "CONTENTS.txt", "status.json", "cache.json", "kiosks.json", "events.json",
                "portner.yaml", "config-check.txt", "journal.txt", "units.txt",
            ]
            #expect(Set(files.keys) == names)
            let events = try JSONDecoder().decode(
                [EventReport].self,
                from: Data(try #require(files["events.json"]).utf8)
            )
            #expect(events.map(\.sequence) == [Fixture.forced.sequence, 4])
            #expect(files["portner.yaml"] == "branch: Hall \n")
            #expect(files["journal.txt"] == "page: [ten digits] typed\n")
            #expect(files["units.txt"] == "no bus\n(status 1)\n")
            let contents = try #require(files["CONTENTS.txt"])
            #expect(names.subtracting(["CONTENTS.txt"]).allSatisfy { contents.contains($0) })
            #expect(contents.contains("  usb.txt\n      lsusb is not installed\n"))
            #expect(contents.contains("  system.txt\n      uname said nothing, status 0\n"))
            #expect(contents.contains("Masked because they look like a CPR number: 1."))
        }
    }

    @Test func `is made without portnerd, and says what could not be had`() async throws {
        try await withTestFolder { folder in
            let console = TestConsole()
            let bundle = folder + "/bundle.tar"
            let missing = ["--config", folder + "/none.yaml", "--socket", folder + "/none.sock"]
            #expect(await console.run(["support-bundle", bundle] + missing) == 0)
            let contents = try #require(try unpack(bundle, in: folder)["CONTENTS.txt"])
            #expect(contents.contains("  status.json\n      portnerd is not running"))
            #expect(contents.contains("none.yaml cannot be read"))
        }
    }
}
