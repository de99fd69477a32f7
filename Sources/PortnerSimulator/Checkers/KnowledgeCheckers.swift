// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// What the library system said last about each card, as far as the station can know it.
struct FactsBook {
    /// What is known about one card.
    enum Knowledge {
        case facts(PatronFacts)
        /// The library system does not know the card, or nothing was ever said.
        case nothing
        /// The process died before the newest answer was written.
        case doubtful
    }

    private var newest: [CardKey: (reply: Knowledge, saidAt: Duration)] = [:]
    /// Cards of which something was heard that the cache has not written.
    private var unwritten: Set<CardKey> = []

    subscript(key: CardKey) -> Knowledge { newest[key]?.reply ?? .nothing }

    mutating func see(_ observation: Observation, at now: Duration) {
        switch observation {
        case .heard(let key, let reply, let saidAt):
            guard saidAt >= newest[key]?.saidAt ?? .zero else { return }
            switch reply {
            case .known(let facts, _): newest[key] = (.facts(facts), saidAt)
            case .unknownCard: newest[key] = (.nothing, saidAt)
            case .noAnswer: return
            }
            unwritten.insert(key)
        case .changed(.learn(let key, let facts), isWritten: true):
            if case .facts(facts)? = newest[key]?.reply { unwritten.remove(key) }
        case .changed(.forget(let key), isWritten: true),
            .changed(.disown(let key, _), isWritten: true):
            if case .nothing? = newest[key]?.reply { unwritten.remove(key) }
        case .ended:
            for key in unwritten { newest[key] = (.doubtful, now) }
            unwritten = []
        case .kept(let key, let answer):
            guard case .known(let patron) = answer else {
                newest[key] = (.nothing, now)
                return
            }
            newest[key] = (.facts(patron.facts), now)
        default:
            break
        }
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
        book.see(observation, at: situation.now)
        guard case .offered = observation else { return nil }
        for (_, decision) in situation.presentations.decided
        where decision.record[.outcome] == "granted" {
            guard let door = decision.record[.door].flatMap({ DoorName($0) }),
                let rules = situation.claims.hours(of: door)?.rules
            else { continue }
            if let objection = objection(to: decision.key, rules) {
                return "\(label(decision.key)) was let in at \(door): \(objection)"
            }
        }
        return nil
    }

    private func objection(to key: CardKey, _ rules: DoorRules) -> String? {
        switch book[key] {
        case .doubtful: return nil
        case .nothing: return "the library system does not know the card"
        case .facts(let facts):
            let closing = facts.blocks.value.union(facts.debts.value)
                .subtracting(rules.harmlessBlocks)
            if let code = closing.min() { return "blocked by \(code)" }
            return facts.validity.value == .valid ? nil : "the card is \(facts.validity.value)"
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
        book.see(observation, at: situation.now)
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
        case "cache":
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
