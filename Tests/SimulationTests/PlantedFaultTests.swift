// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import PortnerSimulator

/// Each checker sees the defect that it is there for: one is planted between the station and its
/// world, and the checker of that invariant must be among those that complain.
@Suite struct `A planted defect` {
    // MARK: Locks

    @Test func `that keeps locks released too long violates I1`() throws {
        try expect(.release) {
            var wiring = Wiring()
            wiring.ports = { ports in
                var ports = ports
                let drive = ports.drive
                ports.drive = { door, release throws(LockFailure) in
                    guard let release else { return }
                    try drive(door, Release(for: release.duration * 20))
                }
                return ports
            }
            return wiring
        }
    }

    @Test func `that releases before it records violates I2`() throws {
        try expect(.recordFirst) {
            var late: [LedgerBatch] = []
            var wiring = Wiring()
            wiring.ports = { ports in
                var ports = ports
                let (append, send) = (ports.append, ports.send)
                ports.append = { batch throws(RecordingFailure) in
                    late.append(batch)
                }
                ports.send = { action, moment in
                    for batch in late { try? append(batch) }
                    late = []
                    send(action, moment)
                }
                return ports
            }
            return wiring
        }
    }

    @Test func `that opens when the library is lost violates I3`() throws {
        try expect(.fault) {
            var wiring = Wiring()
            wiring.ports = { ports in
                var ports = ports
                let (append, drive) = (ports.append, ports.drive)
                ports.append = { batch throws(RecordingFailure) in
                    try append(batch)
                    let isLoss = { (record: Record) in record.kind == .library && record.isAlarm }
                    guard batch.records.contains(where: isLoss) else { return }
                    try? drive("entrance", Release(for: .seconds(5)))
                }
                return ports
            }
            return wiring
        }
    }

    @Test func `that does not hear of an exit request violates I7`() throws {
        try expect(.escape) {
            var wiring = Wiring()
            wiring.heard = { event in
                if case .exitChanged(isPressed: true, _) = event { return [] }
                return [event]
            }
            return wiring
        }
    }

    @Test func `that lets an exit wait for its record violates I7`() throws {
        try expect(.escape) {
            var waiting: [(DoorName, Release)] = []
            var wiring = Wiring()
            wiring.ports = { ports in
                var ports = ports
                let (append, drive) = (ports.append, ports.drive)
                ports.drive = { door, release throws(LockFailure) in
                    guard let release else { return try drive(door, nil) }
                    waiting.append((door, release))
                }
                ports.append = { batch throws(RecordingFailure) in
                    try append(batch)
                    for (door, release) in waiting { try? drive(door, release) }
                    waiting = []
                }
                return ports
            }
            return wiring
        }
    }

    // MARK: Knowledge

    @Test func `that forgets what bars a patron violates I4`() throws {
        try expect(.newestFacts) {
            var wiring = Wiring()
            wiring.patron = { _, answer in
                guard case .known(var patron) = answer else { return answer }
                patron.facts.blocks.value = []
                patron.facts.debts.value = []
                patron.facts.validity.value = .valid
                return .known(patron)
            }
            return wiring
        }
    }

    @Test func `that overlooks what the library lists violates I4`() throws {
        try expect(.newestFacts) {
            var wiring = Wiring()
            wiring.patron = { _, answer in
                guard case .known(var patron) = answer, patron.facts.blocks.source == .roster
                else { return answer }
                patron.facts.blocks.value = []
                patron.facts.debts.value = []
                return .known(patron)
            }
            return wiring
        }
    }

    @Test func `that takes old facts for new ones violates I9`() throws {
        try expect(.freshness) {
            var latest = Timestamp(milliseconds: 0)
            var wiring = Wiring()
            wiring.heard = { event in
                if case .libraryReplied(.known(let facts, _), _) = event {
                    latest = facts.validity.asOf
                }
                return [event]
            }
            wiring.patron = { _, answer in
                guard case .known(var patron) = answer else { return answer }
                patron.facts.blocks.asOf = max(latest, patron.facts.blocks.asOf)
                patron.facts.debts.asOf = max(latest, patron.facts.debts.asOf)
                patron.facts.validity.asOf = max(latest, patron.facts.validity.asOf)
                return .known(patron)
            }
            return wiring
        }
    }

    @Test func `that takes every PIN for right lets in whom it must not`() throws {
        try expect(.entry) {
            var wiring = Wiring()
            wiring.heard = { event in
                switch event {
                case .pinChecked(_, let ticket): [.pinChecked(matches: true, ticket)]
                default: [event]
                }
            }
            return wiring
        }
    }

    // MARK: Keeping

    @Test func `that acknowledges what it did not write violates I5`() throws {
        try expect(.crash) {
            var wiring = Wiring()
            wiring.ports = { ports in
                var ports = ports
                let append = ports.append
                ports.append = { batch throws(RecordingFailure) in
                    var batch = batch
                    batch.records.removeAll { $0.kind == .device }
                    try append(batch)
                }
                return ports
            }
            return wiring
        }
    }

    @Test func `that leaves a lock released after its death violates I5`() {
        var checker = CrashChecker()
        var complaints: [Bool] = []
        let steps: [(Int, Observation)] = [
            (0, .ended(.crashed)), (2900, .waited), (3100, .waited),
        ]
        for (milliseconds, observation) in steps {
            let situation = Situation(released: ["entrance"], at: .milliseconds(milliseconds))
            complaints.append(checker.see(observation, in: situation) != nil)
        }
        #expect(complaints == [false, false, true])
    }

    @Test func `that begins with a clean slate after a restart violates I6`() throws {
        try expect(.attempts) {
            var wiring = Wiring()
            wiring.restored = { _ in [] }
            return wiring
        }
    }

