// SPDX-License-Identifier: MPL-2.0

/// The whole box as one value: its doors, its readers, and what it waits for.
///
/// Events go in with the moment they happened and a way to read the cache; actions come out. The
/// station has no clock, does no I/O and never waits. The same events at the same moments give the
/// same actions, which is what the simulator replays.
public struct Station: Sendable {
    /// The settings in force.
    public internal(set) var settings: StationSettings

    var doors: [DoorName: DoorMachine] = [:]
    var readers: [ReaderName: AccessPointMachine] = [:]
    var policies: [DoorName: AccessPolicy] = [:]
    var throttle: Throttle
    /// The passes that were shown.
    var passes: PassBook
    /// What staff have written down about single cards.
    public internal(set) var list: AccessList
    /// What staff have ordered until they lift it.
    public internal(set) var standing: StandingOrders
    var shown: [ReaderName: PanelView] = [:]
    var kiosks: [KioskName: KioskMachine] = [:]
    var shownKiosks: [KioskName: KioskView] = [:]
    /// What the kiosks' patrons and lists wait for.
    var kioskErrands: [RequestID: KioskErrand] = [:]
    /// PINs of kiosks' patrons that are being checked here.
    var kioskChecks: [Ticket: KioskVisit] = [:]
    /// The rows and lines that show what becomes of a transaction.
    var kioskRows: [RequestID: KioskPlace] = [:]
    /// The greatest number of a session at a kiosk that is no longer there.
    var pastSessions: UInt64 = 0
    var lastTicket: UInt64 = 0
    /// Questions that refresh the cache and have no patron waiting, oldest first.
    var refreshes: [Errand] = []
    /// Questions for patrons at readers, oldest first, so that an answer that comes too late for
    /// the patron still tells something.
    var questions: [Errand] = []
    /// Cards that the library system is being asked to block.
    var blocks: [RequestID: CardKey] = [:]
    /// Keeps known patrons up to date; nil where that is switched off.
    var sync: SyncMachine?
    /// What spreads its questions.
    let syncSeed: UInt64
    /// Cards that were seen and whose day is not written yet, and when it will be.
    var seen: [CardKey] = []
    var seenDue = Uptime(.zero)
    /// Verifiers being made, oldest first; dropped when the library meanwhile says more of the PIN.
    var derivations: [Errand] = []
    var building: BuildingState
    var lastClock: ClockTrust = .trusted
    var isRecording = true
    /// What the last order lifted, in case that its record cannot be written.
    var lifted: (order: Ticket, Lifted)?

    /// The kiosks' transactions whose end is not known.
    public internal(set) var outbox: Outbox
    /// What the names of this life's requests begin with.
    let life: String

    /// What was counted since the start, for status and metrics.
    public internal(set) var counters = StationCounters()
    /// Devices that are lost, with what is known about it.
    public internal(set) var lostDevices: [DeviceName: String] = [:]
    /// Whether every change that was heard is written to the cache.
    public internal(set) var isCacheTrusted = true
    /// Whether the library system can be reached; `nil` before the first word from it.
    public internal(set) var isLibraryReachable: Bool?

    /// The greatest number of refreshing questions on their way at once.
    public static let refreshesMax = 4
    /// The greatest number of questions whose late answers are listened for.
    public static let questionsMax = 64
    /// The greatest number of verifiers being made at once.
    public static let derivationsMax = 8

    /// How long an errand may take before its place is given to another.
    public static let errandMax = Duration.seconds(60)

    /// Work done elsewhere that no patron waits for.
    struct Errand: Sendable {
        let ticket: Ticket
        let key: CardKey
        let until: Uptime
    }

    /// A station with secured doors and no patrons.
    ///
    /// - Parameters:
    ///   - settings: The settings in force.
    ///   - saved: The counts of wrong attempts from the ledger; their waits begin anew.
    ///   - entries: The kiosks' transactions that were not finished, in order.
    ///   - list: What staff have written down about single cards.
    ///   - standing: What staff have ordered until they lift it.
    ///   - seed: What spreads the questions about known patrons; another one for each station.
    ///   - now: The moment at which the station begins.
    public init(
        _ settings: StationSettings,
        restoring saved: some Sequence<ThrottleCount> = [],
        entries: some Sequence<OutboxEntry> = [],
        list: AccessList = AccessList(),
        standing: StandingOrders = StandingOrders(),
        seed: UInt64 = 0,
        at now: Moment
    ) {
        self.settings = settings
        self.list = list
        passes = PassBook(at: now.uptime)
        self.standing = standing
        building = BuildingState(since: now.timestamp)
        building.isLeaving = standing.isEvacuation
        outbox = Outbox(restoring: entries)
        life = Self.life(begun: now.timestamp, after: entries)
        syncSeed = seed
        sync = settings.sync.map { SyncMachine($0, seed: seed, at: now.uptime) }
        throttle = Throttle(restoring: saved, at: now.uptime)
        for rules in settings.rules { policies[rules.door] = AccessPolicy(rules) }
        for door in settings.doors { doors[door.door] = newDoor(door) }
        for reader in settings.readers {
            let lengths = pinLengths(at: reader.door)
            readers[reader.reader] = AccessPointMachine(reader, pinLengths: lengths)
        }
        for kiosk in settings.kiosks { kiosks[kiosk.kiosk] = newKiosk(kiosk) }
        building.unheard = Set(settings.doors.filter(\.hasAlarmLine).map(\.door))
        configureBuilding()
    }

