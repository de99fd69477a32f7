// SPDX-License-Identifier: MPL-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import PortnerCore
import Testing

@testable import LocalHTTP

@Suite(.timeLimit(.minutes(5))) struct `The panel server` {
    @Test func `serves the page of a reader with a panel`() async throws {
        try await TestSite.run { site in
            let page = try await site.ask(.GET, "/door/main-outside")
            #expect(page.status == 200)
            #expect(page.headers["Content-Type"] == ["text/html; charset=utf-8"])
            #expect(page.body.contains("<title>A &lt;b&gt; &amp; &quot;c&quot;</title>"))
            #expect(!page.body.contains("{{"))
        }
    }

    @Test(arguments: ["/", "/door", "/door/other", "/door/Main", "/door/a%2Fb", "/favicon.ico"])
    func `knows no other page`(path: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.ask(.GET, path)
            #expect(answer.status == 404)
            #expect(answer.body == "404 Not Found\n")
        }
    }

    @Test func `serves every file that is part of the program`() async throws {
        try await TestSite.run { site in
            for (name, asset) in Asset.all {
                let answer = try await site.ask(.GET, "/assets/\(name)")
                #expect(answer.status == 200)
                #expect(answer.headers["Content-Type"] == [asset.contentType])
                #expect(answer.body.utf8.count == asset.bytes.count)
                #expect(answer.body.contains("SPDX-License-Identifier: MPL-2.0"))
            }
        }
    }

    @Test(
        arguments: [
            "/assets/../base.css", "/assets/%2e%2e/base.css", "/assets/..%2f..%2fetc%2fpasswd",
            "/assets//etc/passwd", "/assets/panel.html", "/assets/.",
        ])
    func `serves no other file`(path: String) async throws {
        try await TestSite.run { site in
            let status = try await site.ask(.GET, path).status
            #expect(status == 404)
        }
    }

    @Test(arguments: [
        "/door/main-outside", "/assets/panel.js", "/nothing", "/door/main-outside/view",
    ])
    func `hardens every answer`(path: String) async throws {
        try await TestSite.run { site in
            let headers = try await site.ask(.GET, path).headers
            let policy = try #require(headers["Content-Security-Policy"].first)
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(headers["X-Content-Type-Options"] == ["nosniff"])
            #expect(headers["Referrer-Policy"] == ["no-referrer"])
            #expect(headers["Cache-Control"] == ["no-store"])
            #expect(headers["Cross-Origin-Resource-Policy"] == ["same-origin"])
            #expect(headers["Access-Control-Allow-Origin"] == [])
        }
    }

    @Test func `writes pages without inline scripts and styles`() async throws {
        try await TestSite.run(demo: true) { site in
            for path in ["/door/main-outside", "/demo"] {
                let page = try await site.ask(.GET, path).body
                #expect(!page.contains(" style="))
                #expect(!page.contains("<style"))
                #expect(
                    page.components(of: "<script").dropFirst().allSatisfy {
                        $0.hasPrefix(" type=\"module\" src=\"/")
                    }
                )
                #expect(!page.contains(" onclick="))
                #expect(!page.contains("http"))
            }
        }
    }

    @Test func `brings the library's colour and screen`() async throws {
        try await TestSite.run { site in
            let css = try await site.ask(.GET, "/door/main-outside/look.css").body
            #expect(css.contains("--identity-h: 198;"))
            #expect(css.contains("--px-per-mm: 5.247;"))
        }
    }

    @Test(arguments: ["example.org", "127.0.0.1", "localhost:1", "127.0.0.1.example.org:80", ""])
    func `answers to no other host name`(host: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.ask(.GET, "/door/main-outside", headers: ["Host": host])
            #expect(answer.status == 421 || answer.status == 400)
        }
    }

    @Test func `answers to the name localhost`() async throws {
        try await TestSite.run { site in
            let headers: HTTPHeaders = ["Host": "localhost:\(site.tcpPort)"]
            let status = try await site.ask(.GET, "/door/main-outside", headers: headers).status
            #expect(status == 200)
        }
    }

    @Test(arguments: ["http://example.org", "null", "http://localhost:1", ""])
    func `takes no key from a page of another origin`(origin: String) async throws {
        try await TestSite.run { site in
            var headers = try await site.credentials()
            headers.replaceOrAdd(name: "Origin", value: origin)
            let answer = try await site.ask(
                .POST,
                "/door/main-outside/key",
                headers: headers,
                body: .bytes(ByteBuffer(string: #"{"key":"5"}"#))
            )
            #expect(answer.status == 403)
            #expect(site.received.all == [])
        }
    }

    @Test func `takes no key without an origin`() async throws {
        try await TestSite.run { site in
            var headers = try await site.credentials()
            headers.remove(name: "Origin")
            let answer = try await site.ask(
                .POST,
                "/door/main-outside/key",
                headers: headers,
                body: .bytes(ByteBuffer(string: #"{"key":"5"}"#))
            )
            #expect(answer.status == 403)
            #expect(site.received.all == [])
        }
    }

    @Test(arguments: ["", "0", "00000000000000000000000000000000"])
    func `takes no key without the token of this start`(token: String) async throws {
        try await TestSite.run { site in
            var headers = try await site.credentials()
            headers.replaceOrAdd(name: "Portner-Token", value: token)
            let answer = try await site.ask(
                .POST,
                "/door/main-outside/key",
                headers: headers,
                body: .bytes(ByteBuffer(string: #"{"key":"5"}"#))
            )
            #expect(answer.status == 403)
            #expect(site.received.all == [])
        }
    }

    @Test(arguments: ["/door/main-outside/view", "/door/main-outside/view?token=1"])
    func `shows no states without the token of this start`(path: String) async throws {
        try await TestSite.run { site in
            let status = try await site.ask(.GET, path).status
            #expect(status == 403)
        }
    }

    @Test func `passes keys on in their order`() async throws {
        try await TestSite.run { site in
            let headers = try await site.credentials()
            for key in ["1", "clear", "0", "enter", "cancel"] {
                let answer = try await site.ask(
                    .POST,
                    "/door/main-outside/key",
                    headers: headers,
                    body: .bytes(ByteBuffer(string: #"{"key":"\#(key)"}"#))
                )
                #expect(answer.status == 204)
                #expect(answer.body == "")
            }
            #expect(
                site.received.all == [
                    "digit 1 at main-outside", "clear at main-outside",
                    "digit 0 at main-outside", "enter at main-outside",
                    "cancel at main-outside",
                ]
            )
        }
    }

    @Test(arguments: [
        "", "{}", #"{"key":"12"}"#, #"{"key":"a"}"#, #"{"key":5}"#, "[", #"{"key":"٥"}"#,
    ])
    func `refuses what is no key`(body: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.ask(
                .POST,
                "/door/main-outside/key",
                headers: try await site.credentials(),
                body: .bytes(ByteBuffer(string: body))
            )
            #expect(answer.status == 400)
            #expect(answer.body == "400 Bad Request\n")
            #expect(site.received.all == [])
        }
    }

    @Test func `refuses another kind of content`() async throws {
        try await TestSite.run { site in
            var headers = try await site.credentials()
            headers.replaceOrAdd(name: "Content-Type", value: "text/plain")
            let answer = try await site.ask(
                .POST,
                "/door/main-outside/key",
                headers: headers,
                body: .bytes(ByteBuffer(string: #"{"key":"5"}"#))
            )
            #expect(answer.status == 415)
        }
    }

    @Test(arguments: [true, false])
    func `refuses a body that is too long`(isAnnounced: Bool) async throws {
        try await TestSite.run { site in
            let body = ByteBuffer(repeating: 0x20, count: ServerLimits.bodyLengthMax + 1)
            let answer = try await site.ask(
                .POST,
                "/door/main-outside/key",
                headers: try await site.credentials(),
                body: isAnnounced
                    ? .bytes(body) : .stream([body].async, length: .unknown)
            )
            #expect(answer.status == 413)
            #expect(site.received.all == [])
        }
    }

    @Test func `refuses headers that are too long`() async throws {
        try await TestSite.run { site in
            let long = String(repeating: "x", count: ServerLimits.headerListLengthMax)
            let status = try? await site.ask(
                .GET,
                "/door/main-outside",
                headers: ["X-Long": long]
            ).status
            #expect(status != 200)
        }
    }

    @Test(
        arguments: [
            ("/door/main-outside", HTTPMethod.POST, "GET, HEAD"),
            ("/door/main-outside/key", .GET, "POST"),
            ("/door/main-outside/key", .DELETE, "POST"),
            ("/door/main-outside/view", .PUT, "GET, HEAD"),
            ("/assets/panel.js", .POST, "GET, HEAD"),
        ])
    func `names the method that a path takes`(
        path: String,
        method: HTTPMethod,
        allowed: String
    ) async throws {
        try await TestSite.run { site in
            let answer = try await site.ask(
                method,
                path,
                headers: try await site.credentials()
            )
            #expect(answer.status == 405)
            #expect(answer.headers["Allow"] == [allowed])
        }
    }

    @Test func `answers to HEAD without a body`() async throws {
        try await TestSite.run { site in
            let answer = try await site.ask(.HEAD, "/door/main-outside")
            #expect(answer.status == 200)
            #expect(answer.body == "")
        }
    }
}

extension String {
    /// The parts between a mark.
    func components(of mark: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let found = rest.firstRange(of: mark) {
            parts.append(rest[..<found.lowerBound])
            rest = rest[found.upperBound...]
        }
        return parts + [rest]
    }
}

extension Array where Element: Sendable {
    /// The elements one after the other.
    var async: AsyncStream<Element> {
        AsyncStream { continuation in
            for element in self { continuation.yield(element) }
            continuation.finish()
        }
    }
}