    @Test func `that writes a card number into a record violates I8`() throws {
        try expect(.secrets) {
            var wiring = Wiring()
            wiring.heard = { event in
                guard case .cardPresented(let card, _) = event else { return [event] }
                let detail = "read \(card.secret)"
                return [event, .deviceNoted(code: "read", detail: detail, name: "scanner")]
            }
            return wiring
        }
    }

    @Test func `that writes a PIN into a record violates I8`() throws {
        try expect(.secrets) {
            var typed = ""
            var wiring = Wiring()
            wiring.ports = { ports in
                var ports = ports
                let send = ports.send
                ports.send = { action, moment in
                    if case .checkPIN(let check) = action {
                        typed = String(decoding: check.pin.secret, as: UTF8.self)
                    }
                    send(action, moment)
                }
                return ports
            }
            wiring.heard = { event in
                guard case .pinChecked = event else { return [event] }
                return [event, .stationChanged(code: "checked", detail: typed)]
            }
            return wiring
        }
    }

    @Test func `that asks and asks violates I11`() throws {
        try expect(.bounds) {
            var wiring = Wiring()
            wiring.ports = { ports in
                var ports = ports
                let send = ports.send
                ports.send = { action, moment in
                    send(action, moment)
                    guard case .ask(let question) = action else { return }
                    for number in UInt64(1)...100 {
                        let ticket = Ticket(number: question.ticket.number + number << 32)
                        let more = LibraryQuestion(
                            ticket: ticket,
                            card: question.card,
                            pin: nil,
                            ageLimits: question.ageLimits,
                            timeout: question.timeout
                        )
                        send(.ask(more), moment)
                    }
                }
                return ports
            }
            return wiring
        }
    }

    @Test func `that counts everybody for ever violates I11`() {
        var checker = BoundChecker()
        let situation = Situation(released: [], at: .zero)
        func complains(_ subjects: Int) -> Bool {
            let counts = (0..<subjects).map {
                ThrottleCount(subject: .card(CardKey(UInt64($0), 0, 0, 0)), failures: 1)
            }
            return checker.see(.stored([], counts), in: situation) != nil
        }
        #expect(!complains(Throttle.subjectsMax))
        #expect(complains(Throttle.subjectsMax + 1))
    }

    @Test(arguments: [
        ["ledger.mark": 2048], ["roster-spool/3": 1], ["cache.sqlite.damaged-1": 100],
        ["ledger.sqlite-wal": 1 << 30], ["cache.sqlite": 1 << 30],
    ])
    func `that leaves files behind or lets them grow violates I11`(sizes: [String: Int]) {
        var checker = BoundChecker()
        let situation = Situation(released: [], at: .zero)
        let sound = ["ledger.mark": 1024, "cache.sqlite": 8192, "cache.sqlite-wal": 0]
        #expect(checker.see(.files(sound), in: situation) == nil)
        #expect(checker.see(.files(sizes), in: situation) != nil)
    }

    // MARK: Service

    @Test func `that decides about nobody is seen`() throws {
        try expect(.decision) {
            var wiring = Wiring()
            wiring.heard = { event in
                guard case .cardPresented(let card, "outside") = event else { return [event] }
                return [event, .cardPresented(card, reader: "inside")]
            }
            return wiring
        }
    }

    @Test func `that never decides is seen`() throws {
        try expect(.decision) {
            var wiring = Wiring()
            wiring.heard = { event in
                if case .cardPresented = event { return [] }
                return [event]
            }
            return wiring
        }
    }

    @Test func `that says come in to everybody is seen`() throws {
        try expect(.panel) {
            var wiring = Wiring()
            wiring.ports = { ports in
                var ports = ports
                let send = ports.send
                ports.send = { action, moment in
                    guard case .show(var view) = action, case .denied = view.sign else {
                        return send(action, moment)
                    }
                    view.sign = .granted(.seconds(5))
                    send(.show(view), moment)
                }
                return ports
            }
            return wiring
        }
    }

    @Test func `that never hears the library lets nobody new in`() throws {
        try expect(.liveness) {
            var wiring = Wiring()
            wiring.heard = { event in
                if case .libraryReplied = event { return [] }
                return [event]
            }
            return wiring
        }
    }

    @Test func `that comes from outside the seed changes the trace`() throws {
        var runs = 0
        var wiring = Wiring()
        wiring.heard = { event in
            guard case .stationChanged(code: "started", _) = event else { return [event] }
            runs += 1
            return [event] + (runs > 1 ? [.stationChanged(code: "again", detail: "")] : [])
        }
        let duration = Duration.seconds(120)
        let seed: UInt64 = 7
        let first = try Simulation.run(seed: seed, duration: duration, wiring: .straight)
        let second = try Simulation.run(seed: seed, duration: duration, wiring: wiring)
        let third = try Simulation.run(seed: seed, duration: duration, wiring: wiring)
        #expect(first.traceHash != third.traceHash)
        #expect(second.traceHash != third.traceHash)
    }
}

extension Situation {
    /// A situation in which nothing but some locks matters.
    init(released: Set<DoorName>, at now: Duration) {
        let time = Timestamp(milliseconds: 1_800_000_000_000)
        self.init(
            now: now,
            moment: Moment(
                uptime: Uptime(now),
                timestamp: time,
                civil: CopenhagenTime.civil(at: time),
                clock: .trusted
            ),
            released: released,
            broken: [],
            claims: ClaimBook(),
            presentations: PresentationBook(Register([]) { _ in CardKey(0, 0, 0, 0) })
        )
    }
}
