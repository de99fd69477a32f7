// SPDX-License-Identifier: MPL-2.0

/// Renew All (65): renews all loans of a patron.
public struct RenewAllRequest: RequestMessage {
    /// The message that answers it.
    public typealias Response = RenewAllResponse

    /// 65.
    public static let command = Command.renewAll

    /// When the request was made.
    public var transactionDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The patron (`AA`).
    public var patron: PatronIdentifier
    /// The PIN (`AD`).
    public var patronPassword: Secret?
    /// The unit's password (`AC`).
    public var terminalPassword: Secret?
    /// Whether the patron has accepted a fee (`BO`).
    public var acknowledgesFee: Bool?
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
        patronPassword = message.secret(.patronPassword)
        terminalPassword = message.secret(.terminalPassword)
        acknowledgesFee = message.answer(.feeAcknowledged)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(Self.command, fixed: transactionDate.wireText)
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.patronPassword, patronPassword?.revealed)
        message.append(.terminalPassword, terminalPassword?.revealed)
        message.append(.feeAcknowledged, acknowledgesFee)
        message.append(extensions)
        return message
    }
}

/// Renew All Response (66).
public struct RenewAllResponse: ResponseMessage {
    /// 66.
    public static let command = Command.renewAllResponse

    /// Whether the request was carried out, which does not mean that any loan was renewed.
    public var isAccepted: Bool
    /// How many loans were renewed.
    public var renewedCount: Int?
    /// How many loans were not renewed.
    public var unrenewedCount: Int?
    /// When the answer was made.
    public var transactionDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The renewed loans (`BM`), each as the library system writes it.
    public var renewedItems: [String] = []
    /// The loans that were not renewed (`BN`), each as the library system writes it.
    public var unrenewedItems: [String] = []
    /// Texts to show (`AF`).
    public var screenMessages: [String] = []
    /// Texts to print (`AG`).
    public var printLines: [String] = []
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes an answer.
    public init(
        isAccepted: Bool,
        renewedCount: Int?,
        unrenewedCount: Int?,
        transactionDate: Timestamp?,
        institutionID: String
    ) {
        self.isAccepted = isAccepted
        self.renewedCount = renewedCount
        self.unrenewedCount = unrenewedCount
        self.transactionDate = transactionDate
        self.institutionID = institutionID
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        isAccepted = fixed.ok()
        renewedCount = fixed.number(4)
        unrenewedCount = fixed.number(4)
        transactionDate = fixed.timestamp()
        institutionID = message.text(.institutionID)
        renewedItems = message.values(of: .renewedItem)
        unrenewedItems = message.values(of: .unrenewedItem)
        screenMessages = message.values(of: .screenMessage)
        printLines = message.values(of: .printLine)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: FixedPart.ok(isAccepted) + FixedPart.number(renewedCount, width: 4)
                + FixedPart.number(unrenewedCount, width: 4) + transactionDate.wireText
        )
        message.append(.institutionID, institutionID)
        message.append(.renewedItem, renewedItems)
        message.append(.unrenewedItem, unrenewedItems)
        message.append(.screenMessage, screenMessages)
        message.append(.printLine, printLines)
        message.append(extensions)
        return message
    }
}

extension RenewAllResponse {
    /// The renewed loans, as Cicero divides them.
    public var renewals: [RenewalEntry] {
        renewedItems.map(RenewalEntry.init)
    }

    /// The loans that were not renewed, as Cicero divides them.
    public var refusals: [UnrenewedEntry] {
        unrenewedItems.map(UnrenewedEntry.init)
    }
}
