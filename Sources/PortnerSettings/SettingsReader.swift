// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Yams

/// Reads values out of a YAML document and collects everything that is wrong with it.
///
/// Nothing stops at the first problem: a technician sees all of them at once. A value that is
/// missing or wrong gives the fallback, and the problems decide whether the result is used.
final class SettingsReader {
    /// The greatest number of problems that are collected.
    static let problemsMax = 50

    let file: String
    private(set) var problems: [SettingsProblem] = []
    /// What can be used and is probably not what was meant.
    private(set) var warnings: [SettingsProblem] = []

    init(file: String) { self.file = file }

    func report(_ node: Node?, _ key: String, _ message: String) {
        guard problems.count < Self.problemsMax else { return }
        problems.append(problem(node, key, message))
    }

    func warn(_ node: Node?, _ key: String, _ message: String) {
        guard warnings.count < Self.problemsMax else { return }
        warnings.append(problem(node, key, message))
    }

    private func problem(_ node: Node?, _ key: String, _ message: String) -> SettingsProblem {
        SettingsProblem(file: file, line: node?.mark?.line ?? 0, key: key, message: message)
    }
}

/// One mapping of the document, with its path; knows which keys were asked for.
final class SettingsSection {
    let reader: SettingsReader
    let path: String
    let node: Node?
    private let mapping: Node.Mapping
    private var known: [String] = []

    init(_ node: Node?, path: String, reader: SettingsReader) {
        self.reader = reader
        self.path = path
        self.node = node
        mapping = node?.mapping ?? Node.Mapping([])
        if let node, node.mapping == nil {
            reader.report(node, path, "must be a list of keys with values")
        }
    }

    /// Reports a problem with the value of a key, or with its absence.
    func report(_ key: String, _ message: String) {
        reader.report(value(key) ?? node, at(key), message)
    }

    /// Warns of the value of a key, or of its absence.
    func warn(_ key: String, _ message: String) {
        reader.warn(value(key) ?? node, at(key), message)
    }

    /// Refuses every key that nobody asked for, with the one that was probably meant.
    func refuseUnknownKeys() {
        for (key, _) in mapping {
            let name = key.scalar?.string ?? "?"
            guard !known.contains(name) else { continue }
            let near = known.filter { $0.prefix(3) == name.prefix(3) }.sorted().first
            let hint = near.map { "; did you mean '\($0)'?" } ?? ""
            reader.report(key, at(name), "is not a known setting\(hint)")
        }
    }

    func at(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func value(_ key: String) -> Node? {
        known.append(key)
        guard let node = mapping[Node(key)], node.null == nil else { return nil }
        if case .alias = node {
            reader.report(node, at(key), "aliases are not used here")
            return nil
        }
        return node
    }

    /// All keys with their values, at most so many, for a section whose keys are free.
    func entries(max: Int) -> [(Node, Node)] {
        if mapping.count > max { reader.report(node, path, "has more than \(max) entries") }
        return mapping.prefix(max).map { ($0.key, $0.value) }
    }

    func section(_ key: String) -> SettingsSection? {
        value(key).map { SettingsSection($0, path: at(key), reader: reader) }
    }

    /// The mappings of a list, of at most `max` entries.
    func sections(_ key: String, max: Int) -> [SettingsSection] {
        guard let node = value(key) else { return [] }
        guard let list = node.sequence else {
            reader.report(node, at(key), "must be a list")
            return []
        }
        if list.count > max {
            reader.report(node, at(key), "has more than \(max) entries")
        }
        return list.prefix(max).enumerated().map { index, entry in
            SettingsSection(entry, path: "\(at(key))[\(index)]", reader: reader)
        }
    }

    func texts(_ key: String, max: Int = 64) -> [(text: String, node: Node)]? {
        guard let node = value(key) else { return nil }
        guard let list = node.sequence, list.count <= max else {
            reader.report(node, at(key), "must be a list of at most \(max) texts")
            return nil
        }
        return list.compactMap { entry in
            guard let text = entry.scalar?.string else {
                reader.report(entry, at(key), "must be a list of texts")
                return nil
            }
            return (text, entry)
        }
    }

    /// A value made from text; `hint` says what would be right.
    func parsed<Value>(
        _ key: String,
        _ hint: String,
        _ parse: (String) -> Value?
    ) -> Value? {
        guard let node = value(key) else { return nil }
        guard let text = node.scalar?.string, let value = parse(text) else {
            reader.report(node, at(key), "must be \(hint)")
            return nil
        }
        return value
    }

    /// A text that goes into messages, journals and pages, so it is one line.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - lengthMax: The greatest number of characters.
    ///   - excluded: A character that must not be in it.
    /// - Returns: The text, or nil when it is absent or wrong.
    func text(_ key: String, lengthMax: Int = 200, without excluded: Character? = nil) -> String? {
        let exception = excluded.map { " without '\($0)'" } ?? ""
        return parsed(key, "one line of 1 to \(lengthMax) characters\(exception)") { text in
            let isLine = text.unicodeScalars.allSatisfy { !Self.breaksLine($0) }
            let isFree = excluded.map { !text.contains($0) } ?? true
            return isLine && isFree && (1...lengthMax).contains(text.count) ? text : nil
        }
    }

    private static func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// The absolute path of a file or folder.
    func path(_ key: String, lengthMax: Int = 200) -> String? {
        parsed(key, "a path of at most \(lengthMax) bytes that begins with '/'") { text in
            let isFree = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
            return isFree && text.hasPrefix("/") && text.utf8.count <= lengthMax ? text : nil
        }
    }

    func flag(_ key: String) -> Bool? {
        parsed(key, "true or false") { ["true": true, "false": false][$0.lowercased()] }
    }

    func number(_ key: String, in range: ClosedRange<Int>) -> Int? {
        parsed(key, "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func duration(_ key: String, in range: ClosedRange<Duration>) -> Duration? {
        let limits = "\(range.lowerBound.shortText) to \(range.upperBound.shortText)"
        return parsed(key, "a time such as 500ms, 5s, 2m, 24h or 7d, from \(limits)") { text in
            Duration(shortText: text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String) -> Choice?
    where Choice.RawValue == String {
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return parsed(key, "one of: \(words)") { Choice(rawValue: $0) }
    }

    func name<Subject>(_ key: String) -> Name<Subject>? {
        parsed(key, "a name of 1 to 40 letters a-z, digits and hyphens") { Name($0) }
    }

    /// The value, or the fallback and a problem that it is missing.
    func required<Value>(_ key: String, _ value: Value?, or fallback: Value) -> Value {
        if let value { return value }
        // A value that is there and wrong has been reported; a key without a value has not.
        let given = mapping[Node(key)]
        if given == nil || given?.null != nil {
            reader.report(given ?? node, at(key), "is missing")
        }
        return fallback
    }
}

extension Duration {
    /// Reads `500ms`, `5s`, `2m`, `24h` or `7d`.
    init?(shortText text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits), count <= 1_000_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": self = .milliseconds(count)
        case "s": self = .seconds(count)
        case "m": self = .seconds(count * 60)
        case "h": self = .seconds(count * 3600)
        case "d": self = .seconds(count * 86_400)
        default: return nil
        }
    }

    /// The time as it would be written in a configuration.
    var shortText: String {
        let (seconds, attoseconds) = components
        if attoseconds != 0 { return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms" }
        for (unit, length) in [("d", Int64(86_400)), ("h", 3600), ("m", 60)]
        where seconds != 0 && seconds % length == 0 {
            return "\(seconds / length)\(unit)"
        }
        return "\(seconds)s"
    }
}
