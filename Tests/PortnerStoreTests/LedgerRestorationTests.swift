// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

/// Files are copied aside, wrong attempts are made, and the old files are put back.
@Suite struct `A ledger that was put back` {
    private static let card = ThrottleSubject.card(Sample.key(1))
    private static let reader = ThrottleSubject.reader("main-outside")

    private let folder = TemporaryFolder()

    private func open() throws -> Ledger {
        try Ledger.open(in: folder.path, at: Sample.now).ledger
    }

    /// Goes wrong so many times in all, with a card and at a reader, and closes.
    private func fail(_ card: Int, _ reader: Int) throws {
        let ledger = try open()
        for failures in 1...max(card, reader) {
            try ledger.append(
                records: [Sample.record(Int64(failures))],
                throttle: [
                    ThrottleCount(subject: Self.card, failures: min(failures, card)),
                    ThrottleCount(subject: Self.reader, failures: min(failures, reader)),
                ]
            )
        }
        try ledger.close()
    }

    /// The files whose names begin so.
    private func files(_ prefix: String = "") -> [String: Data] {
        DiskImage(of: folder).files.filter { $0.key.hasPrefix(prefix) }
    }

    private func restore(_ files: [String: Data]) throws {
        for name in folder.names where files.keys.contains(where: { $0.hasPrefix(name) }) {
            try FileManager.default.removeItem(atPath: folder.path + "/" + name)
        }
        for (name, bytes) in files { try folder.write(bytes, to: name) }
    }

    /// The waits of a card and of a reader that a station begins with.
    private func waits(_ ledger: Ledger) throws -> (card: Duration, reader: Duration) {
        let throttle = Throttle(restoring: try ledger.throttleCounts(), at: Uptime(.zero))
        return (
            throttle.wait(for: Self.card, at: Uptime(.zero)),
            throttle.wait(for: Self.reader, at: Uptime(.zero))
        )
    }

    @Test func `shortens no wait, and says that it is older`() throws {
        try fail(2, 2)
        let old = files("ledger.sqlite")
        try fail(7, 23)
        let before = try open()
        #expect(before.restoration == nil)
        let long = try waits(before)
        try before.close()
        try restore(old)

        let ledger = try open()
        let restoration = try #require(ledger.restoration)
        #expect(restoration.reason == .older)
        try ledger.settle(restoration, at: Sample.moment(100))
        let now = try waits(ledger)
        #expect(now.card >= long.card && now.reader >= long.reader)
        let alarm = try #require(try ledger.last(1, alarmsOnly: true).first)
        #expect(alarm[.outcome] == "ledger-restored")
        #expect(alarm[.detail] == LedgerRestoration.Reason.older.explanation)
        try ledger.close()
        // It is said once, and what is held against all lasts.
        let again = try open()
        #expect(again.restoration == nil)
        #expect(try waits(again) == now)
        #expect(try again.verify() == .intact(entries: 3))
    }

    @Test func `is found older at each start until that is recorded`() throws {
        try fail(2, 2)
        let old = files("ledger.sqlite")
        try fail(7, 23)
        try restore(old)
        for _ in 1...3 {
            let ledger = try open()
            #expect(ledger.restoration?.reason == .older)
            try ledger.append(records: [Sample.record(1)])
            try ledger.close()
        }
    }

