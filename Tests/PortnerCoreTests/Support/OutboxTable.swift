// SPDX-License-Identifier: MPL-2.0

@testable import PortnerCore

/// The table of the kiosks' transactions, as the ledger's file keeps it.
struct OutboxTable {
    private(set) var entries: [OutboxEntry] = []
    /// How often each transaction was entered and closed.
    private(set) var entered: [RequestID: Int] = [:]
    private(set) var closed: [RequestID: Int] = [:]
    private(set) var kinds: [RequestID: OutboxEntry.Kind] = [:]

    mutating func take(_ change: OutboxChange) {
        switch change {
        case .enter(let entry):
            entered[entry.id, default: 0] += 1
            kinds[entry.id] = entry.kind
            entries.append(entry)
        case .move(let id, let state):
            for index in entries.indices where entries[index].id == id {
                entries[index].state = state
                if state == .queued { entries[index].wasQueued = true }
            }
        case .close(let id):
            closed[id, default: 0] += 1
            entries.removeAll { $0.id == id }
        }
    }
}
