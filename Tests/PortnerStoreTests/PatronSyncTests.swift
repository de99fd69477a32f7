// SPDX-License-Identifier: MPL-2.0

import Foundation
import GRDB
import PortnerCore
import Testing

@testable import PortnerStore

private let today = Sample.moment(0).civil.date

/// Terms under which facts from before this many seconds after the samples' time are due.
private func terms(_ seconds: Int64, seenWithin days: Int = 30) -> SyncTerms {
    let time = Sample.moment(seconds).timestamp
    return SyncTerms(
        blocksBefore: time,
        debtsBefore: time,
        validityBefore: time,
        seenSince: today.advanced(by: -days)
    )
}

private func search(
    _ terms: SyncTerms,
    after: Int64? = nil,
    avoiding: [CardKey] = []
) -> SyncSearch {
    SyncSearch(ticket: Ticket(number: 1), terms: terms, after: after, avoiding: avoiding)
}

@Suite struct `A cache that is kept up to date` {
    private let folder = TemporaryFolder()
    private let cache: PatronCache

    init() throws {
        cache = try PatronCache.open(in: folder.path, at: Sample.now).cache
    }

    private func know(_ number: UInt64, aged seconds: Int64 = 0, seen daysAgo: Int = 0) throws {
        try cache.learn(Sample.key(number), Sample.facts(patron: "P\(number)", -seconds))
        let day = today.advanced(by: -daysAgo).dayNumber
        try cache.write { db in
            try db.execute(
                sql: "UPDATE patron SET seen = ? WHERE card = ?",
                arguments: [day, Sample.key(number).rowNumber]
            )
        }
    }

    private func found(_ search: SyncSearch) throws -> [String] {
        try cache.find(search).due.map(\.patron.secret)
    }

    @Test func `finds who is due, those first who were seen last`() throws {
        try know(1, aged: 500, seen: 3)
        try know(2, aged: 400, seen: 1)
        try know(3, aged: 50, seen: 0)
        try know(4, aged: 600, seen: 1)
        try know(5, aged: 600, seen: 31)
        let finding = try cache.find(search(terms(-100)))
        #expect(finding.due.map(\.patron.secret) == ["P4", "P2", "P1"])
        #expect(finding.due.map(\.key) == [4, 2, 1].map { Sample.key($0) })
        #expect(finding.next == nil)
        #expect(try found(search(terms(-100), avoiding: [Sample.key(4)])) == ["P2", "P1"])
        #expect(try found(search(terms(-100, seenWithin: 2))) == ["P4", "P2"])
    }

    @Test func `is due for the first of the facts that is`() throws {
        try know(1, aged: 100)
        let late = Sample.moment(-50).timestamp
        let early = Sample.moment(-150).timestamp
        for due in [(late, early, early), (early, late, early), (early, early, late)] {
            let terms = SyncTerms(
                blocksBefore: due.0,
                debtsBefore: due.1,
                validityBefore: due.2,
                seenSince: today
            )
            #expect(try found(search(terms)) == ["P1"])
        }
        #expect(try found(search(terms(-150))).isEmpty)
    }

    @Test func `finds nobody who could be asked about only with the card`() throws {
        let facts = PatronFacts(
            patron: nil,
            blocks: [],
            validity: .valid,
            age: nil,
            asOf: Sample.moment(-500).timestamp
        )
        try cache.learn(Sample.key(1), facts)
        #expect(try cache.find(search(terms(0))).due.isEmpty)
        let freshness = try cache.freshness(terms(0))
        #expect((freshness.askable, freshness.due) == (0, 0))
        #expect(freshness.oldest == Sample.moment(-500).timestamp)
    }

    @Test func `finds no more than a search may, and goes on behind the rows it has seen`() throws {
        let count = SyncSearch.rowsMax + 100
        try cache.learn(
            (0..<UInt64(count)).map { (Sample.key($0), Sample.facts(patron: "P\($0)", -500)) }
        )
        let first = try cache.find(search(terms(0)))
        #expect(first.due.count == SyncSearch.foundMax)
        let rows = (0..<UInt64(count)).map { Sample.key($0).rowNumber }.sorted()
        #expect(first.next == rows[SyncSearch.rowsMax - 1])
        let second = try cache.find(search(terms(0), after: first.next))
        #expect(second.due.count == SyncSearch.foundMax)
        #expect(second.next == nil)
        #expect(second.due.allSatisfy { $0.key.rowNumber > rows[SyncSearch.rowsMax - 1] })
        #expect(try cache.freshness(terms(0)).due == count)
    }

