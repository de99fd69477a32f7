// SPDX-License-Identifier: MPL-2.0

import Foundation
import GRDB
import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `The personal parts of the ledger` {
    private let folder = TemporaryFolder()
    private let ledger: Ledger

    init() throws { ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger }

    /// Entries 1 to a count, a second apart, about the cards 1, 2, 1, 2 and so on.
    private func fill(_ count: Int64) throws {
        for second in 1...count {
            let subject = Sample.key(second.isMultiple(of: 2) ? 2 : 1)
            try ledger.append(records: [Sample.record(second, subject: subject)])
        }
    }

    @Test func `are deleted when their time is over, and the chain verifies on`() throws {
        try fill(10)
        let head = try ledger.head()
        #expect(try ledger.deletePersonalParts(before: Sample.moment(6).timestamp) == 5)
        #expect(
            try ledger.last(10).map(\.subject) == Array(repeating: .deleted, count: 5) + [
                .card(Sample.key(2)), .card(Sample.key(1)), .card(Sample.key(2)),
                .card(Sample.key(1)), .card(Sample.key(2)),
            ]
        )
        #expect(try ledger.verify() == .intact(entries: 10))
        #expect(try ledger.head() == head)
        #expect(try ledger.last(10).first?[.detail] == "number 1")
        #expect(try ledger.deletePersonalParts(before: Sample.moment(6).timestamp) == 0)
    }

    @Test func `are deleted for one card alone, which lifts no throttle`() throws {
        try fill(10)
        let count = ThrottleCount(subject: .card(Sample.key(1)), failures: 4)
        try ledger.append(records: [], throttle: [count])
        #expect(try ledger.deletePersonalParts(about: Sample.key(1)) == 5)
        #expect(try ledger.entries(about: Sample.key(1)).isEmpty)
        #expect(try ledger.entries(about: Sample.key(2)).count == 5)
        #expect(try ledger.throttleCounts() == [count])
        #expect(try ledger.verify() == .intact(entries: 10))
    }

    @Test func `are deleted in more than one transaction where there are many`() throws {
        let count = Int64(Ledger.deletionBatch * 2 + 1)
        try ledger.append(
            records: (1...count).map { Sample.record($0, subject: Sample.key(UInt64($0))) }
        )
        #expect(
            try ledger.deletePersonalParts(before: Sample.moment(count + 1).timestamp)
                == Int(count)
        )
        #expect(try ledger.verify() == .intact(entries: count))
    }

    @Test func `leave no trace in any file`() throws {
        try fill(50)
        let traces = [Data(Sample.key(1).bytes), Data(Sample.key(2).bytes)] + (try salts())
        #expect(traces.count == 52)
        try ledger.checkpoint()
        for trace in traces { #expect(folder.contains(trace)) }
        try ledger.deletePersonalParts(before: Sample.moment(51).timestamp)
        for trace in traces { #expect(!folder.contains(trace)) }
        #expect(try ledger.verify() == .intact(entries: 50))
    }

    @Test func `do not tell by their hash alone which card it was`() throws {
        try fill(4)
        let hashes = try ledger.pool.read { db in
            try Data.fetchAll(db, sql: "SELECT personal_hash FROM entry")
        }
        #expect(Set(hashes).count == 4)
    }

    @Test func `say when a reader keeps the log from being emptied`() throws {
        try fill(4)
        let other = try DatabaseQueue(path: folder.path + "/" + Ledger.fileName)
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN")
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM entry")
            #expect(throws: StoreError.busy) {
                try ledger.deletePersonalParts(before: Sample.moment(9).timestamp)
            }
            try ledger.checkpoint()
            try db.execute(sql: "COMMIT")
        }
        #expect(try ledger.deletePersonalParts(before: Sample.moment(9).timestamp) == 0)
        #expect(folder.bytes("ledger.sqlite-wal").isEmpty)
    }

    @Test func `may be deleted at any time without breaking the chain`() throws {
        var source = SplitMix64(seed: 6)
        var written = Int64(0)
        for _ in 0..<150 {
            switch source.number(0...9) {
            case 0: try ledger.checkpoint()
            case 1:
                let time = Sample.moment(Int64(source.number(0...Int(written)))).timestamp
                try ledger.deletePersonalParts(before: time)
            case 2: try ledger.deletePersonalParts(about: Sample.key(UInt64(source.number(1...3))))
            default:
                let records = (0..<Int64(source.number(1...4))).map { offset in
                    let subject = source.oneIn(4) ? nil : Sample.key(UInt64(source.number(1...3)))
                    return Sample.record(written + offset + 1, subject: subject)
                }
                written = try #require(try ledger.append(records: records)).upperBound
            }
            #expect(try ledger.verify() == .intact(entries: written))
        }
    }

    private func salts() throws -> [Data] {
        try ledger.pool.read { db in
            try Data.fetchAll(db, sql: "SELECT salt FROM entry WHERE salt IS NOT NULL")
        }
    }
}

