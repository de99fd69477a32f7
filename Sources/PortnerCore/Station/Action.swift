// SPDX-License-Identifier: MPL-2.0

/// A question to the library system.
public struct LibraryQuestion: Sendable {
    /// Comes back with the answer.
    public let ticket: Ticket
    /// The card.
    public let card: CardNumber
    /// The PIN as typed; `nil` at a door that asks for none and for a refresh.
    public let pin: PIN?
    /// The ages that any door asks for; the answer keeps no more of a birth date.
    public let ageLimits: Set<Int>
    /// How long an answer is waited for.
    public let timeout: Duration

    /// Puts a question together.
    public init(
        ticket: Ticket,
        card: CardNumber,
        pin: PIN?,
        ageLimits: Set<Int>,
        timeout: Duration
    ) {
        self.ticket = ticket
        self.card = card
        self.pin = pin
        self.ageLimits = ageLimits
        self.timeout = timeout
    }
}

/// A PIN to check against a verifier on a worker.
public struct PINCheck: Sendable {
    /// Comes back with the result.
    public let ticket: Ticket
    /// The card that the PIN belongs to.
    public let key: CardKey
    /// The PIN as typed.
    public let pin: PIN
    /// What to check against; without one the check takes the same time and fails.
    public let verifier: PINVerifier?
}

/// A change to what the cache holds about one card.
public enum CacheChange: Sendable, Hashable {
    /// Merge newer facts.
    case learn(CardKey, PatronFacts)
    /// Merge newer facts about a card that is in the cache; one that went meanwhile stays away.
    case refresh(CardKey, PatronFacts)
    /// Note the day on which some cards were last seen, of those that are in the cache.
    case saw([CardKey], on: CivilDate)
    /// Keep a verifier for a card that is in the cache.
    case keepVerifier(CardKey, PINVerifier)
    /// Drop the verifier: the library system did not accept the PIN.
    case dropVerifier(CardKey)
    /// Drop what is held: its dates cannot be believed.
    case forget(CardKey)
    /// Drop the card: at this time the library system did not know it, whatever an older roster
    /// says.
    case disown(CardKey, asOf: Timestamp)
    /// Believe nothing of the card from this time on, whoever said it, until the library system
    /// speaks of it anew.
    case doubt(CardKey, asOf: Timestamp)
    /// Bring what is held under a former key under the key that the card has now.
    case rekey(from: CardKey, to: CardKey)
}

/// Something the station orders.
///
/// A list of actions is one batch in order: when a durable action fails, nothing after it in the
/// batch releases a lock or tries a PIN, and the station hears
/// ``Event/recordingFailed(orders:requests:entries:queued:)``. That is how no lock opens for a
/// decision that is not on disk (invariant I2), and no PIN is tried that is not counted
/// (invariant I6).
public enum Action: Sendable {
    /// Durable: write to the ledger.
    case record(Record)
    /// Durable: write a count of wrong attempts.
    case saveThrottle(ThrottleCount)
    /// Durable: write how far a kiosk's transaction has come.
    case journal(OutboxChange)
    /// Release a lock for at most this long; kept when that only goes on or gets shorter.
    case release(DoorName, for: Duration, isKept: Bool)
    /// Secure a lock.
    case secure(DoorName)
    /// Show a panel's new state.
    case show(PanelView)
    /// Show a kiosk's new state.
    case showKiosk(KioskView)
    /// Print or send a receipt; what becomes of it comes as
    /// ``Event/receiptEnded(succeeded:session:kiosk:)``.
    case issueReceipt(KioskReceipt, ReceiptWay, kiosk: KioskName, session: UInt64)
    /// Print no more of a session's receipt: somebody else may stand there by now.
    case withdrawReceipt(kiosk: KioskName, session: UInt64)
    /// Do something about the tags on a kiosk's pad; what comes of it comes as
    /// ``Event/padChanged(_:kiosk:)``.
    case handleTags(TagOrder, kiosk: KioskName)
    /// Ask the library system; the answer comes as ``Event/libraryReplied(_:_:)``.
    case ask(LibraryQuestion)
    /// Request something; the answer comes as ``Event/libraryAnswered(_:)``.
    case request(LibraryRequest)
    /// Ask about a patron who is not here, when nobody else asks; the answer comes as
    /// ``Event/libraryReplied(_:_:)``.
    case inquire(PatronInquiry)
    /// Find on a worker who is to be asked about; it comes as ``Event/patronsFound(_:_:)``.
    case search(SyncSearch)
    /// Check a PIN on a worker; the result comes as ``Event/pinChecked(matches:_:)``.
    case checkPIN(PINCheck)
    /// Make a verifier on a worker; it comes as ``Event/verifierDerived(_:_:)``.
    case deriveVerifier(CardKey, PIN, Ticket)
    /// Change the cache before the next card is looked up.
    case cache(CacheChange)
    /// Have the cache forget the cards of somebody who is erased, and drop what still waits to be
    /// written about them; not without the record before it.
    case erase([CardKey])
    /// Keep the list of single cards where a restart finds it.
    case keepList(AccessList)
    /// Keep where a restart finds it what staff have ordered until they lift it.
    case keepOrders(StandingOrders)
    /// Switch an output of the building.
    case switchOutput(OutputName, isOn: Bool)
    /// Announce something to everybody in the building.
    case announce(Announcement)
    /// Answer a technician's order.
    case answer(Ticket, StaffRefusal?)
}

extension Action {
    /// Whether the action must be on disk before the next one begins.
    public var isDurable: Bool {
        switch self {
        case .record, .saveThrottle, .journal: true
        default: false
        }
    }

    /// What is not done when what comes before it is not on disk: an order that the action calls
    /// carried out, or a PIN that it would try before the attempt is counted (invariant I6).
    var recordedOrder: Ticket? {
        switch self {
        case .answer(let ticket, nil): ticket
        case .checkPIN(let check): check.ticket
        case .ask(let question) where question.pin != nil: question.ticket
        default: nil
        }
    }

    /// The request that is not sent when what comes before it is not on disk.
    ///
    /// What changes the library's records without an entry could happen twice (invariant I10), and
    /// no PIN is tried that is not counted (invariant I6).
    var recordedRequest: RequestID? {
        switch self {
        case .request(let request):
            switch request.task {
            case .patron(let access, _): access.pin == nil ? nil : request.id
            default: request.task.changesRecords ? request.id : nil
            }
        default: nil
        }
    }

    /// The transaction that never began when this is not on disk.
    var enteredTransaction: RequestID? {
        if case .journal(.enter(let entry)) = self { entry.id } else { nil }
    }

    /// The transaction that does not stand as queued when this is not on disk.
    var queuedTransaction: RequestID? {
        if case .journal(.move(let id, .queued)) = self { id } else { nil }
    }
}
