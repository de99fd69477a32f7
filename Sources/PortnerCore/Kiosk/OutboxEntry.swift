// SPDX-License-Identifier: MPL-2.0

/// One transaction of a kiosk from the moment it is begun until its end is known.
///
/// It stands in the ledger's file before anything is sent or shown, and is deleted from it when the
/// end is known: exactly one of done at the library, queued, or refused (invariant I10). The store
/// seals the card's and the item's number with a key that is not in the database.
public struct OutboxEntry: Sendable, Hashable, Personal {
    /// What stands for an entry wherever it would be shown.
    public static let standIn = "outbox entry"

    /// What a transaction does.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// An item is lent.
        case checkout
        /// An item is taken back.
        case checkin
        /// An item is lent for longer.
        case renew
        /// Every item is lent for longer.
        case renewAll = "renew-all"
    }

    /// How far a transaction has come.
    public enum State: Sendable, Hashable {
        /// The library system was asked and has not answered.
        case sent
        /// It was done without a line, and the library system is told when there is one.
        case queued
        /// The library system may have carried it out.
        case doubtful
        /// The library system did not accept it, or nobody can tell: a person decides.
        case conflict(Conflict)
    }

    /// Why a person has to decide.
    public enum Conflict: String, Sendable, Hashable, CaseIterable {
        /// The library system refused what had been done without a line.
        case refused
        /// The patron is not accepted, or may not borrow.
        case patron
        /// Somebody else has the item or waits for it.
        case taken
        /// The library does not know the item, or does not lend it.
        case item
        /// A loan that the patron could not see the end of was not carried out.
        case notLent = "not-lent"
        /// Nobody can tell whether it was carried out.
        case open
        /// It waited longer than ``Outbox/ageMax``.
        case tooOld = "too-old"
    }

    /// Its name, which goes along to the library system where there is room for one.
    public let id: RequestID
    /// The kiosk.
    public let kiosk: KioskName
    /// What it does.
    public let kind: Kind
    /// Whose loan it is: the card's number, for the library system.
    public let card: CardNumber?
    /// The item; nil when every loan is meant.
    public let item: ItemNumber?
    /// When it was begun.
    public let made: Timestamp
    /// The local time at which it was begun.
    public let civil: CivilTime
    /// The day that a patron was told, or would be told, who borrows without a line.
    public let due: CivilDate?
    /// Whether it may be done without a line.
    public let mayWait: Bool
    /// How far it has come.
    public var state: State
    /// Whether the patron was told that it is done and the library hears of it later.
    public var wasQueued: Bool

    /// Puts an entry together.
    public init(
        id: RequestID,
        kiosk: KioskName,
        kind: Kind,
        card: CardNumber?,
        item: ItemNumber?,
        made: Timestamp,
        civil: CivilTime,
        due: CivilDate?,
        mayWait: Bool,
        state: State,
        wasQueued: Bool = false
    ) {
        self.id = id
        self.kiosk = kiosk
        self.kind = kind
        self.card = card
        self.item = item
        self.made = made
        self.civil = civil
        self.due = due
        self.mayWait = mayWait
        self.state = state
        self.wasQueued = wasQueued || state == .queued
    }

    /// Whether it concerns a thing that another one concerns, so that their order counts.
    func meets(_ other: OutboxEntry) -> Bool {
        if let item, let theirs = other.item, item.isSame(as: theirs) { return true }
        if let card, card == other.card { return item == nil || other.item == nil }
        return false
    }

    /// What the library system is asked while the patron waits; nil without what it takes.
    func task(pin: PIN?) -> LibraryTask? {
        let access = card.map { PatronAccess(card: $0, pin: pin) }
        return switch (kind, item, access) {
        case (.checkout, let item?, let access?): .checkout(item, access)
        case (.checkin, let item?, _): .checkin(item)
        case (.renew, let item?, let access?): .renew(item, access)
        case (.renewAll, _, let access?): .renewAll(access)
        default: nil
        }
    }

    /// What the library system is told afterwards.
    var deferredTask: LibraryTask? {
        switch (kind, item, card, due) {
        case (.checkout, let item?, let card?, let due?):
            .checkout(
                item,
                PatronAccess(card: card, pin: nil),
                DeferredCheckout(made: civil, due: due)
            )
        case (.checkin, let item?, _, _):
            .checkin(item, DeferredCheckin(made: civil))
        default: nil
        }
    }
}

/// A change to the entries in the ledger's file.
public enum OutboxChange: Sendable, Hashable {
    /// A transaction begins.
    case enter(OutboxEntry)
    /// A transaction has come further; one that was queued once stays so marked.
    case move(RequestID, OutboxEntry.State)
    /// The end of a transaction is known; nothing of it is kept.
    case close(RequestID)

    /// The transaction.
    public var id: RequestID {
        switch self {
        case .enter(let entry): entry.id
        case .move(let id, _), .close(let id): id
        }
    }
}

extension OutboxEntry.State: LosslessStringConvertible {
    /// The form in the database: `sent`, `queued`, `doubtful`, or the code of a conflict.
    public var description: String {
        switch self {
        case .sent: "sent"
        case .queued: "queued"
        case .doubtful: "doubtful"
        case .conflict(let conflict): "conflict-\(conflict.rawValue)"
        }
    }

    /// Reads what ``description`` writes; anything else is nil.
    public init?(_ text: String) {
        switch text {
        case "sent": self = .sent
        case "queued": self = .queued
        case "doubtful": self = .doubtful
        default:
            guard text.hasPrefix("conflict-"),
                let conflict = OutboxEntry.Conflict(rawValue: String(text.dropFirst(9)))
            else { return nil }
            self = .conflict(conflict)
        }
    }
}

extension OutboxEntry.Conflict {
    /// What a refusal of something done without a line means for a person.
    init(_ reason: Refusal.Reason) {
        self =
            switch reason {
            case .patronNotValid, .wrongPIN, .patronBlocked: .patron
            case .itemOnLoan, .itemReserved: .taken
            case .itemUnknown, .itemNotForLoan: .item
            case .tooEarlyToRenew, .tooManyRenewals, .other: .refused
            }
    }
}
