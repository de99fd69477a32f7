// SPDX-License-Identifier: MPL-2.0

/// Patron Information Response (64): what the library system knows about a patron.
public struct PatronInformationResponse: PatronResponse {
    /// How many items each list has; nil where the library system does not count.
    ///
    /// Systems count differently: some put every hold under `hold`, some only those that wait for
    /// the patron.
    public struct Counts: Sendable, Hashable {
        /// Holds.
        public var hold: Int?
        /// Overdue items.
        public var overdue: Int?
        /// Loans.
        public var charged: Int?
        /// Fines.
        public var fine: Int?
        /// Recalled items.
        public var recall: Int?
        /// Holds that are not available yet.
        public var unavailableHold: Int?

        /// Makes counts; what is left out is not counted.
        public init(
            hold: Int? = nil,
            overdue: Int? = nil,
            charged: Int? = nil,
            fine: Int? = nil,
            recall: Int? = nil,
            unavailableHold: Int? = nil
        ) {
            self.hold = hold
            self.overdue = overdue
            self.charged = charged
            self.fine = fine
            self.recall = recall
            self.unavailableHold = unavailableHold
        }

        init(_ fixed: inout FixedPartReader) {
            hold = fixed.number(4)
            overdue = fixed.number(4)
            charged = fixed.number(4)
            fine = fixed.number(4)
            recall = fixed.number(4)
            unavailableHold = fixed.number(4)
        }

        var wireText: String {
            [hold, overdue, charged, fine, recall, unavailableHold]
                .map { FixedPart.number($0, width: 4) }.joined()
        }
    }

    /// The lists, each item as the library system writes it.
    public struct Lists: Sendable, Equatable {
        /// Holds (`AS`).
        public var hold: [String] = []
        /// Overdue items (`AT`).
        public var overdue: [String] = []
        /// Loans (`AU`).
        public var charged: [String] = []
        /// Fines (`AV`).
        public var fine: [String] = []
        /// Recalled items (`BU`).
        public var recall: [String] = []
        /// Holds that are not available yet (`CD`).
        public var unavailableHold: [String] = []

        /// Makes empty lists.
        public init() {}
    }

    /// 64.
    public static let command = Command.patronInformationResponse

