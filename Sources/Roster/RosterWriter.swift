// SPDX-License-Identifier: MPL-2.0

internal import PortnerCore

/// Writes a roster, line by line: the counterpart of ``RosterReader``.
///
/// Libraries write rosters with their own means; this one serves tests, simulations and as the
/// form against which theirs can be compared.
public struct RosterWriter: Sendable {
    private let form: RosterForm
    private let separator: String
    private var rows = 0

    /// A writer for a form.
    ///
    /// - Parameters:
    ///   - form: How the lines are written.
    ///   - usesSemicolons: Whether cells of the CSV form are kept apart by semicolons, as
    ///     spreadsheets with Danish settings do.
    public init(_ form: RosterForm, usesSemicolons: Bool = false) {
        self.form = form
        separator = usesSemicolons ? ";" : ","
    }

    /// The lines before the first row.
    public func heading(_ heading: RosterHeading) -> String {
        let since: RosterCursor? =
            if case .delta(let since) = heading.contents { since } else { nil }
        switch form {
        case .ndjson:
            let end = since.map { #","since":"\#($0)""# } ?? ""
            return #"{"roster":\#(RosterHeading.version),"kind":"\#(heading.kind.rawValue)","#
                + #""time":"\#(heading.asOf.iso8601)","cursor":"\#(heading.cursor)"\#(end)}"# + "\n"
        case .csv:
            let cells = [
                "\(RosterHeading.version)", heading.kind.rawValue, heading.asOf.iso8601,
                heading.cursor.text, since?.text,
            ]
            return csv([RosterField.roster.rawValue] + cells.compactMap(\.self))
                + csv(RosterField.row.map(\.rawValue))
        }
    }

    /// The line of a row.
    public mutating func row(_ row: RosterRow) -> String {
        rows += 1
        let patron = row.patron
        let blocks = patron?.blocks.sorted().map(\.text) ?? []
        let texts: [(RosterField, String?)] = [
            (.patron, patron?.number?.secret),
            (.validity, patron.flatMap { $0.validity == .valid ? nil : $0.validity.rawValue }),
            (.until, patron?.until?.description),
            (.born, patron?.born?.description),
            (.consent, patron?.consent?.description),
            (.enrolment, patron?.enrolment?.description),
            (.resident, patron?.residence?.rawValue),
        ]
        let cards = row.cards.map(\.secret)
        switch form {
        case .ndjson:
            var members = ["\"cards\":\(Self.list(cards))"]
            if !blocks.isEmpty { members.append("\"blocks\":\(Self.list(blocks))") }
            for case (let field, let text?) in texts {
                members.append("\"\(field.rawValue)\":\(Self.quoted(text))")
            }
            if patron == nil { members.append("\"removed\":true") }
            return "{\(members.joined(separator: ","))}\n"
        case .csv:
            let values = Dictionary(uniqueKeysWithValues: texts)
            return csv(
                RosterField.row.map { field in
                    switch field {
                    case .cards: cards.joined(separator: "/")
                    case .blocks: blocks.joined(separator: " ")
                    case .removed: patron == nil ? "yes" : ""
                    default: values[field].flatMap(\.self) ?? ""
                    }
                }
            )
        }
    }

    /// The last line, which counts the rows.
    public func end() -> String {
        switch form {
        case .ndjson: "{\"rows\":\(rows)}\n"
        case .csv: csv([RosterField.rows.rawValue, "\(rows)"])
        }
    }

    private func csv(_ cells: [String]) -> String {
        cells.map(Self.cell).joined(separator: separator) + "\n"
    }

    /// A cell, in quotation marks where it holds one or what keeps cells apart.
    private static func cell(_ text: String) -> String {
        guard text.contains(where: { "\",;".contains($0) }) else { return text }
        return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }

    private static func list(_ texts: [String]) -> String {
        "[\(texts.map(quoted).joined(separator: ","))]"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted + "\""
    }
}
