// SPDX-License-Identifier: MPL-2.0

/// A text in the OpenMetrics format 1.0, read without any leniency.
///
/// It knows gauges and counters without timestamps and exemplars, and refuses everything else.
struct OpenMetricsText {
    /// Why a text is refused, with the line.
    struct Flaw: Error, Equatable {
        let line: Int
        let reason: String
    }

    struct Sample: Equatable {
        var labels: [String: String]
        var value: Int64
    }

    struct Family: Equatable {
        var name: String
        var type: String?
        var unit: String?
        var help: String?
        var samples: [Sample] = []
    }

    private(set) var families: [Family] = []
    private var line = 0

    /// Reads a whole text.
    init(_ text: String) throws(Flaw) {
        guard text.hasSuffix("# EOF\n") else { throw Flaw(line: 0, reason: "no end") }
        let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        for (index, content) in lines.enumerated() {
            line = index + 1
            if content == "# EOF" {
                guard line == lines.count else { throw flaw("an end before the end") }
            } else if content.hasPrefix("#") {
                try take(description: content)
            } else {
                try take(sample: content)
            }
        }
        for family in families where family.samples.isEmpty || family.type == nil {
            throw flaw("\(family.name) is not whole")
        }
    }

    /// The figure of a family that has these labels.
    func value(_ name: String, _ labels: [String: String] = [:]) -> Int64? {
        families.first { $0.name == name }?.samples.first { $0.labels == labels }?.value
    }

    private func flaw(_ reason: String) -> Flaw { Flaw(line: line, reason: reason) }

    private mutating func take(description: Substring) throws(Flaw) {
        let words = description.split(
            separator: " ",
            maxSplits: 3,
            omittingEmptySubsequences: false
        )
        guard words.count == 4, words[0] == "#" else { throw flaw("no description") }
        let (name, rest) = (String(words[2]), String(words[3]))
        guard Self.isName(name) else { throw flaw("no name") }
        if families.last?.name != name {
            guard !families.contains(where: { $0.name == name }) else { throw flaw("torn apart") }
            families.append(Family(name: name))
        }
        var family = families.removeLast()
        guard family.samples.isEmpty else { throw flaw("a description after figures") }
        switch words[1] {
        case "TYPE" where family.type == nil && ["gauge", "counter"].contains(rest):
            family.type = rest
        case "UNIT" where family.unit == nil && name.hasSuffix("_\(rest)"):
            family.unit = rest
        case "HELP" where family.help == nil:
            family.help = try unescaped(rest)
        default:
            throw flaw("a wrong description")
        }
        families.append(family)
    }

    private mutating func take(sample: Substring) throws(Flaw) {
        guard var family = families.popLast(), let type = family.type else {
            throw flaw("a figure without a type")
        }
        let name = type == "counter" ? "\(family.name)_total" : family.name
        guard sample.hasPrefix(name) else { throw flaw("a figure of another name") }
        var rest = sample.dropFirst(name.count)
        let labels = try Self.labels(&rest).mapFlaw(flaw)
        guard rest.first == " ", let value = Int64(rest.dropFirst()),
            String(value) == rest.dropFirst()
        else { throw flaw("no figure") }
        guard type != "counter" || value >= 0 else { throw flaw("a counter below nought") }
        guard !family.samples.contains(where: { $0.labels == labels }) else {
            throw flaw("the same figure twice")
        }
        let names = family.samples.first.map { Set($0.labels.keys) }
        guard names == nil || names == Set(labels.keys) else { throw flaw("other labels") }
        family.samples.append(Sample(labels: labels, value: value))
        families.append(family)
    }

    /// Takes the labels from the front, if there are any.
    private static func labels(_ rest: inout Substring) -> Result<[String: String], Refusal> {
        guard rest.first == "{" else { return .success([:]) }
        var labels: [String: String] = [:]
        repeat {
            rest.removeFirst()
            let name = String(rest.prefix { $0 != "=" })
            guard isName(name), !name.hasPrefix("__"), !name.contains(":"), labels[name] == nil,
                rest.dropFirst(name.count).hasPrefix("=\"")
            else { return .failure(Refusal(reason: "a wrong label")) }
            rest = rest.dropFirst(name.count + 2)
            var value = ""
            while let character = rest.popFirst(), character != "\"" {
                guard character == "\\" else {
                    value.append(character)
                    continue
                }
                guard let plain = rest.popFirst().flatMap({ escapes[$0] }) else {
                    return .failure(Refusal(reason: "a wrong escape"))
                }
                value.append(plain)
            }
            labels[name] = value
        } while rest.first == ","
        guard rest.popFirst() == "}" else { return .failure(Refusal(reason: "labels without end")) }
        return .success(labels)
    }

    fileprivate struct Refusal: Error { let reason: String }

    private static let escapes: [Character: Character] = ["\\": "\\", "\"": "\"", "n": "\n"]

    private func unescaped(_ text: String) throws(Flaw) -> String {
        var (rest, plain) = (text[...], "")
        while let character = rest.popFirst() {
            guard character != "\"" else { throw flaw("a wrong escape") }
            guard character == "\\" else {
                plain.append(character)
                continue
            }
            guard let meant = rest.popFirst().flatMap({ Self.escapes[$0] }) else {
                throw flaw("a wrong escape")
            }
            plain.append(meant)
        }
        return plain
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            (0x30...0x3A).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x5F
                || (0x61...0x7A).contains(byte)
        }
    }
}

extension Result where Failure == OpenMetricsText.Refusal {
    fileprivate func mapFlaw(
        _ flaw: (String) -> OpenMetricsText.Flaw
    ) throws(OpenMetricsText.Flaw) -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let refusal): throw flaw(refusal.reason)
        }
    }
}
