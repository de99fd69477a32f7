// SPDX-License-Identifier: MPL-2.0

import MadeUpCertificates
import FBS
@testable import LibraryLink
import PortnerCore
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `Messages over HTTPS` {
    static let status = Peer.envelope(
        "98YYYYYY60099920261122    1200002.00AODK-700000|AMBakkelund|BXYYYYYYYYYYYNNYYY|"
    )

    private let files: PEMFiles
    private let trust: TLSSettings

    init() throws {
        files = try PEMFiles()
        trust = try files.trust()
    }

    /// Runs a test on a carrier to a server that reacts as it is told.
    private func run(
        reacting reaction: @escaping Peer.Reaction,
        _ test: (CarrierVisit, Peer) async throws -> Void
    ) async throws {
        let security = try Peer.security(Certificates.server)
        try await Peer.run(.http, security, reacting: reaction) { peer in
            try await CarrierVisit.run(.envelope(port: peer.port, trust)) { visit in
                try await test(visit, peer)
            }
        }
    }

    @Test func `are posted with the credentials in a document`() async throws {
        try await run { _ in
            Peer.http(Self.status)
        } _: { visit, peer in
            visit.probe()
            let request = try await peer.request()
            #expect(request.hasPrefix("POST /rest/sip2/DK-700000 HTTP/1.1\r\n"))
            #expect(request.contains("\r\nHost: 127.0.0.1:\(peer.port)\r\n"))
            #expect(request.contains("\r\nContent-Type: application/xml\r\n"))
            let blank = try #require(request.firstRange(of: "\r\n\r\n"))
            let envelope = try SIPEnvelope(decoding: Array(request[blank.upperBound...].utf8))
            #expect(envelope.login?.revealed == "station")
            #expect(envelope.password?.revealed == "made <up> & \"quoted\"")
            #expect(envelope.content == .request("990xxx2.00"))
            let word = try await visit.word()
            #expect(word.isGood)
        }
    }

    @Test func `are answered in a document, whose escapes are read`() async throws {
        let answer =
            "24              00920261122    120000AODK-700000|AALN:3210519784|"
            + "AEB&#248;rge &amp; S&#248;n|BLY|CQY|"
        try await run { _ in
            Peer.http(Peer.envelope(answer))
        } _: { visit, _ in
            let request = PatronStatusRequest(
                language: .danish,
                transactionDate: nil,
                institutionID: "DK-700000",
                patron: PatronIdentifier("3210519784")
            )
            visit.carry(request.message, within: .seconds(60))
            let message = try await visit.end().get()
            #expect(message[.personalName] == "Børge & Søn")
        }
    }

    @Test func `are answered with another number of the patron than was asked about`() async throws
    {
        let answer =
            "121NUY20261122    120000AODK-700000|AA3700000001|AB3274626533|AJ06850537|"
            + "AH20261222    000000|"
        try await run { _ in
            Peer.http(Peer.envelope(answer))
        } _: { visit, _ in
            visit.carry(Change.checkout.message, within: .seconds(60))
            let message = try await visit.end().get()
            #expect(CheckoutResponse(message)?.isAccepted == true)
        }
    }

    @Test func `use a connection again while the server keeps it`() async throws {
        try await run { _ in
            Peer.http(Self.status)
        } _: { visit, peer in
            for _ in 1...3 {
                visit.probe()
                let word = try await visit.word()
                #expect(word.isGood)
            }
            #expect(peer.connections == 1)
        }
    }

    @Test func `make a connection anew when the server closes each`() async throws {
        try await run { _ in
            Peer.http(Self.status, closes: true)
        } _: { visit, peer in
            for _ in 1...3 {
                visit.probe()
                let word = try await visit.word()
                #expect(word.isGood)
            }
            #expect(peer.connections == 3)
        }
    }

    @Test func `that change records never go out on a connection that was used`() async throws {
        let change = Change.checkin
        try await run { request in
            Peer.http(request.contains("990xxx") ? Self.status : Peer.envelope(change.answer))
        } _: { visit, peer in
            visit.probe()
            let word = try await visit.word()
            #expect(word.isGood)
            visit.carry(change.message, within: .seconds(60))
            _ = try await visit.end().get()
            #expect(peer.connections == 2)
        }
    }

    @Test func `go out again when the answer is only a status, unless they change records`()
        async throws
    {
        let question = ItemInformationRequest(
            transactionDate: nil,
            institutionID: "DK-700000",
            itemIdentifier: "3274626533"
        ).message
        for (message, count) in [(question, 3), (Change.checkin.message, 1)] {
            try await run { _ in
                Peer.http(Self.status)
            } _: { visit, peer in
                visit.carry(message, within: .seconds(60))
                let end = try await visit.end()
                let failure = CarrierFailure(reason: .unreadable, mayBeDone: true)
                #expect(throws: failure) { try end.get() }
                #expect(peer.received.count == count)
            }
        }
    }

    /// What answers a return of an item and is no good answer to it.
    private static let misfits = [
        "98YYYYYY60099920261122    1200002.00AODK-700000|BXYYYYYYYYYYYNNYYY|",
        "98NYYYYY60099920261122    1200002.00AODK-700000|BXYYYYYYYYYYYNNYYY|",
        "98", "1803020120261122    120000AB3274626533|AJPerl|",
        Change.checkin.answer.replacing("3274626533", with: "9999999999"),
    ]

    @Test(arguments: misfits)
    func `are a sign of a bad line when the answer does not fit`(answer: String) async throws {
        try await run { _ in
            Peer.http(Peer.envelope(answer))
        } _: { visit, _ in
            visit.carry(Change.checkin.message, within: .seconds(60))
            let word = try await visit.word()
            #expect(!word.isGood)
            let end = try await visit.end()
            #expect(throws: CarrierFailure(reason: .unreadable, mayBeDone: true)) { try end.get() }
        }
    }

    @Test func `find out that the library system says it is not on-line`() async throws {
        try await run { _ in
            Peer.http(Self.status.replacing("98Y", with: "98N"))
        } _: { visit, peer in
            visit.probe()
            let word = try await visit.word()
            #expect(!word.isGood)
            #expect(word.words == "127.0.0.1:\(peer.port): says that it is not on-line")
        }
    }

    @Test func `are not held up by a slow answer to another one`() async throws {
        try await run { request in
            request.contains("990xxx")
                ? [] : Peer.http(Peer.envelope(Change.checkin.answer))
        } _: { visit, peer in
            visit.probe()
            _ = try await peer.request()
            visit.carry(Change.checkin.message, within: .seconds(60))
            let answer = try await visit.end().get()
            #expect(answer.command == .checkinResponse)
        }
    }

    @Test func `wait for one another no more than four at a time`() async throws {
        try await run { _ in
            []
        } _: { visit, peer in
            for number in 1...4 {
                visit.carry(SCStatus().message, as: UInt64(number), within: .seconds(60))
            }
            for _ in 1...4 { _ = try await peer.request() }
            #expect(try await visit.readiness() == .busy)
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `A message over HTTPS that fails` {
    /// What a server does instead of answering.
    enum Fault: Sendable, CaseIterable {
        case closed
        case headCut
        case bodyCut
        case notHTTP
        case webPage
        case emptyBody
        case serverError
        case serverErrorInDocument
        case error
        case exception
        case otherNamespace
        case documentType
        case tooLong

        var moves: [Peer.Move] {
            let document = Peer.envelope(Change.checkin.answer)
            let exception =
                "<restExceptionInfo><correlationId>8d7b</correlationId>"
                + "<errorCode>OPTIMISTIC_LOCK_VIOLATION</errorCode></restExceptionInfo>"
            let sip = #"<ns2:sip xmlns:ns2="http://axiell.com/Schema/sip.xsd">"#
            switch self {
            case .closed: return [.close]
            case .headCut: return [.write("HTTP/1.1 200 OK\r\nContent-Ty"), .close]
            case .bodyCut:
                guard case .write(let text) = Peer.http(document)[0] else { return [.close] }
                return [.write(String(text.dropLast(10))), .close]
            case .notHTTP: return [.write("220 mail.example ESMTP\r\n\r\n")]
            case .webPage: return Peer.http("<html><body>Velkommen</body></html>")
            case .emptyBody: return Peer.http("")
            case .serverError: return Peer.http("", status: "500 Internal Server Error")
            case .serverErrorInDocument: return Peer.http(document, status: "503 Unavailable")
            case .error: return Peer.http(sip + "<error>Required field!</error></ns2:sip>")
            case .exception: return Peer.http(exception)
            case .otherNamespace:
                return Peer.http(document.replacing("axiell.com", with: "other.example"))
            case .documentType: return Peer.http("<!DOCTYPE a [<!ENTITY b \"c\">]>" + document)
            case .tooLong:
                return Peer.http(Peer.envelope(String(repeating: "a", count: 600_000)))
            }
        }
    }

    /// What a server does that leaves no doubt.
    enum Refusal: String, Sendable, CaseIterable {
        case temporaryRedirect = "307 Temporary Redirect"
        case permanentRedirect = "308 Permanent Redirect"
        case badRequest = "400 Bad Request"
        case unauthorized = "401 Unauthorized"
        case forbidden = "403 Forbidden"
        case notFound = "404 Not Found"
        case methodNotAllowed = "405 Method Not Allowed"
        case contentTooLarge = "413 Content Too Large"
        case unsupportedMediaType = "415 Unsupported Media Type"
        case tooManyRequests = "429 Too Many Requests"
    }

    private let files: PEMFiles
    private let trust: TLSSettings

    init() throws {
        files = try PEMFiles()
        trust = try files.trust()
    }

    private func failure(
        _ change: Change,
        _ moves: [Peer.Move]
    ) async throws -> (failure: CarrierFailure?, requests: Int) {
        var result: (CarrierFailure?, Int) = (nil, 0)
        let security = try Peer.security(Certificates.server)
        try await Peer.run(.http, security) { _ in
            moves
        } _: { peer in
            try await CarrierVisit.run(.envelope(port: peer.port, trust)) { visit in
                visit.carry(change.message, within: .seconds(60))
                if case .failure(let failure) = try await visit.end() { result.0 = failure }
                result.1 = peer.received.count
            }
        }
        return result
    }

    @Test(arguments: Fault.allCases)
    func `leaves in doubt whether it was carried out`(fault: Fault) async throws {
        let (failure, requests) = try await failure(.checkin, fault.moves)
        #expect(failure?.mayBeDone == true)
        #expect(requests == 1)
    }

    @Test(arguments: Change.allCases)
    func `is never sent again, whatever it was to change`(change: Change) async throws {
        for moves in [Fault.closed.moves, Fault.bodyCut.moves, Fault.serverError.moves] {
            let (failure, requests) = try await failure(change, moves)
            #expect(failure?.mayBeDone == true)
            #expect(requests == 1)
        }
    }

    @Test(arguments: Refusal.allCases)
    func `leaves no doubt when it was refused by its status`(refusal: Refusal) async throws {
        let moves = Peer.http("", status: refusal.rawValue)
        let (failure, requests) = try await failure(.checkin, moves)
        #expect(failure?.mayBeDone == false)
        #expect(requests == 1)
    }

    /// Everything that is reported until a change ends.
    private func words(_ moves: [Peer.Move], probing: Bool) async throws -> [Bool] {
        var words: [Bool] = []
        let security = try Peer.security(Certificates.server)
        try await Peer.run(.http, security) { _ in
            moves
        } _: { peer in
            try await CarrierVisit.run(.envelope(port: peer.port, trust)) { visit in
                if probing {
                    visit.probe()
                    words = [try await visit.word().isGood]
                    return
                }
                visit.carry(Change.checkin.message, within: .seconds(60))
                for await event in visit.events {
                    switch event {
                    case .good: words.append(true)
                    case .bad: words.append(false)
                    case .readinessChanged, .interrupted: continue
                    case .answered, .answeredLate, .failed: return
                    }
                }
            }
        }
        return words
    }

    /// What a library system answers that cannot carry out one request.
    private static let errors = [
        Fault.error.moves, Fault.exception.moves, Peer.http("", status: "400 Bad Request"),
        Peer.http("", status: "422 Unprocessable Content"),
    ]

    @Test(arguments: errors)
    func `is no sign of a bad line when it is answered with an error`(
        moves: [Peer.Move]
    ) async throws {
        #expect(try await words(moves, probing: false) == [])
        #expect(try await words(moves, probing: true) == [false])
    }

    @Test(arguments: [Fault.closed, .webPage, .serverError, .serverErrorInDocument, .tooLong])
    func `is a sign of a bad line when it is not answered`(fault: Fault) async throws {
        #expect(try await words(fault.moves, probing: false) == [false])
    }

    @Test(arguments: [Refusal.unauthorized, .forbidden])
    func `keeps a refused login from being tried again soon`(refusal: Refusal) async throws {
        let security = try Peer.security(Certificates.server)
        try await Peer.run(.http, security) { _ in
            Peer.http("", status: refusal.rawValue)
        } _: { peer in
            try await CarrierVisit.run(.envelope(port: peer.port, trust)) { visit in
                visit.probe()
                let first = try await visit.word()
                #expect(!first.isGood)
                visit.probe()
                let second = try await visit.word()
                #expect(second.words == "127.0.0.1:\(peer.port): the login was refused")
                visit.carry(Change.checkin.message, within: .seconds(60))
                let end = try await visit.end()
                #expect(throws: CarrierFailure(reason: .loginRefused, mayBeDone: false)) {
                    try end.get()
                }
                #expect(peer.received.count == 1)
            }
        }
    }

    @Test(arguments: [
        "301 Moved Permanently", "302 Found", "303 See Other", "304 Not Modified",
        "402 Payment Required", "408 Request Timeout", "409 Conflict", "412 Precondition Failed",
        "422 Unprocessable Content", "499 Client Closed Request",
    ])
    func `is in doubt under a status that does not rule it out`(status: String) async throws {
        let (failure, _) = try await failure(.checkin, Peer.http("", status: status))
        #expect(failure == CarrierFailure(reason: .unreadable, mayBeDone: true))
    }

    @Test func `leaves in doubt whether it was carried out when it is given up`() async throws {
        let security = try Peer.security(Certificates.server)
        try await Peer.run(.http, security) { _ in
            []
        } _: { peer in
            try await CarrierVisit.run(.envelope(port: peer.port, trust)) { visit in
                visit.carry(Change.checkin.message, within: .seconds(60))
                _ = try await peer.request()
                #expect(try await visit.abandon())
                let word = try await visit.word()
                #expect(!word.isGood)
                visit.carry(Change.checkin.message, as: 2, within: .seconds(60))
                let isInDoubt = try await visit.abandon(2)
                #expect(!isInDoubt, "the handshake is not over yet")
            }
        }
    }

    @Test func `goes nowhere else when it is redirected`() async throws {
        let security = try Peer.security(Certificates.server)
        try await Peer.run(.http, security) { _ in
            Peer.http(`Messages over HTTPS`.status)
        } _: { other in
            let head =
                "HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\n"
                + "Location: https://127.0.0.1:\(other.port)/\r\n\r\n"
            let (failure, requests) = try await failure(.checkin, [.write(head)])
            #expect(failure == CarrierFailure(reason: .unreadable, mayBeDone: false))
            #expect(requests == 1)
            #expect(other.connections == 0)
        }
    }

    @Test func `leaves no doubt when it was never written`() async throws {
        let port = try await Peer.unusedPort()
        try await CarrierVisit.run(.envelope(port: port, trust)) { visit in
            visit.carry(Change.checkin.message, within: .seconds(60))
            let end = try await visit.end()
            #expect(throws: CarrierFailure(reason: .offline, mayBeDone: false)) { try end.get() }
        }
    }

    @Test func `is never written to a server that does not prove itself`() async throws {
        let security = try Peer.security(Certificates.expired)
        try await Peer.run(.http, security) { _ in
            []
        } _: { peer in
            try await CarrierVisit.run(.envelope(port: peer.port, trust)) { visit in
                visit.carry(Change.checkin.message, within: .seconds(60))
                let end = try await visit.end()
                #expect(throws: CarrierFailure(reason: .offline, mayBeDone: false)) {
                    try end.get()
                }
            }
            #expect(peer.received == [])
        }
    }
}
