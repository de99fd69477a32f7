// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import FoundationEssentials
import Testing

@Suite struct `The wire format` {
    private func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Checks that a value has exactly this text and that the text gives the value back.
    private func expect<Value: Codable & Equatable>(_ value: Value, isWrittenAs text: String) throws
    {
        #expect(try json(value) == text)
        #expect(try JSONDecoder().decode(Value.self, from: Data(text.utf8)) == value)
    }

    private func time(_ text: String) throws -> LocalTime { try #require(LocalTime(text)) }

    @Test func `of a cache has not changed`() throws {
        let report = CacheReport(
            isTrusted: true,
            answers: CacheReport.Answers(patrons: 2, verifiers: 1, newest: nil, oldest: nil),
            roster: CacheReport.Roster(
                file: "/srv/roster.csv",
                needsSignature: true,
                cursor: "a-1",
                asOf: try time("2026-11-22T03:00:00+01:00"),
                cards: 9,
                phase: .applying,
                permille: 250,
                last: CacheReport.Roster.Outcome(
                    code: "roster-gap",
                    text: "a full one is needed",
                    at: try time("2026-11-22T04:00:00+01:00")
                ),
                unconfirmed: "a-2"
            )
        )
        try expect(
            report,
            isWrittenAs: #"{"answers":{"patrons":2,"verifiers":1},"isTrusted":true,"#
                + #""roster":{"asOf":"2026-11-22T03:00:00+01:00","cards":9,"cursor":"a-1","#
                + #""file":"/srv/roster.csv","last":{"at":"2026-11-22T04:00:00+01:00","#
                + #""code":"roster-gap","text":"a full one is needed"},"needsSignature":true,"#
                + #""permille":250,"phase":"applying","unconfirmed":"a-2"},"schema":1}"#
        )
        try expect(
            CacheSync(confirm: "a-2", sudoUserID: 1000),
            isWrittenAs: #"{"confirm":"a-2","sudoUserID":1000}"#
        )
    }

    @Test func `of a status has not changed`() throws {
        let door = StatusReport.Door(
            name: "main",
            lock: .released,
            reasons: ["grant", "schedule"],
            contact: .closed,
            availability: "in-service",
            mode: "self-service",
            nextChange: StatusReport.HoursChange(date: "2026-11-22", time: "22:00", mode: "closed"),
            readers: [StatusReport.Reader(name: "main-in", sign: "granted")]
        )
        let status = StatusReport(
            version: "1.2.3",
            startedAt: try time("2026-11-22T06:00:00+01:00"),
            now: try time("2026-11-22T20:46:05+01:00"),
            clock: "trusted",
            doors: [door],
            devices: [
                StatusReport.Device(name: "pad", role: "keypad", state: .lost, detail: "1-2")
            ],
            library: StatusReport.Library(isReachable: nil, since: nil, detail: ""),
            cache: StatusReport.Cache(patrons: 2, newest: nil, oldest: nil, isTrusted: true),
            ledger: StatusReport.Ledger(entries: 9, lastSequence: 9, state: .writing),
            throttledSubjects: 1,
            counters: StatusReport.Counters(
                granted: 4,
                denied: ["closed": 2],
                scansRefused: [:],
                ignored: ["late": 1],
                eventsDropped: 0,
                recordsLost: 0
            ),
            configuration: StatusReport.Configuration(
                path: "/etc/portner/portner.yaml",
                loadedAt: try time("2026-11-22T06:00:00+01:00"),
                lastError: nil
            )
        )
        try expect(
            status,
            isWrittenAs: #"{"cache":{"isTrusted":true,"patrons":2},"clock":"trusted","#
                + #""configuration":{"loadedAt":"2026-11-22T06:00:00+01:00","#
                + #""path":"/etc/portner/portner.yaml"},"counters":{"denied":{"closed":2},"#
                + #""eventsDropped":0,"granted":4,"ignored":{"late":1},"recordsLost":0,"#
                + #""scansRefused":{}},"devices":[{"detail":"1-2","name":"pad","role":"keypad","#
                + #""state":"lost"}],"doors":[{"availability":"in-service","contact":"closed","#
                + #""lock":"released","mode":"self-service","name":"main","nextChange":{"#
                + #""date":"2026-11-22","mode":"closed","time":"22:00"},"readers":[{"#
                + #""name":"main-in","sign":"granted"}],"reasons":["grant","schedule"]}],"#
                + #""ledger":{"entries":9,"lastSequence":9,"state":"writing"},"#
                + #""library":{"detail":""},"now":"2026-11-22T20:46:05+01:00","schema":1,"#
                + #""startedAt":"2026-11-22T06:00:00+01:00","throttledSubjects":1,"#
                + #""version":"1.2.3"}"#
        )
    }

    @Test func `of a page of events has not changed`() throws {
        let event = EventReport(
            sequence: 7,
            at: try time("2026-11-22T20:46:05+01:00"),
            kind: "decision",
            isAlarm: false,
            card: "1a2b3c4d",
            fields: ["door": "main", "outcome": "granted"]
        )
        try expect(
            EventPage(events: [event], through: 8),
            isWrittenAs: #"{"events":[{"at":"2026-11-22T20:46:05+01:00","card":"1a2b3c4d","#
                + #""fields":{"door":"main","outcome":"granted"},"isAlarm":false,"#
                + #""kind":"decision","schema":1,"sequence":7}],"schema":1,"through":8}"#
        )
    }

    @Test func `of an order and its reply has not changed`() throws {
        try expect(
            DoorOrder(order: "unlock", door: "main", reason: "delivery", sudoUserID: 1000),
            isWrittenAs:
                #"{"door":"main","order":"unlock","reason":"delivery","sudoUserID":1000}"#
        )
        try expect(
            DoorOrderReply(order: "unlock", door: "main", by: "anna"),
            isWrittenAs: #"{"by":"anna","door":"main","order":"unlock","schema":1}"#
        )
    }

    @Test func `of the reply to a check has not changed`() throws {
        let reply = AccessCheckReply(
            verdict: .denied,
            denial: "closed",
            door: "main",
            at: try time("2026-11-22T23:00:00+01:00"),
            findings: [AccessCheckReply.Finding(rule: "hours", result: "refused", text: "no")],
            ages: AccessCheckReply.FactAges(blocks: 1, debts: 2, validity: 3, age: nil)
        )
        try expect(
            reply,
            isWrittenAs: #"{"ages":{"blocks":1,"debts":2,"validity":3},"#
                + #""at":"2026-11-22T23:00:00+01:00","denial":"closed","door":"main","#
                + #""findings":[{"result":"refused","rule":"hours","text":"no"}],"schema":1,"#
                + #""verdict":"denied"}"#
        )
    }

    @Test func `of a ledger report has not changed`() throws {
        try expect(
            LedgerReport(isIntact: false, entries: 9, erased: 2, lastSequence: 5, brokenAt: 6),
            isWrittenAs: #"{"brokenAt":6,"entries":9,"erased":2,"isIntact":false,"#
                + #""lastSequence":5,"schema":1}"#
        )
    }

    @Test func `of a failure has not changed`() throws {
        try expect(
            ControlFailure(.lockedDown),
            isWrittenAs: #"{"code":"locked-down","message":"the door is locked down","#
                + #""remedy":"portner door resume lifts it","schema":1}"#
        )
    }

    @Test func `leaves room for fields that a reader does not know`() throws {
        let text = #"{"by":"anna","door":"main","later":[1],"order":"unlock","schema":1}"#
        let reply = try JSONDecoder().decode(DoorOrderReply.self, from: Data(text.utf8))
        #expect(reply == DoorOrderReply(order: "unlock", door: "main", by: "anna"))
    }

    @Test func `refuses a time in another form`() {
        let text = #"{"events":[],"through":"1","schema":1}"#
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(EventPage.self, from: Data(text.utf8))
        }
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([LocalTime].self, from: Data(#"["yesterday"]"#.utf8))
        }
    }
}

@Suite struct `A question about a card` {
    private let question = AccessCheck(
        card: SecretText("7001011234"),
        door: "main",
        reader: nil,
        at: "20:46"
    )

