// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// A library that lends and takes back, loses answers and lines, and counts what it did.
private struct FaultyLibrary {
    /// Who has an item.
    private var holder: [String: String] = [:]
    /// How often each transaction was carried out.
    private(set) var carriedOut: [RequestID: Int] = [:]
    /// What was asked and is not answered yet.
    var pending: [(task: LibraryTask, id: RequestID)] = []
    var isFaulty = true

    /// Ends the oldest request in one of the ways in which requests end.
    mutating func end(_ random: inout SplitMix64) throws -> (RequestID, LibraryOutcome) {
        let (task, id) = pending.removeFirst()
        guard isFaulty else { return (id, try perform(task, id)) }
        switch random.number(1...10) {
        case 1, 2: return (id, .unavailable(.offline))
        case 3:
            return (id, task.changesRecords ? .unknown : .unavailable(.timedOut))
        case 4, 5:
            let outcome = try perform(task, id)
            return (id, task.changesRecords ? .unknown : outcome)
        default: return (id, try perform(task, id))
        }
    }

    private mutating func perform(
        _ task: LibraryTask,
        _ id: RequestID
    ) throws -> LibraryOutcome {
        switch task {
        case .checkout(let item, let access, _):
            guard holder[item.secret] == nil else { return .refused(Refusal(.itemOnLoan)) }
            holder[item.secret] = access.card.secret
            carriedOut[id, default: 0] += 1
            return .done(.checkout(Checkout(item: Item(number: item))))
        case .checkin(let item, _):
            holder[item.secret] = nil
            carriedOut[id, default: 0] += 1
            return .done(.checkin(Checkin(item: Item(number: item))))
        case .loans(let access):
            let loans = holder.filter { $0.value == access.card.secret }.keys.sorted()
            return .done(
                .loans(
                    loans.map { Loan(item: Item(number: ItemNumber($0))) },
                    isComplete: true
                )
            )
        case .item(let item):
            let status: ItemStatus = holder[item.secret] == nil ? .available : .onLoan
            return .done(.item(ItemFacts(item: Item(number: item), status: status)))
        default:
            Issue.record("nobody asks for \(task) here")
            return .notSupported
        }
    }
}

/// An outbox with its table, the library, and the power that can be cut.
private struct Run {
    var outbox = Outbox()
    var table = OutboxTable()
    var library = FaultyLibrary()
    var random: SplitMix64
    var elapsed = Duration.zero
    var begun: Set<RequestID> = []
    /// What the patron was told last of each transaction.
    var told: [RequestID: String] = [:]

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    var now: Moment { moment(elapsed) }

    mutating func take(_ actions: [Outbox.Action]) {
        for action in actions {
            switch action {
            case .journal(let change): table.take(change)
            case .request(let task, let id): library.pending.append((task, id))
            case .came(let entry, let ending): told[entry.id] = "\(ending)".prefix(8).description
            }
        }
    }

    /// Actions in order, cut off after some of them as a power cut does.
    mutating func takeSome(_ actions: [Outbox.Action]) {
        take(Array(actions.prefix(random.number(0...max(0, actions.count)))))
        cutPower()
    }

    mutating func cutPower() {
        outbox = Outbox(restoring: table.entries)
        // Requests on their way may still be carried out; nobody hears of it.
        while !library.pending.isEmpty {
            if random.oneIn(2) {
                library.pending.removeFirst()
            } else {
                _ = try? library.end(&random)
            }
        }
    }

    mutating func begin(_ number: Int) throws {
        let isReturn = random.oneIn(3)
        let id = try #require(RequestID("t-\(number)"))
        let card: CardNumber = try #require(CardNumber("610101555\(random.number(0...1))"))
        let entry = OutboxEntry(
            id: id,
            kiosk: hall,
            kind: isReturn ? .checkin : .checkout,
            card: isReturn ? nil : card,
            item: ItemNumber("item-\(random.number(1...4))"),
            made: now.timestamp,
            civil: now.civil,
            due: isReturn ? nil : now.civil.date.advanced(by: 14),
            mayWait: !random.oneIn(4),
            state: .sent
        )
        begun.insert(id)
        let actions = outbox.begin(entry, pin: nil, isReachable: !random.oneIn(3))
        if random.oneIn(12) { takeSome(actions) } else { take(actions) }
    }

    mutating func step() throws {
        switch random.number(1...10) {
        case 1...4:
            guard !library.pending.isEmpty else { return }
            let (id, outcome) = try library.end(&random)
            guard let actions = outbox.answered(id, outcome, at: now.uptime) else { return }
            if random.oneIn(15) { takeSome(actions) } else { take(actions) }
        case 5, 6: elapsed += .seconds(random.number(1...200))
        case 7: outbox.left(hall)
        case 8 where random.oneIn(5): cutPower()
        default:
            let actions = outbox.work(at: now, isReachable: !random.oneIn(4))
            if random.oneIn(15) { takeSome(actions) } else { take(actions) }
        }
    }

    /// The faults stop; everything that can end by itself ends.
    mutating func settle() throws {
        library.isFaulty = false
        for _ in 1...4000 {
            while !library.pending.isEmpty {
                let (id, outcome) = try library.end(&random)
                if let actions = outbox.answered(id, outcome, at: now.uptime) { take(actions) }
            }
            take(outbox.work(at: now, isReachable: true))
            let isDone = outbox.entries.allSatisfy {
                if case .conflict = $0.state { true } else { false }
            }
            if isDone, library.pending.isEmpty { return }
            elapsed += .seconds(30)
        }
        Issue.record("the outbox never rests")
    }
}

