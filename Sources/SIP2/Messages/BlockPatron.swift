// SPDX-License-Identifier: MPL-2.0

/// Block Patron (01): asks the library system to block a card.
///
/// It is answered by ``PatronStatusResponse``. Cicero gives no answer at all.
public struct BlockPatronRequest: RequestMessage {
    /// The message that answers it.
    public typealias Response = PatronStatusResponse

    /// 01.
    public static let command = Command.blockPatron

    /// Whether the unit has kept the card.
    public var isCardRetained: Bool
    /// When the request was made.
    public var transactionDate: Timestamp?
    /// The library institution (`AO`).
    public var institutionID: String
    /// Why the card is blocked (`AL`).
    public var blockedCardMessage: String
    /// The patron (`AA`).
    public var patron: PatronIdentifier
    /// The unit's password (`AC`).
    public var terminalPassword: Secret?
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes a request.
    public init(
        isCardRetained: Bool,
        transactionDate: Timestamp?,
        institutionID: String,
        blockedCardMessage: String,
        patron: PatronIdentifier
    ) {
        self.isCardRetained = isCardRetained
        self.transactionDate = transactionDate
        self.institutionID = institutionID
        self.blockedCardMessage = blockedCardMessage
        self.patron = patron
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        isCardRetained = fixed.yes()
        transactionDate = fixed.timestamp()
        institutionID = message.text(.institutionID)
        blockedCardMessage = message.text(.blockedCardMessage)
        patron = PatronIdentifier(message.text(.patronIdentifier))
        terminalPassword = message.secret(.terminalPassword)
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(
            Self.command,
            fixed: FixedPart.yes(isCardRetained) + transactionDate.wireText
        )
        message.append(.institutionID, institutionID)
        message.append(.blockedCardMessage, blockedCardMessage)
        message.append(.patronIdentifier, patron.text)
        message.append(.terminalPassword, terminalPassword?.revealed)
        message.append(extensions)
        return message
    }
}
