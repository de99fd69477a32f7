// SPDX-License-Identifier: MPL-2.0

public import SIP2

extension FBSSession {
    /// The caller's name for a call, given back with its outcome.
    public typealias RequestID = ClientSession.RequestID

    /// The session's name for one request over HTTP and the wait for its answer.
    public struct ExchangeID: Sendable, Hashable {
        /// The number, which no other exchange of the session has.
        public let rawValue: UInt64

        /// Names an exchange.
        public init(_ rawValue: UInt64) {
            self.rawValue = rawValue
        }
    }

    /// What the caller is to do.
    public enum Action: Sendable, Hashable {
        /// Send this request, and report what becomes of it under this name.
        case send(ExchangeID, FBSRequest)
        /// Nobody waits for this exchange any more; an answer may still be reported.
        case cancel(ExchangeID)
        /// The library system has answered a call; the call's type reads the answer or refusal.
        case deliver(RequestID, FBSResponse)
        /// A call has ended without an answer.
        case fail(RequestID, Failure)
        /// The client is logged in.
        case loggedIn
        /// The client could not log in; calls fail at once until another attempt is due.
        case loginFailed(LoginFailure)
    }

    /// How a request over HTTP ended without an answer.
    public enum Loss: Sendable, Hashable {
        /// It never left: there was no connection.
        case notSent
        /// It may have arrived.
        case noAnswer
    }

    /// Why the client could not log in.
    public enum LoginFailure: Sendable, Hashable {
        /// The library system does not accept the client's name and password.
        case wrongCredentials
        /// The library system refused the login for another reason.
        case refused(FBSRefusal)
        /// What came back has no session key in it.
        case unreadable(FBSReadingError)
        /// A key was refused that the login before had just given.
        case keyRefused
        /// No answer came in time.
        case timedOut
        /// The login was lost on its way.
        case lost
    }

    /// How a call ended without an answer.
    public struct Failure: Error, Sendable, Hashable {
        /// What became of the call, and so what may be done about it.
        public enum Outcome: Sendable, Hashable {
            /// It was not carried out, or it changes nothing: it can be made again.
            case failed
            /// It may have been carried out: look before repeating it.
            case unknown
        }

        /// Why there is no answer.
        public enum Reason: Sendable, Hashable {
            /// ``Configuration/queueLimit`` calls wait already.
            case queueFull
            /// The body is longer than ``FBSRequest/bodyLengthMax``.
            case requestTooLong
            /// No answer came in time.
            case timedOut
            /// The request or its answer was lost on its way.
            case lost
            /// The library system refused the session key, also after another login.
            case unauthorized
            /// The client could not log in.
            case loginFailed(LoginFailure)
            /// The session was closed.
            case closed
        }

        /// Why there is no answer.
        public let reason: Reason
        /// Whether the library system may have carried out the call.
        public let outcome: Outcome

        /// Makes a failure.
        public init(reason: Reason, outcome: Outcome) {
            self.reason = reason
            self.outcome = outcome
        }
    }
}

extension FBSSession.Action: Redacted {
    /// The action without the contents of requests and answers.
    public var redacted: String {
        switch self {
        case .send(let exchange, let request): "send \(exchange.rawValue): \(request.redacted)"
        case .cancel(let exchange): "cancel \(exchange.rawValue)"
        case .deliver(let id, let response): "deliver \(id.rawValue): \(response.redacted)"
        case .fail(let id, let failure): "fail \(id.rawValue): \(failure)"
        case .loggedIn: "logged in"
        case .loginFailed(let failure): "login failed: \(failure)"
        }
    }
}

extension FBSSession.LoginFailure: Redacted {
    /// The failure in words.
    public var redacted: String {
        switch self {
        case .wrongCredentials: "wrong credentials"
        case .refused(let refusal): "refused with \(refusal.redacted)"
        case .unreadable(let error): "unreadable, \(error)"
        case .keyRefused: "key refused"
        case .timedOut: "timed out"
        case .lost: "lost"
        }
    }
}
