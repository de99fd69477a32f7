// SPDX-License-Identifier: MPL-2.0

/// The order that everybody leave the building, or that this is over.
public struct EvacuationOrder: Codable, Sendable, Hashable {
    /// Whether everybody is to leave; `false` for the all-clear.
    public var isOrdered: Bool
    /// Why; goes to the ledger.
    public var reason: String
    /// The user who called `sudo`, by number; see ``DoorOrder/sudoUserID``.
    public var sudoUserID: UInt32?

    /// An order made from its parts.
    public init(isOrdered: Bool, reason: String, sudoUserID: UInt32?) {
        self.isOrdered = isOrdered
        self.reason = reason
        self.sudoUserID = sudoUserID
    }
}

/// The answer to an ``EvacuationOrder`` that was carried out.
public struct EvacuationReply: Codable, Sendable, Hashable {
    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// Whether everybody is to leave now.
    public var isOrdered: Bool
    /// Who the ledger says ordered it.
    public var by: String

    /// An answer made from its parts.
    public init(isOrdered: Bool, by: String) {
        schema = ControlAPI.schema
        self.isOrdered = isOrdered
        self.by = by
    }
}
