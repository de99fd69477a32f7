// SPDX-License-Identifier: MPL-2.0

/// The self-service side of a SIP2 connection, as a value without clock and without I/O.
///
/// The caller reports what happens, carries out the ``Action``s, and calls ``advance(to:)`` when
/// ``nextDeadline`` comes. Time is a `Duration` since any moment the caller likes, and never runs
/// backwards. SIP2 is half duplex: one request is under way, the others wait in order.
///
/// A damaged answer is asked for again with 97, a damaged request is sent again on 96, and a
/// question without an answer is sent again with the same sequence number when half of its time is
/// over, all bounded by ``Configuration/resendsMax``. The time of a request ends when it is over,
/// whatever was sent again meanwhile, and the connection with it. An answer to a 97 that is only
/// the answer before it again is not taken: the peer never received the request. Until the peer has
/// been seen to number its answers, a late answer could not be told from that of the next request,
/// so a time-out then ends the connection.
///
/// A request that changes records is never sent on a new connection by itself, and on the same one
/// only where it cannot be carried out twice: when the peer uses checksums and the dialect says
/// that it ``Dialect/suppressesDuplicates``, or when it answers that very request with its status.
/// Otherwise it ends with ``Failure/Outcome/unknown``, even after a 96: that has no number, so it
/// may be about an earlier message. The same goes for a question that carries a PIN, which ends
/// with ``Failure/Outcome/unanswered``: a repetition may count as another attempt, and a few of
/// them lock the card.
public struct ClientSession: Sendable {
    /// The configuration.
    public let configuration: Configuration
    /// How many frames were dropped because they answered nothing that was asked.
    public private(set) var discardedFrames = 0

    private var state = State.disconnected
    private var queue: [Pending] = []
    /// Whether the opening is not complete; requests wait for it.
    private var isOpening = false
    private var openingSteps: ArraySlice<Configuration.OpeningStep> = []
    private var reader = FrameReader()
    private var nextSequence = SequenceNumber.zero
    /// Whether answers of this connection carried a sequence number; nil before the first one.
    private var peerNumbersAnswers: Bool?
    /// Whether an answer of this connection carried a checksum.
    private var peerSendsChecksums = false
    /// What a peer repeats on 97 that has not received the request under way.
    private var previousAnswer: Message?
    private var lastActivity = Duration.zero
    private var flushDeadline: Duration?

    private enum State {
        case disconnected
        case idle
        case awaiting(Exchange)
    }

    private struct Pending {
        let id: RequestID
        let message: Message
        let timeout: Duration
    }

    /// Makes a session without a connection.
    public init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// What the session is doing.
    public var phase: Phase {
        switch state {
        case .disconnected: .disconnected
        case .idle: .ready
        case .awaiting(let exchange):
            switch exchange.purpose {
            case .login: .loggingIn
            case .status: .askingStatus
            case .request(let id): .awaiting(id)
            }
        }
    }

    /// How many requests wait for their turn.
    public var queuedRequests: Int { queue.count }

    /// When ``advance(to:)`` is to be called next, or nil when there is nothing to wait for.
    public var nextDeadline: Duration? {
        let deadline: Duration
        switch state {
        case .disconnected: return nil
        case .idle: deadline = lastActivity + configuration.keepAliveInterval
        case .awaiting(let exchange): deadline = self.deadline(of: exchange)
        }
        return min(deadline, flushDeadline ?? deadline)
    }

    // MARK: Events

    /// A connection has been made; the opening begins.
    public mutating func connected(at now: Duration) -> [Action] {
        guard case .disconnected = state else { return [] }
        state = .idle
        isOpening = true
        openingSteps = configuration.opening[...]
        reader = FrameReader()
        nextSequence = .zero
        peerNumbersAnswers = nil
        peerSendsChecksums = false
        lastActivity = now
        flushDeadline = nil
        return proceed(at: now)
    }

    /// The connection has ended or failed.
    public mutating func disconnected() -> [Action] {
        tearDown(.connectionLost)
    }

