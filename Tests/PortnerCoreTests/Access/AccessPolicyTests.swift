// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// A patron at a door without PIN against whom nothing stands.
private func welcome() -> Evidence { Evidence(now: moment(), cached: known(facts())) }

/// A patron at a door with PIN who has typed the right one.
private func proven(_ cached: CacheAnswer = known(facts(), verifier("1234"))) -> Evidence {
    Evidence(now: moment(), cached: cached, pin: .matched)
}

private func evidence(_ change: (inout Evidence) -> Void) -> Evidence {
    var evidence = welcome()
    change(&evidence)
    return evidence
}

// That nothing but the policy can make a `Grant`, that a door uses it up, and that two doors
// cannot share one are facts of the types: code that breaks them does not compile.
@Suite struct `An access policy` {
    @Test func `lets in a patron against whom nothing stands, and leaves a finding of each rule`() {
        #expect(outcome(rules(), welcome()) == .granted)
        let found = findings(rules(), welcome())
        #expect(found.map(\.rule) == AccessRule.allCases)
        #expect(found.map(\.result).contains(.mode(.selfService)))
        #expect(found.map(\.result).contains(.cached(age: .zero, limit: .days(3))))
    }

    @Test func `names the door in the grant`() throws {
        switch AccessPolicy(rules()).decide(welcome()) {
        case .granted(let grant): #expect(grant.door == mainDoor)
        case .denied: Issue.record("nothing stood against the patron")
        case .needs: Issue.record("nothing was missing")
        }
    }

    @Test func `refuses at a door that is out of service or locked down`() {
        let out = evidence { $0.availability = .outOfService }
        #expect(outcome(rules(), out) == .denied(.doorOutOfService))
        let down = evidence { $0.availability = .lockedDown }
        #expect(outcome(rules(), down) == .denied(.lockedDown))
    }

    @Test(arguments: [ClockTrust.unset, .jumped])
    func `refuses while the clock cannot be believed`(_ clock: ClockTrust) {
        let doubtful = evidence { $0.now.clock = clock }
        #expect(outcome(rules(), doubtful) == .denied(.clockUntrusted))
    }

    @Test func `refuses in hours that are closed and lets in when staff are there`() {
        #expect(outcome(rules(.always(.closed)), welcome()) == .denied(.closed))
        #expect(outcome(rules(.always(.staffed)), welcome()) == .granted)
    }

    @Test func `refuses while a wait is left`() {
        let waiting = evidence { $0.wait = .milliseconds(1) }
        #expect(outcome(rules(), waiting) == .denied(.throttled))
    }

    @Test func `stops at the first rule that refuses`() {
        let all = evidence {
            $0.wait = .seconds(1)
            $0.now.clock = .jumped
            $0.availability = .lockedDown
        }
        #expect(findings(rules(), all) == [Finding(.service, .refused(.lockedDown))])
    }

    @Test func `asks for a PIN first, and refuses whoever types none`() {
        let door = rules(asksPIN: true)
        #expect(outcome(door, welcome()) == .needs(.enterPIN))
        let cancelled = evidence { $0.pin = .withheld }
        #expect(outcome(door, cancelled) == .denied(.pinNotEntered))
    }

    @Test func `takes from the hours whether a PIN is asked for`() throws {
        let day = SchedulePeriod(from: .midnight, to: .endOfDay, mode: .selfService, asksPIN: true)
        let strict = try everyDay(day)
        #expect(outcome(rules(strict), welcome()) == .needs(.enterPIN))
        #expect(AccessPolicy(rules(strict)).asksPIN(at: moment().civil))
        let open = SchedulePeriod(from: .midnight, to: .endOfDay, mode: .staffed, asksPIN: false)
        #expect(outcome(rules(try everyDay(open), asksPIN: true), welcome()) == .granted)
        #expect(!AccessPolicy(rules(try everyDay(open), asksPIN: true)).asksPIN(at: moment().civil))
        #expect(AccessPolicy(rules(.always(.closed), asksPIN: true)).asksPIN(at: moment().civil))
    }

    @Test func `checks the PIN of every card, also of one that is not known`() {
        let door = rules(asksPIN: true)
        let proof = verifier("1234")
        for (cached, expected) in [
            (known(facts(), proof), proof), (known(facts()), nil), (CacheAnswer.unknown, nil),
            (.failed, nil),
        ] {
            let typed = Evidence(now: moment(), cached: cached, pin: .entered)
            #expect(outcome(door, typed) == .needs(.checkPIN(expected)))
        }
    }

