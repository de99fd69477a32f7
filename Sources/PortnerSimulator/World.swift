// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerStore
import SIP2

/// A library's entrance with everything around it, in virtual time that jumps to whatever comes
/// next.
final class World {
    /// The most runs of the station's thread at one time; more, and it never sleeps again.
    private static let runsAtOnceMax = 1000

    let scenario: Scenario
    let wiring: Wiring
    let clock: WorldClock
    let disk: Disk
    let register: Register
    let library: LibrarySystem
    var doors: [DoorName: SimulatedDoor] = [:]
    var readers: [ReaderName: SimulatedReader] = [:]
    var kiosks: [KioskName: SimulatedKiosk] = [:]
    var link: Link?
    var settings: StationSettings
    var weather = Pipe.Weather()
    var faults = FaultState()
    /// What staff have ordered until they lift it, as the station keeps it.
    var standing = StandingOrders()
    /// The machine's credentials.
    var ring: KeyRing
    var peopleChance: Chance
    var guestChance: Chance
    var faultChance: Chance

    /// What seals the kiosks' transactions.
    let seal: OutboxSeal

    private(set) var now = Duration.zero
    private(set) var counters = SimulationCounters()
    private(set) var trace: Trace
    private(set) var violations: [Violation] = []
    private(set) var process: StationProcess?
    private(set) var trouble: SimulationError?

    private var agenda = Agenda()
    private var doorsInOrder: [SimulatedDoor] = []
    private var checkers: [any Checker]
    private var keyChecker: KeyChecker
    private var claims = ClaimBook()
    private var presentations: PresentationBook
    private var worker: PINWorker
    private var chance: Chance
    private var runsAtOnce = 0
    private var lastMoment: Moment
    /// Cards and readers that the newest grants were for.
    private(set) var granted: Set<CardKey> = []
    /// How often each card was refused for a wrong PIN.
    private(set) var refusals: [CardKey: Int] = [:]

    init(
        seed: UInt64,
        focus: SimulationFocus = .everything,
        wiring: Wiring,
        tell: ((String) -> Void)?
    ) throws(SimulationError) {
        var chance = Chance(seed: seed)
        scenario = Scenario(drawnFrom: &chance, focus: focus)
        self.wiring = wiring
        trace = Trace(tell: tell)
        clock = WorldClock(
            start: scenario.start,
            mustBeSynchronised: scenario.mustBeSynchronised
        )
        let ring = try KeyRing()
        self.ring = ring
        seal = OutboxSeal(keys: ring.keys)
        disk = try Disk()
        register = Register(scenario.people) { ring.hasher.key(for: $0) }
        library = LibrarySystem(scenario, register: register)
        settings = scenario.settings[0]
        peopleChance = chance.fork()
        faultChance = chance.fork()
        guestChance = chance.fork()
        worker = PINWorker(isSlow: scenario.has(.slowPINs), chance.fork())
        var watch = ClockWatch()
        lastMoment = watch.moment(clock, begun: .zero, at: .zero)
        presentations = PresentationBook(register)
        checkers = Self.checkers(register, library)
        keyChecker = KeyChecker(register)
        self.chance = chance
        build()
    }

    private static func checkers(
        _ register: Register,
        _ library: LibrarySystem
    ) -> [any Checker] {
        [
            ReleaseChecker(), RecordFirstChecker(), FaultChecker(), LockReportChecker(),
            NewestFactsChecker(register),
            CrashChecker(), AttemptChecker(register), EscapeChecker(), SecretChecker(register),
            FreshnessChecker(register), BoundChecker(), RefreshChecker(register),
            EntryChecker(register),
            DecisionChecker(), PanelChecker(), LivenessChecker(),
            TransactionChecker(register, library), ScreenChecker(register, library),
            KioskLivenessChecker(),
        ]
    }

    private func build() {
        buildKiosks()
        for door in settings.doors {
            doors[door.door] = SimulatedDoor(
                door.door,
                chance.fork(),
                now: { [unowned self] in now },
                schedule: { [unowned self] in at($0, $1) },
                port: { [unowned self] in tell($0) }
            )
        }
        doorsInOrder = doors.values.sorted { $0.name < $1.name }
        for reader in settings.readers {
            readers[reader.reader] = SimulatedReader(
                reader.reader,
                now: { [unowned self] in now },
                schedule: { [unowned self] in at($0, $1) },
                port: { [unowned self] in tell($0) }
            )
        }
    }

    // MARK: Time

    func at(_ time: Duration, _ act: @escaping () -> Void) { agenda.add(at: max(now, time), act) }

    func after(_ delay: Duration, _ act: @escaping () -> Void) { agenda.add(at: now + delay, act) }

    /// Whether the world has come to its end, by a violation or trouble of its own.
    var isOver: Bool { !violations.isEmpty || trouble != nil }

