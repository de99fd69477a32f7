// SPDX-License-Identifier: MPL-2.0

/// A request whose answer is about one loan.
public protocol LoanRequest: RequestMessage where Response == LoanResponse<Self> {
    /// The command of the answer.
    static var responseCommand: Command { get }
}

extension CheckoutRequest {
    /// 12.
    public static let responseCommand = Command.checkoutResponse
}

extension RenewRequest {
    /// 30.
    public static let responseCommand = Command.renewResponse
}

/// The answer to Checkout (12) and to Renew (30), which have the same shape.
public struct LoanResponse<Request: LoanRequest>: ResponseMessage {
    /// 12 or 30.
    public static var command: Command { Request.responseCommand }

    /// Whether the item is lent or the loan renewed.
    public var isAccepted: Bool
    /// Whether the patron had the item already and the loan was renewed.
    public var isRenewal: Bool
    /// Whether the item is magnetic; nil when the library system does not know.
    public var isMagnetic: Bool?
    /// Whether the security strip is to be made insensitive; nil when the answer does not say.
    ///
    /// It counts for a renewal too.
    public var desensitizes: Bool?
    /// When the answer was made.
    public var transactionDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The patron (`AA`).
    public var patron: PatronIdentifier
    /// The item's barcode (`AB`).
    public var itemIdentifier: String
    /// The title, or the number of its record (`AJ`).
    public var titleIdentifier: String
    /// When the item is to be returned (`AH`).
    public var dueDate: DateText?
    /// What the fee is for (`BT`).
    public var feeType: FeeType?
    /// Whether the security strip is to be left alone (`CI`).
    public var inhibitsSecurity: Bool?
    /// The currency of the fee (`BH`).
    public var currency: Currency?
    /// The fee (`BV`).
    public var feeAmount: Amount?
    /// What kind of medium the item is (`CK`).
    public var mediaType: MediaType?
    /// What is known about the item besides (`CH`).
    public var itemProperties: ItemProperties?
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
        isRenewal: Bool = false,
        isMagnetic: Bool? = nil,
        desensitizes: Bool? = nil,
        transactionDate: Timestamp?,
        institutionID: String,
        patron: PatronIdentifier,
        itemIdentifier: String,
        titleIdentifier: String = "",
        dueDate: DateText? = nil
    ) {
        self.isAccepted = isAccepted
        self.isRenewal = isRenewal
        self.isMagnetic = isMagnetic
        self.desensitizes = desensitizes
        self.transactionDate = transactionDate
        self.institutionID = institutionID
        self.patron = patron
        self.itemIdentifier = itemIdentifier
        self.titleIdentifier = titleIdentifier
        self.dueDate = dueDate
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        isAccepted = fixed.ok()
        isRenewal = fixed.yes()
        isMagnetic = fixed.answer()
        desensitizes = fixed.answer()
        transactionDate = fixed.timestamp()
        institutionID = message.text(.institutionID)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        itemIdentifier = message.text(.itemIdentifier)
        titleIdentifier = message.text(.titleIdentifier)
        dueDate = message[.dueDate].map(DateText.init)
        feeType = FeeType(field: message[.feeType])
        inhibitsSecurity = message.answer(.securityInhibit)
        currency = message[.currency].map(Currency.init)
        feeAmount = message[.feeAmount].map(Amount.init)
        mediaType = MediaType(field: message[.mediaType])
        itemProperties = message[.itemProperties].map(ItemProperties.init)
        transactionID = message[.transactionID]
        screenMessages = message.values(of: .screenMessage)
        printLines = message.values(of: .printLine)
        extensions =
            message.extensionFields
            + message.unread(.feeType, as: feeType)
            + message.unread(.mediaType, as: mediaType)
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: FixedPart.ok(isAccepted) + FixedPart.yes(isRenewal)
                + FixedPart.answer(isMagnetic) + FixedPart.answer(desensitizes)
                + transactionDate.wireText
        )
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.itemIdentifier, itemIdentifier)
        message.append(.titleIdentifier, titleIdentifier)
        message.append(.dueDate, dueDate?.text)
        message.append(.feeType, feeType?.wireText)
        message.append(.securityInhibit, inhibitsSecurity)
        message.append(.currency, currency?.rawValue)
        message.append(.feeAmount, feeAmount?.text)
        message.append(.mediaType, mediaType?.wireText)
        message.append(.itemProperties, itemProperties?.text)
        message.append(.transactionID, transactionID)
        message.append(.screenMessage, screenMessages)
        message.append(.printLine, printLines)
        message.append(extensions)
        return message
    }
}
