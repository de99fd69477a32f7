// SPDX-License-Identifier: MPL-2.0

/// The library system's side of a SIP2 connection, as a value without clock and without I/O.
///
/// Requests come out one at a time as ``Action/handle(_:)``; the caller answers each with
/// ``respond(with:at:)``. The session keeps the last answer, repeats it on 97 and when the client
/// sends the same request again, and asks with 96 for what came damaged. It sends sequence numbers
/// and checksums to a client that sends them; a message of such a client without a checksum came
/// damaged.
///
/// Any request may be answered with an ``ACSStatus``, which tells the client that the status has
/// changed and that it is to send the request again; the same request then counts as a new one.
/// Time is a `Duration` since any moment the caller likes, and never runs backwards.
public struct ServerSession: Sendable {
    /// What the caller is to do.
    public enum Action: Sendable, Equatable {
        /// Carry out a request and answer it with ``ServerSession/respond(with:at:)``.
        case handle(Message)
        /// Write these bytes to the connection.
        case write([UInt8])
        /// Close the connection.
        case close(CloseReason)
    }

    /// Why the session wants the connection closed.
    public enum CloseReason: Sendable, Hashable {
        /// The client sent more than ``ServerSession/backlogLimit`` messages without waiting.
        case backlogFull
        /// The client was silent for longer than the session allows.
        case silent
    }

    /// How many messages a client may send before the one under way is answered.
    public static let backlogLimit = 8

    /// How the client speaks; error detection follows the client.
    public let dialect: Dialect
    /// How long the client may be silent while it is owed nothing, or nil for any time.
    public let silenceMax: Duration?
    /// How long a message that lacks only its carriage return waits for it.
    public static let terminatorGrace = Duration.milliseconds(200)
    /// How many frames were dropped because they are no request of SIP 2.00.
    public private(set) var discardedFrames = 0

    private var state = State.idle
    private var reader = FrameReader()
    private var backlog: [[UInt8]] = []
    /// The last request that was answered, by what makes a repetition the same.
    private var lastRequest: Signature?
    /// The last answer with its terminator, the empty answer where the caller gave none.
    private var lastAnswer: [UInt8] = []
    /// Whether a message of the client had a checksum.
    private var clientDetectsErrors = false
    private var lastActivity: Duration
    private var flushDeadline: Duration?

    private enum State {
        case idle
        case handling(Command, Signature)
        case closed
    }

    /// Sequence number and checksum; a message that lacks either repeats nothing.
    private struct Signature: Equatable {
        let sequence: SequenceNumber?
        let checksum: Checksum?

        func repeats(_ other: Signature?) -> Bool {
            sequence != nil && checksum != nil && self == other
        }
    }

    /// Makes the session of a new connection.
    ///
    /// - Parameters:
    ///   - dialect: How the client speaks.
    ///   - silenceMax: How long the client may be silent; see ``nextDeadline``.
    ///   - now: When the connection was made.
    public init(_ dialect: Dialect, silenceMax: Duration? = nil, at now: Duration = .zero) {
        self.dialect = dialect
        self.silenceMax = silenceMax
        lastActivity = now
    }

    /// When ``advance(to:)`` is to be called next, or nil when there is nothing to wait for.
    public var nextDeadline: Duration? {
        switch state {
        case .closed: return nil
        case .handling: return flushDeadline
        case .idle:
            guard let silenceMax else { return flushDeadline }
            let deadline = lastActivity + silenceMax
            return min(deadline, flushDeadline ?? deadline)
        }
    }

    /// Bytes have come.
    public mutating func received(_ bytes: [UInt8], at now: Duration = .zero) -> [Action] {
        if case .closed = state { return [] }
        lastActivity = now
        var actions: [Action] = []
        for output in reader.receive(bytes) {
            switch output {
            case .frame(let frame): actions += accept(frame)
            case .refused: discardedFrames += 1
            }
            if case .closed = state { return actions }
        }
        flushDeadline = reader.holdsCompleteMessage ? now + Self.terminatorGrace : nil
        return actions
    }

