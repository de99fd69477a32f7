// SPDX-License-Identifier: MPL-2.0

/// Carries out what a station orders.
///
/// A batch of actions is done in order. Neighbouring durable actions are one transaction; when it
/// fails, nothing that follows in the batch releases a lock (invariant I2), and the station orders
/// every lock and panel anew. The ledger is tried again with each later batch and every
/// ``retryInterval``; the first record that succeeds says how many batches are missing before it.
/// Changes to the cache that cannot be written are kept here and tried again, after growing waits,
/// and until they are written the cache is not believed, so a block that was heard is never
/// forgotten (invariant I4). Their cards are noted, too, until the changes are on the disk: however
/// this process ends, the next one begins with those.
public struct StationLoop<Reading: PatronReading> {
    /// The greatest number of cache changes waiting to be written, beside those that the process
    /// began with.
    public static var changesWaitingMax: Int { 1000 }
    /// The greatest number of cards that are noted as lacking something, one for each change that
    /// waits and as many for changes that were given up; the note has overflowed long before.
    public static var distrustedMax: Int { 2 * changesWaitingMax }
    /// How long after a failure the ledger is tried again when nothing else happens.
    public static var retryInterval: Duration { .seconds(30) }
    /// The greatest number of waiting changes that are written at once: who comes to a door
    /// meanwhile waits no longer than for these.
    public static var changesAtOnceMax: Int { 50 }
    /// How long after so many the next ones are written.
    public static var changesPause: Duration { .milliseconds(100) }
    /// How long after a failure the cache is tried again; each wait is twice as long as the one
    /// before, up to ``retryInterval``.
    public static var changeRetryMin: Duration { .seconds(1) }
    /// How many answers of the ports are followed up after one event; the rest waits for the next.
    public static var followUpsMax: Int { 100 }

    /// The ledger cannot be written.
    private struct Outage {
        var batchesLost: Int
        var retryAt: Uptime
        /// Counts of wrong attempts that are still to be written, the newest for each subject.
        var counts: [ThrottleCount] = []
        /// Changes to transactions that were entered before, in order.
        var outbox: [OutboxChange] = []
    }

    /// The station.
    public private(set) var station: Station
    private let ports: StationPorts
    private let reading: Reading
    private var changesWaiting: [CacheChange] = []
    private let changesMax: Int
    /// When the cache is written next; nil when nothing waits for that.
    private var changesDueAt: Uptime?
    private var changesRetry = Self.changeRetryMin
    private var hasLostChanges: Bool
    /// The cards that are noted as lacking something.
    private var distrusted: Set<CardKey>
    /// The cards of which a change was given up: they stay noted as long as the process lives.
    private var lost: Set<CardKey> = []
    /// The cards of which all is written, and which are noted until it is on the disk, too.
    private var written: [CardKey] = []
    private var outage: Outage?
    /// What the ports answered during a batch, for the station to hear after it.
    private var followUps: [Event] = []

    /// A loop around a station.
    ///
    /// - Parameters:
    ///   - station: The station.
    ///   - reading: How it reads the cache.
    ///   - ports: Everything outside that it moves.
    ///   - unwritten: What has to be written to the cache before that is believed.
    ///   - hasLostChanges: Whether the cache lacks changes of which nobody knows the cards.
    public init(
        _ station: Station,
        reading: Reading,
        ports: StationPorts,
        unwritten: [CacheChange] = [],
        hasLostChanges: Bool = false
    ) {
        self.station = station
        self.reading = reading
        self.ports = ports
        changesWaiting = unwritten
        changesMax = unwritten.count + Self.changesWaitingMax
        changesDueAt = unwritten.isEmpty ? nil : Uptime(.zero)
        self.hasLostChanges = hasLostChanges
        distrusted = Set(unwritten.compactMap(\.restrictedCard))
        self.station.isCacheTrusted = trustsCache
    }