    @Test func `asks about nobody of whom a fresh roster tells`() throws {
        let bench = try RosterBench()
        for number in 0..<3 {
            let facts = Sample.facts(patron: "P\(number)", -500)
            try bench.cache.learn(try bench.key(number), facts)
        }
        try bench.take(try RosterBench.rows(0..<2), 10, cursor: "a")
        let fresh = try bench.cache.find(search(terms(-100)), besides: bench.roster)
        #expect(fresh.due.map(\.patron.secret) == ["P2"])
        let old = try bench.cache.find(search(terms(100)), besides: bench.roster)
        #expect(old.due.count == 3)
    }

    @Test func `is told more about whom it holds, and of nobody else`() throws {
        let verifier = PINVerifier(bytes: [1])
        try know(1, aged: 500, seen: 5)
        try cache.keepVerifier(verifier, for: Sample.key(1))
        let newer = Sample.facts(patron: "P1", blocks: [.excluded])
        #expect(try cache.refresh(Sample.key(1), newer))
        let held = try cache.patron(for: Sample.key(1))
        #expect(
            held
                == CachedPatron(
                    facts: newer,
                    verifier: verifier,
                    seen: today.advanced(by: -5)
                )
        )
        #expect(try cache.refresh(Sample.key(1), Sample.facts(patron: "P1", -10)))
        #expect(try cache.patron(for: Sample.key(1)) == held)
        #expect(try !cache.refresh(Sample.key(2), newer))
        #expect(try cache.statistics().patrons == 1)
    }

    @Test func `keeps the number of a patron through every refresh`() throws {
        try know(1, aged: 500)
        for second in Int64(1)...5 {
            try cache.refresh(Sample.key(1), Sample.facts(patron: "P1", second))
            #expect(try cache.patron(for: Sample.key(1))?.facts.patron?.secret == "P1")
        }
    }

    @Test func `takes numbers of two counts for those of one patron`() throws {
        let bench = try RosterBench()
        let verifier = PINVerifier(bytes: [1])
        var facts = Sample.facts()
        facts.patron = PatronNumber(fbs: 77)
        try bench.cache.learn(try bench.key(0), facts)
        try bench.cache.keepVerifier(verifier, for: try bench.key(0))
        try bench.take(try RosterBench.rows(0..<1), 10, cursor: "a")
        #expect(try bench.verifier(0) == verifier)
        facts.patron = PatronNumber(fbs: 78)
        facts.validity.asOf = Sample.moment(20).timestamp
        try bench.cache.learn(try bench.key(0), facts)
        #expect(try bench.verifier(0) == nil)
    }

    @Test func `notes the newest day on which a card was seen, and of no other card`() throws {
        try know(1, seen: 9)
        try know(2, seen: 9)
        try cache.saw([Sample.key(1), Sample.key(7)], on: today.advanced(by: -2))
        try cache.saw([Sample.key(1)], on: today.advanced(by: -4))
        #expect(try cache.patron(for: Sample.key(1))?.seen == today.advanced(by: -2))
        #expect(try cache.patron(for: Sample.key(2))?.seen == today.advanced(by: -9))
        #expect(try cache.statistics().patrons == 2)
    }

    @Test func `forgets who does not come, however often the library system told of them`() throws {
        for number in UInt64(0)..<20 { try know(number, seen: Int(number)) }
        for number in UInt64(0)..<20 {
            let newer = Sample.facts(patron: "P\(number)", 10)
            try cache.refresh(Sample.key(number), newer)
        }
        #expect(try cache.forget(unseenSince: today.advanced(by: -9)) == 10)
        #expect(try cache.patron(for: Sample.key(9)) != nil)
        #expect(try cache.patron(for: Sample.key(10)) == nil)
    }

    @Test func `forgets who comes and of whom the library system says nothing for as long`() throws
    {
        try know(1, aged: 10 * 86_400, seen: 0)
        #expect(try cache.forget(unseenSince: today.advanced(by: -20)) == 0)
        #expect(try cache.forget(unseenSince: today.advanced(by: -5)) == 1)
    }
}

@Suite struct `A cache of an earlier version` {
    private let folder = TemporaryFolder()

    /// The table as it was before it said who lives in the municipality, and before that when a
    /// card was last seen.
    private static func definition(_ version: Int) -> String {
        let residence = "    resident TEXT,\n    resident_at INTEGER,\n"
        let second = PatronTable.definition.replacing(residence, with: "")
        return version == 1
            ? second.replacing(",\n    seen INTEGER NOT NULL", with: "") : second
    }