    func pinLengths(at door: DoorName) -> ClosedRange<Int> {
        policies[door]?.rules.pinLengths ?? PIN.lengths
    }

    mutating func nextTicket() -> Ticket {
        lastTicket += 1
        return Ticket(number: lastTicket)
    }

    // MARK: The surface

    /// Takes an event and gives what is to be done about it, in order.
    public mutating func handle(
        _ event: Event,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        // The answer comes first: an exit or the fire input never waits for another record.
        var actions = respond(to: event, at: now, reading: reading)
        actions += noteClock(now)
        actions += followSchedule(at: now)
        actions += workOutbox(at: now)
        actions += showChanges(at: now) + showKiosks(at: now)
        return actions + keepSynced(at: now, reading: reading)
    }

    /// Does what is due at a moment.
    public mutating func advance(to now: Moment, reading: some PatronReading) -> [Action] {
        // The hours come first: a door that stays held open is renewed before its claim ends.
        var actions = followSchedule(at: now) + followBuilding(at: now)
        for name in doors.keys.sorted() {
            let due = doors[name]?.advance(to: now.uptime) ?? []
            actions += translate(due, door: name, at: now)
        }
        for name in readers.keys.sorted() {
            let due = readers[name]?.advance(to: now.uptime) ?? []
            actions += carryOut(due, reader: name, at: now, reading: reading)
        }
        for name in kiosks.keys.sorted() {
            let due = kiosks[name]?.advance(to: now.uptime) ?? []
            actions += carryOut(due, kiosk: name, at: now, reading: reading)
        }
        actions += noteClock(now)
        actions += throttle.forgive(at: now.uptime).map { .saveThrottle($0) }
        actions += workOutbox(at: now)
        actions += showChanges(at: now) + showKiosks(at: now)
        // What nobody waits for comes last.
        return actions + keepSynced(at: now, reading: reading)
    }

    /// When ``advance(to:reading:)`` is next needed, seen from a moment.
    public func nextDeadline(after now: Moment) -> Uptime {
        var next = now.uptime + untilNextHour(now)
        for door in doors.values {
            if let deadline = door.nextDeadline { next = min(next, deadline) }
        }
        for reader in readers.values {
            if let deadline = reader.nextDeadline { next = min(next, deadline) }
        }
        for kiosk in kiosks.values {
            if let deadline = kiosk.nextDeadline { next = min(next, deadline) }
        }
        if let deadline = outbox.nextDeadline(isReachable: canReplay) {
            next = min(next, max(now.uptime, deadline))
        }
        if let deadline = throttle.nextDeadline { next = min(next, deadline) }
        if let deadline = syncDeadline(now) { next = min(next, deadline) }
        if let change = untilBuildingChange(now) { next = min(next, now.uptime + change) }
        if let change = untilScheduleChange(now) { next = min(next, now.uptime + change) }
        return next
    }

    /// The state of every panel.
    public var panels: [ReaderName: PanelView] { shown }

    // MARK: Events

    private mutating func respond(
        to event: Event,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        switch event {
        case .cardPresented, .passPresented, .codeScanned, .scanRefused, .keyPressed,
            .kioskPressed, .receiptEnded, .padChanged:
            presented(event, at: now, reading: reading)
        case .libraryReplied, .libraryAnswered, .patronsFound, .pinChecked, .verifierDerived,
            .verifierRenewed:
            answered(event, at: now, reading: reading)
        case .staffOrdered, .evacuationOrdered, .waitLiftOrdered, .listChangeOrdered,
            .outboxOrdered, .kioskOrdered, .privacyActOrdered, .syncOrdered, .reconfigured:
            ordered(event, at: now, reading: reading)
        case .contactChanged, .exitChanged, .fireChanged, .boltChanged, .relayChanged,
            .tamperChanged, .alarmChanged, .lockReleased, .lockChanged, .deviceChanged,
            .deviceNoted, .printerChanged, .libraryChanged, .stationChanged, .stationFailed,
            .recordingFailed,
            .recordingRecovered:
            reported(event, at: now)
        }
    }

