// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Roster
import Testing

@testable import PortnerStore

/// An erasure that was told to be done is done, and one that was not can be done again.
@Suite struct `When the disk fails or the power is cut the erasure of a person` {
    private static let person = 3
    private static let others = [1, 2, 4, 5]

    /// All files of a station.
    private struct Files {
        let bench: RosterBench
        let ledger: Ledger
        let key: CardKey

        init(_ folder: TemporaryFolder) throws {
            ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
            bench = try RosterBench(in: folder)
            key = try bench.key(person)
        }

        /// Erases in the order of the daemon: records, roster, answers, then what is left of them.
        func erase() throws {
            try ledger.append(
                records: [Sample.record(100)],
                throttle: [ThrottleCount(subject: .card(key), failures: 0)]
            )
            try ledger.deletePersonalParts(about: key)
            try bench.roster.forget(cards: [key])
            try bench.cache.forget(cards: [key])
            try ledger.emptyLog()
            _ = try bench.cache.compact()
            _ = try bench.roster.compact()
            try bench.cache.checkpoint()
            try bench.roster.checkpoint()
        }

        func close() throws {
            try bench.close()
            try ledger.close()
        }
    }

    @Test(arguments: FaultyDisk.Plan.kinds)
    func `is done or can be done again`(fault: FaultyDisk.Fault, lasts: Bool) throws {
        let start = try Self.start()
        for call in Int32(1)... {
            let plan = FaultyDisk.Plan(fault: fault, call: call, lasts: lasts)
            let disk = try FaultyDisk(start)
            let files = try Files(disk.folder)
            let result = disk.failing(plan) { try files.erase() }
            if result.isDone { try Self.checkErased(DiskImage(of: disk.folder), "\(plan)") }
            try? files.close()
            try Self.goOn(disk.folder, "\(plan)")
            guard result.isReached else {
                #expect(result.isDone, "\(plan)")
                #expect(call > 1, "\(fault) concerned no call")
                break
            }
        }
    }

    /// What a killed process leaves is what it had done: the fate `kept`.
    @Test func `stays done after a cut, and can be done again after a cut or a kill before`() throws
    {
        let start = try Self.start()
        let disk = try FaultyDisk(start)
        let files = try Files(disk.folder)
        try files.erase()
        let erased = disk.changeCount
        try files.close()
        var cut = PowerCut(start)
        for (point, change) in try disk.changes().enumerated() {
            cut.add(change)
            // The emptied logs are brought to the disk past SQLite, which the disk does not record.
            if point + 1 == erased { for log in Self.logs { cut.add(log) } }
            for fate in PowerCut.Fate.all(torn: 2, at: point) {
                let image = cut.image(fate)
                let comment: Comment = "cut after change \(point + 1), \(fate)"
                if point + 1 >= erased { try Self.checkErased(image, comment) }
                let left = try FaultyDisk(image)
                try Self.goOn(left.folder, comment)
            }
        }
    }

    /// Five patrons in all files, each with a visit and a wrong attempt.
    private static func start() throws -> DiskImage {
        let folder = TemporaryFolder()
        let files = try Files(folder)
        try files.bench.take(RosterBench.rows(1...5), 1000, cursor: "v1")
        for card in [person] + others {
            let key = try files.bench.key(card)
            try files.bench.cache.learn(key, Sample.facts(patron: "P\(card)", 2000))
            try files.ledger.append(
                records: [Sample.record(Int64(card), subject: key)],
                throttle: [ThrottleCount(subject: .card(key), failures: card)]
            )
        }
        let image = DiskImage(of: folder)
        try files.close()
        return image
    }

    private static var logs: [DiskChange] {
        [Ledger.fileName, PatronCache.fileName, PatronRoster.fileName].map {
            DiskChange(file: $0 + "-wal", kind: .sync)
        }
    }

    private static func checkErased(_ image: DiskImage, _ comment: Comment) throws {
        let key = CardHasher(keys: try Sample.keys()).key(for: try RosterBench.card(person))
        #expect(!image.contains(Data(key.bytes)), comment)
        #expect(!image.contains(Data(hexadecimal(key.bytes).utf8)), comment)
    }

    /// Opens what is left, erases once more, and looks at everybody.
    private static func goOn(_ folder: TemporaryFolder, _ comment: Comment) throws {
        let files = try Files(folder)
        #expect(try files.bench.cache.check() && files.bench.roster.check(), comment)
        let entries = try files.ledger.head().sequence
        #expect((5...6).contains(entries), comment)
        #expect(try files.ledger.verify() == .intact(entries: entries), comment)
        try files.erase()
        #expect(try files.ledger.verify() == .intact(entries: entries + 1), comment)
        try checkErased(DiskImage(of: folder), comment)
        #expect(try files.bench.facts(person) == nil, comment)
        for card in others {
            let key = try files.bench.key(card)
            #expect(try files.bench.facts(card)?.patron == PatronNumber("P\(card)"), comment)
            #expect(try files.ledger.entries(about: key).count == 1, comment)
        }
        #expect(
            try files.ledger.throttleCounts().map(\.failures) == others.sorted(by: >),
            comment
        )
        try files.close()
    }
}
