// SPDX-License-Identifier: MPL-2.0

import LibraryLink
import LibrarySimulator
@testable import PortnerCore
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `The connection to a library system` {
    static let card = "7105901234"

    private static var offline: Faults {
        var faults = Faults.none
        faults.isOffline = true
        return faults
    }

    @Test func `opens with login and status`() async throws {
        try await Visit.run { visit in
            var commands: [Command] = []
            for await event in visit.events {
                guard case .received(let message) = event else { continue }
                commands.append(message.command)
                if commands.count == 2 { break }
            }
            #expect(commands == [.login, .scStatus])
        }
    }

    @Test func `is made anew when the library system comes back`() async throws {
        try await Visit.run { visit in
            visit.server.faults = Self.offline
            await visit.untilUnreachable()
            visit.server.faults = .none
            await visit.untilReachable()
            _ = try await visit.facts(Self.card)
        }
    }

    @Test func `is told about once for each change, however many attempts there are`()
        async throws
    {
        try await Visit.run(SimulatedLibrary(), Self.offline) { visit in
            await visit.until(5) { $0.isConnected }
            visit.server.faults = .none
            #expect(try await visit.nextHealth().isReachable == false)
            #expect(try await visit.nextHealth().isReachable == true)
            for _ in 1...3 { _ = try await visit.facts(Self.card) }
            visit.server.faults = Self.offline
            let interruption = try await visit.nextHealth()
            #expect(interruption.isReachable)
            #expect(interruption.detail.hasSuffix("the connection was lost"))
            #expect(try await visit.nextHealth().isReachable == false)
        }
    }

    @Test func `is told to be missing when nobody listens`() async throws {
        let nobody = try await Visit.unusedPort()
        try await Visit.run(SimulatedLibrary(), Self.offline) { settings in
            settings.port = nobody
        } _: { visit in
            let health = try await visit.nextHealth()
            #expect(!health.isReachable)
            #expect(health.detail == "no connection to 127.0.0.1:\(nobody)")
        }
    }

    @Test func `is told to be refused when the login is`() async throws {
        var faults = Faults.none
        faults.refusesLogin = true
        try await Visit.run(SimulatedLibrary(), faults) { settings in
            settings.loginPause = .zero
        } _: { visit in
            let health = try await visit.nextHealth()
            #expect(!health.isReachable)
            #expect(health.detail.hasSuffix("the login was refused"))
            visit.server.faults = .none
            #expect(try await visit.nextHealth().isReachable)
        }
    }

    @Test func `answers a question at once before it was ever opened`() async throws {
        try await Visit.run(startsLink: false) { visit in
            let reply = try await visit.reply(Self.card)
            #expect(reply == .noAnswer)
        }
    }

    @Test func `answers a question at once while there is none`() async throws {
        try await Visit.run { visit in
            visit.server.faults = Self.offline
            await visit.untilUnreachable()
            let reply = try await visit.reply(Self.card)
            #expect(reply == .noAnswer)
        }
    }

    @Test func `answers what is under way when it ends`() async throws {
        try await Visit.run { visit in
            var faults = Faults.none
            faults.holdsAnswers = true
            visit.server.faults = faults
            try visit.ask(Self.card, ticket: 1)
            try visit.ask(Self.card, ticket: 2)
            await visit.until { $0.isAnswer(.patronInformationResponse) }
            visit.server.faults = Self.offline
            let first = try await visit.answer()
            let second = try await visit.answer()
            #expect([first.reply, second.reply] == [.noAnswer, .noAnswer])
            #expect([first.ticket.number, second.ticket.number] == [1, 2])
        }
    }

    @Test func `is kept alive while nobody asks`() async throws {
        try await Visit.run { settings in
            settings.session.keepAliveInterval = .milliseconds(10)
        } _: { visit in
            // The first one belongs to the opening.
            await visit.until(4) { $0.isRequest(.scStatus) }
        }
    }

    @Test func `answers what is under way when the link shuts down`() async throws {
        try await Visit.run(startsLink: false) { visit in
            let link = Task { try await visit.link.run() }
            await visit.untilReachable()
            var faults = Faults.none
            faults.holdsAnswers = true
            visit.server.faults = faults
            try visit.ask(Self.card)
            await visit.until { $0.isRequest(.patronInformation) }
            link.cancel()
            try await link.value
            #expect(try await visit.answer().reply == .noAnswer)
            let reply = try await visit.reply(Self.card)
            #expect(reply == .noAnswer)
        }
    }
}
