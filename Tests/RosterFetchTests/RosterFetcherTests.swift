// SPDX-License-Identifier: MPL-2.0

import Foundation
import LibrarySimulator
import RosterFetch
import SIP2
import ScriptedServer
import Synchronization
import Testing

/// A folder for what is fetched.
private final class Spool: Sendable {
    let folder = NSTemporaryDirectory() + "portner-fetch-\(UUID().uuidString)"
    var path: String { folder + "/roster.download" }

    init() throws {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    func text(_ suffix: String = "") -> String? {
        FileManager.default.contents(atPath: path + suffix)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}

private func answer(
    _ body: String = "roster",
    status: String = "200 OK",
    headers: [String] = []
) -> String {
    let length =
        headers.contains { $0.hasPrefix("Content-Length") || $0.hasPrefix("Transfer") }
        ? [] : ["Content-Length: \(body.utf8.count)"]
    return (["HTTP/1.1 \(status)"] + length + headers).joined(separator: "\r\n") + "\r\n\r\n" + body
}

private func fetch(
    _ server: ScriptedServer,
    _ spool: Spool,
    knowing tag: String? = nil,
    signed: Bool = false,
    path: String = "/roster.csv",
    timeout: Duration = .seconds(60)
) async throws -> RosterFetchOutcome {
    let fetcher = try RosterFetcher(
        RosterFetchSettings(
            url: server.url(path),
            token: "made-up",
            sizeMax: 64,
            needsSignature: signed,
            timeout: timeout
        )
    )
    return try await fetcher.fetch(
        knowing: tag.flatMap { EntityTag($0) },
        into: spool.path
    )
}

@Suite struct `Fetching a roster` {
    private let spool: Spool

    init() throws { spool = try Spool() }

    @Test func `puts a whole one in its place, readable by nobody else`() async throws {
        let heard = Mutex("")
        try await ScriptedServer.run { request in
            heard.withLock { $0 = request }
            return answer("roster,1\n", headers: [#"ETag: "a-1""#])
        } _: { server in
            let outcome = try await fetch(server, spool)
            #expect(outcome == .fetched(tag: EntityTag(#""a-1""#)))
        }
        #expect(spool.text() == "roster,1\n")
        #expect(spool.names == ["roster.download"])
        let file = try FileManager.default.attributesOfItem(atPath: spool.path)
        #expect(file[.posixPermissions] as? Int == 0o600)
        let request = heard.withLock(\.self).lowercased()
        #expect(request.hasPrefix("get /roster.csv http/1.1\r\n"))
        #expect(request.contains("\r\nauthorization: bearer made-up\r\n"))
        #expect(request.contains("\r\naccept-encoding: identity\r\n"))
        #expect(!request.contains("if-none-match"))
    }

    @Test func `takes a body in chunks of unknown length`() async throws {
        let chunks = "4\r\nrost\r\n2\r\ner\r\n0\r\n\r\n"
        try await ScriptedServer.run { _ in
            answer(chunks, headers: ["Transfer-Encoding: chunked"])
        } _: { server in
            let outcome = try await fetch(server, spool)
            #expect(outcome == .fetched(tag: nil))
        }
        #expect(spool.text() == "roster")
    }

    @Test func `brings nothing when the server knows nothing newer`() async throws {
        let heard = Mutex("")
        try await ScriptedServer.run { request in
            heard.withLock { $0 = request }
            return answer("", status: "304 Not Modified", headers: [#"ETag: W/"a-1""#])
        } _: { server in
            let outcome = try await fetch(server, spool, knowing: #""a-1""#)
            #expect(outcome == .unchanged)
        }
        #expect(heard.withLock(\.self).lowercased().contains("\r\nif-none-match: \"a-1\"\r\n"))
        #expect(spool.names.isEmpty)
    }

    @Test func `brings the signature before the roster`() async throws {
        try await ScriptedServer.run { request in
            request.hasPrefix("GET /roster.csv.sig?k=1 ") ? answer("signature") : answer()
        } _: { server in
            let outcome = try await fetch(server, spool, signed: true, path: "/roster.csv?k=1")
            #expect(outcome == .fetched(tag: nil))
        }
        #expect(spool.text() == "roster")
        #expect(spool.text(".sig") == "signature")
        RosterFetcher.deleteFiles(at: spool.path)
        #expect(spool.names.isEmpty)
    }

    @Test func `replaces what an earlier one has left`() async throws {
        for suffix in ["", ".part", ".sig", ".sig.part"] {
            try Data("old".utf8).write(to: URL(filePath: spool.path + suffix))
        }
        try await ScriptedServer.run { _ in
            answer()
        } _: { server in
            _ = try await fetch(server, spool)
        }
        #expect(spool.names == ["roster.download"])
        #expect(spool.text() == "roster")
    }

    // MARK: Refusals

    private func refusal(
        knowing tag: String? = nil,
        signed: Bool = false,
        _ script: @escaping ScriptedServer.Script
    ) async throws -> RosterFetchRefusal? {
        var refusal: RosterFetchRefusal?
        try await ScriptedServer.run(script) { server in
            refusal = await #expect(throws: RosterFetchRefusal.self) {
                try await fetch(server, spool, knowing: tag, signed: signed)
            }
        }
        #expect(spool.names.isEmpty)
        return refusal
    }

    @Test(arguments: [
        (answer(status: "302 Found", headers: ["Location: http://127.0.0.1/"]), "redirected"),
        (answer(status: "401 Unauthorized"), "forbidden"), (answer(status: "403 No"), "forbidden"),
        (answer(status: "404 Not Found"), "status"), (answer(status: "500 Oh"), "status"),
        (answer(status: "206 Partial"), "status"), (answer("", status: "304 Not"), "status"),
        (answer(headers: ["ETag: a-1"]), "wrong-tag"),
        (answer(headers: [#"ETag: "a"b""#]), "wrong-tag"),
        (answer(headers: [#"ETag: "a""#, #"ETag: "b""#]), "wrong-tag"),
        (answer("\u{1F}x", headers: ["Content-Encoding: gzip"]), "encoded"),
        (answer("x", headers: ["Content-Encoding: identity, br"]), "encoded"),
        (answer(headers: ["Content-Type: text/html; charset=utf-8"]), "web-page"),
        (answer("<!doctype html><p>Log in"), "web-page"),
        (answer(String(repeating: "r", count: 65)), "too-large"),
        (answer("x", headers: ["Content-Length: 999999999999"]), "too-large"),
        (answer(""), "empty"),
        (answer("rost", headers: ["Content-Length: 6"]), "incomplete"),
        (answer("4\r\nrost\r\n2\r\ne", headers: ["Transfer-Encoding: chunked"]), "incomplete"),
        (answer("roster", headers: ["Content-Length: six"]), "incomplete"),
        ("garbage\r\n\r\n", "incomplete"), ("", "incomplete"),
    ])
    func `refuses what is no roster, and leaves nothing behind`(
        _ bytes: String,
        _ code: String
    ) async throws {
        #expect(try await refusal { _ in bytes }?.code == "fetch-" + code)
    }

    @Test func `refuses chunks beyond the limit`() async throws {
        let chunk = "20\r\n" + String(repeating: "r", count: 32) + "\r\n"
        let bytes = answer(
            chunk + chunk + chunk + "0\r\n\r\n",
            headers: ["Transfer-Encoding: chunked"]
        )
        #expect(try await refusal { _ in bytes } == .tooLarge(max: 64))
    }

    @Test func `refuses the word that another roster is the one that is known`() async throws {
        let bytes = answer("", status: "304 Not Modified", headers: [#"ETag: "b""#])
        #expect(try await refusal(knowing: #""a""#) { _ in bytes } == .wrongTag)
    }

    @Test func `refuses a roster whose signature is missing or is none`() async throws {
        func script(_ signature: String) -> ScriptedServer.Script {
            { $0.hasPrefix("GET /roster.csv.sig ") ? signature : answer() }
        }
        let missing = answer("no", status: "404 Not Found")
        #expect(try await refusal(signed: true, script(missing)) == .unsigned)
        let long = answer(String(repeating: "s", count: 257))
        #expect(try await refusal(signed: true, script(long)) == .tooLarge(max: 256))
        #expect(try await refusal(signed: true, script(answer(""))) == .empty)
    }

    @Test func `gives up on a server that does not answer`() async throws {
        try await ScriptedServer.run { _ in
            nil
        } _: { server in
            await #expect(throws: RosterFetchRefusal.timedOut) {
                try await fetch(server, spool, timeout: .milliseconds(50))
            }
        }
        await #expect(throws: RosterFetchRefusal.unreachable) {
            let settings = RosterFetchSettings(
                url: "http://127.0.0.1:1/roster",
                sizeMax: 64,
                needsSignature: false
            )
            _ = try await RosterFetcher(settings).fetch(knowing: nil, into: spool.path)
        }
    }

    @Test func `says when it cannot write`() async throws {
        try await ScriptedServer.run { _ in
            answer()
        } _: { server in
            let settings = RosterFetchSettings(
                url: server.url(),
                sizeMax: 64,
                needsSignature: false
            )
            await #expect(throws: RosterFetchRefusal.notWritten) {
                _ = try await RosterFetcher(settings).fetch(
                    knowing: nil,
                    into: spool.folder + "/no/such/folder"
                )
            }
        }
    }

    // MARK: TLS

    @Test func `believes a server whom its authority vouches for, and no other`() async throws {
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 22))
        let noon = SIP2.Timestamp(day: day, hour: 12, minute: 0, second: 0)
        let time = try #require(noon)
        var settings = LibrarySimulatorServer.Settings(clock: { time }, log: { _ in })
        settings.httpsPort = 0
        let server = try await LibrarySimulatorServer.listen(SimulatedLibrary(), settings)
        let authority = spool.folder + "/authority.pem"
        try Data(try #require(server.authority).utf8).write(to: URL(filePath: authority))
        let port = try #require(server.httpsPort)
        func refusal(_ authority: String?) async -> RosterFetchRefusal? {
            await #expect(throws: RosterFetchRefusal.self) {
                let fetcher = try RosterFetcher(
                    RosterFetchSettings(
                        url: "https://localhost:\(port)/roster.csv",
                        authorityFile: authority,
                        sizeMax: 64,
                        needsSignature: false
                    )
                )
                _ = try await fetcher.fetch(knowing: nil, into: spool.path)
            }
        }
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            // The simulated library has no roster: its own answer shows that it was reached.
            guard case .status? = await refusal(authority) else {
                throw CancellationError()
            }
            #expect(await refusal(nil) == .insecure)
            try Data("no certificate".utf8).write(to: URL(filePath: authority))
            #expect(await refusal(authority) == .noAuthority)
            group.cancelAll()
        }
    }
}

@Suite struct `A roster's address and tag` {
    @Test func `never show the token`() {
        let settings = RosterFetchSettings(
            url: "https://example.org/r",
            token: "secret-mark",
            sizeMax: 1,
            needsSignature: false
        )
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!"\(settings) \(dumped) \(String(reflecting: settings))".contains("secret-mark"))
    }

    @Test(arguments: [#""""#, #""a""#, #"W/"a-1""#, #""æ""#, "a", #""a"#, #""a b""#, "W/", "\""])
    func `are told from what is none`(_ text: String) {
        let isTag = [#""""#, #""a""#, #"W/"a-1""#].contains(text)
        #expect((EntityTag(text) != nil) == isTag)
        #expect(EntityTag("\"" + String(repeating: "a", count: 255) + "\"") == nil)
    }

    @Test func `have a code and an explanation for each refusal`() {
        let all: [RosterFetchRefusal] = [
            .noAuthority, .unreachable, .insecure, .timedOut, .redirected, .forbidden, .status(1),
            .wrongTag, .encoded, .webPage, .tooLarge(max: 1), .empty, .incomplete, .unsigned,
            .notWritten,
        ]
        #expect(Set(all.map(\.code)).count == all.count)
        #expect(all.allSatisfy { $0.code.hasPrefix("fetch-") && !$0.explanation.isEmpty })
    }
}

@Suite struct `The pace of fetching` {
    @Test func `spreads requests around the interval`() {
        var pace = FetchPace(interval: .seconds(900))
        #expect(pace.pause(afterGood: true, share: 0) == .seconds(675))
        #expect(pace.pause(afterGood: true, share: 1) == .seconds(1125))
        #expect(pace.pause(afterGood: true, share: 7) == .seconds(1125))
    }

    @Test func `slows down while the server fails, and not for ever`() {
        var pace = FetchPace(interval: .seconds(900))
        let pauses = (0..<40).map { _ in pace.pause(afterGood: false, share: 1) }
        #expect(pauses.prefix(3) == [.seconds(60), .seconds(120), .seconds(240)])
        #expect(pauses.last == FetchPace.failurePauseMax)
        #expect(pace.failures == 40)
        _ = pace.pause(afterGood: true, share: 0.5)
        #expect(pace.failures == 0)
        #expect(pace.pause(afterGood: false, share: 0) == .seconds(30))
        var slow = FetchPace(interval: .seconds(86_400))
        #expect((0..<40).map { _ in slow.pause(afterGood: false, share: 1) }.last == slow.interval)
    }
}
