// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `Hindsight` {
    /// Monday 2026-11-23, 10:00.
    private let now = moment().civil

    @Test func `finds entries that other hours would have refused`() throws {
        let entry = RecordedDecision(time: now, denial: nil, age: .hours(1))
        #expect(rules().hindsight(of: entry) == .same)
        #expect(rules(.always(.closed)).hindsight(of: entry) == .refused(.closed))
        var short = rules(
            try everyDay(
                SchedulePeriod(from: try time("08:00"), to: try time("10:10"), mode: .selfService)
            )
        )
        #expect(short.hindsight(of: entry) == .same)
        short.lastEntry = 15
        #expect(short.hindsight(of: entry) == .refused(.lastEntryOver))
    }

    @Test func `finds entries that other blocks would have refused`() {
        var strict = rules()
        strict.harmlessBlocks = []
        let entry = RecordedDecision(time: now, denial: nil, blocks: [.debt])
        #expect(rules().hindsight(of: entry) == .same)
        #expect(strict.hindsight(of: entry) == .refused(.blocked))
    }

    @Test func `finds entries in an outage that another rule would have refused`() {
        let entry = RecordedDecision(time: now, denial: nil, wasOutage: true, age: .hours(10))
        var door = rules()
        #expect(door.hindsight(of: entry) == .refused(.libraryUnreachable))
        door.outage = .admitVerified(within: .hours(9))
        #expect(door.hindsight(of: entry) == .refused(.libraryUnreachable))
        door.outage = .admitVerified(within: .hours(10))
        #expect(door.hindsight(of: entry) == .same)
        let cached = RecordedDecision(time: now, denial: nil, age: .hours(10))
        #expect(rules().hindsight(of: cached) == .same)
    }

    @Test func `finds refusals that would have got past the rule that refused`() {
        let closed = RecordedDecision(time: now, denial: .closed)
        #expect(rules().hindsight(of: closed) == .past(.closed))
        #expect(rules(.always(.closed)).hindsight(of: closed) == .same)
        let late = RecordedDecision(time: now, denial: .lastEntryOver)
        #expect(rules().hindsight(of: late) == .past(.lastEntryOver))
        let blocked = RecordedDecision(time: now, denial: .blocked, blocks: [.excluded, .debt])
        var lenient = rules()
        #expect(lenient.hindsight(of: blocked) == .same)
        lenient.harmlessBlocks = [.excluded, .debt]
        #expect(lenient.hindsight(of: blocked) == .past(.blocked))
        #expect(
            lenient.hindsight(of: RecordedDecision(time: now, denial: .blocked)) == .same
        )
    }

    @Test(arguments: Denial.allCases.filter { ![.closed, .lastEntryOver, .blocked].contains($0) })
    func `says nothing of what is in no record`(_ denial: Denial) {
        #expect(rules().hindsight(of: RecordedDecision(time: now, denial: denial)) == .same)
    }
}
