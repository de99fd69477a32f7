// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import LocalHTTP
import Testing

@testable import PortnerCore

@Suite struct `The core's values on the wire` {
    private let moment: Moment = {
        let timestamp = Timestamp(milliseconds: 1_795_376_765_000)
        return Moment(
            uptime: Uptime(.zero),
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
            clock: .trusted
        )
    }()

    @Test func `tell a released lock from a secured one`() throws {
        let period = SchedulePeriod(from: .midnight, to: .endOfDay, mode: .staffed)
        let schedule = try Schedule([.monday: [try #require(period)]])
        let change = try #require(schedule.nextChange(after: moment.civil))
        let panel = PanelView(
            reader: "main-in",
            door: "main",
            sign: .enterPIN(typed: 2, length: 4),
            mode: .closed,
            nextChange: nil,
            isReleased: true,
            isOpen: nil
        )
        let door = StatusReport.Door(
            "main",
            reasons: [.staff, .fire] as Set,
            isOpen: true,
            availability: .lockedDown,
            mode: .closed,
            nextChange: change,
            panels: [panel]
        )
        #expect(door.lock == .released)
        #expect(door.reasons == ["fire", "staff"])
        #expect(door.contact == .open)
        #expect(door.availability == "locked-down")
        #expect(
            door.nextChange
                == StatusReport.HoursChange(date: "2026-11-23", time: "00:00", mode: "staffed")
        )
        #expect(door.readers == [StatusReport.Reader(name: "main-in", sign: "enter-pin")])
        let secured = StatusReport.Door(
            "main",
            reasons: [],
            isOpen: nil,
            availability: .inService,
            mode: .closed,
            nextChange: nil,
            panels: []
        )
        #expect(secured.lock == .secured)
        #expect(secured.contact == nil)
    }

    @Test func `count denials by their code`() {
        var counters = StationCounters()
        counters.granted = 3
        counters.denied = [.wrongPIN: 2]
        let report = StatusReport.Counters(counters, eventsDropped: 4, alarms: 6)
        #expect(report.granted == 3)
        #expect(report.denied == ["wrong-pin": 2])
        #expect(report.eventsDropped == 4)
    }

    @Test(
        arguments: [
            (.init(.clock, .passed), "passed", "the clock can be believed"),
            (.init(.pin, .notAsked), "not-asked", "the door asks for no PIN at this time"),
            (.init(.hours, .mode(.selfService)), "passed", "self-service hours"),
            (.init(.hours, .refused(.closed)), "refused", Denial.closed.explanation),
            (.init(.facts, .needs(.askLibrary)), "needs", "the library system has to be asked"),
            (.init(.facts, .library), "passed", "the library system answered just now"),
            (
                .init(.facts, .cached(age: .seconds(725), limit: .seconds(86_400))), "passed",
                "cached facts, 12 min old; good for 1 d"
            ),
            (
                .init(.blocks, .blocks(harmless: [.debt], closing: [])), "passed",
                "restrictions that do not matter here: E"
            ),
            (
                .init(.blocks, .blocks(harmless: [.debt], closing: [.excluded])), "refused",
                "restrictions that close this door: U; restrictions that do not matter here: E"
            ),
        ] as [(Finding, String, String)]
    )
    func `say what a rule found`(finding: Finding, result: String, text: String) {
        let found = AccessCheckReply.Finding(finding)
        #expect(found.rule == finding.rule.rawValue)
        #expect(found.result == result)
        #expect(found.text == text)
    }

    @Test func `measure the age of facts from the moment of the decision`() {
        let facts = PatronFacts(
            patron: nil,
            blocks: [],
            validity: .valid,
            age: nil,
            asOf: Timestamp(milliseconds: moment.timestamp.milliseconds - 60_500)
        )
        let reply = AccessCheckReply(
            AccessOpinion(
                outcome: .denied(.tooYoung),
                findings: [],
                facts: facts,
                door: "main",
                moment: moment
            )
        )
        #expect(reply.verdict == .denied)
        #expect(reply.denial == "too-young")
        #expect(reply.at == Fixture.now)
        #expect(
            reply.ages == AccessCheckReply.FactAges(blocks: 60, debts: 60, validity: 60, age: nil)
        )
    }

    @Test(arguments: StaffRefusal.allCases)
    func `name every refusal of an order`(refusal: StaffRefusal) {
        #expect(ControlFailure(refusal).code == refusal.rawValue)
    }
}

@Suite struct `A time that a technician names` {
    @Test(arguments: ["20:46", "8:05", "2026-11-22T20:46", "2026-11-22 20:46"])
    func `is a time of day with or without a date`(text: String) throws {
        let time = try #require(PlannedTime(text))
        #expect((time.date == nil) == !text.hasPrefix("2026"))
    }

    @Test(
        arguments: [
            "", "24:00", "20", "2026-11-22", "2026-11-31T20:46", "22-11-2026T20:46", "T20:46",
            "2026-11-22T", "2026-11-22T20:46T", "2026-11-22T20:46:05", "+026-11-22T20:46",
        ]
    )
    func `is nothing else`(text: String) {
        #expect(PlannedTime(text) == nil)
    }
}
