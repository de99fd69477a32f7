// SPDX-License-Identifier: MPL-2.0

/// What lies on the pad, in the rows of a session.
extension KioskSession {
    /// Parts of an item are missing, which the patron can put down.
    mutating func missesParts(_ item: ItemNumber, _ missing: Int) -> Step {
        guard place != .receipt, rows(bearing: item).allSatisfy(\.cameToNothing) else {
            return Step(actions: [.ignored(.misplaced)])
        }
        guard let row = addRow(for: item, .incomplete(missing)) else {
            return Step(notice: .misplaced(.full))
        }
        return Step(notice: .row(row))
    }

    /// How far the change of an item's tags is.
    mutating func gateChanged(_ item: ItemNumber, to gate: KioskRow.Gate) -> Step {
        // What was borrowed and returned here stands in two rows: the pad speaks of the newer one.
        let newest = rows(bearing: item).filter { $0.gate != nil }.max { $0.number < $1.number }
        guard let row = newest else { return Step(actions: [.ignored(.late)]) }
        setGate(gate, of: row.number)
        return Step(notice: gate == .settled ? nil : .row(row.number))
    }

    private func rows(bearing item: ItemNumber) -> [KioskRow] {
        (lent + returned).filter { $0.item.bears(item) }
    }
}
