// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Roster
import Testing

@testable import PortnerStore

@Suite struct `A card that the library system does not know` {
    @Test func `is not brought back by an older list that is still on its way`() throws {
        let bench = try RosterBench()
        try bench.take(RosterBench.rows(1...3), 1000, cursor: "v1")
        try bench.cache.learn(try bench.key(7), Sample.facts(patron: "P7", 1500))
        for card in [1, 7] {
            try bench.cache.disown(
                try bench.key(card),
                asOf: Sample.moment(3000).timestamp,
                roster: bench.roster
            )
        }
        try bench.take(RosterBench.rows(1...9), 2000, cursor: "v2")
        for card in [1, 7] { #expect(try bench.facts(card)?.validity.value == .invalid) }
        #expect(try bench.facts(3)?.validity.value == .valid)
        // A newer one does.
        try bench.take(RosterBench.rows(1...9), 4000, cursor: "v3")
        for card in [1, 7] { #expect(try bench.facts(card)?.validity.value == .valid) }
    }

    @Test func `is disowned later than the roster whatever the clock says`() throws {
        let bench = try RosterBench()
        try bench.take(RosterBench.rows(1...3), 1000, cursor: "v1")
        let past = Timestamp(milliseconds: 0)
        try bench.cache.disown(try bench.key(1), asOf: past, roster: bench.roster)
        #expect(try bench.facts(1)?.validity.value == .invalid)
    }

    /// Half of it would be a card of which only the list's older word is left.
    @Test(arguments: FaultyDisk.Plan.kinds)
    func `is unknown or as it was when the disk fails`(
        fault: FaultyDisk.Fault,
        lasts: Bool
    ) throws {
        for call in Int32(1)... {
            let disk = try FaultyDisk()
            let bench = try RosterBench(in: disk.folder)
            try bench.take(RosterBench.rows(1...3), 1000, cursor: "v1")
            let key = try bench.key(1)
            try bench.cache.learn(key, Sample.facts(patron: "P1", blocks: [.excluded], 2000))
            let plan = FaultyDisk.Plan(fault: fault, call: call, lasts: lasts)
            let result = disk.failing(plan) {
                try bench.cache.disown(
                    key,
                    asOf: Sample.moment(3000).timestamp,
                    roster: bench.roster
                )
            }
            let facts = try #require(try bench.facts(1), "\(plan)")
            let isDisowned = facts.validity.value == .invalid
            #expect(isDisowned || facts.blocks.value == [.excluded], "\(plan)")
            if result.isDone { #expect(isDisowned, "\(plan)") }
            try? bench.close()
            guard result.isReached else { break }
        }
    }

    @Test func `leaves nothing behind when nobody knew it, or nobody lists`() throws {
        let bench = try RosterBench()
        let time = Sample.moment(3000).timestamp
        try bench.cache.learn(try bench.key(1), Sample.facts())
        try bench.cache.disown(try bench.key(1), asOf: time, roster: bench.roster)
        try bench.take(RosterBench.rows(1...3), 1000, cursor: "v1")
        try bench.cache.disown(try bench.key(8), asOf: time, roster: bench.roster)
        #expect(try bench.cache.statistics().patrons == 0)
    }
}
