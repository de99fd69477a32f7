// SPDX-License-Identifier: MPL-2.0

@testable import LibraryLink
import PortnerCore
import SIP2
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct `What a stream tells of its line` {
    private static let status = `A stream that is cut`.status
    private static let offLine = status.replacing("98Y", with: "98N")
    private static let item = "1803020120261122    120000AB3274626533|AJPerl|\r"

    private let question = ItemInformationRequest(
        transactionDate: nil,
        institutionID: "DK-700000",
        itemIdentifier: "3274626533"
    ).message

    /// Runs a test on a carrier to a server that answers 99 as it is told, and nothing else.
    private func run(
        _ statuses: [String] = [],
        login: LoginRequest? = nil,
        admits: Bool = true,
        _ test: (CarrierVisit, Peer) async throws -> Void
    ) async throws {
        let statuses = Mutex(statuses)
        try await Peer.run(.lines) { request in
            switch request.prefix(2) {
            case "93": return [.write(admits ? "941\r" : "940\r")]
            case "99":
                let next = statuses.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                return [.write(next ?? Self.status)]
            default: return []
            }
        } _: { peer in
            var settings = LibraryLinkSettings.stream(port: peer.port)
            settings.session.login = login
            try await CarrierVisit.run(settings) { try await test($0, peer) }
        }
    }

    @Test func `keeps a refused login from being tried again soon`() async throws {
        let login = LoginRequest(user: Secret("station"), password: Secret("made up"))
        try await run(login: login, admits: false) { visit, peer in
            for _ in 1...3 {
                visit.probe()
                let word = try await visit.word()
                #expect(!word.isGood)
                #expect(word.words == "127.0.0.1:\(peer.port): the login was refused")
            }
            #expect(peer.connections == 1)
        }
    }

    @Test func `is nothing good when an answer comes that nobody waits for any more`()
        async throws
    {
        try await run { visit, peer in
            visit.probe()
            #expect(try await visit.word().isGood)
            visit.carry(question, within: .seconds(60))
            _ = try await peer.request { $0.hasPrefix("17") }
            #expect(try await visit.abandon())
            peer.push(Self.item)
            visit.carry(question, as: 2, within: .seconds(60))
            _ = try await peer.request { $0.hasPrefix("17") }
            peer.push(Self.item)
            var good = 0
            for await event in visit.events {
                if case .good = event { good += 1 }
                if case .answered(let number, _) = event {
                    #expect(number == 2)
                    break
                }
            }
            #expect(good == 1)
            #expect(peer.connections == 1)
        }
    }

    @Test func `is nothing good when the library system says that it is not on-line`()
        async throws
    {
        let words = "says that it is not on-line"
        // At the opening, to a probe, and then no longer.
        try await run([Self.offLine, Self.offLine]) { visit, peer in
            for isGood in [false, false, true] {
                visit.probe()
                let word = try await visit.word()
                #expect(word.isGood == isGood)
                #expect(word.words.hasSuffix(words) == !isGood)
            }
            // Unasked.
            peer.push(Self.offLine)
            let word = try await visit.word()
            #expect(!word.isGood)
            #expect(peer.connections == 1)
        }
    }
}
