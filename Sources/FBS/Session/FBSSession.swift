// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// The client's side of the REST interface over time, as a value without clock and without I/O.
///
/// The caller reports what happens, carries out the ``Action``s, and calls ``advance(to:)`` when
/// ``nextDeadline`` comes. Time is a `Duration` since any moment the caller likes, and never runs
/// backwards.
///
/// The session logs in when the first call comes and puts the key on each call. How long a key
/// holds is not known: when a call is answered with 401, the session logs in once more and repeats
/// the call once. All calls that wait share one login. Nothing else is repeated, so a call that
/// changes records and lost its answer ends with the outcome unknown, see ``Failure/outcome``.
public struct FBSSession: Sendable {
    /// The configuration.
    public let configuration: Configuration
    /// How many answers were dropped because nobody waited for them any more.
    public private(set) var discardedAnswers = 0

    private var access = Access.none
    /// Calls that wait for a key or for their turn, in order.
    private var waiting: [Call] = []
    private var underWay: [Exchange] = []
    private var lastExchange: UInt64 = 0
    /// How many keys there were.
    private var generation = 0

    /// What the session may do at the library system.
    private enum Access {
        /// There is no key.
        case none
        /// A login is under way.
        case loggingIn(ExchangeID, deadline: Duration)
        /// There is a key; it is proven when a call with it was answered.
        case open(SessionKey, isProven: Bool)
        /// The last login failed, and it is too early for another.
        case barred(until: Duration, LoginFailure)
    }

    private struct Call {
        let id: RequestID
        let request: FBSRequest
        let changesRecords: Bool
        let deadline: Duration
        /// Whether it was answered with 401 before.
        var isRepetition = false

        func failure(_ reason: Failure.Reason, isUnknown: Bool) -> Action {
            .fail(id, Failure(reason: reason, outcome: isUnknown ? .unknown : .failed))
        }
    }

    private struct Exchange {
        let id: ExchangeID
        let call: Call
        /// Which key went along.
        let generation: Int
    }

    /// Makes a session without a key.
    public init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// How many calls wait for a login or for their turn.
    public var waitingCalls: Int { waiting.count }

    /// How many calls are under way.
    public var callsUnderWay: Int { underWay.count }

    /// Whether there is a key, which the library system may have forgotten meanwhile.
    public var isLoggedIn: Bool {
        if case .open = access { true } else { false }
    }

    /// When ``advance(to:)`` is to be called next, or nil when there is nothing to wait for.
    public var nextDeadline: Duration? {
        var deadlines = waiting.map(\.deadline) + underWay.map(\.call.deadline)
        if case .loggingIn(_, let deadline) = access { deadlines.append(deadline) }
        return deadlines.min()
    }

    // MARK: Events

    /// A call is to be made, now or in its turn.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - id: The caller's name for it; no other call that has not ended may have the same.
    ///   - timeout: How long it takes at most; nil for ``Configuration/callTimeout``.
    ///   - now: The time.
    /// - Returns: What the caller is to do.
    public mutating func send(
        _ call: some FBSCall,
        as id: RequestID,
        within timeout: Duration? = nil,
        at now: Duration
    ) -> [Action] {
        let call = Call(
            id: id,
            request: call.request(to: configuration.interface),
            changesRecords: type(of: call).changesRecords,
            deadline: now + (timeout ?? configuration.callTimeout)
        )
        guard call.request.body.count <= FBSRequest.bodyLengthMax else {
            return [call.failure(.requestTooLong, isUnknown: false)]
        }
        guard waiting.count < configuration.queueLimit else {
            return [call.failure(.queueFull, isUnknown: false)]
        }
        waiting.append(call)
        return proceed(at: now)
    }

    /// An answer has come.
    public mutating func received(
        _ response: FBSResponse,
        for exchange: ExchangeID,
        at now: Duration
    ) -> [Action] {
        if case .loggingIn(exchange, _) = access {
            return loginAnswered(response, at: now) + proceed(at: now)
        }
        guard let exchange = take(exchange) else {
            discardedAnswers += 1
            return []
        }
        if response.status == 401 {
            return keyRefused(exchange, at: now) + proceed(at: now)
        }
        if exchange.generation == generation, case .open(let key, _) = access {
            access = .open(key, isProven: true)
        }
        return [.deliver(exchange.call.id, response)] + proceed(at: now)
    }

    /// A request will not be answered.
    public mutating func lost(_ exchange: ExchangeID, _ loss: Loss, at now: Duration) -> [Action] {
        if case .loggingIn(exchange, _) = access {
            return bar(.lost, at: now)
        }
        guard let call = take(exchange)?.call else { return [] }
        let isUnknown = loss == .noAnswer && call.changesRecords
        return [call.failure(.lost, isUnknown: isUnknown)] + proceed(at: now)
    }

