// SPDX-License-Identifier: MPL-2.0

import PortnerSettings

/// The shortest configuration that is complete, to be changed in one place.
enum Minimal {
    static let text = """
        branch: Prøvebiblioteket
        library:
          host: 192.0.2.17
          port: 6001
        devices:
          - name: scanner
            role: scanner
            usb: { port: "1-1" }
        doors:
          - name: front
            hours: { every-day: ["08:00-22:00 self-service"] }
            lock: { chip: gpio, line: lock, kind: maglock }
        readers:
          - name: outside
            door: front
            scanner: scanner

        """

    /// The text with one part of it replaced, which must stand in it exactly once.
    static func replacing(_ part: String, with other: String) throws -> String {
        guard text.split(separator: part, omittingEmptySubsequences: false).count == 2 else {
            throw NotOnce(part: part)
        }
        return text.replacing(part, with: other)
    }

    /// A part that a test wants to change does not stand in the text exactly once.
    struct NotOnce: Error {
        let part: String
    }

    static func settings(_ part: String, _ other: String) throws -> Settings {
        try SettingsFile.read(try replacing(part, with: other), file: "portner.yaml")
    }

    /// What is wrong with a text, a line each; nothing when it is read.
    static func problems(_ text: String) -> [String] {
        do throws(SettingsFile.Problems) {
            _ = try SettingsFile.read(text, file: "portner.yaml")
            return []
        } catch {
            return error.list.map(\.description)
        }
    }
}
