// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

/// An older release finds what a newer one wrote, and leaves it to that.
@Suite struct `A file of a newer release` {
    private let folder = TemporaryFolder()

    /// A cache with a patron, and a roster, of which one says that it is newer.
    private func write(newer name: String) throws -> Data {
        try writeBoth()
        try folder.tamper(name, "PRAGMA user_version = 9")
        return folder.bytes(name)
    }

    private func writeBoth() throws {
        let bench = try RosterBench(in: folder)
        try bench.take(RosterBench.rows(1...3), 1000, cursor: "v1")
        try bench.cache.learn(try bench.key(1), Sample.facts(blocks: [.excluded]))
        try bench.close()
    }

    @Test func `keeps a cache from being used, and as it is`() throws {
        let before = try write(newer: PatronCache.fileName)
        for _ in 1...2 {
            let (cache, opening) = try PatronCache.open(in: folder.path, at: Sample.now)
            let refusal = StoreError.schemaTooNew(9)
            #expect(opening == .tooNew(version: 9))
            #expect(cache.refusal == refusal)
            #expect(throws: refusal) { try cache.learn(Sample.key(1), Sample.facts()) }
            #expect(throws: refusal) { try cache.forget(Sample.key(1)) }
            #expect(throws: refusal) { try cache.patron(for: Sample.key(1)) }
            #expect(throws: refusal) { try cache.check() }
            #expect(throws: refusal) { try cache.checkpoint() }
            #expect(throws: refusal) { try cache.compact() }
            let hasher = CardHasher(keys: try Sample.keys())
            #expect(throws: refusal) { try cache.reader(hasher: hasher) }
            try cache.close()
        }
        #expect(folder.bytes(PatronCache.fileName) == before)
        #expect(!folder.names.contains { $0.contains("damaged") })
    }

    /// What the roster says may keep somebody out whom an older answer would let in.
    @Test func `keeps every card of a roster from being decided by the answers alone`() throws {
        let before = try write(newer: PatronRoster.fileName)
        let (cache, _) = try PatronCache.open(in: folder.path, at: Sample.now)
        let (roster, opening) = try PatronRoster.open(in: folder.path, at: Sample.now)
        let refusal = StoreError.schemaTooNew(9)
        #expect(opening == .tooNew(version: 9))
        #expect(throws: refusal) { try roster.origin() }
        #expect(throws: refusal) { try roster.settle(in: cache) }
        let hasher = CardHasher(keys: try Sample.keys())
        #expect(throws: refusal) { try cache.reader(hasher: hasher, roster: roster) }
        try cache.learn(Sample.key(1), Sample.facts())
        try roster.close()
        #expect(folder.bytes(PatronRoster.fileName) == before)
        #expect(!folder.names.contains { $0.contains("damaged") })
    }

    /// One change that can never be written would keep all that follow from the cache.
    @Test func `does not keep the answers from taking a card out that a roster may name`() throws {
        _ = try write(newer: PatronRoster.fileName)
        let (cache, _) = try PatronCache.open(in: folder.path, at: Sample.now)
        let (roster, _) = try PatronRoster.open(in: folder.path, at: Sample.now)
        let time = Sample.moment(9).timestamp
        try cache.disown(Sample.key(1), asOf: time, roster: roster)
        let held = try #require(try cache.patron(for: Sample.key(1))).facts
        #expect(held == .ofUnknownCard(asOf: time))
        try cache.close()
        try roster.close()
    }

    @Test func `is read again by the release that wrote it`() throws {
        _ = try write(newer: PatronCache.fileName)
        _ = try PatronCache.open(in: folder.path, at: Sample.now)
        let version = PatronTable.identity.version
        try folder.tamper(PatronCache.fileName, "PRAGMA user_version = \(version)")
        let bench = try RosterBench(in: folder)
        #expect(try bench.cache.patron(for: bench.key(1))?.facts.blocks.value == [.excluded])
        try bench.close()
    }
}
