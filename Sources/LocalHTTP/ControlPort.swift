// SPDX-License-Identifier: MPL-2.0

public import ControlAPI
public import PortnerCore

/// What the control server needs from the rest of the daemon, as a value of closures.
public struct ControlPort: Sendable {
    /// The state of the station now.
    public var status: @Sendable () async throws(ControlFailure) -> StatusReport
    /// A stretch of the ledger; throws when it cannot be read.
    ///
    /// Where the query goes on from a number that the ledger has not reached, the page is empty and
    /// goes through to the newest entry, which tells the client that the ledger is another one.
    public var events: @Sendable (EventQuery) async throws(ControlFailure) -> EventPage
    /// Gives the sequence number of the newest entry each time that some were written.
    ///
    /// The stream says only that there is something to read: it may skip numbers and needs to keep
    /// no more than the newest one, so a slow follower costs no memory.
    public var follow: @Sendable () async -> AsyncStream<UInt64>
    /// Carries out an order for the named user and says why not, if not.
    public var order:
        @Sendable (StaffOrder, DoorName, _ reason: String, _ by: String)
            async throws(ControlFailure) -> StaffRefusal?
    /// Has everybody leave for the named user, or ends that, and says why not, if not.
    public var evacuate:
        @Sendable (_ isOrdered: Bool, _ reason: String, _ by: String)
            async throws(ControlFailure) -> StaffRefusal?
    /// Lifts the wait of a card or reader for the named user and says why not, if not.
    public var liftWait:
        @Sendable (WaitSubject, _ reason: String, _ by: String)
            async throws(ControlFailure) -> StaffRefusal?
    /// Decides about a card without moving or counting anything, a right PIN taken for granted.
    public var check: @Sendable (AccessQuestion) async throws(ControlFailure) -> AccessOpinion
    /// Goes through the whole ledger.
    public var verifyLedger: @Sendable () async throws(ControlFailure) -> LedgerReport
    /// What is known about patrons, and how far a roster has come.
    public var cache: @Sendable () async throws(ControlFailure) -> CacheReport
    /// Has the roster's file looked at, and the roster with this cursor confirmed, for the named
    /// user; does not wait until it is taken.
    public var sync:
        @Sendable (_ confirming: String?, _ by: String) async throws(ControlFailure) -> CacheReport
    /// Hears of a request that the role of the named user does not allow.
    public var refused: @Sendable (ControlRequest, _ by: String) async -> Void
    /// The station's own list of cards.
    public var list: ListPort
    /// The kiosks' transactions.
    public var outbox: OutboxPort
    /// The kiosks themselves.
    public var kiosks: KioskControlPort
    /// The ledger for use elsewhere.
    public var export: ExportPort
    /// What is known about people, and its erasure.
    public var privacy: PrivacyPort

    /// A port made from its closures.
    public init(
        status: @escaping @Sendable () async throws(ControlFailure) -> StatusReport,
        events: @escaping @Sendable (EventQuery) async throws(ControlFailure) -> EventPage,
        follow: @escaping @Sendable () async -> AsyncStream<UInt64>,
        order:
            @escaping @Sendable (StaffOrder, DoorName, _ reason: String, _ by: String)
            async throws(ControlFailure) -> StaffRefusal?,
        evacuate:
            @escaping @Sendable (_ isOrdered: Bool, _ reason: String, _ by: String)
            async throws(ControlFailure) -> StaffRefusal?,
        liftWait:
            @escaping @Sendable (WaitSubject, _ reason: String, _ by: String)
            async throws(ControlFailure) -> StaffRefusal?,
        check: @escaping @Sendable (AccessQuestion) async throws(ControlFailure) -> AccessOpinion,
        verifyLedger: @escaping @Sendable () async throws(ControlFailure) -> LedgerReport,
        cache: @escaping @Sendable () async throws(ControlFailure) -> CacheReport,
        sync:
            @escaping @Sendable (_ confirming: String?, _ by: String)
            async throws(ControlFailure) -> CacheReport,
        refused: @escaping @Sendable (ControlRequest, _ by: String) async -> Void,
        list: ListPort,
        outbox: OutboxPort,
        kiosks: KioskControlPort,
        export: ExportPort,
        privacy: PrivacyPort
    ) {
        self.status = status
        self.events = events
        self.follow = follow
        self.order = order
        self.evacuate = evacuate
        self.liftWait = liftWait
        self.check = check
        self.verifyLedger = verifyLedger
        self.cache = cache
        self.sync = sync
        self.refused = refused
        self.list = list
        self.outbox = outbox
        self.kiosks = kiosks
        self.export = export
        self.privacy = privacy
    }
}

