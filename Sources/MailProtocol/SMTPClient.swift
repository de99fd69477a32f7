// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// Delivers one letter over one connection to a mail server (RFC 5321), secured or not at all.
///
/// It has no connection of its own: it is told what happens on one and says what to do. Neither
/// the sender, nor the recipient, nor the credentials are written before the connection is secured.
public struct SMTPClient: Sendable {
    /// How the connection is secured.
    public enum Security: String, Sendable, Hashable, CaseIterable {
        /// From its beginning, on port 465 (RFC 8314).
        case implicit
        /// After a greeting in clear text, by STARTTLS, on port 587 (RFC 3207).
        case startTLS = "starttls"
    }

    /// How it introduces itself and how long it waits.
    public struct Configuration: Sendable, Hashable {
        /// How the connection is secured.
        public var security: Security
        /// The name in the greeting, a host name of this station.
        public var clientName: String
        /// What the server asks for; nil for a server that takes mail from here without.
        public var credentials: MailCredentials?
        /// How long a reply may take.
        public var replyTimeout = Duration.seconds(60)

        /// A configuration; a name with other than letters, digits, `.` and `-` becomes
        /// `localhost`.
        public init(
            security: Security,
            clientName: String = "localhost",
            credentials: MailCredentials? = nil
        ) {
            self.security = security
            let isFit =
                (1...255).contains(clientName.utf8.count)
                && clientName.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
                    default: false
                    }
                }
            self.clientName = isFit ? clientName : "localhost"
            self.credentials = credentials
        }
    }

    /// What to do.
    public enum Action: Sendable, Hashable {
        /// Write to the connection.
        case write([UInt8])
        /// Secure the connection, and tell ``SMTPClient/secured(at:)``.
        case secure
        /// It is over; close the connection.
        case finish(MailOutcome)
    }

    /// What is being waited for.
    public enum Stage: String, Sendable, Hashable, CaseIterable {
        /// The connection.
        case connection
        /// The security.
        case security
        /// The server's first word.
        case greeting
        /// The answer to the greeting, before the connection is secured.
        case clearHello = "clear-hello"
        /// The answer to STARTTLS.
        case startTLS = "starttls"
        /// The answer to the greeting.
        case hello
        /// The question for the user's name.
        case user
        /// The question for the password.
        case password
        /// The answer to the credentials.
        case credentials
        /// The answer to the sender.
        case sender
        /// The answer to the recipient.
        case recipient
        /// Leave to send the letter.
        case data
        /// The receipt for the letter.
        case letter
        /// Nothing.
        case finished
    }

    /// What is being waited for.
    public private(set) var stage = Stage.connection
    /// How it ended, once it has.
    public private(set) var outcome: MailOutcome?
    /// When ``advance(to:)`` has something to do.
    public private(set) var nextDeadline: Uptime?

    private let configuration: Configuration
    private let message: MailMessage
    private var reader = SMTPReplyReader()
    private var isSecured = false

    /// A client for one letter.
    public init(_ configuration: Configuration, message: MailMessage, at now: Uptime) {
        self.configuration = configuration
        self.message = message
        nextDeadline = now + configuration.replyTimeout
    }

    // MARK: Events

    /// The connection has come about.
    public mutating func connected(at now: Uptime) -> [Action] {
        guard stage == .connection else { return [] }
        switch configuration.security {
        case .implicit: return wait(for: .security, at: now, [.secure])
        case .startTLS: return wait(for: .greeting, at: now, [])
        }
    }

    /// The connection is secured, and the server has proved to be the one that is meant.
    public mutating func secured(at now: Uptime) -> [Action] {
        guard stage == .security else { return [] }
        isSecured = true
        switch configuration.security {
        case .implicit: return wait(for: .greeting, at: now, [])
        case .startTLS: return command("EHLO \(configuration.clientName)", .hello, at: now)
        }
    }

    /// The server sent something.
    public mutating func received(_ bytes: some Collection<UInt8>, at now: Uptime) -> [Action] {
        guard outcome == nil else { return [] }
        guard stage != .connection, stage != .security else { return fail(.unexpected) }
        var actions: [Action] = []
        var rest = bytes[...]
        while let byte = rest.popFirst(), outcome == nil {
            do throws(SMTPReplyReader.Failure) {
                guard let reply = try reader.receive(byte) else { continue }
                // Whoever sends on before it is asked may be somebody in between, whose words
                // would be taken for those of the secured server (RFC 3207, 6).
                guard rest.isEmpty else { return actions + fail(.unexpected) }
                actions += handle(reply, at: now)
            } catch {
                return actions + fail(.unreadable)
            }
        }
        return actions
    }

    /// The connection has ended, or did not come about, or could not be secured.
    public mutating func lost(_ problem: MailProblem) -> [Action] {
        outcome == nil ? fail(problem) : []
    }

    /// Lets time pass.
    public mutating func advance(to now: Uptime) -> [Action] {
        guard let nextDeadline, nextDeadline <= now else { return [] }
        return fail(.timedOut)
    }

    // MARK: Replies

    private mutating func handle(_ reply: SMTPReply, at now: Uptime) -> [Action] {
        let isExpected =
            switch stage {
            case .user, .password, .data: reply.kind == .goOn
            default: reply.kind == .success
            }
        guard isExpected else { return refuse(reply) }
        switch stage {
        case .greeting:
            let next: Stage = isSecured ? .hello : .clearHello
            return command("EHLO \(configuration.clientName)", next, at: now)
        case .clearHello:
            guard offers(reply).contains(["STARTTLS"]) else { return fail(.noSecurity) }
            return command("STARTTLS", .startTLS, at: now)
        case .startTLS: return wait(for: .security, at: now, [.secure])
        case .hello: return greeted(offers(reply), at: now)
        case .user: return answer(\.user, .password, at: now)
        case .password: return answer(\.password, .credentials, at: now)
        case .credentials: return sendSender(at: now)
        case .sender: return command("RCPT TO:<\(message.to.secret)>", .recipient, at: now)
        case .recipient: return command("DATA", .data, at: now)
        case .data: return wait(for: .letter, at: now, [.write(Self.stuffed(message.encoded))])
        case .letter: return finish(.delivered)
        case .connection, .security, .finished: return []
        }
    }

    /// What a server offers in its answer to the greeting, each in words and capitals.
    private func offers(_ reply: SMTPReply) -> Set<[String]> {
        Set(reply.lines.dropFirst().map { $0.uppercased().split(separator: " ").map(String.init) })
    }

    private mutating func greeted(_ offers: Set<[String]>, at now: Uptime) -> [Action] {
        let size = offers.first { $0.first == "SIZE" }?.dropFirst().first.flatMap { Int($0) } ?? 0
        guard size == 0 || message.encoded.count <= size else { return finish(.refused(.tooLarge)) }
        guard let credentials = configuration.credentials else { return sendSender(at: now) }
        let ways = Set(offers.filter { $0.first == "AUTH" }.flatMap { $0.dropFirst() })
        if ways.contains("PLAIN") {
            let bytes = [0] + Array(credentials.user.utf8) + [0] + Array(credentials.password.utf8)
            return command("AUTH PLAIN \(Base64.encode(bytes))", .credentials, at: now)
        }
        guard ways.contains("LOGIN") else { return fail(.noCommonLogin) }
        return command("AUTH LOGIN", .user, at: now)
    }

    /// The server asks for the user's name or the password (`AUTH LOGIN`).
    private mutating func answer(
        _ part: KeyPath<MailCredentials, String>,
        _ next: Stage,
        at now: Uptime
    ) -> [Action] {
        guard let credentials = configuration.credentials else { return fail(.unexpected) }
        return command(Base64.encode(Array(credentials[keyPath: part].utf8)), next, at: now)
    }

    private mutating func sendSender(at now: Uptime) -> [Action] {
        command("MAIL FROM:<\(message.from.secret)>", .sender, at: now)
    }

    /// A refusal of the credentials is the station's trouble, one of the letter is the letter's.
    private mutating func refuse(_ reply: SMTPReply) -> [Action] {
        switch (reply.kind, stage) {
        case (.permanent, .sender), (.permanent, .recipient), (.permanent, .data),
            (.permanent, .letter):
            finish(.refused(.byServer(reply.description)))
        case (_, .user), (_, .password), (_, .credentials): fail(.loginRefused(reply.description))
        default: fail(.replied(reply.description))
        }
    }

    // MARK: Steps

    private mutating func command(_ text: String, _ next: Stage, at now: Uptime) -> [Action] {
        wait(for: next, at: now, [.write(Array(text.utf8) + [0x0D, 0x0A])])
    }

    private mutating func wait(
        for next: Stage,
        at now: Uptime,
        _ actions: [Action]
    ) -> [Action] {
        stage = next
        nextDeadline = now + configuration.replyTimeout
        return actions
    }

    private mutating func fail(_ problem: MailProblem) -> [Action] { finish(.failed(problem)) }

    private mutating func finish(_ outcome: MailOutcome) -> [Action] {
        let isPolite = isSecured && outcome != .failed(.disconnected)
        stage = .finished
        self.outcome = outcome
        nextDeadline = nil
        return (isPolite ? [.write(Array("QUIT\r\n".utf8))] : []) + [.finish(outcome)]
    }

    /// A letter with its end: a dot alone ends it, so one more stands before each at the beginning
    /// of a line.
    static func stuffed(_ letter: [UInt8]) -> [UInt8] {
        var stuffed: [UInt8] = []
        stuffed.reserveCapacity(letter.count + 64)
        var isAtStart = true
        for byte in letter {
            if isAtStart, byte == UInt8(ascii: ".") { stuffed.append(byte) }
            stuffed.append(byte)
            isAtStart = byte == 0x0A
        }
        if !isAtStart { stuffed += [0x0D, 0x0A] }
        return stuffed + [UInt8(ascii: "."), 0x0D, 0x0A]
    }
}