    /// A request is to be sent, now or in its turn.
    ///
    /// Before a connection is made the request fails; while the opening is under way it waits.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - id: Comes back with the outcome.
    ///   - timeout: How long to wait for the answer once the request is written; nil for
    ///     ``Configuration/responseTimeout``. A request that changes records is waited for at least
    ///     as long as ``Configuration/changeTimeout`` says.
    ///   - now: The time.
    /// - Returns: What to do.
    public mutating func send(
        _ request: some RequestMessage,
        as id: RequestID,
        within timeout: Duration? = nil,
        at now: Duration
    ) -> [Action] {
        send(request.message, as: id, within: timeout, at: now)
    }

    /// A request is to be sent that is at hand as a plain message.
    public mutating func send(
        _ request: Message,
        as id: RequestID,
        within timeout: Duration? = nil,
        at now: Duration
    ) -> [Action] {
        guard request.command.response != nil else {
            return [.fail(id, Failure(reason: .notARequest, outcome: .notSent))]
        }
        if case .disconnected = state {
            return [.fail(id, Failure(reason: .notConnected, outcome: .notSent))]
        }
        guard queue.count < configuration.queueLimit else {
            return [.fail(id, Failure(reason: .queueFull, outcome: .notSent))]
        }
        let timeoutMin = request.command.changesRecords ? configuration.changeTimeout : nil
        let timeout = max(timeout ?? configuration.responseTimeout, timeoutMin ?? .zero)
        queue.append(Pending(id: id, message: request, timeout: timeout))
        return proceed(at: now)
    }

    /// Bytes have come.
    ///
    /// The next request is sent only when all of them have been looked at: what came before it
    /// cannot be its answer.
    public mutating func received(_ bytes: [UInt8], at now: Duration) -> [Action] {
        if case .disconnected = state { return [] }
        var actions: [Action] = []
        for output in reader.receive(bytes) {
            if case .disconnected = state { return actions }
            switch output {
            case .frame(let frame): actions += handle(frame, at: now)
            case .refused(.tooLong): actions += damagedAnswer(at: now)
            case .refused(.notAMessage): discardedFrames += 1
            }
        }
        flushDeadline = reader.holdsCompleteMessage ? now + configuration.terminatorGrace : nil
        return actions + proceed(at: now)
    }

    /// Time has passed.
    public mutating func advance(to now: Duration) -> [Action] {
        var actions: [Action] = []
        if let flushDeadline, now >= flushDeadline {
            self.flushDeadline = nil
            actions += reader.flush().map { handle($0, at: now) } ?? []
            actions += proceed(at: now)
        }
        switch state {
        case .disconnected:
            break
        case .idle where now >= lastActivity + configuration.keepAliveInterval:
            let timeout = configuration.responseTimeout
            actions += begin(.status, SCStatus().message, within: timeout, at: now)
        case .awaiting(let exchange) where now >= exchange.end:
            actions += fail(exchange, .timedOut)
        case .awaiting(let exchange) where now >= deadline(of: exchange):
            actions += resend(exchange, at: now)
        case .idle, .awaiting:
            break
        }
        return actions + proceed(at: now)
    }

    // MARK: Answers

    private mutating func handle(_ frame: [UInt8], at now: Duration) -> [Action] {
        guard case .awaiting(let exchange) = state else { return handleUnasked(frame) }
        let answer: Message
        do {
            answer = try Message(decoding: frame, in: configuration.dialect)
        } catch {
            return damagedAnswer(at: now)
        }
        // Some servers leave the trailer out when they repeat an answer, none leaves half of it.
        if answer.checksum == nil, peerSendsChecksums,
            !exchange.hasAskedForAnswer || answer.hasBrokenTrailer
        {
            return damagedAnswer(at: now)
        }
        if answer.checksum != nil { peerSendsChecksums = true }
        if answer.command == .requestSCResend { return resendRequested(exchange, at: now) }
        guard exchange.accepts(answer) else {
            discardedFrames += 1
            return []
        }
        // Servers repeat an answer with its own number, with number 0 or with none.
        if exchange.hasAskedForAnswer, (answer.sequence ?? .zero) == .zero, answer == previousAnswer
        {
            return previousAnswered(exchange, at: now)
        }
        if configuration.dialect.isForeign(answer, to: exchange.message) {
            return fail(exchange, .foreignAnswer)
        }
        lastActivity = now
        if answer.command == .acsStatus, exchange.message.command != .scStatus {
            return statusInsteadOfAnswer(answer, exchange, at: now)
        }
        peerNumbersAnswers = answer.sequence != nil && peerNumbersAnswers != false
        return complete(exchange, with: answer)
    }