    /// Lets time pass until a point of it, or until the world is over.
    func run(until end: Duration) {
        while !isOver, let next = next, next <= end {
            if next > now { runsAtOnce = 0 }
            now = next
            step()
        }
        if !isOver { now = max(now, end) }
    }

    private var next: Duration? {
        var next = agenda.next
        if let wakeAt = process?.wakeAt { next = min(next ?? wakeAt, wakeAt) }
        for door in doorsInOrder {
            if let deadline = door.line.deadline { next = min(next ?? deadline, deadline) }
        }
        return next.map { max(now, $0) }
    }

    private func step() {
        for door in doorsInOrder {
            guard let deadline = door.line.deadline, deadline <= now else { continue }
            _ = door.line.secure()
            tell(.deviceNoted(code: "cap-reached", detail: "secured", name: door.name.text))
        }
        if let process, process.wakeAt <= now {
            runsAtOnce += 1
            if runsAtOnce > Self.runsAtOnceMax {
                complain(.liveness, "the station's deadline never passes")
            }
            process.run(at: now)
            if process.isDead { end(.crashed) }
        } else if let act = agenda.take() {
            act()
        }
        if process == nil { observe(.waited) }
    }

    // MARK: Seeing

    func note(_ line: @autoclosure () -> String) { trace.add(line(), at: now) }

    func observe(_ original: Observation) {
        if process?.isDead == true {
            guard case .ended = original else { return }
        }
        count(original)
        if let line = line(original) { note(line) }
        if let moment = process?.moment { lastMoment = moment }
        var released: Set<DoorName> = []
        var broken: Set<DoorName> = []
        for door in doorsInOrder {
            if door.line.isReleased { released.insert(door.name) }
            if !door.follows { broken.insert(door.name) }
        }
        let observation = register.hasExchanged ? original.named(by: register.first) : original
        // The books are shared only once they have seen it: else each would be copied.
        claims.see(observation, at: now, lastMoment)
        presentations.see(observation, at: now)
        let situation = Situation(
            now: now,
            moment: lastMoment,
            released: released,
            broken: broken,
            claims: claims,
            presentations: presentations
        )
        if let detail = keyChecker.see(original, in: situation) {
            complain(keyChecker.invariant, detail)
        }
        for index in checkers.indices {
            guard let detail = checkers[index].see(observation, in: situation) else { continue }
            complain(checkers[index].invariant, detail)
        }
    }

    private func complain(_ invariant: Invariant, _ detail: String) {
        violations.append(Violation(invariant: invariant, detail: detail, step: counters.steps))
        note("VIOLATION \(invariant.rawValue): \(detail)")
    }

    private func count(_ observation: Observation) {
        switch observation {
        case .began: counters.steps += 1
        case .ended(.stopped): counters.restarts += 1
        case .ended: counters.crashes += 1
        case .offered(let records, _): for record in records { count(record) }
        case .journalled(let changes): counters.count(changes)
        case .sent(.inquire): counters.inquiries += 1
        default: break
        }
    }

    private func count(_ record: Record) {
        guard record.kind == .decision else { return }
        let denial = record[.denial].flatMap { Denial(rawValue: $0) }
        if let denial { counters.denials[denial, default: 0] += 1 }
        guard let key = record.subject.map(register.first) else { return }
        guard let denial else {
            counters.entries += 1
            granted.insert(key)
            return
        }
        if denial == .wrongPIN || denial == .libraryUnreachable {
            refusals[key, default: 0] += 1
        }
    }

    func count(_ fault: FaultKind) { counters.faults[fault, default: 0] += 1 }

    // MARK: Processes

    /// The station hears of something, when it runs.
    func tell(_ event: Event) {
        process?.put(event, at: now + chance.duration(in: .zero ... .milliseconds(3)))
    }

    /// A process begins.
    func start(afterPowerCut: Bool = false) {
        guard process == nil, !isOver else { return }
        do throws(SimulationError) {
            let (stores, hasSettled) = try disk.open(
                with: credentials(),
                settles: wiring.settlesLedger,
                at: lastMomentNow()
            )
            if hasSettled {
                faults.isHeldAgainstAll = true
                observe(.ledgerSettled)
            }
            let (verdict, read) = try disk.read()
            observe(.opened(verdict, read))
            observe(.files(disk.sizes()))
            try compareKnowledge(stores)
            if afterPowerCut || faults.mayLackFacts { try observeKnowledge(stores) }
            let counts: [ThrottleCount]
            let entries: [OutboxEntry]
            do throws(StoreError) {
                counts = try stores.ledger.throttleCounts()
                entries = try stores.ledger.outbox(opening: seal)
            } catch {
                throw .store(error.code)
            }
            observe(.started(settings))
            observe(.restored(entries))
            begin(stores, counts, entries)
        } catch {
            trouble = error
        }
    }

