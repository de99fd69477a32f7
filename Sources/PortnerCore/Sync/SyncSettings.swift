// SPDX-License-Identifier: MPL-2.0

/// How the patrons that a station knows are kept up to date while nobody stands at a door.
public struct SyncSettings: Sendable, Hashable {
    /// The greatest number of questions a minute that can be configured.
    public static let questionsPerMinuteMax = 120
    /// The usual number of questions a minute: 28,800 patrons a day, and nothing that a library
    /// system would feel.
    public static let questionsPerMinuteUsual = 20

    /// How many questions the library system is asked a minute, 1 to ``questionsPerMinuteMax``.
    public var questionsPerMinute: Int

    /// Settings with a pace; one beyond the limits is brought within them.
    public init(questionsPerMinute: Int = SyncSettings.questionsPerMinuteUsual) {
        self.questionsPerMinute = min(max(questionsPerMinute, 1), Self.questionsPerMinuteMax)
    }

    /// The time from one question to the next.
    var pause: Duration { .seconds(60) / questionsPerMinute }
}

/// A patron whose facts are to be asked about anew, without a card.
public struct DuePatron: Sendable, Hashable {
    /// The card under which the patron is known here.
    public let key: CardKey
    /// What the library system is asked by.
    public let patron: PatronNumber

    /// Puts card and number together.
    public init(key: CardKey, patron: PatronNumber) {
        self.key = key
        self.patron = patron
    }
}

/// A search for patrons whose facts will soon be too old.
public struct SyncSearch: Sendable, Hashable {
    /// The greatest number of patrons that one search finds.
    public static let foundMax = 64
    /// The greatest number of rows that one search looks at.
    public static let rowsMax = 50_000

    /// Comes back with what was found.
    public let ticket: Ticket
    /// From when on each fact is old enough to be asked about.
    public let terms: SyncTerms
    /// The row after which the search begins; nil for the first.
    public let after: Int64?
    /// Cards that are left out, because a question about them failed a moment ago.
    public let avoiding: [CardKey]

    /// Puts a search together.
    public init(ticket: Ticket, terms: SyncTerms, after: Int64?, avoiding: [CardKey]) {
        self.ticket = ticket
        self.terms = terms
        self.after = after
        self.avoiding = avoiding
    }
}

/// What a search found.
public struct SyncFinding: Sendable, Hashable {
    /// The patrons, those first who were seen last.
    public let due: [DuePatron]
    /// The row after which the next search goes on; nil when this one came to the end.
    public let next: Int64?

    /// Puts a finding together.
    public init(due: [DuePatron], next: Int64?) {
        self.due = due
        self.next = next
    }
}

/// When a patron is asked about: before the first of the facts is too old for the first of the
/// doors.
public struct SyncTerms: Sendable, Hashable {
    /// How long after a card was last seen its patron is still asked about.
    ///
    /// A number vouches for a patron and not for a card, so a lost card that was replaced goes on
    /// being good here until it is shown or this time is over.
    public static let seenWithinDays = 30

    /// Facts about restrictions from before are due.
    public let blocksBefore: Timestamp
    /// Facts about debt from before are due.
    public let debtsBefore: Timestamp
    /// Facts about the card's validity from before are due.
    public let validityBefore: Timestamp
    /// Cards that were last seen before are not asked about.
    public let seenSince: CivilDate

    /// States terms.
    public init(
        blocksBefore: Timestamp,
        debtsBefore: Timestamp,
        validityBefore: Timestamp,
        seenSince: CivilDate
    ) {
        self.blocksBefore = blocksBefore
        self.debtsBefore = debtsBefore
        self.validityBefore = validityBefore
        self.seenSince = seenSince
    }

    /// The terms that some doors' rules make at a moment.
    ///
    /// A fact is due when three quarters of its time are over, so that a slow round or a short
    /// outage still ends before it is too old.
    public init(_ rules: some Sequence<DoorRules>, at now: Moment) {
        var limits = FactLimits(blocks: .days(365), debts: .days(365), validity: .days(365))
        for rules in rules {
            let outage: Duration =
                if case .admitVerified(let limit) = rules.outage { limit } else { .days(365) }
            limits.blocks = min(limits.blocks, rules.limits.blocks, outage)
            limits.debts = min(limits.debts, rules.limits.debts, outage)
            limits.validity = min(limits.validity, rules.limits.validity, outage)
        }
        func start(_ limit: Duration) -> Timestamp { now.timestamp.earlier(by: limit * 3 / 4) }
        self.init(
            blocksBefore: start(limits.blocks),
            debtsBefore: start(limits.debts),
            validityBefore: start(limits.validity),
            seenSince: now.civil.date.advanced(by: -Self.seenWithinDays)
        )
    }

    /// The time from which on facts are not due, whichever they are.
    public var freshSince: Timestamp { max(blocksBefore, debtsBefore, validityBefore) }

    /// Whether one of the facts is due.
    public func isDue(_ facts: PatronFacts) -> Bool {
        facts.blocks.asOf < blocksBefore || facts.debts.asOf < debtsBefore
            || facts.validity.asOf < validityBefore
    }
}

extension Duration {
    fileprivate static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}

/// Spreads waits, so that the stations of a library do not ask in step.
///
/// A generator of the SplitMix64 family (Steele, Lea, Flood 2014): the same seed gives the same
/// waits, which the simulator replays.
struct Jitter: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A wait between half of this one and one and a half of it.
    mutating func spread(_ wait: Duration) -> Duration { wait / 2 + share(of: wait) }

    /// A wait between half of this one and all of it.
    mutating func shorten(_ wait: Duration) -> Duration { wait / 2 + share(of: wait) / 2 }

    private mutating func share(of wait: Duration) -> Duration {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return wait * Int(mixed >> 54) / 1023
    }
}
