// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// What the library said last about each card, in answers and in lists, as far as the station can
/// know it.
struct FactsBook {
    /// What is known about one card.
    enum Knowledge {
        case facts(PatronFacts)
        /// The library does not know the card, or nothing was ever said.
        case nothing
        /// The process died before the newest answer was written, or the person was erased.
        case doubtful
    }

    /// The last answer about a card.
    private struct Answer {
        var reply: Knowledge
        /// When the library system gave it.
        var saidAt: Duration
        /// When the station heard it, by its own clock.
        var asOf = Timestamp(milliseconds: 0)
    }

    private var answers: [CardKey: Answer] = [:]
    /// What the list that is held says, each as of the list.
    private var listed: [CardKey: PatronFacts] = [:]
    private var listAsOf: Timestamp?
    /// Cards of which something was heard in this step and is neither written nor noted as lacking.
    private var unwritten: Set<CardKey> = []
    /// Whom the library system did not know by number in this step, and when it said so.
    ///
    /// Only what the station makes of it tells whether it knows patrons by number at all.
    private var disowned: (key: CardKey, saidAt: Duration)?
    private var erasedAt: [CardKey: Duration] = [:]

    subscript(key: CardKey) -> Knowledge {
        let listed = listing(of: key)
        switch (answers[key]?.reply, listed) {
        case (nil, nil), (.nothing, nil): return .nothing
        case (nil, let listed?): return .facts(listed)
        case (.facts(let facts), nil): return .facts(facts)
        case (.facts(let facts), let listed?): return .facts(facts.merged(with: listed))
        case (.nothing, let listed?):
            let isOlder = (answers[key]?.asOf ?? listed.blocks.asOf) < listed.blocks.asOf
            return isOlder ? .facts(listed) : .nothing
        case (.doubtful, _): return .doubtful
        }
    }

    /// What the list says of a card, as of now.
    private func listing(of key: CardKey) -> PatronFacts? {
        guard let asOf = listAsOf else { return nil }
        return listed[key]?.dated(asOf)
    }

    /// - Parameters:
    ///   - observation: What was seen.
    ///   - now: The true time since the world began.
    ///   - clock: The time by the station's clock.
    mutating func see(
        _ observation: Observation,
        at now: Duration,
        clock: Timestamp = Timestamp(milliseconds: 0)
    ) {
        switch observation {
        case .heard(let key, let reply, let saidAt):
            hear(reply, about: key, saidAt: saidAt, clock)
        case .refreshed(let key, let reply, let askedAt, let saidAt):
            guard askedAt >= erasedAt[key] ?? .zero else { break }
            refresh(key, reply, saidAt)
        case .changed(.disown(let key, _), _) where disowned?.key == key:
            guard let saidAt = disowned?.saidAt else { break }
            answers[key] = Answer(reply: .nothing, saidAt: saidAt, asOf: clock)
        case .changed(.learn(let key, let facts), isWritten: true),
            .changed(.refresh(let key, let facts), isWritten: true):
            if case .facts(facts)? = answers[key]?.reply { unwritten.remove(key) }
        case .changed(.forget(let key), isWritten: true),
            .changed(.disown(let key, _), isWritten: true):
            if case .nothing? = answers[key]?.reply { unwritten.remove(key) }
        case .distrusted(let key, true):
            // The next process knows that it lacks something.
            unwritten.remove(key)
        case .finished:
            // Whatever happens from now on, nothing that was heard may be forgotten.
            unwritten = []
            disowned = nil
        case .ended:
            for key in unwritten { answers[key] = Answer(reply: .doubtful, saidAt: now) }
            unwritten = []
            disowned = nil
        case .kept(let key, let answer, let list):
            answers[key] = answer.map { Answer(reply: .facts($0), saidAt: now) }
            listed[key] = list
            if let list { listAsOf = list.blocks.asOf }
        case .listed(let list, let asOf, let isFull):
            take(list, asOf, isFull)
        case .erased(let key):
            answers[key] = Answer(reply: .doubtful, saidAt: now)
            listed[key] = nil
            erasedAt[key] = now
        default:
            break
        }
    }

    private mutating func hear(
        _ reply: LibraryReply,
        about key: CardKey,
        saidAt: Duration,
        _ clock: Timestamp
    ) {
        guard saidAt >= answers[key]?.saidAt ?? .zero else { return }
        var answer = Answer(reply: .nothing, saidAt: saidAt)
        switch reply {
        case .known(let facts, _): answer.reply = .facts(facts)
        case .unknownCard:
            // Nothing is kept of a card that nobody ever knew: a list may still name it.
            if case .nothing = self[key] {} else { answer.asOf = clock }
        case .noAnswer: return
        }
        answers[key] = answer
        unwritten.insert(key)
    }

    /// An answer about a patron who is not here adds to what an answer about the card has begun,
    /// and makes no card good that was refused.
    private mutating func refresh(_ key: CardKey, _ reply: LibraryReply, _ saidAt: Duration) {
        guard let answer = answers[key], saidAt >= answer.saidAt,
            case .facts(let held) = answer.reply, held.mayBeRefreshed
        else { return }
        switch reply {
        case .known(let facts, _):
            answers[key] = Answer(reply: .facts(facts), saidAt: saidAt)
            unwritten.insert(key)
        case .unknownCard:
            disowned = (key, saidAt)
        case .noAnswer:
            break
        }
    }

