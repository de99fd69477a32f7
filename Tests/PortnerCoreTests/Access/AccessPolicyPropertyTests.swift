// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// Random doors, patrons and moments, with the unlikely made common.
private struct Draw {
    var random: SplitMix64
    private let codes: [BlockCode] = [.excluded, .cardStolen, .debt, .excessiveFines, .tooManyLost]
    private let spans: [Duration] = [.zero, .hours(1), .hours(24), .days(3), .days(7)]

    /// The door that the next patrons come to; exchanged after a while.
    private var rules: DoorRules?

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func sameDoor() throws -> DoorRules {
        if let rules, !random.oneIn(10) { return rules }
        let (fresh, _) = try door()
        rules = fresh
        return fresh
    }

    mutating func door() throws -> (DoorRules, ReferencePolicy) {
        var plan: [ReferencePolicy.Line] = []
        var days: [Weekday: [SchedulePeriod]] = [:]
        for day in Weekday.allCases {
            let cuts = Set((0..<4).map { _ in random.number(0...48) * 30 }).sorted()
            for (from, to) in zip(cuts, cuts.dropFirst()) where !random.oneIn(5) {
                let line = ReferencePolicy.Line(
                    day: day.rawValue - 1,
                    from: from,
                    to: to,
                    mode: random.oneIn(8) ? .closed : random.pick([.staffed, .selfService]),
                    asksPIN: random.pick([nil, nil, true, false]),
                    ageMin: random.pick([nil, nil, 0, 15, 18])
                )
                plan.append(line)
                let period = SchedulePeriod(
                    from: try #require(TimeOfDay(minutes: from)),
                    to: try #require(TimeOfDay(minutes: to)),
                    mode: line.mode,
                    asksPIN: line.asksPIN,
                    ageMin: line.ageMin
                )
                days[day, default: []].append(try #require(period))
            }
        }
        let monday = CivilTime(mondayMorning, secondsAheadOfUTC: 3600).date
        let closed = monday.advanced(by: random.number(0...13))
        let exceptions =
            random.oneIn(2)
            ? [ScheduleException(closed...closed, .closed, reason: "stock-taking")] : []
        var rules = DoorRules(
            door: mainDoor,
            schedule: try Schedule(days, exceptions: exceptions),
            lastEntry: random.pick([0, 0, 0, 20, 90])
        )
        rules.consentOpens = random.oneIn(2)
        rules.asksEnrolment = random.oneIn(8)
        rules.isForResidents = random.oneIn(8)
        rules.asksPIN = random.oneIn(2)
        rules.takesTypedCards = random.oneIn(2)
        rules.ageMin = random.pick([0, 0, 15, 18])
        rules.order = random.pick(DecisionOrder.allCases)
        rules.outage = random.oneIn(3) ? .denyAll : .admitVerified(within: random.pick(spans))
        rules.limits = FactLimits(
            blocks: random.pick(spans),
            debts: random.pick(spans),
            validity: random.pick(spans)
        )
        rules.harmlessBlocks = random.some(of: codes, oneIn: 2)
        let closedDates = Set(exceptions.map(\.dates.lowerBound))
        return (rules, ReferencePolicy(rules: rules, plan: plan, closedDates: closedDates))
    }

    mutating func permission(_ today: CivilDate) -> Permission {
        random.pick([.notGiven, .given(through: nil), .given(through: today)])
    }

    mutating func listed() -> ListAnswer {
        guard random.oneIn(15) else { return .nothing }
        return ListAnswer(
            isDenied: random.oneIn(2),
            isAllowed: random.oneIn(2),
            opensWhenClosed: random.oneIn(2),
            takesLonger: random.oneIn(2)
        )
    }

    /// Facts dated on even milliseconds where they are remembered, on odd ones where they are an
    /// answer, so that the two never tie.
    mutating func facts(at now: Timestamp, isAnswer: Bool) -> PatronFacts {
        func date(_ random: inout SplitMix64) -> Timestamp {
            let hours = random.number(isAnswer ? 0...1 : -1...200)
            let wobble = random.pick([-1000, 0, 1000])
            let milliseconds = now.milliseconds / 2 * 2 - Int64(hours * 3_600_000 + wobble)
            return Timestamp(milliseconds: milliseconds + (isAnswer ? 1 : 0))
        }
        let same = date(&random)
        let isMixed = random.oneIn(3)
        let chosen = random.some(of: codes, oneIn: 5)
        let today = CivilTime(now, secondsAheadOfUTC: 3600).date
        let from = today.advanced(by: random.number(-3...3))
        let next = AgeFact.Next(age: random.pick([15, 18]), from: from)
        let age = AgeFact(reached: random.pick([0, 0, 15, 18]), next: random.oneIn(2) ? nil : next)
        return PatronFacts(
            patron: nil,
            blocks: Aged(
                chosen.filter { !$0.concernsDebt },
                asOf: isMixed ? date(&random) : same
            ),
            debts: Aged(chosen.filter(\.concernsDebt), asOf: isMixed ? date(&random) : same),
            validity: Aged(
                random.oneIn(5) ? random.pick([.expired, .invalid]) : .valid,
                asOf: isMixed ? date(&random) : same
            ),
            lastDay: random.oneIn(3) ? today.advanced(by: random.number(-2...20)) : nil,
            age: random.oneIn(4) ? nil : Aged(age, asOf: isMixed ? date(&random) : same),
            consent: isAnswer || random.oneIn(2) ? nil : Aged(permission(today), asOf: same),
            enrolment: isAnswer || random.oneIn(5) ? nil : Aged(permission(today), asOf: same),
            residence: random.oneIn(4)
                ? nil
                : Aged(
                    random.oneIn(4) ? .elsewhere : .resident,
                    asOf: isMixed ? date(&random) : same
                )
        )
    }

    mutating func cached(at now: Timestamp) -> CacheAnswer {
        if random.oneIn(6) { return random.pick([.unknown, .failed]) }
        return known(facts(at: now, isAnswer: false), random.oneIn(2) ? verifier("right") : nil)
    }

    mutating func moment() -> Moment {
        let clock = random.oneIn(15) ? random.pick([ClockTrust.unset, .jumped]) : .trusted
        return PortnerCoreTests.moment(.minutes(random.number(0...(14 * 1440))), clock: clock)
    }
}

@Suite struct `An access policy, drawn at random` {
    @Test func `agrees with the written rules`() throws {
        var draw = Draw(seed: 20_261_123)
        var seen: [Outcome: Int] = [:]
        for _ in 0..<8000 {
            let (rules, reference) = try draw.door()
            for _ in 0..<10 {
                let now = draw.moment()
                let answer = draw.facts(at: now.timestamp, isAnswer: true)
                let evidence = Evidence(
                    now: now,
                    availability: draw.random.oneIn(20)
                        ? draw.random.pick([.outOfService, .lockedDown, .interlocked, .alarmArmed])
                        : .inService,
                    wait: draw.random.oneIn(20) ? .seconds(1) : .zero,
                    listed: draw.listed(),
                    cached: draw.cached(at: now.timestamp),
                    library: draw.random.pick([.notAsked, .known(answer), .noAnswer, .unknownCard]),
                    pin: draw.random.pick([
                        .notEntered, .withheld, .entered, .matched, .mismatched, .accepted,
                        .rejected,
                    ]),
                    isTyped: draw.random.oneIn(10)
                )
                let decided = outcome(rules, evidence)
                try insist(decided == reference.decide(evidence), "\(rules) \(evidence)")
                seen[decided, default: 0] += 1
            }
        }
        // The draw is worth something only if it reaches every verdict.
        // A policy hears of a pass only as of its card.
        for denial in Denial.allCases
        where denial != .notRecorded && !denial.rawValue.hasPrefix("pass-") {
            #expect(seen[.denied(denial), default: 0] >= 30, "\(denial)")
        }
        for reached in [Outcome.granted, .needs(.enterPIN), .needs(.askLibrary)] {
            #expect(seen[reached, default: 0] >= 300)
        }
    }

