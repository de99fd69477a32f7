// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import PortnerCore
import PortnerSettings
import PortnerStore
import Roster
import Testing

@testable import PortnerDaemon

/// A station's files in a folder of their own, with a watch over a roster's file.
private final class Bench {
    let folder = NSTemporaryDirectory() + "portner-daemon-\(UUID().uuidString)"
    let inbox = Inbox()
    let stores: Stores
    let watch: RosterWatch

    init(key: String? = nil) throws {
        let text = """
            branch: Prøvebiblioteket
            demo: {}
            state-directory: \(folder)
            library: { host: 192.0.2.17, port: 6001 }
            roster:
              file: \(folder)/drop.csv
              \(key.map { "key: \($0)" } ?? "shrink-max: 10")
            devices: [{ name: scanner, role: scanner, virtual: true }]
            doors:
              - name: front
                hours: { every-day: ["08:00-22:00 self-service"] }
                lock: { chip: virtual, line: lock, kind: maglock }
            readers: [{ name: outside, door: front, scanner: scanner }]
            """
        let settings = try SettingsFile.read(text, file: "portner.yaml")
        let zone = try #require(TimeZone(identifier: "Europe/Copenhagen"))
        let clock = SystemClock(zone: zone, mustBeSynchronised: false)
        stores = try Stores(settings, credentials: nil, at: clock.now())
        watch = try #require(
            try RosterWatch(
                settings.roster,
                inbox: inbox,
                log: EventLog(environment: [:]),
                clock: clock
            )
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Drops a roster with this many cards in the place of the last one.
    func drop(_ cards: Int, _ day: Int, cursor: String) throws {
        var lines = ["roster,1,full,2026-01-\(10 + day)T03:00:00Z,\(cursor)", "cards"]
        lines += (0..<cards).map { "CARD\($0)" } + ["rows,\(cards)"]
        let new = folder + "/drop.new"
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: new))
        try? FileManager.default.removeItem(atPath: folder + "/drop.csv")
        try FileManager.default.moveItem(atPath: new, toPath: folder + "/drop.csv")
    }

    func look() throws -> CacheReport.Roster {
        watch.look(stores, ageLimits: [15])
        let now = SystemClock(zone: .gmt, mustBeSynchronised: false).now()
        return watch.report(
            held: try stores.roster.origin(),
            cards: try stores.roster.count(),
            at: now
        )
    }

    /// The codes of the station's events since the last time.
    var codes: [String] {
        inbox.take(waitingAtMost: .zero).compactMap { item in
            guard case .event(.stationChanged(let code, _)) = item else { return nil }
            return code
        }
    }
}

@Suite struct `The watch over a roster's file` {
    @Test func `takes each file once and tells of it`() throws {
        let bench = try Bench()
        #expect(try bench.look().last == nil)
        try bench.drop(20, 1, cursor: "a")
        let report = try bench.look()
        #expect(report.last?.code == "roster-applied")
        #expect((report.cursor, report.cards, report.phase) == ("a", 20, .idle))
        #expect(bench.codes == ["roster-applied"])
        #expect(try bench.look().last == report.last)
        #expect(bench.codes.isEmpty)
        try bench.watch.order(confirming: nil, by: "anna")
        #expect(try bench.look().last?.code == "roster-repeated")
    }

    @Test func `keeps what is held when a file is refused`() throws {
        let bench = try Bench()
        try bench.drop(20, 2, cursor: "b")
        _ = try bench.look()
        try bench.drop(20, 1, cursor: "a")
        #expect(try bench.look().last?.code == "roster-older")
        #expect(try bench.look().cursor == "b")
        #expect(bench.codes == ["roster-applied", "roster-older"])
    }

    @Test func `waits for somebody to confirm exactly the roster that shrinks`() throws {
        let bench = try Bench()
        try bench.drop(20, 1, cursor: "a")
        _ = try bench.look()
        #expect(throws: ControlFailure(.rosterNotAwaited)) {
            try bench.watch.order(confirming: "b", by: "anna")
        }
        try bench.drop(10, 2, cursor: "b")
        #expect(try bench.look().unconfirmed == "b")
        #expect(throws: ControlFailure(.rosterNotAwaited)) {
            try bench.watch.order(confirming: "c", by: "anna")
        }
        try bench.watch.order(confirming: "b", by: "anna")
        let report = try bench.look()
        #expect((report.cursor, report.cards, report.unconfirmed) == ("b", 10, nil))
        #expect(
            bench.codes
                == ["roster-applied", "roster-shrinks", "roster-confirmed", "roster-applied"]
        )
    }

    @Test func `takes nothing unsigned where a key is configured`() throws {
        // The public key of the first test of RFC 8032.
        let key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        let bench = try Bench(key: key)
        try bench.drop(20, 1, cursor: "a")
        let report = try bench.look()
        #expect(report.needsSignature)
        #expect(report.last?.code == "roster-unsigned")
        #expect(report.cursor == nil)
        #expect(throws: DaemonError.self) { try Bench(key: "no-key") }
    }

    @Test func `ends a taking when the daemon stops, and takes it up again`() throws {
        let bench = try Bench()
        try bench.drop(20, 1, cursor: "a")
        bench.watch.end()
        #expect(try bench.look().last?.code == "roster-interrupted")
        #expect(try bench.stores.roster.origin() == nil)
    }
}
