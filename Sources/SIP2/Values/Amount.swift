// SPDX-License-Identifier: MPL-2.0

/// An amount of money, exactly as its decimal text (`BV`, `CC`).
///
/// The protocol fixes neither the number of decimals nor the sign between crowns and øre. The text
/// is kept, and ``minorUnits(digits:)`` gives a number only where it is exact.
public struct Amount: Sendable, Hashable {
    /// The text, as it stands in the message.
    public let text: String

    /// Takes the text of a field.
    public init(_ text: String) {
        self.text = text
    }

    /// Makes an amount from its smallest units, such as 11557 for `115.57`.
    ///
    /// - Parameters:
    ///   - minorUnits: The number of the smallest units.
    ///   - digits: How many decimals the currency has, 0 to 9.
    public init(minorUnits: Int, digits: Int = 2) {
        let decimals = min(max(digits, 0), Self.decimalsMax)
        let figures = String(minorUnits.magnitude)
        let padding = String(repeating: "0", count: max(0, decimals + 1 - figures.count))
        let whole = (padding + figures).dropLast(decimals)
        let fraction = (padding + figures).suffix(decimals)
        text = (minorUnits < 0 ? "-" : "") + whole + (decimals > 0 ? "." : "") + fraction
    }

    private static let decimalsMax = 9

    /// The number of the smallest units, such as 11557 for `115.57`.
    ///
    /// Point and comma both separate the decimals. Where both occur, the last one does, and the
    /// other one sets thousands apart. A single one before three figures may do either: `1.200` is
    /// twelve hundred in Danish writing, so it counts nothing where the currency has fewer
    /// decimals, unless only noughts stand before it.
    /// - Parameter digits: How many decimals the currency has, 0 to 9.
    /// - Returns: nil when the text is no number or an ambiguous one, when it has parts of the
    ///   smallest unit, and when it is too great.
    public func minorUnits(digits: Int = 2) -> Int? {
        let decimals = min(max(digits, 0), Self.decimalsMax)
        var figures = text.utf8.filter { $0 != 0x20 }[...]
        let isNegative = figures.first == 0x2D
        if isNegative { figures = figures.dropFirst() }
        let separator = figures.lastIndex { $0 == 0x2E || $0 == 0x2C } ?? figures.endIndex
        guard let whole = Self.ungrouped(figures[..<separator], decimal: figures[at: separator])
        else { return nil }
        var fraction = Array(figures[separator...].dropFirst())
        let mayBeGrouped = separator - figures.startIndex == whole.count && 1...3 ~= whole.count
        if mayBeGrouped, fraction.count == 3, decimals < 3, whole.contains(where: { $0 != 0x30 }) {
            return nil
        }
        while fraction.count > decimals, fraction.last == 0x30 { fraction.removeLast() }
        guard fraction.count <= decimals, !(whole + fraction).isEmpty else { return nil }
        fraction += [UInt8](repeating: 0x30, count: decimals - fraction.count)
        return Self.number(whole + fraction, isNegative: isNegative)
    }

    /// The digits before the decimals without what sets thousands apart.
    private static func ungrouped(_ whole: ArraySlice<UInt8>, decimal: UInt8?) -> [UInt8]? {
        let groups = whole.split(omittingEmptySubsequences: false) { $0 == 0x2E || $0 == 0x2C }
        guard groups.count > 1 else { return Array(whole) }
        let isGrouped =
            !whole.contains { $0 == decimal } && 1...3 ~= groups[0].count
            && groups.dropFirst().allSatisfy { $0.count == 3 }
        return isGrouped ? Array(groups.joined()) : nil
    }

    private static func number(_ figures: [UInt8], isNegative: Bool) -> Int? {
        var value = 0
        for figure in figures {
            guard isDigit(figure) else { return nil }
            let (shifted, isTooGreat) = value.multipliedReportingOverflow(by: 10)
            let digit = Int(figure - 0x30)
            let (next, isOver) = shifted.addingReportingOverflow(isNegative ? -digit : digit)
            guard !isTooGreat, !isOver else { return nil }
            value = next
        }
        return value
    }
}

extension ArraySlice<UInt8> {
    fileprivate subscript(at index: Int) -> UInt8? {
        indices.contains(index) ? self[index] : nil
    }
}

extension Amount: CustomStringConvertible {
    /// The text.
    public var description: String { text }
}
