// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// One life of the daemon: the real station in its real loop, on a thread that takes from an inbox
/// and keeps the deadlines.
///
/// The process can die at any call to a driver. From then on its ports do nothing, and what the
/// loop still does leaves no trace.
final class StationProcess {
    /// What the process needs of the world.
    struct Port {
        let observe: (Observation) -> Void
        let append: (LedgerBatch) throws(RecordingFailure) -> Void
        let drive: (DoorName, Release?) throws(LockFailure) -> Void
        let change: (CacheChange) -> Bool
        let distrust: (CardKey) -> Void
        let trust: ([CardKey]) -> Bool
        let send: (Action, Moment) -> Void
        /// Whether the call that is being made is the last.
        let dies: () -> Bool
    }

    /// How often a clock that is not believed is looked at again.
    private static let doubtInterval = Duration.seconds(5)

    /// Something in the inbox.
    private struct Item {
        let event: Event
        let source: Source?
    }

    /// Where an answer of the library system comes from.
    struct Source {
        /// The card that it is about.
        let key: CardKey
        /// When it was given.
        let saidAt: Duration
        /// When it was asked for, about a patron who is not here; `nil` for one who is.
        var inquiredAt: Duration?
    }

    /// When the process began, in the world's time.
    let begun: Duration
    private(set) var isDead = false
    /// When the thread has something to do next.
    private(set) var wakeAt: Duration
    private(set) var moment: Moment
    private(set) var steps = 0

    private let clock: WorldClock
    private let wiring: Wiring
    private let port: Port
    private var watch = ClockWatch()
    private var inbox: [Item] = []
    /// When the thread takes from the inbox.
    private var inboxDue: Duration?
    private var stalledUntil = Duration.zero
    /// Set right after `self` exists, since the loop's ports refer to it.
    private var running: Running?

    /// The loop, which runs in its place: its ports look at the process meanwhile.
    private final class Running {
        var loop: StationLoop<WiredReading>

        init(_ loop: StationLoop<WiredReading>) { self.loop = loop }
    }

    init(
        _ settings: StationSettings,
        restoring counts: [ThrottleCount],
        entries: [OutboxEntry],
        standing: StandingOrders,
        unwritten: [CacheChange],
        reading: any PatronReading,
        clock: WorldClock,
        wiring: Wiring,
        port: Port,
        at now: Duration
    ) {
        begun = now
        wakeAt = now
        self.clock = clock
        self.wiring = wiring
        self.port = port
        moment = watch.moment(clock, begun: now, at: now)
        let loop = StationLoop(
            Station(
                settings,
                restoring: wiring.restored(counts),
                entries: wiring.entries(entries),
                standing: standing,
                at: moment
            ),
            reading: WiredReading(reading: reading, wiring: wiring),
            ports: ports(),
            unwritten: wiring.unwritten(unwritten)
        )
        running = Running(loop)
    }

    /// The station, for counting.
    var station: Station? { running?.loop.station }

    // MARK: Thread

    /// Puts an event in line.
    func put(_ event: Event, source: Source? = nil, at time: Duration) {
        inbox.append(Item(event: event, source: source))
        inboxDue = min(inboxDue ?? time, time)
        wakeAt = max(stalledUntil, min(wakeAt, time))
    }

    /// Keeps the thread from running until a time.
    func stall(until time: Duration) {
        stalledUntil = time
        wakeAt = max(wakeAt, time)
    }

    /// Runs the thread once: takes all that waits, does what is due, and sleeps again.
    func run(at now: Duration) {
        let items = inbox
        inbox = []
        inboxDue = nil
        for item in items where !isDead { hear(item, at: now) }
        guard !isDead else { return }
        step(.time, at: now) { loop, moment in loop.advance(to: moment) }
        guard let deadline = running?.loop.nextDeadline(after: moment) else { return }
        var next = begun + deadline.sinceStart
        if moment.clock != .trusted { next = min(next, now + Self.doubtInterval) }
        if let inboxDue { next = min(next, inboxDue) }
        wakeAt = max(now, next, stalledUntil)
    }

    private func hear(_ item: Item, at now: Duration) {
        step(.event(item.event), at: now) { loop, moment in
            if let source = item.source { observe(item.event.reply, of: source, at: now) }
            for event in wiring.heard(item.event) { loop.handle(event, at: moment) }
        }
    }

    private func observe(_ reply: LibraryReply, of source: Source, at now: Duration) {
        guard let inquiredAt = source.inquiredAt else {
            return port.observe(.heard(source.key, reply, saidAt: source.saidAt))
        }
        // What comes later nobody waits for.
        guard now < inquiredAt + SyncMachine.questionTimeout else { return }
        port.observe(
            .refreshed(source.key, reply, askedAt: inquiredAt, saidAt: source.saidAt)
        )
    }

    private func step(
        _ step: Observation.Step,
        at now: Duration,
        _ act: (inout StationLoop<WiredReading>, Moment) -> Void
    ) {
        guard let running else { return }
        moment = watch.moment(clock, begun: begun, at: now)
        steps += 1
        port.observe(.began(step))
        act(&running.loop, moment)
        if !isDead { port.observe(.finished) }
    }

    /// Ends the process at once.
    func kill() { isDead = true }

    // MARK: Ports

    private func ports() -> StationPorts {
        let outer = StationPorts(
            append: { [unowned self] batch throws(RecordingFailure) in
                guard !die() else { throw RecordingFailure(detail: "dead") }
                try port.append(batch)
                if die() { throw RecordingFailure(detail: "dead") }
            },
            drive: { [unowned self] door, release throws(LockFailure) in
                guard !die() else { return }
                try port.drive(door, release)
                _ = die()
            },
            change: { [unowned self] change in
                guard !die() else { return false }
                let isWritten = port.change(change)
                port.observe(.changed(change, isWritten: isWritten))
                return die() ? false : isWritten
            },
            distrust: { [unowned self] card in
                guard !die() else { return }
                port.distrust(card)
            },
            trust: { [unowned self] cards in
                guard !die() else { return false }
                return port.trust(cards)
            },
            send: { [unowned self] action, moment in
                guard !die() else { return }
                port.send(action, moment)
            }
        )
        return observed(wiring.ports(outer))
    }

    /// The ports as the loop sees them, whatever is in the seam.
    private func observed(_ ports: StationPorts) -> StationPorts {
        StationPorts(
            append: { [unowned self] batch throws(RecordingFailure) in
                guard !isDead else { throw RecordingFailure(detail: "dead") }
                port.observe(.offered(batch.records, batch.counts))
                do throws(RecordingFailure) {
                    try ports.append(batch)
                } catch {
                    if !isDead { port.observe(.refused) }
                    throw error
                }
                if !isDead { port.observe(.acknowledged(batch.records, batch.counts)) }
            },
            drive: { door, release throws(LockFailure) in try ports.drive(door, release) },
            change: { change in ports.change(change) },
            distrust: { card in ports.distrust(card) },
            trust: { cards in ports.trust(cards) },
            send: { action, moment in ports.send(action, moment) }
        )
    }

    /// Whether the process is dead, now or already.
    private func die() -> Bool {
        if !isDead, port.dies() { isDead = true }
        return isDead
    }
}

extension Event {
    /// What the library system says in it about a card.
    fileprivate var reply: LibraryReply {
        switch self {
        case .libraryReplied(let reply, _): reply
        case .libraryAnswered(let answer): LibraryReply(answer.outcome)
        default: .noAnswer
        }
    }
}
