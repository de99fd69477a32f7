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
    func aged<Value>(_ value: Value, _ random: inout SplitMix64) -> Aged<Value> {
        Aged(value, asOf: when(&random), source: random.pick(FactSource.allCases))
    }
    func permission(_ random: inout SplitMix64) -> Aged<Permission>? {
        let all: [Permission] = [.notGiven, .given(through: nil)]
        let until = nextDates.map { Permission.given(through: $0) }
        return random.oneIn(3) ? nil : aged(random.pick(all + until), &random)
    }
    return PatronFacts(
        patron: random.pick([nil, PatronNumber("P-1"), PatronNumber("P-2")]),
        blocks: aged(chosen.filter { !$0.concernsDebt }, &random),
        debts: aged(chosen.filter(\.concernsDebt), &random),
        validity: aged(random.pick(CardValidity.allCases), &random),
        lastDay: random.oneIn(3) ? nil : random.pick(nextDates),
        age: random.oneIn(4) ? nil : aged(age, &random),
        consent: permission(&random),
        enrolment: permission(&random),
        residence: random.oneIn(3) ? nil : aged(random.pick(Residence.allCases), &random)
    )
}

/// Merging as slowly and plainly as it can be said: all updates at once, fact by fact.
private func slowlyMerged(_ updates: [PatronFacts]) -> PatronFacts {
    func newest<Value>(
        _ said: [Aged<Value>],
        _ worst: ([Value]) -> Value
    ) -> Aged<Value>? {
        guard let time = said.map(\.asOf).max() else { return nil }
        let last = said.filter { $0.asOf == time }
        let isInRoster = last.contains { $0.source == .roster }
        return Aged(worst(last.map(\.value)), asOf: time, source: isInRoster ? .roster : .answer)
    }
    func union(_ codes: [Set<BlockCode>]) -> Set<BlockCode> { codes.reduce([]) { $0.union($1) } }
    func least(_ permissions: [Permission]) -> Permission {
        if permissions.contains(.notGiven) { return .notGiven }
        let ends = permissions.compactMap { permission -> CivilDate? in
            guard case .given(let end) = permission else { return nil }
            return end
        }
        return .given(through: ends.min())
    }
    func youngest(_ ages: [AgeFact]) -> AgeFact {
        let lowest = ages.filter { age in ages.allSatisfy { age.reached <= $0.reached } }
        if let closed = lowest.first(where: { $0.next == nil }) { return closed }
        let ahead = lowest.compactMap(\.next)
        let latest = ahead.filter { next in ahead.allSatisfy { $0.from <= next.from } }
        return AgeFact(reached: lowest[0].reached, next: latest.min { $0.age < $1.age })
    }
    let validity = newest(updates.map(\.validity)) { said in
        said.contains(.invalid) ? .invalid : said.contains(.expired) ? .expired : .valid
    }
    let newer = updates.filter { $0.validity.asOf == validity?.asOf }
    var merged = updates[0]
    merged.patron = newer.compactMap(\.patron).max { $0.secret < $1.secret }
    merged.lastDay = newer.compactMap(\.lastDay).min()
    merged.validity = validity ?? merged.validity
    merged.blocks = newest(updates.map(\.blocks), union) ?? merged.blocks
    merged.debts = newest(updates.map(\.debts), union) ?? merged.debts
    merged.age = newest(updates.compactMap(\.age), youngest)
    merged.consent = newest(updates.compactMap(\.consent), least)
    merged.enrolment = newest(updates.compactMap(\.enrolment), least)
    merged.residence = newest(updates.compactMap(\.residence)) { said in
        said.contains(.elsewhere) ? .elsewhere : .resident
    }
    return merged
}

/// Every order of some things.
private func orders<Thing>(of things: [Thing]) -> [[Thing]] {
    guard !things.isEmpty else { return [[]] }
    return things.indices.flatMap { index in
        var rest = things
        let first = rest.remove(at: index)
        return orders(of: rest).map { [first] + $0 }
    }
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

    @Test func `merge to what a slow second reading says, in every order of arrival`() throws {
        var random = SplitMix64(seed: 1906)
        for _ in 0..<500 {
            let updates = try (0..<4).map { _ in try randomFacts(&random) }
            let expected = slowlyMerged(updates)
            for order in orders(of: updates) {
                let merged = order.dropFirst().reduce(order[0]) { $0.merged(with: $1) }
                try insist(merged == expected)
            }
        }
    }

    @Test func `hold a valid card to its last day and no other card`() throws {
        var valid = facts()
        valid.lastDay = try date(2026, 11, 23)
        #expect(valid.validity(on: try date(2026, 11, 23)) == .valid)
        #expect(valid.validity(on: try date(2026, 11, 24)) == .expired)
        valid.validity.value = .invalid
        #expect(valid.validity(on: try date(2026, 11, 24)) == .invalid)
        #expect(facts().validity(on: try date(2999, 1, 1)) == .valid)
    }

    @Test func `forget the last day of an older word about the validity`() throws {
        var old = facts(aged: .hours(2))
        old.lastDay = try date(2026, 1, 1)
        #expect(old.merged(with: facts()).lastDay == nil)
        #expect(facts().merged(with: old).lastDay == nil)
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

@Suite struct `A permission` {
    @Test func `holds through its last day`() throws {
        let last = try date(2026, 6, 30)
        #expect(Permission.given(through: last).holds(on: last))
        #expect(!Permission.given(through: last).holds(on: last.advanced(by: 1)))
        #expect(Permission.given(through: nil).holds(on: last))
        #expect(!Permission.notGiven.holds(on: last))
    }

    @Test(arguments: ["yes", "no", "2026-06-30", "0001-01-01", "9999-12-31"])
    func `is read as it is written`(_ text: String) {
        #expect(Permission(text)?.description == text)
    }

    @Test(arguments: [
        "", "ja", "YES", "2026-6-30", "2026-02-29", "2026-06-30T", "20260630", "2026-06-3æ",
    ])
    func `is nothing else`(_ text: String) {
        #expect(Permission(text) == nil)
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
