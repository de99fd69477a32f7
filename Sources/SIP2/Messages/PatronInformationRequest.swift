// SPDX-License-Identifier: MPL-2.0

/// Patron Information (63): asks about a patron in full.
public struct PatronInformationRequest: RequestMessage {
    /// The message that answers it.
    public typealias Response = PatronInformationResponse

    /// Which list the answer is to hold.
    ///
    /// The protocol allows one list at a time. Cicero answers all at once, most other systems only
    /// the first one that is asked for.
    public struct Summary: OptionSet, Sendable, Hashable {
        /// The lists as bits; the bit number is the position in the message, 0 to 9.
        public let rawValue: UInt16

        /// Makes a set of lists from bits; bits beyond the ten positions are dropped.
        public init(rawValue: UInt16) {
            self.rawValue = rawValue & 0x3FF
        }

        /// Holds that wait for the patron.
        public static let holdItems = Summary(rawValue: 1 << 0)
        /// Overdue items.
        public static let overdueItems = Summary(rawValue: 1 << 1)
        /// Loans.
        public static let chargedItems = Summary(rawValue: 1 << 2)
        /// Fines.
        public static let fineItems = Summary(rawValue: 1 << 3)
        /// Recalled items.
        public static let recallItems = Summary(rawValue: 1 << 4)
        /// Holds that are not available yet.
        public static let unavailableHolds = Summary(rawValue: 1 << 5)
        /// The first nine positions, as Danish kiosks ask Cicero.
        public static let firstNine = Summary(rawValue: 0x1FF)

        static let width = 10

        init(bytes: ArraySlice<UInt8>) {
            var bits: UInt16 = 0
            for (position, byte) in bytes.enumerated() where byte == 0x59 {
                bits |= 1 << UInt16(position)
            }
            self.init(rawValue: bits)
        }

        var wireText: String {
            FixedPart.flags(rawValue, width: Self.width)
        }
    }

    /// 63.
    public static let command = Command.patronInformation

    /// The language of texts in the answer.
    public var language: Language
    /// When the request was made.
    public var transactionDate: Timestamp?
    /// Which list the answer is to hold.
    public var summary: Summary
    /// The library institution (`AO`).
    public var institutionID: String
    /// The patron (`AA`).
    public var patron: PatronIdentifier
    /// The unit's password (`AC`).
    public var terminalPassword: Secret?
    /// The PIN (`AD`); see ``PatronStatusRequest/patronPassword``.
    public var patronPassword: Secret?
    /// The first list item wanted (`BP`), from 1.
    public var startItem: Int?
    /// The last list item wanted (`BQ`).
    public var endItem: Int?
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes a request.
    public init(
        language: Language,
        transactionDate: Timestamp?,
        summary: Summary = [],
        institutionID: String,
        patron: PatronIdentifier,
        patronPassword: Secret? = nil
    ) {
        self.language = language
        self.transactionDate = transactionDate
        self.summary = summary
        self.institutionID = institutionID
        self.patron = patron
        self.patronPassword = patronPassword
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        language = fixed.language()
        transactionDate = fixed.timestamp()
        summary = Summary(bytes: fixed.bytes(Summary.width))
        institutionID = message.text(.institutionID)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        terminalPassword = message.secret(.terminalPassword)
        patronPassword = message.secret(.patronPassword)
        startItem = message.number(.startItem)
        endItem = message.number(.endItem)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: language.wireText + transactionDate.wireText + summary.wireText
        )
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.terminalPassword, terminalPassword?.revealed)
        message.append(.patronPassword, patronPassword?.revealed)
        message.append(.startItem, startItem.map(String.init))
        message.append(.endItem, endItem.map(String.init))
        message.append(extensions)
        return message
    }
}
