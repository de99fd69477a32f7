// SPDX-License-Identifier: MPL-2.0

/// A loan that was made.
public struct Checkout: Sendable, Hashable, Personal {
    /// What stands for the loan wherever it would be shown.
    public static let standIn = "checkout"

    /// The item.
    public var item: Item
    /// When it is due back.
    public var due: Due?
    /// Whether the patron had the item already and the loan was renewed.
    public var isRenewal: Bool
    /// Whether the item's security is to be switched off; nil where the library system left it
    /// open.
    public var desensitizes: Bool?
    /// The library's word to the patron.
    public var text: LibraryText?

    /// Describes a loan.
    public init(
        item: Item,
        due: Due? = nil,
        isRenewal: Bool = false,
        desensitizes: Bool? = nil,
        text: LibraryText? = nil
    ) {
        self.item = item
        self.due = due
        self.isRenewal = isRenewal
        self.desensitizes = desensitizes
        self.text = text
    }
}

/// A return that was made.
public struct Checkin: Sendable, Hashable, Personal {
    /// What stands for the return wherever it would be shown.
    public static let standIn = "checkin"

    /// Why a returned item wants attention.
    public enum Alert: String, Sendable, Hashable, CaseIterable {
        /// Somebody here waits for it.
        case reserved
        /// It goes to another branch, where somebody may wait for it.
        case otherBranch
        /// Something else.
        case other
    }

    /// The item.
    public var item: Item
    /// Where it belongs.
    public var place: LibraryText?
    /// The sorting bin it goes into.
    public var bin: LibraryText?
    /// Why it wants attention; nil when it does not.
    public var alert: Alert?
    /// Whether the item's security is to be switched on again.
    public var resensitizes: Bool
    /// The library's word to the patron.
    public var text: LibraryText?

    /// Describes a return.
    public init(
        item: Item,
        place: LibraryText? = nil,
        bin: LibraryText? = nil,
        alert: Alert? = nil,
        resensitizes: Bool = true,
        text: LibraryText? = nil
    ) {
        self.item = item
        self.place = place
        self.bin = bin
        self.alert = alert
        self.resensitizes = resensitizes
        self.text = text
    }
}

/// What became of one loan that was to be renewed.
public struct Renewal: Sendable, Hashable, Personal {
    /// What stands for the renewal wherever it would be shown.
    public static let standIn = "renewal"

    /// The item.
    public var item: Item
    /// When it is due back now.
    public var due: Due?
    /// Why it was not renewed; nil when it was.
    public var refusal: Refusal?

    /// Describes a renewal.
    public init(item: Item, due: Due? = nil, refusal: Refusal? = nil) {
        self.item = item
        self.due = due
        self.refusal = refusal
    }
}

/// An item that a patron has borrowed.
public struct Loan: Sendable, Hashable, Personal {
    /// What stands for the loan wherever it would be shown.
    public static let standIn = "loan"

    /// The item.
    public var item: Item
    /// When it is due back.
    public var due: Due?
    /// Whether it can be renewed; nil where the library system does not say.
    public var isRenewable: Bool?

    /// Describes a loan.
    public init(item: Item, due: Due? = nil, isRenewable: Bool? = nil) {
        self.item = item
        self.due = due
        self.isRenewable = isRenewable
    }
}

/// An item that a patron has reserved.
public struct Hold: Sendable, Hashable, Personal {
    /// What stands for the hold wherever it would be shown.
    public static let standIn = "hold"