    @Test func `takes a PIN that fits the verifier, and asks about one that does not`() {
        let door = rules(asksPIN: true)
        #expect(outcome(door, proven()) == .granted)
        var wrong = proven()
        wrong.pin = .mismatched
        #expect(outcome(door, wrong) == .needs(.askLibrary))
        wrong.library = .known(facts())
        wrong.pin = .rejected
        #expect(outcome(door, wrong) == .denied(.wrongPIN))
        wrong.pin = .accepted
        #expect(outcome(door, wrong) == .granted)
    }

    @Test(arguments: [CacheAnswer.unknown, .failed])
    func `asks the library system about whoever is not in the cache`(_ cached: CacheAnswer) {
        #expect(outcome(rules(), evidence { $0.cached = cached }) == .needs(.askLibrary))
    }

    @Test func `refuses a card that the library system does not know`() {
        let unknown = evidence { $0.library = .unknownCard }
        #expect(outcome(rules(), unknown) == .denied(.unknownCard))
    }

    @Test func `asks the library system first where the door is set so`() {
        var door = rules()
        door.order = .askFirst
        #expect(outcome(door, welcome()) == .needs(.askLibrary))
        #expect(outcome(door, evidence { $0.library = .known(facts()) }) == .granted)
    }
}

@Suite struct `An access policy on facts` {
    @Test(arguments: [
        (Duration.hours(24), Outcome.granted), (.hours(24) + .milliseconds(1), .needs(.askLibrary)),
        (.seconds(-120), .granted), (.seconds(-121), .needs(.askLibrary)),
    ])
    func `goes by them up to the least of their limits`(_ age: Duration, _ expected: Outcome) {
        let seen = evidence { $0.cached = known(facts(aged: age)) }
        #expect(outcome(rules(), seen) == expected)
    }

    @Test func `holds each of them to its own limit`() {
        let old = Duration.days(2)
        for stale in 0..<3 {
            var seen = facts()
            let asOf = mondayMorning.advanced(by: .zero - old)
            if stale == 0 { seen.blocks.asOf = asOf }
            if stale == 1 { seen.debts.asOf = asOf }
            if stale == 2 { seen.validity.asOf = asOf }
            var door = rules()
            door.limits = FactLimits(blocks: .days(1), debts: .days(1), validity: .days(1))
            #expect(outcome(door, evidence { $0.cached = known(seen) }) == .needs(.askLibrary))
        }
    }

    @Test func `never refuses on them alone while the library system can be asked`() throws {
        let young = AgeFact(reached: 0, next: .init(age: 15, from: try date(2030, 1, 1)))
        var door = rules()
        door.ageMin = 15
        for remembered in [
            facts(blocks: [.excluded], age: AgeFact(reached: 15, next: nil)),
            facts(validity: .expired), facts(validity: .invalid), facts(age: young), facts(),
        ] {
            let seen = evidence { $0.cached = known(remembered) }
            #expect(outcome(door, seen) == .needs(.askLibrary))
        }
    }

    @Test(arguments: [
        (CardValidity.expired, Denial.cardExpired), (.invalid, .cardInvalid),
    ])
    func `refuses a card that the library system calls bad`(
        _ validity: CardValidity,
        _ denial: Denial
    ) {
        let seen = evidence { $0.library = .known(facts(validity: validity)) }
        #expect(outcome(rules(), seen) == .denied(denial))
    }

    @Test func `refuses for every block that the door does not call harmless`() throws {
        let unforeseen = try #require(BlockCode("something-new"))
        for code in BlockCode.sip2Flags + [.cardStolen, .selfRegistered, .debt, unforeseen] {
            let seen = evidence { $0.library = .known(facts(blocks: [code])) }
            let isHarmless = BlockCode.harmlessAtDoor.contains(code)
            #expect(outcome(rules(), seen) == (isHarmless ? .granted : .denied(.blocked)))
            var lenient = rules()
            lenient.harmlessBlocks = [code]
            #expect(outcome(lenient, seen) == .granted)
            lenient.harmlessBlocks = []
            #expect(outcome(lenient, seen) == .denied(.blocked))
        }
    }