    @Test func `keeps its promises from the card to the end`() throws {
        var draw = Draw(seed: 9)
        var grants = 0
        var refusals = 0
        for _ in 0..<20_000 {
            let rules = try draw.sameDoor()
            let journey = Journey.run(rules, world: draw.world())
            try insist(journey.steps.count <= 4)
            switch journey.end {
            case .granted:
                grants += 1
                try journey.checkGrant(rules)
            case .denied(let denial):
                refusals += 1
                let isAboutPatron: Set<Denial> = [
                    .unknownCard, .wrongPIN, .blocked, .cardExpired, .cardInvalid, .tooYoung,
                    .ageUnknown, .libraryUnreachable, .notEnrolled, .noConsent,
                    .notResident, .residenceUnknown,
                ]
                if isAboutPatron.contains(denial) { try insist(journey.wasAsked) }
            case .needs:
                Issue.record("the journey did not end")
            }
        }
        #expect(grants > 500)
        #expect(refusals > 500)
    }

    @Test func `hides whether a card exists from whoever does not have its PIN`() throws {
        var draw = Draw(seed: 77)
        var compared = 0
        for _ in 0..<20_000 {
            let rules = try draw.sameDoor()
            let now = draw.moment()
            let isTyped = draw.random.oneIn(2)
            guard isTyped || AccessPolicy(rules).asksPIN(at: now.civil) else { continue }
            let isReachable = draw.random.oneIn(2)
            var stranger = Journey.World(now: now, cached: .unknown, isPINRight: false)
            stranger.isTyped = isTyped
            stranger.reply = isReachable ? .unknownCard : .noAnswer
            var patron = Journey.World(
                now: now,
                cached: known(draw.facts(at: now.timestamp, isAnswer: false), verifier("right")),
                isPINRight: false,
                isTyped: isTyped
            )
            let answer = draw.facts(at: now.timestamp, isAnswer: true)
            patron.reply = isReachable ? .known(answer) : .noAnswer
            let one = Journey.run(rules, world: stranger)
            let other = Journey.run(rules, world: patron)
            try insist(one.steps == other.steps)
            let messages = (try one.message(), try other.message())
            try insist(messages.0 == messages.1)
            let counts = (try one.countsAsAttempt(), try other.countsAsAttempt())
            try insist(counts.0 == counts.1)
            compared += 1
        }
        #expect(compared > 5000)
    }
}

extension Draw {
    fileprivate mutating func world() -> Journey.World {
        let now = moment()
        var world = Journey.World(
            now: now,
            cached: cached(at: now.timestamp),
            isPINRight: !random.oneIn(3),
            isTyped: random.oneIn(4)
        )
        let answer = facts(at: now.timestamp, isAnswer: true)
        world.reply = random.pick([.noAnswer, .unknownCard, .known(answer), .known(answer)])
        return world
    }
}

/// A patron's way from the card to the end, with a world that gives what the policy asks for.
private struct Journey {
    struct World {
        var now: Moment
        var cached: CacheAnswer
        var isPINRight: Bool
        var isTyped = false
        var reply: LibraryStatement = .noAnswer
    }

