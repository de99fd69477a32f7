// SPDX-License-Identifier: MPL-2.0

import Foundation
import Glibc
import PortnerCore
import Roster
import Testing

@testable import PortnerStore

/// Kills the process that takes rosters and erases people, wherever it is.
///
/// A test run affords 25 rounds; `KILLS=2000` in the environment asks for as many as a release is
/// tested with. The files are begun anew at times, for every round reads all of them.
@Suite struct `When the process dies what was said of people` {
    /// What was heard of the process, in this folder.
    private struct Acknowledged {
        var entries = Int64(0)
        var roster = 0
        var erased = 0

        mutating func hear(_ line: String) throws {
            let words = line.split(separator: " ")
            let number = try #require(words.last.flatMap { Int($0) }, "it says \(line)")
            switch words.first {
            case "entry": entries = Int64(number)
            case "roster": roster = number
            case "erased": erased = number
            default: Issue.record("it says \(line)")
            }
        }
    }

    private static let cards = 1...60
    /// So many of the newest guests are searched for each time, all of them at the end.
    private static let searched = 6

    @Test func `stays as it was acknowledged`() throws {
        let kills = Writer.kills ?? 25
        var source = SplitMix64(seed: 12)
        var folder = TemporaryFolder()
        var heard = Acknowledged()
        var total = Acknowledged()
        for round in 0..<kills {
            if round.isMultiple(of: 50) {
                folder = TemporaryFolder()
                heard = Acknowledged()
            }
            let before = heard
            let writer = try Writer(.people, in: folder, count: 1_000_000)
            // At 0 it dies while it opens the files.
            for _ in 0..<source.number(0...8) {
                try heard.hear(try #require(writer.nextLine()))
            }
            // Nothing is waited for: the moment of death is left to chance.
            usleep(UInt32(source.number(0...8000)))
            writer.kill()
            while let line = writer.nextLine() { try heard.hear(line) }
            total.roster += heard.roster - before.roster
            total.erased += heard.erased - before.erased
            total.entries += heard.entries - before.entries
            try check(folder, &heard)
            let isLast = round + 1 == kills || (round + 1).isMultiple(of: 50)
            let oldest = isLast ? 1 : max(1, heard.erased - Self.searched)
            try checkErased(oldest..<heard.erased + 1, folder)
        }
        #expect(total.erased > kills / 10)
        print(
            "killed \(kills) times: \(total.entries) records, \(total.roster) rosters and "
                + "\(total.erased) erasures were acknowledged, and are there"
        )
    }

    /// The disk is truly full here, and whatever is written last meets that.
    @Test(.enabled(if: Writer.mayMount)) func `stays as it was when the disk is full`() throws {
        let folder = TemporaryFolder()
        let writer = try Writer(.people, in: folder, count: 1_000_000, shell: Writer.onFullDisk)
        var lines: [String] = []
        while let line = writer.nextLine() { lines.append(line) }
        #expect(["disk-full", "failed"].contains(lines.popLast()))
        var heard = Acknowledged()
        for line in lines { try heard.hear(line) }
        #expect(heard.erased > 3)
        try check(folder, &heard, isMoved: true)
        try checkErased(1..<heard.erased + 1, folder)
    }

    /// What memory held before is a mark here.
    ///
    /// SQLite copies memory that it did not clear into a file, where the log that a process left
    /// holds no whole transaction.
    @Test func `is in no index of a log either, whatever was in memory`() throws {
        let folder = TemporaryFolder()
        let writer = try Writer(.people, in: folder, count: 1_000_000)
        for _ in 0..<4 { _ = try #require(writer.nextLine()) }
        writer.kill()
        while writer.nextLine() != nil {}
        for name in [Ledger.fileName, PatronCache.fileName, PatronRoster.fileName] {
            // A log that was begun, and nothing after its heading.
            let fresh = TemporaryFolder()
            let ledger = try Ledger.open(in: fresh.path, at: Sample.now).ledger
            try ledger.append(records: [Sample.record(1)])
            let heading = fresh.bytes(Ledger.fileName + "-wal").prefix(32)
            try ledger.close()
            try folder.write(heading + Data(repeating: 7, count: 9000), to: name + "-wal")
            try? FileManager.default.removeItem(atPath: folder.path + "/" + name + "-shm")
        }
        let marked = try Writer(.open, in: folder, environment: ["MALLOC_PERTURB_": "165"])
        #expect(marked.nextLine() == "open")
        let mark = Data(repeating: 165 ^ 0xFF, count: 32)
        for name in folder.names {
            #expect(folder.bytes(name).firstRange(of: mark) == nil, "\(name)")
        }
    }

    /// Opens what is left and compares it with what was heard.
    private func check(
        _ folder: TemporaryFolder,
        _ heard: inout Acknowledged,
        isMoved: Bool = false
    ) throws {
        let (ledger, opening) = try Ledger.open(
            in: folder.path,
            at: Sample.now,
            isMoved: isMoved
        )
        if heard.entries > 0 { #expect(opening == .existing) }
        let written = try ledger.head().sequence
        try #require(written == heard.entries || written == heard.entries + 1)
        #expect(try ledger.verify() == .intact(entries: written))
        #expect(ledger.restoration == nil)
        let last = try ledger.last(10)
        try ledger.close()
        heard.entries = written

        let bench = try RosterBench(in: folder)
        #expect(try bench.cache.check() && bench.roster.check())
        let cursor = try bench.roster.origin()?.cursor.text ?? "v0"
        let version = try #require(Int(cursor.dropFirst()))
        try #require(version == heard.roster || version == heard.roster + 1)
        heard.roster = version
        try bench.roster.settle(in: bench.cache)
        for card in Self.cards {
            let isBlocked = try bench.facts(card).map { $0.blocks.value.contains(.excluded) }
            #expect(isBlocked == Self.isBlocked(card, in: version), "card \(card) of \(cursor)")
        }
        for guest in 1..<heard.erased + 1 { #expect(try bench.facts(1000 + guest) == nil) }
        if version > 0, !last.contains(where: { $0[.detail] == "guest \(version)" }) {
            #expect(try bench.facts(1000 + version) != nil, "nobody has erased the guest")
        }
        try bench.close()
    }

    /// What a version says of a card; `nil` where it does not name it.
    private static func isBlocked(_ card: Int, in version: Int) -> Bool? {
        guard version > 0, (card + version) % 20 != 0 else { return nil }
        return (card + version) % 3 == 0
    }

    /// No byte of these guests is in any file.
    private func checkErased(_ guests: Range<Int>, _ folder: TemporaryFolder) throws {
        let hasher = CardHasher(keys: try Sample.keys())
        let keys = try guests.map { hasher.key(for: try RosterBench.card(1000 + $0)) }
        let search = try StoreSearch(
            for: PersonTraces(cards: keys, patrons: [], salts: []),
            in: folder.path
        )
        #expect(search.isClean, "\(search.files.filter { !$0.found.isEmpty })")
    }
}
