// SPDX-License-Identifier: MPL-2.0

import Foundation
import Testing

@Suite struct `The source tree` {
    let tree = SourceTree()

    @Test func `is where the tests look for it`() {
        #expect(tree.swift.count > 50)
    }

    @Test func `says in each file under which licence it stands`() {
        let endings = ["swift", "c", "h", "py", "sh", "js", "css", "rules", "hwdb", "service"]
        let folders = ["Sources", "Tests", "systemd", "udev", "Fuzz", "Benchmarks"]
        for file in folders.flatMap({ tree.files(below: $0, endings: endings) }) {
            #expect(
                file.lines.prefix(3).contains { $0.contains("SPDX-License-Identifier: MPL-2.0") },
                "\(file)"
            )
        }
    }

    @Test func `has no file that is too long and no line that is too wide`() {
        for file in tree.swift {
            #expect(file.lines.count <= Rules.fileLinesMax + 1, "\(file)")
            for number in file.codeLines where file.lines[number - 1].count > Rules.lineLengthMax {
                Issue.record("\(file):\(number) is too wide")
            }
        }
    }

    @Test func `has no function that is too long`() {
        for file in tree.swift {
            for function in functions(in: file) {
                #expect(function.length <= Rules.functionLinesMax, "\(file):\(function.line)")
            }
        }
    }

    @Test func `imports only what each target may`() {
        for file in tree.files(below: "Sources") {
            guard let allowed = Rules.imports[file.target] else { continue }
            for (number, line) in file.code {
                guard let module = importedModule(line) else { continue }
                #expect(allowed.contains(module), "\(file):\(number) imports \(module)")
            }
        }
    }

    @Test func `has rules for every pure target and driver`() {
        let targets = Set(tree.files(below: "Sources").map(\.target))
        let unruled = targets.subtracting(Rules.imports.keys).filter { !$0.hasPrefix("C") }
        // These compose the rest and may import all of it.
        #expect(unruled.isSubset(of: ["PortnerDaemon", "PortnerSimulator"]))
    }

    @Test func `keeps clocks, tasks and chance out of the pure targets`() {
        let barred = [
            "await ", "Task {", "Task.", "ContinuousClock", "SuspendingClock", "Date()",
            ".random", "SystemRandomNumberGenerator", "print(",
        ]
        for file in tree.files(below: "Sources") where Rules.pure.contains(file.target) {
            for (number, line) in file.code {
                for word in barred {
                    let isSaid = line.ranges(of: word).contains { range in
                        // A longer name may end like one of these.
                        let before = line[..<range.lowerBound].last
                        return !(word.first?.isLetter ?? false) || !(before?.isLetter ?? false)
                    }
                    #expect(!isSaid, "\(file):\(number) says \(word)")
                }
            }
        }
    }

    @Test func `fences in what is unsafe`() {
        for file in tree.files(below: "Sources") {
            for (number, line) in file.code {
                let words = line.split { !$0.isLetter && $0 != "@" }
                if words.contains("unsafe") {
                    #expect(isIn(file, Rules.unsafePlaces), "\(file):\(number) is unsafe")
                }
                if line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                    #expect(isIn(file, Rules.uncheckedPlaces), "\(file):\(number) is unchecked")
                }
            }
        }
    }

    @Test func `has no left-over marks and no test that is switched off`() {
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", ".disabled(", "withKnown" + "Issue"]
        for file in tree.swift where file.target != "TidyTests" {
            for (index, line) in file.lines.enumerated() {
                for mark in marks {
                    #expect(!line.contains(mark), "\(file):\(index + 1) has \(mark)")
                }
            }
        }
    }

    @Test func `documents every public declaration`() {
        for file in tree.files(below: "Sources") {
            for (index, line) in file.lines.enumerated() {
                let trimmed = line.trimmingCharacters(in: .whitespaces)
                guard trimmed.hasPrefix("public "), !trimmed.hasPrefix("public import") else {
                    continue
                }
                #expect(isDocumented(file, at: index), "\(file):\(index + 1)")
            }
        }
    }

    @Test func `has no file that is too large for a repository`() throws {
        for folder in ["Sources", "Tests", "systemd", "udev"] {
            let start = tree.root.appendingPathComponent(folder)
            let found = FileManager.default.enumerator(atPath: start.path)?.allObjects ?? []
            for case let path as String in found where !path.contains(".build") {
                let file = start.appendingPathComponent(path).path
                let attributes = try FileManager.default.attributesOfItem(atPath: file)
                let size = attributes[.size] as? Int ?? 0
                #expect(size <= Rules.fileBytesMax, "\(folder)/\(path)")
            }
        }
    }

    // MARK: Reading code

    private func isIn(_ file: SourceTree.File, _ places: [String]) -> Bool {
        places.contains { file.path.hasPrefix($0) }
    }

    private func importedModule(_ line: String) -> String? {
        var words = line.split(separator: " ")
        if let first = words.first, ["public", "internal", "package", "@testable"].contains(first) {
            words.removeFirst()
        }
        if words.first == "@preconcurrency" { words.removeFirst() }
        guard words.first == "import", words.count >= 2 else { return nil }
        let isKind = ["struct", "class", "func", "enum"].contains(words[1]) && words.count > 2
        let name = isKind ? words[2] : words[1]
        return name.split(separator: ".").first.map(String.init)
    }

    /// Functions and initialisers with the number of lines from the first to the closing brace.
    private func functions(in file: SourceTree.File) -> [(line: Int, length: Int)] {
        var found: [(Int, Int)] = []
        for (index, line) in file.lines.enumerated() {
            let indent = line.prefix { $0 == " " }
            let words = line.dropFirst(indent.count).split { !$0.isLetter && $0 != "`" }
            guard words.prefix(6).contains(where: { ["func", "init", "deinit"].contains($0) }),
                !line.trimmingCharacters(in: .whitespaces).hasPrefix("//")
            else { continue }
            let closing = indent + "}"
            guard !line.hasSuffix("}"),
                let end = file.lines[(index + 1)...].firstIndex(where: {
                    $0.hasPrefix(closing) || ($0.count > indent.count && isAt(indent, $0))
                }), file.lines[end].hasPrefix(closing)
            else { continue }
            found.append((index + 1, end - index + 1))
        }
        return found
    }

    /// Whether a line begins at this indentation with something that ends a declaration's head.
    private func isAt(_ indent: Substring, _ line: Substring) -> Bool {
        line.hasPrefix(indent) && line.dropFirst(indent.count).first?.isLetter == true
            && !line.dropFirst(indent.count).hasPrefix("where")
    }

    private func isDocumented(_ file: SourceTree.File, at index: Int) -> Bool {
        for line in file.lines[..<index].reversed() {
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            if trimmed.hasPrefix("///") { return true }
            let isAttribute = trimmed.hasPrefix("@") || trimmed.hasPrefix("#")
            if !isAttribute { return false }
        }
        return false
    }
}
