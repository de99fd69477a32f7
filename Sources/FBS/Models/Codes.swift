// SPDX-License-Identifier: MPL-2.0

/// What the library system says of a card and a PIN.
public struct AuthenticationStatus: OpenCode {
    /// The code as it came.
    public let rawValue: String

    /// Takes a code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The patron is known and, where a PIN was sent, the PIN is right.
    public static let valid = Self(rawValue: "VALID")
    /// The card is unknown or the PIN is wrong; which of the two is not told.
    public static let invalid = Self(rawValue: "INVALID")
    /// Too many failed attempts; the library system refuses the card for a while.
    public static let lockedOut = Self(rawValue: "LOANER_LOCKED_OUT")
}

/// What kind of patron it is.
public struct PatronType: OpenCode {
    /// The code as it came.
    public let rawValue: String

    /// Takes a code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A person.
    public static let person = Self(rawValue: "PERSON")
    /// A company.
    public static let company = Self(rawValue: "COMPANY")
    /// Another library.
    public static let library = Self(rawValue: "LIBRARY")
    /// A group, such as a class or a reading circle.
    public static let group = Self(rawValue: "GROUP")
}

/// Why a library restricts a patron.
public struct BlockReason: OpenCode {
    /// The code as it came.
    public let rawValue: String

    /// Takes a code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The card was reported stolen.
    public static let cardStolen = Self(rawValue: "O")
    /// Excluded.
    public static let excluded = Self(rawValue: "U")
    /// Excluded for a longer time.
    public static let excludedLonger = Self(rawValue: "F")
    /// Blocked by a self-service machine after wrong PINs.
    public static let blockedByMachine = Self(rawValue: "S")
    /// Registered on the web, identity not yet seen by the library.
    public static let selfRegistered = Self(rawValue: "W")
    /// Owes more than the library's limit.
    public static let debt = Self(rawValue: "E")
    /// Deceased.
    public static let deceased = Self(rawValue: "D")
}

/// Where a loan comes from.
public struct LoanType: OpenCode {
    /// The code as it came.
    public let rawValue: String

    /// Takes a code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// From the library's own stock.
    public static let loan = Self(rawValue: "loan")
    /// From another library.
    public static let interLibraryLoan = Self(rawValue: "interLibraryLoan")
}

/// What became, or would become, of a renewal.
public struct RenewalStatus: OpenCode {
    /// The code as it came.
    public let rawValue: String

    /// Takes a code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Renewed.
    public static let renewed = Self(rawValue: "renewed")
    /// Someone waits for it.
    public static let deniedReserved = Self(rawValue: "deniedReserved")
    /// Renewed as often as the library allows.
    public static let deniedMaxRenewalsReached = Self(rawValue: "deniedMaxRenewalsReached")
    /// The patron is blocked.
    public static let deniedLoanerIsBlocked = Self(rawValue: "deniedLoanerIsBlocked")
    /// The item cannot be lent.
    public static let deniedMaterialIsNotLoanable = Self(rawValue: "deniedMaterialIsNotLoanable")
    /// There is no such item.
    public static let deniedMaterialIsNotFound = Self(rawValue: "deniedMaterialIsNotFound")
    /// There is no such patron.
    public static let deniedLoanerNotFound = Self(rawValue: "deniedLoanerNotFound")
    /// No rule says for how long the item is lent to the patron.
    public static let deniedLoaningProfileNotFound = Self(rawValue: "deniedLoaningProfileNotFound")
    /// For a reason that is not told.
    public static let deniedOtherReason = Self(rawValue: "deniedOtherReason")
}

/// How far a reservation has come.
public struct ReservationState: OpenCode {
    /// The code as it came.
    public let rawValue: String

    /// Takes a code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// In the queue.
    public static let reserved = Self(rawValue: "reserved")
    /// On the shelf for the patron.
    public static let readyForPickup = Self(rawValue: "readyForPickup")
    /// Asked for at another library.
    public static let interLibraryReservation = Self(rawValue: "interLibraryReservation")
    /// On its way.
    public static let inTransit = Self(rawValue: "inTransit")
    /// Something else.
    public static let other = Self(rawValue: "other")
}

/// What a fee is for.
public struct FeeType: OpenCode {
    /// The code as it came.
    public let rawValue: String

    /// Takes a code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A fee, such as for returning too late.
    public static let fee = Self(rawValue: "fee")
    /// Compensation for an item.
    public static let compensation = Self(rawValue: "compensation")
}

/// A day of the week.
public struct DayOfWeek: OpenCode {
    /// The code as it came.
    public let rawValue: String

    /// Takes a code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The days from Monday to Sunday.
    public static let all = [
        "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY",
    ].map { Self(rawValue: $0) }

    /// The day's number, 1 for Monday to 7 for Sunday; nil for anything else.
    public var number: Int? { Self.all.firstIndex(of: self).map { $0 + 1 } }
}