    /// What people do at readers and kiosks.
    private mutating func presented(
        _ event: Event,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        switch event {
        case .cardPresented(let card, let reader):
            return cardPresented(card, reader: reader, at: now, reading: reading)
        case .passPresented(let pass, let reader):
            return passPresented(pass, reader: reader, at: now, reading: reading)
        case .codeScanned(let code, let reader):
            return atKiosk(before: reader, now, reading) { $0.scanned(code, at: now.uptime) }
                ?? ignore("unknown-reader")
        case .scanRefused(let code, let isWorthTelling, let reader):
            return scanRefused(code, isWorthTelling, reader: reader, at: now, reading: reading)
        case .keyPressed(let key, let reader):
            if let actions = atKiosk(
                before: reader,
                now,
                reading,
                { $0.pressed(.key(key), at: now.uptime) }
            ) {
                return actions
            }
            return keyPressed(key, reader: reader, at: now, reading: reading)
        case .kioskPressed(let press, let kiosk):
            return atKiosk(kiosk, now, reading) { $0.pressed(press, at: now.uptime) }
        case .padChanged(let report, let kiosk):
            return padChanged(report, at: kiosk, now, reading)
        case .receiptEnded(let succeeded, let session, let kiosk):
            return atKiosk(kiosk, now, reading) {
                $0.receiptEnded(succeeded: succeeded, session: session, at: now.uptime)
            }
        default:
            return []
        }
    }

    /// What the library system and the worker answer.
    private mutating func answered(
        _ event: Event,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        switch event {
        case .libraryReplied(let reply, let ticket):
            return libraryReplied(reply, ticket, at: now, reading: reading)
        case .libraryAnswered(let answer):
            return libraryAnswered(answer, at: now, reading: reading)
        case .patronsFound(let finding, let ticket):
            sync?.found(finding, ticket, at: now.uptime)
            return []
        case .pinChecked(let matches, let ticket):
            if let visit = kioskChecks.removeValue(forKey: ticket) {
                return pinChecked(matches: matches, of: visit, at: now, reading: reading)
            }
            return atReader(of: ticket, now, reading) { $0.pinChecked(matches: matches, ticket) }
        case .verifierDerived(let verifier, let ticket):
            return verifierDerived(verifier, ticket)
        case .verifierRenewed(let key, let old, let new):
            return verifierRenewed(key, from: old, to: new, reading: reading)
        default:
            return []
        }
    }

    /// What technicians order.
    private mutating func ordered(
        _ event: Event,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        switch event {
        case .staffOrdered(let order, let door, let reason, let by, let ticket):
            carryOut(order, door: door, reason: reason, by: by, ticket, at: now)
        case .evacuationOrdered(let isOrdered, let reason, let by, let ticket):
            evacuate(isOrdered, reason: reason, by: by, ticket, at: now)
        case .waitLiftOrdered(let subject, let former, let reason, let by, let ticket):
            liftWait(of: subject, formerly: former, reason: reason, by: by, ticket, at: now)
        case .listChangeOrdered(let change, let former, let reason, let by, let ticket):
            carryOut(change, formerly: former, reason: reason, by: by, ticket, at: now)
        case .outboxOrdered(let order, let id, let reason, let by, let ticket):
            carryOut(order, on: id, reason: reason, by: by, ticket, at: now)
        case .kioskOrdered(let inService, let kiosk, let reason, let by, let ticket):
            setKiosk(
                kiosk,
                inService: inService,
                reason: reason,
                by: by,
                ticket,
                at: now,
                reading: reading
            )
        case .privacyActOrdered(let act, let reason, let by, let ticket):
            carryOut(act, reason: reason, by: by, ticket, at: now)
        case .syncOrdered:
            syncOrdered(at: now)
        case .reconfigured(let settings, let detail):
            reconfigure(settings, detail: detail, at: now)
        default:
            []
        }
    }

    /// Drops an input that fits nothing, and counts it.
    mutating func ignore(_ reason: String) -> [Action] {
        counters.ignored[reason, default: 0] += 1
        return []
    }

    mutating func atDoor(
        _ name: DoorName,
        _ now: Moment,
        detail: String? = nil,
        _ change: (inout DoorMachine) -> [DoorMachine.Action]
    ) -> [Action] {
        guard var door = doors[name] else { return ignore("unknown-door") }
        let actions = change(&door)
        doors[name] = door
        return translate(actions, door: name, detail: detail, at: now)
    }

