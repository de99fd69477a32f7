// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

/// A station that decides, and remembers what its ledger has acknowledged.
///
/// Every entry tells its own number, and so does the count of wrong attempts that is written with
/// it: what is found later can be told from what was written.
final class LedgerStation {
    /// The card of the first entry and of every third after it.
    static let card = Sample.key(1)

    /// What is on a disk, and how many entries of it were acknowledged.
    struct Start: Sendable {
        var image = DiskImage()
        var acknowledged = Int64(0)
    }

    private static let reader = ThrottleSubject.reader("main-outside")

    let ledger: Ledger
    private(set) var acknowledged: Int64

    /// A station that finds its ledger in a folder.
    init(_ folder: TemporaryFolder) throws {
        ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        acknowledged = try ledger.head().sequence
    }

    /// A disk after a crash, with entries in the main file and more in the log.
    static func crashed() throws -> Start {
        let folder = TemporaryFolder()
        let station = try LedgerStation(folder)
        for _ in 1...4 { try station.append() }
        try station.ledger.checkpoint()
        for _ in 1...4 { try station.append() }
        let image = DiskImage(of: folder)
        try station.ledger.close()
        return Start(image: image, acknowledged: station.acknowledged)
    }

    /// A disk with a ledger that was closed.
    static func closed() throws -> Start {
        let folder = TemporaryFolder()
        let station = try LedgerStation(folder)
        for _ in 1...4 { try station.append() }
        try station.ledger.close()
        return Start(image: DiskImage(of: folder), acknowledged: station.acknowledged)
    }

    /// Records one more decision and its count.
    func append() throws {
        let number = try ledger.head().sequence + 1
        try ledger.append(
            records: [Sample.record(number, subject: Sample.key(UInt64((number - 1) % 3 + 1)))],
            throttle: [ThrottleCount(subject: Self.reader, failures: Int(number))]
        )
        acknowledged = number
    }

    /// Checks that nothing acknowledged is missing now, and that the next entry is taken.
    func goOn(_ comment: Comment) throws {
        let written = try Self.check(ledger, acknowledged, comment)
        #expect(written == acknowledged, comment)
        try append()
        #expect(acknowledged == written + 1, comment)
    }

    /// Checks what a power cut left, as ``check(_:_:_:)`` does.
    static func check(
        _ image: DiskImage,
        _ acknowledged: Int64,
        _ comment: Comment
    ) throws {
        let disk = try FaultyDisk(image)
        try check(disk.folder, acknowledged, comment)
    }

    /// Opens what a disk holds, checks that nothing acknowledged is missing, and goes on with it.
    static func check(
        _ folder: TemporaryFolder,
        _ acknowledged: Int64,
        _ comment: Comment
    ) throws {
        let (ledger, opening) = try Ledger.open(in: folder.path, at: Sample.now)
        if acknowledged > 0 { #expect(opening == .existing, comment) }
        if case .setAside = opening { Issue.record(comment) }
        let written = try check(ledger, acknowledged, comment)
        #expect(try ledger.append(records: [Sample.record(0)]) == written + 1...written + 1)
        #expect(try ledger.verify() == .intact(entries: written + 1), comment)
        try ledger.close()
    }

    /// Checks all that a ledger says; one entry more than acknowledged may be there.
    ///
    /// - Returns: The number of entries.
    private static func check(
        _ ledger: Ledger,
        _ acknowledged: Int64,
        _ comment: Comment
    ) throws -> Int64 {
        let written = try ledger.head().sequence
        #expect((acknowledged...acknowledged + 1).contains(written), comment)
        #expect(try ledger.verify() == .intact(entries: written), comment)
        let entries = try ledger.entries(after: 0, limit: Ledger.entriesMax)
        #expect(entries.map(\.sequence) == Array(1..<written + 1), comment)
        for entry in entries {
            let card = Sample.key(UInt64((entry.sequence - 1) % 3 + 1))
            #expect(entry[.detail] == "number \(entry.sequence)", comment)
            #expect(entry.subject == .card(card) || entry.subject == .deleted, comment)
        }
        let counts = written == 0 ? [] : [ThrottleCount(subject: reader, failures: Int(written))]
        #expect(try ledger.throttleCounts() == counts, comment)
        return written
    }
}
