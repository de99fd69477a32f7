// SPDX-License-Identifier: MPL-2.0

/// Who answers for the data at a station, and how long it is kept, as configured.
public struct PrivacyFacts: Codable, Sendable, Hashable {
    /// Who answers for the data.
    public struct Controller: Codable, Sendable, Hashable {
        /// The library's name.
        public var library: String
        /// How to reach the library about data.
        public var contact: String
        /// How to reach the data-protection officer.
        public var officer: String
        /// Where the library's own privacy page is.
        public var page: String?

        /// A controller from its parts.
        public init(library: String, contact: String, officer: String, page: String?) {
            self.library = library
            self.contact = contact
            self.officer = officer
            self.page = page
        }
    }

    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// Who answers for the data; `nil` when it is not configured.
    public var controller: Controller?
    /// How many seconds a record of a visit says whom it concerned.
    public var personalPartSeconds: Int64
    /// After how many seconds without a visit a patron is forgotten.
    public var unseenSeconds: Int64
    /// After how many quiet seconds wrong attempts are forgotten.
    public var attemptSeconds: Int64

    /// Facts from their parts.
    public init(
        controller: Controller?,
        personalPartSeconds: Int64,
        unseenSeconds: Int64,
        attemptSeconds: Int64
    ) {
        schema = ControlAPI.schema
        self.controller = controller
        self.personalPartSeconds = personalPartSeconds
        self.unseenSeconds = unseenSeconds
        self.attemptSeconds = attemptSeconds
    }
}

/// The question what the station knows about a person, or the order to erase it.
public struct PersonOrder: Codable, Sendable {
    /// The person's card.
    public var card: SecretText
    /// Why, for the ledger; an erasure needs one.
    public var reason: String
    /// The user who called `sudo`, by number; see ``DoorOrder/sudoUserID``.
    public var sudoUserID: UInt32?

    /// An order made from its parts.
    public init(card: SecretText, reason: String, sudoUserID: UInt32?) {
        self.card = card
        self.reason = reason
        self.sudoUserID = sudoUserID
    }
}

/// Everything that the station knows about one person.
///
/// The card is not repeated; the rest is that person's and nobody else's to see.
public struct PersonReport: Codable, Sendable, Hashable {
    /// The greatest number of visits in one report.
    public static let visitsMax = 5000

    /// Something the library system said, and when.
    public struct Fact: Codable, Sendable, Hashable {
        /// What was said: codes, comma-separated, or empty for nothing.
        public var value: String
        /// When it was said.
        public var at: LocalTime

        /// A fact from its parts.
        public init(value: String, at: LocalTime) {
            self.value = value
            self.at = at
        }
    }

    /// What is known about the person's age.
    public struct Age: Codable, Sendable, Hashable {
        /// The highest age limit that is reached.
        public var reached: Int
        /// The next one; `nil` when there is none.
        public var next: Int?
        /// The day on which the next one is reached, `2027-03-01`.
        public var nextFrom: String?
        /// When the library system told it.
        public var at: LocalTime

        /// What is known from its parts.
        public init(reached: Int, next: Int?, nextFrom: String?, at: LocalTime) {
            self.reached = reached
            self.next = next
            self.nextFrom = nextFrom
            self.at = at
        }
    }

    /// What is stored about the person as a patron.
    public struct Patron: Codable, Sendable, Hashable {
        /// The patron number; `nil` when the library system gave none.
        public var number: String?
        /// Restrictions other than debt.
        public var blocks: Fact
        /// Restrictions because of debt.
        public var debts: Fact
        /// Whether the card is accepted.
        public var validity: Fact
        /// The age; `nil` when the library system never told it.
        public var age: Age?
        /// Whether a verifier of the PIN is stored.
        public var hasVerifier: Bool
        /// The last day on which the card is good, `2027-03-01`; `nil` when it was not told.
        public var lastDay: String?
        /// The consent of a parent or guardian: `no`, `yes`, or its last day.
        public var consent: Fact?
        /// The enrolment for unstaffed hours: `no`, `yes`, or its last day.
        public var enrolment: Fact?
        /// Whether the patron lives in the library's municipality: `yes` or `no`.
        public var residence: Fact?
        /// The day on which the card was last shown here, `2026-11-22`; `nil` for what only a
        /// roster tells.
        public var seen: String?