    /// What the last process could not write.
    private func changesLeft(by stores: Disk.Stores) -> [CacheChange] {
        let now = clock.timestamp(at: now)
        let roster = try? stores.roster.origin()?.asOf
        return stores.unwritten.changes(asOf: max(now, roster ?? now))
    }

    private func begin(
        _ stores: Disk.Stores,
        _ counts: [ThrottleCount],
        _ entries: [OutboxEntry]
    ) {
        process = StationProcess(
            settings,
            restoring: counts,
            entries: entries,
            standing: standing,
            unwritten: changesLeft(by: stores),
            reading: stores.reader,
            clock: clock,
            wiring: wiring,
            port: port(stores),
            at: now
        )
        let link = makeLink()
        self.link = link
        tell(.stationChanged(code: "started", detail: ""))
        for name in doors.keys.sorted() { doors[name]?.processBegan() }
        for name in readers.keys.sorted() { readers[name]?.processBegan() }
        for name in kiosks.keys.sorted() { kiosks[name]?.processBegan() }
        link.connect()
    }

    /// The process ends, and the next one begins a while later.
    ///
    /// - Parameters:
    ///   - ending: How it ends.
    ///   - look: Looks at the files when the process has written its last.
    func end(_ ending: Observation.Ending, look: () -> Void = {}) {
        guard let process else { return }
        if ending == .stopped { stopInOrder(process) }
        look()
        process.kill()
        faults.isCrashDue = false
        observe(.ended(ending))
        link?.close()
        link = nil
        worker.restart()
        self.process = nil
        let keepsLevel = scenario.chipKeepsLevel && ending == .crashed
        for door in doors.values { door.line.processEnded(keepsLevel: keepsLevel) }
        // What the service manager runs after every end of the daemon.
        after(chance.duration(in: .milliseconds(50) ... .seconds(2))) { [self] in
            guard self.process == nil else { return }
            for door in doors.values { _ = door.line.secure() }
        }
        do throws(SimulationError) {
            switch ending {
            case .stopped: try disk.close()
            case .crashed: try disk.abandon()
            case .powerCut:
                try disk.abandon(cacheLogKept: Double(chance.number(in: 0...100)) / 100)
            }
        } catch {
            trouble = error
        }
        let pause =
            ending == .powerCut
            ? chance.duration(in: .seconds(20) ... .seconds(90))
            : chance.duration(in: .milliseconds(200) ... .seconds(5))
        after(pause) { [self] in start(afterPowerCut: ending == .powerCut) }
    }

    /// Takes what is in line; then the driver gives the locks back, secured.
    private func stopInOrder(_ process: StationProcess) {
        process.put(.stationChanged(code: "stopped", detail: "in good order"), at: now)
        process.run(at: now)
        for door in doors.values { _ = door.line.secure() }
    }

    /// Ends the world: what was going to happen does not.
    func finish() {
        agenda.clear()
        process = nil
        link = nil
        disk.erase()
    }

    func fail(_ error: SimulationError) { trouble = error }

    /// When a PIN that is checked now is checked.
    func checkingEnds() -> Duration { worker.finish(at: now) }

    func matches(_ check: PINCheck) -> Bool {
        worker.check(check, of: register.first(of: check.key))
    }

    func verifier(of pin: PIN, _ key: CardKey) -> PINVerifier? {
        worker.derive(pin, for: register.first(of: key))
    }

    func mendWorker() { worker = PINWorker(isSlow: false, chance.fork()) }

    /// A link for a new process.
    private func makeLink() -> Link {
        let link = Link(
            detectsErrors: scenario.detectsErrors,
            isCicero: scenario.isCicero,
            timeout: settings.libraryTimeout,
            keepAlive: scenario.keepAlive,
            &chance,
            port: Link.Port(
                now: { [unowned self] in now },
                moment: { [unowned self] in lastMomentNow() },
                at: { [unowned self] in at($0, $1) },
                reply: { [unowned self] in reply($0, to: $1, saidAt: $2) },
                answer: { [unowned self] in answer($0, to: $1, saidAt: $2) },
                health: { [unowned self] in
                    tell(.libraryChanged(isReachable: $0, detail: $1))
                },
                serve: { [unowned self] in library.answer(to: $0) }
            )
        )
        link.weather = weather
        if faults.isNetworkDown { link.fail(silently: true) }
        return link
    }

    /// What the clock shows to the link.
    func lastMomentNow() -> Moment {
        let timestamp = clock.timestamp(at: now)
        return Moment(
            uptime: Uptime(now),
            timestamp: timestamp,
            civil: CopenhagenTime.civil(at: timestamp),
            clock: lastMoment.clock
        )
    }
}
