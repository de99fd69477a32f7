// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import LocalHTTP
import PortnerCore
import PortnerSettings
import PortnerStore
import Testing

@testable import PortnerDaemon

/// A station in a folder, whose orders are all carried out.
private final class Desk {
    let folder = NSTemporaryDirectory() + "portner-daemon-\(UUID().uuidString)"
    let settings: Settings
    let inbox = Inbox()

    init() throws {
        let text = """
            branch: Prøvebiblioteket
            demo: {}
            state-directory: \(folder)
            library: { host: 192.0.2.17, port: 6001 }
            devices: [{ name: scanner, role: scanner, virtual: true }]
            doors:
              - name: front
                hours: { every-day: ["08:00-22:00 self-service"] }
                lock: { chip: virtual, line: lock, kind: maglock }
            readers: [{ name: outside, door: front, scanner: scanner }]
            """
        settings = try SettingsFile.read(text, file: "portner.yaml")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var clock: SystemClock { SystemClock(zone: .gmt, mustBeSynchronised: false) }

    func stores() throws -> Stores { try Stores(settings, credentials: nil, at: clock.now()) }

    /// Has a database say that a newer release wrote it.
    func markNewer(_ name: String) throws {
        let file = try #require(FileHandle(forUpdatingAtPath: "\(folder)/\(name)"))
        defer { try? file.close() }
        // The version of the tables in SQLite's heading.
        try file.seek(toOffset: 60)
        try file.write(contentsOf: Data([0, 0, 0, 99]))
    }

    /// Runs the desk beside a station that records whatever is ordered.
    func run<Value: Sendable>(
        _ stores: Stores,
        _ body: (PrivacyPort) async throws -> Value
    ) async throws -> Value {
        let (orders, inbox) = (Answers<StaffRefusal?>(), inbox)
        let station = Station(settings.station, at: clock.now())
        let thread = Thread {
            while true {
                for item in inbox.take(waitingAtMost: .seconds(60)) {
                    switch item {
                    case .event(.privacyActOrdered(_, _, _, let ticket)):
                        orders.resume(ticket, with: nil as StaffRefusal?)
                    case .event: break
                    case .inquiry(let look): look(station)
                    case .stop: return
                    }
                }
            }
        }
        thread.start()
        defer { inbox.stop() }
        let desk = PrivacyDesk(
            inbox: inbox,
            clock: clock,
            stores: stores,
            orders: orders,
            configuration: ConfigurationState(settings, path: "portner.yaml", at: clock.now())
        )
        return try await body(desk.port)
    }
}

@Suite struct `Where a newer release wrote the cache` {
    @Test func `a report goes on, and says what was not looked into`() async throws {
        let desk = try Desk()
        let card = try #require(CardNumber("CARD1"))
        try desk.stores().cache.close()
        try desk.markNewer(PatronCache.fileName)
        let report = try await desk.run(try desk.stores()) {
            try await $0.report(card, "", "anna")
        }
        #expect(report.notLookedInto == [PatronCache.fileName])
        #expect(!report.isEmpty)
    }

    @Test func `an erasure goes on in the roster and the ledger, and proves nothing`()
        async throws
    {
        let desk = try Desk()
        try desk.stores().cache.close()
        try desk.markNewer(PatronCache.fileName)
        let stores = try desk.stores()
        let card = try #require(CardNumber("CARD1"))
        let key = CardHasher(keys: stores.keys).key(for: card)
        try stores.ledger.append(
            records: [Record(.decision, at: desk.clock.now(), subject: key, [])]
        )
        let report = try await desk.run(stores) { try await $0.erase(card, "asked for", "anna") }
        #expect(report.records == 1)
        #expect(report.files.allSatisfy { $0.found.isEmpty })
        #expect(report.notLookedInto == [PatronCache.fileName])
        #expect(!report.isProven)
    }
}

/// Each keeps the number of the card, sealed, until the library system is told.
@Suite struct `A loan of which the library system has not heard` {
    private func entry(_ card: String?, _ number: UInt64, at now: Moment) -> OutboxEntry {
        OutboxEntry(
            id: RequestID(number: number),
            kiosk: "hall",
            kind: card == nil ? .checkin : .checkout,
            card: card.flatMap { CardNumber($0) },
            item: ItemNumber("ITEM\(number)"),
            made: now.timestamp,
            civil: now.civil,
            due: nil,
            mayWait: true,
            state: .queued
        )
    }

    @Test func `is in the report on its borrower, and survives no erasure unsaid`() async throws {
        let desk = try Desk()
        let stores = try desk.stores()
        let card = try #require(CardNumber("CARD1"))
        let entries = [("CARD1", 1), ("CARD2", 2), (nil, 3)].map { card, number in
            entry(card, number, at: desk.clock.now())
        }
        try stores.ledger.append(
            LedgerBatch(outbox: entries.map { .enter($0) }),
            sealing: stores.outboxSeal
        )
        let (report, erasure) = try await desk.run(stores) { port in
            (
                try await port.report(card, "", "anna"),
                try await port.erase(card, "asked for", "anna")
            )
        }
        #expect(report.transactions.map(\.item) == ["ITEM1"])
        #expect(!report.isEmpty)
        #expect(erasure.transactions == 1)
        #expect(!erasure.isProven)
    }
}
