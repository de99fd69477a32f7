// SPDX-License-Identifier: MPL-2.0

/// Brings every transaction of the kiosks to exactly one end (invariant I10).
///
/// A transaction is entered in the ledger's file before it is sent. While there is a line it is
/// sent at once; without one it is queued, and told to the library system later, in the order in
/// which things happened, one at a time. What may or may not have been carried out is looked up
/// before it is repeated, also after the power was cut. What the library system does not accept
/// afterwards is left to a person.
public struct Outbox: Sendable {
    /// The greatest number of transactions whose end is not known.
    public static let entriesMax = 2000
    /// How long a transaction may wait for a line before a person decides.
    public static let ageMax = Duration.seconds(7 * 86_400)
    /// How often in a row the library system may leave open whether it did what it was told, before
    /// a person decides.
    ///
    /// The transactions after it, which wait meanwhile, go on then.
    public static let tellingsMax = 5
    /// The wait before the library system is told again; each one is twice as long.
    public static let waitMin = Duration.seconds(5)
    /// The longest wait before the library system is told again.
    public static let waitMax = Duration.seconds(300)

    /// What is to be done.
    enum Action: Sendable {
        /// Write it to the ledger's file.
        case journal(OutboxChange)
        /// Ask the library system; ``Outbox/answered(_:_:at:)`` takes the outcome.
        case request(LibraryTask, RequestID)
        /// This is how far a transaction has come.
        case came(OutboxEntry, Ending)
    }

    /// How a transaction stands for the patron and the record.
    enum Ending: Sendable {
        /// The library system did it and said this.
        case done(LibraryResult)
        /// It was carried out, as was found by looking.
        case carriedOut
        /// The library system decided against it.
        case refused(Refusal)
        /// It was done without a line.
        case queued
        /// It was not done: the library system could not be asked.
        case notDone
        /// This way to the library system has no such thing.
        case notSupported
        /// Nobody can tell yet.
        case doubtful
        /// A person decides.
        case conflict(OutboxEntry.Conflict)
    }

    fileprivate enum Phase: Sendable {
        /// Sent while the patron waits.
        case live
        /// Waits for its turn.
        case queued
        /// Being told afterwards.
        case replaying
        /// Waits for its turn to be looked up.
        case doubtful(since: Uptime?)
        /// Being looked up.
        case asking(Settlement)
        /// To be looked up again.
        case pausing(Settlement, until: Uptime)
        /// A person decides.
        case conflict
    }

    fileprivate struct Open: Sendable {
        var entry: OutboxEntry
        var phase: Phase
        /// The loans before it, where they are known: a renewal shows only in a later day.
        var loansBefore: [Loan] = []
        var pin: PIN?
        /// Whether the patron still stands at the screen.
        var isAwaited = false
        /// Whether a person has ordered that it be told again, however old it is.
        var isOrdered = false
        /// How often the library system was told afterwards and left open what it did.
        var tellings = 0
    }

    private var opened: [Open] = []
    /// Which transaction a question is about.
    private var questions: [RequestID: RequestID] = [:]
    private var lastQuestion: UInt64 = 0
    private var retryAt: Uptime?
    private var nextWait = Self.waitMin

    /// Takes up what was not finished when the station stopped, in the order of its beginning.
    ///
    /// What was on its way then may have been carried out.
    init(restoring entries: some Sequence<OutboxEntry> = []) {
        for entry in entries.prefix(Self.entriesMax) {
            let phase: Phase =
                switch entry.state {
                case .sent, .doubtful: .doubtful(since: nil)
                case .queued: .queued
                case .conflict: .conflict
                }
            opened.append(Open(entry: entry, phase: phase))
        }
    }

    /// The transactions whose end is not known, in order.
    public var entries: [OutboxEntry] { opened.map(\.entry) }

    /// Whether another transaction can be begun.
    var hasRoom: Bool { opened.count < Self.entriesMax }

    // MARK: Beginning

