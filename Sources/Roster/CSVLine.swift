// SPDX-License-Identifier: MPL-2.0

/// One line of the CSV form: cells, quoted where they hold a separator or a quote (RFC 4180).
///
/// A quoted cell ends on the line on which it begins.
enum CSVLine {
    static func cells(
        _ line: [UInt8],
        _ separator: UInt8,
        _ number: Int
    ) throws(RosterError) -> [String] {
        var cells: [String] = []
        var position = 0
        repeat {
            guard cells.count < RosterLimits.cellsMax else {
                throw RosterError(line: number, .tooManyCells)
            }
            if position < line.count, line[position] == UInt8(ascii: "\"") {
                guard let cell = quoted(line, &position) else {
                    throw RosterError(line: number, .malformed)
                }
                cells.append(cell)
            } else {
                let end = line[position...].firstIndex(of: separator) ?? line.endIndex
                guard !line[position..<end].contains(UInt8(ascii: "\"")) else {
                    throw RosterError(line: number, .malformed)
                }
                cells.append(String(decoding: line[position..<end], as: UTF8.self))
                position = end
            }
            guard position < line.count else { return cells }
            guard line[position] == separator else { throw RosterError(line: number, .malformed) }
            position += 1
        } while true
    }

    /// The cell that begins with a quote here; `nil` when no quote ends it.
    private static func quoted(_ line: [UInt8], _ position: inout Int) -> String? {
        var bytes: [UInt8] = []
        position += 1
        while position < line.count {
            let byte = line[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard position < line.count, line[position] == byte else {
                    return String(decoding: bytes, as: UTF8.self)
                }
                position += 1
            }
            bytes.append(byte)
        }
        return nil
    }
}
