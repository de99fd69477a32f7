// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// A station on the bench: its loop, a world that obeys, and a clock that is moved by hand.
struct Bench {
    let world: World
    private(set) var loop: StationLoop<FakeCache>
    private(set) var elapsed = Duration.zero
    let start: Timestamp
    var clock = ClockTrust.trusted
    private var lastOrder: UInt64 = 1_000_000

    /// A station that has just started, with the counts of wrong attempts that an earlier life
    /// left behind.
    init(
        _ settings: StationSettings,
        from start: Timestamp = mondayMorning,
        world: World = World(),
        saved: [ThrottleCount] = [],
        entries: [OutboxEntry] = [],
        standing: StandingOrders = StandingOrders()
    ) {
        self.start = start
        self.world = world
        let station = Station(
            settings,
            restoring: saved,
            entries: entries,
            standing: standing,
            at: moment(from: start)
        )
        loop = StationLoop(station, reading: world.cache, ports: world.ports)
        world.now = moment(from: start).uptime
        advance()
        world.steps = []
    }

    var now: Moment { moment(elapsed, from: start, clock: clock) }
    var station: Station { loop.station }
    var words: [String] { world.steps.map(\.word) }

    // MARK: Time

    mutating func advance() {
        world.now = now.uptime
        loop.advance(to: now)
    }

    /// Lets time pass, waking the loop at each of its deadlines as the daemon does.
    mutating func pass(_ duration: Duration) throws {
        let end = elapsed + duration
        var wakes = 0
        while true {
            let due = now.uptime.duration(to: loop.nextDeadline(after: now))
            try insist(due > .zero, "a deadline stands still")
            guard elapsed + due <= end else { break }
            elapsed += due
            advance()
            wakes += 1
            try insist(wakes < 100_000, "the loop never rests")
        }
        elapsed = end
        world.now = now.uptime
    }

    // MARK: People

    mutating func handle(_ event: Event) {
        world.now = now.uptime
        loop.handle(event, at: now)
    }

    mutating func present(_ text: String, at reader: ReaderName = mainReader) throws {
        handle(.cardPresented(try card(text), reader: reader))
    }

    mutating func press(_ key: Key, at reader: ReaderName = mainReader) {
        handle(.keyPressed(key, reader: reader))
    }

    /// Types a PIN and presses OK.
    mutating func type(_ text: String, at reader: ReaderName = mainReader) {
        for byte in text.utf8 { press(.digit(byte - 0x30), at: reader) }
        press(.enter, at: reader)
    }

    /// The library system answers the newest question.
    mutating func reply(_ reply: LibraryReply) throws {
        handle(.libraryReplied(reply, try #require(world.questions.last).ticket))
    }

    /// The worker answers the newest check.
    mutating func check(matches: Bool) throws {
        handle(.pinChecked(matches: matches, try #require(world.checks.last).ticket))
    }

    /// A technician orders something; gives the answer.
    mutating func order(
        _ order: StaffOrder,
        door: DoorName = mainDoor,
        reason: String = "test of the lock"
    ) throws -> StaffRefusal? {
        lastOrder += 1
        let ticket = Ticket(number: lastOrder)
        handle(.staffOrdered(order, door: door, reason: reason, by: "tech", ticket))
        return try #require(world.answers[ticket])
    }

    /// A technician lifts a wait; gives the answer.
    mutating func lift(
        _ subject: ThrottleSubject,
        formerly former: CardKey? = nil,
        reason: String = "forgot the PIN"
    ) throws -> StaffRefusal? {
        lastOrder += 1
        let ticket = Ticket(number: lastOrder)
        handle(.waitLiftOrdered(subject, formerly: former, reason: reason, by: "tech", ticket))
        return try #require(world.answers[ticket])
    }

    /// A technician changes the list of single cards; gives the answer.
    mutating func change(
        _ change: ListChange,
        formerly former: CardKey? = nil,
        reason: String = "agreed at the desk"
    ) throws -> StaffRefusal? {
        lastOrder += 1
        let ticket = Ticket(number: lastOrder)
        handle(.listChangeOrdered(change, formerly: former, reason: reason, by: "tech", ticket))
        return try #require(world.answers[ticket])
    }

    /// A technician does something with what is known about people; gives the answer.
    mutating func act(
        _ act: PrivacyAct,
        reason: String = "asked for at the desk"
    ) throws -> StaffRefusal? {
        lastOrder += 1
        let ticket = Ticket(number: lastOrder)
        handle(.privacyActOrdered(act, reason: reason, by: "tech", ticket))
        return try #require(world.answers[ticket])
    }

    // MARK: What can be seen

    func sign(_ reader: ReaderName = mainReader) -> PanelView.Sign? { world.panels[reader]?.sign }
    func key(_ text: String) throws -> CardKey { world.cache.key(for: try card(text)) }

    /// The newest decision in the ledger.
    func decision() throws -> Record {
        try #require(world.ledger.last { $0.kind == .decision })
    }

    /// Puts a patron into the cache.
    func know(
        _ text: String,
        _ facts: PatronFacts = facts(),
        verifier: PINVerifier? = nil
    ) throws {
        world.cache.patrons[try key(text)] = CachedPatron(facts: facts, verifier: verifier)
    }
}

/// A box with two doors and a reader at each.
func box(
    schedule: Schedule = .always(.selfService),
    asksPIN: Bool = false,
    holdsOpen: Bool = false,
    _ change: (inout StationSettings) -> Void = { _ in }
) -> StationSettings {
    let doors = [mainDoor, sideDoor]
    var settings = StationSettings(
        doors: doors.map { DoorSettings(door: $0, holdsOpenWhenStaffed: holdsOpen) },
        rules: doors.map { DoorRules(door: $0, schedule: schedule, asksPIN: asksPIN) },
        readers: [
            ReaderSettings(reader: mainReader, door: mainDoor),
            ReaderSettings(reader: sideReader, door: sideDoor),
        ]
    )
    change(&settings)
    return settings
}
