// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `What leaves the ledger` {
    private let folder = TemporaryFolder()
    private let ledger: Ledger
    private let always = Timestamp(milliseconds: 0)..<Timestamp(milliseconds: Int64.max)

    init() throws {
        ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        for second in Int64(1)...6 {
            let card = second.isMultiple(of: 2) ? Sample.key(2) : nil
            try ledger.append(records: [Sample.record(second, subject: card)])
        }
    }

    @Test func `can be checked without the ledger, entry by entry and in its order`() throws {
        let entries = try ledger.export(after: 0, in: always, withPersonalParts: true)
        #expect(entries.map(\.sequence) == Array(1...6))
        #expect(entries.allSatisfy { $0.isConsistent })
        #expect(entries.first?.previous == String(repeating: "0", count: 64))
        for (earlier, later) in zip(entries, entries.dropFirst()) {
            #expect(later.previous == earlier.chain)
        }
        #expect(try entries.last?.chain == ledger.head().hash)
        #expect(entries.map { $0.card != nil } == [false, true, false, true, false, true])
        #expect(entries[1].card == hexadecimal(Sample.key(2).bytes))
    }

    @Test func `tells no card unless that was asked for, and is checked all the same`() throws {
        let entries = try ledger.export(after: 0, in: always, withPersonalParts: false)
        #expect(entries.allSatisfy { $0.card == nil && $0.salt == nil })
        #expect(entries.allSatisfy { $0.isConsistent })
        #expect(entries[1].personalHash != nil)
    }

    @Test func `is what happened in a time, with the hash before the first`() throws {
        let times = Sample.moment(3).timestamp..<Sample.moment(5).timestamp
        let entries = try ledger.export(after: 0, in: times, withPersonalParts: false)
        #expect(entries.map(\.sequence) == [3, 4])
        #expect(entries.allSatisfy { $0.isConsistent })
        let rest = try ledger.export(after: 3, in: times, withPersonalParts: false)
        #expect(rest.map(\.sequence) == [4])
    }

    @Test func `is not consistent any more once a value is changed`() throws {
        let entry = try #require(
            try ledger.export(after: 1, in: always, withPersonalParts: true).first
        )
        #expect(entry.isConsistent)
        let changes: [(inout ExportedEntry) -> Void] = [
            { $0.sequence += 1 }, { $0.at += 1 }, { $0.kind = "door" }, { $0.isAlarm.toggle() },
            { $0.fields += "x=y\n" }, { $0.personalHash = nil },
            { $0.personalHash = String(repeating: "0", count: 64) }, { $0.personalHash = "x" },
            { $0.card = hexadecimal(Sample.key(3).bytes) }, { $0.card = nil }, { $0.salt = nil },
            { $0.salt = "00" }, { $0.previous = String(repeating: "1", count: 64) },
            { $0.previous = "" }, { $0.chain = String(repeating: "2", count: 64) },
        ]
        for change in changes {
            var changed = entry
            change(&changed)
            #expect(!changed.isConsistent)
        }
    }

    @Test func `is proven to be there still by the hash that was noted`() throws {
        let noted = try ledger.export(after: 3, in: always, withPersonalParts: false)[0]
        #expect(try ledger.prove(sequence: 4, hash: noted.chain) == .contained(entriesAfter: 2))
        #expect(
            try ledger.prove(sequence: 4, hash: noted.chain.uppercased())
                == .contained(entriesAfter: 2)
        )
        #expect(try ledger.prove(sequence: 5, hash: noted.chain) == .differs)
        #expect(try ledger.prove(sequence: 7, hash: noted.chain) == .tooShort(last: 6))
        #expect(try ledger.prove(sequence: -1, hash: noted.chain) == .tooShort(last: 6))
        let zeros = String(repeating: "0", count: 64)
        #expect(try ledger.prove(sequence: 0, hash: zeros) == .contained(entriesAfter: 6))
        try ledger.deletePersonalParts(about: Sample.key(2))
        #expect(try ledger.prove(sequence: 4, hash: noted.chain) == .contained(entriesAfter: 2))
    }

    @Test func `is not proven by a ledger that was changed before it`() throws {
        let noted = try ledger.head()
        try folder.tamper(Ledger.fileName, "UPDATE entry SET fields = 'x=y' WHERE sequence = 2")
        #expect(
            try ledger.prove(sequence: noted.sequence, hash: noted.hash) == .broken(at: 2, .changed)
        )
        let first = try ledger.export(after: 0, in: always, withPersonalParts: false)[0]
        #expect(try ledger.prove(sequence: 1, hash: first.chain) == .contained(entriesAfter: 5))
    }

    @Test func `is not proven by a chain that was computed anew`() throws {
        let noted = try ledger.head()
        let other = TemporaryFolder()
        let forged = try Ledger.open(in: other.path, at: Sample.now).ledger
        for second in Int64(1)...6 { try forged.append(records: [Sample.record(second + 1)]) }
        #expect(try forged.verify() == .intact(entries: 6))
        #expect(try forged.prove(sequence: noted.sequence, hash: noted.hash) == .differs)
    }
}

