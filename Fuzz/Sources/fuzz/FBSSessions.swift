// SPDX-License-Identifier: MPL-2.0

import FBS
import SIP2

extension FuzzTarget {
    /// The REST session against a library system that may answer anything at any time.
    static let fbsSession = FuzzTarget(
        name: "fbs-session",
        seeds: [RESTStory.seed, RESTStory.seed.reversed()],
        check: { input in
            var story = RESTStory(input)
            story.run()
        }
    )
}

/// Each byte says what happens next.
private struct RESTStory {
    private var choices: Choices
    private var session: FBSSession
    private var now = Duration.zero
    private var lastID: UInt64 = 0
    private var waiting: Set<FBSSession.RequestID> = []
    private var changing: Set<FBSSession.RequestID> = []
    /// What was sent and not yet answered, in order.
    private var sent: [FBSSession.ExchangeID] = []
    private var logins: Set<FBSSession.ExchangeID> = []
    private var refusedAt: Duration?

    init(_ input: [UInt8]) {
        choices = Choices(input)
        let interface = FBSInterface(agency: "DK-999900")
        let login = LogIn(username: "u", password: Secret("p"))
        var configuration = FBSSession.Configuration(interface: interface, login: login)
        configuration.concurrencyMax = 2
        configuration.queueLimit = 3
        session = FBSSession(configuration)
    }

    mutating func run() {
        while !choices.isEmpty {
            let what = choices.byte()
            now += .milliseconds(300) * Int(what >> 4)
            switch what & 0x0F {
            case 0, 1: send(changes: false)
            case 2: send(changes: true)
            case 3, 4, 5: respond(200, #"{"sessionKey":"k"}"#)
            case 6, 7: respond(401, "")
            case 8: respond(403, "")
            case 9: respond(500, #"{"errorCode":"e"}"#)
            case 10: lose(.notSent)
            case 11: lose(.noAnswer)
            case 12: advanceToDeadline()
            case 13: carryOut(session.advance(to: now))
            case 14: carryOut(session.received(answer(200, "[]"), for: .init(999), at: now))
            default: carryOut(session.close())
            }
            holds()
        }
        var waits = 0
        while !waiting.isEmpty {
            require(waits < 20, "every call ends in bounded time")
            waits += 1
            advanceToDeadline()
        }
    }

    private mutating func send(changes: Bool) {
        guard let patron = PatronID(1) else { return }
        lastID += 1
        let id = FBSSession.RequestID(lastID)
        waiting.insert(id)
        if changes {
            changing.insert(id)
            carryOut(session.send(RenewLoans([], of: patron), as: id, at: now))
        } else {
            carryOut(session.send(FetchBranches(), as: id, at: now))
        }
    }

    private func answer(_ status: Int, _ body: String) -> FBSResponse {
        FBSResponse(status: status, body: Array(body.utf8))
    }

    private mutating func exchange() -> FBSSession.ExchangeID? {
        guard !sent.isEmpty else { return nil }
        return sent.remove(at: Int(choices.byte()) % sent.count)
    }

    private mutating func respond(_ status: Int, _ body: String) {
        guard let exchange = exchange() else { return }
        let isLogin = logins.remove(exchange) != nil
        carryOut(session.received(answer(status, body), for: exchange, at: now))
        if isLogin, status == 403 || status == 401 { refusedAt = now }
    }

    private mutating func lose(_ loss: FBSSession.Loss) {
        guard let exchange = exchange() else { return }
        logins.remove(exchange)
        carryOut(session.lost(exchange, loss, at: now))
    }

    private mutating func advanceToDeadline() {
        guard let deadline = session.nextDeadline else { return }
        now = max(now, deadline)
        carryOut(session.advance(to: now))
        require(session.nextDeadline.map { $0 > now } ?? true, "a deadline that came is gone")
    }

    private func holds() {
        let configuration = session.configuration
        require(session.callsUnderWay <= configuration.concurrencyMax, "calls are limited")
        require(
            session.waitingCalls <= configuration.queueLimit + configuration.concurrencyMax,
            "waiting is limited"
        )
        require(
            session.callsUnderWay + session.waitingCalls == waiting.count,
            "every call waits or is under way"
        )
        require(logins.count <= 1, "there is one login at a time")
        require(waiting.isEmpty || session.nextDeadline != nil, "a call has a deadline")
    }

    private mutating func carryOut(_ actions: [FBSSession.Action]) {
        for action in actions {
            _ = action.redacted
            switch action {
            case .send(let exchange, let request):
                sent.append(exchange)
                let hasKey = request[header: FBSRequest.sessionHeader] != nil
                guard !hasKey else { continue }
                logins.insert(exchange)
                if let refusedAt {
                    let pause = session.configuration.credentialsPause
                    require(now >= refusedAt + pause, "refused credentials rest")
                }
            case .cancel(let exchange):
                sent.removeAll { $0 == exchange }
                logins.remove(exchange)
            case .deliver(let id, let response):
                require(waiting.remove(id) != nil, "a call ends once")
                require(response.status != 401, "a refused key is not an answer")
            case .fail(let id, let failure):
                require(waiting.remove(id) != nil, "a call ends once")
                if failure.outcome == .unknown {
                    require(changing.contains(id), "only what changes something can be unknown")
                }
            case .loggedIn: refusedAt = nil
            case .loginFailed: break
            }
        }
    }

    /// A login, calls and answers, a key that runs out, losses, silence, refused credentials.
    static let seed: [UInt8] = [
        0x00, 0x00, 0x02, 0x03, 0x00, 0x03, 0x00, 0x06, 0x00, 0x03, 0x00, 0x02, 0x0B, 0x00, 0x1C,
        0x00, 0x0A, 0x00, 0xFC, 0x0F, 0x00, 0x08, 0x00, 0x00, 0xF0, 0x0E, 0x0D,
    ]
}
