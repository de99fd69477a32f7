// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// Facts whose parts come from a few values and a few times, so that ties are common.
private func randomFacts(_ random: inout SplitMix64) throws -> PatronFacts {
    let codes: [BlockCode] = [.excluded, .cardStolen, .debt, .excessiveFines, .deceased]
    func when(_ random: inout SplitMix64) -> Timestamp {
        Timestamp(milliseconds: Int64(random.number(0...3)))
    }
    let chosen = random.some(of: codes, oneIn: 3)
    let nextDates = [11_000, 12_000].map { CivilDate(dayNumber: $0) }
    let next: AgeFact.Next? =
        random.oneIn(3)
        ? nil : AgeFact.Next(age: random.pick([15, 18]), from: random.pick(nextDates))
    let age = AgeFact(reached: random.pick([0, 12]), next: next)
    return PatronFacts(
        patron: random.pick([nil, PatronNumber("P-1"), PatronNumber("P-2")]),
        blocks: Aged(chosen.filter { !$0.concernsDebt }, asOf: when(&random)),
        debts: Aged(chosen.filter(\.concernsDebt), asOf: when(&random)),
        validity: Aged(random.pick(CardValidity.allCases), asOf: when(&random)),
        age: random.oneIn(4) ? nil : Aged(age, asOf: when(&random))
    )
}

@Suite struct `Facts about a patron` {
    @Test func `merge to the same whatever the order and however often`() throws {
        var random = SplitMix64(seed: 4)
        for _ in 0..<20_000 {
            let a = try randomFacts(&random)
            let b = try randomFacts(&random)
            let c = try randomFacts(&random)
            try insist(a.merged(with: b) == b.merged(with: a))
            try insist(a.merged(with: b).merged(with: c) == a.merged(with: b.merged(with: c)))
            try insist(a.merged(with: a) == a)
            try insist(a.merged(with: b).merged(with: b) == a.merged(with: b))
        }
    }

    @Test func `keep the newer block in whichever order the updates arrive`() throws {
        let updates = [
            facts(aged: .hours(3)), facts(blocks: [.excluded], aged: .hours(2)),
            facts(aged: .hours(4)), facts(blocks: [.debt], validity: .expired, aged: .hours(1)),
        ]
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
            let merged = try #require(
                order.map { updates[$0] }.reduce(nil) { $0?.merged(with: $1) ?? $1 }
            )
            #expect(merged == updates[3])
        }
        let blocked = updates[1].merged(with: updates[0])
        #expect(blocked.blocks.value == [.excluded])
    }

    @Test func `lose a block when the library system lifts it`() {
        let blocked = facts(blocks: [.excluded], aged: .hours(2))
        #expect(blocked.merged(with: facts(aged: .hours(1))).blocks.value.isEmpty)
    }

    @Test func `restrict the more of two answers from the same moment`() {
        let free = facts()
        let blocked = facts(blocks: [.excluded, .debt], validity: .expired)
        for merged in [free.merged(with: blocked), blocked.merged(with: free)] {
            #expect(merged.blocks.value == [.excluded])
            #expect(merged.debts.value == [.debt])
            #expect(merged.validity.value == .expired)
        }
        let invalid = facts(validity: .invalid)
        #expect(blocked.merged(with: invalid).validity.value == .invalid)
        #expect(invalid.merged(with: blocked).validity.value == .invalid)
    }

    @Test func `keep restrictions because of debt apart from the others`() {
        let all = facts(blocks: [.excluded, .debt, .excessiveFees, .tooManyOverdue])
        #expect(all.blocks.value == [.excluded, .tooManyOverdue])
        #expect(all.debts.value == [.debt, .excessiveFees])
    }

    @Test func `stay restricting when there are more codes than are kept`() throws {
        let codes = try (0..<100).map { try #require(BlockCode("Z\($0)")) }
        let all = facts(blocks: Set(codes).union(BlockCode.harmlessAtDoor))
        #expect(all.blocks.value.count + all.debts.value.count == BlockCode.countMax)
        #expect(!all.blocks.value.subtracting(BlockCode.harmlessAtDoor).isEmpty)
    }

    @Test func `are usable up to their limit and not from the future`() {
        let fact = Aged(true, asOf: mondayMorning)
        let limit = Duration.hours(1)
        let millisecond = Duration.milliseconds(1)
        #expect(fact.isUsable(at: mondayMorning.advanced(by: limit), within: limit))
        #expect(!fact.isUsable(at: mondayMorning.advanced(by: limit + millisecond), within: limit))
        let skew = Duration.zero - AgedLimit.skewMax
        #expect(fact.isUsable(at: mondayMorning.advanced(by: skew), within: limit))
        #expect(!fact.isUsable(at: mondayMorning.advanced(by: skew - millisecond), within: limit))
    }
}