    @Test func `tells which blocks were harmless and which close the door`() {
        let seen = evidence {
            $0.library = .known(facts(blocks: [.excluded, .debt, .cardStolen, .tooManyOverdue]))
        }
        #expect(
            findings(rules(), seen).last
                == Finding(
                    .blocks,
                    .blocks(
                        harmless: [.debt, .tooManyOverdue],
                        closing: [.cardStolen, .excluded]
                    )
                )
        )
    }

    @Test func `holds the patron to the age of the hours`() throws {
        let child = AgeFact(reached: 0, next: .init(age: 15, from: try date(2026, 11, 24)))
        let strict = SchedulePeriod(from: .midnight, to: .endOfDay, mode: .selfService, ageMin: 15)
        let door = rules(try everyDay(strict))
        var seen = evidence { $0.library = .known(facts(age: child)) }
        #expect(outcome(door, seen) == .denied(.tooYoung))
        seen.library = .known(facts())
        #expect(outcome(door, seen) == .denied(.ageUnknown))
        seen.now = moment(.days(1))
        seen.library = .known(facts(age: child, at: seen.now.timestamp))
        #expect(outcome(door, seen) == .granted)
        let free = SchedulePeriod(from: .midnight, to: .endOfDay, mode: .staffed, ageMin: 0)
        var lenient = rules(try everyDay(free))
        lenient.ageMin = 99
        #expect(outcome(lenient, welcome()) == .granted)
    }

    @Test func `never lets an older answer overrule what was heard since`() {
        let seen = evidence {
            $0.cached = known(facts(blocks: [.excluded], aged: .seconds(1)))
            $0.library = .known(facts(aged: .seconds(2)))
        }
        #expect(outcome(rules(), seen) == .denied(.blocked))
        let lifted = evidence {
            $0.cached = known(facts(blocks: [.excluded], aged: .seconds(3)))
            $0.library = .known(facts(aged: .seconds(2)))
        }
        #expect(outcome(rules(), lifted) == .granted)
    }

    @Test func `does not let facts from an impossible future overrule the library system`() {
        let seen = evidence {
            $0.cached = known(facts(aged: .days(-400)))
            $0.library = .known(facts(blocks: [.excluded]))
        }
        #expect(outcome(rules(), seen) == .denied(.blocked))
    }
}

@Suite struct `An access policy in an outage` {
    private func outage(_ cached: CacheAnswer, pin: PINEvidence = .notEntered) -> Evidence {
        Evidence(now: moment(), cached: cached, library: .noAnswer, pin: pin)
    }

    private func lenient(asksPIN: Bool = false) -> DoorRules {
        var door = rules(asksPIN: asksPIN)
        door.outage = .admitVerified(within: .hours(8))
        return door
    }

    @Test func `lets nobody in where the door is set so`() {
        #expect(outcome(rules(), outage(known(facts()))) == .denied(.libraryUnreachable))
    }

    @Test(arguments: [
        (Duration.hours(8), Outcome.granted), (.hours(9), .denied(.libraryUnreachable)),
        (.seconds(-121), .denied(.libraryUnreachable)),
    ])
    func `lets in whoever was verified recently enough`(_ age: Duration, _ expected: Outcome) {
        #expect(outcome(lenient(), outage(known(facts(aged: age)))) == expected)
    }

    @Test func `holds every fact to the outage's limit`() {
        for stale in 0..<3 {
            var seen = facts()
            let asOf = mondayMorning.advanced(by: .hours(-9))
            if stale == 0 { seen.blocks.asOf = asOf }
            if stale == 1 { seen.debts.asOf = asOf }
            if stale == 2 { seen.validity.asOf = asOf }
            #expect(outcome(lenient(), outage(known(seen))) == .denied(.libraryUnreachable))
        }
    }

    @Test func `refuses strangers, and tells a cache that cannot be read`() {
        #expect(outcome(lenient(), outage(.unknown)) == .denied(.libraryUnreachable))
        #expect(outcome(lenient(), outage(.failed)) == .denied(.cacheFailed))
    }

    @Test func `asks for the PIN to be checked here`() {
        let cached = known(facts(), verifier("1234"))
        let door = lenient(asksPIN: true)
        #expect(
            outcome(door, outage(cached, pin: .entered)) == .needs(.checkPIN(verifier("1234")))
        )
        #expect(outcome(door, outage(.unknown, pin: .entered)) == .needs(.checkPIN(nil)))
        #expect(outcome(door, outage(cached, pin: .matched)) == .granted)
        #expect(outcome(door, outage(cached, pin: .mismatched)) == .denied(.wrongPIN))
    }

    @Test func `still refuses for what is remembered`() {
        let blocked = known(facts(blocks: [.excluded]))
        #expect(outcome(lenient(), outage(blocked)) == .denied(.blocked))
        let expired = known(facts(validity: .expired))
        #expect(outcome(lenient(), outage(expired)) == .denied(.cardExpired))
    }
}
