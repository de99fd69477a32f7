// SPDX-License-Identifier: MPL-2.0

import GRDB
import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `The ledger` {
    private let folder = TemporaryFolder()
    private let ledger: Ledger

    init() throws { ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger }

    @Test func `begins empty and intact`() throws {
        #expect(try ledger.verify() == .intact(entries: 0))
        #expect(try ledger.head().sequence == 0)
        #expect(try ledger.last(10).isEmpty)
        #expect(try ledger.throttleCounts().isEmpty)
        #expect(ledger.created == Sample.now)
    }

    @Test func `numbers its entries without a gap`() throws {
        #expect(try ledger.append(records: [Sample.record(1)]) == 1...1)
        #expect(try ledger.append(records: [Sample.record(2), Sample.record(3)]) == 2...3)
        #expect(try ledger.append(records: []) == nil)
        #expect(try ledger.head().sequence == 3)
        #expect(try ledger.verify() == .intact(entries: 3))
    }

    @Test func `gives back what was recorded`() throws {
        try ledger.append(records: [
            Sample.record(5, subject: Sample.key(1), isAlarm: true), Sample.record(6),
        ])
        let entries = try ledger.last(2)
        let first = try #require(entries.first)
        #expect(entries.map(\.sequence) == [1, 2])
        #expect(first.at == Sample.moment(5).timestamp)
        #expect(first.kind == "decision")
        #expect(first.isAlarm)
        #expect(first.subject == .card(Sample.key(1)))
        #expect(first.fields.map(\.name) == ["door", "outcome", "detail", "local"])
        #expect(first[.detail] == "number 5")
        #expect(first[.denial] == nil)
        #expect(entries.last?.subject == .nobody)
        #expect(entries.last?.isAlarm == false)
    }

    @Test func `is read in parts`() throws {
        try ledger.append(records: (1...10).map { Sample.record($0) })
        #expect(try ledger.entries(after: 0, limit: 3).map(\.sequence) == [1, 2, 3])
        #expect(try ledger.entries(after: 8, limit: 3).map(\.sequence) == [9, 10])
        #expect(try ledger.entries(after: 10, limit: 3).isEmpty)
        #expect(try ledger.entries(after: 0, limit: -1).isEmpty)
        #expect(try ledger.last(2).map(\.sequence) == [9, 10])
        #expect(try ledger.last(99).count == 10)
    }

    @Test func `gives no more entries at once than its limit`() throws {
        try ledger.append(records: (0...Int64(Ledger.entriesMax)).map { Sample.record($0) })
        #expect(try ledger.entries(after: 0, limit: .max).count == Ledger.entriesMax)
        #expect(try ledger.last(.max).count == Ledger.entriesMax)
    }

    @Test func `finds what concerns one card`() throws {
        for second in Int64(1)...9 {
            let subject = second.isMultiple(of: 3) ? Sample.key(1) : Sample.key(2)
            try ledger.append(records: [Sample.record(second, subject: subject)])
        }
        #expect(try ledger.entries(about: Sample.key(1)).map(\.sequence) == [3, 6, 9])
        #expect(try ledger.entries(about: Sample.key(1), after: 3, limit: 1).map(\.sequence) == [6])
        #expect(try ledger.entries(about: Sample.key(3)).isEmpty)
    }

    @Test func `keeps the counts of wrong attempts until they are forgiven`() throws {
        let card = ThrottleSubject.card(Sample.key(1))
        let reader = ThrottleSubject.reader("main-outside")
        try ledger.append(
            records: [],
            throttle: [
                ThrottleCount(subject: card, failures: 3),
                ThrottleCount(subject: reader, failures: 9),
            ]
        )
        #expect(
            try ledger.throttleCounts() == [
                ThrottleCount(subject: reader, failures: 9),
                ThrottleCount(subject: card, failures: 3),
            ]
        )
        try ledger.append(
            records: [Sample.record(1)],
            throttle: [
                ThrottleCount(subject: card, failures: 4),
                ThrottleCount(subject: reader, failures: 0),
            ]
        )
        #expect(try ledger.throttleCounts() == [ThrottleCount(subject: card, failures: 4)])
    }

    @Test func `goes on after a restart where it was`() throws {
        try ledger.append(
            records: [Sample.record(1, subject: Sample.key(1))],
            throttle: [ThrottleCount(subject: .card(Sample.key(1)), failures: 2)]
        )
        let head = try ledger.head()
        try ledger.close()
        let (again, opening) = try Ledger.open(in: folder.path, at: Sample.moment(9).timestamp)
        #expect(opening == .existing)
        #expect(again.created == Sample.now)
        #expect(try again.head() == head)
        #expect(try again.throttleCounts().map(\.failures) == [2])
        #expect(try again.append(records: [Sample.record(2)]) == 2...2)
        #expect(try again.verify() == .intact(entries: 2))
    }

    @Test func `has a head that tells two histories apart`() throws {
        let other = TemporaryFolder()
        let second = try Ledger.open(in: other.path, at: Sample.now).ledger
        #expect(try ledger.head() == second.head())
        try ledger.append(records: [Sample.record(1)])
        try second.append(records: [Sample.record(2)])
        #expect(try ledger.head().hash != second.head().hash)
        #expect(try ledger.head().hash.count == 64)
    }

    @Test func `chains records of the same content to the same hash`() throws {
        let other = TemporaryFolder()
        let second = try Ledger.open(in: other.path, at: Sample.now).ledger
        for ledger in [ledger, second] { try ledger.append(records: [Sample.record(1)]) }
        #expect(try ledger.head() == second.head())
    }

    @Test func `takes appends from many sides, one after the other`() async throws {
        let ledger = ledger
        try await withThrowingTaskGroup(of: ClosedRange<Int64>?.self) { group in
            for number in Int64(0)..<40 {
                group.addTask {
                    if number.isMultiple(of: 8) { _ = try ledger.verify() }
                    if number.isMultiple(of: 10) { try ledger.checkpoint() }
                    return try ledger.append(records: [
                        Sample.record(number), Sample.record(number),
                    ])
                }
            }
            var numbers: [Int64] = []
            for try await range in group { numbers += range.map(Array.init) ?? [] }
            #expect(numbers.sorted() == Array(1...80))
        }
        #expect(try ledger.verify() == .intact(entries: 80))
    }

    @Test func `can be read by its owner alone`() throws {
        try ledger.append(records: [Sample.record(1)])
        #expect(try folder.mode() == 0o700)
        #expect(
            folder.names == [
                "ledger.mark", "ledger.sqlite", "ledger.sqlite-shm", "ledger.sqlite-wal",
            ]
        )
        for name in folder.names { #expect(try folder.mode(name) == 0o600) }
    }

    @Test func `starts its log anew after a checkpoint`() throws {
        var sizes: Set<Int> = []
        for second in Int64(1)...200 {
            try ledger.append(records: [Sample.record(second)])
            guard second.isMultiple(of: 20) else { continue }
            try ledger.checkpoint()
            sizes.insert(folder.bytes("ledger.sqlite-wal").count)
        }
        #expect(try #require(sizes.max()) < 100_000)
        #expect(try ledger.verify() == .intact(entries: 200))
    }
}