    /// When ``advance(to:)`` is next needed.
    public func nextDeadline(after now: Moment) -> Uptime {
        var next = station.nextDeadline(after: now)
        if let outage { next = min(next, outage.retryAt) }
        if let changesDueAt { next = min(next, changesDueAt) }
        return next
    }

    /// Whether the cache can be believed.
    public var trustsCache: Bool { changesWaiting.isEmpty && !hasLostChanges }

    /// Whether the ledger could be written when it was last tried.
    public var isRecording: Bool { outage == nil }

    /// Takes an event and carries out what follows.
    public mutating func handle(_ event: Event, at now: Moment) {
        carryOut(station.handle(event, at: now, reading: believed), at: now)
        followUp(at: now)
    }

    /// Does what is due.
    public mutating func advance(to now: Moment) {
        writeChanges(at: now.uptime)
        if let outage, outage.retryAt <= now.uptime, !append([], at: now) {
            followUps.append(.recordingFailed(orders: []))
        }
        carryOut(station.advance(to: now, reading: believed), at: now)
        followUp(at: now)
    }

    private var believed: DoubtfulReading<Reading> {
        DoubtfulReading(reading: reading, isTrusted: trustsCache)
    }

    private mutating func followUp(at now: Moment) {
        var count = 0
        while count < Self.followUpsMax, !followUps.isEmpty {
            count += 1
            let event = followUps.removeFirst()
            carryOut(station.handle(event, at: now, reading: believed), at: now)
        }
    }

    private mutating func carryOut(_ actions: [Action], at now: Moment) {
        var rest = actions[...]
        while let next = rest.first {
            guard next.isDurable else {
                rest = rest.dropFirst()
                perform(next, at: now)
                continue
            }
            let durable = rest.prefix { $0.isDurable }
            rest = rest.dropFirst(durable.count)
            guard append(durable, at: now) else {
                followUps.append(
                    .recordingFailed(
                        orders: Set(rest.compactMap(\.recordedOrder)),
                        requests: Set(rest.compactMap(\.recordedRequest)),
                        entries: Set((durable + rest).compactMap(\.enteredTransaction)),
                        queued: Set((durable + rest).compactMap(\.queuedTransaction))
                    )
                )
                for action in rest { performUnrecorded(action, at: now) }
                return
            }
        }
    }

    // MARK: The ledger

    private mutating func append(_ actions: ArraySlice<Action>, at now: Moment) -> Bool {
        var batch = LedgerBatch(
            records: gapRecord(at: now).map { [$0] } ?? [],
            counts: outage?.counts ?? [],
            outbox: outage?.outbox ?? []
        )
        for action in actions {
            switch action {
            case .record(let record): batch.records.append(record)
            case .saveThrottle(let count): batch.counts.append(count)
            case .journal(let change): change.join(&batch.outbox)
            default: break
            }
        }
        do throws(RecordingFailure) {
            try ports.append(batch)
        } catch {
            var outage = outage ?? Outage(batchesLost: 0, retryAt: now.uptime)
            if !actions.isEmpty { outage.batchesLost += 1 }
            outage.retryAt = now.uptime + Self.retryInterval
            self.outage = outage
            for action in actions { keep(action) }
            return false
        }
        if outage != nil {
            outage = nil
            followUps.append(.recordingRecovered)
        }
        return true
    }

    /// What the ledger says about itself when it can be written again.
    private func gapRecord(at now: Moment) -> Record? {
        guard let outage else { return nil }
        return Record(
            .station,
            at: now,
            isAlarm: true,
            [
                (.outcome, "records-lost"),
                (.detail, "batches missing before this record: \(outage.batchesLost)"),
            ]
        )
    }

