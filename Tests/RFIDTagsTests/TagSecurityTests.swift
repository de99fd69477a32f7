// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import RFIDTags
import Testing

@Suite struct `The security of a tag` {
    typealias Phase = TagSecurity.Phase

    /// Everything that can happen to a tag.
    enum Happening: CaseIterable {
        case yes, no, unknown, left, arrived, written, writeFailed, readWanted, readOther
        case readFailed, sessionEnd, deadline
    }

    private let tag: TagID
    private let now = Sample.time(1000)

    init() throws { tag = try Sample.id(1) }

    private func apply(_ happening: Happening, to machine: inout TagSecurity) -> [TagSecurity
        .Action]
    {
        switch happening {
        case .yes: machine.answered(.yes, at: now)
        case .no: machine.answered(.no, at: now)
        case .unknown: machine.answered(.unknown, at: now)
        case .left: machine.left(tag, at: now)
        case .arrived: machine.arrived(tag, at: now)
        case .written: machine.wrote(tag, succeeded: true, at: now)
        case .writeFailed: machine.wrote(tag, succeeded: false, at: now)
        case .readWanted: machine.read(tag, afi: machine.wanted.afi, at: now)
        case .readOther: machine.read(tag, afi: machine.wanted == .armed ? 0xC2 : 0x07, at: now)
        case .readFailed: machine.read(tag, afi: nil, at: now)
        case .sessionEnd: machine.sessionEnded(at: now)
        case .deadline: machine.advance(to: machine.nextDeadline ?? now)
        }
    }

    /// The ways into each phase.
    private static let ways: [(Phase, [Happening])] = [
        (.waiting, []), (.waitingAway, [.left]), (.reading, [.yes]),
        (.writing, [.yes, .readOther]),
        (.verifying, [.yes, .readOther, .written]), (.pausing, [.yes, .readFailed]),
        (.away, [.yes, .left]), (.done, [.yes, .readWanted]),
        (
            .failed,
            [.yes] + Array(repeating: [.readFailed, .deadline], count: 4).joined() + [.readFailed]
        ),
        (.lifted, [.yes, .left, .deadline]),
    ]

    /// The phase after each happening, in the order of `Happening`, for a loan.
    private static let table: [Phase: [Phase]] = [
        .waiting: [
            .reading, .reading, .done, .waitingAway, .waiting, .waiting, .waiting, .waiting,
            .waiting, .waiting, .done, .waiting,
        ],
        .waitingAway: [
            .away, .done, .done, .waitingAway, .waiting, .waitingAway, .waitingAway, .waitingAway,
            .waitingAway, .waitingAway, .done, .waitingAway,
        ],
        .reading: [
            .reading, .reading, .reading, .away, .reading, .reading, .reading, .done, .writing,
            .pausing, .lifted, .pausing,
        ],
        .writing: [
            .writing, .writing, .writing, .away, .writing, .verifying, .pausing, .writing,
            .writing, .writing, .lifted, .pausing,
        ],
        .verifying: [
            .verifying, .verifying, .verifying, .away, .verifying, .verifying, .verifying, .done,
            .pausing, .pausing, .lifted, .pausing,
        ],
        .pausing: [
            .pausing, .pausing, .pausing, .away, .pausing, .pausing, .pausing, .pausing, .pausing,
            .pausing, .lifted, .reading,
        ],
        .away: [
            .away, .away, .away, .away, .reading, .away, .away, .away, .away, .away, .lifted,
            .lifted,
        ],
        .done: Array(repeating: .done, count: 12),
        .failed: Array(repeating: .failed, count: 12),
        .lifted: Array(repeating: .lifted, count: 12),
    ]

