// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import PortnerCore
import PortnerSettings
import PortnerStore
import Roster
import ScriptedServer
import Synchronization
import Testing

@testable import PortnerDaemon

/// A station's files in a folder of their own, with a watch over a roster's file.
private final class Bench {
    let folder: String
    private let isFolderKept: Bool
    let inbox = Inbox()
    let stores: Stores
    let watch: RosterWatch

    /// A station in a folder of its own, or in one that another one has left behind.
    init(key: String? = nil, url: String? = nil, in kept: String? = nil) throws {
        folder = kept ?? NSTemporaryDirectory() + "portner-daemon-\(UUID().uuidString)"
        isFolderKept = kept != nil
        let text = """
            branch: Prøvebiblioteket
            demo: {}
            state-directory: \(folder)
            library: { host: 192.0.2.17, port: 6001 }
            roster:
              \(url.map { "url: \($0)" } ?? "file: \(folder)/drop.csv")
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
                settings,
                stores,
                inbox: inbox,
                log: EventLog(environment: [:]),
                clock: clock
            )
        )
    }

    /// The download as it is after a restart in the same folder.
    func anotherWatch(url: String) throws -> RosterDownload {
        try RosterDownload(
            url,
            watch.settings,
            in: folder,
            credentials: nil,
            clock: SystemClock(zone: .gmt, mustBeSynchronised: false),
            log: EventLog(environment: [:])
        )
    }

    deinit {
        if !isFolderKept { try? FileManager.default.removeItem(atPath: folder) }
    }

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

/// A folder that outlives the stations in it.
private final class LeftFolder: Sendable {
    let path = NSTemporaryDirectory() + "portner-daemon-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Has a database say that a newer release wrote it.
    func markNewer(_ name: String) throws {
        let file = try #require(FileHandle(forUpdatingAtPath: "\(path)/\(name)"))
        defer { try? file.close() }
        // The version of the tables in SQLite's heading.
        try file.seek(toOffset: 60)
        try file.write(contentsOf: Data([0, 0, 0, 99]))
    }
}

/// A roster as a server gives it, with this many cards.
private func roster(_ cards: Int, _ day: Int, cursor: String) -> String {
    var lines = ["roster,1,full,2026-01-\(10 + day)T03:00:00Z,\(cursor)", "cards"]
    lines += (0..<cards).map { "CARD\($0)" } + ["rows,\(cards)"]
    return lines.joined(separator: "\n")
}

private func answer(_ body: String, tag: String) -> String {
    "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\nETag: \"\(tag)\"\r\n\r\n\(body)"
}

@Suite struct `A roster that is fetched` {
    private let notModified = "HTTP/1.1 304 Not Modified\r\n\r\n"

    /// Fetches and looks, as the service does.
    private func fetchAndLook(_ bench: Bench) async throws -> CacheReport.Roster {
        await bench.watch.fetch(bench.stores)
        return try bench.look()
    }

    private func names(_ bench: Bench) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: bench.folder)
            .filter { $0.hasPrefix("roster.") && !$0.hasPrefix("roster.sqlite") }
    }

    @Test func `is taken and leaves nothing behind but the server's tag for it`() async throws {
        let answered = Mutex(0)
        try await ScriptedServer.run { [notModified] request in
            answered.withLock { $0 += 1 }
            return request.contains("If-None-Match: \"t-1\"")
                ? notModified : answer(roster(20, 1, cursor: "a"), tag: "t-1")
        } _: { server in
            let bench = try Bench(url: server.url())
            let report = try await fetchAndLook(bench)
            #expect(report.last?.code == "roster-applied")
            #expect((report.cursor, report.cards) == ("a", 20))
            #expect(report.fetch?.last?.code == "fetch-done")
            #expect(report.file == server.url())
            #expect(try names(bench) == ["roster.etag"])
            // It is not time for another question yet.
            _ = try await fetchAndLook(bench)
            #expect(answered.withLock(\.self) == 1)
            // After a restart the server is asked whether there is another one.
            let again = try bench.anotherWatch(url: server.url())
            await again.fetchIfDue(held: try bench.stores.roster.origin()?.cursor)
            #expect(again.report.last?.code == "fetch-unchanged")
            // What was held is gone: the tag stands for nothing.
            let anew = try bench.anotherWatch(url: server.url())
            await anew.fetchIfDue(held: nil)
            #expect(anew.report.last?.code == "fetch-done")
        }
    }

    @Test func `is deleted when it is refused, and fetched anew when it is confirmed`()
        async throws
    {
        let day = Mutex(1)
        try await ScriptedServer.run { _ in
            let day = day.withLock(\.self)
            return answer(roster(day == 1 ? 20 : 10, day, cursor: "c-\(day)"), tag: "t-\(day)")
        } _: { server in
            let bench = try Bench(url: server.url())
            _ = try await fetchAndLook(bench)
            day.withLock { $0 = 2 }
            try bench.watch.order(confirming: nil, by: "anna")
            #expect(try await fetchAndLook(bench).unconfirmed == "c-2")
            #expect(try names(bench).isEmpty)
            try bench.watch.order(confirming: "c-2", by: "anna")
            let report = try await fetchAndLook(bench)
            #expect((report.last?.code, report.cards) == ("roster-applied", 10))
        }
    }

    @Test func `is not there when the server fails, which is told`() async throws {
        let bench = try Bench(url: "http://127.0.0.1:1/roster.csv")
        let report = try await fetchAndLook(bench)
        #expect(report.last == nil)
        #expect(report.fetch?.last?.code == "fetch-unreachable")
        #expect(report.fetch?.failures == 1)
        #expect(report.fetch?.next != nil)
        #expect(try names(bench).isEmpty)
    }

    @Test func `leaves nothing of a fetch that a crash cut off`() throws {
        let folder = LeftFolder()
        let path = folder.path + "/roster.download"
        try FileManager.default.createDirectory(
            atPath: folder.path,
            withIntermediateDirectories: true
        )
        for suffix in ["", ".part", ".sig"] {
            try Data("CARD1".utf8).write(to: URL(filePath: path + suffix))
        }
        let bench = try Bench(in: folder.path)
        #expect(try names(bench).isEmpty)
    }

    @Test func `is deleted when it cannot be taken because the station stops`() async throws {
        try await ScriptedServer.run { _ in
            answer(roster(20, 1, cursor: "a"), tag: "t-1")
        } _: { server in
            let bench = try Bench(url: server.url())
            bench.watch.end()
            #expect(try await fetchAndLook(bench).last?.code == "roster-interrupted")
            #expect(try names(bench).isEmpty)
        }
    }

    /// A file in which the cards of a whole municipality stand in clear text.
    @Test func `is not fetched, and does not stay, where a newer release's roster is held`()
        async throws
    {
        let asked = Mutex(0)
        try await ScriptedServer.run { _ in
            asked.withLock { $0 += 1 }
            return answer(roster(20, 1, cursor: "a"), tag: "t-1")
        } _: { server in
            let folder = LeftFolder()
            do { try Bench(in: folder.path).stores.roster.close() }
            try folder.markNewer(PatronRoster.fileName)
            let bench = try Bench(url: server.url(), in: folder.path)
            #expect(bench.stores.roster.refusal == .schemaTooNew(99))
            await bench.watch.fetch(bench.stores)
            #expect(asked.withLock(\.self) == 0)
            await bench.watch.download?.fetchIfDue(held: nil)
            #expect(try names(bench) == ["roster.download"])
            bench.watch.look(bench.stores, ageLimits: [])
            #expect(try names(bench).isEmpty)
        }
    }

    @Test func `is fetched whole after the card key was exchanged, whatever the tag says`()
        async throws
    {
        try await ScriptedServer.run { [notModified] request in
            request.contains("If-None-Match")
                ? notModified : answer(roster(20, 1, cursor: "a"), tag: "t-1")
        } _: { server in
            let folder = LeftFolder()
            do {
                let bench = try Bench(url: server.url(), in: folder.path)
                _ = try bench.stores.roster.claim(
                    CardHasher(keys: bench.stores.keys),
                    previous: nil
                )
                #expect(try await fetchAndLook(bench).last?.code == "roster-applied")
                #expect(try names(bench) == ["roster.etag"])
            }
            // The keys of a demonstration are others at each start.
            let bench = try Bench(url: server.url(), in: folder.path)
            let report = try await fetchAndLook(bench)
            #expect(report.fetch?.last?.code == "fetch-done")
            #expect(report.last?.code == "roster-applied")
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
