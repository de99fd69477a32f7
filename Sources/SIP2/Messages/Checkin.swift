// SPDX-License-Identifier: MPL-2.0

/// Checkin (09): returns an item.
public struct CheckinRequest: RequestMessage {
    /// The message that answers it.
    public typealias Response = CheckinResponse

    /// 09.
    public static let command = Command.checkin

    /// Whether the return has happened already, off-line, and must not be refused.
    public var isNoBlock: Bool
    /// When the request was made.
    public var transactionDate: Timestamp?
    /// When the item was returned.
    public var returnDate: Timestamp?
    /// Where the item is (`AP`).
    public var currentLocation: String
    /// The library institution (`AO`).
    public var institutionID: String
    /// The item's barcode (`AB`).
    public var itemIdentifier: String
    /// The unit's password (`AC`).
    public var terminalPassword: Secret?
    /// What is known about the item besides (`CH`).
    public var itemProperties: ItemProperties?
    /// Whether an earlier request is taken back (`BI`).
    public var cancels: Bool?
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes a request.
    public init(
        isNoBlock: Bool = false,
        transactionDate: Timestamp?,
        returnDate: Timestamp?,
        currentLocation: String,
        institutionID: String,
        itemIdentifier: String
    ) {
        self.isNoBlock = isNoBlock
        self.transactionDate = transactionDate
        self.returnDate = returnDate
        self.currentLocation = currentLocation
        self.institutionID = institutionID
        self.itemIdentifier = itemIdentifier
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        isNoBlock = fixed.yes()
        transactionDate = fixed.timestamp()
        returnDate = fixed.timestamp()
        currentLocation = message.text(.currentLocation)
        institutionID = message.text(.institutionID)
        itemIdentifier = message.text(.itemIdentifier)
        terminalPassword = message.secret(.terminalPassword)
        itemProperties = message[.itemProperties].map(ItemProperties.init)
        cancels = message.answer(.cancel)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: FixedPart.yes(isNoBlock) + transactionDate.wireText + returnDate.wireText
        )
        message.append(.currentLocation, currentLocation)
        message.append(.institutionID, institutionID)
        message.append(.itemIdentifier, itemIdentifier)
        message.append(.terminalPassword, terminalPassword?.revealed)
        message.append(.itemProperties, itemProperties?.text)
        message.append(.cancel, cancels)
        message.append(extensions)
        return message
    }
}

extension CheckinRequest {
    /// The owner of the item as its tag states it (`WS`), an ISIL; a Danish extension.
    ///
    /// By it a returned inter-library loan finds the way home.
    public var ownerISIL: String? {
        get { self[extension: .ownerISIL] }
        set { self[extension: .ownerISIL] = newValue }
    }
}

/// Checkin Response (10).
public struct CheckinResponse: ResponseMessage {
    /// 10.
    public static let command = Command.checkinResponse

    /// Whether the item is returned.
    public var isAccepted: Bool
    /// Whether the security strip is to be made sensitive again.
    public var resensitizes: Bool
    /// Whether the item is magnetic; nil when the library system does not know.
    public var isMagnetic: Bool?
    /// Whether the item needs attention, such as being on hold; the return counts all the same.
    public var alerts: Bool
    /// When the answer was made.
    public var transactionDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// The item's barcode (`AB`).
    public var itemIdentifier: String
    /// Where the item belongs (`AQ`).
    public var permanentLocation: BranchPlacement?
    /// The title, or the number of its record (`AJ`).
    public var titleIdentifier: String?
    /// The bin for the item (`CL`).
    public var sortBin: String?
    /// The patron who had borrowed the item (`AA`), often by another identifier than the
    /// card's.
    public var patron: PatronIdentifier?
    /// What kind of medium the item is (`CK`).
    public var mediaType: MediaType?
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
        isAccepted: Bool,
        resensitizes: Bool = true,
        isMagnetic: Bool? = nil,
        alerts: Bool = false,
        transactionDate: Timestamp?,
        institutionID: String,
        itemIdentifier: String,
        permanentLocation: BranchPlacement? = nil,
        titleIdentifier: String? = nil
    ) {
        self.isAccepted = isAccepted
        self.resensitizes = resensitizes
        self.isMagnetic = isMagnetic
        self.alerts = alerts
        self.transactionDate = transactionDate
        self.institutionID = institutionID
        self.itemIdentifier = itemIdentifier
        self.permanentLocation = permanentLocation
        self.titleIdentifier = titleIdentifier
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        isAccepted = fixed.ok()
        resensitizes = fixed.yes()
        isMagnetic = fixed.answer()
        alerts = fixed.yes()
        transactionDate = fixed.timestamp()
        institutionID = message.text(.institutionID)
        itemIdentifier = message.text(.itemIdentifier)
        permanentLocation = message[.permanentLocation].map(BranchPlacement.init)
        titleIdentifier = message[.titleIdentifier]
        sortBin = message[.sortBin]
        patron = message[.patronIdentifier].map(PatronIdentifier.init)
        mediaType = MediaType(field: message[.mediaType])
        itemProperties = message[.itemProperties].map(ItemProperties.init)
        screenMessages = message.values(of: .screenMessage)
        printLines = message.values(of: .printLine)
        extensions = message.extensionFields + message.unread(.mediaType, as: mediaType)
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: FixedPart.ok(isAccepted) + FixedPart.yes(resensitizes)
                + FixedPart.answer(isMagnetic) + FixedPart.yes(alerts) + transactionDate.wireText
        )
        message.append(.institutionID, institutionID)
        message.append(.itemIdentifier, itemIdentifier)
        message.append(.permanentLocation, permanentLocation?.text)
        message.append(.titleIdentifier, titleIdentifier)
        message.append(.sortBin, sortBin)
        message.append(.patronIdentifier, patron?.text)
        message.append(.mediaType, mediaType?.wireText)
        message.append(.itemProperties, itemProperties?.text)
        message.append(.screenMessage, screenMessages)
        message.append(.printLine, printLines)
        message.append(extensions)
        return message
    }
}

/// Extensions that tell what is to become of the item.
extension CheckinResponse {
    /// Why the item needs attention (`CV`).
    public var alertType: AlertType? {
        get { AlertType(field: self[extension: .alertType]) }
        set { self[extension: .alertType] = newValue?.wireText }
    }

    /// Where the item is to be sent (`CT`).
    public var destination: String? {
        get { self[extension: .destination] }
        set { self[extension: .destination] = newValue }
    }

    /// The item's call number (`CS`).
    public var callNumber: String? {
        get { self[extension: .callNumber] }
        set { self[extension: .callNumber] = newValue }
    }

    /// The collection the item belongs to (`CR`).
    public var collection: String? {
        get { self[extension: .collection] }
        set { self[extension: .collection] = newValue }
    }

    /// The patron who has the item on hold (`CY`).
    public var holdPatron: PatronIdentifier? {
        get { self[extension: .holdPatronIdentifier].map(PatronIdentifier.init) }
        set { self[extension: .holdPatronIdentifier] = newValue?.text }
    }

    /// The name of the patron who has the item on hold (`DA`).
    public var holdPatronName: String? {
        get { self[extension: .holdPatronName] }
        set { self[extension: .holdPatronName] = newValue }
    }
}
