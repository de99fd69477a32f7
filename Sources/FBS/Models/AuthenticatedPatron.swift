// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// The answer to whether a patron is known, in the long form and in the brief one.
///
/// The brief form of newer versions has an id and a type, the long form the patron's details.
public struct AuthenticatedPatron: Sendable, Hashable {
    /// What the library system says.
    public var status: AuthenticationStatus
    /// The patron's number, from either form.
    public var id: PatronID?
    /// What kind of patron it is, in the brief form.
    public var type: PatronType?
    /// The patron's details, in the long form.
    public var patron: FBSPatron?

    /// An answer in the brief form.
    public init(status: AuthenticationStatus, id: PatronID? = nil, type: PatronType? = nil) {
        self.status = status
        self.id = id
        self.type = type
    }

    /// An answer in the long form.
    public init(status: AuthenticationStatus, patron: FBSPatron?) {
        self.status = status
        self.patron = patron
        id = patron?.id
    }
}

extension AuthenticatedPatron: Codable, Redacted {
    private enum CodingKeys: String, CodingKey {
        case status = "authenticateStatus"
        case id = "patronId"
        case type = "patronType"
        case patron
    }

    /// Reads either form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        status = try container.decode(AuthenticationStatus.self, forKey: .status)
        patron = try container.decodeIfPresent(FBSPatron.self, forKey: .patron)
        type = try container.decodeIfPresent(PatronType.self, forKey: .type)
        // The brief form may have an id in any case: of somebody unknown it is a stand-in.
        let number = try container.wholeIfPresent(.id)
        id = number.flatMap { PatronID($0) }
        if status == .valid, number != nil, id == nil { throw container.absurd(.id) }
        id = id ?? patron?.id
    }

    /// Writes the long form when there are details, otherwise the brief one.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(status, forKey: .status)
        guard patron == nil else {
            try container.encode(patron, forKey: .patron)
            return
        }
        try container.encode(id, forKey: .id)
        try container.encode(type, forKey: .type)
    }

    /// What the library system says, and nothing about the patron.
    public var redacted: String { "authentication \(status)" }
}

/// A patron's details, as far as a door or kiosk needs them.
///
/// The library system sends name, address, telephone and e-mail as well. They are not read.
public struct FBSPatron: Sendable, Hashable {
    /// The patron's number.
    public var id: PatronID
    /// The birth date, where the library system has one.
    public var birthday: CalendarDay?
    /// What restricts the patron; empty for nothing.
    public var blocks: [PatronBlock]
    /// Whether the patron lives in the library's municipality.
    public var isResident: Bool?
    /// Marks that give permissions elsewhere.
    public var tags: [String]

    /// Puts details together.
    public init(
        id: PatronID,
        birthday: CalendarDay? = nil,
        blocks: [PatronBlock] = [],
        isResident: Bool? = nil,
        tags: [String] = []
    ) {
        self.id = id
        self.birthday = birthday
        self.blocks = blocks
        self.isResident = isResident
        self.tags = tags
    }
}

extension FBSPatron: Codable, Redacted {
    private enum CodingKeys: String, CodingKey {
        case id = "patronId"
        case birthday
        case blocks = "blockStatus"
        case isResident = "resident"
        case tags
    }

    /// Reads the details that are needed.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(PatronID.self, forKey: .id)
        birthday = try container.dayIfPresent(.birthday)
        blocks = try container.list(.blocks)
        isResident = try container.decodeIfPresent(Bool.self, forKey: .isResident)
        tags = try container.list(.tags)
    }

    /// Writes the details, and made-up ones for those that the library system sends besides.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encodeOrNull(birthday, forKey: .birthday)
        try container.encode(blocks.isEmpty ? nil : blocks, forKey: .blocks)
        try container.encode(isResident, forKey: .isResident)
        try container.encode(tags, forKey: .tags)
        try UnreadDetails().encode(to: encoder)
    }

    /// A stand-in that does not show anything about the patron.
    public var redacted: String { "patron with \(blocks.count) blocks" }
}

/// A restriction of a patron.
///
/// The staff's own words about it are not read: they are not meant for a panel.
public struct PatronBlock: Sendable, Hashable {
    /// Why.
    public var reason: BlockReason
    /// Since when.
    public var since: CalendarDay?

    /// Puts a restriction together.
    public init(reason: BlockReason, since: CalendarDay? = nil) {
        self.reason = reason
        self.since = since
    }
}

extension PatronBlock: Codable {
    private enum CodingKeys: String, CodingKey {
        case reason = "blockedReason"
        case since = "blockedSince"
        case message
    }

    /// Reads a restriction.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        reason = try container.decode(BlockReason.self, forKey: .reason)
        since = try container.dayIfPresent(.since)
    }

    /// Writes a restriction with an empty message.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(reason, forKey: .reason)
        try container.encodeOrNull(since, forKey: .since)
        try container.encode("", forKey: .message)
    }
}

/// What the library system sends of every patron and nothing here reads, made up.
private struct UnreadDetails: Encodable {
    struct Address: Encodable {
        let coName: String? = nil
        let street = "Eksempelvej 1"
        let postalCode = "9999"
        let city = "Eksempelby"
        let country = "DK"
    }

    let name = "Eksempel Eksempelsen"
    let address = Address()
    let emailAddress = "eksempel@example.org"
    let phoneNumber = "00000000"
    let preferredPickupBranch = "DK-999900"
    let defaultInterestPeriod = 180
    let allowBookings = false
    let guardianVisibility = false
    let receiveEmail = true
    let receivePostalMail = false
    let receiveSms = false
    let notificationProtocols: [String] = []
}

/// A card, or another name that a patron is known by.
public struct PatronCard: Sendable, Hashable {
    /// The number on the card, or whatever identifies.
    public var identifier: Secret
    /// What kind of identifier it is, in the library system's words.
    public var type: String
    /// The identifier's state, in the library system's words.
    public var status: String
    /// The last day on which it can be used, where there is one.
    public var expiry: CalendarDay?

    /// Puts a card together.
    public init(identifier: Secret, type: String, status: String, expiry: CalendarDay? = nil) {
        self.identifier = identifier
        self.type = type
        self.status = status
        self.expiry = expiry
    }
}

extension PatronCard: Codable, Redacted {
    private enum CodingKeys: String, CodingKey {
        case identifier
        case type = "identifierType"
        case status
        case expiry = "expiryDate"
    }

    /// Reads a card.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        identifier = Secret(try container.decode(String.self, forKey: .identifier))
        type = try container.decode(String.self, forKey: .type)
        status = try container.decode(String.self, forKey: .status)
        expiry = try container.dayIfPresent(.expiry)
    }

    /// Writes a card.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(identifier.revealed, forKey: .identifier)
        try container.encode(type, forKey: .type)
        try container.encode(status, forKey: .status)
        try container.encodeOrNull(expiry, forKey: .expiry)
    }

    /// The card's type and status where they look like codes.
    public var redacted: String {
        "card of type \(MachineWords.code(type)), \(MachineWords.code(status))"
    }
}
