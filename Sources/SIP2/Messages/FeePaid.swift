// SPDX-License-Identifier: MPL-2.0

/// Fee Paid (37): tells that a patron has paid.
public struct FeePaidRequest: RequestMessage {
    /// The message that answers it.
    public typealias Response = FeePaidResponse

    /// 37.
    public static let command = Command.feePaid

    /// When the request was made.
    public var transactionDate: Timestamp?
    /// What the fee is for.
    public var feeType: FeeType
    /// How it was paid; nil when what was read is no number.
    public var paymentType: PaymentType?
    /// The currency.
    public var currency: Currency
    /// How much was paid (`BV`).
    public var feeAmount: Amount
    /// The library institution (`AO`).
    public var institutionID: String
    /// The patron (`AA`).
    public var patron: PatronIdentifier
    /// The unit's password (`AC`).
    public var terminalPassword: Secret?
    /// The PIN (`AD`).
    public var patronPassword: Secret?
    /// Which fee is paid (`CG`).
    public var feeIdentifier: String?
    /// The number of the payment (`BK`), by which it can be found again.
    public var transactionID: String?
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes a request.
    public init(
        transactionDate: Timestamp?,
        feeType: FeeType,
        paymentType: PaymentType?,
        currency: Currency,
        feeAmount: Amount,
        institutionID: String,
        patron: PatronIdentifier,
        feeIdentifier: String? = nil,
        transactionID: String? = nil
    ) {
        self.transactionDate = transactionDate
        self.feeType = feeType
        self.paymentType = paymentType
        self.currency = currency
        self.feeAmount = feeAmount
        self.institutionID = institutionID
        self.patron = patron
        self.feeIdentifier = feeIdentifier
        self.transactionID = transactionID
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        transactionDate = fixed.timestamp()
        feeType = fixed.code() ?? .other
        paymentType = fixed.code()
        currency = Currency(rawValue: fixed.text(Currency.width))
        feeAmount = Amount(message.text(.feeAmount))
        institutionID = message.text(.institutionID)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        terminalPassword = message.secret(.terminalPassword)
        patronPassword = message.secret(.patronPassword)
        feeIdentifier = message[.feeIdentifier]
        transactionID = message[.transactionID]
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: transactionDate.wireText + feeType.wireText + paymentType.wireText
                + FixedPart.text(currency.rawValue, width: Currency.width)
        )
        message.append(.feeAmount, feeAmount.text)
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.terminalPassword, terminalPassword?.revealed)
        message.append(.patronPassword, patronPassword?.revealed)
        message.append(.feeIdentifier, feeIdentifier)
        message.append(.transactionID, transactionID)
        message.append(extensions)
        return message
    }
}

/// Fee Paid Response (38).
public struct FeePaidResponse: ResponseMessage {
    /// 38.
    public static let command = Command.feePaidResponse

    /// Whether the payment is recorded.
    public var isAccepted: Bool
    /// When the answer was made.
    public var transactionDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The patron (`AA`).
    public var patron: PatronIdentifier
    /// The library system's number of the transaction (`BK`).
    public var transactionID: String?
    /// Texts to show (`AF`).
    public var screenMessages: [String] = []
    /// Texts to print (`AG`).
    public var printLines: [String] = []
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes an answer.
    public init(
        isAccepted: Bool,
        transactionDate: Timestamp?,
        institutionID: String,
        patron: PatronIdentifier
    ) {
        self.isAccepted = isAccepted
        self.transactionDate = transactionDate
        self.institutionID = institutionID
        self.patron = patron
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        isAccepted = fixed.yes()
        transactionDate = fixed.timestamp()
        institutionID = message.text(.institutionID)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        transactionID = message[.transactionID]
        screenMessages = message.values(of: .screenMessage)
        printLines = message.values(of: .printLine)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: FixedPart.yes(isAccepted) + transactionDate.wireText
        )
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.transactionID, transactionID)
        message.append(.screenMessage, screenMessages)
        message.append(.printLine, printLines)
        message.append(extensions)
        return message
    }
}