    @Test func `is found to be a copy when all of the folder was put back`() throws {
        try fail(6, 2)
        let all = files()
        try fail(9, 23)
        try restore(all)
        let ledger = try open()
        let restoration = try #require(ledger.restoration)
        #expect(restoration.reason == .copied)
        #expect(
            restoration.counts == [
                ThrottleCount(subject: .everyCard, failures: 6),
                ThrottleCount(subject: .everyReader, failures: ThrottleRule.reader.free),
            ]
        )
    }

    @Test func `is found to be a copy when the old bytes were written over the new`() throws {
        try fail(2, 2)
        let all = files()
        try fail(9, 23)
        for (name, bytes) in all {
            let file = try #require(FileHandle(forUpdatingAtPath: folder.path + "/" + name))
            try file.write(contentsOf: bytes)
            try file.truncate(atOffset: UInt64(bytes.count))
            try file.close()
        }
        #expect(try open().restoration?.reason == .copied)
    }

    @Test func `is used without a word when whoever opens it has moved it`() throws {
        try fail(2, 2)
        let all = files()
        try restore(all)
        let ledger = try Ledger.open(in: folder.path, at: Sample.now, isMoved: true).ledger
        #expect(ledger.restoration == nil)
    }

    @Test func `is found to be another one`() throws {
        try fail(2, 2)
        let other = TemporaryFolder()
        let ledger = try Ledger.open(in: other.path, at: Sample.now).ledger
        for second in Int64(1)...9 { try ledger.append(records: [Sample.record(second)]) }
        try ledger.close()
        try restore(["ledger.sqlite": other.bytes("ledger.sqlite")])
        #expect(try open().restoration?.reason == .different)
    }

    @Test func `is missed when it is gone`() throws {
        try fail(8, 2)
        try FileManager.default.removeItem(atPath: folder.path + "/ledger.sqlite")
        let ledger = try open()
        let restoration = try #require(ledger.restoration)
        #expect(restoration.reason == .older)
        #expect(restoration.counts.first == ThrottleCount(subject: .everyCard, failures: 8))
    }

    @Test(arguments: [
        "DELETE FROM throttle", "UPDATE throttle SET failures = 1",
        "UPDATE throttle SET subject = 'reader other' WHERE subject LIKE 'reader%'",
    ])
    func `is found out when its counts were changed by hand`(change: String) throws {
        try fail(8, 21)
        try folder.tamper(Ledger.fileName, change)
        let ledger = try open()
        let restoration = try #require(ledger.restoration)
        #expect(restoration.reason == .countsChanged)
        try ledger.settle(restoration, at: Sample.moment(100))
        let waits = try waits(ledger)
        #expect(waits.card == ThrottleRule.card.wait(after: 8))
        #expect(waits.reader == ThrottleRule.reader.wait(after: 21))
    }

    @Test func `counts as restored when its mark is gone or is no mark`() throws {
        for change in [nil, Data(repeating: 0x41, count: 1024)] {
            try fail(2, 2)
            let path = folder.path + "/ledger.mark"
            if let change {
                try change.write(to: URL(fileURLWithPath: path))
            } else {
                try FileManager.default.removeItem(atPath: path)
            }
            let ledger = try open()
            let restoration = try #require(ledger.restoration)
            #expect(restoration.reason == .unmarked)
            #expect(restoration.counts.map(\.failures) == [5, 20])
            try ledger.settle(restoration, at: Sample.moment(100))
            try ledger.close()
        }
    }

    @Test func `may be further than its mark after a power cut, and is used`() throws {
        let ledger = try open()
        try ledger.append(records: [Sample.record(1)])
        let mark = folder.bytes("ledger.mark")
        try ledger.append(
            records: [Sample.record(2)],
            throttle: [ThrottleCount(subject: Self.card, failures: 3)]
        )
        let files = files("ledger.sqlite")
        try ledger.close()
        try restore(files.merging(["ledger.mark": mark]) { $1 })
        let again = try Ledger.open(in: folder.path, at: Sample.now, isMoved: true).ledger
        #expect(again.restoration == nil)
        #expect(try again.throttleCounts().map(\.failures) == [3])
    }

    @Test func `is recognised by the older mark when the newer one was torn`() throws {
        let ledger = try open()
        for second in Int64(1)...3 { try ledger.append(records: [Sample.record(second)]) }
        let bytes = folder.bytes("ledger.mark")
        let files = files("ledger.sqlite")
        try ledger.close()
        for slot in [0, 512] {
            var torn = bytes
            torn.replaceSubrange(slot + 40..<slot + 512, with: Data(repeating: 0, count: 472))
            try restore(files.merging(["ledger.mark": torn]) { $1 })
            let again = try Ledger.open(in: folder.path, at: Sample.now, isMoved: true).ledger
            #expect(again.restoration == nil)
            try again.close()
        }
    }

    @Test func `says the counts of a damaged one are lost, and holds back everybody`() throws {
        try fail(8, 21)
        try folder.write(
            Data("this is no database at all, not even nearly".utf8),
            to: Ledger.fileName
        )
        let ledger = try open()
        let restoration = try #require(ledger.restoration)
        #expect(restoration.reason == .countsLost)
        #expect(restoration.counts.map(\.failures) == [8, 21])
    }

    @Test func `holds nothing against anybody when nothing was`() throws {
        let ledger = try open()
        for second in Int64(1)...3 { try ledger.append(records: [Sample.record(second)]) }
        let old = files("ledger.sqlite")
        for second in Int64(4)...6 { try ledger.append(records: [Sample.record(second)]) }
        try ledger.close()
        try restore(old)
        let again = try open()
        let restoration = try #require(again.restoration)
        #expect(restoration.counts.isEmpty)
        try again.settle(restoration, at: Sample.moment(100))
        #expect(try again.throttleCounts().isEmpty)
    }

    @Test func `is told from one whose opening failed`() throws {
        let disk = try FaultyDisk()
        func open() throws -> Ledger {
            try Ledger.open(in: disk.folder.path, at: Sample.now).ledger
        }
        let ledger = try open()
        try ledger.append(records: [Sample.record(1)])
        try ledger.close()
        for call in Int32(1)... {
            let plan = FaultyDisk.Plan(fault: .io, call: call, lasts: true)
            let result = disk.failing(plan) { _ = try open() }
            let again = try open()
            #expect(again.restoration == nil, "\(plan)")
            try again.close()
            guard result.isReached else { break }
        }
    }

    @Test func `is not marked with any card`() throws {
        try fail(2, 2)
        let mark = folder.bytes("ledger.mark")
        #expect(mark.count == 1024)
        #expect(mark.firstRange(of: Data(hexadecimal(Sample.key(1).bytes).utf8)) == nil)
        #expect(mark.firstRange(of: Data(Sample.key(1).bytes)) == nil)
    }
}
