// SPDX-License-Identifier: MPL-2.0

import Foundation

/// The checkout, read from disk.
struct SourceTree {
    /// One text file.
    struct File: CustomStringConvertible {
        let path: String
        let lines: [Substring]

        /// The first folder below `Sources` or `Tests`.
        var target: String {
            let parts = path.split(separator: "/")
            return parts.count > 2 ? String(parts[1]) : ""
        }

        var description: String { path }

        /// The numbers of the lines outside of string literals that span lines.
        var codeLines: [Int] {
            var isInText = false
            return lines.indices.compactMap { index in
                let quotes = lines[index].components(separatedBy: "\"\"\"").count - 1
                defer { if quotes % 2 == 1 { isInText.toggle() } }
                return isInText ? nil : index + 1
            }
        }

        /// The lines outside of comments and string literals that span lines.
        var code: [(number: Int, text: String)] {
            codeLines.compactMap { number in
                let trimmed = lines[number - 1].trimmingCharacters(in: .whitespaces)
                guard !trimmed.hasPrefix("//") else { return nil }
                return (number, Self.withoutLiterals(trimmed))
            }
        }

        /// A line of code with its string literals and its trailing comment taken out.
        private static func withoutLiterals(_ line: String) -> String {
            var kept = ""
            var isQuoted = false
            var isEscaped = false
            for character in line {
                if isQuoted {
                    if !isEscaped, character == "\"" { isQuoted = false }
                    isEscaped = !isEscaped && character == "\\"
                } else if character == "\"" {
                    isQuoted = true
                } else {
                    kept.append(character)
                }
            }
            guard let comment = kept.range(of: "//") else { return kept }
            return String(kept[..<comment.lowerBound])
        }
    }

    let root: URL

    /// The checkout that this file was compiled in.
    init(here: String = #filePath) {
        root = URL(fileURLWithPath: here).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    /// The files below a folder whose names end in one of these.
    func files(below folder: String, endings: [String] = ["swift"]) -> [File] {
        let start = root.appendingPathComponent(folder)
        let found = FileManager.default.enumerator(atPath: start.path)?.allObjects ?? []
        return found.compactMap { $0 as? String }
            .filter { path in
                endings.contains(URL(fileURLWithPath: path).pathExtension)
                    && !path.contains(".build/")
            }
            .sorted()
            .compactMap { path in
                guard
                    let text = try? String(
                        contentsOf: start.appendingPathComponent(path),
                        encoding: .utf8
                    )
                else { return nil }
                return File(
                    path: "\(folder)/\(path)",
                    lines: text.split(separator: "\n", omittingEmptySubsequences: false)
                )
            }
    }

    /// All Swift files of the project.
    var swift: [File] { files(below: "Sources") + files(below: "Tests") }
}
