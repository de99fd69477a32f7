// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerSettings
import Testing

@Suite struct `A configuration file` {
    /// What is wrong in a file with these bytes, deleted afterwards.
    private func problems(
        of bytes: Data,
        _ load: (String) throws(SettingsFile.Problems) -> Void = {
            path throws(SettingsFile.Problems) in
            _ = try SettingsFile.load(path: path)
        }
    ) throws -> [SettingsProblem] {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("portner-\(UUID().uuidString).yaml")
        try bytes.write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        do throws(SettingsFile.Problems) {
            try load(path.path)
            return []
        } catch {
            #expect(error.list.allSatisfy { $0.file == path.path })
            return error.list
        }
    }

    @Test func `is read from disk`() throws {
        #expect(try problems(of: Data(Minimal.text.utf8)) == [])
    }

    @Test func `is read for its library alone, whatever else is in it`() throws {
        let library = "library: { host: 192.0.2.17, port: 6001 }\n"
        for (text, zone) in [
            (library, "Europe/Copenhagen"),
            ("time-zone: Atlantic/Faroe\n\(library)", "Atlantic/Faroe"),
            ("doors: nonsense\nbranche: x\n\(library)", "Europe/Copenhagen"),
        ] {
            var excerpt: LibraryExcerpt?
            let problems = try problems(of: Data(text.utf8)) {
                path throws(SettingsFile.Problems) in
                excerpt = try SettingsFile.loadLibrary(path: path)
            }
            #expect(problems == [])
            #expect(excerpt?.library.host == "192.0.2.17")
            #expect(excerpt?.timeZone == zone)
        }
    }

    @Test(arguments: [
        ("branch: a\n", "is missing"),
        ("library: { host: a, port: b }\n", "must be a whole number"),
        ("library: { host: a, port: 1, pot: 2 }\n", "is not a known setting"),
        ("time-zone: Mars\nlibrary: { host: a, port: 1 }\n", "must be a time zone"),
    ])
    func `says what is wrong with its library`(text: String, message: String) throws {
        let problems = try problems(of: Data(text.utf8)) { path throws(SettingsFile.Problems) in
            _ = try SettingsFile.loadLibrary(path: path)
        }
        #expect(problems.count == 1)
        #expect(problems.first?.message.hasPrefix(message) == true)
    }

    @Test func `that is not there says so`() {
        #expect(throws: SettingsFile.Problems.self) {
            try SettingsFile.load(path: "/nowhere/portner.yaml")
        }
    }

    @Test(arguments: [
        (Data(), "is empty"),
        (Data([0xFF, 0xFE, 0x00]), "is not UTF-8"),
        (Data(repeating: 0x20, count: SettingsFile.sizeMax + 1), "is larger than 262144 bytes"),
    ])
    func `that cannot be text says so`(bytes: Data, message: String) throws {
        #expect(try problems(of: bytes).map(\.message) == [message])
    }

    @Test func `that is no list of keys says so`() {
        #expect(
            Minimal.problems("- a\n").first == "portner.yaml:1: must be a list of keys with values"
        )
    }

    @Test(arguments: [
        ("branch: [", 2), ("branch: a\n  library: b\n", 2), ("a: b\n\tc: d\n", 2),
        ("a: \"b\n", 2), ("a: &x b\nc: *y\n", 2),
    ])
    func `that is not YAML names the line`(text: String, line: Int) {
        let problems = Minimal.problems(text)
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("portner.yaml:\(line): ") == true)
    }

    @Test func `with a key twice names it`() throws {
        let text = try Minimal.replacing("  port: 6001", with: "  port: 6001\n  port: 6002")
        let problems = Minimal.problems(text)
        #expect(problems.count == 1)
        #expect(problems.first?.contains("the same key twice: port") == true)
    }

    @Test(arguments: ["[", "{a: ", "- "])
    func `that is nested without end is refused`(opening: String) {
        let text = String(repeating: opening, count: SettingsFile.sizeMax / opening.utf8.count)
        #expect(Minimal.problems(text).count == 1)
    }

    @Test func `that multiplies itself by aliases is refused in no time`() {
        var text = "a0: &a0 [x]\n"
        for level in 1..<40 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let problems = Minimal.problems(text)
        #expect(problems.count == 42)
        #expect(problems.contains("portner.yaml:40: a39: is not a known setting"))
    }

    @Test func `with many faults tells all of them up to a limit, in the order of the file`() {
        let text = (0..<200).map { "key-\($0): 1\n" }.joined()
        let problems = Minimal.problems(text)
        #expect(problems.count == 50)
        let faults = "branch: a\nlibrary: { host: 1.2.3.4, port: x }\nclock: y\ndoors: z\n"
        #expect(
            Minimal.problems(faults) == [
                "portner.yaml:2: library.port: must be a whole number from 1 to 65535",
                "portner.yaml:3: clock: must be one of: synchronised, free-running",
                "portner.yaml:4: doors: must be a list",
            ]
        )
    }
}
