// SPDX-License-Identifier: MPL-2.0

/// Figures of one name, as the OpenMetrics text format 1.0 writes them.
///
/// Only gauges and counters of whole numbers are used: both formats that collectors read,
/// OpenMetrics and the older text format of Prometheus, know those.
struct MetricFamily: Sendable, Hashable {
    /// What a figure does over time.
    enum Kind: String, Sendable, Hashable {
        /// It goes up and down.
        case gauge
        /// It goes up, and begins at nought when the daemon starts.
        case counter
    }

    /// What a figure is measured in; the name ends in it.
    enum Unit: String, Sendable, Hashable {
        /// Seconds, also those since 1970-01-01T00:00:00Z.
        case seconds
        /// Bytes.
        case bytes
    }

    /// One figure.
    struct Sample: Sendable, Hashable {
        /// What tells it from the others of the family, in this order.
        let labels: [Label]
        /// The figure.
        let value: Int64
    }

    /// A name with a value.
    struct Label: Sendable, Hashable {
        let name: String
        let value: String
    }

    /// The name, without the `_total` of a counter's figures.
    let name: String
    /// What the figures do over time.
    let kind: Kind
    /// What they are measured in; `nil` for mere numbers.
    let unit: Unit?
    /// What they mean, in one sentence.
    let help: String
    /// The figures.
    var samples: [Sample] = []

    init(_ name: String, _ kind: Kind, in unit: Unit? = nil, _ help: String) {
        self.name = name
        self.kind = kind
        self.unit = unit
        self.help = help
    }

    /// The same family with one figure more; none when there is no value.
    func with(_ value: Int64?, _ labels: KeyValuePairs<String, String> = [:]) -> Self {
        guard let value else { return self }
        var family = self
        let labels = labels.map { Label(name: $0.key, value: $0.value) }
        family.samples.append(Sample(labels: labels, value: value))
        return family
    }

    /// The same family with 1 for yes and 0 for no; none when nobody knows.
    func with(_ holds: Bool?, _ labels: KeyValuePairs<String, String> = [:]) -> Self {
        with(holds.map { $0 ? 1 : 0 }, labels)
    }

    /// The whole text of some families, those without figures left out.
    static func text(_ families: [Self]) -> String {
        families.filter { !$0.samples.isEmpty }.map(\.text).joined() + "# EOF\n"
    }

    private var text: String {
        var text = "# TYPE \(name) \(kind.rawValue)\n"
        if let unit { text += "# UNIT \(name) \(unit.rawValue)\n" }
        text += "# HELP \(name) \(Self.escaped(help))\n"
        let name = kind == .counter ? "\(name)_total" : name
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
            let list = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
            text += "\(name)\(list) \(sample.value)\n"
        }
        return text
    }

    /// Text in which backslash, quotation mark and line feed are escaped.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
