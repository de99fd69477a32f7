// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import PortnerSettings
import PortnerStore
import Testing

@testable import PortnerDaemon

/// What has had its time is deleted, whatever else is wrong with the files.
@Suite struct `A retention run` {
    private let folder = NSTemporaryDirectory() + "portner-daemon-\(UUID().uuidString)"
    private let settings: Settings
    private let log = EventLog(environment: [:])
    private let now = Timestamp(milliseconds: 1_800_000_000_000)
    private let key = CardKey(1, 2, 3, 4)

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

    private func moment(
        _ days: Int64,
        clock: ClockTrust = .trusted,
        running: Duration = .seconds(86_400)
    ) -> Moment {
        let time = Timestamp(milliseconds: now.milliseconds + days * 86_400_000)
        return Moment(
            uptime: Uptime(running),
            timestamp: time,
            civil: CivilTime(time, secondsAheadOfUTC: 3600),
            clock: clock
        )
    }

    private func bytes(_ name: String) -> Data? {
        FileManager.default.contents(atPath: "\(folder)/\(name)")
    }

    /// Has a database say that a newer release wrote it.
    private func markNewer(_ name: String) throws {
        let file = try #require(FileHandle(forUpdatingAtPath: "\(folder)/\(name)"))
        defer { try? file.close() }
        // The version of the tables in SQLite's heading.
        try file.seek(toOffset: 60)
        try file.write(contentsOf: Data([0, 0, 0, 99]))
    }

    /// Files with a visit in them, which nobody holds afterwards.
    private func writeVisit() throws {
        let stores = try Stores(settings, credentials: nil, at: moment(0))
        try stores.ledger.append(records: [Record(.decision, at: moment(0), subject: key, [])])
        try stores.cache.close()
        try stores.roster.close()
        try stores.ledger.close()
    }

    /// Stores with a visit, and a damaged list that was set aside on the same day.
    private func stores(newer: [String]) throws -> Stores {
        try writeVisit()
        for name in newer { try markNewer(name) }
        let old = "\(folder)/\(AccessListFile.fileName).damaged-20270115T080000Z"
        let date = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
        #expect(
            FileManager.default.createFile(
                atPath: old,
                contents: Data([1]),
                attributes: [.modificationDate: date]
            )
        )
        return try Stores(settings, credentials: nil, at: moment(31))
    }

    @Test(arguments: [
        [], [PatronCache.fileName], [PatronRoster.fileName],
        [PatronCache.fileName, PatronRoster.fileName],
    ])
    func `deletes beside files of a newer release, and says which it could not look into`(
        newer: [String]
    ) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let stores = try stores(newer: newer)
        let before = newer.map(bytes)
        let outcome = Retention(stores: stores, log: log).enforce(settings, at: moment(31))
        guard case .done(let counts, let failures) = outcome else {
            Issue.record("nothing was deleted")
            return
        }
        #expect(failures == newer.map { "\($0), which a newer release wrote" })
        #expect(counts == Retention.Counts(deleted: 1, forgotten: 0, rosters: 0, files: 1))
        #expect(try stores.ledger.entries(about: key, after: 0).isEmpty)
        if case .broken(let entry, let found) = try stores.ledger.verify() {
            Issue.record("broken at \(entry): \(found)")
        }
        #expect(newer.map(bytes) == before)
    }

    @Test func `deletes nothing by a clock that is not believed, and says so when that lasts`()
        throws
    {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let stores = try stores(newer: [])
        let retention = Retention(stores: stores, log: log)
        guard
            case .tooEarly = retention.enforce(
                settings,
                at: moment(31, clock: .unset, running: .seconds(60))
            ), case .clockDoubted = retention.enforce(settings, at: moment(31, clock: .unset)),
            case .clockDoubted = retention.enforce(settings, at: moment(4000))
        else {
            Issue.record("something was deleted")
            return
        }
        #expect(try stores.ledger.entries(about: key, after: 0).count == 1)
    }
}
