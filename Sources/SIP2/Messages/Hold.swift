// SPDX-License-Identifier: MPL-2.0

/// Hold (15): places, changes or takes back a hold, on an item or on a title.
public struct HoldRequest: RequestMessage {
    /// The message that answers it.
    public typealias Response = HoldResponse

    /// 15.
    public static let command = Command.hold

    /// What is to be done; nil when what was read is none of the three.
    public var mode: HoldMode?
    /// When the request was made.
    public var transactionDate: Timestamp?
    /// When the hold ends (`BW`).
    public var expirationDate: DateText?
    /// Where the item is to be picked up (`BS`).
    public var pickupLocation: String?
    /// Which copies satisfy the hold (`BY`).
    public var holdType: HoldType?
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
    /// Whether the patron has accepted a fee (`BO`).
    public var acknowledgesFee: Bool?
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes a request.
    public init(
        mode: HoldMode?,
        transactionDate: Timestamp?,
        institutionID: String,
        patron: PatronIdentifier,
        patronPassword: Secret? = nil,
        itemIdentifier: String? = nil,
        titleIdentifier: String? = nil
    ) {
        self.mode = mode
        self.transactionDate = transactionDate
        self.institutionID = institutionID
        self.patron = patron
        self.patronPassword = patronPassword
        self.itemIdentifier = itemIdentifier
        self.titleIdentifier = titleIdentifier
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        mode = HoldMode(rawValue: fixed.character())
        transactionDate = fixed.timestamp()
        expirationDate = message[.expirationDate].map(DateText.init)
        pickupLocation = message[.pickupLocation]
        holdType = HoldType(field: message[.holdType])
        institutionID = message.text(.institutionID)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        patronPassword = message.secret(.patronPassword)
        itemIdentifier = message[.itemIdentifier]
        titleIdentifier = message[.titleIdentifier]
        terminalPassword = message.secret(.terminalPassword)
        acknowledgesFee = message.answer(.feeAcknowledged)
        extensions = message.extensionFields + message.unread(.holdType, as: holdType)
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: FixedPart.character(mode?.rawValue) + transactionDate.wireText
        )
        message.append(.expirationDate, expirationDate?.text)
        message.append(.pickupLocation, pickupLocation)
        message.append(.holdType, holdType?.wireText)
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.patronPassword, patronPassword?.revealed)
        message.append(.itemIdentifier, itemIdentifier)
        message.append(.titleIdentifier, titleIdentifier)
        message.append(.terminalPassword, terminalPassword?.revealed)
        message.append(.feeAcknowledged, acknowledgesFee)
        message.append(extensions)
        return message
    }
}

/// Hold Response (16).
public struct HoldResponse: ResponseMessage {
    /// 16.
    public static let command = Command.holdResponse

    /// Whether it was done.
    public var isAccepted: Bool
    /// Whether a copy is available now.
    public var isAvailable: Bool
    /// When the answer was made.
    public var transactionDate: Timestamp?
    /// When the hold ends (`BW`).
    public var expirationDate: DateText?
    /// The patron's place in the queue (`BR`).
    public var queuePosition: Int?
    /// Where the item is to be picked up (`BS`).
    public var pickupLocation: String?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The patron (`AA`).
    public var patron: PatronIdentifier
    /// The item's barcode (`AB`).
    public var itemIdentifier: String?
    /// The title, or the number of its record (`AJ`).
    public var titleIdentifier: String?
    /// Texts to show (`AF`).
    public var screenMessages: [String] = []
    /// Texts to print (`AG`).
    public var printLines: [String] = []
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes an answer.
    public init(
        isAccepted: Bool,
        isAvailable: Bool = false,
        transactionDate: Timestamp?,
        institutionID: String,
        patron: PatronIdentifier
    ) {
        self.isAccepted = isAccepted
        self.isAvailable = isAvailable
        self.transactionDate = transactionDate
        self.institutionID = institutionID
        self.patron = patron
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        isAccepted = fixed.ok()
        isAvailable = fixed.yes()
        transactionDate = fixed.timestamp()
        expirationDate = message[.expirationDate].map(DateText.init)
        queuePosition = message.number(.queuePosition)
        pickupLocation = message[.pickupLocation]
        institutionID = message.text(.institutionID)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        itemIdentifier = message[.itemIdentifier]
        titleIdentifier = message[.titleIdentifier]
        screenMessages = message.values(of: .screenMessage)
        printLines = message.values(of: .printLine)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: FixedPart.ok(isAccepted) + FixedPart.yes(isAvailable) + transactionDate.wireText
        )
        message.append(.expirationDate, expirationDate?.text)
        message.append(.queuePosition, queuePosition.map(String.init))
        message.append(.pickupLocation, pickupLocation)
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.itemIdentifier, itemIdentifier)
        message.append(.titleIdentifier, titleIdentifier)
        message.append(.screenMessage, screenMessages)
        message.append(.printLine, printLines)
        message.append(extensions)
        return message
    }
}