@Suite struct `A ledger of limited size` {
    private let folder = TemporaryFolder()

    @Test func `refuses what does not fit, keeps the rest, and goes on with more room`() throws {
        let (small, _) = try Ledger.open(in: folder.path, at: Sample.now, sizeMax: 64 << 10)
        let count = ThrottleCount(subject: .card(Sample.key(1)), failures: 1)
        try small.append(records: [], throttle: [count])
        var written = Int64(0)
        #expect(throws: StoreError.full) {
            while written < 10_000 {
                try small.append(records: [Sample.record(written)])
                written += 1
            }
        }
        #expect(written > 50)
        // Nothing of a batch remains, neither its first records nor its counts.
        #expect(throws: StoreError.full) {
            try small.append(
                records: (0..<20).map { Sample.record($0) },
                throttle: [ThrottleCount(subject: .card(Sample.key(1)), failures: 2)]
            )
        }
        #expect(try small.head().sequence == written)
        #expect(try small.throttleCounts() == [count])
        #expect(try small.verify() == .intact(entries: written))
        try small.close()
        let (large, opening) = try Ledger.open(in: folder.path, at: Sample.now)
        #expect(opening == .existing)
        #expect(try large.append(records: [Sample.record(1)]) == written + 1...written + 1)
        #expect(try large.verify() == .intact(entries: written + 1))
    }
}
