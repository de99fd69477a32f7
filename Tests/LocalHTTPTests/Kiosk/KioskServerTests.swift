// SPDX-License-Identifier: MPL-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import PortnerCore
import Testing

@testable import LocalHTTP

private let press = #"{"id":"a-1","session":7,"order":"renew-3"}"#

@Suite(.timeLimit(.minutes(5))) struct `The kiosk's server` {
    @Test func `serves the page of a kiosk`() async throws {
        try await TestSite.run { site in
            let page = try await site.ask(.GET, "/kiosk/hall")
            #expect(page.status == 200)
            #expect(page.headers["Content-Type"] == ["text/html; charset=utf-8"])
            #expect(page.body.contains("<title>A &lt;b&gt; &amp; &quot;c&quot;</title>"))
            #expect(!page.body.contains("{{"))
            #expect(!page.body.contains(" style="))
            #expect(!page.body.contains("<style"))
        }
    }

    @Test(arguments: [
        "/kiosk", "/kiosk/other", "/kiosk/Hall", "/kiosk/a%2Fb", "/kiosk/other/look.css",
        "/kiosk/other/view",
    ])
    func `knows no other kiosk`(path: String) async throws {
        try await TestSite.run { site in
            let status = try await site.ask(.GET, path).status
            #expect(status == 404)
        }
    }

    @Test(arguments: ["press", "beat"])
    func `takes nothing for a kiosk that does not exist`(path: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.ask(
                .POST,
                "/kiosk/other/\(path)",
                headers: try await site.credentials(),
                body: .bytes(ByteBuffer(string: press))
            )
            #expect(answer.status == 404)
            #expect(site.received.all == [])
        }
    }

    @Test func `passes on what is pressed, in its order`() async throws {
        try await TestSite.run { site in
            let headers = try await site.credentials()
            for order in ["loan", "key-7", "back"] {
                let body = #"{"id":"p-\#(order)","session":9,"order":"\#(order)"}"#
                let answer = try await site.ask(
                    .POST,
                    "/kiosk/hall/press",
                    headers: headers,
                    body: .bytes(ByteBuffer(string: body))
                )
                #expect(answer.status == 204)
            }
            #expect(
                site.received.all == [
                    "loan p-loan of 9 at hall", "key-7 p-key-7 of 9 at hall",
                    "back p-back of 9 at hall",
                ]
            )
        }
    }

    @Test func `passes on that a page is alive`() async throws {
        try await TestSite.run { site in
            let answer = try await site.ask(
                .POST,
                "/kiosk/hall/beat",
                headers: try await site.credentials(),
                body: .bytes(ByteBuffer(string: "{}"))
            )
            #expect(answer.status == 204)
            #expect(site.received.all == ["beat of hall"])
        }
    }

    @Test(arguments: ["press", "beat"], ["http://example.org", "null", "http://localhost:1", ""])
    func `takes nothing from another origin`(path: String, origin: String) async throws {
        try await TestSite.run { site in
            var headers = try await site.credentials()
            headers.replaceOrAdd(name: "Origin", value: origin)
            let status = try await post(press, to: path, of: site, headers)
            #expect(status == 403)
            #expect(site.received.all == [])
        }
    }

    @Test(arguments: ["press", "beat"])
    func `takes nothing without an origin`(path: String) async throws {
        try await TestSite.run { site in
            var headers = try await site.credentials()
            headers.remove(name: "Origin")
            let status = try await post(press, to: path, of: site, headers)
            #expect(status == 403)
            #expect(site.received.all == [])
        }
    }

    @Test(arguments: ["press", "beat"], ["example.org", "127.0.0.1", "localhost:1"])
    func `takes nothing under another host's name`(path: String, host: String) async throws {
        try await TestSite.run { site in
            var headers = try await site.credentials()
            headers.replaceOrAdd(name: "Host", value: host)
            let status = try await post(press, to: path, of: site, headers)
            #expect(status == 421)
            #expect(site.received.all == [])
        }
    }

    @Test(arguments: ["press", "beat"], ["", "0", "00000000000000000000000000000000"])
    func `takes nothing with another token`(path: String, token: String) async throws {
        try await TestSite.run { site in
            var headers = try await site.credentials()
            headers.replaceOrAdd(name: "Portner-Token", value: token)
            let status = try await post(press, to: path, of: site, headers)
            #expect(status == 403)
            #expect(site.received.all == [])
        }
    }

    @Test func `shows no view without a token`() async throws {
        try await TestSite.run { site in
            for path in ["/kiosk/hall/view", "/kiosk/hall/view?token=1"] {
                let status = try await site.ask(.GET, path).status
                #expect(status == 403)
            }
        }
    }

    @Test(arguments: [
        (#"{"id":"a","session":7,"order":"open-sesame"}"#, 400),
        (#"{"id":"a b","session":7,"order":"back"}"#, 400),
        (#"{"id":"a","session":-1,"order":"back"}"#, 400),
        (#"{"id":"a","session":7}"#, 400), ("[]", 400), ("", 400), ("{", 400),
        (#"{"id":"a","session":7,"order":""# + String(repeating: "x", count: 5000) + #""}"#, 413),
    ])
    func `takes no body that is not a press`(body: String, expected: Int) async throws {
        try await TestSite.run { site in
            let headers = try await site.credentials()
            let status = try await post(body, to: "press", of: site, headers)
            #expect(status == expected)
            #expect(site.received.all == [])
        }
    }

    @Test func `takes presses as JSON only`() async throws {
        try await TestSite.run { site in
            var headers = try await site.credentials()
            headers.replaceOrAdd(name: "Content-Type", value: "text/plain")
            let status = try await post(press, to: "press", of: site, headers)
            #expect(status == 415)
        }
    }

    @Test func `shows the newest view to whoever comes, and each that follows`() async throws {
        try await TestSite.run { site in
            site.kioskHub.publish(.example(.idle), at: .example)
            site.kioskHub.publish(.example(.checking), at: .example)
            let url = "\(site.origin)/kiosk/hall/view?token=\(try await site.token())"
            let response = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: url),
                timeout: .seconds(60)
            )
            var events = EventReader(response, of: KioskSnapshot.self)
            let first = try await events.next()
            #expect(first?.page == "checking")
            site.kioskHub.views.repeatNewest()
            let again = try await events.next()
            #expect(again?.sequence == first?.sequence)
            site.kioskHub.publish(.example(.home), at: .example)
            let second = try await events.next()
            #expect(second?.page == "home")
            #expect(second?.sequence == first.map { $0.sequence + 1 })
        }
    }

    @Test func `weighs no more than 200 KiB with all it is made of`() async throws {
        try await TestSite.run { site in
            let page = try await site.ask(.GET, "/kiosk/hall").body.utf8.count
            let scripts = [
                "base.css", "kiosk.css", "kiosk.js", "layout.css", "link.js", "pad.js", "parts.css",
                "parts.js", "sheet.js", "stage.js", "tones.js", "voice.js", "icon.svg",
            ]
            let assets = scripts.compactMap { Asset.all[$0]?.bytes.count }
            #expect(assets.count == scripts.count)
            #expect(page + assets.reduce(0, +) <= 200 * 1024)
        }
    }

    private func post(
        _ body: String,
        to path: String,
        of site: TestSite,
        _ headers: HTTPHeaders
    ) async throws -> Int {
        try await site.ask(
            .POST,
            "/kiosk/hall/\(path)",
            headers: headers,
            body: .bytes(ByteBuffer(string: body))
        ).status
    }
}

@Suite struct `A kiosk's look` {
    @Test(arguments: [
        "http://library.example", "https://ø.example", "https://a b", "javascript:alert(1)", "",
        "https://" + String(repeating: "a", count: 100),
    ])
    func `takes no other address than a short one over TLS`(address: String) throws {
        let common = try PanelLook(libraryName: "A")
        #expect(throws: KioskLook.Flaw.address) { try KioskLook(common, address: address) }
    }

    @Test func `takes the longest address that a code holds`() throws {
        let common = try PanelLook(libraryName: "A")
        let address = "https://" + String(repeating: "a", count: QRCode.bytesMax - 8)
        #expect(try KioskLook(common, address: address).address == address)
        #expect(QRCode(address) != nil)
    }
}

extension KioskView {
    static func example(_ page: Page) -> KioskView {
        KioskView(kiosk: TestSite.kiosk, session: 1, page: page)
    }
}
