// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

/// Bits that a disk has turned over, in every page of a file and in every part of a page.
@Suite struct `A damaged page` {
    /// The size of a page in bytes.
    private static let ledgerPage = 1024
    private static let cachePage = 4096
    private static let damagesPerPage = 12

    @Test func `never passes for an intact ledger with other entries`() throws {
        let folder = TemporaryFolder()
        let (ledger, _) = try Ledger.open(in: folder.path, at: Sample.now)
        for number in Int64(1)...150 {
            try ledger.append(
                records: [Sample.record(number, subject: Sample.key(UInt64(number)))],
                throttle: [ThrottleCount(subject: .card(Sample.key(1)), failures: Int(number))]
            )
        }
        try ledger.deletePersonalParts(before: Sample.moment(50).timestamp)
        let entries = try ledger.entries(after: 0, limit: Ledger.entriesMax)
        try ledger.close()

        let image = DiskImage(of: folder)
        var found = 0
        try eachDamage(to: Ledger.fileName, of: image, Self.ledgerPage) { damaged, comment in
            // What cannot be opened or is set aside has been noticed.
            guard let (ledger, opening) = try? Ledger.open(in: damaged.path, at: Sample.now),
                opening == .existing
            else {
                found += 1
                return
            }
            switch try ledger.verify() {
            case .broken: found += 1
            case .intact(let count):
                #expect(count == Int64(entries.count), comment)
                #expect(
                    try ledger.entries(after: 0, limit: Ledger.entriesMax) == entries,
                    comment
                )
            }
            try? ledger.close()
        }
        #expect(found > 100)
    }

    /// What stands before the damage is whole.
    ///
    /// What stood behind it is gone, and only a head that was noted elsewhere tells.
    @Test func `of the log ends it there`() throws {
        let image = try LedgerStation.crashed().image
        let whole = try FaultyDisk(image)
        let (ledger, _) = try Ledger.open(in: whole.folder.path, at: Sample.now)
        let entries = try ledger.entries(after: 0, limit: Ledger.entriesMax)
        try ledger.close()
        let log = Ledger.fileName + "-wal"
        try eachDamage(to: log, of: image, Self.ledgerPage) { damaged, comment in
            let (ledger, opening) = try Ledger.open(in: damaged.path, at: Sample.now)
            #expect(opening == .existing, comment)
            let left = try ledger.entries(after: 0, limit: Ledger.entriesMax)
            #expect(left == Array(entries.prefix(left.count)), comment)
            #expect(try ledger.verify() == .intact(entries: Int64(left.count)), comment)
            try ledger.close()
        }
    }

    @Test func `never gives a card another card's facts`() throws {
        let folder = TemporaryFolder()
        let (cache, _) = try PatronCache.open(in: folder.path, at: Sample.now)
        try cache.learn((UInt64(1)...300).map { (Sample.key($0), Sample.facts(patron: "P\($0)")) })
        try cache.close()

        let image = DiskImage(of: folder)
        var found = 0
        try eachDamage(to: PatronCache.fileName, of: image, Self.cachePage) { damaged, comment in
            guard let (cache, opening) = try? PatronCache.open(in: damaged.path, at: Sample.now),
                opening == .existing
            else {
                found += 1
                return
            }
            if try !cache.check() { found += 1 }
            let reader = try cache.reader(hasher: CardHasher(keys: Sample.keys()))
            for card in UInt64(1)...300 {
                guard case .known(let patron) = reader.patron(for: Sample.key(card)),
                    let number = patron.facts.patron?.secret, number != "P\(card)"
                else { continue }
                // One byte of the number itself may differ: rows have no sum of their own.
                let differing = zip(number.utf8, "P\(card)".utf8).count { $0 != $1 }
                #expect(number.utf8.count == "P\(card)".utf8.count && differing == 1, comment)
            }
            try? cache.close()
        }
        #expect(found > 20)
    }

    /// Turns one byte over at places in every page, half of them where its tree is described.
    private func eachDamage(
        to name: String,
        of image: DiskImage,
        _ pageSize: Int,
        _ body: (TemporaryFolder, Comment) throws -> Void
    ) throws {
        let bytes = try #require(image.files[name])
        var source = SplitMix64(seed: 7)
        for page in 0..<bytes.count / pageSize {
            for damage in 0..<Self.damagesPerPage {
                let end = damage < Self.damagesPerPage / 2 ? (page == 0 ? 160 : 24) : pageSize
                let place = page * pageSize + source.number(0...end - 1)
                let change = UInt8(source.number(1...255))
                var damaged = image
                damaged.files[name]?[place] ^= change
                let disk = try FaultyDisk(damaged)
                try body(disk.folder, "page \(page + 1), byte \(place % pageSize) by \(change)")
            }
        }
    }
}
