// SPDX-License-Identifier: MPL-2.0

import Foundation
import GRDB
import Glibc
import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `What the ledger has acknowledged` {
    private let folder = TemporaryFolder()

    /// Kills the writer at points that differ from one round to the next.
    ///
    /// A test run affords 25 rounds; `KILLS=2000` in the environment asks for as many as a release
    /// is tested with. The ledger is begun anew at times, for every round reads all of it.
    @Test func `survives the death of the process at any moment`() throws {
        let kills = Writer.kills ?? 25
        var source = SplitMix64(seed: 11)
        var acknowledged = Int64(0)
        var folder = TemporaryFolder()
        for round in 0..<kills {
            if round.isMultiple(of: 50) {
                folder = TemporaryFolder()
                acknowledged = 0
            }
            let writer = try Writer(.grants, in: folder, count: 1_000_000)
            // At 0 it dies while it opens the ledger.
            for _ in 0..<source.number(0...12) {
                let line = try #require(writer.nextLine())
                acknowledged = try #require(Int64(line))
            }
            // Nothing is waited for: the moment of death is left to chance.
            usleep(UInt32(source.number(0...3000)))
            writer.kill()
            while let line = writer.nextLine() { acknowledged = try #require(Int64(line)) }

            let (ledger, opening) = try Ledger.open(in: folder.path, at: Sample.now)
            let written = try ledger.head().sequence
            if acknowledged > 0 { #expect(opening == .existing) }
            #expect(ledger.restoration == nil)
            // One more may be on disk whose acknowledgement was never heard.
            try #require(written == acknowledged || written == acknowledged + 1)
            #expect(try ledger.verify() == .intact(entries: written))
            #expect(try ledger.throttleCounts() == counts(Int(written)))
            try ledger.close()
            acknowledged = written
        }
    }

    private func counts(_ failures: Int) -> [ThrottleCount] {
        guard failures > 0 else { return [] }
        return [ThrottleCount(subject: .reader("main-outside"), failures: failures)]
    }

    @Test func `has been waited for, each entry once more`() throws {
        let counter = try SyncCounter.compile(in: folder)
        let writer = try Writer(
            .grants,
            in: folder,
            count: 50,
            environment: ["LD_PRELOAD": counter]
        )
        var waits = 0
        var entries = 0
        while let line = writer.nextLine() {
            if line == SyncCounter.line {
                waits += 1
            } else {
                entries += 1
                #expect(Int(line) == entries)
                #expect(waits > 0, "entry \(entries) was acknowledged before it was on disk")
                waits = 0
            }
        }
        #expect(entries == 50)
    }

    @Test func `is all that remains when the disk fails in the middle`() throws {
        // The limit is on the size of a file, in blocks of 512 bytes: writing beyond it fails.
        let writer = try Writer(
            .grants,
            in: folder,
            count: 1_000_000,
            shell: "trap '' XFSZ; ulimit -f 200; exec \"$@\""
        )
        var lines: [String] = []
        while let line = writer.nextLine() { lines.append(line) }
        let written = Int64(lines.count) - 1
        #expect(lines.last == "io")
        #expect(written > 10)
        let (ledger, opening) = try Ledger.open(in: folder.path, at: Sample.now)
        #expect(opening == .existing)
        #expect(try ledger.verify() == .intact(entries: written))
        #expect(try ledger.append(records: [Sample.record(1)]) == written + 1...written + 1)
    }

    @Test(.enabled(if: Writer.mayMount))
    func `is all that remains when the disk is full`() throws {
        let writer = try Writer(.grants, in: folder, count: 1_000_000, shell: Writer.onFullDisk)
        var lines: [String] = []
        while let line = writer.nextLine() { lines.append(line) }
        let written = Int64(lines.count) - 1
        #expect(lines.last == "disk-full")
        #expect(written > 10)
        let (ledger, opening) = try Ledger.open(in: folder.path, at: Sample.now, isMoved: true)
        #expect(opening == .existing)
        #expect(ledger.restoration == nil)
        #expect(try ledger.verify() == .intact(entries: written))
        #expect(try ledger.append(records: [Sample.record(1)]) == written + 1...written + 1)
    }

    @Test func `is acknowledged only by a database that waits for the disk`() throws {
        let (ledger, _) = try Ledger.open(in: folder.path, at: Sample.now)
        let (synchronous, journal) = try ledger.pool.writeWithoutTransaction { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA synchronous"),
                try String.fetchOne(db, sql: "PRAGMA journal_mode")
            )
        }
        #expect(synchronous == 2)
        #expect(journal == "wal")
        // A database in memory cannot: it keeps no log.
        #expect(throws: StoreError.notDurable) {
            try DatabaseQueue().inDatabase(Ledger.makeDurable)
        }
    }
}

/// A library that takes the place of `fdatasync` and writes a line for each call.
private enum SyncCounter {
    static let line = "waited"

    private static let source = """
        #define _GNU_SOURCE
        #include <unistd.h>
        int fdatasync(int descriptor) {
            int result = fsync(descriptor);
            if (write(STDOUT_FILENO, "\(line)\\n", \(line.utf8.count + 1)) < 0) return -1;
            return result;
        }
        """

    static func compile(in folder: TemporaryFolder) throws -> String {
        try folder.write(Array(source.utf8), to: "counter.c")
        let library = folder.path + "/counter.so"
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = [
            "clang", "-shared", "-fPIC", "-o", library, folder.path + "/counter.c",
        ]
        try compiler.run()
        compiler.waitUntilExit()
        try #require(compiler.terminationStatus == 0, "the counter could not be compiled")
        return library
    }
}