@Suite struct `The outbox` {
    @Test func `brings every transaction to one end and none twice, whatever fails`() throws {
        for seed in 1...1500 {
            var run = Run(seed: UInt64(seed))
            for number in 1...12 {
                try run.begin(number)
                for _ in 0..<run.random.number(0...12) { try run.step() }
            }
            try run.settle()
            try insist(run.table.entries.map(\.id) == run.outbox.entries.map(\.id), "\(seed)")
            for id in run.begun {
                let count = run.library.carriedOut[id] ?? 0
                let isOpen = run.table.entries.contains { $0.id == id }
                // A return may be told again where nobody could tell: it stays returned.
                try insist(count <= 1 || run.isReturn(id), "\(id) was lent twice, seed \(seed)")
                try insist((run.table.entered[id] ?? 0) <= 1, "\(id) was entered twice")
                try insist((run.table.closed[id] ?? 0) <= 1, "\(id) ended twice, seed \(seed)")
                let isClosed = run.table.closed[id] == 1
                let neverBegan = run.table.entered[id] == nil
                try insist(
                    [isOpen, isClosed, neverBegan].count { $0 } == 1,
                    "\(id) has not one end, seed \(seed)"
                )
                try insist(!neverBegan || count == 0, "\(id) was done without an entry")
            }
        }
    }

    /// A return that was sent to the library system.
    private func checkin(_ number: Int) -> OutboxEntry {
        OutboxEntry(
            id: RequestID(number: UInt64(number)),
            kiosk: hall,
            kind: .checkin,
            card: nil,
            item: ItemNumber("ITEM\(number)"),
            made: moment().timestamp,
            civil: moment().civil,
            due: nil,
            mayWait: true,
            state: .sent
        )
    }

    @Test func `holds no more than it may`() throws {
        var outbox = Outbox()
        for number in 0...Outbox.entriesMax {
            _ = outbox.begin(checkin(number), pin: nil, isReachable: false)
        }
        #expect(outbox.entries.count == Outbox.entriesMax)
    }

    @Test func `leaves to a person what is never answered, and goes on with the next`() throws {
        var outbox = Outbox()
        for number in 1...2 {
            _ = outbox.begin(checkin(number), pin: nil, isReachable: false)
        }
        var tellings = 0
        var elapsed = Duration.zero
        for _ in 0..<1000 where outbox.entries.count == 2 {
            elapsed += .seconds(10)
            let now = moment(elapsed)
            for case .request(let task, let id) in outbox.work(at: now, isReachable: true) {
                let outcome: LibraryOutcome
                switch task {
                case .checkin(let item, _) where item.secret == "ITEM1":
                    tellings += 1
                    outcome = .unknown
                case .checkin(let item, _):
                    outcome = .done(.checkin(Checkin(item: Item(number: item))))
                case .item(let item):
                    outcome = .done(.item(ItemFacts(item: Item(number: item), status: .onLoan)))
                default:
                    Issue.record("nobody asks for \(task) here")
                    outcome = .notSupported
                }
                _ = outbox.answered(id, outcome, at: now.uptime)
            }
        }
        #expect(tellings == Outbox.tellingsMax)
        #expect(outbox.entries.map(\.state) == [.conflict(.open)])
        #expect(outbox.entries.first?.id == RequestID(number: 1))
        // Staff may have it told once more, as often as before.
        #expect(outbox.retry(RequestID(number: 1)) != nil)
        #expect(outbox.entries.first?.state == .queued)
    }

    @Test func `leaves to a person what has waited a week`() throws {
        var bench = Bench(hallBox())
        bench.connect(false)
        bench.scan(firstItem)
        try bench.pass(.days(8))
        bench.connect()
        #expect(bench.world.outbox.entries.map(\.state) == [.conflict(.tooOld)])
    }

    @Test func `tells again or forgets what a person has looked at, with a reason`() throws {
        var bench = Bench(hallBox())
        bench.connect(false)
        bench.scan(firstItem)
        bench.connect()
        try bench.answer("checkin", .refused(Refusal(.itemUnknown)))
        let entry = try #require(bench.station.outbox.entries.first)
        #expect(entry.state == .conflict(.item))
        func order(_ order: OutboxOrder, _ reason: String, _ number: UInt64) -> StaffRefusal?? {
            let ticket = Ticket(number: number)
            bench.handle(.outboxOrdered(order, entry.id, reason: reason, by: "tech", ticket))
            return bench.world.answers[ticket]
        }
        #expect(order(.retry, " ", 9001) == .some(.noReason))
        #expect(order(.retry, "catalogued now", 9002) == .some(nil))
        try bench.answer("checkin", .refused(Refusal(.itemUnknown)))
        #expect(order(.resolve, "put on the shelf by hand", 9003) == .some(nil))
        #expect(order(.resolve, "again", 9004) == .some(.nothingOpen))
        #expect(bench.world.outbox.entries.isEmpty)
    }

    @Test(arguments: [
        OutboxEntry.State.sent, .queued, .doubtful, .conflict(.taken), .conflict(.tooOld),
    ])
    func `writes each state so that it reads the same`(_ state: OutboxEntry.State) {
        #expect(OutboxEntry.State(state.description) == state)
    }
}

extension Run {
    fileprivate func isReturn(_ id: RequestID) -> Bool {
        table.kinds[id] == .checkin
    }
}
