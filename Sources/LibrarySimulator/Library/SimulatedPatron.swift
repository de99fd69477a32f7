// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// A patron of the simulated library; everything about it is made up.
public struct SimulatedPatron: Sendable, Hashable {
    /// When a patron was born.
    public enum Birth: Sendable, Hashable {
        /// On a day.
        case day(CalendarDay)
        /// So that the patron has this age whenever the simulator runs.
        case age(Int)
        /// The library was never told.
        case untold

        /// The birth date that an answer of a given day states.
        func date(on today: CalendarDay) -> CalendarDay? {
            switch self {
            case .day(let day): day
            case .age(let years):
                CalendarDay(year: today.year - years, month: today.month, day: 1)
            case .untold: nil
            }
        }
    }

    /// What a scanner reads from the card.
    public var card: String
    /// The library's own number for the patron.
    public var number: String
    /// The PIN.
    public var pin: String
    /// The name.
    public var name: String
    /// The patron-status flags.
    public var status: PatronStatus
    /// When the patron was born.
    public var birth: Birth
    /// The last day of the card; `nil` for a card that does not run out.
    public var expiry: CalendarDay?
    /// Whether the library vouches for the patron.
    public var isValid: Bool
    /// What the patron owes, as the library writes it.
    public var owes: String
    /// Whether the patron lives in the library's municipality.
    public var isResident: Bool

    /// A patron in good standing unless something else is said.
    public init(
        card: String,
        number: String,
        pin: String,
        name: String,
        status: PatronStatus = [],
        birth: Birth,
        expiry: CalendarDay? = nil,
        isValid: Bool = true,
        owes: String = "0.00",
        isResident: Bool = true
    ) {
        self.card = card
        self.number = number
        self.pin = pin
        self.name = name
        self.status = status
        self.birth = birth
        self.expiry = expiry
        self.isValid = isValid
        self.owes = owes
        self.isResident = isResident
    }

    /// Whether the card had run out on a day.
    func hasExpired(on today: CalendarDay) -> Bool {
        expiry.map { $0 < today } ?? false
    }
}

extension SimulatedPatron: Redacted {
    /// A stand-in: a made-up patron is treated like a real one.
    public var redacted: String { "simulated patron" }
}