    @Test func `carries the card to the daemon`() throws {
        let data = try JSONEncoder().encode(question)
        let arrived = try JSONDecoder().decode(AccessCheck.self, from: data)
        #expect(arrived.card.secret == "7001011234")
        #expect(arrived.door == "main")
        #expect(arrived.at == "20:46")
    }

    @Test func `shows the card nowhere else`() {
        var dumped = ""
        dump(question, to: &dumped)
        let texts = ["\(question)", String(reflecting: question), "\(question.card)", dumped]
        #expect(texts.allSatisfy { !$0.contains("7001011234") })
    }
}

@Suite struct `A failure` {
    @Test(arguments: ControlFailure.Code.allCases)
    func `names its cause and a remedy`(code: ControlFailure.Code) {
        let failure = ControlFailure(code)
        #expect(!failure.message.isEmpty && !failure.message.hasSuffix("."))
        #expect(!failure.remedy.isEmpty && !failure.remedy.hasSuffix("."))
        #expect(failure.known == code)
    }

    @Test func `of a newer daemon still has its words`() throws {
        let text = #"{"code":"moon","message":"the moon","remedy":"wait","schema":1}"#
        let failure = try JSONDecoder().decode(ControlFailure.self, from: Data(text.utf8))
        #expect(failure.known == nil)
        #expect(failure.message == "the moon")
    }

    @Test func `can say more`() {
        #expect(
            ControlFailure(.badRequest, detail: "no order").message
                == "the request is malformed: no order"
        )
    }
}
