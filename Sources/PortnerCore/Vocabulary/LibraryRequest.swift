// SPDX-License-Identifier: MPL-2.0

/// The name of a request, chosen by whoever makes it and the same however often it is told.
///
/// It stands in the journal before the request is sent, and where a library system keeps one, it
/// goes along as the transaction's number.
public struct RequestID: Sendable, Hashable {
    /// The greatest number of bytes in a name.
    public static let lengthMax = 36

    /// Letters, digits and hyphens.
    public let text: String

    /// Takes 1 to 36 ASCII letters, digits and hyphens, anything else is nil.
    public init?(_ text: some StringProtocol) {
        guard (1...Self.lengthMax).contains(text.utf8.count),
            text.utf8.allSatisfy({ byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
                    true
                default: false
                }
            })
        else { return nil }
        self.text = String(text)
    }

    /// The digits of a number, for whoever just counts.
    public init(number: UInt64) { text = String(number) }
}

extension RequestID: CustomStringConvertible {
    /// The name itself, which names nobody.
    public var description: String { text }
}

/// A patron's card, and the PIN where one was typed.
///
/// Most library systems count each sending of a PIN as an attempt, so it goes along only with what
/// needs it.
public struct PatronAccess: Sendable {
    /// The card.
    public var card: CardNumber
    /// The PIN as typed; an empty one does not exist.
    public var pin: PIN?

    /// Puts card and PIN together.
    public init(card: CardNumber, pin: PIN?) {
        self.card = card
        self.pin = pin
    }
}

/// A loan that was made without a line, of which the library system is told afterwards.
public struct DeferredCheckout: Sendable, Hashable {
    /// When it was made, in local time.
    public var made: CivilTime
    /// The day that the patron was told to bring the item back.
    public var due: CivilDate

    /// States when it was made and what the patron was told.
    public init(made: CivilTime, due: CivilDate) {
        self.made = made
        self.due = due
    }
}

/// A return that was made without a line, of which the library system is told afterwards.
public struct DeferredCheckin: Sendable, Hashable {
    /// When it was made, in local time.
    public var made: CivilTime

    /// States when it was made.
    public init(made: CivilTime) { self.made = made }
}

/// A payment that a patron has made.
public struct FeePayment: Sendable, Hashable {
    /// How it was paid.
    public enum Means: String, Sendable, Hashable, CaseIterable {
        /// Coins and notes.
        case cash
        /// A card.
        case card
    }

    /// The fee that was paid; nil for the account as a whole.
    public var fee: FeeNumber?
    /// How much was paid.
    public var amount: Money
    /// How it was paid.
    public var means: Means

    /// Describes a payment.
    public init(fee: FeeNumber?, amount: Money, means: Means) {
        self.fee = fee
        self.amount = amount
        self.means = means
    }
}

/// What the library system is to do or to tell.
public enum LibraryTask: Sendable {
    /// Tell who a patron is, and whether the PIN is right.
    case patron(PatronAccess, ageLimits: Set<Int>)
    /// Lend an item.
    case checkout(ItemNumber, PatronAccess, DeferredCheckout? = nil)
    /// Take an item back.
    case checkin(ItemNumber, DeferredCheckin? = nil)
    /// Lend an item for longer.
    case renew(ItemNumber, PatronAccess)
    /// Lend all items for longer.
    case renewAll(PatronAccess)
    /// Tell what a patron has borrowed.
    case loans(PatronAccess)
    /// Tell what a patron has reserved.
    case holds(PatronAccess)
    /// Tell what a patron owes.
    case fees(PatronAccess)
    /// Note that a patron has paid.
    case pay(FeePayment, PatronAccess)
    /// Tell about an item.
    case item(ItemNumber)
    /// Take note that a patron has finished.
    case endSession(PatronAccess)
    /// Block a card with which too many wrong PINs were tried; the library's staff lift it.
    case block(PatronAccess)

    /// Whether the library's records may change, so that a lost answer leaves a doubt.
    public var changesRecords: Bool {
        switch self {
        case .checkout, .checkin, .renew, .renewAll, .pay, .block: true
        case .patron, .loans, .holds, .fees, .item, .endSession: false
        }
    }
}

extension LibraryTask {
    /// The same task by the card alone.
    var withoutPIN: LibraryTask {
        func bare(_ access: PatronAccess) -> PatronAccess {
            PatronAccess(card: access.card, pin: nil)
        }
        return switch self {
        case .patron(let access, let ageLimits): .patron(bare(access), ageLimits: ageLimits)
        case .checkout(let item, let access, let deferral): .checkout(item, bare(access), deferral)
        case .renew(let item, let access): .renew(item, bare(access))
        case .renewAll(let access): .renewAll(bare(access))
        case .loans(let access): .loans(bare(access))
        case .holds(let access): .holds(bare(access))
        case .fees(let access): .fees(bare(access))
        case .pay(let payment, let access): .pay(payment, bare(access))
        case .endSession(let access): .endSession(bare(access))
        case .block(let access): .block(bare(access))
        case .checkin, .item: self
        }
    }
}

extension LibraryTask: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What kind of task it is, never whom or what it concerns.
    public var description: String {
        switch self {
        case .patron: "patron"
        case .checkout: "checkout"
        case .checkin: "checkin"
        case .renew: "renew"
        case .renewAll: "renew all"
        case .loans: "loans"
        case .holds: "holds"
        case .fees: "fees"
        case .pay: "pay"
        case .item: "item"
        case .endSession: "end session"
        case .block: "block"
        }
    }
    /// What kind of task it is.
    public var debugDescription: String { description }
    /// Nothing, so that a dump shows neither patron nor item.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A task with its name and the time that is given for it.
public struct LibraryRequest: Sendable {
    /// Comes back with the answer.
    public let id: RequestID
    /// What is to be done or told.
    public let task: LibraryTask
    /// How long an answer is waited for; what changes records needs more than a question.
    public let timeout: Duration

    /// Puts a request together.
    public init(id: RequestID, task: LibraryTask, timeout: Duration) {
        self.id = id
        self.task = task
        self.timeout = timeout
    }
}