    @Test func `goes from every phase by every event where the table says`() throws {
        #expect(Set(Self.ways.map(\.0)) == Set(Phase.allCases))
        for (phase, way) in Self.ways {
            let row = try #require(Self.table[phase])
            for (happening, next) in zip(Happening.allCases, row) {
                var machine = TagSecurity(to: .released, of: [tag])
                for step in way { _ = apply(step, to: &machine) }
                #expect(machine.phase(of: tag) == phase)

                let actions = apply(happening, to: &machine)

                #expect(machine.phase(of: tag) == next, "\(phase) \(happening)")
                let isOver = [.done, .failed, .lifted].contains(next)
                #expect((machine.outcome != nil) == isOver)
                #expect(
                    (machine.nextDeadline == nil)
                        == (isOver || next == .waiting || next == .waitingAway)
                )
                let hasEnded = actions.contains { if case .finish = $0 { true } else { false } }
                #expect(hasEnded == (isOver && phase != next))
            }
        }
    }

    @Test func `is not touched before the library's yes`() {
        for happening in Happening.allCases where ![.yes, .no].contains(happening) {
            var machine = TagSecurity(to: .released, of: [tag])
            let actions = apply(happening, to: &machine)
            #expect(
                actions.allSatisfy { action in
                    switch action {
                    case .write, .read: false
                    case .askBack, .finish: true
                    }
                }
            )
        }
    }

    @Test func `is released by a loan only after it was read so`() {
        var machine = TagSecurity(to: .released, of: [tag])
        #expect(machine.answered(.yes, at: now) == [.read(tag)])
        #expect(machine.read(tag, afi: 0x07, at: now) == [.write(tag, .released)])
        #expect(machine.wrote(tag, succeeded: true, at: now) == [.read(tag)])
        #expect(machine.read(tag, afi: 0xC2, at: now) == [.finish(.verified(.released))])
    }

    @Test func `is not written where it is right`() {
        var machine = TagSecurity(to: .armed, of: [tag])
        #expect(machine.answered(.yes, at: now) == [.read(tag)])
        #expect(machine.read(tag, afi: 0x07, at: now) == [.finish(.verified(.armed))])
    }

    @Test func `is armed again when a loan is refused`() {
        var machine = TagSecurity(to: .released, of: [tag])
        #expect(machine.answered(.no, at: now) == [.read(tag)])
        #expect(machine.wanted == .armed)
        #expect(machine.read(tag, afi: 0xC2, at: now) == [.write(tag, .armed)])
    }

    @Test func `is nobody's alarm when a refused item is taken away as it was`() {
        var early = TagSecurity(to: .released, of: [tag])
        let step1 = early.left(tag, at: now)
        #expect(step1.isEmpty)
        let step2 = early.answered(.no, at: now)
        #expect(step2 == [.finish(.unchanged)])
        var late = TagSecurity(to: .released, of: [tag])
        _ = late.answered(.no, at: now)
        let step3 = late.left(tag, at: now)
        #expect(step3 == [.finish(.unchanged)])
        var last = TagSecurity(to: .released, of: [tag])
        _ = last.answered(.no, at: now)
        let step4 = last.sessionEnded(at: now)
        #expect(step4 == [.finish(.unchanged)])
        // One that was found released and taken away before it was armed is.
        var released = TagSecurity(to: .released, of: [tag])
        _ = released.answered(.no, at: now)
        _ = released.read(tag, afi: 0xC2, at: now)
        let step5 = released.left(tag, at: now)
        #expect(step5 == [.askBack(tag)])
    }

    @Test func `stays as it is when a return is refused or nobody knows`() {
        for (wanted, answer) in [
            (GateSecurity.armed, TagSecurity.Answer.no), (.armed, .unknown), (.released, .unknown),
        ] {
            var machine = TagSecurity(to: wanted, of: [tag])
            #expect(machine.answered(answer, at: now) == [.finish(.unchanged)])
        }
    }

    @Test func `is an alarm where what is written does not read so`() throws {
        var machine = TagSecurity(to: .armed, of: [tag])
        var actions = machine.answered(.yes, at: now)
        var writes = 0
        while machine.outcome == nil {
            actions += machine.read(tag, afi: 0xC2, at: now)
            actions += machine.wrote(tag, succeeded: true, at: now)
            actions += machine.read(tag, afi: 0xC2, at: now)
            if let deadline = machine.nextDeadline { actions += machine.advance(to: deadline) }
            writes += 1
            try #require(writes <= 10)
        }
        let alarm = TagSecurity.Alarm.self
        guard case .alarm(let found) = machine.outcome else {
            Issue.record("\(alarm) is missing")
            return
        }
        #expect(writes == TagSecurity.Limits().failuresMax)
        #expect(found.failed == [tag])
        #expect(found.lifted.isEmpty)
        #expect(found.isUnguarded)
    }

    @Test func `of a set is right when that of every part is`() throws {
        let other = try Sample.id(2)
        var machine = TagSecurity(to: .released, of: [tag, other])
        #expect(machine.answered(.yes, at: now) == [.read(tag), .read(other)])
        #expect(machine.read(tag, afi: 0xC2, at: now).isEmpty)
        // The part that is done may be lifted, the other one may not.
        #expect(machine.left(tag, at: now).isEmpty)
        #expect(machine.left(other, at: now) == [.askBack(other)])
        let outcome = machine.sessionEnded(at: now)

        guard case .finish(.alarm(let alarm)) = outcome.first else {
            Issue.record("no alarm")
            return
        }
        #expect(alarm.lifted == [other])
        #expect(!alarm.isUnguarded)
    }

    @Test func `of no tags is nothing to change`() {
        var machine = TagSecurity(to: .released, of: [])
        #expect(machine.sessionEnded(at: now) == [.finish(.unchanged)])
    }
}
