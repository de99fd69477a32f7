// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Testing

@testable import PortnerCommands

@Suite struct `An access check in words` {
    private let plain = TextStyle(isColored: false)

    private func reply(
        _ verdict: AccessCheckReply.Verdict,
        denial: String? = nil
    ) -> AccessCheckReply {
        AccessCheckReply(
            verdict: verdict,
            denial: denial,
            door: "main",
            at: Fixture.now,
            findings: [
                AccessCheckReply.Finding(rule: "service", result: "passed", text: "it works"),
                AccessCheckReply.Finding(rule: "facts", result: "needs", text: "ask the library"),
            ],
            ages: AccessCheckReply.FactAges(blocks: 725, debts: 725, validity: 725, age: 90_000)
        )
    }

    @Test func `says that the card is good`() {
        #expect(
            AccessText(reply(.granted), style: plain).summary
                == "granted at door main, 2026-11-22 20:46\n"
        )
    }

    @Test func `says why not`() {
        #expect(
            AccessText(reply(.denied, denial: "wrong-pin"), style: plain).summary
                == "denied at door main, 2026-11-22 20:46\n  wrong-pin: the PIN is wrong\n"
        )
    }

    @Test func `says what is missing`() {
        #expect(
            AccessText(reply(.undecided), style: plain).summary
                == "undecided at door main, 2026-11-22 20:46\n  ask the library\n"
        )
    }

    @Test func `explains every rule`() {
        #expect(
            AccessText(reply(.granted), style: plain).explanation == """
                Rules
                  service  passed  it works
                  facts    needs   ask the library

                Age of the facts
                  blocks    12 min
                  debts     12 min
                  validity  12 min
                  age       1 d 1 h

                """
        )
    }
}
