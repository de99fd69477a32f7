// SPDX-License-Identifier: MPL-2.0

extension Library {
    /// Why the library does not do what it is asked.
    public enum Refusal: String, Error, Sendable, Hashable, CaseIterable {
        /// Nobody has this card.
        case unknownPatron
        /// The PIN that was sent is not the patron's.
        case wrongPIN
        /// The library does not vouch for the patron, or the card has run out.
        case invalidCard
        /// The patron may not do this.
        case blocked
        /// The patron owes more than the limit.
        case owesTooMuch
        /// The patron has as many loans as anybody may have.
        case tooManyLoans
        /// No item has this barcode.
        case unknownItem
        /// The item is used in the library.
        case notForLoan
        /// The item is another patron's loan.
        case lentToAnother
        /// The item is this patron's loan already.
        case alreadyLent
        /// Somebody else waits for the item.
        case reserved
        /// The item is on no loan, or on another patron's.
        case notLent
        /// The loan has been renewed as often as it can be.
        case renewedTooOften
        /// The loan can be renewed later, near its last day.
        case tooEarly
        /// The patron has a hold on the title already.
        case alreadyReserved
        /// The patron has as many holds as anybody may have.
        case tooManyHolds
        /// The patron has no such hold.
        case noSuchHold
        /// The library has no such branch.
        case unknownBranch
        /// The patron owes no such fee.
        case noSuchFee
        /// The amount is not that of the fee.
        case wrongAmount

        /// The token that Cicero puts in brackets.
        ///
        /// `BEFORE_RENEW_PERIOD` and `MATERIAL_NOT_FOUND` are recorded; the others are made up
        /// after their likeness and after the renewal statuses of FBS, because no list is public.
        public var token: String {
            switch self {
            case .unknownPatron: "LOANER_NOT_FOUND"
            case .wrongPIN: "WRONG_PINCODE"
            case .invalidCard: "LOANER_NOT_VALID"
            case .blocked: "LOANER_IS_BLOCKED"
            case .owesTooMuch: "LOANER_OWES_TOO_MUCH"
            case .tooManyLoans: "MAX_LOANS_REACHED"
            case .unknownItem: "MATERIAL_NOT_FOUND"
            case .notForLoan: "MATERIAL_IS_NOT_LOANABLE"
            case .lentToAnother: "MATERIAL_ALREADY_LOANED"
            case .alreadyLent: "MATERIAL_ALREADY_LOANED_BY_LOANER"
            case .reserved: "MATERIAL_RESERVED"
            case .notLent: "LOAN_NOT_FOUND"
            case .renewedTooOften: "MAX_RENEWALS_REACHED"
            case .tooEarly: "BEFORE_RENEW_PERIOD"
            case .alreadyReserved: "ALREADY_RESERVED"
            case .tooManyHolds: "EXCEEDS_MAX_RESERVATIONS"
            case .noSuchHold: "RESERVATION_NOT_FOUND"
            case .unknownBranch: "BRANCH_NOT_FOUND"
            case .noSuchFee: "FEE_NOT_FOUND"
            case .wrongAmount: "WRONG_AMOUNT"
            }
        }

        /// The reason as a strict system puts it for the patron.
        public var english: String {
            switch self {
            case .unknownPatron: "Patron unknown"
            case .wrongPIN: "Wrong PIN"
            case .invalidCard: "Card not valid"
            case .blocked: "Patron is blocked"
            case .owesTooMuch: "Patron owes too much"
            case .tooManyLoans: "Too many items charged"
            case .unknownItem: "Item unknown"
            case .notForLoan: "Item is not for loan"
            case .lentToAnother: "Item checked out to another patron"
            case .alreadyLent: "Item already checked out to this patron"
            case .reserved: "Item is on hold for another patron"
            case .notLent: "Item is not checked out"
            case .renewedTooOften: "Too many renewals"
            case .tooEarly: "Too early to renew"
            case .alreadyReserved: "Title already on hold for this patron"
            case .tooManyHolds: "Too many holds"
            case .noSuchHold: "No such hold"
            case .unknownBranch: "Pickup location unknown"
            case .noSuchFee: "No such fee"
            case .wrongAmount: "Amount is not that of the fee"
            }
        }
    }
}
