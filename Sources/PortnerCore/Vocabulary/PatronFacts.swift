// SPDX-License-Identifier: MPL-2.0

/// The number that the library system uses for a patron (lånernummer), not printed on any card.
public struct PatronNumber: Sendable, Hashable {
    /// The greatest number of bytes in a patron number.
    public static let lengthMax = 64

    /// The number as the library system writes it; personal data, kept only in the cache.
    public let secret: String

    /// Takes printable ASCII of 1 to 64 bytes, anything else is `nil`.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        guard (1...Self.lengthMax).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        secret = text
    }
}

extension PatronNumber: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A stand-in that does not show the number.
    public var description: String { "patron number" }
    /// A stand-in that does not show the number.
    public var debugDescription: String { description }
    /// Nothing, so that a dump does not show the number.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Something a library system said about a patron, with the time it was true.
public struct Aged<Value: Sendable & Hashable>: Sendable, Hashable {
    /// What was said.
    public var value: Value
    /// When the library system said it.
    public var asOf: Timestamp

    /// Dates a value.
    public init(_ value: Value, asOf: Timestamp) {
        self.value = value
        self.asOf = asOf
    }

    /// Whether the value can still be used.
    ///
    /// A value dated later than `now` by more than ``AgedLimit/skewMax`` is not usable either: the
    /// clock went backwards and the true age is unknown.
    public func isUsable(at now: Timestamp, within limit: Duration) -> Bool {
        asOf.age(at: now) <= limit && isBelievable(at: now)
    }

    /// Whether the value is not dated later than two clocks can differ.
    func isBelievable(at now: Timestamp) -> Bool {
        asOf.age(at: now) >= .zero - AgedLimit.skewMax
    }

    /// The newer of two values; of two values from the same time, the one `worse` picks.
    func merged(with other: Self, worse: (Value, Value) -> Value) -> Self {
        if asOf == other.asOf { return Self(worse(value, other.value), asOf: asOf) }
        return asOf < other.asOf ? other : self
    }
}

/// Limits that hold for every ``Aged`` value.
public enum AgedLimit {
    /// How far in the future a value may be dated because two clocks differ.
    public static let skewMax = Duration.seconds(120)
}

/// A reason why a library restricts a patron, in the library system's own code.
///
/// The letters are those of FBS; a SIP2 system has its patron-status flags instead, written here
/// as words. Codes that nobody foresaw are kept as they came and treated as a block.
public struct BlockCode: Sendable, Hashable, Comparable {
    /// The greatest number of bytes in a code.
    public static let lengthMax = 40
    /// The greatest number of codes that one patron can have here.
    public static let countMax = 32

    /// The code as the library system wrote it, or the word for a SIP2 flag.
    public let text: String

    /// Takes 1 to 40 bytes of printable ASCII without comma or blank, anything else is `nil`.
    public init?(_ text: some StringProtocol) {
        guard (1...Self.lengthMax).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") })
        else { return nil }
        self.text = String(text)
    }

    private init(known text: String) { self.text = text }

    /// FBS `O`: the card was reported stolen.
    public static let cardStolen = BlockCode(known: "O")
    /// FBS `U`: excluded.
    public static let excluded = BlockCode(known: "U")
    /// FBS `F`: excluded for a longer time.
    public static let excludedLonger = BlockCode(known: "F")
    /// FBS `S`: blocked by a self-service machine after wrong PINs.
    public static let blockedByMachine = BlockCode(known: "S")
    /// FBS `W`: registered on the web, identity not yet seen by the library.
    public static let selfRegistered = BlockCode(known: "W")
    /// FBS `E`: owes more than the library's limit.
    public static let debt = BlockCode(known: "E")
    /// FBS `D`: deceased.
    public static let deceased = BlockCode(known: "D")

    /// SIP2 flag 0: charge privileges denied.
    public static let chargeDenied = BlockCode(known: "charge-denied")
    /// SIP2 flag 1: renewal privileges denied.
    public static let renewalDenied = BlockCode(known: "renewal-denied")
    /// SIP2 flag 2: recall privileges denied.
    public static let recallDenied = BlockCode(known: "recall-denied")
    /// SIP2 flag 3: hold privileges denied.
    public static let holdDenied = BlockCode(known: "hold-denied")
    /// SIP2 flag 4: card reported lost.
    public static let cardLost = BlockCode(known: "card-lost")
    /// SIP2 flag 5: too many items charged.
    public static let tooManyCharged = BlockCode(known: "too-many-charged")
    /// SIP2 flag 6: too many items overdue.
    public static let tooManyOverdue = BlockCode(known: "too-many-overdue")
    /// SIP2 flag 7: too many renewals.
    public static let tooManyRenewals = BlockCode(known: "too-many-renewals")
    /// SIP2 flag 8: too many claims of items returned.
    public static let tooManyClaims = BlockCode(known: "too-many-claims")
    /// SIP2 flag 9: too many items lost.
    public static let tooManyLost = BlockCode(known: "too-many-lost")
    /// SIP2 flag 10: excessive outstanding fines.
    public static let excessiveFines = BlockCode(known: "excessive-fines")
    /// SIP2 flag 11: excessive outstanding fees.
    public static let excessiveFees = BlockCode(known: "excessive-fees")
    /// SIP2 flag 12: recall overdue.
    public static let recallOverdue = BlockCode(known: "recall-overdue")
    /// SIP2 flag 13: too many items billed.
    public static let tooManyBilled = BlockCode(known: "too-many-billed")

