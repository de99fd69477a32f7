// SPDX-License-Identifier: MPL-2.0

/// The library system's side of a SIP2 connection, as a value without clock and without I/O.
///
/// Requests come out one at a time as ``Action/handle(_:)``; the caller answers each with
/// ``respond(with:)``. The session keeps the last answer, repeats it on 97 and when the client
/// sends the same request again, and asks with 96 for what came damaged. It sends sequence numbers
/// and checksums to a client that sends them; a message of such a client without a checksum came
/// damaged.
public struct ServerSession: Sendable {
    /// What the caller is to do.
    public enum Action: Sendable, Equatable {
        /// Carry out a request and answer it with ``ServerSession/respond(with:)``.
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
    }

    /// How many messages a client may send before the one under way is answered.
    public static let backlogLimit = 8

    /// How the client speaks; error detection follows the client.
    public let dialect: Dialect
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

    private enum State {
        case idle
        case handling(Signature)
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
    public init(_ dialect: Dialect) {
        self.dialect = dialect
    }

    /// Bytes have come.
    public mutating func received(_ bytes: [UInt8]) -> [Action] {
        if case .closed = state { return [] }
        var actions: [Action] = []
        for output in reader.receive(bytes) {
            switch output {
            case .frame(let frame): actions += accept(frame)
            case .refused: discardedFrames += 1
            }
            if case .closed = state { return actions }
        }
        return actions
    }

    /// The request under way has been carried out.
    ///
    /// - Parameter response: The answer, or nil to leave the request unanswered.
    /// - Returns: What to do, which may be to handle a request that waited.
    /// - Throws: ``Message/EncodingError`` when the answer cannot be written; the request is then
    ///   still under way and another answer can be given.
    public mutating func respond(
        with response: Message?
    ) throws(Message.EncodingError) -> [Action] {
        guard case .handling(let signature) = state else { return [] }
        var actions: [Action] = []
        if let response {
            let bytes = try response.encoded(in: replyDialect, sequence: signature.sequence)
            lastAnswer = bytes + [FrameReader.terminator]
            lastRequest = signature
            actions.append(.write(lastAnswer))
        }
        state = .idle
        while case .idle = state, !backlog.isEmpty {
            actions += process(backlog.removeFirst())
        }
        return actions
    }

    /// The connection has ended.
    public mutating func disconnected() {
        state = .closed
        backlog = []
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
        state = .handling(signature)
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
