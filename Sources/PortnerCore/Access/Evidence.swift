// SPDX-License-Identifier: MPL-2.0

/// Whether a door can be used at all.
public enum DoorAvailability: String, Sendable, Hashable, CaseIterable {
    /// The door works.
    case inService = "in-service"
    /// The lock cannot be driven or the door is at fault.
    case outOfService = "out-of-service"
    /// A technician or guard has locked the door down.
    case lockedDown = "locked-down"
    /// Another door of the group has to close first.
    case interlocked = "interlocked"
    /// The intruder alarm is armed.
    case alarmArmed = "alarm-armed"
}

/// What the library system said about the card that is being decided on.
public enum LibraryStatement: Sendable, Hashable {
    /// Nobody has asked.
    case notAsked
    /// It was asked and did not answer in time or not usefully.
    case noAnswer
    /// It does not know the card.
    case unknownCard
    /// It knows the card.
    case known(PatronFacts)
}

/// How far the PIN has come.
public enum PINEvidence: Sendable, Hashable {
    /// None was typed yet.
    case notEntered
    /// None was typed in time, or it was cancelled.
    case withheld
    /// One was typed and not checked.
    case entered
    /// It fits the local verifier.
    case matched
    /// It does not fit the local verifier, or there is none to fit.
    case mismatched
    /// The library system accepted it.
    case accepted
    /// The library system did not accept it.
    case rejected
}

/// Everything that one decision looks at.
public struct Evidence: Sendable, Hashable {
    /// When the decision is made.
    public var now: Moment
    /// Whether the door works.
    public var availability: DoorAvailability
    /// The wait that wrong attempts have left for the card or the reader.
    public var wait: Duration
    /// What the station's own list says about the card at this door today.
    public var listed: ListAnswer
    /// What the cache holds.
    public var cached: CacheAnswer
    /// What the library system said.
    public var library: LibraryStatement
    /// How far the PIN has come.
    public var pin: PINEvidence
    /// Whether the number of the card was typed.
    public var isTyped: Bool

    /// Evidence as it stands when a card has just been presented.
    public init(
        now: Moment,
        availability: DoorAvailability = .inService,
        wait: Duration = .zero,
        listed: ListAnswer = .nothing,
        cached: CacheAnswer,
        library: LibraryStatement = .notAsked,
        pin: PINEvidence = .notEntered,
        isTyped: Bool = false
    ) {
        self.isTyped = isTyped
        self.now = now
        self.availability = availability
        self.wait = wait
        self.listed = listed
        self.cached = cached
        self.library = library
        self.pin = pin
    }
}

/// What a decision needs before it can go on.
public enum EvidenceStep: Sendable, Hashable {
    /// The patron has to type a PIN.
    case enterPIN
    /// The PIN has to be checked against this verifier.
    ///
    /// Without a verifier the check runs all the same, so that an unknown card costs the same time
    /// as a wrong PIN, and never matches.
    case checkPIN(PINVerifier?)
    /// The library system has to be asked.
    case askLibrary
}

/// The rules in the order in which they are looked at.
public enum AccessRule: String, Sendable, Hashable, CaseIterable {
    /// The door works and is not locked down.
    case service
    /// The clock can be believed.
    case clock
    /// The schedule lets patrons in now.
    case hours
    /// No wait is left from wrong attempts.
    case throttle
    /// A PIN was typed where one is asked for.
    case pinEntry = "pin-entry"
    /// The patron is known, from facts that are fresh enough.
    case facts
    /// The PIN is right.
    case pin
    /// The station's own list does not deny the card.
    case list
    /// No restriction closes this door.
    case blocks
    /// The card is valid.
    case validity
    /// The patron is enrolled where the door asks for that.
    case enrolment
    /// The patron lives in the municipality where the door is for residents only.
    case residence
    /// The patron is old enough, or has a consent where that opens the door.
    case age
}

/// What a rule found.
public struct Finding: Sendable, Hashable {
    /// The rule.
    public let rule: AccessRule
    /// What it found.
    public let result: Result

    /// The outcomes of a rule.
    public enum Result: Sendable, Hashable {
        /// The rule lets the patron pass.
        case passed
        /// The rule does not apply at this door now.
        case notAsked
        /// The rule refuses.
        case refused(Denial)
        /// The rule passes because the station's own list allows the card.
        case allowed
        /// The rule passes because of a consent.
        case consented
        /// The rule waits for more evidence.
        case needs(EvidenceStep)
        /// The hours rule passes in this mode.
        case mode(HoursMode)
        /// The facts come from the cache, with the age of the restrictions, the limit that it is
        /// held to, and how they came into the cache.
        case cached(age: Duration, limit: Duration, source: FactSource = .answer)
        /// The facts come from the library system, asked just now.
        case library
        /// The facts come from the cache because the library system does not answer.
        case outage(age: Duration, limit: Duration)
        /// These restrictions stand; those in the second list close the door.
        case blocks(harmless: [BlockCode], closing: [BlockCode])
    }

    /// Puts a finding together.
    public init(_ rule: AccessRule, _ result: Result) {
        self.rule = rule
        self.result = result
    }
}
