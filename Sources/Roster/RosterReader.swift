// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// Reads a roster, piece by piece and line by line.
///
/// Nothing that is wrong is passed over: the first error ends the reading, and what was read until
/// then must be thrown away. Birth dates are reduced to what the doors' age limits need as soon as
/// their line is read.
public struct RosterReader: Sendable {
    private enum Place {
        case first
        case columns
        case rows
        case ended
    }

    /// What the first line said, once it was read.
    public private(set) var heading: RosterHeading?
    /// How many rows were read.
    public private(set) var rows = 0

    private let form: RosterForm
    private let ageLimits: [Int]
    private let today: CivilDate
    private var place = Place.first
    /// The columns of the CSV form.
    private var columns: [RosterField] = []
    private var separator = UInt8(ascii: ",")
    /// The line as far as it came.
    private var line: [UInt8] = []
    private var lineNumber = 1

    /// A reader at the beginning of a roster.
    ///
    /// - Parameters:
    ///   - form: How the lines are written.
    ///   - ageLimits: The ages that any door asks for.
    ///   - today: The date from which ages are counted.
    public init(_ form: RosterForm, ageLimits: some Sequence<Int>, today: CivilDate) {
        self.form = form
        self.ageLimits = Array(ageLimits)
        self.today = today
        line.reserveCapacity(RosterLimits.lineLengthMax)
    }

    /// Reads the next piece of the roster and appends the rows that end in it.
    public mutating func read(
        _ piece: Span<UInt8>,
        into entries: inout [RosterEntry]
    ) throws(RosterError) {
        for index in piece.indices {
            let byte = piece[index]
            if byte == UInt8(ascii: "\n") {
                try endLine(&entries)
            } else {
                guard line.count < RosterLimits.lineLengthMax else { throw fault(.lineTooLong) }
                line.append(byte)
            }
        }
    }

    /// Says that there is no more to read.
    ///
    /// - Throws: ``RosterError`` with ``RosterError/Reason/truncated`` when the last line is
    ///   missing.
    public mutating func finish(into entries: inout [RosterEntry]) throws(RosterError) {
        // The last line of a file need not end.
        if !line.isEmpty { try endLine(&entries) }
        guard place == .ended else { throw fault(.truncated) }
    }

    private func fault(_ reason: RosterError.Reason, _ field: RosterField? = nil) -> RosterError {
        RosterError(line: lineNumber, field: field, reason)
    }

    // MARK: Lines

    private mutating func endLine(_ entries: inout [RosterEntry]) throws(RosterError) {
        defer {
            line.removeAll(keepingCapacity: true)
            lineNumber += 1
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        // Spreadsheets put a byte order mark before everything else.
        if lineNumber == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        for byte in line where !(0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\t") {
            throw fault(.notASCII)
        }
        guard !isBlank else {
            guard place == .ended else { throw fault(.emptyLine) }
            return
        }
        switch place {
        case .first: try readHeading()
        case .columns: try readColumns()
        case .rows: try readRow(&entries)
        case .ended: throw fault(.afterEnd)
        }
    }

    /// A spreadsheet fills lines up with empty cells.
    private var isBlank: Bool {
        line.allSatisfy { $0 == UInt8(ascii: " ") || (form == .csv && $0 == separator) }
    }

    private mutating func readHeading() throws(RosterError) {
        switch form {
        case .ndjson:
            let fields = try JSONLine.fields(line, RosterField.heading, lineNumber)
            heading = try fields.heading()
            place = .rows
        case .csv:
            let word = Array(RosterField.roster.rawValue.utf8)
            guard line.starts(with: word), line.count > word.count,
                [UInt8(ascii: ","), UInt8(ascii: ";")].contains(line[word.count])
            else { throw fault(.notARoster) }
            separator = line[word.count]
            var cells = try CSVLine.cells(line, separator, lineNumber).dropFirst()
            while cells.last?.isEmpty == true { cells.removeLast() }
            guard cells.count <= RosterField.heading.count else { throw fault(.tooManyCells) }
            var fields = RosterFields(line: lineNumber)
            for (field, cell) in zip(RosterField.heading, cells) where !cell.isEmpty {
                fields[field] = .text(cell)
            }
            heading = try fields.heading()
            place = .columns
        }
    }

    private mutating func readColumns() throws(RosterError) {
        var cells = try CSVLine.cells(line, separator, lineNumber)
        while cells.last?.isEmpty == true { cells.removeLast() }
        for cell in cells {
            guard let field = RosterField(rawValue: cell), RosterField.row.contains(field) else {
                throw fault(.unknownField)
            }
            guard !columns.contains(field) else { throw fault(.twice, field) }
            columns.append(field)
        }
        guard columns.contains(.cards) else { throw fault(.missing, .cards) }
        place = .rows
    }

    private mutating func readRow(_ entries: inout [RosterEntry]) throws(RosterError) {
        let fields: RosterFields
        switch form {
        case .ndjson:
            fields = try JSONLine.fields(line, RosterField.row + [.rows], lineNumber)
        case .csv:
            let cells = try CSVLine.cells(line, separator, lineNumber)
            if cells.first == RosterField.rows.rawValue {
                return try readEnd(cells.dropFirst().first.map { .text($0) }, cells.dropFirst(2))
            }
            fields = try RosterFields(cells, columns, line: lineNumber)
        }
        if let count = fields[.rows] {
            guard fields.count == 1 else { throw fault(.unknownField) }
            return try readEnd(count, [])
        }
        guard rows < RosterLimits.rowsMax else { throw fault(.tooManyRows) }
        guard let heading else { throw fault(.notARoster) }
        entries.append(try fields.entry(heading, ageLimits: ageLimits, today: today))
        rows += 1
    }

    private mutating func readEnd(
        _ count: RosterValue?,
        _ rest: ArraySlice<String>
    ) throws(RosterError) {
        guard rest.allSatisfy(\.isEmpty) else { throw fault(.tooManyCells) }
        let counted: Int? =
            switch count {
            case .number(let number): number
            case .text(let text) where form == .csv: Int(text)
            default: nil
            }
        guard let counted else { throw fault(.badValue, .rows) }
        guard counted == rows else { throw fault(.wrongCount, .rows) }
        place = .ended
    }
}
