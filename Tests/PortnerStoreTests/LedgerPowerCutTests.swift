// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

/// The power is cut after every change of the disk, and what was not synced before the cut happens,
/// happens in part, or does not.
@Suite struct `When the power is cut the ledger` {
    /// How often what was not certain is torn at each point.
    private static let tearings = 2

    @Test func `keeps every acknowledged entry and its count`() throws {
        for start in [.init(), try LedgerStation.crashed()] {
            try cutEverywhere(try run(start))
        }
    }

    @Test func `keeps them when a sync has failed before`() throws {
        for start in [.init(), try LedgerStation.crashed()] {
            for call in Int32(1)... {
                let plan = FaultyDisk.Plan(fault: .lostSync, call: call, lasts: false)
                let (run, isReached) = try run(start, failing: plan)
                guard isReached else { break }
                try cutAfterAcknowledgements(run, "\(plan)")
            }
        }
    }

    @Test func `keeps every entry in a retention run, which the next one completes`() throws {
        let start = try LedgerStation.crashed()
        let disk = try FaultyDisk(start.image)
        let station = try LedgerStation(disk.folder)
        try station.ledger.deletePersonalParts(before: Sample.moment(1000).timestamp)
        let deleted = disk.changeCount
        try station.ledger.close()
        var cut = PowerCut(start.image)
        for (point, change) in try disk.changes().enumerated() {
            cut.add(change)
            for fate in PowerCut.Fate.all(torn: Self.tearings, at: point) {
                let image = cut.image(fate)
                let comment: Comment = "cut after change \(point + 1), \(fate)"
                try LedgerStation.check(image, start.acknowledged, comment)
                guard point + 1 == deleted else { continue }
                try checkDeletion(from: image, comment)
            }
        }
    }

    /// Checks that no entry tells its card any more, and that the next run leaves no byte of it.
    ///
    /// The cut may bring back the log, for the system empties it when it likes.
    private func checkDeletion(from image: DiskImage, _ comment: Comment) throws {
        let disk = try FaultyDisk(image)
        let (ledger, _) = try Ledger.open(in: disk.folder.path, at: Sample.now)
        #expect(try ledger.entries(about: LedgerStation.card).isEmpty, comment)
        try ledger.deletePersonalParts(before: Sample.now)
        #expect(!DiskImage(of: disk.folder).contains(Data(LedgerStation.card.bytes)), comment)
        try ledger.close()
    }

    /// What was recorded of some work.
    private struct Run {
        let start: LedgerStation.Start
        let changes: [DiskChange]
        /// After how many changes which entry was acknowledged.
        let marks: [(changes: Int, acknowledged: Int64)]
    }

    private func run(_ start: LedgerStation.Start) throws -> Run {
        try run(start, failing: FaultyDisk.Plan(fault: .lostSync, call: .max, lasts: false)).run
    }

    /// Opens the ledger, appends, copies the log and appends over it; and goes on after failures.
    private func run(
        _ start: LedgerStation.Start,
        failing plan: FaultyDisk.Plan
    ) throws -> (run: Run, isReached: Bool) {
        let disk = try FaultyDisk(start.image)
        var marks = [(0, start.acknowledged)]
        let result = disk.failing(plan) {
            let opened = try? LedgerStation(disk.folder)
            let station = try opened ?? LedgerStation(disk.folder)
            func append() {
                guard (try? station.append()) != nil else { return }
                marks.append((disk.changeCount, station.acknowledged))
            }
            for _ in 1...3 { append() }
            try? station.ledger.checkpoint()
            for _ in 1...3 { append() }
            try? station.ledger.close()
        }
        #expect(result.isDone)
        return (Run(start: start, changes: try disk.changes(), marks: marks), result.isReached)
    }

    private func cutEverywhere(_ run: Run) throws {
        var cut = PowerCut(run.start.image)
        for (point, change) in run.changes.enumerated() {
            cut.add(change)
            let acknowledged = run.marks.last { $0.changes <= point + 1 }?.acknowledged ?? 0
            for fate in PowerCut.Fate.all(torn: Self.tearings, at: point) {
                try LedgerStation.check(
                    cut.image(fate),
                    acknowledged,
                    "cut after change \(point + 1), \(fate)"
                )
            }
        }
    }

    private func cutAfterAcknowledgements(_ run: Run, _ comment: String) throws {
        for mark in run.marks {
            var cut = PowerCut(run.start.image)
            for change in run.changes.prefix(mark.changes) { cut.add(change) }
            try LedgerStation.check(
                cut.image(.dropped),
                mark.acknowledged,
                "\(comment), cut after entry \(mark.acknowledged)"
            )
        }
    }
}
