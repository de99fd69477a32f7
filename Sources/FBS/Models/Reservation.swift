// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// A reservation that is not yet fulfilled.
public struct FBSReservation: Sendable, Hashable {
    /// The reservation's number.
    public var id: Int64
    /// The number of the bibliographic record (FAUST).
    public var record: String
    /// How far it has come.
    public var state: ReservationState
    /// The branch at which it is to be picked up, as the library system names it.
    public var pickupBranch: String
    /// Where on the shelf it stands, once it does.
    public var pickupNumber: String?
    /// The last day on which it can be picked up, once it stands on the shelf.
    public var pickupDeadline: CalendarDay?
    /// The place in the queue, 1 for the next, while it waits.
    public var placeInQueue: Int?
    /// When it was made.
    public var made: CalendarDay?
    /// After which day the patron no longer wants it.
    public var expiry: CalendarDay?
    /// The title, which is told for items of other libraries only.
    public var title: String?
    /// Which number of a periodical it is, to be shown.
    public var issue: String?

    /// Puts a reservation together.
    public init(
        id: Int64,
        record: String,
        state: ReservationState,
        pickupBranch: String,
        pickupNumber: String? = nil,
        pickupDeadline: CalendarDay? = nil,
        placeInQueue: Int? = nil,
        made: CalendarDay? = nil,
        expiry: CalendarDay? = nil,
        title: String? = nil,
        issue: String? = nil
    ) {
        self.id = id
        self.record = record
        self.state = state
        self.pickupBranch = pickupBranch
        self.pickupNumber = pickupNumber
        self.pickupDeadline = pickupDeadline
        self.placeInQueue = placeInQueue
        self.made = made
        self.expiry = expiry
        self.title = title
        self.issue = issue
    }
}

extension FBSReservation: Codable, Redacted {
    private enum CodingKeys: String, CodingKey {
        case id = "reservationId"
        case record = "recordId"
        case state
        case pickupBranch
        case pickupNumber
        case pickupDeadline
        case placeInQueue = "numberInQueue"
        case made = "dateOfReservation"
        case expiry = "expiryDate"
        case borrowedRecord = "ilBibliographicRecord"
        case periodical
        case type = "reservationType"
        case transaction = "transactionId"
    }

    /// Reads the details that are needed.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.whole(.id)
        record = try container.decode(String.self, forKey: .record)
        state = try container.decode(ReservationState.self, forKey: .state)
        pickupBranch = try container.decode(String.self, forKey: .pickupBranch)
        pickupNumber = try container.decodeIfPresent(String.self, forKey: .pickupNumber)
        pickupDeadline = try container.dayIfPresent(.pickupDeadline)
        placeInQueue = try container.wholeIfPresent(.placeInQueue).map { Int($0) }
        made = try container.dayIfPresent(.made)
        expiry = try container.dayIfPresent(.expiry)
        title = try container.decodeIfPresent(BorrowedRecord.self, forKey: .borrowedRecord)?.title
        issue = try container.decodeIfPresent(Periodical.self, forKey: .periodical)?.displayText
        if let placeInQueue, placeInQueue < 0 { throw container.absurd(.placeInQueue) }
    }

    /// Writes the details.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(record, forKey: .record)
        try container.encode(state, forKey: .state)
        try container.encode(pickupBranch, forKey: .pickupBranch)
        try container.encode(pickupNumber, forKey: .pickupNumber)
        try container.encodeOrNull(pickupDeadline, forKey: .pickupDeadline)
        try container.encode(placeInQueue, forKey: .placeInQueue)
        try container.encodeOrNull(made, forKey: .made)
        try container.encodeOrNull(expiry, forKey: .expiry)
        try container.encode(
            title.map { BorrowedRecord(record: record, title: $0) },
            forKey: .borrowedRecord
        )
        try container.encode(issue.map { Periodical(displayText: $0) }, forKey: .periodical)
        try container.encode("normal", forKey: .type)
        try container.encode("transaction-\(id)", forKey: .transaction)
    }

    /// How far it has come; not what is reserved.
    public var redacted: String { "reservation \(state)" }
}
