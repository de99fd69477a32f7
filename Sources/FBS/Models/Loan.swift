// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// The number by which the library system knows a loan.
public struct LoanID: Sendable, Hashable, Codable {
    /// The number.
    public let number: Int64

    /// Takes a number.
    public init(_ number: Int64) { self.number = number }

    /// Reads the number.
    public init(from decoder: any Decoder) throws {
        number = try decoder.whole()
    }

    /// Writes the number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}

/// A loan, and whether it can be renewed.
public struct FBSLoan: Sendable, Hashable {
    /// What is lent.
    public var details: LoanDetails
    /// Whether it can be renewed.
    ///
    /// For patrons with many loans the library system says yes without having looked.
    public var isRenewable: Bool
    /// Why it cannot be renewed.
    public var renewalStatuses: [RenewalStatus]
    /// Whether it is lent for an unusually long time.
    public var isLongTerm: Bool

    /// Puts a loan together.
    public init(
        details: LoanDetails,
        isRenewable: Bool,
        renewalStatuses: [RenewalStatus] = [],
        isLongTerm: Bool = false
    ) {
        self.details = details
        self.isRenewable = isRenewable
        self.renewalStatuses = renewalStatuses
        self.isLongTerm = isLongTerm
    }
}

extension FBSLoan: Codable, Redacted {
    private enum CodingKeys: String, CodingKey {
        case details = "loanDetails"
        case isRenewable
        case renewalStatuses = "renewalStatusList"
        case isLongTerm = "isLongtermLoan"
    }

    /// Reads a loan; what is not said about renewing is a no.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        details = try container.decode(LoanDetails.self, forKey: .details)
        isRenewable = try container.decodeIfPresent(Bool.self, forKey: .isRenewable) ?? false
        renewalStatuses = try container.list(.renewalStatuses)
        isLongTerm = try container.decodeIfPresent(Bool.self, forKey: .isLongTerm) ?? false
    }

    /// Whether it can be renewed; not what is lent.
    public var redacted: String { isRenewable ? "renewable loan" : "loan" }
}

/// A loan after an attempt to renew it.
public struct RenewedLoan: Sendable, Hashable {
    /// What is lent, and until when after the attempt.
    public var details: LoanDetails
    /// What became of the attempt.
    public var statuses: [RenewalStatus]

    /// Whether the loan was renewed: it says so, and nothing against it.
    public var isRenewed: Bool { statuses.allSatisfy { $0 == .renewed } && !statuses.isEmpty }

    /// Puts a loan together.
    public init(details: LoanDetails, statuses: [RenewalStatus]) {
        self.details = details
        self.statuses = statuses
    }
}

extension RenewedLoan: Codable, Redacted {
    private enum CodingKeys: String, CodingKey {
        case details = "loanDetails"
        case statuses = "renewalStatus"
    }

    /// Reads a loan.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        details = try container.decode(LoanDetails.self, forKey: .details)
        statuses = try container.list(.statuses)
    }

    /// What became of the attempt; not what is lent.
    public var redacted: String { "loan: \(statuses.map(\.description).joined(separator: ", "))" }
}

/// What is lent, and until when.
public struct LoanDetails: Sendable, Hashable {
    /// The loan's number.
    public var id: LoanID
    /// The number on the item.
    public var item: String
    /// The number of the bibliographic record (FAUST).
    public var record: String
    /// When it was lent.
    public var lent: CalendarDay?
    /// When it is to be returned.
    public var due: CalendarDay
    /// Where it comes from.
    public var type: LoanType
    /// The title, which is told for items of other libraries only.
    public var title: String?
    /// Which number of a periodical it is, to be shown.
    public var issue: String?

    /// Puts details together.
    public init(
        id: LoanID,
        item: String,
        record: String,
        lent: CalendarDay? = nil,
        due: CalendarDay,
        type: LoanType = .loan,
        title: String? = nil,
        issue: String? = nil
    ) {
        self.id = id
        self.item = item
        self.record = record
        self.lent = lent
        self.due = due
        self.type = type
        self.title = title
        self.issue = issue
    }
}

extension LoanDetails: Codable, Redacted {
    private enum CodingKeys: String, CodingKey {
        case id = "loanId"
        case item = "materialItemNumber"
        case record = "recordId"
        case lent = "loanDate"
        case due = "dueDate"
        case type = "loanType"
        case borrowedRecord = "ilBibliographicRecord"
        case periodical
        case materialGroup
    }

    /// Reads the details that are needed.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(LoanID.self, forKey: .id)
        item = try container.decode(String.self, forKey: .item)
        record = try container.decode(String.self, forKey: .record)
        lent = try container.dayIfPresent(.lent)
        due = try container.day(.due)
        type = try container.decodeIfPresent(LoanType.self, forKey: .type) ?? .loan
        title = try container.decodeIfPresent(BorrowedRecord.self, forKey: .borrowedRecord)?.title
        issue = try container.decodeIfPresent(Periodical.self, forKey: .periodical)?.displayText
    }

    /// Writes the details.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(item, forKey: .item)
        try container.encode(record, forKey: .record)
        try container.encodeOrNull(lent, forKey: .lent)
        try container.encode(due, forKey: .due)
        try container.encode(type, forKey: .type)
        try container.encode(
            title.map { BorrowedRecord(record: record, title: $0) },
            forKey: .borrowedRecord
        )
        try container.encode(issue.map { Periodical(displayText: $0) }, forKey: .periodical)
        try container.encode(MaterialGroup(), forKey: .materialGroup)
    }

    /// A stand-in that does not show what is lent.
    public var redacted: String { "loan details" }
}

/// What is told of an item that another library lends.
struct BorrowedRecord: Codable {
    var recordId: String?
    var mediumType: String?
    var title: String?

    init(record: String, title: String) {
        recordId = record
        mediumType = "a xx"
        self.title = title
    }
}

/// Which number of a periodical an item is.
struct Periodical: Codable {
    var displayText: String?
}

/// What rules an item is lent by; sent always, and read by nothing here.
struct MaterialGroup: Encodable {
    let name = "standard"
    let description = "31 dages lånetid"
}
