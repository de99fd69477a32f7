// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// Money that a patron owes.
public struct FBSFee: Sendable, Hashable {
    /// The fee's number.
    public var id: Int64
    /// What it is for.
    public var type: FeeType
    /// The amount in hundredths of the agency's currency, øre in Denmark.
    public var amount: Int
    /// The reason in words for the patron, usually Danish.
    public var reason: String
    /// When it arose.
    public var created: CalendarDay
    /// When it is to be paid.
    public var due: CalendarDay?
    /// When it was paid in full.
    public var paid: CalendarDay?
    /// The numbers of the items it is for.
    public var items: [String]

    /// Puts a fee together.
    public init(
        id: Int64,
        type: FeeType,
        amount: Int,
        reason: String,
        created: CalendarDay,
        due: CalendarDay? = nil,
        paid: CalendarDay? = nil,
        items: [String] = []
    ) {
        self.id = id
        self.type = type
        self.amount = amount
        self.reason = reason
        self.created = created
        self.due = due
        self.paid = paid
        self.items = items
    }
}

extension FBSFee: Codable, Redacted {
    private enum CodingKeys: String, CodingKey {
        case id = "feeId"
        case type
        case amount
        case reason = "reasonMessage"
        case created = "creationDate"
        case due = "dueDate"
        case paid = "paidDate"
        case materials
        case isPayable = "payableByClient"
    }

    private struct Material: Codable {
        var materialItemNumber: String
        var recordId: String?
    }

    /// Reads the details that are needed.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.whole(.id)
        type = try container.decode(FeeType.self, forKey: .type)
        amount = try container.hundredths(.amount)
        reason = try container.decodeIfPresent(String.self, forKey: .reason) ?? ""
        created = try container.day(.created)
        due = try container.dayIfPresent(.due)
        paid = try container.dayIfPresent(.paid)
        let materials: [Material] = try container.list(.materials)
        items = materials.map(\.materialItemNumber)
    }

    /// Writes the details.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(type, forKey: .type)
        try container.encode(hundredths: amount, forKey: .amount)
        try container.encode(reason, forKey: .reason)
        try container.encode(created, forKey: .created)
        try container.encodeOrNull(due, forKey: .due)
        try container.encodeOrNull(paid, forKey: .paid)
        try container.encode(
            items.map { Material(materialItemNumber: $0, recordId: "00000000") },
            forKey: .materials
        )
        try container.encode(false, forKey: .isPayable)
    }

    /// What it is for; neither amount nor reason.
    public var redacted: String { "\(type)" }
}
