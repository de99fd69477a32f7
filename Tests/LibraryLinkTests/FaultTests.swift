// SPDX-License-Identifier: MPL-2.0

import LibraryLink
import LibrarySimulator
@testable import PortnerCore
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A faulty line` {
    /// A card in order, and the reply to a question about it without PIN.
    static let card = "7105901234"

    @Test(
        arguments: [
            AnswerFault.dropped, .wrongChecksum, .wrongSequence, .garbage(1000), .duplicated,
        ])
    func `is made good when one answer is struck`(_ fault: AnswerFault) async throws {
        try await Visit.run { visit in
            let facts = try await visit.facts(Self.card)
            visit.server.faults = Faults(fault, strikes: 1)
            let again = try await visit.facts(Self.card, within: .seconds(10))
            #expect(again == facts)
            #expect(visit.server.faults.strikes == 0)
            #expect(try await visit.reply("7004950789") == .unknownCard)
        }
    }

    @Test(
        arguments: [
            AnswerFault.dropped, .closedBefore, .half, .wrongChecksum, .wrongSequence,
            .garbage(1_000_000),
        ])
    func `gives no answer when every answer is struck`(_ fault: AnswerFault) async throws {
        try await Visit.run { visit in
            visit.server.faults = Faults(fault)
            try visit.ask(Self.card, within: .milliseconds(50))
            #expect(try await visit.answer().reply == .noAnswer)
        }
    }

    @Test func `answers and is then made anew when it ends after each answer`() async throws {
        try await Visit.run { visit in
            visit.server.faults = Faults(.closedAfter)
            _ = try await visit.facts(Self.card)
            await visit.untilInterrupted()
            for _ in 1...3 {
                _ = try await visit.facts(Self.card)
                await visit.untilUnreachable()
                await visit.untilReachable()
            }
        }
    }

    @Test func `is hung up on when it floods`() async throws {
        try await Visit.run { visit in
            visit.server.faults = Faults(.garbage(1_000_000), strikes: 1)
            let reply = try await visit.reply(Self.card)
            #expect(reply == .noAnswer)
            let health = try await visit.nextHealth()
            #expect(!health.isReachable)
            #expect(health.detail.hasSuffix("sends what answers nothing"))
            await visit.untilReachable()
            _ = try await visit.facts(Self.card)
        }
    }

    @Test func `is given up and made anew when answers stay away`() async throws {
        try await Visit.run { visit in
            visit.server.faults = Faults(.dropped)
            for _ in 1...2 {
                let reply = try await visit.reply(Self.card, within: .milliseconds(20))
                #expect(reply == .noAnswer)
                let health = try await visit.nextHealth()
                #expect(health.detail.hasSuffix("no answer in time"))
                guard health.isReachable else { break }
                await visit.untilReachable()
            }
            visit.server.faults = .none
            await visit.untilReachable()
        }
    }

    @Test func `is not given up while the patron still waits`() async throws {
        try await Visit.run { settings in
            settings.session.responseTimeout = .milliseconds(1)
            settings.session.dialect.detectsErrors = false
        } _: { visit in
            var faults = Faults.none
            faults.latency = .milliseconds(50) ... .milliseconds(50)
            visit.server.faults = faults
            _ = try await visit.facts(Self.card)
        }
    }

    @Test func `carries a slow answer`() async throws {
        try await Visit.run { visit in
            var faults = Faults.none
            faults.latency = .milliseconds(5) ... .milliseconds(30)
            visit.server.faults = faults
            _ = try await visit.facts(Self.card)
        }
    }

    @Test func `does not give a late answer to the next question`() async throws {
        try await Visit.run { visit in
            var faults = Faults.none
            faults.holdsAnswers = true
            visit.server.faults = faults
            try visit.ask(Self.card, within: .milliseconds(1), ticket: 1)
            #expect(
                try await visit.answer()
                    == Visit.Answer(reply: .noAnswer, ticket: Ticket(number: 1))
            )
            await visit.until { $0.isAnswer(.patronInformationResponse) }
            visit.server.faults = .none
            var reply = LibraryReply.noAnswer
            while reply == .noAnswer { reply = try await visit.reply("7004950789") }
            #expect(reply == .unknownCard)
        }
    }

    @Test func `refuses more questions than can wait`() async throws {
        try await Visit.run { visit in
            var faults = Faults.none
            faults.holdsAnswers = true
            visit.server.faults = faults
            // One is under way, sixteen wait, the next one has no place.
            for ticket in 1...18 { try visit.ask(Self.card, ticket: UInt64(ticket)) }
            #expect(
                try await visit.answer()
                    == Visit.Answer(reply: .noAnswer, ticket: Ticket(number: 18))
            )
            visit.server.faults = .none
            for ticket in 1...17 {
                #expect(try await visit.answer().ticket == Ticket(number: UInt64(ticket)))
            }
        }
    }
}
