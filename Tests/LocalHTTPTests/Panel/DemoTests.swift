// SPDX-License-Identifier: MPL-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import PortnerCore
import Testing

@testable import LocalHTTP

@Suite(.timeLimit(.minutes(5))) struct `The demo page` {
    @Test(arguments: ["/demo", "/demo/events", "/demo/reader/main-outside/present"])
    func `does not exist on a station with real devices`(path: String) async throws {
        try await TestSite.run { site in
            let method: HTTPMethod = path.hasSuffix("present") ? .POST : .GET
            let answer = try await site.ask(
                method,
                path,
                headers: try await site.credentials()
            )
            #expect(answer.status == 404)
        }
    }

    @Test func `lists the cards and may show the panel in a frame`() async throws {
        try await TestSite.run(demo: true) { site in
            let page = try await site.ask(.GET, "/demo")
            #expect(page.status == 200)
            #expect(page.body.contains("6101901111"))
            let policy = try #require(page.headers["Content-Security-Policy"].first)
            #expect(policy.contains("frame-src 'self'; frame-ancestors 'self'"))
        }
    }

    @Test(
        arguments: [
            (
                "/demo/reader/main-outside/present", #"{"text":"6101901111"}"#,
                "6101901111 at main-outside"
            ),
            ("/demo/door/main/contact", #"{"on":true}"#, "contact of main true"),
            ("/demo/door/main/exit", #"{"on":false}"#, "exit of main false"),
            ("/demo/door/main/fire", #"{"on":true}"#, "fire of main true"),
        ])
    func `presses the virtual devices`(
        path: String,
        body: String,
        heard: String
    ) async throws {
        try await TestSite.run(demo: true) { site in
            let answer = try await site.ask(
                .POST,
                path,
                headers: try await site.credentials(),
                body: .bytes(ByteBuffer(string: body))
            )
            #expect(answer.status == 204)
            #expect(site.received.all == [heard])
        }
    }

    @Test(
        arguments: [
            ("/demo/reader/other/present", #"{"text":"1"}"#, 404),
            ("/demo/door/other/fire", #"{"on":true}"#, 404),
            ("/demo/door/main/lock", #"{"on":true}"#, 404),
            ("/demo/reader/main-outside/present", #"{"text":""}"#, 400),
            (
                "/demo/reader/main-outside/present",
                #"{"text":"\#(String(repeating: "1", count: DemoRoutes.scanLengthMax + 1))"}"#, 400
            ),
            ("/demo/door/main/fire", #"{"on":1}"#, 400),
        ])
    func `refuses what is not there`(path: String, body: String, status: Int) async throws {
        try await TestSite.run(demo: true) { site in
            let answer = try await site.ask(
                .POST,
                path,
                headers: try await site.credentials(),
                body: .bytes(ByteBuffer(string: body))
            )
            #expect(answer.status == status)
            #expect(site.received.all == [])
        }
    }

    @Test func `presses nothing without the token`() async throws {
        try await TestSite.run(demo: true) { site in
            var headers = try await site.credentials()
            headers.remove(name: "Portner-Token")
            let answer = try await site.ask(
                .POST,
                "/demo/door/main/fire",
                headers: headers,
                body: .bytes(ByteBuffer(string: #"{"on":true}"#))
            )
            #expect(answer.status == 403)
            #expect(site.received.all == [])
        }
    }

    @Test func `lists what is in the ledger and then each new entry`() async throws {
        try await TestSite.run(demo: true) { site in
            site.feed.publish(.example(.door, [(.outcome, "opened"), (.door, "main")]))
            let request = HTTPClientRequest(
                url: "\(site.origin)/demo/events?token=\(try await site.token())"
            )
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
            var events = EventReader(response, of: DemoLine.self)
            let first = try #require(try await events.next())
            #expect(first.words["da"] == "Døren blev åbnet")
            #expect(first.time == "20:46:05")
            #expect(first.detail == "door=main")
            site.feed.publish(
                .example(.decision, [(.outcome, "denied"), (.denial, "wrong-pin")])
            )
            let second = try #require(try await events.next())
            #expect(second.words["en"] == "Refused: wrong PIN")
            #expect(second.tone == .no)
        }
    }
}

@Suite struct `A line of the demo's list` {
    @Test func `leaves out whom an entry concerns`() throws {
        let record = Record(
            .decision,
            at: .example,
            subject: CardKey(0xABCD_EF01, 2, 3, 4),
            [(.outcome, "granted"), (.door, "main")]
        )
        let line = try json(DemoLine(record, number: 1))
        #expect(!line.contains("abcdef01"))
        #expect(!line.contains("subject"))
    }

    @Test(arguments: DoorEvent.allCases) func `has words for every door event`(event: DoorEvent) {
        let words = DemoWords(.example(.door, [(.outcome, event.rawValue)]))
        #expect(words.text(in: .danish) != words.text(in: .english))
    }

    @Test(arguments: Denial.allCases) func `has words for every denial`(denial: Denial) {
        let words = DemoWords(
            .example(.decision, [(.outcome, "denied"), (.denial, denial.rawValue)])
        )
        #expect(words.text(in: .danish).hasPrefix("Afvist: "))
        #expect(!words.text(in: .english).contains(denial.rawValue) || denial == .closed)
    }

    @Test func `shows the codes of what it has no words for`() {
        let words = DemoWords(.example(.device, [(.outcome, "lost")]))
        #expect(words.text(in: .danish) == "device: lost")
    }

    @Test func `marks alarms`() {
        let record = Record(.door, at: .example, isAlarm: true, [(.outcome, "forced-open")])
        #expect(DemoLine(record, number: 1).tone == .alarm)
    }
}

extension Record {
    static func example(_ kind: RecordKind, _ values: [(RecordField, String?)]) -> Record {
        Record(kind, at: .example, values)
    }
}
