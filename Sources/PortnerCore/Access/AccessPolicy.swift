// SPDX-License-Identifier: MPL-2.0

/// Permission to unlock one door once.
///
/// Only ``AccessPolicy`` can make one and ``DoorMachine`` uses it up, so an unlock by card without
/// a decision does not compile, and neither do two unlocks from one decision. The compiler holds
/// this promise, so no test at run time can or need repeat it.
public struct Grant: ~Copyable, Sendable {
    /// The door it opens.
    public let door: DoorName
    /// Everything the decision looked at.
    public let findings: [Finding]
    /// Whether the lock stays released for longer, for somebody who needs the time.
    public let takesLonger: Bool
    /// Whether the station's own list lets the card in, as it does for staff.
    public let isStaff: Bool

    fileprivate init(door: DoorName, findings: [Finding], isStaff: Bool, takesLonger: Bool) {
        self.door = door
        self.findings = findings
        self.isStaff = isStaff
        self.takesLonger = takesLonger
    }
}

/// What the policy says about the evidence so far.
public enum Verdict: ~Copyable, Sendable {
    /// The patron may enter.
    case granted(Grant)
    /// The patron may not enter.
    case denied(Denial, findings: [Finding])
    /// The decision needs this first.
    case needs(EvidenceStep, findings: [Finding])
}

/// Decides whether somebody may enter through one door.
///
/// The policy is a function of the evidence: it asks for what is missing, one step at a time, and
/// the same evidence always gives the same verdict. Rules are looked at in a fixed order and stop
/// at the first that refuses or needs more; each leaves a ``Finding``.
///
/// Two thoughts shape the order. A patron learns something about a card only after the PIN was
/// right. And nobody is refused on remembered facts alone while the library system can be asked:
/// the block may have been lifted, the PIN changed.
///
/// A typed number proves nothing of who has the card: it needs the PIN at any hour, and what the
/// station's own list allows is allowed to the card itself.
public struct AccessPolicy: Sendable {
    /// The door's rules.
    public let rules: DoorRules

    /// A policy for a door.
    public init(_ rules: DoorRules) { self.rules = rules }

    /// Weighs the evidence.
    public func decide(_ evidence: Evidence) -> Verdict {
        var deliberation = Deliberation(rules: rules, evidence: evidence)
        switch deliberation.run() {
        case .pass:
            return .granted(
                Grant(
                    door: rules.door,
                    findings: deliberation.findings,
                    isStaff: deliberation.isExempt,
                    takesLonger: evidence.listed.takesLonger
                )
            )
        case .refuse(let denial):
            return .denied(denial, findings: deliberation.findings)
        case .need(let step):
            return .needs(step, findings: deliberation.findings)
        }
    }

    /// Whether a PIN is asked for with a card at a local time.
    public func asksPIN(at time: CivilTime) -> Bool {
        rules.schedule.period(at: time)?.asksPIN ?? rules.asksPIN
    }
}

/// One run through the rules.
private struct Deliberation {
    enum Outcome {
        case pass
        case refuse(Denial)
        case need(EvidenceStep)
    }

    let rules: DoorRules
    let evidence: Evidence
    /// The hours that the moment lies in.
    let period: SchedulePeriod?
    /// Whether the station's own list lets the card in by itself.
    let isExempt: Bool
    let asksPIN: Bool
    var findings: [Finding] = []
    /// The facts that the later rules look at, set by the facts rule.
    var facts: PatronFacts?

    init(rules: DoorRules, evidence: Evidence) {
        self.rules = rules
        self.evidence = evidence
        period = rules.schedule.period(at: evidence.now.civil)
        isExempt = evidence.listed.isExempt && !evidence.isTyped
        asksPIN = !isExempt && (evidence.isTyped || (period?.asksPIN ?? rules.asksPIN))
        findings.reserveCapacity(AccessRule.allCases.count)
    }

