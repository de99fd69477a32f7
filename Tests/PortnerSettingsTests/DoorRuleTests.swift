// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerSettings
import Testing

@Suite struct `The rules of a door in a configuration` {
    private func rules(_ lines: String) throws -> DoorRules {
        let settings = try Minimal.settings("- name: front", "- name: front\n    " + lines)
        return try #require(settings.station.rules.first)
    }

    @Test func `let in to the last minute, without consent or enrolment, unless they say else`()
        throws
    {
        let rules = try rules("pin: true")
        #expect(rules.lastEntry == 0)
        #expect(!rules.consentOpens)
        #expect(!rules.asksEnrolment)
    }

    @Test func `can have a last entry, a consent and an enrolment`() throws {
        #expect(try rules("last-entry: 15m").lastEntry == 15)
        #expect(try rules("consent-opens: true").consentOpens)
        #expect(try rules("enrolment: true").asksEnrolment)
    }

    @Test func `map every code that FBS and SIP2 have, money and items aside, to deny`() throws {
        let rules = try rules("pin: true")
        let closing = ["O", "U", "F", "S", "W", "D", "charge-denied", "card-lost", "anything-else"]
        let open = [
            "E", "renewal-denied", "recall-denied", "hold-denied", "too-many-charged",
            "too-many-overdue", "too-many-renewals", "too-many-claims", "too-many-lost",
            "excessive-fines", "excessive-fees", "recall-overdue", "too-many-billed",
        ]
        for code in closing {
            #expect(!rules.harmlessBlocks.contains(try #require(BlockCode(code))), "\(code)")
        }
        #expect(rules.harmlessBlocks == Set(open.compactMap { BlockCode($0) }))
        #expect(BlockCode.sip2Flags.count == 14)
    }

    @Test func `map single codes otherwise, and leave the rest as it is`() throws {
        let rules = try rules("blocks: { W: allow, E: deny, X9: deny, too-many-lost: deny }")
        let changed = BlockCode.harmlessAtDoor.union([.selfRegistered])
            .subtracting([.debt, .tooManyLost])
        #expect(rules.harmlessBlocks == changed)
    }
}