    /// Time has passed.
    public mutating func advance(to now: Duration) -> [Action] {
        if let flushDeadline, now >= flushDeadline {
            self.flushDeadline = nil
            return reader.flush().map { accept($0) } ?? []
        }
        guard case .idle = state, let silenceMax, now >= lastActivity + silenceMax else {
            return []
        }
        disconnected()
        return [.close(.silent)]
    }

    /// The request under way has been carried out.
    ///
    /// - Parameters:
    ///   - response: The answer, or nil to leave the request unanswered.
    ///   - now: When it was carried out; the client's silence counts from here.
    /// - Returns: What to do, which may be to handle a request that waited.
    /// - Throws: ``Message/EncodingError`` when the answer cannot be written; the request is then
    ///   still under way and another answer can be given.
    public mutating func respond(
        with response: Message?,
        at now: Duration = .zero
    ) throws(Message.EncodingError) -> [Action] {
        guard case .handling(let command, let signature) = state else { return [] }
        var actions: [Action] = []
        if let response {
            let bytes = try response.encoded(in: replyDialect, sequence: signature.sequence)
            lastAnswer = bytes + [FrameReader.terminator]
            let isCarriedOut = response.command != .acsStatus || command == .scStatus
            lastRequest = isCarriedOut ? signature : nil
            actions.append(.write(lastAnswer))
        }
        state = .idle
        lastActivity = max(lastActivity, now)
        while case .idle = state, !backlog.isEmpty {
            actions += process(backlog.removeFirst())
        }
        return actions
    }

    /// The connection has ended.
    public mutating func disconnected() {
        state = .closed
        backlog = []
        flushDeadline = nil
    }

    private mutating func accept(_ frame: [UInt8]) -> [Action] {
        guard case .handling = state else { return process(frame) }
        guard backlog.count < Self.backlogLimit else {
            disconnected()
            return [.close(.backlogFull)]
        }
        backlog.append(frame)
        return []
    }

    private mutating func process(_ frame: [UInt8]) -> [Action] {
        let request: Message
        do {
            request = try Message(decoding: frame, in: dialect)
        } catch {
            return [askAgain()]
        }
        if request.checksum != nil {
            clientDetectsErrors = true
        } else if clientDetectsErrors, request.command != .requestACSResend {
            return [askAgain()]
        }
        let signature = Signature(sequence: request.sequence, checksum: request.checksum)
        if request.command == .requestACSResend {
            return lastAnswer.isEmpty ? [askAgain()] : [.write(lastAnswer)]
        }
        if signature.repeats(lastRequest) {
            return [.write(lastAnswer)]
        }
        guard request.command.response != nil else {
            discardedFrames += 1
            return []
        }
        state = .handling(request.command, signature)
        return [.handle(request)]
    }

    /// Asks the client to send its last message again.
    private func askAgain() -> Action {
        let bytes = ResendRequest.bytes(
            .requestSCResend,
            withChecksum: clientDetectsErrors || dialect.detectsErrors
        )
        return .write(bytes + [FrameReader.terminator])
    }

    private var replyDialect: Dialect {
        var dialect = dialect
        dialect.detectsErrors = clientDetectsErrors
        dialect.form = .threeM
        return dialect
    }
}

extension ServerSession: Redacted {
    /// How much waits, without any message.
    public var redacted: String {
        "\(backlog.count) waiting, \(discardedFrames) discarded"
    }
}

extension ServerSession.Action: Redacted {
    /// The action with messages redacted and bytes only counted.
    public var redacted: String {
        switch self {
        case .handle(let message): "handle \(message.redacted)"
        case .write(let bytes): "write \(bytes.count) bytes"
        case .close(let reason): "close: \(reason)"
        }
    }
}
