// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerSettings
import Testing

/// A state folder and a configuration file for the life of a test.
private final class Place {
    let folder = NSTemporaryDirectory() + "portner-kept-\(UUID().uuidString)"
    var file: String { folder + "/portner.yaml" }
    var kept: KeptConfiguration { KeptConfiguration(stateDirectory: folder) }

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: file)) }

    func text(_ path: String? = nil) -> String {
        String(
            decoding: FileManager.default.contents(atPath: path ?? file) ?? Data(),
            as: UTF8.self
        )
    }
}

@Suite struct `A change of the configuration` {
    private let place: Place
    private let first = Minimal.text
    private let second: String

    init() throws {
        place = try Place()
        second = try Minimal.replacing("- name: front", with: "- name: front\n    age-min: 15")
    }

    @Test func `that was taken is undone to the one before, and that again`() throws {
        for text in [first, first, second, second] {
            try place.write(text)
            try place.kept.keep(place.file)
        }
        let aside = try place.kept.undo(place.file)
        #expect(place.text() == first)
        #expect(place.text(aside) == second)
        try place.kept.keep(place.file)
        _ = try place.kept.undo(place.file)
        #expect(place.text() == second)
    }

    @Test func `that was not taken goes back to the one in force`() throws {
        try place.write(first)
        try place.kept.keep(place.file)
        try place.write("branch: [")
        _ = try place.kept.undo(place.file)
        #expect(place.text() == first)
    }

    @Test func `is not undone where there was none`() throws {
        try place.write(first)
        #expect(throws: KeptConfiguration.Refusal.nothingToUndo) {
            try place.kept.undo(place.file)
        }
        try place.kept.keep(place.file)
        #expect(throws: KeptConfiguration.Refusal.nothingToUndo) {
            try place.kept.undo(place.file)
        }
        #expect(place.text() == first)
    }

    @Test func `is never undone to a file that is wrong`() throws {
        for text in ["branch: x", first] {
            try place.write(text)
            try place.kept.keep(place.file)
        }
        #expect(throws: KeptConfiguration.Refusal.self) { try place.kept.undo(place.file) }
        #expect(place.text() == first)
    }
}
