// SPDX-License-Identifier: MPL-2.0

/// The fields that a roster can have, by their names in both forms.
public enum RosterField: String, Sendable, Hashable, CaseIterable {
    /// First line: the version of the format.
    case roster
    /// First line: full or delta.
    case kind
    /// First line: the moment at which the library's data were as the roster says.
    case time
    /// First line: the state that a station holds afterwards.
    case cursor
    /// First line of a delta: the state that it starts from.
    case since
    /// Last line: how many rows there are.
    case rows
    /// The cards of a patron.
    case cards
    /// The library system's number for the patron.
    case patron
    /// The restrictions.
    case blocks
    /// Whether the cards are accepted.
    case validity
    /// The last day on which valid cards are good.
    case until
    /// The birth date.
    case born
    /// The consent of a parent or guardian.
    case consent
    /// The enrolment for the hours without staff.
    case enrolment
    /// Whether the patron lives in the library's municipality.
    case resident
    /// Whether the cards are no patron's any more.
    case removed

    /// The fields of the first line, in the order of the CSV form.
    static let heading: [RosterField] = [.roster, .kind, .time, .cursor, .since]
    /// The fields that a row can have, in the order in which they are written.
    static let row: [RosterField] = [
        .cards, .patron, .blocks, .validity, .until, .born, .consent, .enrolment, .resident,
        .removed,
    ]
}

/// Why a roster was refused: the line, the field where one is at fault, and the reason.
///
/// It never holds anything that the roster says.
public struct RosterError: Error, Sendable, Hashable {
    /// The number of the line, the first being 1.
    public let line: Int
    /// The field, where one is at fault.
    public let field: RosterField?
    /// What is wrong.
    public let reason: Reason

    /// What can be wrong with a roster.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The line is longer than ``RosterLimits/lineLengthMax``.
        case lineTooLong = "line-too-long"
        /// There are more rows than ``RosterLimits/rowsMax``.
        case tooManyRows = "too-many-rows"
        /// There are more cells on a line than ``RosterLimits/cellsMax``, or than columns.
        case tooManyCells = "too-many-cells"
        /// There are more cards or restrictions than one patron can have.
        case tooMany = "too-many"
        /// A byte is not printable ASCII; no value of a roster needs another.
        case notASCII = "not-ascii"
        /// The line is not one JSON object with plain values, or its quotes do not match.
        case malformed
        /// A line is empty before the last one.
        case emptyLine = "empty-line"
        /// The first line is not that of a roster.
        case notARoster = "not-a-roster"
        /// The roster is written in a version of the format that this software does not know.
        case unknownVersion = "unknown-version"
        /// A field or column is not one that a roster has in this place.
        case unknownField = "unknown-field"
        /// A field or column stands there twice.
        case twice
        /// A field that must be there is missing.
        case missing
        /// A value is of another kind than its field has, as a number in place of a text.
        case wrongKind = "wrong-kind"
        /// A value is not one that its field can have.
        case badValue = "bad-value"
        /// One card stands on two rows, or twice on one.
        case duplicateCard = "duplicate-card"
        /// A full roster says of cards that they are gone.
        case removedInFull = "removed-in-full"
        /// A row that says of cards that they are gone says something else as well.
        case removedWithFacts = "removed-with-facts"
        /// The last line counts another number of rows than there are.
        case wrongCount = "wrong-count"
        /// Something follows the last line.
        case afterEnd = "after-end"
        /// The last line is missing: the roster was cut off.
        case truncated
    }

    /// Puts an error together.
    public init(line: Int, field: RosterField? = nil, _ reason: Reason) {
        self.line = line
        self.field = field
        self.reason = reason
    }
}

extension RosterError: CustomStringConvertible {
    /// The line, the field and the reason, safe to log.
    public var description: String {
        "line \(line)\(field.map { ", \($0.rawValue)" } ?? ""): \(reason.explanation)"
    }
}

extension RosterError.Reason {
    /// What is wrong, in English for whoever produces the roster.
    public var explanation: String {
        switch self {
        case .lineTooLong: "the line has more than \(RosterLimits.lineLengthMax) bytes"
        case .tooManyRows: "there are more than \(RosterLimits.rowsMax) rows"
        case .tooManyCells: "there are more cells than columns"
        case .tooMany: "there are more values than one patron can have"
        case .notASCII: "there is a character outside printable ASCII"
        case .malformed: "the line is not well formed"
        case .emptyLine: "the line is empty"
        case .notARoster: "the file does not begin as a roster does"
        case .unknownVersion: "the version of the format is not \(RosterHeading.version)"
        case .unknownField: "there is a field that a roster does not have"
        case .twice: "the field stands there twice"
        case .missing: "the field is missing"
        case .wrongKind: "the value is of the wrong kind"
        case .badValue: "the value is not one that the field can have"
        case .duplicateCard: "the card has stood in the roster before"
        case .removedInFull: "only a delta says that cards are gone"
        case .removedWithFacts: "a row about cards that are gone says more than that"
        case .wrongCount: "the last line counts another number of rows"
        case .afterEnd: "something follows the last line"
        case .truncated: "the last line is missing; the file was cut off"
        }
    }
}
