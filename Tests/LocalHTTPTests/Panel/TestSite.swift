// SPDX-License-Identifier: MPL-2.0

import AsyncHTTPClient
import FoundationEssentials
import Logging
import NIOCore
import NIOHTTP1
import PortnerCore
import ServiceLifecycle
import Synchronization

@testable import LocalHTTP

/// A server on a port of its own, and what reached the program behind it.
struct TestSite: Sendable {
    static let reader: ReaderName = "main-outside"
    static let door: DoorName = "main"
    static let kiosk: KioskName = "hall"

    let hub: PanelHub
    let kioskHub: KioskHub
    let feed: DemoFeed
    let received: Received
    let tcpPort: Int
    let group: ServiceGroup

    /// What a test's ports took.
    final class Received: Sendable {
        private let items = Mutex<[String]>([])
        var all: [String] { items.withLock { $0 } }
        func add(_ item: String) { items.withLock { $0.append(item) } }
    }

    /// Runs a body against a server that stops when the body is done.
    static func run(
        demo: Bool = false,
        _ body: (TestSite) async throws -> Void
    ) async throws {
        let (ports, tell) = AsyncStream<Int>.makeStream()
        let (hub, feed, received) = (PanelHub(), DemoFeed(), Received())
        let kioskHub = KioskHub()
        let panels = PanelPort(
            hub: hub,
            now: { .example },
            look: { $0 == reader ? try? PanelLook(libraryName: "A <b> & \"c\"") : nil },
            press: { key, reader in received.add("\(key.name) at \(reader)") }
        )
        let server = PanelServer(
            panels: panels,
            kiosks: .example(kioskHub, received),
            demo: demo ? .example(feed, received) : nil,
            tcpPort: 0,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            listening: { tell.yield($0) }
        )
        let group = ServiceGroup(
            services: [server],
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        async let running: Void = group.run()
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else { return }
        let site = TestSite(
            hub: hub,
            kioskHub: kioskHub,
            feed: feed,
            received: received,
            tcpPort: port,
            group: group
        )
        do {
            try await body(site)
        } catch {
            await group.triggerGracefulShutdown()
            try await running
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running
    }

    private init(
        hub: PanelHub,
        kioskHub: KioskHub,
        feed: DemoFeed,
        received: Received,
        tcpPort: Int,
        group: ServiceGroup
    ) {
        self.kioskHub = kioskHub
        (self.hub, self.feed, self.received) = (hub, feed, received)
        (self.tcpPort, self.group) = (tcpPort, group)
    }

    var authority: String { "127.0.0.1:\(tcpPort)" }
    var origin: String { "http://\(authority)" }

    /// An answer as far as tests look at it.
    struct Answer: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var body: String
    }

    /// Asks for a path and reads the whole answer.
    func ask(
        _ method: HTTPMethod = .GET,
        _ path: String,
        headers: HTTPHeaders = [:],
        body: HTTPClientRequest.Body? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: origin + path)
        request.method = method
        request.headers = headers
        request.body = body
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 1 << 20)
        return Answer(
            status: Int(response.status.code),
            headers: response.headers,
            body: String(buffer: bytes)
        )
    }

    /// What a page of this site sends with everything it does.
    func credentials() async throws -> HTTPHeaders {
        [
            "Origin": origin, "Content-Type": "application/json",
            "Portner-Token": try await token(),
        ]
    }

    /// The token out of the panel's page.
    func token() async throws -> String {
        let page = try await ask(.GET, "/door/main-outside").body
        let mark = "&quot;token&quot;:&quot;"
        guard let start = page.firstRange(of: mark) else { return "" }
        return String(page[start.upperBound...].prefix(32))
    }

    /// Opens a panel's stream of states.
    func openView() async throws -> HTTPClientResponse {
        let request = HTTPClientRequest(
            url: "\(origin)/door/main-outside/view?token=\(try await token())"
        )
        return try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    }
}

/// The values of a stream of server-sent events, one after the other.
struct EventReader<Value: Decodable> {
    private var chunks: HTTPClientResponse.Body.AsyncIterator
    private var text = ""

    init(_ response: HTTPClientResponse, of: Value.Type) {
        chunks = response.body.makeAsyncIterator()
    }

    /// The next value, or `nil` when the stream has ended.
    mutating func next(
        isolation: isolated (any Actor)? = #isolation
    ) async throws -> Value? {
        while true {
            if let end = text.firstRange(of: "\n\n") {
                let event = text[..<end.lowerBound]
                text = String(text[end.upperBound...])
                let data = Data(event.dropFirst("data: ".count).utf8)
                return try JSONDecoder().decode(Value.self, from: data)
            }
            guard let chunk = try await chunks.next(isolation: isolation) else { return nil }
            text += String(buffer: chunk)
        }
    }
}

extension Moment {
    /// Sunday 22 November 2026, 20:46:05 in Denmark.
    static let example = at(uptime: .seconds(1000))

    static func at(uptime: Duration, clock: ClockTrust = .trusted) -> Moment {
        let timestamp = Timestamp(milliseconds: 1_795_376_765_000)
        return Moment(
            uptime: Uptime(uptime),
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
            clock: clock
        )
    }
}

extension Key {
    /// The key in words; the tests' keys are no secret.
    fileprivate var name: String {
        if case .digit(let digit) = self { "digit \(digit)" } else { "\(self)" }
    }
}

extension PanelView {
    static func example(
        _ sign: Sign,
        mode: HoursMode = .selfService,
        nextChange: Schedule.Change? = nil
    ) -> PanelView {
        PanelView(
            reader: TestSite.reader,
            door: TestSite.door,
            sign: sign,
            mode: mode,
            nextChange: nextChange,
            isReleased: false,
            isOpen: nil
        )
    }
}

extension KioskPort {
    static func example(_ hub: KioskHub, _ received: TestSite.Received) -> KioskPort {
        KioskPort(
            hub: hub,
            now: { .example },
            look: { kiosk in
                guard kiosk == TestSite.kiosk,
                    let common = try? PanelLook(libraryName: "A <b> & \"c\"")
                else { return nil }
                return try? KioskLook(common, address: "https://library.example/pay")
            },
            press: { press, kiosk in
                received.add("\(press.input.word) \(press.id) of \(press.session) at \(kiosk)")
            },
            beat: { received.add("beat of \($0)") }
        )
    }
}

extension DemoPort {
    static func example(_ feed: DemoFeed, _ received: TestSite.Received) -> DemoPort {
        DemoPort(
            entrances: [
                DemoEntrance(
                    reader: TestSite.reader,
                    door: TestSite.door,
                    title: Wording(danish: "Hovedindgang", english: "Main entrance")
                )
            ],
            cards: [
                DemoCard(
                    text: "6101901111",
                    kind: .health,
                    title: Wording(danish: "Asta", english: "Asta"),
                    outcome: Wording(danish: "Kommer ind", english: "Is let in"),
                    pin: "1234"
                )
            ],
            feed: feed,
            present: { received.add("\($0) at \($1)") },
            contact: { received.add("contact of \($0) \($1)") },
            exit: { received.add("exit of \($0) \($1)") },
            fire: { received.add("fire of \($0) \($1)") }
        )
    }
}
