// SPDX-License-Identifier: MPL-2.0

/// Renew (29): renews a loan, by its item or by its title.
public struct RenewRequest: LoanRequest {
    /// The message that answers it.
    public typealias Response = LoanResponse<RenewRequest>

    /// 29.
    public static let command = Command.renew

    /// Whether somebody else than the borrower may renew.
    public var allowsThirdParty: Bool
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
    /// The PIN (`AD`).
    public var patronPassword: Secret?
    /// The item's barcode (`AB`).
    public var itemIdentifier: String?
    /// The title, or the number of its record (`AJ`).
    public var titleIdentifier: String?
    /// The unit's password (`AC`).
    public var terminalPassword: Secret?
    /// What is known about the item besides (`CH`).
    public var itemProperties: ItemProperties?
    /// Whether the patron has accepted a fee (`BO`).
    public var acknowledgesFee: Bool?
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes a request.
    public init(
        allowsThirdParty: Bool = false,
        isNoBlock: Bool = false,
        transactionDate: Timestamp?,
        noBlockDueDate: Timestamp? = nil,
        institutionID: String,
        patron: PatronIdentifier,
        patronPassword: Secret? = nil,
        itemIdentifier: String? = nil
    ) {
        self.allowsThirdParty = allowsThirdParty
        self.isNoBlock = isNoBlock
        self.transactionDate = transactionDate
        self.noBlockDueDate = noBlockDueDate
        self.institutionID = institutionID
        self.patron = patron
        self.patronPassword = patronPassword
        self.itemIdentifier = itemIdentifier
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        allowsThirdParty = fixed.yes()
        isNoBlock = fixed.yes()
        transactionDate = fixed.timestamp()
        noBlockDueDate = fixed.timestamp()
        institutionID = message.text(.institutionID)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        patronPassword = message.secret(.patronPassword)
        itemIdentifier = message[.itemIdentifier]
        titleIdentifier = message[.titleIdentifier]
        terminalPassword = message.secret(.terminalPassword)
        itemProperties = message[.itemProperties].map(ItemProperties.init)
        acknowledgesFee = message.answer(.feeAcknowledged)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: FixedPart.yes(allowsThirdParty) + FixedPart.yes(isNoBlock)
                + transactionDate.wireText + noBlockDueDate.wireText
        )
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.patronPassword, patronPassword?.revealed)
        message.append(.itemIdentifier, itemIdentifier)
        message.append(.titleIdentifier, titleIdentifier)
        message.append(.terminalPassword, terminalPassword?.revealed)
        message.append(.itemProperties, itemProperties?.text)
        message.append(.feeAcknowledged, acknowledgesFee)
        message.append(extensions)
        return message
    }
}

/// Renew Response (30).
public typealias RenewResponse = LoanResponse<RenewRequest>