@Suite struct `A block code` {
    @Test func `is printable ASCII of a bounded length`() {
        #expect(BlockCode("O") == .cardStolen)
        #expect(BlockCode("something-new")?.description == "something-new")
        for text in ["", "a,b", "a b", "æ", "\n", String(repeating: "a", count: 41)] {
            #expect(BlockCode(text) == nil)
        }
    }

    @Test func `exists for each of the 14 flags of a SIP2 patron status`() {
        #expect(BlockCode.sip2Flags.count == 14)
        #expect(Set(BlockCode.sip2Flags).count == 14)
        #expect(BlockCode.sip2Flags[4] == .cardLost)
    }

    @Test func `closes a door unless it is one of those that concern money or items`() {
        let closing: [BlockCode] = [
            .cardStolen, .excluded, .excludedLonger, .blockedByMachine, .selfRegistered, .deceased,
            .chargeDenied, .cardLost,
        ]
        #expect(BlockCode.harmlessAtDoor.isDisjoint(with: closing))
        #expect(BlockCode.harmlessAtDoor.contains(.debt))
        #expect([BlockCode.deceased, .cardStolen].sorted() == [.deceased, .cardStolen])
    }
}

@Suite struct `An age` {
    @Test func `keeps of a birth date only what the limits need`() throws {
        let born = try date(2012, 6, 1)
        let age = AgeFact(
            born: born,
            today: try date(2026, 11, 23),
            limits: [18, 12, 15, 0, -3, 12]
        )
        #expect(age == AgeFact(reached: 12, next: .init(age: 15, from: try date(2027, 6, 1))))
        let adult = AgeFact(born: try date(1980, 6, 1), today: try date(2026, 11, 23), limits: [15])
        #expect(adult == AgeFact(reached: 15, next: nil))
        #expect(AgeFact(born: born, today: born, limits: []) == AgeFact(reached: 0, next: nil))
    }

    @Test func `is reached on the birthday and not the day before`() throws {
        let age = AgeFact(
            born: try date(2012, 2, 29),
            today: try date(2026, 11, 23),
            limits: [15, 18]
        )
        #expect(age.isAtLeast(15, on: try date(2027, 2, 28)) == false)
        #expect(age.isAtLeast(15, on: try date(2027, 3, 1)) == true)
        #expect(age.isAtLeast(14, on: try date(2027, 3, 1)) == true)
    }

    @Test func `is not guessed where the fact cannot tell`() throws {
        let today = try date(2026, 11, 23)
        let age = AgeFact(born: try date(2012, 6, 1), today: today, limits: [12, 15])
        #expect(age.isAtLeast(14, on: today) == nil)
        #expect(age.isAtLeast(18, on: today) == false)
        #expect(age.isAtLeast(18, on: try date(2030, 1, 1)) == nil)
        #expect(AgeFact(reached: 15, next: nil).isAtLeast(16, on: today) == nil)
    }

    @Test func `never says more than the birth date itself would`() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<5000 {
            let born = CivilDate(dayNumber: random.number(12_000...20_500))
            let learned = CivilDate(dayNumber: random.number(20_500...20_800))
            let asked = CivilDate(dayNumber: random.number(20_800...22_000))
            let limits = random.some(of: [7, 12, 13, 15, 16, 18], oneIn: 2)
            let least = random.pick([7, 12, 13, 14, 15, 16, 18])
            let age = AgeFact(born: born, today: learned, limits: limits)
            let truth = asked >= born.adding(years: least)
            try insist(age.isAtLeast(least, on: asked) ?? truth == truth)
        }
    }
}
