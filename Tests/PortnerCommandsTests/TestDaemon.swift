// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import FoundationEssentials
import Logging
import PortnerCore
import ServiceLifecycle
import Synchronization

@testable import LocalHTTP

/// What a control server is asked in a test, with answers made up.
final class FakeStation: Sendable {
    struct Lift: Equatable {
        var reader: ReaderName?
        var isRightCard = false
        var reason: String
        var by: String
    }

    struct Sync: Equatable {
        var cursor: String?
        var by: String
    }

    struct Order: Equatable {
        var order: StaffOrder
        var door: DoorName
        var reason: String
        var by: String
    }

    /// What was ordered about a transaction.
    struct OutboxAct: Equatable {
        let order: OutboxOrder
        let request: RequestID
        let reason: String
        let by: String
    }

    struct ListAct: Equatable {
        var change: ListChange
        var isRightCard: Bool
        var reason: String
        var by: String
    }

    struct Act: Equatable {
        var name: String
        var isRightCard: Bool
        var reason: String
        var by: String
    }

    private struct State {
        var facts = Fixture.facts
        var report = Fixture.person
        var erasure = Fixture.erasure
        var counts = VisitCounts(counts: [])
        var days: Int?
        var acts: [Act] = []
        var lines: [LedgerLine] = []
        var exports: [String] = []
        var exportQueries: [ExportQuery] = []
        var proofs: [ProofQuestion] = []
        var proof = ProofReport(outcome: .contained, sequence: 7, comparedEntry: false)
        var status = Fixture.goodStatus
        var events: [EventReport] = []
        var refusal: StaffRefusal?
        var orders: [Order] = []
        var lifts: [Lift] = []
        var list = AccessList()
        var listActs: [ListAct] = []
        var entries: [OutboxEntry] = []
        var outboxActs: [OutboxAct] = []
        var kioskActs: [String] = []
        var refused: [ControlRequest] = []
        var evacuations: [String] = []
        var queries: [EventQuery] = []
        var questions: [(door: DoorName?, time: PlannedTime?, isRightCard: Bool)] = []
        var typed: [Bool] = []
        var opinion = AccessOpinion.Outcome.granted
        var caches = [Fixture.cache()]
        var syncs: [Sync] = []
        var ledger = LedgerReport(isIntact: true, entries: 2, erased: 1, lastSequence: 2)
        var followers: [AsyncStream<UInt64>.Continuation] = []
    }

    /// The card that the tests present.
    static let card = "7001011234"

    private let state = Mutex(State())

    var orders: [Order] { state.withLock(\.orders) }
    var syncs: [Sync] { state.withLock(\.syncs) }
    var listActs: [ListAct] { state.withLock(\.listActs) }
    func set(list: AccessList) { state.withLock { $0.list = list } }
    var outboxActs: [OutboxAct] { state.withLock(\.outboxActs) }
    var kioskActs: [String] { state.withLock(\.kioskActs) }
    var refused: [ControlRequest] { state.withLock(\.refused) }
    var evacuations: [String] { state.withLock(\.evacuations) }
    func set(entries: [OutboxEntry]) { state.withLock { $0.entries = entries } }
    var lifts: [Lift] { state.withLock(\.lifts) }
    var queries: [EventQuery] { state.withLock(\.queries) }
    var questions: [(door: DoorName?, time: PlannedTime?, isRightCard: Bool)] {
        state.withLock(\.questions)
    }

    /// Which of the questions were about a typed number.
    var typed: [Bool] { state.withLock(\.typed) }

    var acts: [Act] { state.withLock(\.acts) }
    var days: Int? { state.withLock(\.days) }
    var exports: [String] { state.withLock(\.exports) }
    var exportQueries: [ExportQuery] { state.withLock(\.exportQueries) }
    var proofs: [ProofQuestion] { state.withLock(\.proofs) }

    func set(lines: [LedgerLine]) { state.withLock { $0.lines = lines } }
    func set(proof: ProofReport) { state.withLock { $0.proof = proof } }

