// SPDX-License-Identifier: MPL-2.0

/// Who answers first when a card is presented.
public enum DecisionOrder: String, Sendable, Hashable, CaseIterable {
    /// The cache decides at once where it can; the library system is asked where it cannot.
    case cacheFirst = "cache-first"
    /// The library system is asked each time; the cache serves when it does not answer.
    case askFirst = "ask-first"
}

/// What a door does while the library system does not answer.
public enum OutageRule: Sendable, Hashable {
    /// Nobody is let in.
    case denyAll
    /// Patrons whose facts are at most this old are let in, with their PIN where one is asked for.
    case admitVerified(within: Duration)
}

/// How old a fact may be before the library system must be asked again.
///
/// A restriction has no limit: it holds until the library system says that it is gone.
public struct FactLimits: Sendable, Hashable {
    /// For "no restriction".
    public var blocks: Duration
    /// For "no debt".
    public var debts: Duration
    /// For "the card is valid" and for "the patron lives here".
    public var validity: Duration

    /// Sets the three limits.
    public init(blocks: Duration, debts: Duration, validity: Duration) {
        self.blocks = blocks
        self.debts = debts
        self.validity = validity
    }

    /// Three days, one day, seven days.
    public static let standard = FactLimits(
        blocks: .seconds(72 * 3600),
        debts: .seconds(24 * 3600),
        validity: .seconds(7 * 86_400)
    )
}

/// A door's rules for letting people in.
public struct DoorRules: Sendable, Hashable {
    /// The door.
    public var door: DoorName
    /// What each hour of the week allows.
    public var schedule: Schedule
    /// How many minutes before the door closes nobody is let in any more; 0 for to the last.
    public var lastEntry: Int
    /// Whether a PIN is asked for in hours that do not say.
    public var asksPIN: Bool
    /// Whether the number of a card can be typed in its place, with the PIN at any hour.
    public var takesTypedCards: Bool
    /// How many digits a PIN can have here.
    public var pinLengths: ClosedRange<Int>
    /// The least age in years in hours that do not say; 0 for no age rule.
    public var ageMin: Int
    /// Whether the consent of a parent or guardian opens the door below the least age.
    public var consentOpens: Bool
    /// Whether only those who have enrolled are let in.
    public var asksEnrolment: Bool
    /// Whether only those who live in the library's municipality are let in.
    public var isForResidents: Bool
    /// Whether a pass on a phone stands for the card.
    public var takesPasses: Bool
    /// Who answers first.
    public var order: DecisionOrder
    /// What happens while the library system does not answer.
    public var outage: OutageRule
    /// How old facts may be.
    public var limits: FactLimits
    /// Restrictions that do not close this door; every other code does, known or not.
    public var harmlessBlocks: Set<BlockCode>

    /// The greatest number of minutes for ``lastEntry``.
    public static let lastEntryMax = 240

    /// Rules with the defaults of a cautious library: PIN asked for, no typed numbers, no age rule,
    /// cache first, nobody let in during an outage.
    public init(
        door: DoorName,
        schedule: Schedule,
        lastEntry: Int = 0,
        asksPIN: Bool = true,
        takesTypedCards: Bool = false,
        pinLengths: ClosedRange<Int> = 4...8,
        ageMin: Int = 0,
        consentOpens: Bool = false,
        asksEnrolment: Bool = false,
        isForResidents: Bool = false,
        takesPasses: Bool = false,
        order: DecisionOrder = .cacheFirst,
        outage: OutageRule = .denyAll,
        limits: FactLimits = .standard,
        harmlessBlocks: Set<BlockCode> = BlockCode.harmlessAtDoor
    ) {
        self.door = door
        self.schedule = schedule
        self.lastEntry = min(max(lastEntry, 0), Self.lastEntryMax)
        self.asksPIN = asksPIN
        self.takesTypedCards = takesTypedCards
        self.pinLengths = pinLengths
        self.ageMin = ageMin
        self.consentOpens = consentOpens
        self.asksEnrolment = asksEnrolment
        self.isForResidents = isForResidents
        self.takesPasses = takesPasses
        self.order = order
        self.outage = outage
        self.limits = limits
        self.harmlessBlocks = harmlessBlocks
    }

    /// Every age that any hour of this door asks for.
    public var ageLimits: Set<Int> {
        Set(schedule.periods.compactMap(\.ageMin) + [ageMin]).filter { $0 > 0 }
    }
}
