// SPDX-License-Identifier: MPL-2.0

/// SC Status (99): the self-service unit tells how it is and asks how the library system is.
public struct SCStatus: RequestMessage {
    /// The message that answers it.
    public typealias Response = ACSStatus

    /// How the self-service unit is.
    public enum Condition: Character, Sendable, Hashable {
        /// In order.
        case ok = "0"
        /// The printer has no paper.
        case printerOutOfPaper = "1"
        /// The unit is about to shut down.
        case shuttingDown = "2"
    }

    /// 99.
    public static let command = Command.scStatus

    /// How the unit is.
    public var condition: Condition
    /// How many characters the receipt printer has on a line, or nil when it is not a number.
    public var maxPrintWidth: Int?
    /// The version of the protocol, four characters.
    public var protocolVersion = "2.00"
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes a request.
    public init(condition: Condition = .ok, maxPrintWidth: Int = 80) {
        self.condition = condition
        self.maxPrintWidth = maxPrintWidth
    }

    /// Reads a message; an unknown condition reads as in order.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        condition = Condition(rawValue: fixed.character()) ?? .ok
        maxPrintWidth = fixed.number(3)
        protocolVersion = fixed.text(4)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        let width = digits(maxPrintWidth ?? 0, width: 3)
        let version = FixedPart.text(protocolVersion, width: 4)
        var message = Message(Self.command, fixed: "\(condition.rawValue)\(width)\(version)")
        message.append(extensions)
        return message
    }
}

/// ACS Status (98): what the library system offers at the moment.
///
/// A library system may answer any request with it, to tell that its status has changed.
public struct ACSStatus: ResponseMessage {
    /// What the library system allows; it is advice, since systems do more and less than they say.
    public struct Offers: OptionSet, Sendable, Hashable {
        /// The offers as bits, the first column lowest.
        public let rawValue: UInt8

        /// Makes a set of offers from bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The library system is on-line.
        public static let onLine = Offers(rawValue: 1 << 0)
        /// Items can be returned.
        public static let checkin = Offers(rawValue: 1 << 1)
        /// Items can be borrowed.
        public static let checkout = Offers(rawValue: 1 << 2)
        /// Loans can be renewed.
        public static let renewal = Offers(rawValue: 1 << 3)
        /// Patron and item status can be changed.
        public static let statusUpdate = Offers(rawValue: 1 << 4)
        /// Off-line operation is supported.
        public static let offLine = Offers(rawValue: 1 << 5)

        static let inOrder: [Offers] = [
            .onLine, .checkin, .checkout, .renewal, .statusUpdate, .offLine,
        ]
    }

    /// 98.
    public static let command = Command.acsStatus

    /// What the library system allows.
    public var offers: Offers
    /// How long to wait for an answer, in tenths of a second: 0 is not on-line, 999 unknown.
    public var timeoutPeriod: Int?
    /// How often to repeat a request, 999 when unknown.
    public var retriesAllowed: Int?
    /// The library system's date and time.
    public var dateTimeSync: Timestamp?
    /// The version of the protocol, four characters.
    public var protocolVersion = "2.00"
    /// The library institution (`AO`).
    public var institutionID: String
    /// The library's name (`AM`).
    public var libraryName: String?
    /// The requests that are answered (`BX`).
    public var supportedMessages: SupportedMessages
    /// Where the unit stands (`AN`).
    public var terminalLocation: String?
    /// Texts to show (`AF`).
    public var screenMessages: [String] = []
    /// Texts to print (`AG`).
    public var printLines: [String] = []
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes an answer that states neither a time-out nor a number of retries.
    public init(
        offers: Offers,
        dateTimeSync: Timestamp?,
        institutionID: String,
        supportedMessages: SupportedMessages = .all
    ) {
        self.offers = offers
        timeoutPeriod = 999
        retriesAllowed = 999
        self.dateTimeSync = dateTimeSync
        self.institutionID = institutionID
        self.supportedMessages = supportedMessages
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        offers = []
        for offer in Offers.inOrder where fixed.yes() {
            offers.insert(offer)
        }
        timeoutPeriod = fixed.number(3)
        retriesAllowed = fixed.number(3)
        dateTimeSync = fixed.timestamp()
        protocolVersion = fixed.text(4)
        institutionID = message.text(.institutionID)
        libraryName = message[.libraryName]
        supportedMessages = SupportedMessages(message.text(.supportedMessages))
        terminalLocation = message[.terminalLocation]
        screenMessages = message.values(of: .screenMessage)
        printLines = message.values(of: .printLine)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        let flags = Offers.inOrder.map { FixedPart.yes(offers.contains($0)) }.joined()
        let limits =
            FixedPart.number(timeoutPeriod, width: 3) + FixedPart.number(retriesAllowed, width: 3)
        let version = FixedPart.text(protocolVersion, width: 4)
        var message = Message(
            Self.command,
            fixed: flags + limits + dateTimeSync.wireText + version
        )
        message.append(.institutionID, institutionID)
        message.append(.libraryName, libraryName)
        message.append(.supportedMessages, supportedMessages.wireText)
        message.append(.terminalLocation, terminalLocation)
        message.append(.screenMessage, screenMessages)
        message.append(.printLine, printLines)
        message.append(extensions)
        return message
    }
}