    func set(facts: PrivacyFacts) { state.withLock { $0.facts = facts } }
    func set(report: PersonReport) { state.withLock { $0.report = report } }
    func set(erasure: ErasureReport) { state.withLock { $0.erasure = erasure } }
    func set(counts: VisitCounts) { state.withLock { $0.counts = counts } }
    func set(status: StatusReport) { state.withLock { $0.status = status } }
    func set(refusal: StaffRefusal) { state.withLock { $0.refusal = refusal } }
    func set(opinion: AccessOpinion.Outcome) { state.withLock { $0.opinion = opinion } }
    func set(ledger: LedgerReport) { state.withLock { $0.ledger = ledger } }
    /// Gives these reports one after another, the last one for good.
    func set(caches: [CacheReport]) { state.withLock { $0.caches = caches } }
    func set(events: [EventReport]) { state.withLock { $0.events = events } }

    /// Writes an entry and wakes the followers.
    func append(_ event: EventReport) {
        let followers = state.withLock { state in
            state.events.append(event)
            return state.followers
        }
        for follower in followers { follower.yield(event.sequence) }
    }

    var port: ControlPort {
        ControlPort(
            status: { () throws(ControlFailure) in self.state.withLock(\.status) },
            events: { query throws(ControlFailure) in self.page(query) },
            follow: {
                let (stream, continuation) = AsyncStream.makeStream(
                    of: UInt64.self,
                    bufferingPolicy: .bufferingNewest(1)
                )
                self.state.withLock { $0.followers.append(continuation) }
                return stream
            },
            order: { order, door, reason, by throws(ControlFailure) in
                self.state.withLock { state in
                    state.orders.append(Order(order: order, door: door, reason: reason, by: by))
                    return state.refusal
                }
            },
            evacuate: { isOrdered, reason, by throws(ControlFailure) in
                self.state.withLock { state in
                    state.evacuations.append("\(isOrdered) \(reason) \(by)")
                    return state.refusal
                }
            },
            liftWait: { subject, reason, by throws(ControlFailure) in
                self.lift(subject, reason, by)
            },
            check: { question throws(ControlFailure) in self.opinion(question) },
            verifyLedger: { () throws(ControlFailure) in self.state.withLock(\.ledger) },
            cache: { () throws(ControlFailure) in self.cache() },
            sync: { cursor, by throws(ControlFailure) in
                if cursor == "unknown" { throw ControlFailure(.rosterNotAwaited) }
                self.state.withLock { $0.syncs.append(Sync(cursor: cursor, by: by)) }
                return self.cache()
            },
            refused: { request, _ in self.state.withLock { $0.refused.append(request) } },
            list: ListPort(
                read: { () throws(ControlFailure) in
                    let today = CivilDate(iso8601: "2026-11-22") ?? CivilDate(dayNumber: 0)
                    return ListReport(self.state.withLock(\.list), on: today)
                },
                change: { wish, reason, by throws(ControlFailure) in
                    let key = CardKey(0xABCD_EF01_0000_0000, 0, 0, 0)
                    return self.state.withLock { state in
                        state.listActs.append(
                            ListAct(
                                change: wish.change(of: key),
                                isRightCard: wish.card.secret == Self.card,
                                reason: reason,
                                by: by
                            )
                        )
                        return ListOutcome(card: key.label, refusal: state.refusal)
                    }
                }
            ),
            outbox: OutboxPort(
                read: { () throws(ControlFailure) in self.state.withLock(\.entries) },
                carryOut: { order, id, reason, by throws(ControlFailure) in
                    self.state.withLock { state in
                        let act = OutboxAct(order: order, request: id, reason: reason, by: by)
                        state.outboxActs.append(act)
                        let entry = state.entries.first { $0.id == id }
                        let refusal = entry == nil ? StaffRefusal.nothingOpen : state.refusal
                        return (refusal, order == .reveal ? entry : nil)
                    }
                }
            ),
            kiosks: KioskControlPort(
                read: { () throws(ControlFailure) in
                    self.state.withLock { state in
                        [
                            KioskReport.Kiosk(
                                name: "hall",
                                isInService: state.kioskActs.last?.hasPrefix("off") != true,
                                isServing: false,
                                screen: "silent"
                            )
                        ]
                    }
                },
                order: { kiosk, inService, reason, by throws(ControlFailure) in
                    self.state.withLock { state in
                        let act = "\(inService ? "on" : "off") \(kiosk) \(reason) \(by)"
                        state.kioskActs.append(act)
                        return kiosk == "hall" ? state.refusal : .unknownKiosk
                    }
                }
            ),
            export: ExportPort(
                begin: { withCards, reason, by throws(ControlFailure) in
                    self.state.withLock {
                        $0.exports.append("\(withCards) \(reason) \(by)")
                    }
                },
                entries: { query throws(ControlFailure) in
                    self.state.withLock { state in
                        state.exportQueries.append(query)
                        return Array(state.lines.filter { $0.sequence > query.after }.prefix(2))
                    }
                },
                prove: { question throws(ControlFailure) in
                    self.state.withLock { state in
                        state.proofs.append(question)
                        return state.proof
                    }
                }
            ),
            privacy: PrivacyPort(
                facts: { () throws(ControlFailure) in self.state.withLock(\.facts) },
                report: { card, reason, by throws(ControlFailure) in
                    self.act("report", card, reason, by)
                    return self.state.withLock(\.report)
                },
                erase: { card, reason, by throws(ControlFailure) in
                    self.act("erase", card, reason, by)
                    return self.state.withLock(\.erasure)
                },
                counts: { days throws(ControlFailure) in
                    self.state.withLock { state in
                        state.days = days
                        return state.counts
                    }
                }
            )
        )
    }