    private func makeOld(_ version: Int, _ definition: String, rows: Int) throws {
        let (cache, _) = try PatronCache.open(in: folder.path, at: Sample.now)
        for number in 0..<UInt64(rows) {
            let facts = Sample.facts(patron: "P\(number)", Int64(number) * 86_400)
            try cache.learn(Sample.key(number), facts)
            try cache.keepVerifier(PINVerifier(bytes: [UInt8(number)]), for: Sample.key(number))
        }
        try cache.close()
        try folder.tamper("cache.sqlite", "UPDATE patron SET seen = seen + 7")
        let columns = definition.matches(of: #/\n +([a-z_]+) [A-Z]/#).map(\.output.1)
            .joined(separator: ", ")
        try folder.tamper("cache.sqlite", "ALTER TABLE patron RENAME TO newer")
        try folder.tamper("cache.sqlite", definition)
        let copied = "INSERT INTO patron (\(columns)) SELECT \(columns) FROM newer"
        if rows > 0 { try folder.tamper("cache.sqlite", copied) }
        try folder.tamper("cache.sqlite", "DROP TABLE newer; PRAGMA user_version = \(version)")
    }

    @Test(arguments: [1, 2])
    func `is taken over with everything that it holds`(version: Int) throws {
        try makeOld(version, Self.definition(version), rows: 20)
        let (cache, opening) = try PatronCache.open(in: folder.path, at: Sample.now)
        #expect(opening == .existing)
        #expect(try cache.statistics().patrons == 20)
        let utc = CivilTime(Sample.now, secondsAheadOfUTC: 0).date
        for number in 0..<20 {
            let held = try #require(try cache.patron(for: Sample.key(UInt64(number))))
            #expect(held.facts.patron?.secret == "P\(number)")
            #expect(held.verifier == PINVerifier(bytes: [UInt8(number)]))
            #expect(held.seen == utc.advanced(by: number + (version == 1 ? 0 : 7)))
            #expect(held.facts.residence == nil)
        }
        var told = Sample.facts(patron: "P1", 30 * 86_400)
        told.residence = Aged(.elsewhere, asOf: told.blocks.asOf)
        try cache.learn(Sample.key(1), told)
        #expect(try cache.patron(for: Sample.key(1))?.facts.residence == told.residence)
        try cache.close()
        #expect(try PatronCache.open(in: folder.path, at: Sample.now).opening == .existing)
    }

    @Test(arguments: [1, 2])
    func `is set aside when its table is another one`(version: Int) throws {
        let other = Self.definition(version).replacing("verifier BLOB", with: "pin BLOB")
        try makeOld(version, other, rows: 0)
        let (cache, opening) = try PatronCache.open(in: folder.path, at: Sample.now)
        #expect(opening != .existing)
        #expect(try cache.statistics().patrons == 0)
    }
}

@Suite struct `What was said of a card` {
    /// Everything that was said, kept as it came.
    private struct Model {
        var said: [(at: Int64, blocks: Set<BlockCode>)] = []
        var roster: (at: Int64, blocks: Set<BlockCode>)?
        var isAnswered = false

        /// What holds: the newest, and of two things said at one time the more of both.
        var blocks: Set<BlockCode>? {
            let all = said + [roster].compactMap(\.self)
            guard let newest = all.map(\.at).max() else { return nil }
            return all.filter { $0.at == newest }.reduce([]) { $0.union($1.blocks) }
        }
    }

    /// Visits, late answers, refreshes and rosters come in any order, dated in any other.
    @Test(arguments: 1...12)
    func `ends with the newest block in whatever order it is heard`(seed: UInt64) throws {
        var source = SplitMix64(seed: seed)
        let bench = try RosterBench()
        bench.terms.shrinkMax = 100
        var model = Model()
        let key = try bench.key(0)
        for step in 0..<40 {
            let at = Int64(source.number(1...60))
            let blocks: Set<BlockCode> = source.oneIn(2) ? [.excluded] : []
            let facts = Sample.facts(patron: "P0", blocks: blocks, at)
            switch source.number(0...3) {
            case 0, 1:
                // A visit, or an answer that came too late for the patron.
                try bench.cache.learn(key, facts)
                model.said.append((at, blocks))
                model.isAnswered = true
            case 2:
                let isHeld = try bench.cache.refresh(key, facts)
                #expect(isHeld == model.isAnswered)
                if isHeld { model.said.append((at, blocks)) }
            default:
                guard at > model.roster?.at ?? 0 else { continue }
                try bench.take(
                    [try RosterBench.row(0, blocks: blocks)],
                    at,
                    cursor: "\(step)"
                )
                try bench.roster.settle(in: bench.cache)
                model.roster = (at, blocks)
            }
            #expect(try bench.facts(0)?.blocks.value == model.blocks)
        }
    }
}
