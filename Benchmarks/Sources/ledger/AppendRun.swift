// SPDX-License-Identifier: MPL-2.0

import CFloors
import Foundation
import Measuring
import PortnerCore
import PortnerStore

/// Floor and append in turns; then appends while the log is copied, and while nobody copies it.
@safe final class AppendRun {
    /// How often the log is copied, which the daemon does from a timer.
    private static let roundsPerCheckpoint = 200
    private static let warmUpRounds = 500

    private let ledger: Ledger
    private let floor: OpaquePointer
    private var entries = Int64(0)

    struct Unusable: Error {}

    init(folder: String) throws {
        (ledger, _) = try Ledger.open(in: folder, at: Visit.start)
        // The floor opens a cache beside the file that it writes; nothing is read of it here.
        let (cache, _) = try PatronCache.open(in: folder, at: Visit.start)
        try cache.close()
        let path = folder + "/" + PatronCache.fileName
        guard let floor = unsafe floor_open(path, folder + "/floor") else { throw Unusable() }
        unsafe self.floor = floor
    }

    deinit { unsafe floor_close(floor) }

    func measure(rounds: Int) throws {
        var (floors, appends) = (Samples(), Samples())
        for _ in 0..<Self.warmUpRounds { try append() }
        for round in 0..<rounds {
            if round.isMultiple(of: Self.roundsPerCheckpoint) { try ledger.checkpoint() }
            if round.isMultiple(of: 2) {
                try floors.measure { try write() }
                try appends.measure { try append() }
            } else {
                try appends.measure { try append() }
                try floors.measure { try write() }
            }
        }
        let (handed, stored) = try bytesPerEntry(rounds)
        let beside = try appendsBesideCopying(rounds / 2)
        report(floors, appends, beside)
        print("  bytes written an entry, copying of the log included: \(handed) to the system,")
        print("  \(stored) by the system to the disk")
    }

    private func write() throws {
        guard unsafe floor_write(floor) == 0 else { throw Unusable() }
    }

    private func append() throws {
        entries += 1
        try ledger.append(records: [Visit.record(entries)])
    }

    /// What an entry costs a memory card, by the system's own account.
    private func bytesPerEntry(_ rounds: Int) throws -> (handed: Int, stored: Int) {
        try ledger.checkpoint()
        let before = try Self.written()
        for round in 1...rounds {
            try append()
            if round.isMultiple(of: Self.roundsPerCheckpoint) { try ledger.checkpoint() }
        }
        let after = try Self.written()
        return ((after.handed - before.handed) / rounds, (after.stored - before.stored) / rounds)
    }

    private static func written() throws -> (handed: Int, stored: Int) {
        let lines = try String(contentsOfFile: "/proc/self/io", encoding: .utf8)
            .split(separator: "\n")
        func value(_ name: String) -> Int {
            lines.first { $0.hasPrefix(name + ": ") }
                .flatMap { Int($0.dropFirst(name.count + 2)) } ?? 0
        }
        return (value("wchar"), value("write_bytes"))
    }

    /// Appends while another thread copies the log without a pause.
    private func appendsBesideCopying(_ rounds: Int) throws -> Samples {
        var samples = Samples()
        let copying = Copying(ledger)
        for _ in 0..<rounds { try samples.measure { try append() } }
        copying.end()
        return samples
    }

    private func report(_ floors: Samples, _ appends: Samples, _ beside: Samples) {
        let shares = [0.5, 0.99]
        func times(_ samples: Samples) -> [Double] { shares.map(samples.percentile) }
        var table = Table(
            "ledger: durable append, \(appends.count) records",
            columns: ["p50", "p99"]
        )
        table.add("floor: 4 KiB write and fdatasync in C", microseconds: times(floors))
        table.add("append of one decision", microseconds: times(appends))
        table.add("append while the log is copied all the time", microseconds: times(beside))
        table.addRatios(
            [appends.percentile(0.5)],
            to: [floors.percentile(0.5)],
            limits: [1.5]
        )
        table.print()
    }
}

/// A thread that copies the ledger's log, again and again.
private final class Copying: Sendable {
    private let group = DispatchGroup()
    private let isEnded = Flag()

    init(_ ledger: Ledger) {
        let isEnded = isEnded
        DispatchQueue.global().async(group: group) {
            while !isEnded.isSet { try? ledger.checkpoint() }
        }
    }

    func end() {
        isEnded.set()
        group.wait()
    }
}
