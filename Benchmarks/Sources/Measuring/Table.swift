// SPDX-License-Identifier: MPL-2.0

/// Figures in columns, with the floor they stand beside and the limit they are held to.
public struct Table {
    private static let nameWidth = 44
    private static let columnWidth = 12

    private let title: String
    private let columns: [String]
    private var rows: [(name: String, cells: [String])] = []

    /// A table with a line above it that says what was measured.
    public init(_ title: String, columns: [String]) {
        self.title = title
        self.columns = columns
    }

    /// Adds a row of texts.
    public mutating func add(_ name: String, _ cells: [String]) {
        rows.append((name, cells))
    }

    /// Adds a row of times in nanoseconds, printed in microseconds.
    public mutating func add(_ name: String, microseconds: [Double]) {
        add(name, microseconds.map { Self.text($0 / 1000, digits: 2) + " us" })
    }

    /// Adds the ratios of measured figures to their floors, the limits, and whether they are held.
    public mutating func addRatios(_ measured: [Double], to floors: [Double], limits: [Double]) {
        let ratios = zip(measured, floors).map { $0 / $1 }
        add("ratio to the floor", ratios.map { Self.text($0, digits: 2) })
        guard !limits.isEmpty else { return }
        add("limit", limits.map { Self.text($0, digits: 2) })
        addVerdicts(zip(ratios, limits).map { $0 <= $1 })
    }

    /// Adds whether each figure is within its limit.
    public mutating func addVerdicts(_ held: [Bool]) {
        add("", held.map { $0 ? "held" : "MISSED" })
    }

    /// Prints the table.
    public func print() {
        Swift.print("\n\(title)")
        Swift.print(Self.row("", columns))
        for row in rows { Swift.print(Self.row(row.name, row.cells)) }
    }

    /// A number from 0 with this many digits after the point.
    public static func text(_ number: Double, digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int64(number * scale + 0.5)
        guard digits > 0 else { return "\(scaled)" }
        let fraction = String(scaled.magnitude % UInt64(scale))
        let zeros = String(repeating: "0", count: digits - fraction.utf8.count)
        return "\(scaled / Int64(scale)).\(zeros)\(fraction)"
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        let padded = cells.map { cell in
            String(repeating: " ", count: max(1, columnWidth - cell.count)) + cell
        }
        let gap = String(repeating: " ", count: max(1, nameWidth - name.count))
        return "  " + name + gap + padded.joined()
    }
}
