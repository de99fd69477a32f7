// SPDX-License-Identifier: MPL-2.0

/// What the cache says for or against serving a patron at a kiosk without a line.
struct CachedStanding: Sendable {
    /// What stands against it; nil when nothing does.
    var denial: Denial?
    /// What is known of the patron; nil for a card that is not in the cache.
    var facts: PatronFacts?
    /// How old the oldest of the facts is that it rests on.
    var age: Duration?
    /// How old they may be.
    var limit: Duration
    /// The restrictions that stand against it.
    var against: Set<BlockCode> = []

    /// Where the facts came from and how old they were, for the record (invariant I9).
    var fields: [(RecordField, String?)] {
        guard let facts else { return [] }
        return [
            (.source, facts.blocks.source == .roster ? "roster" : "cache"),
            (.age, age.map { "\($0.components.seconds)" }),
            (.limit, "\(limit.components.seconds)"),
            (.blocks, against.isEmpty ? nil : against.listed),
        ]
    }
}

extension Set<BlockCode> {
    /// The codes in a record, in alphabetical order.
    var listed: String { sorted().map(\.text).joined(separator: ",") }
}

extension Station {
    /// Whether the facts about a patron suffice for borrowing without a line: fresh, and nothing
    /// against the patron (invariants I4 and I9).
    func standing(
        of key: CardKey,
        formerly former: CardKey?,
        _ settings: KioskSettings,
        at now: Moment,
        reading: some PatronReading
    ) -> CachedStanding {
        var standing = CachedStanding(limit: settings.outageAgeMax)
        let answer = reading.patron(for: key, formerly: former)
        guard case .known(let patron) = answer else {
            standing.denial = answer == .failed ? .cacheFailed : .libraryUnreachable
            return standing
        }
        let facts = patron.facts
        let ages = [facts.blocks.asOf, facts.debts.asOf, facts.validity.asOf].map {
            $0.age(at: now.timestamp)
        }
        standing.facts = facts
        standing.age = ages.max()
        standing.against = facts.blocks.value.union(facts.debts.value)
            .subtracting(BlockCode.harmlessAtKiosk)
        standing.denial =
            if now.clock != .trusted || !facts.isBelievable(at: now.timestamp) {
                .clockUntrusted
            } else if !standing.against.isEmpty {
                .blocked
            } else if facts.validity.value != .valid {
                .cardInvalid
            } else if let lastDay = facts.lastDay, lastDay < now.civil.date {
                .cardExpired
            } else if ages.contains(where: { $0 > settings.outageAgeMax }) {
                .libraryUnreachable
            } else {
                nil
            }
        return standing
    }
}
