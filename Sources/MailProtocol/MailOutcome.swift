// SPDX-License-Identifier: MPL-2.0

/// How an attempt to deliver a letter ended.
public enum MailOutcome: Sendable, Hashable {
    /// The server has taken it over.
    case delivered
    /// It will never be taken, and is not tried again.
    case refused(MailRefusal)
    /// It was not taken this time.
    ///
    /// Where the connection was lost after the letter, the server may have it all the same; another
    /// attempt may then deliver it twice, which is better than not at all (RFC 5321, 6.1).
    case failed(MailProblem)
}

/// Why a letter is never taken.
public enum MailRefusal: Sendable, Hashable {
    /// The server said so; the codes of its reply, without its text.
    case byServer(String)
    /// It is larger than the server takes.
    case tooLarge
    /// It has become too old.
    case tooOld
}

/// Why a letter was not taken this time.
public enum MailProblem: Error, Sendable, Hashable {
    /// There is no connection to the server.
    case notConnected
    /// The connection was lost.
    case disconnected
    /// The server took too long.
    case timedOut
    /// The server does not secure the connection; nothing is ever sent in clear text.
    case noSecurity
    /// The connection could not be secured; the reason in the library's words.
    case insecure(String)
    /// The server takes credentials in none of the ways that are known here.
    case noCommonLogin
    /// The server does not take the credentials; the codes of its reply.
    case loginRefused(String)
    /// The server replied with something else than was hoped for; the codes of its reply.
    case replied(String)
    /// What the server sent is no reply.
    case unreadable
    /// The server sent what it was not asked for.
    case unexpected
}

extension MailProblem: CustomStringConvertible {
    /// The problem in a technician's words, without an address.
    public var description: String {
        switch self {
        case .notConnected: "no connection to the mail server"
        case .disconnected: "the connection to the mail server was lost"
        case .timedOut: "the mail server took too long"
        case .noSecurity: "the mail server does not secure the connection"
        case .insecure(let reason): "TLS: \(reason)"
        case .noCommonLogin: "the mail server takes neither AUTH PLAIN nor AUTH LOGIN"
        case .loginRefused(let codes): "the mail server refused the login: \(codes)"
        case .replied(let codes): "the mail server replied \(codes)"
        case .unreadable: "the mail server sent what is no reply"
        case .unexpected: "the mail server sent what it was not asked for"
        }
    }
}
