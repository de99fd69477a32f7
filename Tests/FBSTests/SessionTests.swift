// SPDX-License-Identifier: MPL-2.0

import FBS
import SIP2
import Testing

@Suite struct `A REST session over time` {
    typealias Table = `A REST session`

    private func receive(
        _ response: FBSResponse,
        for exchange: UInt64,
        at seconds: Int = 0,
        in session: inout FBSSession
    ) -> [String] {
        outline(session.received(response, for: .init(exchange), at: .seconds(seconds)))
    }

    private func send(_ id: UInt64, at seconds: Int = 0, to session: inout FBSSession) -> [String] {
        Table.send(id, at: .seconds(seconds), to: &session)
    }

    private let ok = answer("[]")
    private let unauthorized = answer("", status: 401)

    @Test func `logs in once for all calls that wait`() {
        var session = Table.fresh()
        #expect(send(1, to: &session) == ["send 1 login"])
        #expect(send(2, to: &session) == [])
        #expect(send(3, to: &session) == [])
        #expect(
            receive(Table.key, for: 1, in: &session) == [
                "logged in", "send 2 branches with key", "send 3 branches with key",
                "send 4 branches with key",
            ]
        )
        // Answers come in any order.
        #expect(receive(ok, for: 4, in: &session) == ["deliver 3 200"])
        #expect(receive(ok, for: 2, in: &session) == ["deliver 1 200"])
        #expect(receive(ok, for: 3, in: &session) == ["deliver 2 200"])
        #expect(session.nextDeadline == nil)
    }

    @Test func `sends the login with its credentials and calls with the key alone`() throws {
        var session = Table.fresh()
        let first = session.send(FetchBranches(), as: .init(1), at: .zero)
        #expect(first == [.send(.init(1), Table.login.request(to: interface))])
        let then = session.received(Table.key, for: .init(1), at: .zero)
        guard case .send(_, let request)? = then.last else {
            Issue.record("nothing was sent")
            return
        }
        var expected = FetchBranches().request(to: interface)
        expected.headers.append(.init("X-Session", "key"))
        #expect(request == expected)
    }

    @Test func `renews its key once for all calls that meet the old one`() {
        var session = Table.fresh()
        _ = send(1, to: &session)
        _ = receive(Table.key, for: 1, in: &session)
        _ = receive(ok, for: 2, in: &session)
        #expect(send(2, at: 60, to: &session) == ["send 3 branches with key"])
        #expect(send(3, at: 60, to: &session) == ["send 4 branches with key"])
        #expect(send(4, at: 60, to: &session) == ["send 5 branches with key"])
        #expect(receive(unauthorized, for: 3, at: 61, in: &session) == ["send 6 login"])
        #expect(receive(unauthorized, for: 4, at: 61, in: &session) == [])
        let newKey = answer(#"{"sessionKey":"new"}"#)
        #expect(
            receive(newKey, for: 6, at: 61, in: &session) == [
                "logged in", "send 7 branches with new", "send 8 branches with new",
            ]
        )
        // The last one met the old key when there was a new one already.
        #expect(
            receive(unauthorized, for: 5, at: 61, in: &session) == ["send 9 branches with new"]
        )
        #expect(receive(ok, for: 9, at: 61, in: &session) == ["deliver 4 200"])
    }

    @Test func `repeats a call once, whatever the call`() throws {
        var session = Table.fresh()
        let renewal = RenewLoans([LoanID(5)], of: try #require(PatronID(1)))
        _ = session.send(renewal, as: .init(1), at: .zero)
        _ = receive(Table.key, for: 1, in: &session)
        #expect(receive(unauthorized, for: 2, in: &session) == ["send 3 login"])
        #expect(receive(Table.key, for: 3, in: &session) == ["logged in", "send 4 v2 with key"])
        #expect(
            receive(unauthorized, for: 4, in: &session)
                == ["fail 1 unauthorized failed", "login failed key refused"]
        )
        #expect(send(2, at: 4, to: &session) == ["fail 2 loginFailed(key refused) failed"])
        #expect(send(3, at: 5, to: &session) == ["send 5 login"])
    }

    @Test func `repeats a call before those that came after it`() {
        var session = Table.fresh { $0.concurrencyMax = 1 }
        _ = send(1, to: &session)
        _ = send(2, to: &session)
        _ = receive(Table.key, for: 1, in: &session)
        _ = receive(unauthorized, for: 2, in: &session)
        _ = receive(Table.key, for: 3, in: &session)
        #expect(
            receive(ok, for: 4, in: &session) == ["deliver 1 200", "send 5 branches with key"]
        )
    }

    @Test func `keeps others out of trouble when one call is never authorized`() {
        var session = Table.fresh()
        _ = send(1, to: &session)
        _ = receive(Table.key, for: 1, in: &session)
        _ = receive(unauthorized, for: 2, in: &session)
        _ = receive(Table.key, for: 3, in: &session)
        #expect(send(2, to: &session) == ["send 5 branches with key"])
        #expect(receive(ok, for: 5, in: &session) == ["deliver 2 200"])
        // The key has held for another call, so the next call may log in again.
        #expect(receive(unauthorized, for: 4, in: &session) == ["fail 1 unauthorized failed"])
        #expect(send(3, to: &session) == ["send 6 login"])
    }

    @Test func `does not storm the library system with wrong credentials`() {
        var session = Table.fresh()
        _ = send(1, to: &session)
        _ = send(2, to: &session)
        #expect(
            receive(answer("", status: 403), for: 1, at: 1, in: &session) == [
                "login failed wrong credentials", "fail 1 loginFailed(wrong credentials) failed",
                "fail 2 loginFailed(wrong credentials) failed",
            ]
        )
        for second in [1, 60, 300] {
            let actions = send(3, at: second, to: &session)
            #expect(actions == ["fail 3 loginFailed(wrong credentials) failed"])
        }
        #expect(session.nextDeadline == nil)
        #expect(send(4, at: 301, to: &session) == ["send 2 login"])
    }

    @Test func `waits a little after a login that failed`() {
        var session = Table.fresh()
        _ = send(1, to: &session)
        _ = session.lost(.init(1), .notSent, at: .zero)
        #expect(send(2, at: 4, to: &session) == ["fail 2 loginFailed(lost) failed"])
        #expect(send(3, at: 5, to: &session) == ["send 2 login"])
        #expect(
            receive(Table.key, for: 2, at: 5, in: &session)
                == ["logged in", "send 3 branches with key"]
        )
    }

    @Test func `ends a login that gets no answer`() {
        var session = Table.fresh { $0.callTimeout = .seconds(60) }
        _ = send(1, to: &session)
        #expect(session.nextDeadline == .seconds(10))
        #expect(outline(session.advance(to: .seconds(9))) == [])
        #expect(
            outline(session.advance(to: .seconds(10))) == [
                "cancel 1", "login failed timed out", "fail 1 loginFailed(timed out) failed",
            ]
        )
        #expect(receive(Table.key, for: 1, at: 11, in: &session) == [])
        #expect(session.discardedAnswers == 1)
        #expect(!session.isLoggedIn)
    }

    @Test func `takes a key for the next call when nobody waits for it any more`() {
        var session = Table.fresh()
        _ = send(1, to: &session)
        #expect(outline(session.advance(to: .seconds(5))) == ["fail 1 timedOut failed"])
        #expect(receive(Table.key, for: 1, at: 6, in: &session) == ["logged in"])
        #expect(send(2, at: 7, to: &session) == ["send 2 branches with key"])
    }

    @Test func `lets only so many calls be under way, and the others wait in order`() {
        var session = Table.fresh {
            $0.concurrencyMax = 2
            $0.queueLimit = 2
        }
        _ = send(1, to: &session)
        _ = receive(Table.key, for: 1, in: &session)
        #expect(send(2, to: &session) == ["send 3 branches with key"])
        #expect(send(3, to: &session) == [])
        #expect(send(4, to: &session) == [])
        #expect(send(5, to: &session) == ["fail 5 queueFull failed"])
        #expect(session.callsUnderWay == 2)
        #expect(session.waitingCalls == 2)
        #expect(
            receive(ok, for: 3, in: &session) == ["deliver 2 200", "send 4 branches with key"]
        )
        #expect(
            outline(session.lost(.init(2), .noAnswer, at: .zero))
                == ["fail 1 lost failed", "send 5 branches with key"]
        )
    }

    @Test func `ends each call at its own deadline`() {
        var session = Table.fresh { $0.concurrencyMax = 1 }
        _ = send(1, to: &session)
        _ = receive(Table.key, for: 1, in: &session)
        _ = session.send(FetchBranches(), as: .init(2), within: .seconds(2), at: .zero)
        _ = session.send(FetchBranches(), as: .init(3), within: .seconds(9), at: .zero)
        #expect(session.nextDeadline == .seconds(2))
        #expect(outline(session.advance(to: .seconds(2))) == ["fail 2 timedOut failed"])
        #expect(session.nextDeadline == .seconds(5))
        #expect(
            outline(session.advance(to: .seconds(5)))
                == ["cancel 2", "fail 1 timedOut failed", "send 3 branches with key"]
        )
        #expect(receive(ok, for: 2, at: 6, in: &session) == [])
        #expect(session.discardedAnswers == 1)
    }

    @Test func `does not send a body that is too long`() throws {
        var session = Table.fresh()
        let loans = (0..<20_000).map { LoanID($0) }
        let renewal = RenewLoans(loans, of: try #require(PatronID(1)))
        #expect(
            outline(session.send(renewal, as: .init(1), at: .zero))
                == ["fail 1 requestTooLong failed"]
        )
    }

    @Test func `starts afresh after it was closed`() {
        var session = Table.fresh()
        _ = send(1, to: &session)
        _ = receive(Table.key, for: 1, in: &session)
        #expect(outline(session.close()) == ["cancel 2", "fail 1 closed failed"])
        #expect(!session.isLoggedIn)
        #expect(receive(ok, for: 2, in: &session) == [])
        #expect(send(2, to: &session) == ["send 3 login"])
    }

    @Test func `shows neither key nor credentials nor calls`() throws {
        var session = FBSSession(
            .init(
                interface: interface,
                login: LogIn(username: "automat", password: Secret("hemmelig"))
            )
        )
        let call = try #require(Authenticate(card: Secret("6110119999"), pin: Secret("4711")))
        var actions = session.send(call, as: .init(1), at: .zero)
        let key = answer(#"{"sessionKey":"noegle"}"#)
        actions += session.received(key, for: .init(1), at: .zero)
        actions += session.send(call, as: .init(2), at: .zero)
        actions += session.received(key, for: .init(3), at: .zero)
        var dumped = "\(session)\(actions)\(session.configuration)"
        dump(session, to: &dumped)
        dump(actions, to: &dumped)
        for secret in ["6110119999", "4711", "noegle", "hemmelig"] {
            #expect(!dumped.contains(secret))
        }
    }
}