/// What has to wait after wrong attempts, as a technician names it.
public enum WaitSubject: Sendable {
    /// A card, by its number.
    case card(CardNumber)
    /// A reader, by its name.
    case reader(ReaderName)
}

/// Which entries of the ledger are wanted.
public struct EventQuery: Sendable, Hashable {
    /// Only entries after this sequence number, oldest first; `nil` for the newest ones.
    public var after: UInt64?
    /// At most this many entries, counted after leaving out what is not wanted.
    public var limit: Int
    /// Only alarms.
    public var alarmsOnly: Bool

    /// A query; the limit is held between 1 and `ControlAPI.Limit.eventsMax`.
    public init(after: UInt64?, limit: Int, alarmsOnly: Bool = false) {
        self.after = after
        self.limit = min(max(limit, 1), ControlAPI.Limit.eventsMax)
        self.alarmsOnly = alarmsOnly
    }
}

/// The question whether a card would be let in.
public struct AccessQuestion: Sendable {
    /// The card.
    public var card: CardNumber
    /// The door; `nil` when the reader names it, or when there is only one.
    public var door: DoorName?
    /// The reader; `nil` for any at the door.
    public var reader: ReaderName?
    /// The local time to decide for; `nil` for now.
    public var time: PlannedTime?
    /// Whether its number is typed at the door.
    public var isTyped: Bool

    /// A question made from its parts.
    public init(
        card: CardNumber,
        door: DoorName?,
        reader: ReaderName?,
        time: PlannedTime?,
        isTyped: Bool = false
    ) {
        self.isTyped = isTyped
        self.card = card
        self.door = door
        self.reader = reader
        self.time = time
    }
}

/// A local time that a technician names; the runtime knows the time zone's rules for it.
public struct PlannedTime: Sendable, Hashable {
    /// The date; `nil` for today.
    public let date: CivilDate?
    /// The time of day, before midnight.
    public let time: TimeOfDay

    /// Reads `20:46`, `2026-11-22T20:46` or `2026-11-22 20:46`; anything else is `nil`.
    public init?(_ text: String) {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "T" || $0 == " " }
        guard (1...2).contains(parts.count), let last = parts.last,
            let time = TimeOfDay(last), time < .endOfDay
        else { return nil }
        self.time = time
        guard parts.count == 2 else {
            date = nil
            return
        }
        guard let date = CivilDate(written: parts[0]) else { return nil }
        self.date = date
    }
}

extension CivilDate {
    /// Reads `2026-11-22`; anything else is `nil`.
    init?(written text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}

/// What the policy would decide about a card.
public struct AccessOpinion: Sendable, Hashable {
    /// How far the decision comes.
    public enum Outcome: Sendable, Hashable {
        /// The patron would be let in.
        case granted
        /// The patron would be refused.
        case denied(Denial)
        /// The decision would need this first.
        case needs(EvidenceStep)
    }

    /// How far it comes.
    public var outcome: Outcome
    /// What each rule found.
    public var findings: [Finding]
    /// The facts it rests on.
    public var facts: PatronFacts?
    /// The door.
    public var door: DoorName
    /// The moment that it was decided for.
    public var moment: Moment

    /// An opinion made from its parts.
    public init(
        outcome: Outcome,
        findings: [Finding],
        facts: PatronFacts?,
        door: DoorName,
        moment: Moment
    ) {
        self.outcome = outcome
        self.findings = findings
        self.facts = facts
        self.door = door
        self.moment = moment
    }
}
