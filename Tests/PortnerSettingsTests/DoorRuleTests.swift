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
        #expect(!rules.isForResidents)
    }

    @Test func `take typed numbers only where they say so`() throws {
        #expect(try !rules("pin: true").takesTypedCards)
        #expect(try rules("typed-card: true").takesTypedCards)
    }

    @Test func `warn of typed numbers in hours without a PIN, and where cards can be blocked`()
        throws
    {
        let text = try Minimal.replacing(
            "- name: front",
            with: "- name: front\n    pin: false\n    age-min: 15\n    typed-card: true"
        ).replacing("port: 6001", with: "port: 6001\n  block-card-after: 5")
        #expect(
            try SettingsFile.read(text, file: "portner.yaml").warnings.map(\.description) == [
                "portner.yaml:14: doors[0].typed-card: 08:00-22:00 asks for no PIN with a card, "
                    + "but for one with a typed number: this is always so",
                "portner.yaml:14: doors[0].typed-card: with block-card-after whoever knows the "
                    + "number of a card could have it blocked everywhere, without having held it",
            ]
        )
    }

    @Test func `can have a last entry, a consent and an enrolment`() throws {
        #expect(try rules("last-entry: 15m").lastEntry == 15)
        #expect(try rules("consent-opens: true").consentOpens)
        #expect(try rules("enrolment: true").asksEnrolment)
        #expect(try rules("residents-only: true").isForResidents)
    }

    @Test(arguments: ["tcp", "fbs", "roster"])
    func `warn where nobody tells who has enrolled or lives here`(source: String) throws {
        let library =
            source == "fbs"
            ? "port: 443\n  carrier: fbs\n  institution: DK-700000\n  user: door" : "port: 6001"
        let roster = source == "roster" ? "\nroster: { file: /srv/roster.ndjson }" : ""
        let text = try Minimal.replacing(
            "- name: front",
            with: "- name: front\n    enrolment: true\n    residents-only: true"
        ).replacing("port: 6001", with: library + roster)
        let warnings = try SettingsFile.read(text, file: "portner.yaml").warnings
        let keys = warnings.map(\.key).filter { !$0.hasSuffix("hours") }
        let expected: [String: [String]] = [
            "tcp": ["doors[0].enrolment", "doors[0].residents-only"],
            "fbs": ["doors[0].enrolment"],
            "roster": [],
        ]
        #expect(keys == expected[source])
    }

    @Test func `can have a companion text, which its readers show`() throws {
        func text(_ lines: String) throws -> CompanionText? {
            try Minimal.settings("- name: front", "- name: front\n    " + lines)
                .companion(at: "outside")
        }
        #expect(try text("pin: true") == nil)
        #expect(
            try text("companion-text: { da: Luk efter dig., uk: Зачиніть за собою. }")
                == CompanionText([.danish: "Luk efter dig.", .ukrainian: "Зачиніть за собою."])
        )
    }

    @Test(arguments: [
        ("{ en: Hi }", ": doors[0].companion-text.da: is missing"),
        ("{ da: Hej, fr: Salut }", ".fr: is not a known setting"),
        ("{ da: \"Luk\\nefter dig\" }", ".da: must be one line of 1 to 80 characters"),
        (
            "{ da: Hej, en: \(String(repeating: "x", count: 81)) }",
            ".en: must be one line of 1 to 80 characters"
        ),
        ("Luk efter dig.", "companion-text: must be a list of keys with values"),
    ])
    func `refuse a companion text that no panel can show`(text: String, problem: String) throws {
        let line = "- name: front\n    companion-text: \(text)"
        let problems = Minimal.problems(try Minimal.replacing("- name: front", with: line))
        #expect(problems.contains { $0.contains("companion-text") && $0.hasSuffix(problem) })
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
