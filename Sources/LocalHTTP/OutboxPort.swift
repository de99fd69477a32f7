// SPDX-License-Identifier: MPL-2.0

public import ControlAPI
public import PortnerCore

/// What the control server needs for the kiosks' transactions.
public struct OutboxPort: Sendable {
    /// The transactions whose end is not known.
    public var read: @Sendable () async throws(ControlFailure) -> [OutboxEntry]
    /// Does something about one for the named user, and says why not, if not; the entry as it
    /// stood before is given where it is to be revealed.
    public var carryOut:
        @Sendable (OutboxOrder, RequestID, _ reason: String, _ by: String)
            async throws(ControlFailure) -> (refusal: StaffRefusal?, revealed: OutboxEntry?)

    /// A port made from its closures.
    public init(
        read: @escaping @Sendable () async throws(ControlFailure) -> [OutboxEntry],
        carryOut:
            @escaping @Sendable (OutboxOrder, RequestID, _ reason: String, _ by: String)
            async throws(ControlFailure) -> (refusal: StaffRefusal?, revealed: OutboxEntry?)
    ) {
        self.read = read
        self.carryOut = carryOut
    }
}

extension OutboxReport {
    /// The transactions as technicians read them.
    init(_ entries: [OutboxEntry]) {
        self.init(
            transactions: entries.map { entry in
                Transaction(
                    request: entry.id.text,
                    kiosk: entry.kiosk.text,
                    task: entry.kind.rawValue,
                    state: entry.state.description,
                    made: entry.civil.description,
                    due: entry.wasQueued ? entry.due?.description : nil,
                    isForStaff: entry.state.isForStaff
                )
            }
        )
    }
}

extension OutboxEntry.State {
    fileprivate var isForStaff: Bool {
        if case .conflict = self { true } else { false }
    }
}
