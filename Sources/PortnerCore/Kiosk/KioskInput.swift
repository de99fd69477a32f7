// SPDX-License-Identifier: MPL-2.0

/// What a patron comes to do.
public enum KioskTask: String, Sendable, Hashable, CaseIterable {
    /// Borrow.
    case loan
    /// Return; needs no card.
    case returning = "return"
    /// See and renew the loans.
    case loans
    /// See what is reserved.
    case holds
    /// See what is owed.
    case fees
}

/// How a patron wants the receipt.
public enum ReceiptChoice: String, Sendable, Hashable, CaseIterable {
    /// Not at all.
    case none
    /// On paper.
    case print
    /// By e-mail, to the address that the library knows.
    case mail
}

/// Something pressed on the screen, or ordered by a command barcode.
public enum KioskInput: Sendable, Hashable {
    /// A task was chosen.
    case choose(KioskTask)
    /// The number of the card is typed, as the card is not at hand.
    case typeCard
    /// A digit, OK, take back or give up while a PIN or a card's number is typed.
    case key(Key)
    /// Back to the overview, or to the first page.
    case back
    /// Renew the loan in this line.
    case renew(Int)
    /// Renew every loan.
    case renewAll
    /// A refusal was read.
    case acknowledge(Int)
    /// The patron has finished.
    case finish
    /// The receipt was chosen; any choice ends the session.
    case receipt(ReceiptChoice)
    /// The patron is still there.
    case stay
    /// The patron has finished, and the next one's turn begins; or has not, and what was scanned
    /// meanwhile is the patron's.
    case handOver(Bool)
    /// The language was chosen.
    case language(Language)
    /// A way of being served was switched on or off.
    case wish(Wish, Bool)

    /// What can be switched on and off.
    public enum Wish: String, Sendable, Hashable, CaseIterable {
        /// ``KioskWishes/largerText``.
        case largerText = "larger-text"
        /// ``KioskWishes/highContrast``.
        case highContrast = "high-contrast"
        /// ``KioskWishes/moreTime``.
        case moreTime = "more-time"
        /// ``KioskWishes/hidesTitles``.
        case hidesTitles = "hide-titles"
        /// ``KioskWishes/speaks``.
        case speaks
    }
}

/// An input with what makes it safe to send twice.
public struct KioskPress: Sendable, Hashable {
    /// The name that the page gave it; the same name again is the same press.
    public var id: RequestID
    /// The session that the page was showing.
    public var session: UInt64
    /// What was pressed.
    public var input: KioskInput

    /// Puts a press together.
    public init(id: RequestID, session: UInt64, input: KioskInput) {
        self.id = id
        self.session = session
        self.input = input
    }
}
