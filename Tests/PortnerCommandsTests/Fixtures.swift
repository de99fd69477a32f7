// SPDX-License-Identifier: MPL-2.0

import ControlAPI

/// Made-up answers of a daemon.
enum Fixture {
    static func time(_ text: String) -> LocalTime { LocalTime(text) ?? .unknown }

    static let now = time("2026-11-22T20:46:05+01:00")

    /// A station where everything works.
    static var goodStatus: StatusReport {
        StatusReport(
            version: "1.2.3",
            startedAt: time("2026-11-22T06:00:00+01:00"),
            now: now,
            clock: "trusted",
            doors: [
                StatusReport.Door(
                    name: "main",
                    lock: .secured,
                    contact: .closed,
                    availability: "in-service",
                    mode: "self-service",
                    nextChange: StatusReport.HoursChange(
                        date: "2026-11-22",
                        time: "22:00",
                        mode: "closed"
                    ),
                    readers: [
                        StatusReport.Reader(name: "main-in", sign: "ready"),
                        StatusReport.Reader(name: "main-pad", sign: "ready"),
                    ]
                ),
                StatusReport.Door(
                    name: "yard",
                    lock: .released,
                    reasons: ["schedule"],
                    contact: nil,
                    availability: "in-service",
                    mode: "staffed",
                    nextChange: StatusReport.HoursChange(
                        date: "2026-11-23",
                        time: "08:00",
                        mode: "closed"
                    ),
                    readers: []
                ),
            ],
            devices: [
                StatusReport.Device(
                    name: "main-scanner",
                    role: "scanner",
                    state: .ready,
                    detail: "usb 1-2"
                )
            ],
            library: StatusReport.Library(
                isReachable: true,
                since: time("2026-11-22T06:00:04+01:00"),
                detail: "Demo library"
            ),
            cache: StatusReport.Cache(
                patrons: 12_034,
                newest: time("2026-11-22T20:45:00+01:00"),
                oldest: time("2026-11-15T20:46:05+01:00"),
                isTrusted: true
            ),
            ledger: StatusReport.Ledger(entries: 211, lastSequence: 311, state: .writing),
            throttledSubjects: 0,
            counters: StatusReport.Counters(
                granted: 120,
                denied: ["wrong-pin": 3, "closed": 3, "blocked": 1],
                scansRefused: [:],
                ignored: [:],
                eventsDropped: 0,
                recordsLost: 0
            ),
            configuration: StatusReport.Configuration(
                path: "/etc/portner/portner.yaml",
                loadedAt: time("2026-11-22T06:00:00+01:00"),
                lastError: nil
            )
        )
    }

    /// The same station on a bad day.
    static var badStatus: StatusReport {
        var status = goodStatus
        status.doors[0].contact = .open
        status.doors[1].availability = "out-of-service"
        status.doors[1].lock = .secured
        status.doors[1].reasons = []
        status.devices[0].state = .lost
        status.devices[0].detail = "unplugged"
        status.library.isReachable = false
        status.library.since = time("2026-11-22T20:31:00+01:00")
        status.library.detail = "connection refused"
        status.counters.scansRefused = ["too-long": 2]
        status.throttledSubjects = 2
        return status
    }

    /// The same station with everything told that a newer daemon tells, and kiosks.
    static var wholeStatus: StatusReport {
        var status = goodStatus
        status.ledger.bytes = 73_728
        status.counters.answersLate = 2
        status.counters.alarms = 4
        status.counters.scansRefused = ["too-long": 11]
        status.retention = StatusReport.Retention(
            lastDone: time("2026-11-22T18:00:00+01:00"),
            failure: nil
        )
        status.outbox = StatusReport.Outbox(waiting: 3, forStaff: 1)
        return status
    }

    static func event(
        _ sequence: UInt64,
        _ kind: String,
        isAlarm: Bool = false,
        card: String? = nil,
        at text: String = "2026-11-22T20:46:05+01:00",
        _ fields: [String: String]
    ) -> EventReport {
        EventReport(
            sequence: sequence,
            at: time(text),
            kind: kind,
            isAlarm: isAlarm,
            card: card,
            fields: fields
        )
    }

    static let facts = PrivacyFacts(
        controller: PrivacyFacts.Controller(
            library: "Bakkelund Bibliotek",
            contact: "data@example.org",
            officer: "dpo@example.org",
            page: nil
        ),
        personalPartSeconds: 14 * 86_400,
        unseenSeconds: 90 * 86_400,
        attemptSeconds: 86_400
    )

    /// A person with one card, one visit and a wrong attempt.
    static let person = PersonReport(
        at: now,
        facts: facts,
        patrons: [
            PersonReport.Patron(
                number: "7654321",
                blocks: PersonReport.Fact(value: "", at: time("2026-11-21T10:00:00+01:00")),
                debts: PersonReport.Fact(value: "E", at: time("2026-11-21T10:00:00+01:00")),
                validity: PersonReport.Fact(value: "valid", at: now),
                age: PersonReport.Age(reached: 15, next: 18, nextFrom: "2027-03-01", at: now),
                hasVerifier: true
            )
        ],
        listings: [],
        wrongAttempts: 1,
        visits: [
            PersonReport.Visit(
                sequence: 7,
                at: now,
                kind: "decision",
                door: "main",
                outcome: "denied",
                denial: "wrong-pin",
                blocks: nil
            )
        ],
        visitsLeftOut: 0
    )

    static let erasure = ErasureReport(
        cards: 2,
        patrons: 1,
        records: 12,
        traces: 20,
        files: [ErasureReport.File(name: "cache.sqlite", bytes: 4096, found: [:])],
        isProven: true,
        by: "root"
    )

    static let granted = event(
        1,
        "decision",
        card: "1a2b3c4d",
        [
            "door": "main", "reader": "main-in", "outcome": "granted", "source": "cache",
            "age": "725",
        ]
    )

    static let forced = event(
        2,
        "door",
        isAlarm: true,
        at: "2026-11-22T20:47:10+01:00",
        ["door": "main", "outcome": "forced-open"]
    )
}
