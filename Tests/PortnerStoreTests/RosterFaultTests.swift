// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Roster
import Testing

@testable import PortnerStore

/// Three states of a library's list, of which no two say the same of any card.
///
/// The second takes two cards out of the first. The third is a delta from the second that lifts
/// the block of five cards and takes out a sixth.
private enum Lists {
    static let cards = 1...40

    static func take(_ version: Int, into bench: RosterBench) throws {
        let rows: [RosterRow]
        switch version {
        case 1:
            rows = try RosterBench.rows(cards)
        case 2:
            rows = try cards.dropLast(2).map { try RosterBench.row($0, blocks: [.excluded]) }
        default:
            rows =
                try RosterBench.rows(1...5) + [try RosterBench.row(6, gone: true)]
        }
        let since = version == 3 ? "v2" : nil
        try bench.take(rows, Int64(version) * 1000, cursor: "v\(version)", since: since)
        try bench.roster.settle(in: bench.cache)
    }

    /// Whether a card is blocked in a version; `nil` when it is not in it.
    static func isBlocked(_ card: Int, in version: Int) -> Bool? {
        switch version {
        case 0: nil
        case 1: false
        case 2: card > 38 ? nil : true
        default: card > 38 || card == 6 ? nil : card > 5
        }
    }
}

/// A roster is there with its cursor or not at all, whatever happens to the disk while it is taken.
@Suite struct `When the disk fails or the power is cut the roster` {
    @Test(arguments: FaultyDisk.Plan.kinds)
    func `is one list or another`(fault: FaultyDisk.Fault, lasts: Bool) throws {
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

    /// What a killed process leaves is what it had done: the fate `kept`.
    @Test func `is one list or another after a cut or a kill at any change`() throws {
        let start = try Self.start()
        let disk = try FaultyDisk(start)
        try Self.work(disk.folder)
        var cut = PowerCut(start)
        for (point, change) in try disk.changes().enumerated() {
            cut.add(change)
            for fate in PowerCut.Fate.all(torn: 2, at: point) {
                let left = try FaultyDisk(cut.image(fate))
                try Self.check(left.folder, "change \(point + 1), \(fate)")
            }
        }
    }

    /// The first list, with older answers about the cards that will be taken out.
    private static func start() throws -> DiskImage {
        let folder = TemporaryFolder()
        let bench = try RosterBench(in: folder)
        try Lists.take(1, into: bench)
        for card in [6, 39, 40] {
            try bench.cache.learn(try bench.key(card), Sample.facts(patron: "P\(card)", 10))
        }
        try bench.close()
        return DiskImage(of: folder)
    }

    /// Takes the second and the third list, and copies the log in between.
    private static func work(_ folder: TemporaryFolder) throws {
        let bench = try RosterBench(in: folder)
        try Lists.take(2, into: bench)
        try bench.roster.checkpoint()
        try Lists.take(3, into: bench)
        try bench.close()
    }

    /// Looks whether one list is there and no part of another, and goes on from it to the last.
    private static func check(_ folder: TemporaryFolder, _ comment: Comment) throws {
        let bench = try RosterBench(in: folder)
        #expect(try bench.roster.check(), comment)
        let cursor = try #require(try bench.roster.origin(), comment).cursor.text
        let version = try #require(Int(cursor.dropFirst()), comment)
        try bench.roster.settle(in: bench.cache)
        try checkCards(bench, version, comment)
        if version < 2 { try Lists.take(2, into: bench) }
        if version < 3 { try Lists.take(3, into: bench) }
        try checkCards(bench, 3, comment)
        try bench.close()
    }

    private static func checkCards(
        _ bench: RosterBench,
        _ version: Int,
        _ comment: Comment
    ) throws {
        for card in Lists.cards {
            let facts = try bench.facts(card)
            #expect(
                facts.map { $0.blocks.value.contains(.excluded) }
                    == Lists.isBlocked(card, in: version),
                "\(comment), card \(card) in list \(version)"
            )
            #expect(try facts.map { $0.patron } ?? bench.patron(card) == bench.patron(card))
        }
    }
}

extension RosterBench {
    fileprivate func patron(_ card: Int) throws -> PatronNumber? { PatronNumber("P\(card)") }
}
