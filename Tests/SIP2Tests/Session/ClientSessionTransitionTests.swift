// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

/// Every state of the session with every event, and what comes of it.
@Suite struct `A client session` {
    enum State: String, CaseIterable, Sendable {
        case disconnected, loggingIn, askingStatus, ready, awaitingQuery, awaitingChange
        case awaitingRepetition, keepingAlive
    }

    enum Event: String, CaseIterable, Sendable {
        case connected, lost, send, answer, wrongNumber, wrongCommand, damaged, unchecked
        case resend, status, noise, early, deadline
    }

    static let query = Message(.patronStatus, fixed: "00920261122    012826")
    static let change = Message(.checkin, fixed: "N20261122    01282620261122    012826")
    static let patron = "24              00920261122    012826AOi|AAp|AEn|BLY|CQY|"
    static let status = "98YNNYNN60000320261122    0128262.00AOUWOLS|BXYYYYYYYYYYYYYYYY|"
    static let returned = "101YNN20261122    012826AOi|ABb|AQ|"

    /// A session brought into a state; the request under way has number 2.
    static func session(in state: State) -> ClientSession {
        let login = LoginRequest(user: Secret("u"), password: Secret("p"))
        var session = ClientSession(.init(dialect: checkedUTF8, login: login))
        guard state != .disconnected else { return session }
        _ = session.connected(at: .zero)
        guard state != .loggingIn else { return session }
        _ = session.received(wire("941", 0), at: .zero)
        guard state != .askingStatus else { return session }
        _ = session.received(wire(status, 1), at: .zero)
        switch state {
        case .awaitingQuery: _ = session.send(query, as: .init(1), at: .zero)
        case .awaitingChange: _ = session.send(change, as: .init(1), at: .zero)
        case .awaitingRepetition:
            _ = session.send(query, as: .init(1), at: .zero)
            _ = session.received(Array("\(patron)AY2AZ0000\r".utf8), at: .zero)
        case .keepingAlive: _ = session.advance(to: .seconds(20))
        default: break
        }
        return session
    }

    /// The answer that a state waits for, and its number.
    static func expectedAnswer(in state: State) -> (body: String, number: Int) {
        switch state {
        case .disconnected, .loggingIn: ("941", 0)
        case .askingStatus: (status, 1)
        case .ready, .awaitingQuery, .awaitingRepetition: (patron, 2)
        case .awaitingChange: (returned, 2)
        case .keepingAlive: (status, 2)
        }
    }

    static func apply(_ event: Event, to session: inout ClientSession, in state: State) -> [String]
    {
        let (body, number) = expectedAnswer(in: state)
        let now = state == .keepingAlive ? Duration.seconds(21) : .seconds(1)
        let actions =
            switch event {
            case .connected: session.connected(at: now)
            case .lost: session.disconnected()
            case .send: session.send(query, as: .init(9), at: now)
            case .answer: session.received(wire(body, number), at: now)
            case .wrongNumber: session.received(wire(body, 7), at: now)
            case .wrongCommand:
                session.received(wire("36Y20261122    012826AOi|AAp|", number), at: now)
            case .damaged: session.received(Array((body + "AY0AZ0000\r").utf8), at: now)
            case .unchecked: session.received(Array((body + "\r").utf8), at: now)
            case .resend: session.received(Array("96AZFEF6\r".utf8), at: now)
            case .status: session.received(wire(status, number), at: now)
            case .noise: session.received(Array("noise\r".utf8), at: now)
            case .early: session.advance(to: now)
            case .deadline: session.advance(to: session.nextDeadline ?? now)
            }
        return outline(actions)
    }

    static func name(_ phase: ClientSession.Phase) -> String {
        switch phase {
        case .disconnected: "disconnected"
        case .loggingIn: "loggingIn"
        case .askingStatus: "askingStatus"
        case .ready: "ready"
        case .awaiting(let id): "awaiting \(id.rawValue)"
        }
    }

    @Test(arguments: State.allCases)
    func `answers every event in every state`(state: State) throws {
        for event in Event.allCases {
            var session = Self.session(in: state)
            let actions = Self.apply(event, to: &session, in: state)
            let outcome = actions.joined(separator: ", ") + " -> " + Self.name(session.phase)
            let row = try #require(Self.table[state]?[event], "\(state) \(event): \(outcome)")
            #expect(outcome == row, "\(state) \(event)")
        }
    }
}
