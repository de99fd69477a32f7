// SPDX-License-Identifier: MPL-2.0

import MadeUpCertificates
@testable import LibraryLink
import LibraryProtocol
import LibrarySimulator
@testable import PortnerCore
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A question about a patron who is not here` {
    @Test(arguments: WayIn.all)
    func `is answered like one about the card where the library system tells a number`(
        way: WayIn
    ) async throws {
        try await WayVisit.run(way) { visit in
            try await visit.untilOnline()
            let access = try Script.access("adult", withPIN: true)
            let atDoor = try await visit.reply(about: access, ageLimits: [18])
            guard case .known(let facts, _) = atDoor else {
                Issue.record("\(atDoor)")
                return
            }
            #expect((facts.patron == nil) == (way.manner == .strict))
            guard let number = facts.patron else { return }
            let reply = try await visit.reply(aboutPatron: number)
            #expect(reply == .known(facts, pinAccepted: nil))
            let nobody: PatronNumber? =
                number.fbs == nil ? PatronNumber("9999999999") : PatronNumber(fbs: 999_999)
            #expect(try await visit.reply(aboutPatron: try #require(nobody)) == .unknownCard)
            let foreign: PatronNumber? =
                number.fbs == nil ? PatronNumber(fbs: 17) : PatronNumber("3210519784")
            #expect(try await visit.reply(aboutPatron: try #require(foreign)) == .noAnswer)
        }
    }

    @Test func `is not asked while anything else is under way`() async throws {
        try await Peer.run(.lines) { request in
            request.hasPrefix("99") ? [.write(`A stream that is cut`.status)] : []
        } _: { peer in
            try await LinkVisit.run(.stream(port: peer.port)) { visit in
                try await visit.untilOnline()
                try visit.ask(ticket: 1)
                _ = try await peer.request { $0.hasPrefix("63") }
                visit.inquire(ticket: 2)
                var replies = visit.replies.makeAsyncIterator()
                #expect(await replies.next() == Ticket(number: 2))
                peer.push(
                    "64              00920261122    120000" + String(repeating: "0000", count: 6)
                        + "AODK-700000|AA3210519784|AEDemo|BLY|CQY|\r"
                )
                #expect(await replies.next() == Ticket(number: 1))
            }
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `An answer that comes after it was given up` {
    private let question = ItemInformationRequest(
        transactionDate: nil,
        institutionID: "DK-700000",
        itemIdentifier: "3274626533"
    ).message
    private static let item = "1803020120261122    120000AB3274626533|AJDemo|"

    /// What a carrier tells about a question that was given up and then answered.
    private func events(
        _ settings: LibraryLinkSettings,
        from peer: Peer,
        _ answer: String
    ) async throws -> [String] {
        var told: [String] = []
        try await CarrierVisit.run(settings) { visit in
            visit.probe()
            #expect(try await visit.word().isGood)
            visit.carry(question, within: .seconds(600))
            _ = try await peer.request { $0.contains("17") && $0.contains("3274626533") }
            #expect(try await visit.abandon(isWanted: true))
            peer.push(answer)
            for await event in visit.events {
                switch event {
                case .answered: told.append("answered")
                case .good: told.append("good")
                case .answeredLate(1, let message):
                    #expect(message[.titleIdentifier] == "Demo")
                    return
                default: continue
                }
            }
        }
        return told
    }

    @Test func `is told apart on a stream, and says nothing good about the line`() async throws {
        try await Peer.run(.lines) { request in
            request.hasPrefix("99") ? [.write(`A stream that is cut`.status)] : []
        } _: { peer in
            let told = try await events(.stream(port: peer.port), from: peer, Self.item + "\r")
            #expect(told.isEmpty)
        }
    }

    @Test func `is told apart over HTTPS, and says nothing good about the line`() async throws {
        let files = try PEMFiles()
        let security = try Peer.security(Certificates.server)
        try await Peer.run(.http, security) { request in
            request.contains("<request>99") ? Peer.http(`Messages over HTTPS`.status) : []
        } _: { peer in
            guard case .write(let answer)? = Peer.http(Peer.envelope(Self.item)).first else {
                throw CancellationError()
            }
            let settings = LibraryLinkSettings.envelope(port: peer.port, try files.trust())
            #expect(try await events(settings, from: peer, answer).isEmpty)
        }
    }

    @Test func `follows the word that there is none`() async throws {
        let files = try PEMFiles()
        let security = try Peer.security(Certificates.server)
        try await Peer.run(.http, security) { request in
            request.contains("<request>99") ? Peer.http(`Messages over HTTPS`.status) : []
        } _: { peer in
            let settings = LibraryLinkSettings.envelope(port: peer.port, try files.trust())
            try await LinkVisit.run(settings) { visit in
                try await visit.untilOnline()
                visit.inquire(ticket: 7, within: .milliseconds(500))
                _ = try await peer.request { $0.contains("<request>63") }
                var replies = visit.replies.makeAsyncIterator()
                #expect(await replies.next() == Ticket(number: 7))
                let message =
                    "64              00920261122    120000" + String(repeating: "0000", count: 6)
                    + "AODK-700000|AALN:3210519784|AEDemo|BLY|CQN|"
                guard case .write(let answer)? = Peer.http(Peer.envelope(message)).first else {
                    throw CancellationError()
                }
                peer.push(answer)
                #expect(await replies.next() == Ticket(number: 7))
            }
        }
    }
}