    /// A transaction begins.
    ///
    /// Without a line, or when an earlier one concerns the same item and is still open, it is
    /// queued if it may wait; what may not wait is not begun.
    mutating func begin(
        _ entry: OutboxEntry,
        pin: PIN?,
        loansBefore: [Loan] = [],
        isReachable: Bool
    ) -> [Action] {
        var entry = entry
        let comesAfter = opened.contains { !$0.isConflict && $0.entry.meets(entry) }
        guard hasRoom, let task = entry.task(pin: pin) else { return [.came(entry, .notDone)] }
        guard isReachable, !comesAfter else {
            guard entry.mayWait else { return [.came(entry, .notDone)] }
            entry.state = .queued
            entry.wasQueued = true
            opened.append(Open(entry: entry, phase: .queued))
            return [.journal(.enter(entry)), .came(entry, .queued)]
        }
        entry.state = .sent
        let open = Open(
            entry: entry,
            phase: .live,
            loansBefore: loansBefore,
            pin: pin,
            isAwaited: true
        )
        opened.append(open)
        return [.journal(.enter(entry)), .request(task, entry.id)]
    }

    /// What could not be entered never began.
    mutating func neverBegan(_ ids: Set<RequestID>) -> [OutboxEntry] {
        let dropped = opened.filter { ids.contains($0.entry.id) }.map(\.entry)
        opened.removeAll { ids.contains($0.entry.id) }
        return dropped
    }

    /// What was entered before and could not be told now waits again.
    mutating func wasNotTold(_ ids: Set<RequestID>) -> [Action] {
        var actions: [Action] = []
        for index in opened.indices where ids.contains(opened[index].entry.id) {
            guard case .replaying = opened[index].phase else { continue }
            opened[index].phase = .queued
            actions += move(index, .queued)
        }
        return actions
    }

    /// The patron has gone; what is still open ends without anybody at the screen.
    mutating func left(_ kiosk: KioskName) {
        for index in opened.indices where opened[index].entry.kiosk == kiosk {
            opened[index].isAwaited = false
            opened[index].forgetPIN()
        }
    }

    // MARK: Answers

    /// The outcome of a request, if it is one of this outbox; nil leaves it to others.
    mutating func answered(
        _ id: RequestID,
        _ outcome: LibraryOutcome,
        at now: Uptime
    ) -> [Action]? {
        if let about = questions.removeValue(forKey: id) {
            guard let index = index(of: about), case .asking(var settlement) = opened[index].phase
            else { return [] }
            return follow(settlement.answered(outcome), settlement, at: index, now)
        }
        guard let index = index(of: id) else { return nil }
        switch opened[index].phase {
        case .live: return liveEnded(outcome, at: index, now)
        case .replaying: return replayEnded(outcome, at: index, now)
        case .queued, .doubtful, .asking, .pausing, .conflict: return []
        }
    }

    private mutating func liveEnded(
        _ outcome: LibraryOutcome,
        at index: Int,
        _ now: Uptime
    ) -> [Action] {
        // Whoever left before the answer may have taken the item along.
        let isUnseen = opened[index].entry.kind == .checkout && !opened[index].isAwaited
        switch outcome {
        case .done(let result): return close(index, .done(result))
        case .unknown: return doubt(index, now)
        case .refused, .notSupported:
            if isUnseen { return conflict(index, .notLent) }
            if case .refused(let refusal) = outcome { return close(index, .refused(refusal)) }
            return close(index, .notSupported)
        case .unavailable:
            guard opened[index].entry.mayWait else {
                return isUnseen ? conflict(index, .notLent) : close(index, .notDone)
            }
            opened[index].phase = .queued
            return move(index, .queued) + [.came(opened[index].entry, .queued)]
        }
    }

    private mutating func replayEnded(
        _ outcome: LibraryOutcome,
        at index: Int,
        _ now: Uptime
    ) -> [Action] {
        switch outcome {
        case .done(let result):
            calm()
            return close(index, .done(result))
        case .refused(let refusal):
            calm()
            return conflict(index, OutboxEntry.Conflict(refusal.reason))
        case .notSupported, .unavailable(.notEncodable): return conflict(index, .refused)
        case .unknown:
            opened[index].tellings += 1
            return doubt(index, now)
        case .unavailable:
            opened[index].phase = .queued
            retryAt = now + nextWait
            nextWait = min(nextWait * 2, Self.waitMax)
            return move(index, .queued)
        }
    }

