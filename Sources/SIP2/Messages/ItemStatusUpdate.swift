// SPDX-License-Identifier: MPL-2.0

/// Item Status Update (19): sends what is known about an item.
public struct ItemStatusUpdateRequest: RequestMessage {
    /// The message that answers it.
    public typealias Response = ItemStatusUpdateResponse

    /// 19.
    public static let command = Command.itemStatusUpdate

    /// When the request was made.
    public var transactionDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The item's barcode (`AB`).
    public var itemIdentifier: String
    /// The unit's password (`AC`).
    public var terminalPassword: Secret?
    /// What is known about the item (`CH`).
    public var itemProperties: ItemProperties
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes a request.
    public init(
        transactionDate: Timestamp?,
        institutionID: String,
        itemIdentifier: String,
        itemProperties: ItemProperties
    ) {
        self.transactionDate = transactionDate
        self.institutionID = institutionID
        self.itemIdentifier = itemIdentifier
        self.itemProperties = itemProperties
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        transactionDate = fixed.timestamp()
        institutionID = message.text(.institutionID)
        itemIdentifier = message.text(.itemIdentifier)
        terminalPassword = message.secret(.terminalPassword)
        itemProperties = ItemProperties(message.text(.itemProperties))
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(Self.command, fixed: transactionDate.wireText)
        message.append(.institutionID, institutionID)
        message.append(.itemIdentifier, itemIdentifier)
        message.append(.terminalPassword, terminalPassword?.revealed)
        message.append(.itemProperties, itemProperties.text)
        message.append(extensions)
        return message
    }
}

/// Item Status Update Response (20).
public struct ItemStatusUpdateResponse: ResponseMessage {
    /// 20.
    public static let command = Command.itemStatusUpdateResponse

    /// Whether the properties are stored.
    public var isAccepted: Bool
    /// When the answer was made.
    public var transactionDate: Timestamp?
    /// The item's barcode (`AB`).
    public var itemIdentifier: String
    /// The title, or the number of its record (`AJ`).
    public var titleIdentifier: String?
    /// What is known about the item besides (`CH`).
    public var itemProperties: ItemProperties?
    /// Texts to show (`AF`).
    public var screenMessages: [String] = []
    /// Texts to print (`AG`).
    public var printLines: [String] = []
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes an answer.
    public init(isAccepted: Bool, transactionDate: Timestamp?, itemIdentifier: String) {
        self.isAccepted = isAccepted
        self.transactionDate = transactionDate
        self.itemIdentifier = itemIdentifier
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        isAccepted = fixed.ok()
        transactionDate = fixed.timestamp()
        itemIdentifier = message.text(.itemIdentifier)
        titleIdentifier = message[.titleIdentifier]
        itemProperties = message[.itemProperties].map(ItemProperties.init)
        screenMessages = message.values(of: .screenMessage)
        printLines = message.values(of: .printLine)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: FixedPart.ok(isAccepted) + transactionDate.wireText
        )
        message.append(.itemIdentifier, itemIdentifier)
        message.append(.titleIdentifier, titleIdentifier)
        message.append(.itemProperties, itemProperties?.text)
        message.append(.screenMessage, screenMessages)
        message.append(.printLine, printLines)
        message.append(extensions)
        return message
    }
}
