// SPDX-License-Identifier: MPL-2.0

/// Checkout (11): lends an item.
public struct CheckoutRequest: LoanRequest {
    /// The message that answers it.
    public typealias Response = LoanResponse<CheckoutRequest>

    /// 11.
    public static let command = Command.checkout

    /// Whether the loan may be renewed if the patron has the item already.
    public var allowsRenewal: Bool
    /// Whether it has happened already, off-line, and must not be refused.
    public var isNoBlock: Bool
    /// When the request was made.
    public var transactionDate: Timestamp?
    /// The due date that was given off-line.
    public var noBlockDueDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The patron (`AA`).
    public var patron: PatronIdentifier
    /// The item's barcode (`AB`).
    public var itemIdentifier: String
    /// The unit's password (`AC`).
    public var terminalPassword: Secret?
    /// What is known about the item besides (`CH`).
    public var itemProperties: ItemProperties?
    /// The PIN (`AD`).
    public var patronPassword: Secret?
    /// Whether the patron has accepted a fee (`BO`).
    public var acknowledgesFee: Bool?
    /// Whether an earlier request is taken back (`BI`).
    public var cancels: Bool?
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes a request.
    public init(
        allowsRenewal: Bool = false,
        isNoBlock: Bool = false,
        transactionDate: Timestamp?,
        noBlockDueDate: Timestamp? = nil,
        institutionID: String,
        patron: PatronIdentifier,
        itemIdentifier: String,
        patronPassword: Secret? = nil
    ) {
        self.allowsRenewal = allowsRenewal
        self.isNoBlock = isNoBlock
        self.transactionDate = transactionDate
        self.noBlockDueDate = noBlockDueDate
        self.institutionID = institutionID
        self.patron = patron
        self.itemIdentifier = itemIdentifier
        self.patronPassword = patronPassword
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        allowsRenewal = fixed.yes()
        isNoBlock = fixed.yes()
        transactionDate = fixed.timestamp()
        noBlockDueDate = fixed.timestamp()
        institutionID = message.text(.institutionID)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        itemIdentifier = message.text(.itemIdentifier)
        terminalPassword = message.secret(.terminalPassword)
        itemProperties = message[.itemProperties].map(ItemProperties.init)
        patronPassword = message.secret(.patronPassword)
        acknowledgesFee = message.answer(.feeAcknowledged)
        cancels = message.answer(.cancel)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: FixedPart.yes(allowsRenewal) + FixedPart.yes(isNoBlock)
                + transactionDate.wireText + noBlockDueDate.wireText
        )
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.itemIdentifier, itemIdentifier)
        message.append(.terminalPassword, terminalPassword?.revealed)
        message.append(.itemProperties, itemProperties?.text)
        message.append(.patronPassword, patronPassword?.revealed)
        message.append(.feeAcknowledged, acknowledgesFee)
        message.append(.cancel, cancels)
        message.append(extensions)
        return message
    }
}

/// Checkout Response (12).
public typealias CheckoutResponse = LoanResponse<CheckoutRequest>