    private mutating func doubt(_ index: Int, _ now: Uptime) -> [Action] {
        opened[index].phase = .doubtful(since: now)
        return move(index, .doubtful) + [.came(opened[index].entry, .doubtful)]
    }

    // MARK: Working it off

    /// Does what is next, one thing at a time and in order.
    mutating func work(at now: Moment, isReachable: Bool) -> [Action] {
        guard isReachable, !opened.contains(where: \.isUnderWay),
            let index = opened.firstIndex(where: \.isWaiting)
        else { return [] }
        guard !isHeldUp(index) else { return [] }
        let open = opened[index]
        switch open.phase {
        case .queued:
            if let retryAt, now.uptime < retryAt { return [] }
            let isTooOld = open.entry.made.age(at: now.timestamp) > Self.ageMax
            if isTooOld, now.clock == .trusted, !open.isOrdered {
                return conflict(index, .tooOld)
            }
            guard let task = open.entry.deferredTask else { return conflict(index, .refused) }
            opened[index].phase = .replaying
            return move(index, .sent) + [.request(task, open.entry.id)]
        case .doubtful(let since):
            guard let task = open.entry.task(pin: open.pin),
                var settlement = Settlement(task, loansBefore: open.loansBefore)
            else {
                return conflict(index, .open)
            }
            let age = since.map { $0.duration(to: now.uptime) } ?? .zero
            return follow(settlement.begin(after: age), settlement, at: index, now.uptime)
        case .pausing(var settlement, let until):
            guard until <= now.uptime else { return [] }
            return follow(settlement.waited(), settlement, at: index, now.uptime)
        case .live, .replaying, .asking, .conflict:
            return []
        }
    }

    /// When ``work(at:isReachable:)`` is next needed.
    func nextDeadline(isReachable: Bool) -> Uptime? {
        // Nothing is done meanwhile, whatever the time, and events say when that ends.
        guard isReachable, !opened.contains(where: \.isUnderWay),
            let index = opened.firstIndex(where: \.isWaiting), !isHeldUp(index)
        else { return nil }
        let next = opened[index]
        switch next.phase {
        case .pausing(_, let until): return until
        case .queued: return retryAt
        default: return nil
        }
    }

    private mutating func follow(
        _ step: Settlement.Step,
        _ settlement: Settlement,
        at index: Int,
        _ now: Uptime
    ) -> [Action] {
        switch step {
        case .ask(let task):
            opened[index].phase = .asking(settlement)
            let id = nextQuestion(about: opened[index].entry.id)
            questions[id] = opened[index].entry.id
            return [.request(task, id)]
        case .wait(let time):
            opened[index].phase = .pausing(settlement, until: now + time)
            return []
        case .settled(let verdict):
            return settled(verdict, at: index)
        }
    }

    private mutating func settled(_ verdict: Settlement.Verdict, at index: Int) -> [Action] {
        let open = opened[index]
        switch (verdict, open.entry.kind) {
        case (.carriedOut, _): return close(index, .carriedOut)
        case (.open, _): return conflict(index, .open)
        case (.notCarriedOut, .checkin):
            // The item lies in the return box whatever became of the line.
            return queueAgain(index)
        case (.notCarriedOut, .checkout):
            if open.entry.wasQueued { return queueAgain(index) }
            return open.isAwaited ? close(index, .notDone) : conflict(index, .notLent)
        case (.notCarriedOut, .renew), (.notCarriedOut, .renewAll):
            return close(index, .notDone)
        }
    }

    // MARK: Staff

