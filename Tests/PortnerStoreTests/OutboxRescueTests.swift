// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

/// Transactions of kiosks outlive the ledger's file that they were in, and are looked up before
/// they are told to the library system, which may have heard of them.
@Suite struct `A kiosk's transaction whose ledger is another one` {
    private let folder = TemporaryFolder()

    private func open() throws -> Ledger {
        try Ledger.open(in: folder.path, at: Sample.now).ledger
    }

    private func seal() throws -> OutboxSeal { OutboxSeal(keys: try Sample.keys()) }

    private func entry(_ number: UInt64, _ state: OutboxEntry.State) throws -> OutboxEntry {
        let now = Sample.moment(Int64(number))
        return OutboxEntry(
            id: RequestID(number: number),
            kiosk: "hall",
            kind: .checkout,
            card: CardNumber("CARD\(number)"),
            item: ItemNumber("ITEM\(number)"),
            made: now.timestamp,
            civil: now.civil,
            due: CivilDate(iso8601: "2027-01-01"),
            mayWait: true,
            state: state
        )
    }

    /// A closed ledger with a transaction in each state.
    private func write() throws -> [OutboxEntry] {
        let entries = [
            try entry(1, .queued), try entry(2, .sent), try entry(3, .conflict(.taken)),
        ]
        let ledger = try open()
        try ledger.append(
            LedgerBatch(records: [Sample.record(1)], outbox: entries.map { .enter($0) }),
            sealing: try seal()
        )
        try ledger.close()
        return entries
    }

    @Test func `stands in none of the files so that anybody could read it`() throws {
        let entries = try write()
        #expect(entries.count == 3)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.contains(Ledger.fileName))
        for file in files {
            let bytes = FileManager.default.contents(atPath: "\(folder.path)/\(file)") ?? Data()
            for word in ["CARD", "ITEM"] { #expect(bytes.range(of: Data(word.utf8)) == nil) }
        }
    }

    @Test func `is taken over from a damaged one, and told only after a look`() throws {
        let entries = try write()
        try folder.tamper(Ledger.fileName, "PRAGMA user_version = -1")
        let ledger = try open()
        #expect(ledger.rescue == LedgerRescue(transactions: 3, isWhole: true))
        let found = try ledger.outbox(opening: try seal())
        #expect(found.map(\.id) == entries.map(\.id))
        #expect(found.map(\.state) == [.doubtful, .doubtful, .conflict(.taken)])
        #expect(found.map(\.wasQueued) == [true, false, false])
        #expect(found.map { $0.card?.secret } == ["CARD1", "CARD2", "CARD3"])
        #expect(found.map { $0.item?.secret } == ["ITEM1", "ITEM2", "ITEM3"])
        try ledger.close()
    }

    /// A damaged ledger whose setting aside is noted, as far as a station came that died over it.
    private func beginReplacing(renamed: Bool) throws {
        _ = try write()
        try folder.tamper(Ledger.fileName, "PRAGMA user_version = -1")
        let file = StoreFile(path: folder.path + "/" + Ledger.fileName)
        let number = try #require(FileIdentity(of: file.path)).number
        let note = LedgerRescueNote(number: number, name: try file.nameSetAside(at: Sample.now))
        try note.write(in: folder.path)
        if renamed { try file.setAside(as: note.name, at: Sample.now) }
    }

    @Test(arguments: [false, true])
    func `is taken over at the next start when the station died meanwhile`(renamed: Bool) throws {
        try beginReplacing(renamed: renamed)
        let ledger = try open()
        #expect(ledger.rescue == LedgerRescue(transactions: 3, isWhole: true))
        #expect(try ledger.outbox(opening: try seal()).count == 3)
        #expect(folder.names.filter { $0.hasSuffix("Z") }.count == 1)
        try ledger.close()
    }

    @Test func `is told of until that is on record, and taken over once`() throws {
        try beginReplacing(renamed: true)
        try open().close()
        var ledger = try open()
        let rescue = try #require(ledger.rescue)
        #expect(rescue == LedgerRescue(transactions: 3, isWhole: true))
        #expect(try ledger.outbox(opening: try seal()).count == 3)
        try ledger.record(rescue, at: Sample.moment(5))
        let told = try #require(try ledger.entries(after: 0, limit: 100).last)
        #expect(told[.outcome] == "outbox-rescued")
        #expect(told[.detail] == "kiosk transactions taken over from the damaged ledger: 3")
        #expect(!told.isAlarm)
        // What comes to its end from now on is not taken over once more.
        try ledger.append(
            LedgerBatch(outbox: [.close(RequestID(number: 1))]),
            sealing: try seal()
        )
        try ledger.close()
        ledger = try open()
        #expect(ledger.rescue == nil)
        #expect(try ledger.outbox(opening: try seal()).count == 2)
        try ledger.close()
    }

    @Test(arguments: [
        "UPDATE outbox SET kiosk = '' WHERE number = 1",
        "UPDATE outbox SET kind = 'steal' WHERE number = 1",
        "UPDATE outbox SET ahead = 99999999999 WHERE number = 1",
    ])
    func `is counted as lost when its row cannot be read`(_ sql: String) throws {
        _ = try write()
        try folder.tamper(Ledger.fileName, sql)
        try folder.tamper(Ledger.fileName, "PRAGMA user_version = -1")
        let ledger = try open()
        let rescue = try #require(ledger.rescue)
        #expect(rescue == LedgerRescue(transactions: 2, leftOut: 1, isWhole: true))
        #expect(!rescue.isWhole)
        try ledger.record(rescue, at: Sample.moment(5))
        let told = try #require(try ledger.entries(after: 0, limit: 100).last)
        #expect(told[.outcome] == "outbox-lost")
        #expect(told[.detail]?.contains("ledger: 2, unreadable: 1;") == true)
        #expect(told.isAlarm)
        try ledger.close()
    }

    @Test func `is said to be lost where the file is no database any more`() throws {
        _ = try write()
        let garbage = Data("this is no database at all, not even nearly".utf8)
        try folder.write(garbage, to: Ledger.fileName)
        let ledger = try open()
        #expect(ledger.rescue == LedgerRescue(transactions: 0, isWhole: false))
    }

    @Test func `is left to staff when the ledger was put back, and never told blindly`() throws {
        _ = try write()
        let old = folder.bytes(Ledger.fileName)
        var ledger = try open()
        try ledger.append(
            LedgerBatch(records: [Sample.record(2)], outbox: [.close(RequestID(number: 1))]),
            sealing: try seal()
        )
        try ledger.close()
        try folder.write(old, to: Ledger.fileName)
        ledger = try open()
        try ledger.settle(try #require(ledger.restoration), at: Sample.moment(10))
        let states = try ledger.outbox(opening: try seal()).map(\.state)
        #expect(states == [.conflict(.open), .conflict(.open), .conflict(.taken)])
        let alarm = try #require(try ledger.entries(after: 0, limit: 100).last)
        #expect(alarm[.detail]?.hasSuffix("kiosk transactions that wait for staff: 2") == true)
        try ledger.close()
        // And so it stays, when the station is started once more before anybody was asked.
        ledger = try open()
        #expect(ledger.restoration == nil)
        #expect(try ledger.outbox(opening: try seal()).first?.state == .conflict(.open))
        #expect(try ledger.outbox(opening: try seal()).first?.wasQueued == true)
        try ledger.close()
    }
}