        /// A patron from the parts.
        public init(
            number: String?,
            blocks: Fact,
            debts: Fact,
            validity: Fact,
            age: Age?,
            hasVerifier: Bool,
            lastDay: String? = nil,
            consent: Fact? = nil,
            enrolment: Fact? = nil,
            residence: Fact? = nil,
            seen: String? = nil
        ) {
            self.number = number
            self.blocks = blocks
            self.debts = debts
            self.validity = validity
            self.age = age
            self.hasVerifier = hasVerifier
            self.lastDay = lastDay
            self.consent = consent
            self.enrolment = enrolment
            self.residence = residence
            self.seen = seen
        }
    }

    /// One record that concerns the person.
    public struct Visit: Codable, Sendable, Hashable {
        /// The entry's place in the ledger.
        public var sequence: UInt64
        /// When it was.
        public var at: LocalTime
        /// The kind of record; `decision` for a visit to a door.
        public var kind: String
        /// The door, where it was at one.
        public var door: String?
        /// The kiosk, where it was at one.
        public var kiosk: String?
        /// What came of it.
        public var outcome: String
        /// Why access was denied, as a code.
        public var denial: String?
        /// Restrictions that were found, as codes.
        public var blocks: String?

        /// A visit from its parts.
        public init(
            sequence: UInt64,
            at: LocalTime,
            kind: String,
            door: String?,
            kiosk: String? = nil,
            outcome: String,
            denial: String?,
            blocks: String?
        ) {
            self.sequence = sequence
            self.at = at
            self.kind = kind
            self.door = door
            self.kiosk = kiosk
            self.outcome = outcome
            self.denial = denial
            self.blocks = blocks
        }
    }

    /// Something that the person did at a kiosk, and of which the library system has not heard yet.
    public struct Transaction: Codable, Sendable, Hashable {
        /// When it was done.
        public var at: LocalTime
        /// The kiosk.
        public var kiosk: String
        /// What was done, as a code.
        public var kind: String
        /// The number of the item.
        public var item: String?

        /// A transaction from its parts.
        public init(at: LocalTime, kiosk: String, kind: String, item: String?) {
            self.at = at
            self.kiosk = kiosk
            self.kind = kind
            self.item = item
        }
    }

    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// When the report was made.
    public var at: LocalTime
    /// Who answers for the data, and how long it is kept.
    public var facts: PrivacyFacts
    /// What is stored about the person's cards, one for each; none for an unknown card.
    public var patrons: [Patron]
    /// What staff have written down about the person's cards in the station's own list.
    public var listings: [ListReport.Listing]
    /// Wrong attempts that are held against the person's cards.
    public var wrongAttempts: Int
    /// What the library system is still to be told about, the oldest first.
    public var transactions: [Transaction]
    /// The records, the oldest first.
    public var visits: [Visit]
    /// How many older records there are beyond ``visitsMax``.
    public var visitsLeftOut: Int
    /// The files that could not be looked into, as a newer release wrote them.
    public var notLookedInto: [String]

    /// A report from its parts.
    public init(
        at: LocalTime,
        facts: PrivacyFacts,
        patrons: [Patron],
        listings: [ListReport.Listing],
        wrongAttempts: Int,
        transactions: [Transaction] = [],
        visits: [Visit],
        visitsLeftOut: Int,
        notLookedInto: [String] = []
    ) {
        schema = ControlAPI.schema
        self.at = at
        self.facts = facts
        self.patrons = patrons
        self.listings = listings
        self.wrongAttempts = wrongAttempts
        self.transactions = transactions
        self.visits = visits
        self.visitsLeftOut = visitsLeftOut
        self.notLookedInto = notLookedInto
    }