    /// Nothing was asked: only a status means something.
    private mutating func handleUnasked(_ frame: [UInt8]) -> [Action] {
        guard let message = try? Message(decoding: frame, in: configuration.dialect),
            let status = ACSStatus(message)
        else {
            discardedFrames += 1
            return []
        }
        return [.statusReceived(status)]
    }

    private mutating func complete(_ exchange: Exchange, with answer: Message) -> [Action] {
        state = .idle
        previousAnswer = answer
        switch exchange.purpose {
        case .login:
            return LoginResponse(answer)?.isAccepted == true ? [] : close(.loginRefused)
        case .status:
            return ACSStatus(answer).map { [.statusReceived($0)] } ?? []
        case .request(let id):
            return [.deliver(id, answer)]
        }
    }

    /// The library system answered with its status; it wants the request again.
    ///
    /// The request gets a new sequence number: with the old one, a library system that recognises
    /// repetitions would repeat this answer. A status without a number may have been on its way
    /// before the request came, whose answer is then still to come and waited for: sent again, it
    /// would be answered twice, and the second answer taken for that of the next request.
    private mutating func statusInsteadOfAnswer(
        _ answer: Message,
        _ exchange: Exchange,
        at now: Duration
    ) -> [Action] {
        let news = ACSStatus(answer).map { [Action.statusReceived($0)] } ?? []
        guard answer.sequence != nil else { return news }
        guard exchange.resends < configuration.resendsMax else {
            return news + fail(exchange, .statusOnly)
        }
        return news + start(exchange.restarted(), at: now)
    }

    // MARK: Trouble

    /// An answer came that cannot be read; it is asked for again where the peer knows how.
    ///
    /// A peer that has answered nothing yet may have another connection's answer to repeat, so it
    /// is asked the same again instead.
    private mutating func damagedAnswer(at now: Duration) -> [Action] {
        guard case .awaiting(var exchange) = state, configuration.dialect.detectsErrors else {
            discardedFrames += 1
            return []
        }
        guard exchange.resends < configuration.resendsMax else {
            return fail(exchange, .answersDamaged)
        }
        if previousAnswer == nil, !exchange.changesRecords {
            guard isRepeatable(exchange) else { return fail(exchange, .answersDamaged) }
            return resend(exchange, at: now)
        }
        exchange.resends += 1
        exchange.hasAskedForAnswer = true
        exchange.lastSentWasResendRequest = true
        let bytes = ResendRequest.bytes(.requestACSResend, withChecksum: true)
        return write(bytes, for: exchange, at: now)
    }

    /// The library system received the last message damaged.
    private mutating func resendRequested(_ exchange: Exchange, at now: Duration) -> [Action] {
        guard isRepeatable(exchange), !exchange.lastSentWasResendRequest,
            exchange.resends < configuration.resendsMax
        else { return fail(exchange, .resendRefused) }
        return resend(exchange, at: now)
    }

    /// What came damaged was not the answer but the library system's 96.
    private mutating func previousAnswered(_ exchange: Exchange, at now: Duration) -> [Action] {
        discardedFrames += 1
        guard isRepeatable(exchange), exchange.resends < configuration.resendsMax else {
            return fail(exchange, .answersDamaged)
        }
        return resend(exchange, at: now)
    }

    /// When an exchange wants to be looked at: to send it again if that may help, or to end it.
    private func deadline(of exchange: Exchange) -> Duration {
        let isToBeRepeated =
            exchange.resends == 0 && configuration.resendsMax > 0
            && peerNumbersAnswers == true && isRepeatable(exchange)
        return isToBeRepeated ? exchange.halfTime : exchange.end
    }

    /// Whether a request may be sent again that the library system may have carried out.
    private func isRepeatable(_ exchange: Exchange) -> Bool {
        !exchange.changesRecords && !exchange.carriesPIN
            || peerSendsChecksums && configuration.dialect.suppressesDuplicates
    }

