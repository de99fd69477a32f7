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

    /// What stands before a number that the REST interface of FBS has given.
    ///
    /// Nobody says whether that is the number which the rest of the library system calls the
    /// patron's, so the two are kept apart.
    private static let fbsPrefix = "FBS:"

    /// The number that the REST interface of FBS has given.
    public init?(fbs number: Int64) { self.init("\(Self.fbsPrefix)\(number)") }

    /// The number by which the REST interface of FBS is asked; `nil` for any other number.
    public var fbs: Int64? {
        secret.hasPrefix(Self.fbsPrefix) ? Int64(secret.dropFirst(Self.fbsPrefix.count)) : nil
    }

    /// Whether two numbers are those of two patrons; numbers from two counts contradict nothing.
    public func contradicts(_ other: PatronNumber?) -> Bool {
        guard let other else { return false }
        return self != other && (fbs == nil) == (other.fbs == nil)
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
    /// The last day on which a valid card is good, where that was told; belongs to the validity.
    public var lastDay: CivilDate?
    /// The age, where the library system told the birth date.
    public var age: Aged<AgeFact>?
    /// The consent of a parent or guardian, where the library tells of it.
    public var consent: Aged<Permission>?
    /// The enrolment for the hours without staff, where the library tells of it.
    public var enrolment: Aged<Permission>?
    /// Whether the patron lives in the library's municipality, where the library tells of it.
    public var residence: Aged<Residence>?

    /// Takes everything a library system said at one time.
    ///
    /// - Parameters:
    ///   - patron: The library system's number for the patron.
    ///   - blocks: All restrictions; more than ``BlockCode/countMax`` are cut in alphabetical
    ///     order, which leaves the patron blocked all the same.
    ///   - validity: Whether the card is accepted.
    ///   - lastDay: The last day on which a valid card is good, where that was told.
    ///   - age: The age, where the library system told the birth date.
    ///   - consent: The consent of a parent or guardian, where that was told.
    ///   - enrolment: The enrolment for the hours without staff, where that was told.
    ///   - residence: Whether the patron lives in the municipality, where that was told.
    ///   - asOf: When it was said.
    ///   - source: How it was said.
    public init(
        patron: PatronNumber?,
        blocks: Set<BlockCode>,
        validity: CardValidity,
        lastDay: CivilDate? = nil,
        age: AgeFact?,
        consent: Permission? = nil,
        enrolment: Permission? = nil,
        residence: Residence? = nil,
        asOf: Timestamp,
        source: FactSource = .answer
    ) {
        func aged<Value>(_ value: Value) -> Aged<Value> {
            Aged(value, asOf: asOf, source: source)
        }
        let kept = Set(blocks.sorted().prefix(BlockCode.countMax))
        self.init(
            patron: patron,
            blocks: aged(kept.filter { !$0.concernsDebt }),
            debts: aged(kept.filter(\.concernsDebt)),
            validity: aged(validity),
            lastDay: lastDay,
            age: age.map(aged),
            consent: consent.map(aged),
            enrolment: enrolment.map(aged),
            residence: residence.map(aged)
        )
    }

    /// Restores facts from the cache.
    public init(
        patron: PatronNumber?,
        blocks: Aged<Set<BlockCode>>,
        debts: Aged<Set<BlockCode>>,
        validity: Aged<CardValidity>,
        lastDay: CivilDate? = nil,
        age: Aged<AgeFact>?,
        consent: Aged<Permission>? = nil,
        enrolment: Aged<Permission>? = nil,
        residence: Aged<Residence>? = nil
    ) {
        self.patron = patron
        self.blocks = blocks
        self.debts = debts
        self.validity = validity
        self.lastDay = lastDay
        self.age = age
        self.consent = consent
        self.enrolment = enrolment
        self.residence = residence
    }

    /// What is known about a card that the library system does not know.
    public static func ofUnknownCard(asOf: Timestamp) -> PatronFacts {
        PatronFacts(patron: nil, blocks: [], validity: .invalid, age: nil, asOf: asOf)
    }

    /// Whether the card is accepted on a day, with its last day taken into account.
    public func validity(on date: CivilDate) -> CardValidity {
        guard validity.value == .valid, let lastDay, lastDay < date else { return validity.value }
        return .expired
    }

    /// The facts that hold after an update, whichever of the two arrived first.
    ///
    /// Each fact is taken from the newer side; the patron's number and the card's last day belong
    /// to the validity. Of two answers from the same millisecond the one that restricts more wins
    /// (invariant I4). The order in which any number of updates arrive makes no difference.
    public func merged(with update: PatronFacts) -> PatronFacts {
        PatronFacts(
            patron: withValidity(of: update, patron, update.patron) {
                $0.secret < $1.secret ? $1 : $0
            },
            blocks: blocks.merged(with: update.blocks) { $0.union($1) },
            debts: debts.merged(with: update.debts) { $0.union($1) },
            validity: validity.merged(with: update.validity) {
                $0.severity < $1.severity ? $1 : $0
            },
            lastDay: withValidity(of: update, lastDay, update.lastDay) { min($0, $1) },
            age: Self.merged(age, update.age) { $0.restricts(noLessThan: $1) ? $0 : $1 },
            consent: Self.merged(consent, update.consent, Permission.lesser),
            enrolment: Self.merged(enrolment, update.enrolment, Permission.lesser),
            residence: Self.merged(residence, update.residence) { $0 == .elsewhere ? $0 : $1 }
        )
    }

    /// Of a value that belongs to the validity the one that came with the newer; of two that came
    /// with validities from the same time the one that `worse` picks.
    private func withValidity<Value>(
        of update: PatronFacts,
        _ mine: Value?,
        _ other: Value?,
        worse: (Value, Value) -> Value
    ) -> Value? {
        if validity.asOf != update.validity.asOf {
            return validity.asOf < update.validity.asOf ? other : mine
        }
        guard let mine, let other else { return mine ?? other }
        return worse(mine, other)
    }

    private static func merged<Value>(
        _ left: Aged<Value>?,
        _ right: Aged<Value>?,
        _ worse: (Value, Value) -> Value
    ) -> Aged<Value>? {
        guard let left, let right else { return left ?? right }
        return left.merged(with: right, worse: worse)
    }

    /// Whether no fact is dated later than now.
    ///
    /// Facts from the future were learned before the clock was set back, so they are older than
    /// anything that is heard now, whatever their dates say.
    func isBelievable(at now: Timestamp) -> Bool {
        let times = [
            blocks.asOf, debts.asOf, validity.asOf, age?.asOf, consent?.asOf, enrolment?.asOf,
            residence?.asOf,
        ]
        return times.allSatisfy { $0 ?? now <= now }
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
    /// The day on which the card was last presented here; `nil` for what only a roster tells.
    public var seen: CivilDate?

    /// Puts them together.
    public init(facts: PatronFacts, verifier: PINVerifier?, seen: CivilDate? = nil) {
        self.facts = facts
        self.verifier = verifier
        self.seen = seen
    }
}

extension PatronFacts {
    /// Whether a word about the patron may make the card good for longer.
    ///
    /// A patron's number vouches for the patron. A card that was refused, lost or stolen is told
    /// better by nobody but itself: its holder may have a new one, and somebody else this one.
    public var mayBeRefreshed: Bool {
        validity.value == .valid && blocks.value.isDisjoint(with: [.cardLost, .cardStolen])
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
    /// The keyed hash of a card number under the card key before this one; `nil` unless the card
    /// key is being exchanged.
    func formerKey(for card: CardNumber) -> CardKey?
    /// What the cache holds under a key; must answer without waiting for a writer.
    func patron(for key: CardKey) -> CacheAnswer
    /// What the cache holds under a key or a former one; must look under both for every card, so
    /// that the time does not tell which of them is known.
    func patron(for key: CardKey, formerly former: CardKey?) -> CacheAnswer
    /// What a pass on a phone is, by the keys of those who may issue one.
    func open(_ pass: SealedPass) -> PassOpening
}

extension PatronReading {
    /// No former key.
    public func formerKey(for card: CardNumber) -> CardKey? { nil }

    /// What the cache holds under the key alone.
    public func patron(for key: CardKey, formerly former: CardKey?) -> CacheAnswer {
        patron(for: key)
    }

    /// No issuer.
    public func open(_ pass: SealedPass) -> PassOpening { .foreign }
}