    /// Whether nothing at all is known.
    public var isEmpty: Bool {
        patrons.isEmpty && listings.isEmpty && wrongAttempts == 0 && transactions.isEmpty
            && visits.isEmpty && notLookedInto.isEmpty
    }
}

/// What was erased, and what a search of every file found afterwards.
public struct ErasureReport: Codable, Sendable, Hashable {
    /// One file that was searched.
    public struct File: Codable, Sendable, Hashable {
        /// The name in the state folder.
        public var name: String
        /// How many bytes it had.
        public var bytes: Int
        /// How often each kind of trace was found; empty when there was none.
        public var found: [String: Int]

        /// A file from its parts.
        public init(name: String, bytes: Int, found: [String: Int]) {
            self.name = name
            self.bytes = bytes
            self.found = found
        }
    }

    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// How many cards were known for the person.
    public var cards: Int
    /// How many of them were in the cache.
    public var patrons: Int
    /// How many records lost their personal part.
    public var records: Int
    /// How many loans and renewals at kiosks the library system is still to be told about: until
    /// then each keeps the card's number, sealed.
    public var transactions: Int
    /// How many different byte sequences were searched for.
    public var traces: Int
    /// Every file of cache and ledger, as it was searched after the erasure.
    public var files: [File]
    /// Whether no trace was found, no transaction is still to be told, and nothing was left that
    /// could not be looked into.
    public var isProven: Bool
    /// The files that a newer release wrote: nothing was deleted in them.
    public var notLookedInto: [String]
    /// Who the ledger says ordered it.
    public var by: String

    /// A report from its parts.
    public init(
        cards: Int,
        patrons: Int,
        records: Int,
        transactions: Int = 0,
        traces: Int,
        files: [File],
        isProven: Bool,
        notLookedInto: [String] = [],
        by: String
    ) {
        schema = ControlAPI.schema
        self.cards = cards
        self.patrons = patrons
        self.records = records
        self.transactions = transactions
        self.traces = traces
        self.files = files
        self.isProven = isProven
        self.notLookedInto = notLookedInto
        self.by = by
    }
}

/// How often each door let in and refused on each day, without anybody's identity.
public struct VisitCounts: Codable, Sendable, Hashable {
    /// Counts below this are not told: they could point to a person.
    public static let shownMin = 5

    /// One day at one door with one outcome.
    public struct Count: Codable, Sendable, Hashable {
        /// The local day, `2026-11-22`.
        public var day: String
        /// The door.
        public var door: String
        /// `granted`, or the code of the denial.
        public var outcome: String
        /// How often; `nil` when it was less than ``shownMin``.
        public var count: Int?

        /// A count; a small one is suppressed.
        public init(day: String, door: String, outcome: String, count: Int) {
            self.day = day
            self.door = door
            self.outcome = outcome
            self.count = count < VisitCounts.shownMin ? nil : count
        }
    }

    /// One day at one kiosk with one outcome of one task.
    public struct KioskCount: Codable, Sendable, Hashable {
        /// The local day, `2026-11-22`.
        public var day: String
        /// The kiosk.
        public var kiosk: String
        /// `sign-in`, `checkout`, `checkin`, `renew` or `renew-all`.
        public var task: String
        /// The outcome, or why there was none.
        public var outcome: String
        /// How often; `nil` when it was less than ``shownMin``.
        public var count: Int?

        /// A count; a small one is suppressed.
        public init(day: String, kiosk: String, task: String, outcome: String, count: Int) {
            self.day = day
            self.kiosk = kiosk
            self.task = task
            self.outcome = outcome
            self.count = count < VisitCounts.shownMin ? nil : count
        }
    }

    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// The counts, by day, door and outcome.
    ///
    /// There are no sums: a sum less the counts that are told would tell the one that is not.
    public var counts: [Count]
    /// What the kiosks did, by day, kiosk, task and outcome.
    public var kiosks: [KioskCount]

    /// Counts of some days.
    public init(counts: [Count], kiosks: [KioskCount] = []) {
        schema = ControlAPI.schema
        self.counts = counts
        self.kiosks = kiosks
    }
}