    private mutating func atReader(
        of ticket: Ticket,
        _ now: Moment,
        _ reading: some PatronReading,
        _ change: (inout AccessPointMachine) -> [AccessPointMachine.Action]
    ) -> [Action] {
        for name in readers.keys.sorted() {
            guard var reader = readers[name] else { continue }
            let actions = change(&reader)
            guard actions != [.ignored(.late)] else { continue }
            readers[name] = reader
            return carryOut(actions, reader: name, at: now, reading: reading)
        }
        return ignore(AccessPointMachine.Ignored.late.rawValue)
    }

    private mutating func verifierDerived(
        _ verifier: PINVerifier,
        _ ticket: Ticket
    ) -> [Action] {
        guard let index = derivations.firstIndex(where: { $0.ticket == ticket }) else {
            return ignore(AccessPointMachine.Ignored.late.rawValue)
        }
        return [.cache(.keepVerifier(derivations.remove(at: index).key, verifier))]
    }

    /// Keeps a verifier made anew, unless the library system had a word about the PIN meanwhile.
    private mutating func verifierRenewed(
        _ key: CardKey,
        from old: PINVerifier,
        to new: PINVerifier,
        reading: some PatronReading
    ) -> [Action] {
        guard case .known(let patron) = reading.patron(for: key), patron.verifier == old else {
            return ignore(AccessPointMachine.Ignored.late.rawValue)
        }
        return [.cache(.keepVerifier(key, new))]
    }

    // MARK: Library

    private mutating func libraryReplied(
        _ reply: LibraryReply,
        _ ticket: Ticket,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        if let index = refreshes.firstIndex(where: { $0.ticket == ticket }) {
            let key = refreshes.remove(at: index).key
            return learn(from: reply, key: key, typed: nil, at: now, reading: reading)
        }
        if let learned = syncReplied(reply, ticket, at: now) { return learned }
        let question = answered(ticket, reply)
        var learned: [Action] = []
        for reader in readers.values {
            // An answer that is not listened for any more was asked for before an erasure.
            guard question != nil, let patron = reader.presentation, reader.isAsking(ticket)
            else { continue }
            learned = learn(
                from: reply,
                key: patron.key,
                typed: patron.typed,
                at: now,
                reading: reading
            )
        }
        guard let question, !readers.values.contains(where: { $0.isAsking(ticket) }) else {
            return learned + atReader(of: ticket, now, reading) { $0.libraryReplied(reply, ticket) }
        }
        // The patron has been answered without it. What it says of the PIN is not looked at: the
        // PIN is gone, and the attempt was counted.
        counters.answersLate += 1
        return learn(from: reply, key: question.key, typed: nil, at: now, reading: reading)
    }

    /// The question that an answer belongs to; after "no answer" a late one may follow.
    private mutating func answered(_ ticket: Ticket, _ reply: LibraryReply) -> Errand? {
        guard let index = questions.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return reply == .noAnswer ? nil : questions.remove(at: index)
    }

    /// Listens for the answer to a patron's question, also when the patron has gone.
    mutating func listen(for ticket: Ticket, about key: CardKey, at now: Moment) {
        questions.removeAll { $0.until <= now.uptime }
        if questions.count == Self.questionsMax { questions.removeFirst() }
        questions.append(Errand(ticket: ticket, key: key, until: now.uptime + Self.errandMax))
    }

    /// What an answer changes in the cache, before anybody decides on it.
    mutating func learn(
        from reply: LibraryReply,
        key: CardKey,
        typed: PIN?,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        switch reply {
        case .noAnswer:
            return []
        case .unknownCard:
            forgetDerivations(of: key)
            return [.cache(.disown(key, asOf: now.timestamp))]
        case .known(let facts, let pinAccepted):
            var actions: [Action] = []
            // Merging goes by dates, and a fact from the future would win for ever (invariant I4).
            if case .known(let held) = reading.patron(for: key),
                !held.facts.isBelievable(at: now.timestamp)
            {
                actions.append(.cache(.forget(key)))
            }
            actions.append(.cache(.learn(key, settings.kept(facts))))
            guard let typed, let pinAccepted else { return actions }
            // Whatever is still being made came of an older word about the PIN.
            forgetDerivations(of: key)
            guard pinAccepted else { return actions + [.cache(.dropVerifier(key))] }
            derivations.removeAll { $0.until <= now.uptime }
            guard derivations.count < Self.derivationsMax else { return actions }
            let errand = errand(for: key, at: now)
            derivations.append(errand)
            actions.append(.deriveVerifier(key, typed, errand.ticket))
            return actions
        }
    }

    private mutating func forgetDerivations(of key: CardKey) {
        derivations.removeAll { $0.key.matches(key) }
    }

    mutating func errand(for key: CardKey, at now: Moment) -> Errand {
        Errand(ticket: nextTicket(), key: key, until: now.uptime + Self.errandMax)
    }
}