    private func cache() -> CacheReport {
        state.withLock { $0.caches.count > 1 ? $0.caches.removeFirst() : $0.caches[0] }
    }

    private func act(_ name: String, _ card: CardNumber, _ reason: String, _ by: String) {
        let isRightCard = card.secret == Self.card
        state.withLock {
            $0.acts.append(Act(name: name, isRightCard: isRightCard, reason: reason, by: by))
        }
    }

    private func lift(_ subject: WaitSubject, _ reason: String, _ by: String) -> StaffRefusal? {
        var lift = Lift(reason: reason, by: by)
        switch subject {
        case .card(let card): lift.isRightCard = card.secret == Self.card
        case .reader(let reader): lift.reader = reader
        }
        return state.withLock { state in
            state.lifts.append(lift)
            return state.refusal
        }
    }

    private func page(_ query: EventQuery) -> EventPage {
        state.withLock { state in
            state.queries.append(query)
            let newest = state.events.last?.sequence ?? 0
            let wanted = state.events.filter { $0.isAlarm || !query.alarmsOnly }
            guard let after = query.after else {
                return EventPage(events: wanted.suffix(query.limit), through: newest)
            }
            let rest = wanted.filter { $0.sequence > after }
            let page = Array(rest.prefix(query.limit))
            let isWhole = page.count == rest.count
            return EventPage(
                events: page,
                through: isWhole ? newest : page.last?.sequence ?? newest
            )
        }
    }

    private func opinion(_ question: AccessQuestion) -> AccessOpinion {
        state.withLock { state in
            let isRightCard = question.card.secret == Self.card
            state.questions.append((question.door, question.time, isRightCard))
            state.typed.append(question.isTyped)
            let timestamp = Timestamp(milliseconds: 1_795_376_765_000)
            return AccessOpinion(
                outcome: state.opinion,
                findings: [Finding(.service, .passed), Finding(.hours, .mode(.selfService))],
                facts: nil,
                door: question.door ?? "main",
                moment: Moment(
                    uptime: Uptime(.zero),
                    timestamp: timestamp,
                    civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
                    clock: .trusted
                )
            )
        }
    }
}

/// A folder of its own for one test.
func withTestFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("portner-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

/// Runs a control server while `body` runs, and stops it in order.
func withDaemon<Value: Sendable>(
    _ station: FakeStation,
    socket: ControlSocket,
    gate: ControlGate? = nil,
    _ body: () async throws -> Value
) async throws -> Value {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let (listening, announce) = AsyncStream.makeStream(of: Void.self)
    let server = ControlServer(
        socket: socket,
        gate: gate,
        port: station.port,
        logger: logger
    ) {
        announce.finish()
    }
    let group = ServiceGroup(services: [server], logger: logger)
    let running = Task {
        // A server that cannot listen must not leave the test waiting.
        defer { announce.finish() }
        try await group.run()
    }
    for await _ in listening {}
    do {
        let value = try await body()
        await group.triggerGracefulShutdown()
        try await running.value
        return value
    } catch {
        await group.triggerGracefulShutdown()
        try? await running.value
        throw error
    }
}

/// Runs a control server in a folder of its own while `body` runs.
func withDaemon<Value: Sendable>(
    _ station: FakeStation = FakeStation(),
    _ body: (_ path: String) async throws -> Value
) async throws -> Value {
    try await withTestFolder { folder in
        let path = folder + "/control.sock"
        return try await withDaemon(station, socket: ControlSocket(path: path)) {
            try await body(path)
        }
    }
}
