// SPDX-License-Identifier: MPL-2.0

/// The wish that a card or a reader need not wait any longer after wrong attempts.
public struct WaitLift: Codable, Sendable {
    /// The card's number as scanned or typed; absent for a reader.
    public var card: SecretText?
    /// The reader's name; absent for a card.
    public var reader: String?
    /// Why; goes to the ledger.
    public var reason: String
    /// The user who called `sudo`, by number; see ``DoorOrder/sudoUserID``.
    public var sudoUserID: UInt32?

    /// A wish made from its parts, of which either the card or the reader is given.
    public init(card: SecretText?, reader: String?, reason: String, sudoUserID: UInt32?) {
        self.card = card
        self.reader = reader
        self.reason = reason
        self.sudoUserID = sudoUserID
    }
}

/// The answer to a ``WaitLift`` that was carried out.
public struct WaitLiftReply: Codable, Sendable, Hashable {
    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// The reader; absent for a card.
    public var reader: String?
    /// Who the ledger says ordered it.
    public var by: String

    /// An answer made from its parts.
    public init(reader: String?, by: String) {
        schema = ControlAPI.schema
        self.reader = reader
        self.by = by
    }
}
