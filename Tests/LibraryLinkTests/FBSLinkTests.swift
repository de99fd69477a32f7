// SPDX-License-Identifier: MPL-2.0

import MadeUpCertificates
import FBS
import LibraryLink
import LibrarySimulator
import PortnerCore
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `The link to the REST interface` {
    /// A link that has logged in.
    private func run(
        _ test: (WayVisit) async throws -> Void
    ) async throws {
        try await WayVisit.run(.fbs) { visit in
            try await visit.untilOnline()
            try await test(visit)
        }
    }

    @Test func `tells who a patron is, and why one is blocked`() async throws {
        try await run { visit in
            let adult = try Script.access("adult", withPIN: true)
            let known = try await visit.outcome(of: .patron(adult, ageLimits: [15, 18]))
            guard case .done(.patron(let account)) = known else {
                Issue.record("\(known)")
                return
            }
            #expect(account.pinAccepted == true)
            #expect(account.facts.blocks.value == [])
            #expect(account.facts.age?.value == AgeFact(reached: 18, next: nil))
            let wrong = PatronAccess(card: adult.card, pin: PIN(Array("4321".utf8)))
            let refused = try await visit.outcome(of: .patron(wrong, ageLimits: []))
            #expect(refused == .refused(Refusal(.wrongPIN)))
            let nobody = try Script.access("unknown", withPIN: false)
            let unknown = try await visit.outcome(of: .patron(nobody, ageLimits: []))
            #expect(unknown == .refused(Refusal(.patronNotValid)))
            let excluded = try Script.access("excluded", withPIN: false)
            let blocked = try await visit.outcome(
                of: .patron(excluded, ageLimits: [])
            )
            guard case .done(.patron(let account)) = blocked else {
                Issue.record("\(blocked)")
                return
            }
            #expect(account.facts.blocks.value == [.excluded])
        }
    }

    @Test func `answers a door, and tells a wrong PIN from an unknown card`() async throws {
        try await run { visit in
            var access = try Script.access("adult", withPIN: true)
            let right = try await visit.reply(about: access, ageLimits: [18])
            guard case .known(let facts, pinAccepted: true) = right else {
                Issue.record("\(right)")
                return
            }
            access.pin = PIN(Array("9999".utf8))
            let wrong = try await visit.reply(about: access, ageLimits: [18])
            #expect(wrong == .known(facts, pinAccepted: false))
            access.pin = nil
            let withoutPIN = try await visit.reply(about: access, ageLimits: [18])
            #expect(withoutPIN == .known(facts, pinAccepted: nil))
            let nobody = PatronAccess(card: try #require(CardNumber("7004950789")), pin: nil)
            #expect(try await visit.reply(about: nobody, ageLimits: [18]) == .unknownCard)
        }
    }

    @Test func `renews until a later day`() async throws {
        try await run { visit in
            let adult = try Script.access("adult", withPIN: true)
            let item = try Script.item("renewable")
            let renew = LibraryTask.renew(item, adult)
            guard case .done(.loans(let loans, true)) = try await visit.outcome(of: .loans(adult)),
                case .done(.renewal(let renewal)) = try await visit.outcome(of: renew),
                case .done(.renewals(let all)) = try await visit.outcome(of: .renewAll(adult))
            else {
                Issue.record("it is not renewed")
                return
            }
            let before = loans.first { $0.item.number == item }?.due?.date
            #expect(try #require(renewal.due?.date) > (try #require(before)))
            #expect(all.count == loans.count)
        }
    }

    @Test func `logs in anew when the library system forgets the session`() async throws {
        try await run { visit in
            let adult = try Script.access("adult", withPIN: true)
            for _ in 1...2 {
                guard case .done(.loans) = try await visit.outcome(of: .loans(adult)) else {
                    Issue.record("there are no loans")
                    return
                }
                visit.server.endSessions()
            }
        }
    }

    @Test func `leaves a renewal in doubt whose answer was lost, and nothing else`() async throws {
        try await run { visit in
            let adult = try Script.access("adult", withPIN: true)
            var faults = Faults.none
            faults.rules = [
                FaultRule(.closedBefore, of: .call("renew")),
                FaultRule(.half, of: .call("reservations")),
            ]
            visit.server.faults = faults
            let renewals = try await visit.outcome(of: .renewAll(adult))
            #expect(renewals == .unknown)
            let holds = try await visit.outcome(of: .holds(adult))
            #expect(holds == .unavailable(.connectionLost))
        }
    }

    @Test func `sends a PIN once, and on a connection of its own`() async throws {
        let files = try PEMFiles()
        let login = LogIn(username: "station", password: Secret("made up"))
        try await Peer.run(.http, Peer.security(Certificates.server)) { request in
            if request.contains("/authentication/login") {
                return Peer.http(#"{"sessionKey":"key"}"#)
            }
            return request.contains("/patrons/authenticate") ? [.close] : Peer.http("[]")
        } _: { peer in
            var settings = FBSLinkSettings(
                host: "127.0.0.1",
                port: peer.port,
                session: .init(interface: FBSInterface(agency: "DK-700000"), login: login),
                security: try files.trust()
            )
            settings.session.callTimeout = .seconds(60)
            let scene = Scene()
            let link = try FBSLink(settings, port: scene.port)
            try await withThrowingTaskGroup { group in
                group.addTask { try await link.run() }
                try await scene.until { $0.health?.isReachable == true }
                let connections = peer.connections
                let id = try #require(RequestID("r-1"))
                let adult = try Script.access("adult", withPIN: true)
                link.send(LibraryRequest(id: id, task: .loans(adult), timeout: .seconds(60)))
                try await scene.until { $0.outcomes[id] != nil }
                #expect(scene.now.outcomes[id] == [.unavailable(.connectionLost)])
                #expect(peer.received.count { $0.contains("/patrons/authenticate") } == 1)
                #expect(peer.connections == connections + 1)
                group.cancelAll()
            }
        }
    }

    @Test func `is an outage when probes are answered and requests are not`() async throws {
        try await run { visit in
            let task = LibraryTask.loans(try Script.access("adult", withPIN: false))
            for states in [[LinkHealth.State.online, .online], [.offline]] {
                let before = visit.scene.now.told.count
                let outcome = try await visit.outcome(of: task, within: .zero)
                #expect(outcome == .unavailable(.timedOut))
                // The first time a probe finds that the line is good.
                try await visit.scene.until { $0.told.count >= before + states.count }
                let told = visit.scene.now.told[before...]
                #expect(told.prefix(states.count).map(\.state) == states)
                #expect(told.first?.detail == "\(visit.peer): no answer in time")
            }
        }
    }

    @Test func `says that the login is refused`() async throws {
        try await WayVisit.run(.fbs, password: "wrong") { visit in
            try await visit.scene.until { $0.health != nil }
            #expect(
                visit.scene.now.health?.detail == "\(visit.peer): login failed: wrong credentials"
            )
            let adult = try Script.access("adult", withPIN: false)
            let outcome = try await visit.outcome(of: .loans(adult))
            #expect(outcome == .unavailable(.offline))
            let login = LogIn(username: "station", password: Secret("wrong"))
            let interface = FBSInterface(agency: SimulatedLibrary.institution)
            let session = FBSSession.Configuration(interface: interface, login: login)
            #expect(session.credentialsPause == LibraryLinkSettings.loginPauseUsual)
        }
    }
}