    /// How far a hold has come.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It can be fetched.
        case ready
        /// It is on its way to the branch where it will be fetched.
        case inTransit
        /// Others come first, or no copy is free.
        case waiting
    }

    /// The item.
    public var item: Item
    /// How far it has come.
    public var state: State
    /// The branch where it is fetched.
    public var branch: LibraryText?
    /// The number or place on the shelf of reserved items.
    public var shelf: LibraryText?
    /// The last day on which it can be fetched.
    public var until: CivilDate?
    /// The place in the queue, 1 for the first.
    public var position: Int?

    /// Describes a hold.
    public init(
        item: Item,
        state: State,
        branch: LibraryText? = nil,
        shelf: LibraryText? = nil,
        until: CivilDate? = nil,
        position: Int? = nil
    ) {
        self.item = item
        self.state = state
        self.branch = branch
        self.shelf = shelf
        self.until = until
        self.position = position
    }
}

/// The library system's number for a fee.
public struct FeeNumber: Sendable, Hashable, Personal {
    /// The greatest number of bytes in a fee number.
    public static let lengthMax = 64
    /// What stands for a number wherever it would be shown.
    public static let standIn = "fee number"

    /// The number as the library system writes it.
    public let secret: String

    /// Takes 1 to 64 bytes of printable ASCII without `|`, anything else is nil.
    public init?(_ text: some StringProtocol) {
        guard (1...Self.lengthMax).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "|") })
        else { return nil }
        secret = String(text)
    }
}

/// Something that a patron owes for.
public struct Fee: Sendable, Hashable, Personal {
    /// What stands for the fee wherever it would be shown.
    public static let standIn = "fee"

    /// The library system's number for it; without one it cannot be paid alone.
    public var number: FeeNumber?
    /// What is owed; nil where the library system does not say.
    public var amount: Money?
    /// What for.
    public var reason: LibraryText?
    /// The item it concerns.
    public var item: Item?
    /// The day it was made.
    public var made: CivilDate?
    /// Whether it can be paid here; nil where the library system does not say.
    public var isPayable: Bool?

    /// Describes a fee.
    public init(
        number: FeeNumber?,
        amount: Money?,
        reason: LibraryText? = nil,
        item: Item? = nil,
        made: CivilDate? = nil,
        isPayable: Bool? = nil
    ) {
        self.number = number
        self.amount = amount
        self.reason = reason
        self.item = item
        self.made = made
        self.isPayable = isPayable
    }
}

/// All that a patron owes.
public struct FeeAccount: Sendable, Hashable, Personal {
    /// What stands for the account wherever it would be shown.
    public static let standIn = "fee account"

    /// The sum as the library system states it, which may count more than the list.
    public var total: Money?
    /// What a patron may owe and still borrow.
    public var limit: Money?
    /// The fees one by one.
    public var fees: [Fee]
    /// Whether the list is known to hold every fee; one that is not rules nothing out.
    public var isComplete: Bool

    /// Puts an account together, whose list counts as cut unless it is known to be whole.
    public init(total: Money?, limit: Money? = nil, fees: [Fee], isComplete: Bool = false) {
        self.total = total
        self.limit = limit
        self.fees = fees
        self.isComplete = isComplete
    }
}

/// A patron as the kiosk greets one.
public struct PatronAccount: Sendable, Hashable, Personal {
    /// What stands for the account wherever it would be shown.
    public static let standIn = "patron account"

    /// What decides, the same as at the door.
    public var facts: PatronFacts
    /// Whether the PIN was right; nil when none was sent.
    public var pinAccepted: Bool?
    /// The name; the door never sees it.
    public var name: LibraryText?
    /// What the patron owes; nil where the library system does not say.
    public var owes: Money?
    /// Where the patron wants mail from the library; it is kept until the session ends.
    public var mail: MailAddress?
    /// The library's word to the patron.
    public var text: LibraryText?

    /// Puts an account together.
    public init(
        facts: PatronFacts,
        pinAccepted: Bool?,
        name: LibraryText? = nil,
        owes: Money? = nil,
        mail: MailAddress? = nil,
        text: LibraryText? = nil
    ) {
        self.facts = facts
        self.pinAccepted = pinAccepted
        self.name = name
        self.owes = owes
        self.mail = mail
        self.text = text
    }
}
