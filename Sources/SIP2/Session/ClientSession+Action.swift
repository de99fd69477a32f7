// SPDX-License-Identifier: MPL-2.0

extension ClientSession {
    /// The caller's name for a request, given back with its outcome.
    public struct RequestID: Sendable, Hashable {
        /// The number the caller chose.
        public let rawValue: UInt64

        /// Names a request.
        public init(_ rawValue: UInt64) {
            self.rawValue = rawValue
        }
    }

    /// What the session is doing.
    public enum Phase: Sendable, Hashable {
        /// There is no connection.
        case disconnected
        /// The login is under way.
        case loggingIn
        /// The status is being asked, at the opening or to keep the link open.
        case askingStatus
        /// The next request can be sent at once.
        case ready
        /// A request is under way.
        case awaiting(RequestID)
    }

    /// What the caller is to do.
    public enum Action: Sendable, Equatable {
        /// Write these bytes to the connection.
        case write([UInt8])
        /// The answer to a request has come.
        case deliver(RequestID, Message)
        /// A request has ended without an answer.
        case fail(RequestID, Failure)
        /// The library system has told its status, asked or unasked.
        case statusReceived(ACSStatus)
        /// The opening is complete.
        case becameReady
        /// Close the connection; the session is disconnected already.
        case close(CloseReason)
    }

    /// How a request ended without an answer.
    public struct Failure: Error, Sendable, Hashable {
        /// What became of the request, and so what may be done about it.
        public enum Outcome: Sendable, Hashable {
            /// None of it was written: it was not carried out, and can be sent again.
            case notSent
            /// It was written and changes no records: it can be sent again.
            case unanswered
            /// It was written, and may have changed records or not: look before repeating it.
            case unknown
        }

        /// Why there is no answer.
        public enum Reason: Sendable, Hashable {
            /// The message is not one that gets an answer.
            case notARequest
            /// There is no connection.
            case notConnected
            /// ``Configuration/queueLimit`` requests wait already.
            case queueFull
            /// The request cannot be written.
            case notEncodable(Message.EncodingError)
            /// No answer came in time.
            case timedOut
            /// The connection ended first.
            case connectionLost
            /// Answers kept arriving damaged.
            case answersDamaged
            /// The library system kept receiving the request damaged, or could not repeat its
            /// answer.
            case resendRefused
            /// The library system answered only that its status had changed.
            case statusOnly
            /// The answer was about another patron or item, see
            /// ``Dialect/isForeign(_:to:)``.
            case foreignAnswer
        }

        /// Why there is no answer.
        public let reason: Reason
        /// What became of the request.
        public let outcome: Outcome

        /// Makes a failure.
        public init(reason: Reason, outcome: Outcome) {
            self.reason = reason
            self.outcome = outcome
        }
    }

    /// Why the session wants the connection closed.
    public enum CloseReason: Sendable, Hashable {
        /// The library system refused the login.
        case loginRefused
        /// The login cannot be written.
        case loginNotEncodable(Message.EncodingError)
        /// Login or status failed for a reason that a request fails for.
        case openingFailed(Failure.Reason)
        /// No answer came in time, so a late one could be taken for that of the next request.
        case timedOut
        /// Requests or answers kept arriving damaged, so an old answer could be taken for that of
        /// the next request.
        case damaged
        /// An answer was about another patron or item, so the library system confuses connections.
        case foreignAnswer
    }
}

extension ClientSession.Action: Redacted {
    /// The action with messages redacted and bytes only counted, since they hold the PIN.
    public var redacted: String {
        switch self {
        case .write(let bytes): "write \(bytes.count) bytes"
        case .deliver(let id, let message): "deliver \(id.rawValue): \(message.redacted)"
        case .fail(let id, let failure): "fail \(id.rawValue): \(failure)"
        case .statusReceived(let status): "status received: \(status.redacted)"
        case .becameReady: "became ready"
        case .close(let reason): "close: \(reason)"
        }
    }
}
