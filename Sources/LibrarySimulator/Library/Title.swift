// SPDX-License-Identifier: MPL-2.0

public import SIP2

extension Library {
    /// A work as the catalogue describes it.
    public struct Title: Sendable, Hashable {
        /// The number of its record, eight digits like a FAUST number.
        public let record: String
        /// What it is called.
        public let name: String
        /// Who made it, family name first.
        public let author: String
        /// What it is made of.
        public let kind: MaterialKind
        /// Where it stands, by the Danish decimal classification; `sk` is fiction.
        public let shelf: String
    }

    /// A branch of the library.
    public struct Branch: Sendable, Hashable {
        /// Its ISIL.
        public let id: String
        /// The short name that a kiosk states as its location (`AP`).
        public let code: String
        /// Its name.
        public let name: String
    }

    /// A copy of a title.
    public struct Item: Sendable, Hashable {
        /// Where a copy is.
        public enum Place: Sendable, Hashable {
            /// On the shelf where it belongs.
            case shelf
            /// With the patron of the loan.
            case lent
            /// On the hold shelf of a branch, for the hold with this number.
            case holdShelf(Int)
            /// On its way to the branch with this id; for a hold, where a number is given.
            case inTransit(to: String, hold: Int?)
            /// Nobody knows.
            case missing
        }

        /// What the barcode and the chip say.
        public let barcode: String
        /// The record of its title.
        public let record: String
        /// The branch it belongs to.
        public let branch: String
        /// The department where it stands.
        public let department: String
        /// The library that owns it, which is another one for an inter-library loan.
        public let owner: String
        /// How many parts with a chip it has.
        public let parts: Int
        /// Whether it is lent at all.
        public let isForLoan: Bool
        /// Where it is.
        public internal(set) var place: Place
        /// What a kiosk has noted about it (`CH` of Item Status Update).
        public internal(set) var note: String?

        /// The application family that its chip should state: 0x07 secured, 0xC2 lent.
        public var afi: UInt8 { place == .lent ? 0xC2 : 0x07 }
    }

    /// A loan that has not ended.
    public struct Loan: Sendable, Hashable {
        /// Its number, unique in a run.
        public let id: Int
        /// The barcode of the item.
        public let item: String
        /// The library's own number of the patron.
        public let patron: String
        /// The day on which it began.
        public let begun: CalendarDay
        /// The last day.
        public internal(set) var due: CalendarDay
        /// How often it has been renewed.
        public internal(set) var renewals: Int
    }

    /// A hold on a title.
    public struct Hold: Sendable, Hashable {
        /// How far a hold has come.
        public enum State: Sendable, Hashable {
            /// It waits for a copy.
            case waiting
            /// A copy is on its way to the branch.
            case inTransit(item: String)
            /// A copy stands on the hold shelf, under a number and until a day.
            case ready(item: String, number: Int, until: CalendarDay)
        }

        /// Its number, unique in a run.
        public let id: Int
        /// The record of the title.
        public let record: String
        /// The library's own number of the patron.
        public let patron: String
        /// The day on which it was placed.
        public let placed: CalendarDay
        /// The branch where the patron wants the copy.
        public internal(set) var branch: String
        /// The last day on which the patron wants it.
        public internal(set) var expires: CalendarDay
        /// How far it has come.
        public internal(set) var state: State
    }

    /// An amount that a patron owes.
    public struct Fee: Sendable, Hashable {
        /// What an amount is owed for.
        public enum Kind: Sendable, Hashable {
            /// A loan that came back late.
            case late
            /// Something lost or spoilt.
            case compensation
        }

        /// Its number, unique in a run.
        public let id: Int
        /// The library's own number of the patron.
        public let patron: String
        /// What it is for.
        public let kind: Kind
        /// The amount in øre.
        public let amount: Int
        /// The barcode of the item.
        public let item: String?
        /// The day from which it is owed.
        public let created: CalendarDay
        /// The day on which it was paid.
        public internal(set) var paid: CalendarDay?
    }
}

extension Library.Loan {
    /// How many days over the time it is on a day; nothing or less while it is in time.
    func daysLate(on day: CalendarDay) -> Int { day.dayNumber - due.dayNumber }
}

extension Library.Hold {
    /// The barcode of the copy that is tied to it; `nil` while it waits for one.
    public var item: String? {
        switch state {
        case .waiting: nil
        case .inTransit(let item), .ready(let item, _, _): item
        }
    }
}

extension Library.Item: CustomStringConvertible {
    /// The barcode.
    public var description: String { barcode }
}

extension Library.Title: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}

/// A loan belongs to a made-up patron, who is treated like a real one.
extension Library.Loan: Redacted {
    /// The number of the loan.
    public var redacted: String { "loan \(id)" }
}

extension Library.Hold: Redacted {
    /// The number of the hold.
    public var redacted: String { "hold \(id)" }
}

extension Library.Fee: Redacted {
    /// The number of the fee.
    public var redacted: String { "fee \(id)" }
}
