// SPDX-License-Identifier: MPL-2.0

import MadeUpCertificates
import LibraryLink
import LibraryProtocol
import PortnerCore
import SIP2
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A request to the library system` {
    private let tasks: Tasks

    init() throws { tasks = try Tasks() }

    private static let status = `A stream that is cut`.status

    /// Runs a test with a link that is online, to a server that reacts to all but 99.
    private func run(
        _ configure: (inout LibraryLinkSettings) -> Void = { _ in },
        reacting reaction: @escaping Peer.Reaction,
        _ test: (LinkVisit, Peer) async throws -> Void
    ) async throws {
        try await Peer.run(.lines) { request in
            request.hasPrefix("99") ? [.write(Self.status)] : reaction(request)
        } _: { peer in
            var settings = LibraryLinkSettings.stream(port: peer.port)
            settings.session.changeTimeout = .seconds(600)
            settings.session.responseTimeout = .seconds(600)
            settings.breaker.waitMin = .milliseconds(1)
            settings.breaker.waitMax = .milliseconds(20)
            settings.breaker.probeInterval = .milliseconds(1)
            configure(&settings)
            try await LinkVisit.run(settings) { visit in
                try await visit.untilOnline()
                try await test(visit, peer)
            }
        }
    }

    @Test func `is answered with where the answer came from, and when`() async throws {
        try await run { _ in
            [.write(Change.checkin.answer + "\r")]
        } _: { visit, _ in
            try visit.send(.checkin(tasks.item))
            let answer = try await visit.answer()
            #expect(answer.request == RequestID("r-1"))
            #expect(answer.source == .sip2)
            #expect(answer.asOf == LinkVisit.now)
            guard case .done(.checkin) = answer.outcome else {
                Issue.record("\(answer.outcome)")
                return
            }
        }
    }

    @Test func `ends as unknown when it changes records and the connection ends`() async throws {
        for task in tasks.changes {
            try await run { _ in
                [.close]
            } _: { visit, _ in
                try visit.send(task)
                #expect(try await visit.answer().outcome == .unknown, "\(task)")
            }
        }
    }

    @Test func `ends as unavailable when it only asks and the connection ends`() async throws {
        for task in tasks.questions {
            try await run { _ in
                [.close]
            } _: { visit, _ in
                try visit.send(task)
                #expect(
                    try await visit.answer().outcome == .unavailable(.connectionLost),
                    "\(task)"
                )
            }
        }
    }

    @Test func `ends as unknown when the answer is about another item`() async throws {
        let other = Change.checkin.answer.replacing("3274626533", with: "9999999999")
        try await run { _ in
            [.write(other + "\r")]
        } _: { visit, _ in
            try visit.send(.checkin(tasks.item))
            #expect(try await visit.answer().outcome == .unknown)
        }
    }

    @Test func `is refused at once while there is no connection`() async throws {
        let port = try await Peer.unusedPort()
        try await LinkVisit.run(.stream(port: port)) { visit in
            #expect(try await visit.nextHealth().state == .offline)
            for task in tasks.changes + tasks.questions {
                try visit.send(task)
                #expect(try await visit.answer().outcome == .unavailable(.offline))
            }
        }
    }

    @Test func `ends in doubt when its time is over after it was sent`() async throws {
        try await run { _ in
            []
        } _: { visit, _ in
            try visit.send(.checkin(tasks.item), within: .milliseconds(1))
            #expect(try await visit.answer().outcome == .unknown)
        }
    }

    @Test func `ends without a doubt when its time is over before it was sent`() async throws {
        try await run { _ in
            []
        } _: { visit, _ in
            try visit.send(.checkin(tasks.item), as: "sent")
            try visit.send(.checkin(tasks.item), as: "waits", within: .milliseconds(1))
            let waits = try await visit.answer()
            #expect(waits.request == RequestID("waits"))
            #expect(waits.outcome == .unavailable(.timedOut))
        }
    }

    @Test func `is given up without a doubt only while it waits`() async throws {
        try await run { _ in
            []
        } _: { visit, peer in
            try visit.send(.checkin(tasks.item), as: "sent")
            try visit.send(.checkin(tasks.item), as: "waits")
            _ = try await peer.request { $0.hasPrefix("09") }
            visit.link.cancel(try #require(RequestID("waits")))
            #expect(try await visit.answer().outcome == .unavailable(.cancelled))
            visit.link.cancel(try #require(RequestID("sent")))
            #expect(try await visit.answer().outcome == .unknown)
            #expect(peer.received.filter { $0.hasPrefix("09") }.count == 1)
        }
    }

    @Test func `is sent once, however often it is told under the same name`() async throws {
        let hurdle = Hurdle()
        try await run {
            hurdle.react(to: $0)
        } _: { visit, peer in
            try visit.send(.fees(tasks.access), as: "held")
            _ = try await peer.request { $0.hasPrefix("63") }
            for _ in 1...3 { try visit.send(.item(tasks.item), as: "same") }
            try visit.ask(ticket: 1)
            peer.push(Hurdle.patron)
            #expect(try await visit.answer().request == RequestID("held"))
            #expect(try await visit.answer().request == RequestID("same"))
            try visit.send(.endSession(tasks.access), as: "last")
            #expect(try await visit.answer().request == RequestID("last"))
            #expect(peer.received.filter { $0.hasPrefix("17") }.count == 1)
        }
    }

    @Test func `is refused when too many wait`() async throws {
        try await run { _ in
            []
        } _: { visit, _ in
            // One is under way, as many wait as can, the next one has no place.
            let waiting = LibraryLinkSettings.queueMax - LibraryLinkSettings.queueReserve
            for number in 0...waiting + 1 {
                try visit.send(.item(tasks.item), as: "r-\(number)")
            }
            let answer = try await visit.answer()
            #expect(answer.request == RequestID("r-\(waiting + 1)"))
            #expect(answer.outcome == .unavailable(.busy))
            // The doors have places of their own.
            for ticket in 1...LibraryLinkSettings.queueReserve + 1 {
                try visit.ask(ticket: UInt64(ticket))
            }
            var replies = visit.replies.makeAsyncIterator()
            let refused = await replies.next()
            #expect(refused == Ticket(number: UInt64(LibraryLinkSettings.queueReserve + 1)))
        }
    }

    @Test func `lets a door's question go first`() async throws {
        let hurdle = Hurdle()
        try await run {
            hurdle.react(to: $0)
        } _: { visit, peer in
            try visit.send(.fees(tasks.access), as: "held")
            _ = try await peer.request { $0.hasPrefix("63") }
            try visit.send(.item(tasks.item), as: "waits")
            try visit.ask(ticket: 1)
            peer.push(Hurdle.patron)
            _ = try await visit.answer()
            _ = try await visit.answer()
            let order = peer.received.map { String($0.prefix(2)) }.filter { $0 != "99" }
            #expect(order == ["63", "63", "17"])
        }
    }

    @Test func `of two messages lets the doors' questions go before the second`() async throws {
        let hurdle = Hurdle()
        try await run {
            hurdle.react(to: $0)
        } _: { visit, peer in
            try visit.send(.holds(tasks.access), as: "held")
            _ = try await peer.request { $0.hasPrefix("63") }
            for ticket in 1...2 { try visit.ask(ticket: UInt64(ticket)) }
            try visit.send(.item(tasks.item), as: "last")
            peer.push(Hurdle.patron)
            _ = try await visit.answer()
            _ = try await visit.answer()
            let requests = peer.received.filter { !$0.hasPrefix("99") }
            #expect(requests.map { String($0.prefix(2)) } == ["63", "63", "63", "63", "17"])
            // Those of the doors ask for no list.
            let lists = requests.map { $0.contains("Y") }
            #expect(lists == [true, false, false, true, false])
        }
    }

    @Test func `that was sent ends in doubt when the link shuts down`() async throws {
        try await Peer.run(.lines) { request in
            request.hasPrefix("99") ? [.write(Self.status)] : []
        } _: { peer in
            var answers: AsyncStream<LibraryAnswer>?
            try await LinkVisit.run(.stream(port: peer.port)) { visit in
                try await visit.untilOnline()
                try visit.send(.checkin(tasks.item))
                _ = try await peer.request { $0.hasPrefix("09") }
                answers = visit.answers
            }
            var last = try #require(answers).makeAsyncIterator()
            #expect(await last.next()?.outcome == .unknown)
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `A good connection that is lost` {
    private static let item = "1803020120261122    120000AB3274626533|AJPerl|\r"

    // An answer about somebody else ends the connection, and is no reason to turn others away.
    @Test(arguments: [[Peer.Move.close], [.write(item.replacing("32746", with: "99999"))]])
    func `is made again at once, and a second time is an outage`(loss: [Peer.Move]) async throws {
        let tasks = try Tasks()
        let losses = Mutex([true, false, true])
        try await Peer.run(.lines) { request in
            guard request.hasPrefix("17") else { return [.write(`A stream that is cut`.status)] }
            let isLost = losses.withLock { $0.isEmpty ? false : $0.removeFirst() }
            return isLost ? loss : [.write(Self.item)]
        } _: { peer in
            var settings = LibraryLinkSettings.stream(port: peer.port)
            settings.breaker.waitMin = .seconds(600)
            settings.breaker.waitMax = .seconds(600)
            try await LinkVisit.run(settings) { visit in
                try await visit.untilOnline()
                try visit.send(.item(tasks.item))
                guard case .unavailable = try await visit.answer().outcome else {
                    Issue.record("what was lost is answered")
                    return
                }
                try visit.send(.item(tasks.item))
                guard case .done(.item) = try await visit.answer().outcome else {
                    Issue.record("the connection is not made again")
                    return
                }
                #expect(peer.received.filter { $0.hasPrefix("17") }.count == 2)
                try visit.send(.item(tasks.item))
                guard case .unavailable = try await visit.answer().outcome else {
                    Issue.record("what was lost is answered")
                    return
                }
                for await health in visit.health where health.state == .offline { return }
            }
        }
    }

    @Test func `is an outage when it cannot be made again`() async throws {
        let tasks = try Tasks()
        let isDown = Mutex(false)
        try await Peer.run(.lines) { request in
            if request.hasPrefix("17") { return [] }
            return isDown.withLock { $0 } ? [.close] : [.write(`A stream that is cut`.status)]
        } _: { peer in
            var settings = LibraryLinkSettings.stream(port: peer.port)
            settings.breaker.waitMin = .seconds(600)
            settings.breaker.waitMax = .seconds(600)
            try await LinkVisit.run(settings) { visit in
                try await visit.untilOnline()
                try visit.send(.item(tasks.item))
                try visit.send(.item(tasks.item), as: "waits")
                _ = try await peer.request { $0.hasPrefix("17") }
                isDown.withLock { $0 = true }
                peer.push(Self.item.replacing("32746", with: "99999"))
                #expect(try await visit.answer().outcome == .unavailable(.unreadable))
                #expect(try await visit.answer().outcome == .unavailable(.connectionLost))
                for await health in visit.health where health.state == .offline { return }
            }
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `The link after an outage` {
    private static let status = `A stream that is cut`.status

    @Test func `is online again after five good answers in a row`() async throws {
        let isDown = Mutex(true)
        try await Peer.run(.lines) { _ in
            isDown.withLock { $0 } ? [.close] : [.write(Self.status)]
        } _: { peer in
            var settings = LibraryLinkSettings.stream(port: peer.port)
            settings.breaker.waitMin = .milliseconds(1)
            settings.breaker.waitMax = .milliseconds(20)
            settings.breaker.probeInterval = .milliseconds(1)
            try await LinkVisit.run(settings) { visit in
                let first = try await visit.nextHealth()
                #expect(first.state == .offline)
                isDown.withLock { $0 = false }
                var states: [LinkHealth.State] = []
                for await health in visit.health {
                    states.append(health.state)
                    if health.isReachable { break }
                }
                let counted = (1...4).map { LinkHealth.State.recovering(goodAnswers: $0) }
                #expect(states == counted + [.online])
            }
        }
    }

    @Test func `takes questions but no changes while it counts`() async throws {
        let tasks = try Tasks()
        let isDown = Mutex(true)
        try await Peer.run(.lines) { request in
            if isDown.withLock({ $0 }) { return [.close] }
            switch request.prefix(2) {
            case "99": return [.write(Self.status)]
            case "17": return [.write("1803020120261122    120000AB3274626533|AJPerl|\r")]
            default: return [.close]
            }
        } _: { peer in
            var settings = LibraryLinkSettings.stream(port: peer.port)
            settings.breaker.waitMin = .milliseconds(1)
            settings.breaker.waitMax = .milliseconds(20)
            settings.breaker.probeInterval = .seconds(600)
            settings.breaker.shortTimeout = .seconds(600)
            try await LinkVisit.run(settings) { visit in
                #expect(try await visit.nextHealth().state == .offline)
                isDown.withLock { $0 = false }
                #expect(try await visit.nextHealth().state == .recovering(goodAnswers: 1))
                for task in tasks.changes {
                    try visit.send(task)
                    #expect(try await visit.answer().outcome == .unavailable(.recovering))
                }
                for good in 2...5 {
                    try visit.send(.item(tasks.item))
                    guard case .done(.item) = try await visit.answer().outcome else {
                        Issue.record("a question is not answered")
                        return
                    }
                    let state = try await visit.nextHealth().state
                    #expect(state == (good == 5 ? .online : .recovering(goodAnswers: good)))
                }
                try visit.send(.checkin(tasks.item))
                #expect(try await visit.answer().outcome == .unknown)
            }
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `What waits when an outage begins` {
    @Test func `is ended and not sent`() async throws {
        let tasks = try Tasks()
        let files = try PEMFiles()
        let trust = try files.trust()
        let security = try Peer.security(Certificates.server)
        let page = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\noops"
        try await Peer.run(.http, security) { request in
            request.contains(">17") ? [] : Peer.http(Peer.envelope(`A stream that is cut`.status))
        } _: { peer in
            try await LinkVisit.run(.envelope(port: peer.port, trust)) { visit in
                for await _ in visit.health { break }
                for number in 1...8 { try visit.send(.item(tasks.item), as: "r-\(number)") }
                visit.link.cancel(try #require(RequestID("r-8")))
                #expect(try await visit.answer().outcome == .unavailable(.cancelled))
                for _ in 1...4 { _ = try await peer.request { $0.contains(">17") } }
                peer.push(page, to: 0)
                #expect(try await visit.answer().outcome == .unavailable(.unreadable))
                _ = try await peer.request { $0.contains(">17") }
                peer.push(page, to: 1)
                var outcomes: [RequestID: LibraryOutcome] = [:]
                for _ in 1...3 {
                    let answer = try await visit.answer()
                    outcomes[answer.request] = answer.outcome
                }
                for id in ["r-6", "r-7"] {
                    let id = try #require(RequestID(id))
                    #expect(outcomes[id] == .unavailable(.connectionLost))
                }
                #expect(peer.received.filter { $0.contains(">17") }.count == 5)
            }
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `A question while good answers are counted` {
    @Test func `is given a short time`() async throws {
        let tasks = try Tasks()
        let isDown = Mutex(true)
        try await Peer.run(.lines) { request in
            if isDown.withLock({ $0 }) { return [.close] }
            return request.hasPrefix("99") ? [.write(`A stream that is cut`.status)] : []
        } _: { peer in
            var settings = LibraryLinkSettings.stream(port: peer.port)
            settings.breaker.waitMin = .milliseconds(1)
            settings.breaker.waitMax = .milliseconds(20)
            settings.breaker.probeInterval = .seconds(600)
            settings.breaker.shortTimeout = .milliseconds(1)
            try await LinkVisit.run(settings) { visit in
                let first = try await visit.nextHealth()
                #expect(first.state == .offline)
                isDown.withLock { $0 = false }
                let second = try await visit.nextHealth()
                #expect(second.state == .recovering(goodAnswers: 1))
                try visit.send(.item(tasks.item))
                let outcome = try await visit.answer().outcome
                #expect(outcome == .unavailable(.timedOut))
            }
        }
    }

    @Test func `leaves the connection as it is when the answer comes after that time`()
        async throws
    {
        let tasks = try Tasks()
        let isDown = Mutex(true)
        try await Peer.run(.lines) { request in
            if isDown.withLock({ $0 }) { return [.close] }
            return request.hasPrefix("99") ? [.write(`A stream that is cut`.status)] : []
        } _: { peer in
            var settings = LibraryLinkSettings.stream(port: peer.port)
            settings.breaker.waitMin = .milliseconds(1)
            settings.breaker.waitMax = .milliseconds(20)
            settings.breaker.probeInterval = .seconds(600)
            settings.breaker.shortTimeout = .milliseconds(1)
            try await LinkVisit.run(settings) { visit in
                #expect(try await visit.nextHealth().state == .offline)
                isDown.withLock { $0 = false }
                #expect(try await visit.nextHealth().state == .recovering(goodAnswers: 1))
                let connections = peer.connections
                try visit.send(.item(tasks.item))
                let outcome = try await visit.answer().outcome
                #expect(outcome == .unavailable(.timedOut))
                _ = try await peer.request { $0.hasPrefix("17") }
                peer.push("1803020120261122    120000AB3274626533|AJPerl|\r")
                // Heard behind the late answer, on the same connection.
                peer.push(`A stream that is cut`.status.replacing("98Y", with: "98N"))
                let last = try await visit.nextHealth()
                #expect(last.detail.hasSuffix("says that it is not on-line"))
                #expect(peer.connections == connections)
            }
        }
    }
}

/// Answers every request but the first, which the test answers itself.
private final class Hurdle: Sendable {
    static let patron =
        "64              00920261122    120000000000000000000000000000AO|AA|AEX|BLY|CQY|\r"

    private let isPassed = Mutex(false)

    func react(to request: String) -> [Peer.Move] {
        let isFirst = isPassed.withLock { isPassed in
            defer { isPassed = true }
            return !isPassed
        }
        if isFirst { return [] }
        switch request.prefix(2) {
        case "63": return [.write(Self.patron)]
        case "17": return [.write("1803020120261122    120000AB3274626533|AJPerl|\r")]
        case "35": return [.write("36Y20261122    120000AO|AA|\r")]
        default: return []
        }
    }
}