@Suite struct `A ledger file that is not sound` {
    private let folder = TemporaryFolder()

    private func open() throws -> (ledger: Ledger, opening: StoreOpening) {
        try Ledger.open(in: folder.path, at: Sample.now)
    }

    private func fill() throws {
        let (ledger, _) = try open()
        try ledger.append(
            records: [Sample.record(1)],
            throttle: [ThrottleCount(subject: .card(Sample.key(1)), failures: 7)]
        )
        try ledger.close()
    }

    @Test func `is set aside as it is, and an empty one begins`() throws {
        let garbage = Data("this is no database at all, not even nearly".utf8)
        try folder.write(garbage, to: Ledger.fileName)
        let (ledger, opening) = try open()
        let name = "ledger.sqlite.damaged-20260921T141320Z"
        #expect(opening == .setAside(path: folder.path + "/" + name))
        #expect(folder.bytes(name) == garbage)
        #expect(try ledger.append(records: [Sample.record(1)]) == 1...1)
    }

    @Test(arguments: ["head", "meta"])
    func `is set aside without forgiving anybody, where the counts can be read`(
        table: String
    ) throws {
        try fill()
        try folder.tamper(Ledger.fileName, "DELETE FROM \(table)")
        let (ledger, opening) = try open()
        guard case .setAside(let path) = opening else {
            Issue.record("the file was used")
            return
        }
        #expect(
            try ledger.throttleCounts()
                == [ThrottleCount(subject: .card(Sample.key(1)), failures: 7)]
        )
        #expect(try ledger.verify() == .intact(entries: 0))
        let queue = try DatabaseQueue(path: path)
        #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM entry") } == 1)
    }

    @Test(arguments: [
        "subject = 'card 12'", "subject = 'door main'", "failures = 0",
        "subject = 'reader No Name'", "failures = -1",
    ])
    func `is set aside when a count is none`(change: String) throws {
        try fill()
        try folder.tamper(Ledger.fileName, "UPDATE throttle SET \(change)")
        let (ledger, opening) = try open()
        #expect(opening != .existing)
        #expect(try ledger.throttleCounts().isEmpty)
    }

    @Test func `is never set aside when another release or program wrote it`() throws {
        try fill()
        try folder.tamper(Ledger.fileName, "PRAGMA user_version = 3")
        #expect(throws: StoreError.schemaTooNew(3)) { try open() }
        try folder.tamper(Ledger.fileName, "PRAGMA application_id = 7")
        #expect(throws: StoreError.foreign) { try open() }
        try folder.tamper(Ledger.fileName, "PRAGMA application_id = 0; PRAGMA user_version = 0")
        #expect(throws: StoreError.foreign) { try open() }
        #expect(folder.names.filter { $0.contains("damaged") }.isEmpty)
    }

    @Test func `is brought to this release when an older one wrote it`() throws {
        try fill()
        try FileManager.default.removeItem(atPath: folder.path + "/ledger.mark")
        for column in ["card_key", "deleted_by", "doubted"] {
            try folder.tamper(Ledger.fileName, "ALTER TABLE meta DROP COLUMN \(column)")
        }
        try folder.tamper(Ledger.fileName, "PRAGMA user_version = 1")
        let (ledger, opening) = try open()
        #expect(opening == .existing)
        #expect(ledger.restoration == nil)
        #expect(try ledger.throttleCounts().map(\.failures) == [7])
        #expect(try ledger.append(records: [Sample.record(2)]) == 2...2)
        #expect(try ledger.verify() == .intact(entries: 2))
        try ledger.close()
        #expect(try open().ledger.restoration == nil)
    }

    @Test func `is set aside so many times and no more`() throws {
        let garbage = Data("this is no database at all, not even nearly".utf8)
        for _ in 0..<StoreFile.setAsideMax {
            try folder.write(garbage, to: Ledger.fileName)
            try open().ledger.close()
        }
        try folder.write(garbage, to: Ledger.fileName)
        #expect(throws: StoreError.tooManySetAside) { try open() }
        #expect(folder.bytes(Ledger.fileName) == garbage)
        #expect(
            StoreFile.setAsidePaths(of: folder.path + "/" + Ledger.fileName).count
                == StoreFile.setAsideMax
        )
    }

    @Test func `gets its tables when it was made but never written`() throws {
        try folder.write([], to: Ledger.fileName)
        #expect(try open().opening == .created)
        #expect(try folder.mode(Ledger.fileName) == 0o600)
    }

    @Test func `cannot be opened where the folder cannot be made`() {
        #expect(throws: StoreError.noAccess) {
            try Ledger.open(in: "/proc/nowhere", at: Sample.now)
        }
    }
}

extension TemporaryFolder {
    fileprivate func contains(_ trace: Data) -> Bool {
        names.contains { bytes($0).range(of: trace) != nil }
    }
}
