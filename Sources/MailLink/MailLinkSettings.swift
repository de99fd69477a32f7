// SPDX-License-Identifier: MPL-2.0

public import MailProtocol

/// Which mail server is used and how.
public struct MailLinkSettings: Sendable, Hashable {
    /// The server's name or address, which its certificate must state.
    public var host: String
    /// The port; 465 for implicit security, 587 for STARTTLS.
    public var port: Int
    /// How the connection is secured, and who this station is.
    public var client: SMTPClient.Configuration
    /// The PEM file of the authority that signed the server's certificate.
    ///
    /// Without one the machine's own list counts; with one nobody else's signature does.
    public var authorityFile: String?
    /// The longest time for a connection to come about.
    public var connectTimeout = Duration.seconds(10)
    /// How much waits and for how long.
    public var limits = MailQueue.Limits()

    /// A server with the usual port and limits.
    public init(host: String, port: Int? = nil, client: SMTPClient.Configuration) {
        self.host = host
        self.port = port ?? (client.security == .implicit ? 465 : 587)
        self.client = client
    }
}

/// Why mail cannot be sent.
public struct MailLinkError: Error, Sendable {
    /// What went wrong; the raw values are stable.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// A file of the settings cannot be used, or the port is none.
        case invalidSettings = "invalid-settings"
        /// The link has been stopped.
        case notRunning = "not-running"
        /// Too many letters wait, or one of the same number does.
        case queueFull = "queue-full"
    }

    /// What went wrong.
    public let code: Code
    /// The words for a technician; empty when there are none.
    public let reason: String

    init(_ code: Code, reason: String = "") {
        self.code = code
        self.reason = reason
    }
}

extension MailLinkError: Hashable {
    /// Whether two errors have the same code.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension MailLinkError: CustomStringConvertible {
    /// The code and the reason.
    public var description: String {
        reason.isEmpty ? code.rawValue : "\(code.rawValue): \(reason)"
    }
}

/// What became of a letter, or of the way to the server.
///
/// Every letter that was taken ends in exactly one of ``delivered(_:)`` and ``dropped(_:_:)``,
/// unless the link is stopped before: then nothing is told of it.
public enum MailEvent: Sendable, Hashable {
    /// The server has taken a letter over.
    case delivered(MailNumber)
    /// A letter will never be delivered.
    case dropped(MailNumber, MailRefusal)
    /// Letters cannot be delivered now; they are tried again. It comes once for each new reason.
    case troubled(MailProblem)
    /// Letters can be delivered again.
    case recovered
}
