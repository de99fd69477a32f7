// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A client session over time` {
    typealias Table = `A client session`

    private func ready(
        _ change: (inout ClientSession.Configuration) -> Void = { _ in }
    ) -> ClientSession {
        var configuration = ClientSession.Configuration(dialect: checkedUTF8)
        configuration.opening = []
        change(&configuration)
        var session = ClientSession(configuration)
        _ = session.connected(at: .zero)
        return session
    }

    private func send(
        _ message: Message,
        as id: UInt64,
        at seconds: Int,
        to session: inout ClientSession
    ) -> [String] {
        outline(session.send(message, as: .init(id), at: .seconds(seconds)))
    }

    @Test func `without an opening is ready at once`() {
        var configuration = ClientSession.Configuration(dialect: checkedUTF8)
        configuration.opening = []
        var session = ClientSession(configuration)
        #expect(outline(session.connected(at: .zero)) == ["ready"])
        #expect(session.phase == .ready)
    }

    @Test func `can ask the status before it logs in`() {
        var configuration = ClientSession.Configuration(
            dialect: checkedUTF8,
            login: LoginRequest(user: Secret("u"), password: Secret("p"))
        )
        configuration.opening = [.status, .login]
        var session = ClientSession(configuration)
        #expect(outline(session.connected(at: .zero)) == ["write 99/0"])
        #expect(
            outline(session.received(wire(Table.status, 0), at: .zero))
                == ["status", "write 93/1"]
        )
        #expect(outline(session.received(wire("941", 1), at: .zero)) == ["ready"])
    }

    @Test func `skips the login where there is none`() {
        var session = ClientSession(.init(dialect: checkedUTF8))
        #expect(outline(session.connected(at: .zero)) == ["write 99/0"])
    }

    @Test func `ends when the login is refused`() {
        var session = Table.session(in: .loggingIn)
        _ = send(Table.query, as: 1, at: 0, to: &session)
        #expect(
            outline(session.received(wire("940", 0), at: .zero))
                == ["fail 1 connectionLost notSent", "close loginRefused"]
        )
        #expect(session.phase == .disconnected)
    }

    @Test func `ends when the login cannot be written`() {
        let login = LoginRequest(user: Secret("u|"), password: Secret("p"))
        var session = ClientSession(.init(dialect: checkedUTF8, login: login))
        let actions = session.connected(at: .zero)
        #expect(actions == [.close(.loginNotEncodable(.forbiddenByte(.loginUserID, 0x7C)))])
    }

    /// What a session does when nothing comes any more, and when.
    private func silence(_ session: inout ClientSession) -> ([Duration], [ClientSession.Action]) {
        var deadlines: [Duration] = []
        var actions: [ClientSession.Action] = []
        while let deadline = session.nextDeadline {
            deadlines.append(deadline)
            actions += session.advance(to: deadline)
        }
        return (deadlines, actions)
    }

    @Test func `ends when the opening gets no answer`() {
        var loggingIn = Table.session(in: .loggingIn)
        #expect(outline(silence(&loggingIn).1) == ["close openingFailed(timedOut)"])
        var asking = Table.session(in: .askingStatus)
        #expect(
            outline(silence(&asking).1)
                == ["write 99/1", "close openingFailed(timedOut)"]
        )
    }

    @Test func `waits for the opening as long as a login may take`() {
        var session = Table.session(in: .loggingIn)
        #expect(session.nextDeadline == .seconds(10))
        #expect(session.advance(to: .milliseconds(9_999)) == [])
        let late = session.received(wire("941", 0), at: .milliseconds(9_999))
        #expect(outline(late) == ["write 99/1"])
        #expect(session.nextDeadline == .milliseconds(14_999))
    }

    @Test func `repeats a query once with the same bytes, then gives up and closes`() {
        var session = Table.session(in: .ready)
        let first = session.send(Table.query, as: .init(1), at: .zero)
        let (deadlines, actions) = silence(&session)
        #expect(deadlines == [.milliseconds(2500), .seconds(5)])
        #expect(Array(actions.prefix(1)) == first)
        #expect(
            outline(Array(actions.dropFirst(1))) == [
                "fail 1 timedOut unanswered", "close timedOut",
            ]
        )
    }

    // A peer without numbers cannot be asked again, and its answer is waited for all the same.
    @Test(arguments: [true, false])
    func `waits for an answer as long as the caller does`(isNumbered: Bool) {
        var session = ready { $0.dialect.detectsErrors = isNumbered }
        _ = send(Table.query, as: 1, at: 0, to: &session)
        _ = session.received(wire(Table.patron, isNumbered ? 0 : nil), at: .zero)
        _ = session.send(Table.query, as: .init(2), within: .seconds(2), at: .zero)
        let repetition = outline(session.advance(to: .milliseconds(1000)))
        #expect(repetition == (isNumbered ? ["write 23/1"] : []))
        #expect(session.nextDeadline == .seconds(2))
        #expect(session.advance(to: .milliseconds(1999)) == [])
        let answer = session.received(
            wire(Table.patron, isNumbered ? 1 : nil),
            at: .milliseconds(1999)
        )
        #expect(outline(answer) == ["deliver 2 24"])
    }

    @Test func `ends a request when its time is over, whatever was sent again`() {
        var session = ready()
        _ = send(Table.query, as: 1, at: 0, to: &session)
        _ = session.received(wire(Table.patron, 0), at: .zero)
        _ = session.send(Table.query, as: .init(2), within: .seconds(2), at: .zero)
        let again = session.received(Array("96AZFEF6\r".utf8), at: .milliseconds(1900))
        #expect(outline(again) == ["write 23/1"])
        #expect(
            outline(session.advance(to: .seconds(2)))
                == ["fail 2 timedOut unanswered", "close timedOut"]
        )
    }

    @Test(arguments: [false, true])
    func `repeats a change only where the configuration says so`(repeats: Bool) {
        var session = ready { $0.dialect.suppressesDuplicates = repeats }
        _ = send(Table.query, as: 1, at: 0, to: &session)
        _ = session.received(wire(Table.patron, 0), at: .zero)
        _ = send(Table.change, as: 2, at: 0, to: &session)
        #expect(session.nextDeadline == (repeats ? .milliseconds(2500) : .seconds(5)))
        let repetition = outline(session.advance(to: .milliseconds(2500)))
        #expect(repetition == (repeats ? ["write 09/1"] : []))
        #expect(
            outline(session.advance(to: .seconds(5)))
                == ["fail 2 timedOut unknown", "close timedOut"]
        )
    }

    @Test func `waits longer for a change where it is to`() {
        let cases = [(Table.change, 1, 12), (Table.change, 20, 20), (Table.query, 1, 1)]
        for (message, timeout, deadline) in cases {
            var session = ready { $0.changeTimeout = .seconds(12) }
            _ = session.send(message, as: .init(1), within: .seconds(timeout), at: .zero)
            #expect(session.nextDeadline == .seconds(deadline))
        }
    }

    @Test func `never repeats without sequence numbers, since answers could be confused`() {
        var plain = ready { $0.dialect.detectsErrors = false }
        _ = send(Table.query, as: 1, at: 0, to: &plain)
        #expect(
            outline(plain.advance(to: .seconds(5)))
                == ["fail 1 timedOut unanswered", "close timedOut"]
        )

        var silent = ready()
        _ = send(Table.query, as: 1, at: 0, to: &silent)
        let answer = Array((Table.patron + "\r").utf8)
        #expect(outline(silent.received(answer, at: .zero)) == ["deliver 1 24"])
        _ = send(Table.query, as: 2, at: 0, to: &silent)
        #expect(
            outline(silent.advance(to: .seconds(5)))
                == ["fail 2 timedOut unanswered", "close timedOut"]
        )
    }

    @Test func `gives up on answers that stay damaged`() {
        var session = ready()
        _ = send(Table.change, as: 1, at: 0, to: &session)
        let damaged = Array("\(Table.returned)AY0AZ0000\r".utf8)
        let seen = (0..<4).map { _ in outline(session.received(damaged, at: .zero)) }
        #expect(
            seen == [
                ["write 97"], ["write 97"], ["write 97"],
                ["fail 1 answersDamaged unknown", "close damaged"],
            ]
        )
        #expect(session.phase == .disconnected)
    }

    // What came damaged may have been a 96: the library system never received the request, and
    // repeats to the 97 what it told about another patron.
    @Test(arguments: [0, nil])
    func `does not take the answer before for the one it asked for again`(number: Int?) {
        var session = ready()
        _ = send(Table.query, as: 1, at: 0, to: &session)
        #expect(outline(session.received(wire(Table.patron, 0), at: .zero)) == ["deliver 1 24"])
        _ = send(Table.query, as: 2, at: 0, to: &session)
        #expect(outline(session.received(Array("96AZFEF7\r".utf8), at: .zero)) == ["write 97"])
        let again = session.received(wire(Table.patron, number), at: .zero)
        #expect(outline(again) == ["write 23/1"])
        #expect(outline(session.received(wire(Table.patron, 1), at: .zero)) == ["deliver 2 24"])
    }

    @Test func `takes an answer again without a trailer, but not with half of one`() {
        for (trailer, expected) in [("", "deliver 2 24"), ("AY1AZ?234", "write 97")] {
            var session = ready()
            _ = send(Table.query, as: 1, at: 0, to: &session)
            _ = session.received(wire(Table.patron, 0), at: .zero)
            _ = send(Table.query, as: 2, at: 0, to: &session)
            _ = session.received(Array("96AZFEF7\r".utf8), at: .zero)
            let again = Array((Table.patron + "BLY|" + trailer + "\r").utf8)
            #expect(outline(session.received(again, at: .zero)) == [expected])
        }
    }

    @Test func `does not repeat a change whose answer may be the one before`() {
        var session = ready()
        _ = send(Table.change, as: 1, at: 0, to: &session)
        _ = session.received(wire(Table.returned, 0), at: .zero)
        _ = send(Table.change, as: 2, at: 0, to: &session)
        _ = session.received(Array("96AZFEF7\r".utf8), at: .zero)
        #expect(
            outline(session.received(wire(Table.returned, 0), at: .zero))
                == ["fail 2 answersDamaged unknown", "close damaged"]
        )
    }

    @Test func `asks again for an answer that was too long`() {
        var session = ready()
        _ = send(Table.query, as: 1, at: 0, to: &session)
        _ = session.received(wire(Table.patron, 0), at: .zero)
        _ = send(Table.query, as: 2, at: 0, to: &session)
        let long = Array("24".utf8) + [UInt8](repeating: 0x20, count: Message.lengthMax)
        #expect(outline(session.received(long, at: .zero)) == ["write 97"])
    }

    @Test func `gives up on requests that keep arriving damaged`() {
        var session = ready()
        _ = send(Table.query, as: 1, at: 0, to: &session)
        let again = Array("96AZFEF6\r".utf8)
        let seen = (0..<4).map { _ in outline(session.received(again, at: .zero)) }
        #expect(
            seen
                == [
                    ["write 23/0"], ["write 23/0"], ["write 23/0"],
                    ["fail 1 resendRefused unanswered", "close damaged"],
                ]
        )
    }

    @Test func `gives up on a system that only tells its status`() {
        var session = ready()
        _ = send(Table.query, as: 1, at: 0, to: &session)
        let seen = (0..<4).map { outline(session.received(wire(Table.status, $0), at: .zero)) }
        #expect(
            seen
                == [
                    ["status", "write 23/1"], ["status", "write 23/2"], ["status", "write 23/3"],
                    ["status", "fail 1 statusOnly unanswered"],
                ]
        )
    }

    // Such a server may have the answer of another connection to repeat.
    @Test func `asks nobody to repeat an answer who has given none`() {
        var session = ready()
        _ = send(Table.query, as: 1, at: 0, to: &session)
        let damaged = Array("\(Table.patron)AY0AZ0000\r".utf8)
        let seen = (0..<4).map { _ in outline(session.received(damaged, at: .zero)) }
        #expect(
            seen
                == [
                    ["write 23/0"], ["write 23/0"], ["write 23/0"],
                    ["fail 1 answersDamaged unanswered", "close damaged"],
                ]
        )
    }

    @Test func `takes number 0 for the answer to a request to repeat`() {
        var session = Table.session(in: .awaitingRepetition)
        #expect(
            outline(session.received(wire(Table.patron, 0), at: .zero)) == ["deliver 1 24"]
        )
    }

    @Test func `takes a request to resend that lacks its terminator after a short silence`() {
        var session = Table.session(in: .awaitingQuery)
        #expect(session.received(Array("96AZFEF6".utf8), at: .seconds(1)) == [])
        #expect(session.nextDeadline == .milliseconds(1200))
        #expect(session.advance(to: .milliseconds(1100)) == [])
        #expect(outline(session.advance(to: .milliseconds(1200))) == ["write 23/2"])
        #expect(session.received([0x0D], at: .milliseconds(1300)) == [])
    }

    @Test func `sends what waits in order, one at a time`() {
        var session = ready()
        #expect(send(Table.query, as: 1, at: 0, to: &session) == ["write 23/0"])
        #expect(send(Table.change, as: 2, at: 0, to: &session) == [])
        #expect(send(Table.query, as: 3, at: 0, to: &session) == [])
        #expect(session.queuedRequests == 2)
        #expect(
            outline(session.received(wire(Table.patron, 0), at: .zero))
                == ["deliver 1 24", "write 09/1"]
        )
        #expect(
            outline(session.received(wire(Table.returned, 1), at: .zero))
                == ["deliver 2 10", "write 23/2"]
        )
        #expect(
            outline(session.disconnected()) == ["fail 3 connectionLost unanswered"]
        )
    }

    @Test func `takes nothing for an answer that came before the request was sent`() {
        var session = ready { $0.dialect.detectsErrors = false }
        _ = send(Table.query, as: 1, at: 0, to: &session)
        _ = send(Table.query, as: 2, at: 0, to: &session)
        let twice = Array("\(Table.patron)\r\(Table.patron)\r".utf8)
        #expect(outline(session.received(twice, at: .zero)) == ["deliver 1 24", "write 23"])
        #expect(session.phase == .awaiting(.init(2)))
        #expect(session.discardedFrames == 1)
    }

    @Test func `refuses more than its queue holds`() {
        var session = ready { $0.queueLimit = 2 }
        let seen = (1...4).map { send(Table.query, as: $0, at: 0, to: &session) }
        #expect(seen == [["write 23/0"], [], [], ["fail 4 queueFull notSent"]])
        let failures = outline(session.disconnected())
        #expect(failures.count == 3)
    }

    @Test func `refuses what is no request or cannot be written`() {
        var session = ready()
        #expect(
            send(Message(.loginResponse, fixed: "1"), as: 1, at: 0, to: &session)
                == ["fail 1 notARequest notSent"]
        )
        let actions = session.send(Message(.patronStatus, fixed: "009"), as: .init(2), at: .zero)
        let failure = ClientSession.Failure(
            reason: .notEncodable(.malformedFixedPart(.patronStatus)),
            outcome: .notSent
        )
        #expect(actions == [.fail(.init(2), failure)])
        #expect(session.phase == .ready)
        #expect(send(Table.query, as: 3, at: 0, to: &session) == ["write 23/0"])
    }

    @Test func `keeps a silent link open and no other`() {
        var session = ready()
        #expect(session.nextDeadline == .seconds(20))
        _ = send(Table.query, as: 1, at: 15, to: &session)
        _ = session.received(wire(Table.patron, 0), at: .seconds(16))
        #expect(session.advance(to: .seconds(20)) == [])
        #expect(session.nextDeadline == .seconds(36))
        #expect(outline(session.advance(to: .seconds(36))) == ["write 99/1"])
        #expect(
            outline(session.received(wire(Table.status, 1), at: .seconds(37))) == ["status"]
        )
        #expect(session.nextDeadline == .seconds(57))
    }

    @Test func `ends when the link no longer answers`() {
        var session = Table.session(in: .keepingAlive)
        _ = send(Table.query, as: 1, at: 21, to: &session)
        let actions = outline(silence(&session).1)
        #expect(
            actions == [
                "write 99/2", "fail 1 connectionLost notSent",
                "close timedOut",
            ]
        )
    }

    @Test func `begins anew on a new connection`() {
        var session = Table.session(in: .awaitingQuery)
        _ = session.received(Array("24half an ans".utf8), at: .zero)
        _ = session.disconnected()
        #expect(session.nextDeadline == nil)
        #expect(outline(session.connected(at: .seconds(9))) == ["write 93/0"])
        #expect(
            outline(session.received(wire("941", 0), at: .seconds(9))) == ["write 99/1"]
        )
    }

    @Test func `survives any bytes`() {
        var generator = SeededGenerator(seed: 11)
        for state in `A client session`.State.allCases {
            var session = Table.session(in: state)
            for _ in 0..<300 {
                let count = Int.random(in: 0...40, using: &generator)
                let noise = (0..<count).map { _ in UInt8.random(in: 0...127, using: &generator) }
                _ = session.received(noise + [0x0D], at: .zero)
            }
            #expect(session.queuedRequests == 0)
            _ = session.disconnected()
            #expect(outline(session.connected(at: .zero)) == ["write 93/0"])
        }
    }
}
