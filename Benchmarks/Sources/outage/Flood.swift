// SPDX-License-Identifier: MPL-2.0

import Foundation
import LibraryLink
import LibraryProtocol
import LibrarySimulator
import PortnerCore
import SIP2
import Synchronization

/// More questions than a library is ever asked, over TCP and HTTPS at once: a hundred doors' and a
/// thousand kiosks' in a second over each.
final class Flood: Sendable {
    private static let pause = Duration.milliseconds(1)
    private static let questionsPerDoorsQuestion = 10

    private let links: [LibraryLink]
    private let item: ItemNumber
    private let card: CardNumber
    private let counts: Counts

    /// What was asked and what came back.
    private final class Counts: Sendable {
        let values = Mutex((asked: 0, answered: 0))

        func asked() { values.withLock { $0.asked += 1 } }

        func heard(_ outcome: LibraryOutcome) {
            guard case .done = outcome else { return }
            values.withLock { $0.answered += 1 }
        }
    }

    var asked: Int { counts.values.withLock(\.asked) }
    var answered: Int { counts.values.withLock(\.answered) }

    /// Links to the library of which the door's station hears everything.
    init(_ library: LibraryChild, into inbox: Inbox) throws {
        guard let item = DemoItem.all.first.flatMap({ ItemNumber($0.barcode) }),
            let card = DemoCard.all.first.flatMap({ CardNumber($0.number) })
        else { throw Population.Unusable() }
        let counts = Counts()
        let now = Population.asOf
        let port = LibraryLinkPort(
            now: { (now, CivilTime(now, secondsAheadOfUTC: 3600)) },
            reply: { reply, ticket in inbox.put(.libraryReplied(reply, ticket)) },
            answer: { counts.heard($0.outcome) },
            health: { health in
                inbox.put(.libraryChanged(isReachable: health.isReachable, detail: health.detail))
            }
        )
        links = try Self.settings(library).map { try LibraryLink($0, port: port) }
        (self.item, self.card, self.counts) = (item, card, counts)
    }

    /// Asks without end while something is measured.
    func run<Value>(_ measure: () throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup { group in
            for link in links { group.addTask { try await link.run() } }
            group.addTask { [self] in await ask() }
            let value = try measure()
            group.cancelAll()
            return value
        }
    }

    private func ask() async {
        var number = 0
        while !Task.isCancelled {
            number += 1
            for link in links {
                guard let id = RequestID("r-\(number)") else { return }
                counts.asked()
                link.send(LibraryRequest(id: id, task: .item(item), timeout: .milliseconds(500)))
                guard number.isMultiple(of: Self.questionsPerDoorsQuestion) else { continue }
                link.ask(
                    LibraryQuestion(
                        ticket: Ticket(number: UInt64(number)),
                        card: card,
                        pin: nil,
                        ageLimits: [],
                        timeout: .milliseconds(500)
                    )
                )
            }
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// The same library over both carriers; an outage is over soon, so that the line flaps.
    private static func settings(_ library: LibraryChild) -> [LibraryLinkSettings] {
        let login = LoginRequest(user: Secret("station"), password: Secret("made up"))
        let dialect = Dialect(form: .cicero, encoding: .utf8, echoes: .item)
        var security = TLSSettings()
        security.authorityFile = library.authority
        let envelope = EnvelopeSettings(
            path: "/rest/sip2/\(SimulatedLibrary.institution)",
            user: Secret("station"),
            password: Secret("made up"),
            security: security
        )
        let ways: [(LibraryLinkSettings.Way, Int)] = [
            (
                .stream(ClientSession.Configuration(dialect: dialect, login: login), nil),
                library.port
            ),
            (.envelope(envelope), library.httpsPort),
        ]
        return ways.map { way, port in
            var settings = LibraryLinkSettings(
                way: way,
                host: "localhost",
                port: port,
                translation: SIP2Translation(
                    institution: SimulatedLibrary.institution,
                    form: .cicero
                )
            )
            settings.breaker.waitMin = .milliseconds(50)
            settings.breaker.waitMax = .milliseconds(200)
            settings.breaker.probeInterval = .milliseconds(20)
            return settings
        }
    }
}