@Suite struct `Counts of decisions` {
    @Test func `are by local day, door and outcome, and need no identity`() throws {
        let folder = TemporaryFolder()
        let ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        func record(_ seconds: Int64, _ door: String, _ denial: String?) -> PortnerCore.Record {
            PortnerCore.Record(
                .decision,
                at: Sample.moment(seconds),
                subject: Sample.key(1),
                [
                    (.door, door), (.outcome, denial == nil ? "granted" : "denied"),
                    (.denial, denial),
                ]
            )
        }
        let day = Int64(86_400)
        try ledger.append(
            records: [
                record(-day, "main", nil), record(0, "main", nil), record(1, "main", nil),
                record(2, "yard", nil), record(3, "main", "blocked"), record(day, "main", nil),
                PortnerCore.Record(
                    .door,
                    at: Sample.moment(4),
                    [(.door, "main"), (.outcome, "opened")]
                ),
            ]
        )
        try ledger.deletePersonalParts(about: Sample.key(1))
        let counts = try ledger.decisionCounts(since: Sample.now)
        #expect(counts.map(\.day) == ["2026-09-21", "2026-09-21", "2026-09-21", "2026-09-22"])
        #expect(counts.map(\.door) == ["main", "main", "yard", "main"])
        #expect(counts.map(\.outcome) == ["blocked", "granted", "granted", "granted"])
        #expect(counts.map(\.count) == [1, 2, 1, 1])
    }

    @Test func `tell a kiosk's loans, returns and refusals apart`() throws {
        let folder = TemporaryFolder()
        let ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        func transaction(_ task: String, _ outcome: String, _ reason: String? = nil)
            -> PortnerCore.Record
        {
            PortnerCore.Record(
                .transaction,
                at: Sample.moment(1),
                [(.kiosk, "hall"), (.task, task), (.outcome, outcome), (.reason, reason)]
            )
        }
        try ledger.append(
            records: [
                transaction("checkout", "done"), transaction("checkout", "done"),
                transaction("checkout", "refused", "item-reserved"), transaction("checkin", "done"),
                PortnerCore.Record(
                    .session,
                    at: Sample.moment(2),
                    [(.kiosk, "hall"), (.outcome, "refused"), (.denial, "wrong-pin")]
                ),
                Sample.record(3),
            ]
        )
        let counts = try ledger.kioskCounts(since: Sample.now)
        #expect(
            counts.map { "\($0.kiosk) \($0.task) \($0.outcome) \($0.count)" } == [
                "hall checkin done 1", "hall checkout done 2", "hall checkout item-reserved 1",
                "hall sign-in wrong-pin 1",
            ]
        )
        #expect(try ledger.decisionCounts(since: Sample.now).map(\.count) == [1])
    }

    @Test func `go through more entries than are read at one go`() throws {
        let folder = TemporaryFolder()
        let ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        try ledger.append(records: (0..<2500).map { Sample.record($0) })
        let counts = try ledger.decisionCounts(since: Sample.now)
        #expect(counts.map(\.count).reduce(0, +) == 2500)
    }
}

@Suite struct `Files that were set aside` {
    @Test func `are deleted when their time is over`() throws {
        let folder = TemporaryFolder()
        let names = [
            "ledger.sqlite.damaged-1", "ledger.sqlite.damaged-1-wal", "ledger.sqlite.damaged-2",
        ]
        for name in names { try folder.write(Data("x".utf8), to: name) }
        for name in names.prefix(2) {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1000)],
                ofItemAtPath: folder.path + "/" + name
            )
        }
        let limit = Timestamp(milliseconds: 2_000_000)
        #expect(try Ledger.deleteSetAside(in: folder.path, before: limit) == 1)
        #expect(folder.names == ["ledger.sqlite.damaged-2"])
        #expect(try PatronCache.deleteSetAside(in: folder.path, before: limit) == 0)
    }
}