    /// The fourteen flags.
    public var status: PatronStatus
    /// The language of the texts.
    public var language: Language
    /// When the answer was made.
    public var transactionDate: Timestamp?
    /// How many items each list has.
    public var counts: Counts
    /// The library institution (`AO`).
    public var institutionID: String
    /// The patron (`AA`), often by another identifier than the one asked about.
    public var patron: PatronIdentifier
    /// The patron's name (`AE`).
    public var personalName: String?
    /// How many holds the patron may have (`BZ`).
    public var holdItemsLimit: Int?
    /// How many overdue items the patron may have (`CA`).
    public var overdueItemsLimit: Int?
    /// How many loans the patron may have (`CB`).
    public var chargedItemsLimit: Int?
    /// Whether the patron is known and in order (`BL`), or nil when the answer does not say.
    public var isValidPatron: Bool?
    /// Whether the PIN was right (`CQ`), or nil when the answer does not say.
    public var isValidPassword: Bool?
    /// The currency of the amounts (`BH`).
    public var currency: Currency?
    /// What the patron owes (`BV`), as the library system writes it.
    public var feeAmount: Amount?
    /// What the patron may owe (`CC`), as the library system writes it.
    public var feeLimit: Amount?
    /// The lists.
    public var lists = Lists()
    /// The address (`BD`).
    public var homeAddress: PostalAddress?
    /// The e-mail address (`BE`).
    public var emailAddress: String?
    /// The telephone number (`BF`).
    public var homePhone: String?
    /// Texts to show (`AF`).
    public var screenMessages: [String] = []
    /// Texts to print (`AG`).
    public var printLines: [String] = []
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes an answer that says no to patron and PIN until it is told otherwise.
    public init(
        status: PatronStatus = [],
        language: Language,
        transactionDate: Timestamp?,
        counts: Counts = Counts(),
        institutionID: String,
        patron: PatronIdentifier
    ) {
        self.status = status
        self.language = language
        self.transactionDate = transactionDate
        self.counts = counts
        self.institutionID = institutionID
        self.patron = patron
        isValidPatron = false
        isValidPassword = false
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        status = PatronStatus(bytes: fixed.bytes(PatronStatus.width))
        language = fixed.language()
        transactionDate = fixed.timestamp()
        counts = Counts(&fixed)
        institutionID = message.text(.institutionID)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        personalName = message[.personalName]
        holdItemsLimit = message.number(.holdItemsLimit)
        overdueItemsLimit = message.number(.overdueItemsLimit)
        chargedItemsLimit = message.number(.chargedItemsLimit)
        isValidPatron = message.answer(.validPatron)
        isValidPassword = message.answer(.validPatronPassword)
        currency = message[.currency].map(Currency.init)
        feeAmount = message[.feeAmount].map(Amount.init)
        feeLimit = message[.feeLimit].map(Amount.init)
        lists = Lists(message)
        homeAddress = message[.homeAddress].map(PostalAddress.init)
        emailAddress = message[.emailAddress]
        homePhone = message[.homePhone]
        screenMessages = message.values(of: .screenMessage)
        printLines = message.values(of: .printLine)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: status.wireText + language.wireText + transactionDate.wireText
                + counts.wireText
        )
        message.append(.institutionID, institutionID)
        message.append(.patronIdentifier, patron.text)
        message.append(.personalName, personalName)
        message.append(.holdItemsLimit, holdItemsLimit.map { digits($0, width: 4) })
        message.append(.overdueItemsLimit, overdueItemsLimit.map { digits($0, width: 4) })
        message.append(.chargedItemsLimit, chargedItemsLimit.map { digits($0, width: 4) })
        message.append(.validPatron, isValidPatron)
        message.append(.validPatronPassword, isValidPassword)
        message.append(.currency, currency?.rawValue)
        message.append(.feeAmount, feeAmount?.text)
        message.append(.feeLimit, feeLimit?.text)
        lists.append(to: &message)
        message.append(.homeAddress, homeAddress?.text)
        message.append(.emailAddress, emailAddress)
        message.append(.homePhone, homePhone)
        message.append(.screenMessage, screenMessages)
        message.append(.printLine, printLines)
        message.append(extensions)
        return message
    }
}

extension PatronInformationResponse {
    /// The branch the patron belongs to (`AQ`), an extension of the SIPServer family.
    public var homeLibrary: BranchPlacement? {
        get { self[extension: .permanentLocation].map(BranchPlacement.init) }
        set { self[extension: .permanentLocation] = newValue?.text }
    }
}

extension PatronInformationResponse.Lists {
    init(_ message: Message) {
        hold = message.values(of: .holdItem)
        overdue = message.values(of: .overdueItem)
        charged = message.values(of: .chargedItem)
        fine = message.values(of: .fineItem)
        recall = message.values(of: .recallItem)
        unavailableHold = message.values(of: .unavailableHoldItem)
    }

    func append(to message: inout Message) {
        message.append(.holdItem, hold)
        message.append(.overdueItem, overdue)
        message.append(.chargedItem, charged)
        message.append(.fineItem, fine)
        message.append(.recallItem, recall)
        message.append(.unavailableHoldItem, unavailableHold)
    }
}

/// The lists as Cicero divides their items.
extension PatronInformationResponse.Lists {
    /// Holds that wait for the patron.
    public var holds: [HoldEntry] { hold.map(HoldEntry.init) }

    /// Overdue loans.
    public var overdueLoans: [LoanEntry] { overdue.map(LoanEntry.init) }

    /// Loans.
    public var loans: [LoanEntry] { charged.map(LoanEntry.init) }

    /// Fees.
    public var fees: [FeeEntry] { fine.map(FeeEntry.init) }

    /// Recalled items.
    public var recalls: [RecallEntry] { recall.map(RecallEntry.init) }

    /// Holds that are not available yet.
    public var unavailableHolds: [UnavailableHoldEntry] {
        unavailableHold.map(UnavailableHoldEntry.init)
    }
}

extension PatronInformationResponse.Lists: Redacted {
    /// How many items there are, never which.
    public var redacted: String {
        let counts = [hold, overdue, charged, fine, recall, unavailableHold].map(\.count)
        return "\(counts.reduce(0, +)) items"
    }
}
