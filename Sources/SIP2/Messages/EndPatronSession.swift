// SPDX-License-Identifier: MPL-2.0

/// End Patron Session (35): the patron has finished.
public struct EndPatronSessionRequest: RequestMessage {
    /// The message that answers it.
    public typealias Response = EndSessionResponse

    /// 35.
    public static let command = Command.endPatronSession

    /// When the session ended.
    public var transactionDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The patron (`AA`).
    public var patron: PatronIdentifier
    /// The unit's password (`AC`).
    public var terminalPassword: Secret?
    /// The PIN (`AD`).
    public var patronPassword: Secret?
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes a request.
    public init(
        transactionDate: Timestamp?,
        institutionID: String,
        patron: PatronIdentifier,
        patronPassword: Secret? = nil
    ) {
        self.transactionDate = transactionDate
        self.institutionID = institutionID
        self.patron = patron
        self.patronPassword = patronPassword
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        transactionDate = fixed.timestamp()
        institutionID = message.text(.institutionID)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        terminalPassword = message.secret(.terminalPassword)
        patronPassword = message.secret(.patronPassword)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(Self.command, fixed: transactionDate.wireText)
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.terminalPassword, terminalPassword?.revealed)
        message.append(.patronPassword, patronPassword?.revealed)
        message.append(extensions)
        return message
    }
}

/// End Session Response (36).
public struct EndSessionResponse: ResponseMessage {
    /// 36.
    public static let command = Command.endSessionResponse

    /// Whether the session has ended; no means that the patron is asked whether to go on.
    public var hasEnded: Bool
    /// When the answer was made.
    public var transactionDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The patron (`AA`).
    public var patron: PatronIdentifier
    /// Texts to show (`AF`).
    public var screenMessages: [String] = []
    /// Texts to print (`AG`).
    public var printLines: [String] = []
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes an answer.
    public init(
        hasEnded: Bool,
        transactionDate: Timestamp?,
        institutionID: String,
        patron: PatronIdentifier
    ) {
        self.hasEnded = hasEnded
        self.transactionDate = transactionDate
        self.institutionID = institutionID
        self.patron = patron
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        hasEnded = fixed.yes()
        transactionDate = fixed.timestamp()
        institutionID = message.text(.institutionID)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        screenMessages = message.values(of: .screenMessage)
        printLines = message.values(of: .printLine)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: FixedPart.yes(hasEnded) + transactionDate.wireText
        )
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.screenMessage, screenMessages)
        message.append(.printLine, printLines)
        message.append(extensions)
        return message
    }
}
