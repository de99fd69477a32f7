// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A list of single cards` {
    private let one = CardKey(1, 2, 3, 4)
    private let other = CardKey(5, 6, 7, 8)

    private func entry(
        _ card: CardKey,
        _ kind: Listing.Kind,
        doors: Set<DoorName>? = nil,
        lastDay: CivilDate? = nil,
        whenClosed: Bool = false
    ) -> AccessList.Entry {
        AccessList.Entry(
            card: card,
            listing: Listing(
                kind,
                doors: doors,
                lastDay: lastDay,
                opensWhenClosed: whenClosed,
                reason: "rengøring",
                by: "anna"
            )
        )
    }

    @Test func `answers for its doors through its last day`() throws {
        let today = try date(2026, 11, 23)
        let list = AccessList([
            entry(one, .allow, doors: [mainDoor], lastDay: today, whenClosed: true),
            entry(one, .assist), entry(other, .deny),
        ])
        let answer = list.answer(for: one, at: mainDoor, on: today)
        #expect(
            answer == ListAnswer(isAllowed: true, opensWhenClosed: true, takesLonger: true)
        )
        #expect(list.answer(for: one, at: sideDoor, on: today) == ListAnswer(takesLonger: true))
        #expect(
            list.answer(for: one, at: mainDoor, on: today.advanced(by: 1))
                == ListAnswer(takesLonger: true)
        )
        #expect(list.answer(for: other, at: sideDoor, on: today) == ListAnswer(isDenied: true))
        #expect(list.answer(for: CardKey(0, 0, 0, 0), at: mainDoor, on: today) == .nothing)
    }

    @Test func `has one listing of a kind for a card, the newest`() throws {
        var list = AccessList()
        let isAdded = list.add(entry(one, .deny))
        #expect(isAdded)
        let isReplaced = list.add(entry(one, .deny, doors: [sideDoor]))
        #expect(isReplaced)
        #expect(list.count == 1)
        #expect(list.listings(of: one).map(\.doors) == [[sideDoor]])
        let isOther = list.add(entry(one, .allow))
        #expect(isOther)
        let isRemoved = list.remove(one, .deny)
        #expect(isRemoved)
        let isRemovedTwice = list.remove(one, .deny)
        #expect(!isRemovedTwice)
        #expect(list.entries.map(\.listing.kind) == [.allow])
        #expect(list.count == 1)
    }

    @Test func `tells what is written down about the cards of one person`() {
        let list = AccessList([entry(other, .deny), entry(one, .assist), entry(one, .allow)])
        #expect(list.entries(of: [one]).map(\.listing.kind) == [.allow, .assist])
        #expect(list.entries(of: [other, one]) == list.entries)
        #expect(list.entries(of: [CardKey(0, 0, 0, 0)]).isEmpty)
    }

    @Test func `is limited, and a full one still takes changes`() {
        var list = AccessList()
        for number in 0..<UInt64(AccessList.countMax) {
            let fits = list.add(entry(CardKey(number, 0, 0, 0), .deny))
            #expect(fits)
        }
        let isTooMany = list.add(entry(other, .deny))
        #expect(!isTooMany)
        #expect(list.count == AccessList.countMax)
        let isChanged = list.add(entry(CardKey(0, 0, 0, 0), .deny, doors: [mainDoor]))
        #expect(isChanged)
        let makesRoom = list.remove(CardKey(1, 0, 0, 0), .deny)
        #expect(makesRoom)
        let fitsAgain = list.add(entry(other, .deny))
        #expect(fitsAgain)
    }

    @Test func `opens only for allowed cards while the door is closed`() {
        #expect(!Listing(.assist, opensWhenClosed: true, reason: "", by: "").opensWhenClosed)
        #expect(!Listing(.deny, opensWhenClosed: true, reason: "", by: "").opensWhenClosed)
    }
}

@Suite struct `An access policy with a list` {
    private let allowed = ListAnswer(isAllowed: true)

    private func evidence(_ listed: ListAnswer, _ cached: CacheAnswer = .unknown) -> Evidence {
        Evidence(now: moment(), listed: listed, cached: cached)
    }

    @Test func `lets an allowed card in without PIN and without the library system`() {
        let door = rules(asksPIN: true)
        #expect(outcome(door, evidence(allowed)) == .granted)
        #expect(outcome(door, evidence(allowed, .failed)) == .granted)
        let blocked = known(facts(blocks: [.excluded]))
        #expect(outcome(door, evidence(allowed, blocked)) == .granted)
    }

