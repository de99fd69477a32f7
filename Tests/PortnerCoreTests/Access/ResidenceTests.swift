// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A door for residents only` {
    private let limits = FactLimits(
        blocks: .seconds(90 * 86_400),
        debts: .seconds(90 * 86_400),
        validity: .seconds(7 * 86_400)
    )

    private func door(_ outage: OutageRule = .denyAll) -> DoorRules {
        var door = rules()
        (door.asksPIN, door.isForResidents, door.limits) = (false, true, limits)
        door.outage = outage
        return door
    }

    /// Facts as of so many days before, of whom something is known of the residence or not.
    private func held(_ residence: Residence?, daysAgo: Int64 = 0) -> PatronFacts {
        var held = facts()
        let asOf = Timestamp(milliseconds: mondayMorning.milliseconds - daysAgo * 86_400_000)
        held.residence = residence.map { Aged($0, asOf: asOf) }
        return held
    }

    private func seen(_ facts: PatronFacts, _ library: LibraryStatement = .notAsked) -> Evidence {
        Evidence(now: moment(), cached: known(facts), library: library)
    }

    @Test func `lets in who lives there, and asks about whoever does not or may not`() {
        #expect(outcome(door(), seen(held(.resident))) == .granted)
        #expect(outcome(door(), seen(held(.elsewhere))) == .needs(.askLibrary))
        #expect(outcome(door(), seen(held(nil))) == .needs(.askLibrary))
    }

    @Test func `tells who lives elsewhere from whom nothing is known of`() {
        let elsewhere = seen(held(.elsewhere), .known(held(.elsewhere)))
        #expect(outcome(door(), elsewhere) == .denied(.notResident))
        let untold = seen(held(nil), .known(held(nil)))
        #expect(outcome(door(), untold) == .denied(.residenceUnknown))
        // On the panel it is the same: it speaks of the door and not of the person.
        #expect(Denial.notResident.message == Denial.residenceUnknown.message)
    }

    @Test func `takes the answer for newer than what was held`() {
        let arrived = seen(held(.elsewhere, daysAgo: 1), .known(held(.resident)))
        #expect(outcome(door(), arrived) == .granted)
        let moved = seen(held(.resident, daysAgo: 1), .known(held(.elsewhere)))
        #expect(outcome(door(), moved) == .denied(.notResident))
    }

    @Test func `keeps what was told when an answer tells nothing of it, as SIP2 never does`() {
        #expect(outcome(door(), seen(held(.resident, daysAgo: 6), .known(held(nil)))) == .granted)
    }

    @Test func `asks again when the word is older than that the card is valid may be`() {
        #expect(outcome(door(), seen(held(.resident, daysAgo: 7))) == .granted)
        let old = held(.resident, daysAgo: 8)
        #expect(outcome(door(), seen(old)) == .needs(.askLibrary))
        #expect(outcome(door(), seen(old, .known(held(nil)))) == .denied(.residenceUnknown))
        // Whoever was told to live elsewhere does so until the library says otherwise.
        let elsewhere = seen(held(.elsewhere, daysAgo: 8), .known(held(nil)))
        #expect(outcome(door(), elsewhere) == .denied(.notResident))
    }

    @Test func `holds the word to the limit of an outage while the library does not answer`() {
        let door = door(.admitVerified(within: .seconds(2 * 86_400)))
        #expect(outcome(door, seen(held(.resident, daysAgo: 2), .noAnswer)) == .granted)
        let old = seen(held(.resident, daysAgo: 3), .noAnswer)
        #expect(outcome(door, old) == .denied(.residenceUnknown))
        #expect(outcome(door, seen(held(nil), .noAnswer)) == .denied(.residenceUnknown))
    }

    @Test func `tells nothing before the PIN is right`() {
        var door = door()
        door.asksPIN = true
        var evidence = seen(held(.elsewhere), .known(held(.elsewhere)))
        evidence.pin = .rejected
        #expect(outcome(door, evidence) == .denied(.wrongPIN))
        evidence.pin = .accepted
        #expect(outcome(door, evidence) == .denied(.notResident))
    }

    @Test func `opens to cards of the station's own list wherever their holders live`() {
        var evidence = seen(held(.elsewhere))
        evidence.listed = ListAnswer(isAllowed: true)
        #expect(outcome(door(), evidence) == .granted)
    }

    @Test func `is none unless its rules say so`() {
        var door = door()
        door.isForResidents = false
        for residence in [nil] + Residence.allCases.map({ $0 }) {
            #expect(outcome(door, seen(held(residence))) == .granted)
        }
    }
}
