// SPDX-License-Identifier: MPL-2.0

/// Patron Enable (25): takes back a block, for tests only.
public struct PatronEnableRequest: RequestMessage {
    /// The message that answers it.
    public typealias Response = PatronEnableResponse

    /// 25.
    public static let command = Command.patronEnable

    /// When the request was made.
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

/// Patron Enable Response (26): how the patron is after the block was taken back.
public struct PatronEnableResponse: PatronResponse {
    /// 26.
    public static let command = Command.patronEnableResponse

    /// The fourteen flags.
    public var status: PatronStatus
    /// The language of the texts.
    public var language: Language
    /// When the answer was made.
    public var transactionDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The patron (`AA`).
    public var patron: PatronIdentifier
    /// The patron's name (`AE`).
    public var personalName: String?
    /// Whether the patron is known and in order (`BL`), or nil when the answer does not say.
    public var isValidPatron: Bool?
    /// Whether the PIN was right (`CQ`), or nil when the answer does not say.
    public var isValidPassword: Bool?
    /// Texts to show (`AF`).
    public var screenMessages: [String] = []
    /// Texts to print (`AG`).
    public var printLines: [String] = []
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes an answer that says no to patron and PIN until it is told otherwise.
    public init(
        status: PatronStatus = [],
        language: Language,
        transactionDate: Timestamp?,
        institutionID: String,
        patron: PatronIdentifier
    ) {
        self.status = status
        self.language = language
        self.transactionDate = transactionDate
        self.institutionID = institutionID
        self.patron = patron
        isValidPatron = false
        isValidPassword = false
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        status = PatronStatus(bytes: fixed.bytes(PatronStatus.width))
        language = fixed.language()
        transactionDate = fixed.timestamp()
        institutionID = message.text(.institutionID)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        personalName = message[.personalName]
        isValidPatron = message.answer(.validPatron)
        isValidPassword = message.answer(.validPatronPassword)
        screenMessages = message.values(of: .screenMessage)
        printLines = message.values(of: .printLine)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: status.wireText + language.wireText + transactionDate.wireText
        )
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.personalName, personalName)
        message.append(.validPatron, isValidPatron)
        message.append(.validPatronPassword, isValidPassword)
        message.append(.screenMessage, screenMessages)
        message.append(.printLine, printLines)
        message.append(extensions)
        return message
    }
}
