// SPDX-License-Identifier: MPL-2.0

public import PortnerCore
import SIP2

/// A card that shows one thing at a door, in demonstrations, tests and guides.
///
/// The cards are the same for every seed. Numbers that look like CPR numbers have 60 added to the
/// day, which no person's number has.
public struct DemoCard: Sendable, Hashable {
    /// A short name for scripts.
    public let id: String
    /// What a scanner reads from the card.
    public let number: String
    /// The right PIN; `nil` where none is right.
    public let pin: String?
    /// What the card shows, in Danish.
    public let danish: String
    /// What the card shows, in English.
    public let english: String
    /// Why a door that asks for PIN and an age of 15 stays closed; `nil` when it opens.
    ///
    /// Said of a library that names the day on which a card expires; see ``denial(in:)``.
    public let denial: Denial?
    /// Whose card it is; `nil` for a card that the library does not know.
    let patron: SimulatedPatron?

    /// Why the door stays closed where the library answers in a manner; `nil` when it opens.
    ///
    /// Cicero's answers carry no expiry, so there an expired card is not told from an invalid one.
    public func denial(in manner: SimulatedLibrary.Manner) -> Denial? {
        manner == .cicero && denial == .cardExpired ? .cardInvalid : denial
    }

    /// Makes the card of a patron.
    private init(
        _ id: String,
        _ number: String,
        pin: String,
        _ name: String,
        danish: String,
        english: String,
        denial: Denial? = nil,
        status: PatronStatus = [],
        age: Int? = nil,
        expiry: CalendarDay? = nil,
        isValid: Bool = true,
        owes: String = "0.00"
    ) {
        let birth = age.map { SimulatedPatron.Birth.age($0) }
        self.init(
            id: id,
            number: number,
            pin: pin,
            danish: danish,
            english: english,
            denial: denial,
            patron: SimulatedPatron(
                card: number,
                number: "37" + number.suffix(8),
                pin: pin,
                name: name,
                status: status,
                birth: birth ?? ReplacementNumber.birth(in: number).map { .day($0) } ?? .age(35),
                expiry: expiry,
                isValid: isValid,
                owes: owes
            )
        )
    }

    private init(
        id: String,
        number: String,
        pin: String?,
        danish: String,
        english: String,
        denial: Denial?,
        patron: SimulatedPatron?
    ) {
        self.id = id
        self.number = number
        self.pin = pin
        self.danish = danish
        self.english = english
        self.denial = denial
        self.patron = patron
    }
}

extension DemoCard {
    /// All demo cards, those that open the door first.
    public static let all: [DemoCard] = welcome + refused

    /// The cards that open the door.
    private static let welcome = [
        DemoCard(
            "adult",
            "7105901234",
            pin: "1234",
            "Demo Bogorm",
            danish: "Voksen, alt i orden: kom ind",
            english: "Adult, all in order: come in"
        ),
        DemoCard(
            "newcomer",
            "6812752468",
            pin: "2468",
            "Demo Læsehest",
            danish: "Første gang spørges biblioteket, derefter afgør døren selv",
            english: "First visit asks the library, then the door decides"
        ),
        DemoCard(
            "six-digits",
            "7403880864",
            pin: "135790",
            "Demo Langkode",
            danish: "Pinkode på seks cifre",
            english: "PIN of six digits"
        ),
        DemoCard(
            "library-card",
            "3210000105",
            pin: "43210",
            "Demo Blækhus",
            danish: "Lånerkort i stedet for sundhedskort, pinkode på fem cifre",
            english: "Library card instead of health card, PIN of five digits"
        ),
        DemoCard(
            "letters",
            "C0032100011",
            pin: "5432",
            "Demo Bogstav",
            danish: "Lånerkort med bogstav",
            english: "Library card with a letter"
        ),
        DemoCard(
            "fifteen",
            "3210000150",
            pin: "1515",
            "Demo Ungerbog",
            danish: "15 år, lige gammel nok",
            english: "15 years, just old enough",
            age: 15
        ),
        DemoCard(
            "owes",
            "8909621357",
            pin: "9753",
            "Demo Sidetal",
            danish: "Skylder penge, må komme ind",
            english: "Owes money, is let in",
            status: [.excessiveOutstandingFines, .excessiveOutstandingFees],
            owes: "245.00"
        ),
        DemoCard(
            "overdue",
            "6101702580",
            pin: "8520",
            "Demo Bogmærke",
            danish: "Har lån over tiden, må komme ind",
            english: "Has overdue loans, is let in",
            status: .tooManyItemsOverdue
        ),
    ]

    /// The cards that do not open the door.
    private static let refused = [
        DemoCard(
            "fourteen",
            "3210000140",
            pin: "1414",
            "Demo Spirebog",
            danish: "14 år, for ung til at komme ind alene",
            english: "14 years, too young to enter alone",
            denial: .tooYoung,
            age: 14
        ),
        DemoCard(
            "excluded",
            "7708661470",
            pin: "7410",
            "Demo Udeblad",
            danish: "Udelukket fra biblioteket",
            english: "Excluded from the library",
            denial: .blocked,
            status: [
                .chargePrivilegesDenied, .renewalPrivilegesDenied, .recallPrivilegesDenied,
                .holdPrivilegesDenied,
            ]
        ),
        DemoCard(
            "lost",
            "8206913690",
            pin: "9630",
            "Demo Tabtkort",
            danish: "Kortet er meldt tabt",
            english: "Card reported lost",
            denial: .blocked,
            status: .cardReportedLost
        ),
        DemoCard(
            "expired",
            "6511582963",
            pin: "3692",
            "Demo Gammelbog",
            danish: "Kortet er udløbet",
            english: "Card has expired",
            denial: .cardExpired,
            expiry: SimulatedLibrary.longAgo
        ),
        DemoCard(
            "not-valid",
            "7907841593",
            pin: "3951",
            "Demo Halvfærdig",
            danish: "Biblioteket godkender ikke låneren",
            english: "The library does not vouch for the patron",
            denial: .cardInvalid,
            isValid: false
        ),
        DemoCard(
            id: "unknown",
            number: "7004950789",
            pin: nil,
            danish: "Ukendt kort, ligner en forkert pinkode",
            english: "Unknown card, looks like a wrong PIN",
            denial: .unknownCard,
            patron: nil
        ),
    ]
}

extension DemoCard: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The card's short name.
    public var description: String { id }
    /// The card's short name.
    public var debugDescription: String { id }
    /// Nothing: a made-up card is treated like a real one.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