    enum Step: Hashable { case enterPIN, checkPIN, askLibrary }

    var steps: [Step] = []
    var end: Outcome
    var evidence: Evidence

    var wasAsked: Bool { steps.contains(.askLibrary) }

    static func run(_ rules: DoorRules, world: World) -> Journey {
        let evidence = Evidence(now: world.now, cached: world.cached, isTyped: world.isTyped)
        var journey = Journey(end: outcome(rules, evidence), evidence: evidence)
        while case .needs(let step) = journey.end, journey.steps.count < 10 {
            journey.take(step, world)
            journey.end = outcome(rules, journey.evidence)
        }
        return journey
    }

    private mutating func take(_ step: EvidenceStep, _ world: World) {
        switch step {
        case .enterPIN:
            steps.append(.enterPIN)
            evidence.pin = .entered
        case .checkPIN(let held):
            steps.append(.checkPIN)
            let fits = held == verifier("right") && world.isPINRight
            evidence.pin = fits ? .matched : .mismatched
        case .askLibrary:
            steps.append(.askLibrary)
            evidence.library = world.reply
            guard steps.contains(.enterPIN), world.reply != .noAnswer else { return }
            let isAccepted = world.isPINRight && world.reply != .unknownCard
            evidence.pin = isAccepted ? .accepted : .rejected
        }
    }

    /// What a grant must be able to say for itself.
    func checkGrant(_ rules: DoorRules) throws {
        try insist(rules.takesTypedCards || !evidence.isTyped)
        if evidence.isTyped || AccessPolicy(rules).asksPIN(at: evidence.now.civil) {
            try insist(evidence.pin == .matched || evidence.pin == .accepted)
        }
        var held: PatronFacts?
        if case .known(let patron) = evidence.cached { held = patron.facts }
        let now = evidence.now.timestamp
        if case .known(let answer) = evidence.library {
            try checkBlocks(answer, rules)
            if let held, held.isBelievable(at: now), held.blocks.asOf > answer.blocks.asOf {
                try insist(held.blocks.value.isSubset(of: rules.harmlessBlocks))
            }
            return
        }
        let facts = try #require(held)
        try checkBlocks(facts, rules)
        var limits = rules.limits
        if evidence.library == .noAnswer {
            guard case .admitVerified(let limit) = rules.outage else {
                Issue.record("a grant in an outage at a door that lets nobody in")
                return
            }
            limits = FactLimits(blocks: limit, debts: limit, validity: limit)
        }
        try insist(facts.blocks.isUsable(at: now, within: limits.blocks))
        try insist(facts.debts.isUsable(at: now, within: limits.debts))
        try insist(facts.validity.isUsable(at: now, within: limits.validity))
    }

    private func checkBlocks(_ facts: PatronFacts, _ rules: DoorRules) throws {
        if case .known(let patron) = evidence.cached, patron.facts.blocks.asOf > facts.blocks.asOf {
            return
        }
        try insist(facts.blocks.value.isSubset(of: rules.harmlessBlocks))
        try insist(facts.validity.value == .valid || evidence.cached != .unknown)
    }

    private func presentation() throws -> Presentation {
        var patron = Presentation(
            card: try card("7101901234"),
            key: CardKey(1, 2, 3, 4),
            since: evidence.now.uptime
        )
        patron.library = evidence.library
        patron.pin = evidence.pin
        return patron
    }

    func message() throws -> Message? {
        guard case .denied(let denial) = end else { return nil }
        return try presentation().message(for: denial)
    }

    func countsAsAttempt() throws -> Bool? {
        guard case .denied(let denial) = end else { return nil }
        return try presentation().countsAgainst(denial)
    }
}
