// SPDX-License-Identifier: MPL-2.0

public import LibraryProtocol
public import PortnerCore
public import SIP2

/// How a library system is reached.
public struct LibraryLinkSettings: Sendable {
    /// How many messages that answer nothing a library system may send on one connection.
    ///
    /// Late answers are a few; a peer that sends more is not a library system.
    public static let discardsMax = 100

    /// Within which time a second loss of a good connection is an outage.
    ///
    /// The first one is made good at once, by a stream.
    public static let lossInterval = Duration.seconds(60)

    /// The usual pause after a refused login; the session of the REST interface has the same.
    public static let loginPauseUsual = Duration.seconds(300)

    /// How many requests may wait for their turn; one more is refused at once.
    public static let queueMax = 16

    /// How many of these places are kept for the questions of doors.
    public static let queueReserve = 4

    /// The greatest number of questions that were given up and whose late answers are still heard.
    public static let lateMax = 4

    /// How long after its time the answer to such a question is waited for where that holds up
    /// nobody.
    public static let lateFor = Duration.seconds(8)

    /// The way to the library system.
    public var way: Way
    /// The host name or address.
    public var host: String
    /// The TCP port.
    public var port: Int
    /// How this station speaks: its institution, its place, its language.
    public var translation: SIP2Translation
    /// How outages are recognised and ended.
    public var breaker: CircuitBreaker.Limits
    /// The longest time for making a connection, its handshake included.
    public var connectTimeout = Duration.seconds(5)
    /// How long no login is tried after the library system refused one.
    ///
    /// Repeating a wrong password sooner may get the user locked. A link with other settings is
    /// another link and begins anew.
    public var loginPause = Self.loginPauseUsual

    /// The way to a library system.
    public enum Way: Sendable {
        /// A connection that stays, in clear text or secured.
        case stream(ClientSession.Configuration, TLSSettings?)
        /// A POST over HTTPS for each message.
        case envelope(EnvelopeSettings)
    }

    /// Settings with the usual times.
    public init(way: Way, host: String, port: Int, translation: SIP2Translation) {
        self.way = way
        self.host = host
        self.port = port
        self.translation = translation
        breaker = CircuitBreaker.Limits()
        // A stream makes good by itself what may be chance; what it reports is an outage.
        if case .stream = way { breaker.failuresMax = 1 }
    }

    var source: LibrarySource {
        switch way {
        case .stream: .sip2
        case .envelope: .sip2Envelope
        }
    }
}

/// What a link tells the rest of the daemon, as closures called on the link's own thread.
public struct LibraryLinkPort: Sendable {
    /// The time now: on the world's clock, and local.
    public var now: @Sendable () -> (timestamp: PortnerCore.Timestamp, civil: CivilTime)
    /// A reply to a question of the door, or the word that there is none; after that word a late
    /// reply may follow, for whoever learns from it.
    public var reply: @Sendable (LibraryReply, Ticket) -> Void
    /// The answer to a request.
    public var answer: @Sendable (LibraryAnswer) -> Void
    /// How the way to the library system is now.
    public var health: @Sendable (LinkHealth) -> Void

    /// A port made from its closures.
    public init(
        now: @escaping @Sendable () -> (timestamp: PortnerCore.Timestamp, civil: CivilTime),
        reply: @escaping @Sendable (LibraryReply, Ticket) -> Void,
        answer: @escaping @Sendable (LibraryAnswer) -> Void,
        health: @escaping @Sendable (LinkHealth) -> Void
    ) {
        self.now = now
        self.reply = reply
        self.answer = answer
        self.health = health
    }
}
