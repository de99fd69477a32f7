// SPDX-License-Identifier: MPL-2.0

/// Item Information (17): asks about an item.
public struct ItemInformationRequest: RequestMessage {
    /// The message that answers it.
    public typealias Response = ItemInformationResponse

    /// 17.
    public static let command = Command.itemInformation

    /// When the request was made.
    public var transactionDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The item's barcode (`AB`).
    public var itemIdentifier: String
    /// The unit's password (`AC`).
    public var terminalPassword: Secret?
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes a request.
    public init(transactionDate: Timestamp?, institutionID: String, itemIdentifier: String) {
        self.transactionDate = transactionDate
        self.institutionID = institutionID
        self.itemIdentifier = itemIdentifier
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        transactionDate = fixed.timestamp()
        institutionID = message.text(.institutionID)
        itemIdentifier = message.text(.itemIdentifier)
        terminalPassword = message.secret(.terminalPassword)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(Self.command, fixed: transactionDate.wireText)
        message.append(.institutionID, institutionID)
        message.append(.itemIdentifier, itemIdentifier)
        message.append(.terminalPassword, terminalPassword?.revealed)
        message.append(extensions)
        return message
    }
}

/// Item Information Response (18).
public struct ItemInformationResponse: ResponseMessage {
    /// 18.
    public static let command = Command.itemInformationResponse

    /// Where the item is in its circulation.
    public var circulationStatus: CirculationStatus
    /// How the item is marked against theft.
    public var securityMarker: SecurityMarker
    /// What the fee is for.
    public var feeType: FeeType
    /// When the answer was made.
    public var transactionDate: Timestamp?
    /// How many wait for the item (`CF`).
    public var holdQueueLength: Int?
    /// When the item is to be returned (`AH`).
    public var dueDate: DateText?
    /// When the item was recalled (`CJ`).
    public var recallDate: DateText?
    /// Until when the hold can be picked up (`CM`).
    public var holdPickupDate: DateText?
    /// The item's barcode (`AB`).
    public var itemIdentifier: String
    /// The title, or the number of its record (`AJ`).
    public var titleIdentifier: String
    /// Who owns the item (`BG`).
    public var owner: String?
    /// The currency of the fee (`BH`).
    public var currency: Currency?
    /// The fee (`BV`).
    public var feeAmount: Amount?
    /// What kind of medium the item is (`CK`).
    public var mediaType: MediaType?
    /// Where the item belongs (`AQ`).
    public var permanentLocation: BranchPlacement?
    /// Where the item is (`AP`).
    public var currentLocation: String?
    /// What is known about the item besides (`CH`).
    public var itemProperties: ItemProperties?
    /// Texts to show (`AF`).
    public var screenMessages: [String] = []
    /// Texts to print (`AG`).
    public var printLines: [String] = []
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes an answer.
    public init(
        circulationStatus: CirculationStatus,
        securityMarker: SecurityMarker = .other,
        feeType: FeeType = .other,
        transactionDate: Timestamp?,
        itemIdentifier: String,
        titleIdentifier: String
    ) {
        self.circulationStatus = circulationStatus
        self.securityMarker = securityMarker
        self.feeType = feeType
        self.transactionDate = transactionDate
        self.itemIdentifier = itemIdentifier
        self.titleIdentifier = titleIdentifier
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        circulationStatus = fixed.code() ?? .other
        securityMarker = fixed.code() ?? .other
        feeType = fixed.code() ?? .other
        transactionDate = fixed.timestamp()
        holdQueueLength = message.number(.holdQueueLength)
        dueDate = message[.dueDate].map(DateText.init)
        recallDate = message[.recallDate].map(DateText.init)
        holdPickupDate = message[.holdPickupDate].map(DateText.init)
        itemIdentifier = message.text(.itemIdentifier)
        titleIdentifier = message.text(.titleIdentifier)
        owner = message[.owner]
        currency = message[.currency].map(Currency.init)
        feeAmount = message[.feeAmount].map(Amount.init)
        mediaType = MediaType(field: message[.mediaType])
        permanentLocation = message[.permanentLocation].map(BranchPlacement.init)
        currentLocation = message[.currentLocation]
        itemProperties = message[.itemProperties].map(ItemProperties.init)
        screenMessages = message.values(of: .screenMessage)
        printLines = message.values(of: .printLine)
        extensions = message.extensionFields + message.unread(.mediaType, as: mediaType)
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: circulationStatus.wireText + securityMarker.wireText + feeType.wireText
                + transactionDate.wireText
        )
        message.append(.holdQueueLength, holdQueueLength.map(String.init))
        message.append(.dueDate, dueDate?.text)
        message.append(.recallDate, recallDate?.text)
        message.append(.holdPickupDate, holdPickupDate?.text)
        message.append(.itemIdentifier, itemIdentifier)
        message.append(.titleIdentifier, titleIdentifier)
        message.append(.owner, owner)
        message.append(.currency, currency?.rawValue)
        message.append(.feeAmount, feeAmount?.text)
        message.append(.mediaType, mediaType?.wireText)
        message.append(.permanentLocation, permanentLocation?.text)
        message.append(.currentLocation, currentLocation)
        message.append(.itemProperties, itemProperties?.text)
        message.append(.screenMessage, screenMessages)
        message.append(.printLine, printLines)
        message.append(extensions)
        return message
    }
}
