// SPDX-License-Identifier: MPL-2.0

import MadeUpCertificates
@testable import LibraryLink
import PortnerCore
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A connection that was given up` {
    private static let item = "3274626533"

    private static func answer(title: String, item: String = item) -> String {
        "1803020120261122    120000AB\(item)|AJ\(title)|\r"
    }

    private let question = ItemInformationRequest(
        transactionDate: nil,
        institutionID: "DK-700000",
        itemIdentifier: item
    ).message

    /// Gives up a connection, asks on the next one, and has the first one answer late.
    private func lateAnswer(_ settings: LibraryLinkSettings, from peer: Peer) async throws {
        try await CarrierVisit.run(settings) { visit in
            visit.probe()
            #expect(try await visit.word().isGood)
            visit.carry(question, within: .seconds(600))
            _ = try await peer.request { $0.hasPrefix("17") }
            peer.stopListening()
            peer.push(Self.answer(title: "other", item: "9999999999"))
            guard case .failure = try await visit.end() else {
                Issue.record("an answer about another item is taken")
                return
            }
            #expect(try await visit.word().isGood == false)
            #expect(try await visit.word().isGood)
            visit.carry(question, as: 2, within: .seconds(600))
            _ = try await peer.request { $0.hasPrefix("17") }
            peer.push(Self.answer(title: "late"), to: 0)
            try await peer.end(of: 0)
            peer.push(Self.answer(title: "right"))
            let answer = try await visit.end().get()
            #expect(answer[.titleIdentifier] == "right")
            #expect(try await visit.readiness() == .free)
        }
    }

    private static let opening: Peer.Reaction = { request in
        request.hasPrefix("99") ? [.write(`A stream that is cut`.status)] : []
    }

    @Test func `has no answer to what is asked on the next one`() async throws {
        try await Peer.run(.lines, reacting: Self.opening) { peer in
            try await lateAnswer(.stream(port: peer.port), from: peer)
        }
    }

    @Test func `has none when it is secured and its farewell stays unanswered`() async throws {
        let files = try PEMFiles()
        let trust = try files.trust()
        let security = try Peer.security(Certificates.server)
        try await Peer.run(.lines, security, reacting: Self.opening) { peer in
            try await lateAnswer(.stream(port: peer.port, trust), from: peer)
        }
    }
}
