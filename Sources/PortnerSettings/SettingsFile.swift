// SPDX-License-Identifier: MPL-2.0

import Foundation
import Yams

/// A configuration file.
public enum SettingsFile {
    /// The greatest number of bytes in a configuration file.
    public static let sizeMax = 256 * 1024

    /// What is wrong with a file: at least one problem.
    public struct Problems: Error, Sendable, Hashable {
        /// The problems in the order of the file.
        public let list: [SettingsProblem]
    }

    /// Reads and checks a file.
    ///
    /// - Throws: ``Problems`` with everything that is wrong.
    public static func load(path: String) throws(Problems) -> Settings {
        try read(text(of: path), file: path)
    }

    /// Reads and checks what a talk with the library system takes; the rest of the file is not
    /// looked at, and need not be there.
    ///
    /// - Throws: ``Problems`` with everything that is wrong.
    public static func loadLibrary(path: String) throws(Problems) -> LibraryExcerpt {
        try read(text(of: path), file: path) { LibraryExcerpt($0) }
    }

    private static func text(of path: String) throws(Problems) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Problems(list: [whole(path, "cannot be read")])
        }
        guard data.count <= sizeMax else {
            throw Problems(list: [whole(path, "is larger than \(sizeMax) bytes")])
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw Problems(list: [whole(path, "is not UTF-8")])
        }
        return text
    }

    /// Reads and checks the text of a file.
    ///
    /// - Throws: ``Problems`` with everything that is wrong.
    public static func read(_ text: String, file: String) throws(Problems) -> Settings {
        try read(text, file: file) { Settings($0) }
    }

    private static func read<Value>(
        _ text: String,
        file: String,
        _ make: (SettingsSection) -> Value?
    ) throws(Problems) -> Value {
        let reader = SettingsReader(file: file)
        let root: Node
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw Problems(list: [whole(file, "is empty")])
            }
            root = node
        } catch let error as YamlError {
            throw Problems(list: [syntaxProblem(error, file: file)])
        } catch let problems as Problems {
            throw problems
        } catch {
            throw Problems(list: [whole(file, "is not YAML")])
        }
        let value = make(SettingsSection(root, path: "", reader: reader))
        guard let value, reader.problems.isEmpty else {
            let sorted = reader.problems.sorted { ($0.line, $0.key) < ($1.line, $1.key) }
            throw Problems(list: sorted.isEmpty ? [whole(file, "is not complete")] : sorted)
        }
        return value
    }

    private static func whole(_ file: String, _ message: String) -> SettingsProblem {
        SettingsProblem(file: file, line: 0, key: "", message: message)
    }

    /// Yams' own words carry the text around the fault, which may hold anything: only the place and
    /// the short problem are taken.
    private static func syntaxProblem(_ error: YamlError, file: String) -> SettingsProblem {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            SettingsProblem(file: file, line: mark.line, key: "", message: problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            SettingsProblem(
                file: file,
                line: context.mark.line,
                key: "",
                message: "the same key twice: "
                    + duplicates.joined(separator: ", ")
            )
        default:
            whole(file, "is not YAML")
        }
    }
}
