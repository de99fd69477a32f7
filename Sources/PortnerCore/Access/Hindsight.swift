// SPDX-License-Identifier: MPL-2.0

/// A decision of the past, as far as its record tells.
public struct RecordedDecision: Sendable, Hashable {
    /// The local time of the decision.
    public var time: CivilTime
    /// Why the door stayed closed; `nil` when it opened.
    public var denial: Denial?
    /// Whether the facts came from the cache because the library system did not answer.
    public var wasOutage: Bool
    /// How old the facts were; `nil` when the library system was asked.
    public var age: Duration?
    /// The restrictions that were found.
    public var blocks: Set<BlockCode>

    /// Puts a decision together.
    public init(
        time: CivilTime,
        denial: Denial?,
        wasOutage: Bool = false,
        age: Duration? = nil,
        blocks: Set<BlockCode> = []
    ) {
        self.time = time
        self.denial = denial
        self.wasOutage = wasOutage
        self.age = age
        self.blocks = blocks
    }
}

/// What a decision of the past would have been under other rules.
public enum Hindsight: Sendable, Hashable {
    /// The same, as far as the record tells.
    case same
    /// Somebody who was let in would have been refused.
    case refused(Denial)
    /// Somebody who was refused would have got past the rule that refused; what the rules after it
    /// would have said is in no record.
    case past(Denial)
}

extension DoorRules {
    /// Looks at a decision of the past with these rules: hours, restrictions and outage.
    ///
    /// PIN, age, consent, enrolment and residence are in no record, and cards of the station's own
    /// list leave no facts: nothing is said of them.
    public func hindsight(of decision: RecordedDecision) -> Hindsight {
        guard let denial = decision.denial else {
            return objection(to: decision).map { .refused($0) } ?? .same
        }
        switch denial {
        case .closed, .lastEntryOver:
            return hoursObjection(at: decision.time) == nil ? .past(denial) : .same
        case .blocked:
            let isHarmless = decision.blocks.isSubset(of: harmlessBlocks)
            return isHarmless && !decision.blocks.isEmpty ? .past(denial) : .same
        default:
            return .same
        }
    }

    private func objection(to decision: RecordedDecision) -> Denial? {
        if let denial = hoursObjection(at: decision.time) { return denial }
        if decision.wasOutage, let age = decision.age {
            guard case .admitVerified(let limit) = outage, age <= limit else {
                return .libraryUnreachable
            }
        }
        return decision.blocks.isSubset(of: harmlessBlocks) ? nil : .blocked
    }

    private func hoursObjection(at time: CivilTime) -> Denial? {
        guard schedule.mode(at: time) != .closed else { return .closed }
        return lastEntry > 0 && schedule.closes(within: lastEntry, of: time) ? .lastEntryOver : nil
    }
}
