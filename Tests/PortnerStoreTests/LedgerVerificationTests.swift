// SPDX-License-Identifier: MPL-2.0

import Foundation
import GRDB
import PortnerCore
import Testing

@testable import PortnerStore

/// Ten entries, each with a card, and what a hand with a database tool does to them.
@Suite struct `A ledger that was tampered with` {
    private let folder = TemporaryFolder()

    init() throws {
        let (ledger, _) = try Ledger.open(in: folder.path, at: Sample.now)
        for second in Int64(1)...10 {
            try ledger.append(records: [Sample.record(second, subject: Sample.key(UInt64(second)))])
        }
        try ledger.close()
    }

    private func verdict(after sql: String) throws -> LedgerVerdict {
        try folder.tamper(Ledger.fileName, sql)
        return try Ledger.open(in: folder.path, at: Sample.now).ledger.verify()
    }

    @Test func `is intact when nothing was changed`() throws {
        #expect(try verdict(after: "VACUUM") == .intact(entries: 10))
    }

    @Test(arguments: [
        "at = at + 1", "kind = 'staff'", "fields = replace(fields, 'granted', 'denied')",
        "fields = fields || 'by=me' || char(10)", "alarm = 1", "personal_hash = zeroblob(32)",
        "personal = NULL, salt = NULL, personal_hash = NULL", "chain = zeroblob(32)",
        "fields = fields || char(0) || 'hidden'", "kind = kind || char(0) || 'hidden'",
        "kind = kind || char(10) || 'alarm=0'",
    ])
    func `shows the edited entry`(change: String) throws {
        #expect(
            try verdict(after: "UPDATE entry SET \(change) WHERE sequence = 4")
                == .broken(at: 4, .changed)
        )
    }

    @Test(arguments: [
        "personal = zeroblob(32)", "salt = zeroblob(16)", "personal = NULL", "salt = NULL",
        "personal = substr(personal, 1, 31)", "personal = zeroblob(33)",
    ])
    func `shows the entry whose card was edited`(change: String) throws {
        #expect(
            try verdict(after: "UPDATE entry SET \(change) WHERE sequence = 4")
                == .broken(at: 4, .personalPartChanged)
        )
    }

    @Test func `shows which entry is missing`() throws {
        #expect(
            try verdict(after: "DELETE FROM entry WHERE sequence = 4")
                == .broken(at: 4, .missing)
        )
    }

    @Test func `shows that the first entry is missing`() throws {
        #expect(
            try verdict(after: "DELETE FROM entry WHERE sequence = 1")
                == .broken(at: 1, .missing)
        )
    }

    @Test func `shows that entries changed places`() throws {
        #expect(
            try verdict(
                after: """
                    UPDATE entry SET sequence = -4 WHERE sequence = 4;
                    UPDATE entry SET sequence = 4 WHERE sequence = 7;
                    UPDATE entry SET sequence = 7 WHERE sequence = -4
                    """
            ) == .broken(at: 4, .changed)
        )
    }

    @Test func `shows that later entries moved up into a gap`() throws {
        #expect(
            try verdict(
                after: """
                    DELETE FROM entry WHERE sequence = 4;
                    UPDATE entry SET sequence = sequence - 1 WHERE sequence > 4;
                    UPDATE head SET sequence = 9
                    """
            ) == .broken(at: 4, .changed)
        )
    }

    @Test func `shows where the newest entries were cut off`() throws {
        #expect(
            try verdict(after: "DELETE FROM entry WHERE sequence > 7")
                == .broken(at: 8, .truncated)
        )
    }

    @Test func `shows a cut behind the last checkpoint, and goes on after the gap`() throws {
        let (ledger, _) = try Ledger.open(in: folder.path, at: Sample.now)
        try ledger.append(records: [Sample.record(11)])
        try ledger.checkpoint()
        try ledger.append(records: [Sample.record(12)])
        let copy = TemporaryFolder()
        for name in ["", "-wal"].map({ Ledger.fileName + $0 }) {
            try copy.write(folder.bytes(name), to: name)
        }
        try ledger.close()
        try copy.tamper(Ledger.fileName, "DELETE FROM entry WHERE sequence > 10")
        let (cut, _) = try Ledger.open(in: copy.path, at: Sample.now)
        #expect(try cut.verify() == .broken(at: 11, .truncated))
        #expect(try cut.append(records: [Sample.record(13)]) == 12...12)
        #expect(try cut.verify() == .broken(at: 11, .missing))
        try cut.close()
    }

    @Test func `shows that all entries are gone`() throws {
        #expect(try verdict(after: "DELETE FROM entry") == .broken(at: 1, .truncated))
    }

    @Test func `shows an entry that was added`() throws {
        #expect(
            try verdict(
                after: """
                    INSERT INTO entry
                    SELECT 11, at, kind, fields, alarm, personal, salt, personal_hash, chain
                    FROM entry WHERE sequence = 10
                    """
            ) == .broken(at: 11, .changed)
        )
    }

    @Test func `shows a head that does not belong to it`() throws {
        #expect(
            try verdict(after: "UPDATE head SET chain = zeroblob(32)")
                == .broken(at: 10, .changed)
        )
        #expect(try verdict(after: "UPDATE head SET sequence = 12") == .broken(at: 11, .truncated))
        #expect(try verdict(after: "UPDATE head SET sequence = 9") == .broken(at: 9, .changed))
    }

    @Test func `is shown by a head noted elsewhere, even when all was computed anew`() throws {
        let honest = try Ledger.open(in: folder.path, at: Sample.now).ledger
        let noted = try honest.head()
        try honest.close()
        let other = TemporaryFolder()
        let forged = try Ledger.open(in: other.path, at: Sample.now).ledger
        for second in Int64(1)...10 { try forged.append(records: [Sample.record(second + 1)]) }
        #expect(try forged.verify() == .intact(entries: 10))
        #expect(try forged.head().hash != noted.hash)
    }

    @Test func `never passes for intact, whatever single value was changed`() throws {
        let columns = [
            "at = at + ?", "kind = kind || ?", "fields = fields || ?", "alarm = 1 - alarm + 0 * ?",
            "personal = CAST(? AS BLOB)", "salt = CAST(? AS BLOB)",
            "personal_hash = CAST(? AS BLOB)", "chain = CAST(? AS BLOB)", "sequence = 100 + ?",
        ]
        var source = SplitMix64(seed: 5)
        let name = Ledger.fileName
        let original = folder.bytes(name)
        for _ in 0..<60 {
            let row = source.number(1...10)
            let column = columns[source.number(0...8)]
            try folder.tamper(
                name,
                "UPDATE entry SET \(column) WHERE sequence = ?",
                [source.number(1...99), row]
            )
            let (ledger, opening) = try Ledger.open(in: folder.path, at: Sample.now)
            #expect(opening == .existing)
            guard case .broken = try ledger.verify() else {
                Issue.record("\(column) in row \(row) was not noticed")
                return
            }
            try ledger.close()
            try folder.write(original, to: name)
        }
    }

    @Test func `goes on counting and recording`() throws {
        try folder.tamper(Ledger.fileName, "UPDATE entry SET alarm = 1 WHERE sequence = 4")
        let (ledger, opening) = try Ledger.open(in: folder.path, at: Sample.now)
        #expect(opening == .existing)
        #expect(try ledger.append(records: [Sample.record(11)]) == 11...11)
        #expect(try ledger.verify() == .broken(at: 4, .changed))
    }

    @Test func `says what cannot be read`() throws {
        let (ledger, _) = try Ledger.open(in: folder.path, at: Sample.now)
        for second in Int64(11)...400 { try ledger.append(records: [Sample.record(second)]) }
        try ledger.close()
        let path = folder.path + "/" + Ledger.fileName
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: 20 * 1024)
        try file.write(contentsOf: Data(repeating: 0xFF, count: 8 * 1024))
        try file.close()
        let (damaged, opening) = try Ledger.open(in: folder.path, at: Sample.now)
        #expect(opening == .existing)
        guard case .broken(let sequence, .unreadable) = try damaged.verify() else {
            Issue.record("the damage was not noticed")
            return
        }
        #expect((11...390).contains(sequence))
    }

    @Test func `has a text for each way`() {
        #expect(Set(LedgerBreak.allCases.map(\.explanation)).count == LedgerBreak.allCases.count)
    }

    @Test func `is checked over more entries than one snapshot holds`() throws {
        let (ledger, _) = try Ledger.open(in: folder.path, at: Sample.now)
        let count = Int64(Ledger.verificationBatch) * 2
        try ledger.append(records: (11...count).map { Sample.record($0) })
        #expect(try ledger.verify() == .intact(entries: count))
        try ledger.append(records: [Sample.record(count + 1)])
        #expect(try ledger.verify() == .intact(entries: count + 1))
        try ledger.close()
        #expect(
            try verdict(after: "DELETE FROM entry WHERE sequence > \(count)")
                == .broken(at: count + 1, .truncated)
        )
    }
}
