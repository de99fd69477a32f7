// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `A backup of the ledger` {
    private let folder = TemporaryFolder()
    private let elsewhere = TemporaryFolder()
    private let key = Sample.key(77)

    private func seal() throws -> OutboxSeal { OutboxSeal(keys: try Sample.keys()) }

    /// A ledger in use, with somebody's visits, wrong attempts and a loan that waits.
    private func ledger() throws -> Ledger {
        let ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        let now = Sample.moment(1)
        let entry = OutboxEntry(
            id: RequestID(number: 1),
            kiosk: "hall",
            kind: .checkout,
            card: CardNumber("CARD77"),
            item: ItemNumber("ITEM1"),
            made: now.timestamp,
            civil: now.civil,
            due: nil,
            mayWait: true,
            state: .queued
        )
        for number in Int64(1)...50 {
            try ledger.append(
                LedgerBatch(
                    records: [Sample.record(number, subject: key)],
                    counts: [
                        ThrottleCount(subject: .card(key), failures: Int(number)),
                        ThrottleCount(subject: .reader("main-outside"), failures: Int(number)),
                    ],
                    outbox: number == 1 ? [.enter(entry)] : []
                ),
                sealing: try seal()
            )
        }
        return ledger
    }

    private func backUp() throws -> LedgerBackup {
        try FileManager.default.createDirectory(
            atPath: elsewhere.path,
            withIntermediateDirectories: true
        )
        return try Ledger.backUp(from: folder.path, to: elsewhere.path + "/copy.sqlite")
    }

    @Test func `is made while the ledger is in use, holds all that happened, and verifies`() throws
    {
        let ledger = try ledger()
        let backup = try backUp()
        #expect(backup.head == (try ledger.head()))
        #expect(backup.verdict == .intact(entries: 50))
        #expect(try ledger.append(records: [Sample.record(51)]) == 51...51)
        #expect(elsewhere.names == ["copy.sqlite"])
        #expect(try elsewhere.mode("copy.sqlite") == 0o600)
        #expect(throws: StoreError.noAccess) { try backUp() }
        #expect(elsewhere.names == ["copy.sqlite"])
    }

    @Test func `holds nobody's identity, which a search shows that found it before`() throws {
        let ledger = try ledger()
        let traces = PersonTraces(
            cards: [key],
            patrons: [],
            salts: try ledger.salts(about: key)
        )
        #expect(try !StoreSearch(for: traces, in: folder.path).isClean)
        _ = try backUp()
        #expect(try StoreSearch(for: traces, in: elsewhere.path).isClean)
    }

    @Test func `forgives nobody when it is put in place, and tells of it`() throws {
        let ledger = try ledger()
        _ = try backUp()
        try ledger.append(records: [Sample.record(51)])
        try ledger.close()
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(
                atPath: folder.path + "/" + Ledger.fileName + suffix
            )
        }
        try folder.write(elsewhere.bytes("copy.sqlite"), to: Ledger.fileName)
        let again = try Ledger.open(in: folder.path, at: Sample.now).ledger
        let restoration = try #require(again.restoration)
        #expect(restoration.reason == .older)
        try again.settle(restoration, at: Sample.moment(60))
        let throttle = Throttle(restoring: try again.throttleCounts(), at: Uptime(.zero))
        #expect(throttle.wait(for: .card(key), at: Uptime(.zero)) == ThrottleRule.card.waitMax)
        #expect(try again.verify() == .intact(entries: 51))
        #expect(try again.outbox(opening: try seal()).isEmpty)
        try again.close()
    }

    @Test func `is not made of nothing, of a newer release's file, or where it cannot be`() throws {
        let target = elsewhere.path + "/none/copy.sqlite"
        #expect(throws: StoreError.noAccess) {
            try Ledger.backUp(from: folder.path, to: target)
        }
        try ledger().close()
        #expect(throws: StoreError.noAccess) {
            try Ledger.backUp(from: folder.path, to: target)
        }
        try folder.tamper(Ledger.fileName, "PRAGMA user_version = 9")
        #expect(throws: StoreError.schemaTooNew(9)) { try backUp() }
        #expect(elsewhere.names.isEmpty)
    }
}