    mutating func run() -> Outcome {
        for rule in AccessRule.allCases {
            let result = look(at: rule)
            findings.append(Finding(rule, result))
            switch result {
            case .refused(let denial): return .refuse(denial)
            case .needs(let step): return .need(step)
            case .blocks(_, let closing) where !closing.isEmpty: return .refuse(.blocked)
            default: continue
            }
        }
        return .pass
    }

    private mutating func look(at rule: AccessRule) -> Finding.Result {
        switch rule {
        case .service: service
        case .clock: evidence.now.clock == .trusted ? .passed : .refused(.clockUntrusted)
        case .hours: hours
        case .throttle: evidence.wait > .zero ? .refused(.throttled) : .passed
        case .pinEntry: pinEntry
        case .facts: isExempt ? .allowed : knowledge()
        case .pin: pin
        case .list: list
        case .blocks: isExempt ? .allowed : blocks
        case .validity: isExempt ? .allowed : validity
        case .enrolment: enrolment
        case .residence: residence
        case .age: age
        }
    }

    private var service: Finding.Result {
        switch evidence.availability {
        case .inService: .passed
        case .outOfService: .refused(.doorOutOfService)
        case .lockedDown: .refused(.lockedDown)
        case .interlocked: .refused(.interlocked)
        case .alarmArmed: .refused(.alarmArmed)
        }
    }

    private var hours: Finding.Result {
        guard let mode = period?.mode, mode != .closed else {
            return isExempt && evidence.listed.opensWhenClosed ? .allowed : .refused(.closed)
        }
        if rules.lastEntry > 0, !isExempt,
            rules.schedule.closes(within: rules.lastEntry, of: evidence.now.civil)
        {
            return .refused(.lastEntryOver)
        }
        return .mode(mode)
    }

    private var pinEntry: Finding.Result {
        if evidence.isTyped, !rules.takesTypedCards { return .refused(.numberNotTaken) }
        guard asksPIN else { return isExempt ? .allowed : .notAsked }
        return switch evidence.pin {
        case .notEntered: .needs(.enterPIN)
        case .withheld: .refused(.pinNotEntered)
        default: .passed
        }
    }

    /// Finds the facts to go by, and what to do first when there are none good enough.
    private mutating func knowledge() -> Finding.Result {
        switch evidence.library {
        case .known(let answer):
            facts = newest(answer)
            return .library
        case .unknownCard:
            return .refused(.unknownCard)
        case .noAnswer:
            return knowledgeInOutage()
        case .notAsked:
            return knowledgeFromCache()
        }
    }

    /// The answer, with what the cache has heard since.
    ///
    /// Two questions about one card can be answered in the wrong order (invariant I4). Facts from
    /// the future have nothing to say against the library system.
    private func newest(_ answer: PatronFacts) -> PatronFacts {
        guard let held = cachedPatron?.facts,
            held.isBelievable(at: evidence.now.timestamp)
        else { return answer }
        return held.merged(with: answer)
    }

    private mutating func knowledgeFromCache() -> Finding.Result {
        if rules.order == .askFirst { return .needs(.askLibrary) }
        let patron = cachedPatron
        // At a door with PIN the check comes first for every card, known or not, so that all
        // of them take the same time to the same answer.
        if asksPIN, evidence.pin == .entered { return .needs(.checkPIN(patron?.verifier)) }
        guard let patron, isFresh(patron.facts) else { return .needs(.askLibrary) }
        facts = patron.facts
        let now = evidence.now.timestamp
        let blocks = patron.facts.blocks
        return .cached(
            age: blocks.asOf.age(at: now),
            limit: rules.limits.blocks,
            source: blocks.source
        )
    }

    private mutating func knowledgeInOutage() -> Finding.Result {
        guard case .admitVerified(let limit) = rules.outage else {
            return .refused(.libraryUnreachable)
        }
        if asksPIN, evidence.pin == .entered { return .needs(.checkPIN(cachedPatron?.verifier)) }
        if case .failed = evidence.cached { return .refused(.cacheFailed) }
        let now = evidence.now.timestamp
        guard let patron = cachedPatron,
            patron.facts.validity.isUsable(at: now, within: limit),
            patron.facts.blocks.isUsable(at: now, within: limit),
            patron.facts.debts.isUsable(at: now, within: limit)
        else { return .refused(.libraryUnreachable) }
        facts = patron.facts
        return .outage(age: patron.facts.blocks.asOf.age(at: now), limit: limit)
    }