    /// The codes of the 14 SIP2 patron-status flags by their position in the field.
    public static let sip2Flags: [BlockCode] = [
        .chargeDenied, .renewalDenied, .recallDenied, .holdDenied, .cardLost, .tooManyCharged,
        .tooManyOverdue, .tooManyRenewals, .tooManyClaims, .tooManyLost, .excessiveFines,
        .excessiveFees, .recallOverdue, .tooManyBilled,
    ]

    /// The codes that concern money or items and leave the door open unless a library says else.
    ///
    /// FBS itself refuses no login for a debt; libraries let such patrons in to pay and to return.
    public static let harmlessAtDoor: Set<BlockCode> = [
        .debt, .renewalDenied, .recallDenied, .holdDenied, .tooManyCharged, .tooManyOverdue,
        .tooManyRenewals, .tooManyClaims, .tooManyLost, .excessiveFines, .excessiveFees,
        .recallOverdue, .tooManyBilled,
    ]

    /// Whether the code concerns debt, which ages faster than the rest.
    public var concernsDebt: Bool {
        self == .debt || self == .excessiveFines || self == .excessiveFees
    }

    /// Orders codes alphabetically, so that sets print the same way each time.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension BlockCode: CustomStringConvertible {
    /// The code itself.
    public var description: String { text }
}

/// Whether the library system accepts the card at all.
public enum CardValidity: String, Sendable, Hashable, CaseIterable {
    /// The card is good.
    case valid
    /// The card or the registration has run out.
    case expired
    /// The library system knows the card and calls it invalid without saying why.
    case invalid
}

/// How old a patron is, as coarsely as the doors' age rules need it.
///
/// The birth date itself is not kept. For an adult nothing remains but the highest age that any
/// door asks for; for a minor also the date on which the next such age is reached.
public struct AgeFact: Sendable, Hashable {
    /// The highest age out of the station's age limits that the patron has reached; 0 for none.
    public let reached: Int
    /// The next age limit and the first date on which the patron has that age.
    public let next: Next?

    /// An age limit that lies ahead.
    public struct Next: Sendable, Hashable {
        /// The age in whole years.
        public let age: Int
        /// The first date with that age.
        public let from: CivilDate

        /// Puts an age and its date together.
        public init(age: Int, from: CivilDate) {
            self.age = age
            self.from = from
        }
    }

    /// Restores a fact from the cache.
    public init(reached: Int, next: Next?) {
        self.reached = reached
        self.next = next
    }

    /// Keeps of a birth date what the age limits need, seen from `today`.
    public init(born: CivilDate, today: CivilDate, limits: some Sequence<Int>) {
        var reached = 0
        var next: Next?
        for limit in Set(limits).sorted() where limit > 0 {
            let from = born.adding(years: limit)
            guard from > today else {
                reached = limit
                continue
            }
            next = Next(age: limit, from: from)
            break
        }
        self.init(reached: reached, next: next)
    }

    /// Whether the patron is at least this old, or `nil` when the fact cannot tell.
    public func isAtLeast(_ age: Int, on date: CivilDate) -> Bool? {
        if age <= reached { return true }
        guard let next else { return nil }
        if date >= next.from { return age <= next.age ? true : nil }
        return age >= next.age ? false : nil
    }
}

/// What the cache knows about a patron: only what a decision needs, each fact with its own time.
public struct PatronFacts: Sendable, Hashable {
    /// The library system's number for the patron.
    public var patron: PatronNumber?
    /// Restrictions other than debt.
    public var blocks: Aged<Set<BlockCode>>
    /// Restrictions because of debt.
    public var debts: Aged<Set<BlockCode>>
    /// Whether the card is accepted.
    public var validity: Aged<CardValidity>
    /// The age, where the library system told the birth date.
    public var age: Aged<AgeFact>?

