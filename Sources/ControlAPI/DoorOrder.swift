// SPDX-License-Identifier: MPL-2.0

/// Something that a technician wants done at a door.
public struct DoorOrder: Codable, Sendable, Hashable {
    /// `unlock`, `secure`, `resume` or `test`.
    public var order: String
    /// The door's name.
    public var door: String
    /// Why; goes to the ledger.
    public var reason: String
    /// The user who called `sudo`, by number.
    ///
    /// Who sends the request is known from the socket and cannot be claimed. This number is
    /// believed only from root, and only added to it.
    public var sudoUserID: UInt32?

    /// An order made from its parts.
    public init(order: String, door: String, reason: String, sudoUserID: UInt32?) {
        self.order = order
        self.door = door
        self.reason = reason
        self.sudoUserID = sudoUserID
    }
}

/// The answer to a ``DoorOrder`` that was carried out.
public struct DoorOrderReply: Codable, Sendable, Hashable {
    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// What was ordered.
    public var order: String
    /// The door.
    public var door: String
    /// Who the ledger says ordered it.
    public var by: String

    /// An answer made from its parts.
    public init(order: String, door: String, by: String) {
        schema = ControlAPI.schema
        self.order = order
        self.door = door
        self.by = by
    }
}
