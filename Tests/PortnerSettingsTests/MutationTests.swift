// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerSettings
import Testing

/// A generator that gives the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct `A configuration changed at random` {
    private static let scraps = [
        "", " ", "\n", "\n  ", "- ", ": ", "{", "}", "[", "]", "\"", "'", "#", "&a ", "*a",
        "!!int ",
        "|\n", ">\n", "? ", "<<: ", "~", "null", "true", "-1", "0", "99999999999999999999", "1e999",
        ".nan", "24h", "00:00-24:00 staffed", "\t", "\0", "\u{FEFF}", "ø", "👩‍👩‍👧", "%YAML 1.1\n---\n",
        "---\n", "...\n", "virtual: true", "demo: {}\n", "name: front",
    ]

    /// A few random cuts, repetitions, exchanges and insertions.
    private func mutated(_ lines: [String], using generator: inout SeededGenerator) -> String {
        var lines = lines
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let index = Int.random(in: lines.indices, using: &generator)
            let other = Int.random(in: lines.indices, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: lines[index] = ""
            case 1: lines.swapAt(index, other)
            case 2: lines[index] += "\n" + lines[other]
            case 3: lines[index] = "  " + lines[index]
            default:
                var scalars = Array(lines[index].unicodeScalars)
                let start = Int.random(in: 0...scalars.count, using: &generator)
                let end = Int.random(in: start...min(start + 6, scalars.count), using: &generator)
                let scrap = Self.scraps.randomElement(using: &generator) ?? ""
                scalars.replaceSubrange(start..<end, with: scrap.unicodeScalars)
                lines[index] = String(String.UnicodeScalarView(scalars))
            }
        }
        return lines.joined(separator: "\n")
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `gives settings, or problems that say where`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let lines = Minimal.text.split(separator: "\n").map(String.init)
        var read = 0
        var unsound: [String] = []
        for _ in 0..<2_000 {
            let text = mutated(lines, using: &generator)
            let lineCount = text.utf8.count { $0 == 0x0A } + 2
            do throws(SettingsFile.Problems) {
                let settings = try SettingsFile.read(text, file: "portner.yaml")
                read += 1
                if settings.station.doors.isEmpty || settings.library.host.isEmpty
                    || settings.branch.isEmpty
                    || settings.station.doors.count != settings.lines.count
                {
                    unsound.append(text)
                }
            } catch {
                let isPlaced = error.list.allSatisfy {
                    !$0.message.isEmpty && (0...lineCount).contains($0.line)
                        && ($0.line > 0 || $0.key.isEmpty)
                }
                if error.list.isEmpty || error.list.count > 50 || !isPlaced { unsound.append(text) }
            }
        }
        #expect(unsound == [])
        #expect(read > 0)
    }
}
