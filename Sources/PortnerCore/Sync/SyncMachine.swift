// SPDX-License-Identifier: MPL-2.0

/// Asks the library system anew about the patrons that are known, one at a time and spread out.
///
/// A search off the station's thread finds who is due, those first who were seen last; then one
/// question follows the other at the configured pace. When the library system fails, the pauses
/// grow. The machine knows neither doors nor the cache: whether this is a good moment, and whether
/// a patron is still due, it is told.
public struct SyncMachine: Sendable {
    /// What is to be done next.
    public enum Action: Sendable, Hashable {
        /// Find who is due, beginning after this row, without these cards.
        case search(Ticket, after: Int64?, avoiding: [CardKey])
        /// Ask about a patron.
        case ask(DuePatron, Ticket)
    }

    /// What an answer is worth.
    public enum Verdict: Sendable, Hashable {
        /// The facts are the patron's.
        case learn
        /// The library system has known patrons by their numbers and does not know this one.
        case disown
        /// Nothing is to be learned.
        case nothing
    }

    private enum State: Sendable {
        case resting
        case searching(Ticket, until: Uptime)
        case asking(DuePatron, Ticket, until: Uptime)
    }

    /// How long the answer to a question is waited for.
    public static let questionTimeout = Duration.seconds(10)
    /// How long a search may take before another one is begun.
    public static let searchMax = Duration.seconds(120)
    /// How long after a round the next one begins.
    public static let roundPause = Duration.seconds(300)
    /// The pause after the first failure; each further one doubles it.
    public static let failurePause = Duration.seconds(30)
    /// The longest pause after a failure.
    public static let failurePauseMax = Duration.seconds(1800)
    /// The greatest number of cards that are left out because a question about them failed.
    public static let avoidedMax = 64
    /// How long a card is left out.
    public static let avoidedFor = Duration.seconds(3600)

    /// The pace.
    public internal(set) var settings: SyncSettings
    /// How many questions in a row have failed.
    public private(set) var failures = 0
    /// How many questions have been answered well, by the time of day in which they were.
    private var answered = HourCount()
    private var state = State.resting
    private var wakeAt: Uptime
    private var jitter: Jitter
    /// Who is due, in reverse, so that the next one is the last.
    private var queue: [DuePatron] = []
    private var avoided: [(key: CardKey, until: Uptime)] = []
    /// Where the search began whose patrons are in the queue, and where the next one goes on.
    private var start: Int64?
    private var next: Int64?
    /// Whether the last search may have left out some who are due.
    private var isFull = false
    private var hasAsked = false
    /// Whether a patron was ever known by number.
    ///
    /// A system that answers with numbers and cannot be asked by them must not be taken for one
    /// that has lost all its patrons.
    private var isProven = false

    /// A machine that rests for a while, so that stations that start together ask apart.
    public init(_ settings: SyncSettings, seed: UInt64, at now: Uptime) {
        self.settings = settings
        jitter = Jitter(seed: seed)
        wakeAt = now
        wakeAt = now + jitter.spread(settings.pause)
    }

    // MARK: Time

    /// When ``advance(to:mayAsk:isDue:ticket:)`` is next needed.
    ///
    /// - Parameter mayAsk: Whether this is a good moment for a question.
    /// - Returns: The time; nil while nothing is due before a good moment comes.
    public func nextDeadline(mayAsk: Bool) -> Uptime? {
        switch state {
        case .resting: mayAsk ? wakeAt : nil
        case .searching(_, let until), .asking(_, _, let until): until
        }
    }

    /// Does what is due.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - mayAsk: Whether this is a good moment: nobody stands at a reader, the line is up.
    ///   - isDue: Whether a patron still has to be asked about.
    ///   - ticket: Gives a fresh ticket.
    /// - Returns: What is to be done, if anything.
    public mutating func advance(
        to now: Uptime,
        mayAsk: Bool,
        isDue: (DuePatron) -> Bool,
        ticket: () -> Ticket
    ) -> Action? {
        switch state {
        case .searching(_, let until) where until <= now:
            rest(now + jitter.spread(Self.roundPause))
        case .asking(let patron, _, let until) where until <= now:
            failed(patron, at: now)
        case .resting where mayAsk && wakeAt <= now:
            return proceed(at: now, isDue, ticket)
        default:
            break
        }
        return nil
    }

    private mutating func proceed(
        at now: Uptime,
        _ isDue: (DuePatron) -> Bool,
        _ ticket: () -> Ticket
    ) -> Action {
        let ticket = ticket()
        while let patron = queue.popLast() {
            guard isDue(patron) else { continue }
            hasAsked = true
            state = .asking(patron, ticket, until: now + Self.questionTimeout)
            return .ask(patron, ticket)
        }
        // Of a slice that held more than one search finds, the rest comes first.
        if !isFull || !hasAsked { start = next }
        avoided.removeAll { $0.until <= now }
        state = .searching(ticket, until: now + Self.searchMax)
        return .search(ticket, after: start, avoiding: avoided.map(\.key))
    }