    /// Takes everything a library system said at one time.
    ///
    /// - Parameters:
    ///   - patron: The library system's number for the patron.
    ///   - blocks: All restrictions; more than ``BlockCode/countMax`` are cut in alphabetical
    ///     order, which leaves the patron blocked all the same.
    ///   - validity: Whether the card is accepted.
    ///   - age: The age, where the library system told the birth date.
    ///   - asOf: When it was said.
    public init(
        patron: PatronNumber?,
        blocks: Set<BlockCode>,
        validity: CardValidity,
        age: AgeFact?,
        asOf: Timestamp
    ) {
        let kept = Set(blocks.sorted().prefix(BlockCode.countMax))
        self.patron = patron
        self.blocks = Aged(kept.filter { !$0.concernsDebt }, asOf: asOf)
        self.debts = Aged(kept.filter(\.concernsDebt), asOf: asOf)
        self.validity = Aged(validity, asOf: asOf)
        self.age = age.map { Aged($0, asOf: asOf) }
    }

    /// Restores facts from the cache.
    public init(
        patron: PatronNumber?,
        blocks: Aged<Set<BlockCode>>,
        debts: Aged<Set<BlockCode>>,
        validity: Aged<CardValidity>,
        age: Aged<AgeFact>?
    ) {
        self.patron = patron
        self.blocks = blocks
        self.debts = debts
        self.validity = validity
        self.age = age
    }

    /// The facts that hold after an update, whichever of the two arrived first.
    ///
    /// Each fact is taken from the newer side; the patron's number belongs to the validity. Of two
    /// answers from the same millisecond the one that restricts more wins (invariant I4). The
    /// order in which any number of updates arrive makes no difference.
    public func merged(with update: PatronFacts) -> PatronFacts {
        PatronFacts(
            patron: number(newerOf: update),
            blocks: blocks.merged(with: update.blocks) { $0.union($1) },
            debts: debts.merged(with: update.debts) { $0.union($1) },
            validity: validity.merged(with: update.validity) {
                $0.severity < $1.severity ? $1 : $0
            },
            age: Self.merged(age, update.age)
        )
    }

    private func number(newerOf update: PatronFacts) -> PatronNumber? {
        if validity.asOf != update.validity.asOf {
            return validity.asOf < update.validity.asOf ? update.patron : patron
        }
        guard let mine = patron, let other = update.patron else { return patron ?? update.patron }
        return mine.secret < other.secret ? other : mine
    }

    private static func merged(_ left: Aged<AgeFact>?, _ right: Aged<AgeFact>?) -> Aged<AgeFact>? {
        guard let left, let right else { return left ?? right }
        return left.merged(with: right) { $0.restricts(noLessThan: $1) ? $0 : $1 }
    }

    /// Whether no fact is dated later than now.
    ///
    /// Facts from the future were learned before the clock was set back, so they are older than
    /// anything that is heard now, whatever their dates say.
    func isBelievable(at now: Timestamp) -> Bool {
        blocks.asOf <= now && debts.asOf <= now && validity.asOf <= now
            && age?.asOf ?? now <= now
    }
}

extension CardValidity {
    fileprivate var severity: Int {
        switch self {
        case .valid: 0
        case .expired: 1
        case .invalid: 2
        }
    }
}

extension AgeFact {
    /// Whether this fact lets in nobody whom the other keeps out; a total order.
    fileprivate func restricts(noLessThan other: AgeFact) -> Bool {
        if reached != other.reached { return reached < other.reached }
        guard let mine = next, let theirs = other.next else { return next == nil }
        return mine.from == theirs.from ? mine.age <= theirs.age : theirs.from < mine.from
    }
}

/// A patron as the cache gives it to a decision.
public struct CachedPatron: Sendable, Hashable {
    /// What the library system said.
    public var facts: PatronFacts
    /// What to check a PIN with; `nil` until the library has accepted one here.
    public var verifier: PINVerifier?

    /// Puts the two together.
    public init(facts: PatronFacts, verifier: PINVerifier?) {
        self.facts = facts
        self.verifier = verifier
    }
}

/// What the cache answers when asked for a card.
public enum CacheAnswer: Sendable, Hashable {
    /// The card is known.
    case known(CachedPatron)
    /// The card is not in the cache.
    case unknown
    /// The cache could not be read.
    case failed
}

/// How the core reads the cache: a value passed in with each event, never kept.
public protocol PatronReading {
    /// The keyed hash of a card number.
    func key(for card: CardNumber) -> CardKey
    /// What the cache holds under a key; must answer without waiting for a writer.
    func patron(for key: CardKey) -> CacheAnswer
}