    /// Does what can be done of the rest of a batch that could not be recorded.
    private mutating func performUnrecorded(_ action: Action, at now: Moment) {
        switch action {
        case .record: break
        case .saveThrottle, .journal: keep(action)
        // The station orders locks and panels anew when it hears of the failure, and what it keeps.
        // Nobody is erased without a record of it.
        case .release, .show, .showKiosk, .keepList, .keepOrders, .erase: break
        // Nothing passes the gate on the strength of a yes that nobody can look up; what was
        // returned is guarded whatever is on record.
        case .handleTags(.answered(_, .yes), _): break
        case .answer(let ticket, let refusal):
            perform(.answer(ticket, refusal ?? .notRecorded), at: now)
        case .ask, .checkPIN, .request:
            guard action.recordedOrder == nil, action.recordedRequest == nil else { return }
            perform(action, at: now)
        case .secure, .deriveVerifier, .cache, .issueReceipt, .withdrawReceipt, .handleTags,
            .inquire, .search, .switchOutput, .announce:
            perform(action, at: now)
        }
    }

    /// Keeps for the next transaction a count that could not be written (invariant I6), and what
    /// became of a request that was entered before (invariant I10).
    private mutating func keep(_ action: Action) {
        guard var outage else { return }
        switch action {
        case .saveThrottle(let count):
            outage.counts.removeAll { $0.subject == count.subject }
            if outage.counts.count < Throttle.subjectsMax { outage.counts.append(count) }
        case .journal(let change):
            if case .enter = change { return }
            if outage.outbox.count < Outbox.entriesMax { change.join(&outage.outbox) }
        default:
            return
        }
        self.outage = outage
    }

    // MARK: Locks, cache, everything else

    private mutating func perform(_ action: Action, at now: Moment) {
        switch action {
        case .release(let door, let duration, let isKept):
            drive(door, Release(for: duration, isKept: isKept))
        case .secure(let door): drive(door, nil)
        case .cache(let change): write(change, at: now)
        case .erase(let cards):
            changesWaiting.removeAll { change in
                cards.contains { change.card?.matches($0) == true }
            }
            for card in cards { write(.forget(card), at: now) }
        default: ports.send(action, now)
        }
    }

    private mutating func drive(_ door: DoorName, _ release: Release?) {
        do throws(LockFailure) {
            try ports.drive(door, release)
        } catch {
            followUps.append(.lockChanged(isPresent: false, detail: error.detail, door: door))
        }
    }

    private mutating func write(_ change: CacheChange, at now: Moment) {
        if let key = change.learned, mayBeFromTheFuture(key, now) {
            changesWaiting.append(.forget(key))
        }
        changesWaiting.append(change)
        if changesDueAt == nil { changesDueAt = now.uptime }
        writeChanges(at: now.uptime)
        while changesWaiting.count > changesMax { giveUp(changesWaiting.removeFirst()) }
        station.isCacheTrusted = trustsCache
        guard let key = change.restrictedCard, isWaiting(for: key) || lost.contains(key),
            distrusted.count < Self.distrustedMax, distrusted.insert(key).inserted
        else { return }
        ports.distrust(key)
    }

    /// Whether facts about a card may be dated later than now that the station could not see: the
    /// cache is not believed, or they are not written yet, and the clock has gone back meanwhile.
    private func mayBeFromTheFuture(_ key: CardKey, _ now: Moment) -> Bool {
        guard !trustsCache else { return false }
        let isAhead = changesWaiting.contains { change in
            switch change {
            case .learn(let other, let facts) where other.matches(key):
                !facts.isBelievable(at: now.timestamp)
            // What it brings from the former key is not looked at here.
            case .rekey(_, let other): other.matches(key)
            default: false
            }
        }
        guard !isAhead, case .known(let held) = reading.patron(for: key) else { return isAhead }
        return !held.facts.isBelievable(at: now.timestamp)
    }

    private func isWaiting(for key: CardKey) -> Bool {
        changesWaiting.contains { $0.restrictedCard?.matches(key) == true }
    }

    /// Forgets a change for which there is no room.
    ///
    /// What only adds to the knowledge is no loss. Without a restriction nothing in the cache is
    /// believed any more in this process, and what is written of its card later does not release
    /// the card: the next process asks about it anew.
    private mutating func giveUp(_ change: CacheChange) {
        guard let key = change.restrictedCard else { return }
        hasLostChanges = true
        if lost.count < Self.changesWaitingMax { lost.insert(key) }
    }