    private mutating func take(
        _ list: [CardKey: PatronFacts?],
        _ asOf: Timestamp,
        _ isFull: Bool
    ) {
        var gone = list.compactMap { key, facts in facts == nil ? key : nil }
        if isFull {
            gone += listed.keys.filter { list[$0] == nil }
            listed = [:]
        }
        for key in gone {
            listed[key] = nil
            guard case .facts(let facts)? = answers[key]?.reply, facts.validity.asOf <= asOf
            else { continue }
            answers[key]?.reply = .nothing
        }
        for case (let key, let facts?) in list { listed[key] = facts }
        listAsOf = asOf
    }
}

extension PatronFacts {
    /// The same facts as of another time, as a list that did not change gives them.
    fileprivate func dated(_ asOf: Timestamp) -> PatronFacts {
        PatronFacts(
            patron: patron,
            blocks: blocks.value.union(debts.value),
            validity: validity.value,
            lastDay: lastDay,
            age: age?.value,
            asOf: asOf
        )
    }
}

extension FactsBook.Knowledge {
    /// A pattern that also compares the facts.
    static func ~= (facts: PatronFacts, knowledge: FactsBook.Knowledge) -> Bool {
        if case .facts(let mine) = knowledge { return mine == facts }
        return false
    }
}

/// I4: nobody is let in whom the newest facts that were heard keep out.
struct NewestFactsChecker: Checker {
    let invariant = Invariant.newestFacts

    private var book = FactsBook()
    private let label: (CardKey) -> String

    init(_ register: Register) { label = register.label }

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        book.see(observation, at: situation.now, clock: situation.moment.timestamp)
        guard case .offered = observation else { return nil }
        for (_, decision) in situation.presentations.decided
        where decision.record[.outcome] == "granted" {
            guard let door = decision.record[.door].flatMap({ DoorName($0) }),
                let rules = situation.claims.hours(of: door)?.rules
            else { continue }
            if let objection = objection(to: decision.key, rules, on: situation.moment.civil.date) {
                return "\(label(decision.key)) was let in at \(door): \(objection)"
            }
        }
        return nil
    }

    private func objection(
        to key: CardKey,
        _ rules: DoorRules,
        on day: CivilDate
    ) -> String? {
        switch book[key] {
        case .doubtful: return nil
        case .nothing: return "the library system does not know the card"
        case .facts(let facts):
            let closing = facts.blocks.value.union(facts.debts.value)
                .subtracting(rules.harmlessBlocks)
            if let code = closing.min() { return "blocked by \(code)" }
            let validity = facts.validity(on: day)
            return validity == .valid ? nil : "the card is \(validity)"
        }
    }
}

/// I9: nobody is let in on facts older than their limit, and the record tells both.
struct FreshnessChecker: Checker {
    let invariant = Invariant.freshness

    private var book = FactsBook()
    /// The card that the step told of.
    private var heard: CardKey?
    private let label: (CardKey) -> String

    init(_ register: Register) { label = register.label }

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        book.see(observation, at: situation.now, clock: situation.moment.timestamp)
        switch observation {
        case .began: heard = nil
        case .heard(let key, _, _): heard = key
        default: break
        }
        guard case .offered = observation else { return nil }
        for (_, decision) in situation.presentations.decided
        where decision.record[.outcome] == "granted" {
            if let objection = objection(to: decision, situation) {
                return "\(label(decision.key)) was let in on \(objection)"
            }
        }
        return nil
    }

    private func objection(
        to decision: PresentationBook.Decided,
        _ situation: Situation
    ) -> String? {
        guard let door = decision.record[.door].flatMap({ DoorName($0) }),
            let rules = situation.claims.hours(of: door)?.rules,
            case .facts(let facts) = book[decision.key]
        else { return nil }
        let now = situation.moment.timestamp
        let limits: FactLimits
        switch decision.record[.source] {
        case "library":
            return heard == decision.key ? nil : "an answer that is not new"
        case "cache", "roster":
            limits = rules.limits
        case "outage":
            guard case .admitVerified(let limit) = rules.outage else {
                return "remembered facts at a door that admits nobody then"
            }
            limits = FactLimits(blocks: limit, debts: limit, validity: limit)
        default:
            return "facts of no known source"
        }
        for (asOf, limit) in [
            (facts.blocks.asOf, limits.blocks), (facts.debts.asOf, limits.debts),
            (facts.validity.asOf, limits.validity),
        ] where asOf.age(at: now) > limit {
            return "facts of \(asOf.age(at: now)), the limit being \(limit)"
        }
        let age = facts.blocks.asOf.age(at: now).components.seconds
        let limit = limits.blocks.components.seconds
        guard decision.record[.age] == "\(age)", decision.record[.limit] == "\(limit)" else {
            return "facts of \(age) s with another age or limit in the record"
        }
        return nil
    }
}
