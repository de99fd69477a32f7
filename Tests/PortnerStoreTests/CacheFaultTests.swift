// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

/// The cache may forget what it learned last; it must not believe half of it.
@Suite struct `When the disk fails or the power is cut the cache` {
    private static let cards = UInt64(1)...40

    /// What the library system says about every card in its turn; no two versions share a fact.
    private static func facts(_ version: Int64) -> PatronFacts {
        Sample.facts(
            patron: "V\(version)",
            blocks: BlockCode("b\(version)").map { [$0] } ?? [],
            version
        )
    }

    @Test(arguments: FaultyDisk.Plan.kinds)
    func `holds one version or another of each patron`(
        fault: FaultyDisk.Fault,
        lasts: Bool
    ) throws {
        let start = try Self.start()
        for call in Int32(1)... {
            let plan = FaultyDisk.Plan(fault: fault, call: call, lasts: lasts)
            let disk = try FaultyDisk(start)
            let result = disk.failing(plan) { try Self.work(disk.folder) }
            try Self.check(disk.folder, "\(plan)")
            guard result.isReached else {
                #expect(result.isDone, "\(plan)")
                #expect(call > 1, "\(fault) concerned no call")
                break
            }
        }
    }

    @Test func `holds one version or another after a cut`() throws {
        let start = try Self.start()
        let disk = try FaultyDisk(start)
        try Self.work(disk.folder)
        var cut = PowerCut(start)
        for (point, change) in try disk.changes().enumerated() {
            cut.add(change)
            for fate in PowerCut.Fate.all(torn: 3, at: point) {
                let left = try FaultyDisk(cut.image(fate))
                try Self.check(left.folder, "change \(point + 1), \(fate)")
            }
        }
    }

    @Test func `holds what was synchronised whatever becomes of the rest`() throws {
        let start = try Self.start()
        let disk = try FaultyDisk(start)
        let (cache, _) = try PatronCache.open(in: disk.folder.path, at: Sample.now)
        try cache.learn(Sample.key(1), Self.facts(2))
        let merelyWritten = try disk.changes().count
        try cache.synchronize()
        func held(_ changes: some Sequence<DiskChange>) throws -> PatronFacts? {
            var cut = PowerCut(start)
            for change in changes { cut.add(change) }
            let left = try FaultyDisk(cut.image(.dropped))
            let (again, _) = try PatronCache.open(in: left.folder.path, at: Sample.now)
            return try again.patron(for: Sample.key(1))?.facts
        }
        let changes = try disk.changes()
        #expect(try held(changes.prefix(merelyWritten)) == Self.facts(1))
        #expect(try held(changes) == Self.facts(2))
        try cache.close()
    }

    /// A cache that holds the first version.
    private static func start() throws -> DiskImage {
        let folder = TemporaryFolder()
        let (cache, _) = try PatronCache.open(in: folder.path, at: Sample.now)
        try cache.learn(cards.map { (Sample.key($0), facts(1)) })
        try cache.close()
        return DiskImage(of: folder)
    }

    /// Learns, forgets, compacts and closes.
    private static func work(_ folder: TemporaryFolder) throws {
        let (cache, opening) = try PatronCache.open(in: folder.path, at: Sample.now)
        #expect(opening == .existing)
        try cache.learn(cards.map { (Sample.key($0), facts(2)) })
        try cache.checkpoint()
        try cache.learn(cards.map { (Sample.key($0), facts(3)) })
        try cache.forget(Sample.key(1))
        _ = try cache.compact()
        try cache.learn(Sample.key(2), facts(4))
        try cache.close()
    }

    private static func check(_ folder: TemporaryFolder, _ comment: Comment) throws {
        let (cache, opening) = try PatronCache.open(in: folder.path, at: Sample.now)
        #expect(opening == .existing, comment)
        #expect(try cache.check(), comment)
        var found: [Int64] = []
        for card in cards {
            guard let patron = try cache.patron(for: Sample.key(card)) else {
                #expect(card == 1, comment)
                continue
            }
            let version = (Int64(1)...4).first { facts($0) == patron.facts }
            #expect(version != nil, comment)
            if card > 2, let version { found.append(version) }
        }
        // Each batch is one transaction.
        #expect(Set(found).count == 1, comment)
        try cache.learn(Sample.key(1), facts(5))
        try cache.close()
    }
}
