// SPDX-License-Identifier: MPL-2.0

import FBS
import SIP2
import Testing

/// Every state of the session with every event, and what comes of it.
@Suite struct `A REST session` {
    enum State: String, CaseIterable, Sendable {
        case loggedOut, loggingIn, open, asking, changing, loggingInAgain, repeating, barred
    }

    enum Event: String, CaseIterable, Sendable {
        case send, answer, unauthorized, forbidden, failed, nonsense, notSent, noAnswer, stray
        case deadline, close
    }

    static let login = LogIn(username: "u", password: Secret("p"))
    static let key = answer(#"{"sessionKey":"key"}"#)

    static func fresh(
        _ change: (inout FBSSession.Configuration) -> Void = { _ in }
    ) -> FBSSession {
        var configuration = FBSSession.Configuration(interface: interface, login: login)
        change(&configuration)
        return FBSSession(configuration)
    }

    static func send(_ id: UInt64, at now: Duration, to session: inout FBSSession) -> [String] {
        outline(session.send(FetchBranches(), as: .init(id), at: now))
    }

    /// A session brought into a state, in which call 1 waits or is under way.
    static func session(in state: State) throws -> FBSSession {
        let patron = try #require(PatronID(1))
        var session = fresh()
        guard state != .loggedOut else { return session }
        if state == .changing {
            _ = session.send(RenewLoans([LoanID(5)], of: patron), as: .init(1), at: .zero)
        } else {
            _ = send(1, at: .zero, to: &session)
        }
        guard state != .loggingIn else { return session }
        guard state != .barred else {
            _ = session.received(answer("", status: 403), for: .init(1), at: .zero)
            return session
        }
        _ = session.received(key, for: .init(1), at: .zero)
        guard state != .asking, state != .changing else { return session }
        let status = state == .open ? 200 : 401
        _ = session.received(answer("[]", status: status), for: .init(2), at: .zero)
        guard state == .repeating else { return session }
        _ = session.received(key, for: .init(3), at: .zero)
        return session
    }

    /// The exchange that a state waits for.
    static func exchange(in state: State) -> FBSSession.ExchangeID {
        switch state {
        case .loggingIn: .init(1)
        case .asking, .changing: .init(2)
        case .loggingInAgain: .init(3)
        case .repeating: .init(4)
        case .loggedOut, .open, .barred: .init(99)
        }
    }

    static func apply(
        _ event: Event,
        to session: inout FBSSession,
        in state: State
    ) -> [String] {
        let now = Duration.seconds(1)
        let exchange = exchange(in: state)
        let isLogin = state == .loggingIn || state == .loggingInAgain
        func respond(_ response: FBSResponse) -> [FBSSession.Action] {
            session.received(response, for: exchange, at: now)
        }
        return switch event {
        case .send: send(9, at: now, to: &session)
        case .answer: outline(respond(isLogin ? key : answer("[]")))
        case .unauthorized: outline(respond(answer("", status: 401)))
        case .forbidden: outline(respond(answer("", status: 403)))
        case .failed: outline(respond(answer("", status: 500)))
        case .nonsense: outline(respond(answer("<html>")))
        case .notSent: outline(session.lost(exchange, .notSent, at: now))
        case .noAnswer: outline(session.lost(exchange, .noAnswer, at: now))
        case .stray: outline(session.received(key, for: .init(98), at: now))
        case .deadline: outline(session.advance(to: session.nextDeadline ?? now))
        case .close: outline(session.close())
        }
    }

    @Test(arguments: State.allCases)
    func `does the right thing in every state`(state: State) throws {
        for event in Event.allCases {
            var session = try Self.session(in: state)
            let actions = Self.apply(event, to: &session, in: state).joined(separator: ", ")
            #expect(
                "\(actions) -> \(session)" == Self.table[state]?[event],
                "\(state.rawValue), \(event.rawValue)"
            )
        }
    }
}

/// Actions in a form that a table of transitions can hold.
func outline(_ actions: [FBSSession.Action]) -> [String] {
    actions.map { action in
        switch action {
        case .send(let exchange, let request):
            "send \(exchange.rawValue) \(name(of: request))"
        case .cancel(let exchange): "cancel \(exchange.rawValue)"
        case .deliver(let id, let response): "deliver \(id.rawValue) \(response.status)"
        case .fail(let id, let failure): "fail \(id.rawValue) \(failure.reason) \(failure.outcome)"
        case .loggedIn: "logged in"
        case .loginFailed(let failure): "login failed \(failure)"
        }
    }
}

/// The last part of a request's path, with the key that goes along.
private func name(of request: FBSRequest) -> String {
    let call = request.target.split(separator: "/").last ?? ""
    return request[header: FBSRequest.sessionHeader].map { "\(call) with \($0)" } ?? "\(call)"
}
