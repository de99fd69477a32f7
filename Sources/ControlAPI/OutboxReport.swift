// SPDX-License-Identifier: MPL-2.0

/// The transactions of the kiosks whose end is not known.
public struct OutboxReport: Codable, Sendable, Hashable {
    /// One transaction, without whom and what it concerns.
    public struct Transaction: Codable, Sendable, Hashable {
        /// Its name, the same in the ledger.
        public var request: String
        /// The kiosk.
        public var kiosk: String
        /// `checkout`, `checkin`, `renew` or `renew-all`.
        public var task: String
        /// `sent`, `queued`, `doubtful`, or `conflict-` and why a person has to decide.
        public var state: String
        /// When it was begun, in local time.
        public var made: String
        /// The day that a patron was told who borrowed without a line.
        public var due: String?
        /// Whether a person has to decide.
        public var isForStaff: Bool

        /// A transaction made from its parts.
        public init(
            request: String,
            kiosk: String,
            task: String,
            state: String,
            made: String,
            due: String?,
            isForStaff: Bool
        ) {
            self.request = request
            self.kiosk = kiosk
            self.task = task
            self.state = state
            self.made = made
            self.due = due
            self.isForStaff = isForStaff
        }
    }

    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// The transactions, in the order in which they began.
    public var transactions: [Transaction]

    /// A report made from its parts.
    public init(transactions: [Transaction]) {
        schema = ControlAPI.schema
        self.transactions = transactions
    }
}

/// The wish to do something about a transaction that waits.
public struct OutboxWish: Codable, Sendable {
    /// The transaction.
    public var request: String
    /// `retry`, `resolve` or `reveal`.
    public var act: String
    /// Why; goes to the ledger.
    public var reason: String
    /// The user who called `sudo`, by number; see ``DoorOrder/sudoUserID``.
    public var sudoUserID: UInt32?

    /// A wish made from its parts.
    public init(request: String, act: String, reason: String, sudoUserID: UInt32?) {
        self.request = request
        self.act = act
        self.reason = reason
        self.sudoUserID = sudoUserID
    }
}

/// The answer to an ``OutboxWish`` that was carried out.
public struct OutboxReply: Codable, Sendable {
    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// The transaction.
    public var request: String
    /// Who the ledger says ordered it.
    public var by: String
    /// The card's number, where it was asked for and there is one.
    public var card: SecretText?
    /// The item's number, where it was asked for and there is one.
    public var item: SecretText?

    /// An answer made from its parts.
    public init(request: String, by: String, card: SecretText? = nil, item: SecretText? = nil) {
        schema = ControlAPI.schema
        self.request = request
        self.by = by
        self.card = card
        self.item = item
    }
}
