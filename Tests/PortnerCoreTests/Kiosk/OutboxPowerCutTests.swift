// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// A library that answers at once and lends again whoever asks for it, as some do.
private struct EagerLibrary {
    private var holder: [String: String] = [:]
    /// What was carried out, in order.
    private(set) var carriedOut: [RequestID] = []

    mutating func answer(_ request: LibraryRequest) -> LibraryOutcome {
        switch request.task {
        case .checkout(let item, let access, _):
            holder[item.secret] = access.card.secret
            carriedOut.append(request.id)
            return .done(.checkout(Checkout(item: Item(number: item))))
        case .checkin(let item, _):
            holder[item.secret] = nil
            carriedOut.append(request.id)
            return .done(.checkin(Checkin(item: Item(number: item))))
        case .loans(let access):
            let loans = holder.filter { $0.value == access.card.secret }.keys.sorted()
                .map { Loan(item: Item(number: ItemNumber($0))) }
            return .done(.loans(loans, isComplete: true))
        case .item(let item):
            let status: ItemStatus = holder[item.secret] == nil ? .available : .onLoan
            return .done(.item(ItemFacts(item: Item(number: item), status: status)))
        default:
            return .notSupported
        }
    }

    /// Somebody has a copy.
    mutating func lent(_ item: String) { holder[item] = "somebody" }
}

/// The power is cut once at every change that a replay makes on disk, before it and after it.
@Suite struct `A queue that is told to the library` {
    /// How many transactions wait.
    static let count = 12

    enum Moment: CaseIterable {
        /// The change is not on disk.
        case before
        /// The change is on disk, and nothing after it happens.
        case after
    }

    /// A station without a line at which somebody has borrowed and returned.
    private func queued(_ library: inout EagerLibrary) throws -> Bench {
        var bench = Bench(hallBox())
        bench.connect()
        try bench.signIn()
        bench.connect(false)
        for number in 0..<Self.count / 2 { bench.scan("3829213\(100 + number)") }
        try bench.tap(.choose(.returning))
        // The first is one that was borrowed a moment ago.
        bench.scan("3829213100")
        for number in 1..<Self.count / 2 {
            library.lent("3829214\(100 + number)")
            bench.scan("3829214\(100 + number)")
        }
        try #require(bench.world.outbox.entries.count == Self.count)
        try #require(bench.world.outbox.entries.allSatisfy { $0.state == .queued })
        _ = bench.world.takeOpenRequests()
        return bench
    }

    /// The library answers what is requested until everything rests.
    private func replay(
        _ bench: inout Bench,
        _ library: inout EagerLibrary,
        until isDead: () -> Bool = { false }
    ) throws {
        bench.connect()
        for _ in 0..<200 {
            let requests = bench.world.takeOpenRequests()
            if requests.isEmpty, bench.station.outbox.entries.isEmpty { return }
            for request in requests where !isDead() {
                bench.answer(request.id, library.answer(request))
            }
            if isDead() { return }
            if requests.isEmpty { try bench.pass(.seconds(30)) }
        }
    }

    @Test(arguments: Moment.allCases)
    func `is told once and in order wherever the power is cut`(moment: Moment) throws {
        var cut = 0
        while true {
            cut += 1
            var library = EagerLibrary()
            var bench = try queued(&library)
            let world = bench.world
            let entries = world.outbox.entries.map(\.id)
            var changes = 0
            var isDead = false
            world.isDiskFailing = {
                guard !isDead else { return true }
                changes += 1
                guard changes == cut else { return false }
                isDead = true
                return moment == .before
            }
            try replay(&bench, &library) { isDead }
            guard isDead else { break }
            var next = Bench(hallBox(), entries: world.outbox.entries)
            try replay(&next, &library)
            try insist(library.carriedOut == entries, "cut \(cut) \(moment)")
            try insist(next.station.outbox.entries.isEmpty, "cut \(cut) \(moment) leaves some")
        }
        // The end of each transaction is one change with the beginning of the next.
        #expect(cut > Self.count)
    }
}