    /// A person wants the library system to be told again; nil when nothing waits for a person.
    mutating func retry(_ id: RequestID) -> [Action]? {
        guard let index = index(of: id), opened[index].isConflict,
            opened[index].entry.deferredTask != nil
        else { return nil }
        retryAt = nil
        opened[index].phase = .queued
        opened[index].isOrdered = true
        opened[index].tellings = 0
        return move(index, .queued)
    }

    /// A person has settled it; nil when nothing waits for a person.
    mutating func resolve(_ id: RequestID) -> [Action]? {
        guard let index = index(of: id), opened[index].isConflict else { return nil }
        opened.remove(at: index)
        return [.journal(.close(id))]
    }

    /// A transaction as it waits for a person.
    struct Waiting: Sendable {
        fileprivate let open: Open
        fileprivate let place: Int
    }

    /// The transaction of this name as it waits for a person; nil when none does.
    func waiting(_ id: RequestID) -> Waiting? {
        index(of: id).flatMap { place in
            opened[place].isConflict ? Waiting(open: opened[place], place: place) : nil
        }
    }

    /// What staff ordered could not be recorded: the transaction waits for a person as before.
    mutating func takeBack(_ waiting: Waiting) -> [Action] {
        let entry = waiting.open.entry
        if let index = index(of: entry.id) {
            opened[index] = waiting.open
        } else {
            opened.insert(waiting.open, at: min(waiting.place, opened.count))
        }
        return [.journal(.move(entry.id, entry.state))]
    }

    // MARK: Small steps

    /// Whether an earlier transaction that concerns the same thing has no end yet.
    private func isHeldUp(_ index: Int) -> Bool {
        opened[..<index].contains { !$0.isConflict && $0.entry.meets(opened[index].entry) }
    }

    private func index(of id: RequestID) -> Int? { opened.firstIndex { $0.entry.id == id } }

    private mutating func calm() {
        retryAt = nil
        nextWait = Self.waitMin
    }

    private mutating func nextQuestion(about id: RequestID) -> RequestID {
        lastQuestion += 1
        return RequestID("q\(lastQuestion)-\(id.text.prefix(20))")
            ?? RequestID(number: lastQuestion)
    }

    private mutating func move(_ index: Int, _ state: OutboxEntry.State) -> [Action] {
        opened[index].entry.state = state
        if state == .queued { opened[index].entry.wasQueued = true }
        return [.journal(.move(opened[index].entry.id, state))]
    }

    private mutating func queueAgain(_ index: Int) -> [Action] {
        guard opened[index].tellings < Self.tellingsMax else { return conflict(index, .open) }
        opened[index].phase = .queued
        return move(index, .queued)
    }

    private mutating func close(_ index: Int, _ ending: Ending) -> [Action] {
        let entry = opened.remove(at: index).entry
        return [.journal(.close(entry.id)), .came(entry, ending)]
    }

    private mutating func conflict(_ index: Int, _ conflict: OutboxEntry.Conflict) -> [Action] {
        opened[index].phase = .conflict
        opened[index].pin = nil
        opened[index].loansBefore = []
        return move(index, .conflict(conflict)) + [.came(opened[index].entry, .conflict(conflict))]
    }
}

extension Outbox.Open {
    /// Drops the PIN wherever it is held.
    fileprivate mutating func forgetPIN() {
        pin = nil
        switch phase {
        case .asking(var settlement):
            settlement.forgetPIN()
            phase = .asking(settlement)
        case .pausing(var settlement, let until):
            settlement.forgetPIN()
            phase = .pausing(settlement, until: until)
        case .live, .queued, .replaying, .doubtful, .conflict:
            break
        }
    }

    /// Whether the library system has been asked something about it and has not answered.
    fileprivate var isUnderWay: Bool {
        switch phase {
        case .replaying, .asking: true
        case .live, .queued, .doubtful, .pausing, .conflict: false
        }
    }

    /// Whether it waits for its turn.
    fileprivate var isWaiting: Bool {
        switch phase {
        case .queued, .doubtful, .pausing: true
        case .live, .replaying, .asking, .conflict: false
        }
    }

    fileprivate var isConflict: Bool {
        if case .conflict = phase { true } else { false }
    }
}