    /// Writes what waits, if it is time to.
    private mutating func writeChanges(at now: Uptime) {
        guard let due = changesDueAt, due <= now else { return }
        var count = 0
        while count < Self.changesAtOnceMax, let first = changesWaiting.first, ports.change(first) {
            changesWaiting.removeFirst()
            count += 1
            guard !distrusted.isEmpty, let key = first.restrictedCard, distrusted.contains(key),
                !written.contains(key)
            else { continue }
            written.append(key)
        }
        let isPaused = count == Self.changesAtOnceMax
        if releaseWritten(), isPaused || changesWaiting.isEmpty {
            changesRetry = Self.changeRetryMin
            changesDueAt = changesWaiting.isEmpty ? nil : now + Self.changesPause
        } else {
            changesDueAt = now + changesRetry
            changesRetry = min(changesRetry * 2, Self.retryInterval)
        }
        station.isCacheTrusted = trustsCache
    }

    /// Takes cards off the note once everything that was heard of them is on the disk: what is
    /// merely written is lost with the power, and without the note an older word would count.
    private mutating func releaseWritten() -> Bool {
        guard !written.isEmpty else { return true }
        written = written.filter { !isWaiting(for: $0) && !lost.contains($0) }
        guard !written.isEmpty else { return true }
        guard ports.trust(written) else { return false }
        distrusted.subtract(written)
        written = []
        return true
    }
}

extension OutboxChange {
    /// Comes after changes that are not written yet.
    ///
    /// The end of a transaction makes up for everything before it; what moves on after its end had
    /// that end taken back, as the order for it could not be recorded.
    fileprivate func join(_ changes: inout [OutboxChange]) {
        switch self {
        case .enter: break
        case .close(let id):
            // What is entered in the same transaction has to be there to be deleted.
            let isNew = changes.contains { if case .enter = $0 { $0.id == id } else { false } }
            if !isNew { changes.removeAll { $0.id == id } }
        case .move(let id, _):
            changes.removeAll { if case .close = $0 { $0.id == id } else { false } }
        }
        changes.append(self)
    }
}

extension CacheChange {
    /// The card about which facts are learned.
    fileprivate var learned: CardKey? {
        if case .learn(let key, _) = self { key } else { nil }
    }

    /// The card that it is about; `nil` for one about several, which are in the cache or stay away.
    fileprivate var card: CardKey? {
        switch self {
        case .learn(let key, _), .refresh(let key, _), .keepVerifier(let key, _),
            .dropVerifier(let key), .forget(let key), .disown(let key, _), .doubt(let key, _),
            .rekey(_, let key):
            key
        case .saw: nil
        }
    }

    /// The card that somebody could be let in with were the change forgotten; `nil` for a change
    /// without which less is known and nobody let in.
    fileprivate var restrictedCard: CardKey? {
        switch self {
        case .learn(let key, _), .refresh(let key, _), .dropVerifier(let key), .forget(let key),
            .disown(let key, _), .doubt(let key, _):
            key
        case .keepVerifier, .rekey, .saw: nil
        }
    }
}

/// A cache that answers "failed" while it lacks changes that were heard.
private struct DoubtfulReading<Reading: PatronReading>: PatronReading {
    let reading: Reading
    let isTrusted: Bool

    func key(for card: CardNumber) -> CardKey { reading.key(for: card) }

    func formerKey(for card: CardNumber) -> CardKey? { reading.formerKey(for: card) }

    func open(_ pass: SealedPass) -> PassOpening { reading.open(pass) }

    func patron(for key: CardKey) -> CacheAnswer {
        isTrusted ? reading.patron(for: key) : .failed
    }

    func patron(for key: CardKey, formerly former: CardKey?) -> CacheAnswer {
        isTrusted ? reading.patron(for: key, formerly: former) : .failed
    }
}