    @Test func `lets an allowed card in while closed only where the listing says so`() {
        let door = rules(.always(.closed))
        #expect(outcome(door, evidence(allowed)) == .denied(.closed))
        let always = ListAnswer(isAllowed: true, opensWhenClosed: true)
        #expect(outcome(door, evidence(always)) == .granted)
        var unset = evidence(always)
        unset.now = moment(clock: .unset)
        #expect(outcome(door, unset) == .denied(.clockUntrusted))
        var waiting = evidence(always)
        waiting.wait = .seconds(1)
        #expect(outcome(door, waiting) == .denied(.throttled))
        var locked = evidence(always)
        locked.availability = .lockedDown
        #expect(outcome(door, locked) == .denied(.lockedDown))
    }

    @Test func `lets a denied card in nowhere, whatever else is said of it`() {
        let both = ListAnswer(isDenied: true, isAllowed: true, opensWhenClosed: true)
        for listed in [ListAnswer(isDenied: true), both] {
            var seen = evidence(listed, known(facts(), verifier("right")))
            #expect(outcome(rules(), seen) == .denied(.denyListed))
            seen.library = .known(facts())
            #expect(outcome(rules(), seen) == .denied(.denyListed))
            seen.library = .noAnswer
            var lenient = rules()
            lenient.outage = .admitVerified(within: .hours(24))
            #expect(outcome(lenient, seen) == .denied(.denyListed))
            #expect(outcome(rules(.always(.closed)), seen) == .denied(.closed))
        }
    }

    @Test func `tells a stranger nothing about a denied card before the PIN is right`() {
        let door = rules(asksPIN: true)
        var seen = evidence(ListAnswer(isDenied: true), known(facts(), verifier("right")))
        #expect(outcome(door, seen) == .needs(.enterPIN))
        seen.pin = .rejected
        seen.library = .known(facts())
        #expect(outcome(door, seen) == .denied(.wrongPIN))
        seen.pin = .accepted
        #expect(outcome(door, seen) == .denied(.denyListed))
        #expect(Denial.denyListed.message == .blocked)
    }

    @Test func `asks for an enrolment that holds today`() throws {
        var door = rules()
        door.asksEnrolment = true
        let today = moment().civil.date
        let cases: [(Permission?, Outcome)] = [
            (.given(through: nil), .granted), (.given(through: today), .granted),
            (.given(through: today.advanced(by: -1)), .needs(.askLibrary)),
            (.notGiven, .needs(.askLibrary)), (nil, .needs(.askLibrary)),
        ]
        for (permission, expected) in cases {
            var held = facts()
            held.enrolment = permission.map { Aged($0, asOf: mondayMorning) }
            var seen = evidence(.nothing, known(held))
            #expect(outcome(door, seen) == expected)
            seen.library = .known(facts())
            let isHeld = expected == .granted
            #expect(outcome(door, seen) == (isHeld ? .granted : .denied(.notEnrolled)))
        }
    }

    @Test func `lets a consent that holds today open the door below the least age`() throws {
        var door = rules()
        door.ageMin = 16
        let child = AgeFact(
            reached: 0,
            next: AgeFact.Next(age: 16, from: moment().civil.date.advanced(by: 1))
        )
        var held = facts(age: child)
        held.consent = Aged(.given(through: nil), asOf: mondayMorning)
        var seen = evidence(.nothing, known(held))
        seen.library = .known(facts(age: child))
        #expect(outcome(door, seen) == .denied(.tooYoung))
        door.consentOpens = true
        #expect(outcome(door, seen) == .granted)
        held.consent = Aged(.notGiven, asOf: mondayMorning)
        seen.cached = known(held)
        #expect(outcome(door, seen) == .denied(.noConsent))
        held.age = nil
        held.consent = Aged(.given(through: nil), asOf: mondayMorning)
        seen.cached = known(held)
        seen.library = .known(facts())
        #expect(outcome(door, seen) == .granted)
    }

    @Test func `lets nobody in so shortly before closing, over hours that follow each other`()
        throws
    {
        let hours = try everyDay(
            SchedulePeriod(from: .midnight, to: try time("10:10"), mode: .staffed),
            SchedulePeriod(from: try time("10:10"), to: try time("10:15"), mode: .selfService)
        )
        var door = rules(hours)
        let seen = evidence(.nothing, known(facts()))
        #expect(outcome(door, seen) == .granted)
        door.lastEntry = 14
        #expect(outcome(door, seen) == .granted)
        door.lastEntry = 15
        #expect(outcome(door, seen) == .denied(.lastEntryOver))
        #expect(outcome(door, evidence(ListAnswer(isAllowed: true))) == .granted)
        door.schedule = .always(.selfService)
        #expect(outcome(door, seen) == .granted)
    }
}
