// SPDX-License-Identifier: MPL-2.0

/// One item in the running list of a session, with what became of it.
public struct KioskRow: Sendable, Hashable, Personal {
    /// What stands for a row wherever it would be shown.
    public static let standIn = "kiosk row"

    /// The number that ``KioskInput/acknowledge(_:)`` names, counted from 1 in each session.
    public var number: Int
    /// The number that ``KioskInput/renew(_:)`` names, for an item that is the patron's already.
    public var line: Int?
    /// The item as far as it is known.
    public var item: Item
    /// What became of it.
    public var outcome: Outcome
    /// Whether the patron has seen it.
    public var isAcknowledged: Bool
    /// How far the change of its tags is; nil where it does not lie on a pad.
    public var gate: Gate?

    /// Puts a row together.
    public init(
        number: Int,
        line: Int? = nil,
        item: Item,
        outcome: Outcome,
        isAcknowledged: Bool = false,
        gate: Gate? = nil
    ) {
        self.number = number
        self.line = line
        self.item = item
        self.outcome = outcome
        self.isAcknowledged = isAcknowledged
        self.gate = gate
    }

    /// What becomes of an item's tags, by which the gate tells what may pass.
    public enum Gate: String, Sendable, Hashable, CaseIterable {
        /// They wait for the library's answer, or are being changed: the item has to lie still.
        case waiting
        /// It was lifted too early and is to be put back.
        case putBack = "put-back"
        /// They are as they should be.
        case settled
        /// They are not known to be: the gate may sound an alarm, or say nothing where it should.
        case alarm

        /// Whether it is not over.
        public var isOpen: Bool { self == .waiting || self == .putBack }
    }

    /// What became of an item.
    public enum Outcome: Sendable, Hashable {
        /// The library system was asked.
        case working
        /// It is lent.
        case lent(Due?)
        /// It was the patron's already and is lent for longer.
        case renewed(Due?)
        /// It is lent without a line to the library system, which is told later.
        case lentOffline(CivilDate)
        /// It is returned, and goes there.
        case returned(ReturnPlace)
        /// It is returned without a line to the library system, which is told later.
        case returnedOffline
        /// It is the patron's already and can be renewed.
        case alreadyYours(Due?)
        /// Nobody can tell from here; the library looks.
        case doubtful
        /// Parts of it are missing on the pad, so many; 0 where its tags contradict one another.
        case incomplete(Int)
        /// It was not done.
        case refused(Refusal)
    }

    /// Where a returned item goes.
    public struct ReturnPlace: Sendable, Hashable, Personal {
        /// What stands for a place wherever it would be shown.
        public static let standIn = "return place"
        /// The sorting bin.
        public var bin: LibraryText?
        /// The branch where it belongs.
        public var branch: LibraryText?
        /// Whether somebody waits for it, here or elsewhere.
        public var alert: Checkin.Alert?

        /// Puts a place together.
        public init(
            bin: LibraryText? = nil,
            branch: LibraryText? = nil,
            alert: Checkin.Alert? = nil
        ) {
            self.bin = bin
            self.branch = branch
            self.alert = alert
        }
    }

    /// Why an item was not taken, and what the library said about it.
    public struct Refusal: Sendable, Hashable, Personal {
        /// What stands for a refusal wherever it would be shown.
        public static let standIn = "refusal"
        /// Why.
        public var reason: Reason
        /// The library's word to the patron.
        public var text: LibraryText?

        /// Puts a refusal together.
        public init(reason: Reason, text: LibraryText? = nil) {
            self.reason = reason
            self.text = text
        }
    }

    /// Why an item was not lent, renewed or taken back.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The library does not accept the card.
        case patronNotValid = "patron-not-valid"
        /// The patron may not borrow.
        case patronBlocked = "patron-blocked"
        /// The library does not know the item.
        case itemUnknown = "item-unknown"
        /// Somebody else has the item.
        case itemOnLoan = "item-on-loan"
        /// Somebody else waits for the item.
        case itemReserved = "item-reserved"
        /// The item is not lent.
        case itemNotForLoan = "item-not-for-loan"
        /// It is too early to renew.
        case tooEarlyToRenew = "too-early-to-renew"
        /// The loan was renewed as often as it can be.
        case tooManyRenewals = "too-many-renewals"
        /// The library gave no reason that is known here.
        case other
        /// The library system cannot be asked, and this cannot be done without it.
        case unreachable
        /// It could not be written down, so it was not done.
        case notRecorded = "not-recorded"
        /// The library system has no such thing.
        case notSupported = "not-supported"
    }

    /// Whether the patron has something to do or to know before it may leave the top of the list.
    public var wantsAttention: Bool {
        if gate == .putBack { return true }
        if gate == .alarm { return !isAcknowledged }
        return switch outcome {
        case .refused, .doubtful, .alreadyYours, .incomplete: !isAcknowledged
        case .working, .lent, .renewed, .lentOffline, .returned, .returnedOffline: false
        }
    }
}

extension KioskRow.Reason {
    /// The library system's reason in the kiosk's words.
    init(_ reason: Refusal.Reason) {
        self =
            switch reason {
            case .patronNotValid, .wrongPIN: .patronNotValid
            case .patronBlocked: .patronBlocked
            case .itemUnknown: .itemUnknown
            case .itemOnLoan: .itemOnLoan
            case .itemReserved: .itemReserved
            case .itemNotForLoan: .itemNotForLoan
            case .tooEarlyToRenew: .tooEarlyToRenew
            case .tooManyRenewals: .tooManyRenewals
            case .other: .other
            }
    }
}
