// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Testing

@Suite struct `A role` {
    @Test func `may do what those before it may`() {
        #expect(ControlRole.allCases == ControlRole.allCases.sorted())
        #expect(ControlRole.allCases == [.observer, .staff, .technician])
    }
}

@Suite struct `A request` {
    /// Every request by the role that it takes, in the words that stand in ledgers.
    private static let table: [ControlRole: Set<String>] = [
        .observer: ["status", "events", "cache", "kiosks", "privacy-facts", "visit-counts"],
        .staff: [
            "events-about-persons", "door-unlock", "door-secure", "door-resume", "door-test",
            "evacuation", "wait-lift", "access-check", "list", "list-change", "outbox",
            "outbox-change", "outbox-reveal", "kiosk-service", "cache-sync",
        ],
        .technician: [
            "roster-confirm", "ledger-verify", "ledger-proof", "ledger-export", "person-report",
            "erasure",
        ],
    ]

    @Test(arguments: ControlRole.allCases)
    func `takes exactly one role`(role: ControlRole) {
        let taking = ControlRequest.allCases.filter { $0.role == role }.map(\.rawValue)
        #expect(Set(taking) == Self.table[role])
    }

    @Test func `is in the table of them`() {
        #expect(ControlRequest.allCases.count == Self.table.values.map(\.count).reduce(0, +))
    }
}

@Suite struct `An entry for who sees nothing of persons` {
    private func entry(
        _ kind: String,
        isAlarm: Bool = false,
        _ fields: [String: String] = [:]
    ) -> EventReport {
        EventReport(
            sequence: 1,
            at: .unknown,
            kind: kind,
            isAlarm: isAlarm,
            card: "1a2b3c4d",
            fields: fields
        )
    }

    @Test(arguments: ["decision", "session", "staff", "kiosk", "of-a-newer-daemon"])
    func `is none where it concerns somebody, an alarm or not`(kind: String) {
        #expect(entry(kind).withoutPersons == nil)
        #expect(entry(kind, isAlarm: true).withoutPersons == nil)
    }

    @Test func `is none where a door was used as it should be`() {
        #expect(entry("door", ["outcome": "opened"]).withoutPersons == nil)
    }

    @Test func `has the alarm of a door`() {
        let alarm = entry("door", isAlarm: true, ["door": "main", "outcome": "forced-open"])
        #expect(alarm.withoutPersons?.fields == ["door": "main", "outcome": "forced-open"])
    }

    @Test(arguments: ["device", "library", "clock"])
    func `has what happened to parts, without card and orderer`(kind: String) {
        let kept = ["device": "pad", "outcome": "lost", "detail": "unplugged", "local": "1"]
        let whole = kept.merging(["by": "ulla", "reason": "x", "blocks": "F"]) { $1 }
        let shown = entry(kind, whole).withoutPersons
        #expect(shown?.fields == kept)
        #expect(shown?.card == nil)
    }

    @Test func `has what the station did, without the words that name somebody`() {
        let whole = ["outcome": "roster-confirmed", "detail": "a-2, by ulla"]
        #expect(entry("station", whole).withoutPersons?.fields == ["outcome": "roster-confirmed"])
    }

    @Test func `stands on a page that says what it leaves out`() {
        let events = ["door", "decision", "device", "library"].map { entry($0) }
        let page = EventPage(events: events, through: 9).withoutPersons(limit: 1)
        #expect(page.events.map(\.kind) == ["library"])
        #expect(page.leavesOutPersons == true && page.through == 9)
    }
}
