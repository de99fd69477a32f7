// SPDX-License-Identifier: MPL-2.0

/// Rows of cells as columns of text.
enum TextTable {
    /// The rows with their cells below one another, the last one as long as it is.
    ///
    /// - Parameters:
    ///   - rows: The cells, as many in each row.
    ///   - indent: How many blanks stand before each row.
    /// - Returns: The text, without a newline at the end.
    static func text(_ rows: [[String]], indent: Int = 0) -> String {
        let last = (rows.first?.count ?? 1) - 1
        let widths = (0..<last).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let margin = String(repeating: " ", count: indent)
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count + 3)
            }
            return margin + cells.joined() + row[last]
        }
        .joined(separator: "\n")
    }
}
