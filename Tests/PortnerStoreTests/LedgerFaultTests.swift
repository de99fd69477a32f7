// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

/// Every call to the disk fails in its turn, each in every way, until the work runs through.
@Suite struct `When the disk fails the ledger` {
    @Test(arguments: FaultyDisk.Plan.kinds)
    func `acknowledges an append whole or not at all`(
        fault: FaultyDisk.Fault,
        lasts: Bool
    ) throws {
        try everyCall(fault, lasts) { station in try station.append() }
    }

    @Test(arguments: FaultyDisk.Plan.kinds)
    func `loses nothing at a checkpoint`(fault: FaultyDisk.Fault, lasts: Bool) throws {
        try everyCall(fault, lasts) { station in try station.ledger.checkpoint() }
    }

    @Test(arguments: FaultyDisk.Plan.kinds)
    func `loses nothing at closing`(fault: FaultyDisk.Fault, lasts: Bool) throws {
        try everyCall(fault, lasts, isClosing: true) { station in try station.ledger.close() }
    }

    @Test(arguments: FaultyDisk.Plan.kinds)
    func `deletes old personal parts whole or not at all`(
        fault: FaultyDisk.Fault,
        lasts: Bool
    ) throws {
        try everyCall(fault, lasts, deletes: true) { station in
            try station.ledger.deletePersonalParts(before: Sample.moment(1000).timestamp)
        }
    }

    @Test(arguments: FaultyDisk.Plan.kinds)
    func `erases a person whole or not at all`(fault: FaultyDisk.Fault, lasts: Bool) throws {
        try everyCall(fault, lasts, deletes: true) { station in
            try station.ledger.deletePersonalParts(about: LedgerStation.card)
        }
    }

    @Test(arguments: FaultyDisk.Plan.kinds)
    func `is opened as it was, or not`(fault: FaultyDisk.Fault, lasts: Bool) throws {
        for start in [.init(), try LedgerStation.closed(), try LedgerStation.crashed()] {
            for call in Int32(1)... {
                let plan = FaultyDisk.Plan(fault: fault, call: call, lasts: lasts)
                let disk = try FaultyDisk(start.image)
                let result = disk.failing(plan) {
                    let (_, opening) = try Ledger.open(in: disk.folder.path, at: Sample.now)
                    #expect(opening == (start.acknowledged == 0 ? .created : .existing), "\(plan)")
                }
                try LedgerStation.check(disk.folder, start.acknowledged, "\(plan)")
                guard result.isReached else {
                    #expect(result.isDone, "\(plan)")
                    #expect(call > 1, "\(fault) concerned no call")
                    break
                }
            }
        }
    }

    /// Does some work on a fresh disk for each of its calls, and looks at what is left.
    private func everyCall(
        _ fault: FaultyDisk.Fault,
        _ lasts: Bool,
        isClosing: Bool = false,
        deletes: Bool = false,
        _ work: (LedgerStation) throws -> Void
    ) throws {
        let start = try LedgerStation.crashed()
        for call in Int32(1)... {
            let plan = FaultyDisk.Plan(fault: fault, call: call, lasts: lasts)
            let disk = try FaultyDisk(start.image)
            let station = try LedgerStation(disk.folder)
            let result = disk.failing(plan) { try work(station) }
            if !isClosing {
                try station.goOn("\(plan)")
                if deletes {
                    try work(station)
                    #expect(
                        !DiskImage(of: disk.folder).contains(Data(LedgerStation.card.bytes)),
                        "\(plan)"
                    )
                }
                try station.ledger.close()
            }
            try LedgerStation.check(disk.folder, station.acknowledged, "\(plan)")
            guard result.isReached else {
                #expect(result.isDone, "\(plan)")
                #expect(call > 1, "\(fault) concerned no call")
                break
            }
        }
    }
}
