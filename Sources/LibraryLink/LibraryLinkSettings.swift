// SPDX-License-Identifier: MPL-2.0

public import LibraryProtocol
public import PortnerCore
public import SIP2

/// How a library system is reached over TCP.
public struct LibraryLinkSettings: Sendable {
    /// How many messages that answer nothing a library system may send on one connection.
    ///
    /// Late answers are a few; a peer that sends more is not a library system.
    public static let discardsMax = 100

    /// The host name or address.
    public var host: String
    /// The TCP port.
    public var port: Int
    /// How messages are written and read, and how the connection opens.
    public var session: ClientSession.Configuration
    /// What the questions carry.
    public var questions: PatronQuestions
    /// The longest time for making a connection.
    public var connectTimeout = Duration.seconds(5)
    /// The wait before the first new attempt to connect; it doubles up to ``reconnectMax``.
    public var reconnectMin = Duration.milliseconds(500)
    /// The longest wait between attempts to connect.
    public var reconnectMax = Duration.seconds(30)

    /// Settings with the usual times.
    public init(
        host: String,
        port: Int,
        session: ClientSession.Configuration,
        questions: PatronQuestions
    ) {
        self.host = host
        self.port = port
        self.session = session
        self.questions = questions
    }
}

/// What a link tells the rest of the daemon, as closures called on the link's own thread.
public struct LibraryLinkPort: Sendable {
    /// The time now: on the world's clock, and local.
    public var now: @Sendable () -> (timestamp: PortnerCore.Timestamp, civil: CivilTime)
    /// An answer, or the word that there is none.
    public var reply: @Sendable (LibraryReply, Ticket) -> Void
    /// Whether the library system can be reached, with words for a technician.
    public var health: @Sendable (_ isReachable: Bool, _ detail: String) -> Void

    /// A port made from its closures.
    public init(
        now: @escaping @Sendable () -> (timestamp: PortnerCore.Timestamp, civil: CivilTime),
        reply: @escaping @Sendable (LibraryReply, Ticket) -> Void,
        health: @escaping @Sendable (_ isReachable: Bool, _ detail: String) -> Void
    ) {
        self.now = now
        self.reply = reply
        self.health = health
    }
}