    // MARK: Events

    /// A card has a new key: what is asked about it concerns that from now on.
    mutating func rekey(_ former: CardKey, to key: CardKey) {
        func renamed(_ patron: DuePatron) -> DuePatron {
            patron.key.matches(former) ? DuePatron(key: key, patron: patron.patron) : patron
        }
        queue = queue.map(renamed)
        if case .asking(let patron, let ticket, let until) = state {
            state = .asking(renamed(patron), ticket, until: until)
        }
    }

    /// A search ended; one that nobody waits for any more is ignored.
    public mutating func found(_ finding: SyncFinding, _ ticket: Ticket, at now: Uptime) {
        guard case .searching(ticket, _) = state else { return }
        queue = finding.due.prefix(SyncSearch.foundMax).reversed()
        next = finding.next
        isFull = finding.due.count >= SyncSearch.foundMax
        hasAsked = false
        let isRoundOver = queue.isEmpty && next == nil
        rest(now + jitter.spread(isRoundOver ? Self.roundPause : settings.pause))
    }

    /// Whether a question with this ticket is under way, and about whom.
    public func asked(_ ticket: Ticket) -> DuePatron? {
        guard case .asking(let patron, ticket, _) = state else { return nil }
        return patron
    }

    /// The library system answered the question that is under way.
    public mutating func replied(_ reply: LibraryReply, at now: Uptime) -> Verdict {
        guard case .asking(let patron, _, _) = state else { return .nothing }
        switch reply {
        case .known(let facts, _) where facts.patron == patron.patron:
            isProven = true
            succeeded(at: now)
            return .learn
        case .unknownCard where isProven:
            succeeded(at: now)
            return .disown
        case .known, .unknownCard, .noAnswer:
            failed(patron, at: now)
            return .nothing
        }
    }

    /// Somebody wants a round now.
    public mutating func ordered(at now: Uptime) {
        failures = 0
        avoided = []
        guard case .resting = state else { return }
        queue = []
        (start, next, isFull) = (nil, nil, false)
        wakeAt = now
    }

    /// Leaves out what waits about some cards, and what is under way about them.
    mutating func forget(_ cards: [CardKey], at now: Uptime) {
        queue.removeAll { due in cards.contains { $0.matches(due.key) } }
        guard case .asking(let patron, _, _) = state,
            cards.contains(where: { $0.matches(patron.key) })
        else { return }
        rest(now + jitter.spread(settings.pause))
    }

    private mutating func succeeded(at now: Uptime) {
        failures = 0
        answered.add(at: now)
        rest(now + jitter.spread(settings.pause))
    }

    private mutating func failed(_ patron: DuePatron, at now: Uptime) {
        if avoided.count == Self.avoidedMax { avoided.removeFirst() }
        avoided.append((patron.key, now + Self.avoidedFor))
        let doublings = min(failures, 16)
        let pause = min(Self.failurePause * (1 << doublings), Self.failurePauseMax)
        failures += 1
        rest(now + max(jitter.shorten(pause), settings.pause))
    }

    private mutating func rest(_ until: Uptime) {
        state = .resting
        wakeAt = until
    }

    // MARK: Status

    /// How many patrons were asked about successfully within the last hour.
    public func refreshedLastHour(at now: Uptime) -> Int { answered.count(at: now) }

    /// How long until the next question or search; nil while one is under way.
    public func nextIn(at now: Uptime) -> Duration? {
        guard case .resting = state else { return nil }
        return max(now.duration(to: wakeAt), .zero)
    }
}

/// Counts what happened within the last hour, five minutes at a time.
struct HourCount: Sendable {
    private static let parts = 12
    private static let partLength: Int64 = 300

    private var counts = Array(repeating: 0, count: HourCount.parts)
    private var last: Int64 = 0

    mutating func add(at now: Uptime) {
        let part = Self.part(now)
        counts = kept(at: part)
        last = part
        counts[Self.parts - 1] += 1
    }

    func count(at now: Uptime) -> Int { kept(at: Self.part(now)).reduce(0, +) }

    /// The counts as they stand when this is the newest part.
    private func kept(at part: Int64) -> [Int] {
        let passed = Int(min(max(part - last, 0), Int64(Self.parts)))
        return Array(counts.dropFirst(passed)) + Array(repeating: 0, count: passed)
    }

    private static func part(_ now: Uptime) -> Int64 {
        now.sinceStart.components.seconds / partLength
    }
}
