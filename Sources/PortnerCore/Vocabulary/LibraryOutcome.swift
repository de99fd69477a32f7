// SPDX-License-Identifier: MPL-2.0

/// Which of its ways the library system answered on.
public enum LibrarySource: String, Sendable, Hashable, CaseIterable {
    /// SIP2 over TCP or TLS.
    case sip2
    /// SIP2 in the XML envelope over HTTPS.
    case sip2Envelope = "sip2-envelope"
    /// The FBS REST interface.
    case fbs
}

/// How a request ended, from whom and when.
public struct LibraryAnswer: Sendable, Hashable {
    /// The request.
    public let request: RequestID
    /// How it ended.
    public let outcome: LibraryOutcome
    /// Where the answer came from.
    public let source: LibrarySource
    /// When it came.
    public let asOf: Timestamp

    /// Puts an answer together.
    public init(
        request: RequestID,
        outcome: LibraryOutcome,
        source: LibrarySource,
        asOf: Timestamp
    ) {
        self.request = request
        self.outcome = outcome
        self.source = source
        self.asOf = asOf
    }
}

/// How a request ended: exactly one of these, however the line behaved.
public enum LibraryOutcome: Sendable, Hashable {
    /// It was done, and this is what was said.
    case done(LibraryResult)
    /// The library system decided against it; nothing was changed.
    case refused(Refusal)
    /// It may have been carried out: look, as ``Settlement`` does, before it is repeated.
    case unknown
    /// It was not carried out, because the library system could not be asked.
    case unavailable(Unavailability)
    /// This way to the library system has no such thing; it is not guessed at.
    case notSupported
}

/// What the library system said when it did what was asked.
public enum LibraryResult: Sendable, Hashable {
    /// A patron.
    case patron(PatronAccount)
    /// A loan was made.
    case checkout(Checkout)
    /// An item was taken back.
    case checkin(Checkin)
    /// A loan was renewed.
    case renewal(Renewal)
    /// What became of each loan; those without a word in it were not named.
    case renewals([Renewal])
    /// A patron's loans; a list that is not complete rules nothing out.
    case loans([Loan], isComplete: Bool)
    /// A patron's holds.
    case holds([Hold])
    /// What a patron owes.
    case fees(FeeAccount)
    /// A payment was noted; the word to the patron.
    case payment(LibraryText?)
    /// An item.
    case item(ItemFacts)
    /// The session has ended.
    case sessionEnded
    /// The card is blocked.
    case cardBlocked
}

extension LibraryResult: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What kind of result it is, never whom or what it concerns.
    public var description: String {
        switch self {
        case .patron: "patron"
        case .checkout: "checkout"
        case .checkin: "checkin"
        case .renewal: "renewal"
        case .renewals(let list): "\(list.count) renewals"
        case .loans(let list, _): "\(list.count) loans"
        case .holds(let list): "\(list.count) holds"
        case .fees: "fees"
        case .payment: "payment"
        case .item: "item"
        case .sessionEnded: "session ended"
        case .cardBlocked: "card blocked"
        }
    }
    /// What kind of result it is.
    public var debugDescription: String { description }
    /// Nothing, so that a dump shows neither patron nor item.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A no of the library system, with its reason as far as it can be told.
public struct Refusal: Sendable, Hashable {
    /// Why.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The card is not known, or not vouched for.
        case patronNotValid = "patron-not-valid"
        /// The PIN is not right.
        case wrongPIN = "wrong-pin"
        /// The patron is blocked.
        case patronBlocked = "patron-blocked"
        /// The item is not known.
        case itemUnknown = "item-unknown"
        /// Somebody else has the item.
        case itemOnLoan = "item-on-loan"
        /// Somebody else waits for the item.
        case itemReserved = "item-reserved"
        /// The item is not lent.
        case itemNotForLoan = "item-not-for-loan"
        /// It is too early to renew.
        case tooEarlyToRenew = "too-early-to-renew"
        /// The loan was renewed as often as it can be.
        case tooManyRenewals = "too-many-renewals"
        /// The library system gave no reason that is known here; its text may tell.
        case other = "other"
    }

    /// Why.
    public var reason: Reason
    /// The library's word to the patron.
    public var text: LibraryText?

    /// Puts a refusal together.
    public init(_ reason: Reason, text: LibraryText? = nil) {
        self.reason = reason
        self.text = text
    }
}

/// Why the library system could not be asked.
public enum Unavailability: String, Sendable, Hashable, CaseIterable {
    /// There is no connection.
    case offline
    /// The line has just come back and is not trusted with this yet.
    case recovering
    /// Too many requests wait already.
    case busy
    /// There was no answer in time.
    case timedOut = "timed-out"
    /// The connection ended first.
    case connectionLost = "connection-lost"
    /// An answer came that is none.
    case unreadable
    /// The library system refused this station's own login.
    case loginRefused = "login-refused"
    /// It was given up by whoever asked.
    case cancelled
    /// The request cannot be written in the form that the library system reads.
    case notEncodable = "not-encodable"
}

/// How the way to the library system is.
public struct LinkHealth: Sendable, Hashable {
    /// Whether it can be relied on.
    public enum State: Sendable, Hashable {
        /// It answers.
        case online
        /// After an outage it has given this many good answers in a row, not yet enough.
        case recovering(goodAnswers: Int)
        /// It does not answer.
        case offline
    }

    /// Whether it can be relied on.
    public var state: State
    /// Words for a technician, without personal data.
    public var detail: String

    /// Describes the way.
    public init(_ state: State, detail: String) {
        self.state = state
        self.detail = detail
    }

    /// Whether the library system counts as reachable.
    public var isReachable: Bool { state == .online }
}
