// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerStore
import Testing

@testable import PortnerCommands

@Suite struct `The command that makes the keys of passes` {
    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "portner-pass-\(UUID().uuidString)")

    @Test func `makes them once, and shows none`() async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let console = TestConsole()
        #expect(await console.run("credential", "pass", folder.path) == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == [PassMaker.secretName, PassMaker.publicName, PassKeys.sealName])
        for name in names {
            #expect(console.output.contains(name))
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            #expect(!console.output.contains(text.trimmingCharacters(in: .newlines)))
        }
        #expect(console.output.contains("/etc/credstore.encrypted/portner-pass-key"))
        let again = TestConsole()
        #expect(await again.run("credential", "pass", folder.path) == 1)
        #expect(again.errors.contains("Next: "))
        #expect(again.output.isEmpty)
    }

    @Test func `makes none in a folder that is not there`() async {
        let console = TestConsole()
        #expect(await console.run("credential", "pass", folder.path) == 1)
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }
}
