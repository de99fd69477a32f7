// SPDX-License-Identifier: MPL-2.0

/// Patron Status Request (23): asks about a patron, and whether the PIN is right.
public struct PatronStatusRequest: RequestMessage {
    /// The message that answers it.
    public typealias Response = PatronStatusResponse

    /// 23.
    public static let command = Command.patronStatus

    /// The language of texts in the answer.
    public var language: Language
    /// When the request was made.
    public var transactionDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The patron (`AA`).
    public var patron: PatronIdentifier
    /// The unit's password (`AC`).
    public var terminalPassword: Secret?
    /// The PIN (`AD`).
    ///
    /// It counts as an attempt at many library systems, so it should be sent once, not in this
    /// request and in Patron Information too.
    public var patronPassword: Secret?
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes a request.
    public init(
        language: Language,
        transactionDate: Timestamp?,
        institutionID: String,
        patron: PatronIdentifier,
        patronPassword: Secret? = nil
    ) {
        self.language = language
        self.transactionDate = transactionDate
        self.institutionID = institutionID
        self.patron = patron
        self.patronPassword = patronPassword
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        language = fixed.language()
        transactionDate = fixed.timestamp()
        institutionID = message.text(.institutionID)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        terminalPassword = message.secret(.terminalPassword)
        patronPassword = message.secret(.patronPassword)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: language.wireText + transactionDate.wireText
        )
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.terminalPassword, terminalPassword?.revealed)
        message.append(.patronPassword, patronPassword?.revealed)
        message.append(extensions)
        return message
    }
}

/// Patron Status Response (24), the answer to Patron Status Request and to Block Patron.
public struct PatronStatusResponse: PatronResponse {
    /// 24.
    public static let command = Command.patronStatusResponse

    /// The fourteen flags.
    public var status: PatronStatus
    /// The language of the texts.
    public var language: Language
    /// When the answer was made.
    public var transactionDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The patron (`AA`), often by another identifier than the one asked about.
    public var patron: PatronIdentifier
    /// The patron's name (`AE`); Cicero leaves it out for a card it does not know.
    public var personalName: String?
    /// Whether the patron is known and in order (`BL`), or nil when the answer does not say.
    public var isValidPatron: Bool?
    /// Whether the PIN was right (`CQ`), or nil when the answer does not say.
    public var isValidPassword: Bool?
    /// The currency of the amount (`BH`).
    public var currency: Currency?
    /// What the patron owes (`BV`), as the library system writes it.
    public var feeAmount: Amount?
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
        currency = message[.currency].map(Currency.init)
        feeAmount = message[.feeAmount].map(Amount.init)
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
        message.append(.currency, currency?.rawValue)
        message.append(.feeAmount, feeAmount?.text)
        message.append(.screenMessage, screenMessages)
        message.append(.printLine, printLines)
        message.append(extensions)
        return message
    }
}
