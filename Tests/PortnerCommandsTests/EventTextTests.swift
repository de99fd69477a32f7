// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import PortnerCore
import Testing

@testable import PortnerCommands

@Suite struct `Events in words` {
    private func lines(_ events: [EventReport], isColored: Bool = false) -> String {
        var text = EventText(style: TextStyle(isColored: isColored))
        text.fit(events)
        return events.map { text.line($0) }.joined()
    }

    @Test func `stand in columns, one line each`() {
        let events = [
            Fixture.granted,
            Fixture.event(
                3,
                "decision",
                card: "ffee0011",
                ["door": "main", "outcome": "denied", "denial": "blocked", "blocks": "U,E"]
            ),
            Fixture.event(
                4,
                "door",
                ["door": "main", "outcome": "released", "reason": "staff", "by": "anna"]
            ),
            Fixture.forced,
            Fixture.event(
                5,
                "staff",
                ["door": "yard", "outcome": "unlock", "reason": "delivery", "by": "anna"]
            ),
            Fixture.event(
                6,
                "device",
                isAlarm: true,
                ["device": "main-scanner", "outcome": "lost", "detail": "unplugged"]
            ),
            Fixture.event(7, "library", ["outcome": "reachable", "detail": ""]),
            Fixture.event(8, "clock", ["outcome": "trusted"]),
        ]
        #expect(
            lines(events) == """
                2026-11-22 20:46:05     decision  main          granted      facts from cache, \
                12 min old; reader main-in; card 1a2b3c4d
                2026-11-22 20:46:05     decision  main          denied       blocked: the \
                library system restricts the patron; the codes are in the record; restrictions \
                U,E; card ffee0011
                2026-11-22 20:46:05     door      main          released     the lock was \
                released for staff; by anna
                2026-11-22 20:47:10  !  door      main          forced-open  the door was \
                opened although the lock was secured
                2026-11-22 20:46:05     staff     yard          unlock       by anna: delivery
                2026-11-22 20:46:05  !  device    main-scanner  lost         unplugged
                2026-11-22 20:46:05     library   -             reachable
                2026-11-22 20:46:05     clock     -             trusted

                """
        )
    }

    @Test(arguments: Denial.allCases)
    func `explain every denial`(denial: Denial) {
        let event = Fixture.event(1, "decision", ["outcome": "denied", "denial": denial.rawValue])
        #expect(lines([event]).contains("\(denial.rawValue): \(denial.explanation)"))
    }

    @Test func `keep codes and kinds that are not known`() {
        let events = [
            Fixture.event(1, "decision", ["outcome": "denied", "denial": "moon"]),
            Fixture.event(2, "tide", ["outcome": "high", "detail": "rising"]),
            Fixture.event(3, "door", ["door": "main", "outcome": "sang"]),
        ]
        #expect(
            lines(events) == """
                2026-11-22 20:46:05     decision  -         denied    moon
                2026-11-22 20:46:05     tide      -         high      rising
                2026-11-22 20:46:05     door      main      sang

                """
        )
    }

    @Test func `widen columns and never narrow them`() {
        var text = EventText(style: TextStyle(isColored: false))
        let long = Fixture.event(1, "door", ["door": "the-very-long-door", "outcome": "opened"])
        let short = Fixture.event(2, "door", ["door": "a", "outcome": "opened"])
        _ = text.line(long)
        #expect(text.line(short).contains("door      a                   opened    the door"))
    }

    @Test func `paint alarms`() {
        #expect(lines([Fixture.forced], isColored: true).contains("\u{1B}[1;31m!\u{1B}[0m"))
    }

    @Test func `let nothing steer the terminal`() {
        let event = Fixture.event(1, "staff", ["outcome": "unlock", "reason": "\u{1B}[31m\nx"])
        #expect(lines([event]).hasSuffix("unlock    ?[31m?x\n"))
    }
}