    /// Time has passed.
    public mutating func advance(to now: Duration) -> [Action] {
        var actions: [Action] = []
        for exchange in underWay where now >= exchange.call.deadline {
            let call = exchange.call
            actions.append(.cancel(exchange.id))
            actions.append(call.failure(.timedOut, isUnknown: call.changesRecords))
        }
        underWay.removeAll { now >= $0.call.deadline }
        for call in waiting where now >= call.deadline {
            actions.append(call.failure(.timedOut, isUnknown: false))
        }
        waiting.removeAll { now >= $0.deadline }
        if case .loggingIn(let exchange, let deadline) = access, now >= deadline {
            actions.append(.cancel(exchange))
            actions += bar(.timedOut, at: now)
        }
        return actions + proceed(at: now)
    }

    /// The session is to end: every call fails and the key is forgotten.
    ///
    /// A failed login is not: whoever closes and begins anew has to wait for the next one as well.
    public mutating func close() -> [Action] {
        var actions: [Action] = []
        if case .loggingIn(let exchange, _) = access { actions.append(.cancel(exchange)) }
        for exchange in underWay {
            let call = exchange.call
            actions.append(.cancel(exchange.id))
            actions.append(call.failure(.closed, isUnknown: call.changesRecords))
        }
        actions += waiting.map { $0.failure(.closed, isUnknown: false) }
        underWay = []
        waiting = []
        if case .barred = access { return actions }
        access = .none
        return actions
    }

    // MARK: Login

    private mutating func loginAnswered(_ response: FBSResponse, at now: Duration) -> [Action] {
        do throws(FBSError) {
            let key = try LogIn.answer(from: response)
            generation += 1
            access = .open(key, isProven: false)
            return [.loggedIn]
        } catch {
            return bar(LoginFailure(error), at: now)
        }
    }

    /// A call was answered with 401: the library system does not know the key, or no longer.
    private mutating func keyRefused(_ exchange: Exchange, at now: Duration) -> [Action] {
        var actions: [Action] = []
        var call = exchange.call
        if call.isRepetition {
            actions.append(call.failure(.unauthorized, isUnknown: false))
        } else {
            call.isRepetition = true
            waiting.insert(call, at: 0)
        }
        // Another call may have met the same and logged in meanwhile.
        guard exchange.generation == generation, case .open(_, let isProven) = access else {
            return actions
        }
        access = .none
        // A key that never held, twice: another login would not help.
        if exchange.call.isRepetition, !isProven { actions += bar(.keyRefused, at: now) }
        return actions
    }

    /// Ends everything that waits for a login that failed.
    private mutating func bar(_ failure: LoginFailure, at now: Duration) -> [Action] {
        let pause =
            failure == .wrongCredentials
            ? configuration.credentialsPause : configuration.loginPause
        access = .barred(until: now + pause, failure)
        return [.loginFailed(failure)] + failWaiting(failure)
    }

    private mutating func failWaiting(_ failure: LoginFailure) -> [Action] {
        defer { waiting = [] }
        return waiting.map { $0.failure(.loginFailed(failure), isUnknown: false) }
    }

    // MARK: Sending

    /// Does what comes next: a login where one is needed, then the calls that wait.
    private mutating func proceed(at now: Duration) -> [Action] {
        guard !waiting.isEmpty else { return [] }
        switch access {
        case .loggingIn:
            return []
        case .barred(let until, let failure) where now < until:
            return failWaiting(failure)
        case .none, .barred:
            let exchange = nextExchange()
            access = .loggingIn(exchange, deadline: now + configuration.loginTimeout)
            return [.send(exchange, configuration.login.request(to: configuration.interface))]
        case .open(let key, _):
            return sendWaiting(with: key)
        }
    }

    private mutating func sendWaiting(with key: SessionKey) -> [Action] {
        var actions: [Action] = []
        while underWay.count < configuration.concurrencyMax, !waiting.isEmpty {
            let call = waiting.removeFirst()
            let exchange = nextExchange()
            underWay.append(Exchange(id: exchange, call: call, generation: generation))
            actions.append(.send(exchange, call.request.with(key)))
        }
        return actions
    }

    private mutating func nextExchange() -> ExchangeID {
        lastExchange += 1
        return ExchangeID(lastExchange)
    }

    private mutating func take(_ id: ExchangeID) -> Exchange? {
        underWay.firstIndex { $0.id == id }.map { underWay.remove(at: $0) }
    }
}

extension FBSSession.LoginFailure {
    /// What a login's missing key means.
    fileprivate init(_ error: FBSError) {
        switch error {
        case .unreadable(let error): self = .unreadable(error)
        case .refused(let refusal):
            switch refusal.kind {
            case .unauthorized, .forbidden: self = .wrongCredentials
            default: self = .refused(refusal)
            }
        }
    }
}

extension FBSSession: Redacted {
    /// What the session is doing, without any call.
    public var redacted: String {
        let state =
            switch access {
            case .none: "not logged in"
            case .loggingIn: "logging in"
            case .open: "logged in"
            case .barred(_, let failure): "login failed: \(failure)"
            }
        return "\(state), \(underWay.count) under way, \(waiting.count) waiting"
    }
}