    private var cachedPatron: CachedPatron? {
        guard case .known(let patron) = evidence.cached else { return nil }
        return patron
    }

    private func isFresh(_ facts: PatronFacts) -> Bool {
        let now = evidence.now.timestamp
        return facts.blocks.isUsable(at: now, within: rules.limits.blocks)
            && facts.debts.isUsable(at: now, within: rules.limits.debts)
            && facts.validity.isUsable(at: now, within: rules.limits.validity)
    }

    private var pin: Finding.Result {
        guard asksPIN else { return isExempt ? .allowed : .notAsked }
        return switch evidence.pin {
        case .matched, .accepted: .passed
        default: refusedUnlessAsked(.wrongPIN)
        }
    }

    /// The list is looked at after the PIN: it tells a stranger nothing about a card.
    private var list: Finding.Result {
        if evidence.listed.isDenied { return .refused(.denyListed) }
        return isExempt ? .allowed : .passed
    }

    private var blocks: Finding.Result {
        guard let facts else { return .refused(.cacheFailed) }
        let all = facts.blocks.value.union(facts.debts.value)
        let closing = all.subtracting(rules.harmlessBlocks).sorted()
        if !closing.isEmpty, case .needs(let step) = refusedUnlessAsked(.blocked) {
            return .needs(step)
        }
        guard !all.isEmpty else { return .passed }
        return .blocks(
            harmless: all.intersection(rules.harmlessBlocks).sorted(),
            closing: closing
        )
    }

    private var validity: Finding.Result {
        guard let facts else { return .refused(.cacheFailed) }
        return switch facts.validity(on: evidence.now.civil.date) {
        case .valid: .passed
        case .expired: refusedUnlessAsked(.cardExpired)
        case .invalid: refusedUnlessAsked(.cardInvalid)
        }
    }

    private var enrolment: Finding.Result {
        guard rules.asksEnrolment else { return .notAsked }
        if isExempt { return .allowed }
        return holds(facts?.enrolment) ? .passed : refusedUnlessAsked(.notEnrolled)
    }

    private var residence: Finding.Result {
        guard rules.isForResidents else { return .notAsked }
        if isExempt { return .allowed }
        guard let residence = facts?.residence else {
            return refusedUnlessAsked(.residenceUnknown)
        }
        // That somebody lives elsewhere holds until the library says otherwise, as a block does.
        guard residence.value == .resident else { return refusedUnlessAsked(.notResident) }
        let isUsable = residence.isUsable(at: evidence.now.timestamp, within: validityLimit)
        return isUsable ? .passed : refusedUnlessAsked(.residenceUnknown)
    }

    /// How old the word may be that the card is valid, and that the patron lives here.
    private var validityLimit: Duration {
        guard evidence.library == .noAnswer, case .admitVerified(let limit) = rules.outage else {
            return rules.limits.validity
        }
        return limit
    }

    private var age: Finding.Result {
        let least = period?.ageMin ?? rules.ageMin
        guard least > 0 else { return .notAsked }
        if isExempt { return .allowed }
        let isOldEnough = facts?.age?.value.isAtLeast(least, on: evidence.now.civil.date)
        if isOldEnough == true { return .passed }
        if rules.consentOpens, holds(facts?.consent) { return .consented }
        guard isOldEnough == false else { return refusedUnlessAsked(.ageUnknown) }
        return refusedUnlessAsked(rules.consentOpens ? .noConsent : .tooYoung)
    }

    private func holds(_ permission: Aged<Permission>?) -> Bool {
        permission?.value.holds(on: evidence.now.civil.date) ?? false
    }

    /// Asks the library system before refusing on what the cache remembers.
    private func refusedUnlessAsked(_ denial: Denial) -> Finding.Result {
        evidence.library == .notAsked ? .needs(.askLibrary) : .refused(denial)
    }
}