    private mutating func resend(_ exchange: Exchange, at now: Duration) -> [Action] {
        var exchange = exchange
        exchange.resends += 1
        exchange.hasAskedForAnswer = false
        exchange.lastSentWasResendRequest = false
        return write(exchange.bytes, for: exchange, at: now)
    }

    /// Ends an exchange without an answer.
    ///
    /// Unless the library system said that there is none, the answer may still be on its way and
    /// be taken for another one's. That ends the connection, as does an opening that failed.
    private mutating func fail(_ exchange: Exchange, _ reason: Failure.Reason) -> [Action] {
        if isOpening { return close(.openingFailed(reason)) }
        switch reason {
        case .timedOut: return close(.timedOut, failing: reason)
        case .answersDamaged, .resendRefused: return close(.damaged, failing: reason)
        case .foreignAnswer: return close(.foreignAnswer, failing: reason)
        default: state = .idle
        }
        guard case .request(let id) = exchange.purpose else { return [] }
        return [.fail(id, exchange.failure(reason))]
    }

    private mutating func close(
        _ reason: CloseReason,
        failing failure: Failure.Reason = .connectionLost
    ) -> [Action] {
        tearDown(failure) + [.close(reason)]
    }

    /// Forgets the connection and fails what was under way, then what waited.
    private mutating func tearDown(_ reason: Failure.Reason) -> [Action] {
        var actions: [Action] = []
        if case .awaiting(let exchange) = state, case .request(let id) = exchange.purpose {
            actions.append(.fail(id, exchange.failure(reason)))
        }
        for pending in queue {
            let failure = Failure(reason: .connectionLost, outcome: .notSent)
            actions.append(.fail(pending.id, failure))
        }
        queue = []
        isOpening = false
        openingSteps = []
        flushDeadline = nil
        previousAnswer = nil
        state = .disconnected
        return actions
    }

    // MARK: Sending

    /// Does what comes next on an idle connection: the opening, then the queue.
    private mutating func proceed(at now: Duration) -> [Action] {
        var actions: [Action] = []
        while case .idle = state {
            if let step = openingSteps.popFirst() {
                let timeout = configuration.openingTimeout
                switch step {
                case .login:
                    guard let login = configuration.login else { continue }
                    actions += begin(.login, login.message, within: timeout, at: now)
                case .status:
                    actions += begin(.status, SCStatus().message, within: timeout, at: now)
                }
            } else if isOpening {
                isOpening = false
                actions.append(.becameReady)
            } else if !queue.isEmpty {
                let next = queue.removeFirst()
                let timeout = next.timeout
                actions += begin(.request(next.id), next.message, within: timeout, at: now)
            } else {
                break
            }
        }
        return actions
    }

    /// Begins an exchange and its time.
    private mutating func begin(
        _ purpose: Exchange.Purpose,
        _ message: Message,
        within timeout: Duration,
        at now: Duration
    ) -> [Action] {
        start(Exchange(purpose, message, from: now, within: timeout), at: now)
    }

    /// Sends a message with the next sequence number.
    private mutating func start(_ exchange: Exchange, at now: Duration) -> [Action] {
        var exchange = exchange
        do {
            exchange.bytes = try exchange.message.encoded(
                in: configuration.dialect,
                sequence: nextSequence
            )
        } catch {
            return notEncodable(exchange, error)
        }
        exchange.sequence = nextSequence
        nextSequence = nextSequence.next
        return write(exchange.bytes, for: exchange, at: now)
    }

    private mutating func notEncodable(
        _ exchange: Exchange,
        _ error: Message.EncodingError
    ) -> [Action] {
        guard case .request(let id) = exchange.purpose else {
            return close(.loginNotEncodable(error))
        }
        state = .idle
        return [.fail(id, Failure(reason: .notEncodable(error), outcome: .notSent))]
    }

    private mutating func write(
        _ bytes: [UInt8],
        for exchange: Exchange,
        at now: Duration
    ) -> [Action] {
        lastActivity = now
        state = .awaiting(exchange)
        return [.write(bytes + [FrameReader.terminator])]
    }
}

extension ClientSession: Redacted {
    /// What the session is doing, without any message.
    public var redacted: String {
        "\(phase), \(queue.count) waiting"
    }
}
