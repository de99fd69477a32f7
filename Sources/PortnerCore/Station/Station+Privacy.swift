// SPDX-License-Identifier: MPL-2.0

/// Something that staff does with what the station knows about people.
///
/// Each act is recorded, by whom and why, and none says whom it concerned: the record of an
/// erasure must not be what is left of the person.
public enum PrivacyAct: Sendable, Hashable {
    /// Looking at everything that is known about one person.
    case report
    /// Erasing one person, known by these cards.
    ///
    /// The counts of wrong attempts with the cards go too, so a running wait ends. That is lawful
    /// under invariant I6 because the act is recorded before anything is cleared, and refused when
    /// it cannot be. Readers keep their counts: whoever tries cards one after the other goes on
    /// waiting.
    case erase([CardKey])
    /// Taking entries of the ledger away, with or without the cards that they concern.
    case export(withPersonalParts: Bool)

    /// The greatest number of cards that one person is erased by.
    public static let cardsMax = 100

    /// The stable code in the ledger.
    public var code: String {
        switch self {
        case .report: "person-reported"
        case .erase: "person-erased"
        case .export: "ledger-exported"
        }
    }
}

extension Station {
    /// The wrong attempts that are held against some cards.
    public func wrongAttempts(with cards: [CardKey]) -> Int {
        cards.compactMap { throttle.count(of: .card($0))?.failures }.reduce(0, +)
    }

    /// Records a privacy act, and clears what an erasure finds in the station itself.
    ///
    /// Files are not this method's: whoever ordered an erasure empties them once it is recorded.
    /// A visit that is under way meanwhile goes on and is a new one, with its own record.
    mutating func carryOut(
        _ act: PrivacyAct,
        reason: String,
        by: String,
        _ ticket: Ticket,
        at now: Moment
    ) -> [Action] {
        var detail: String?
        var cleared: [Action] = []
        switch act {
        case .report:
            break
        case .export(let withPersonalParts):
            detail = withPersonalParts ? "with personal parts" : "without personal parts"
        case .erase(let cards):
            guard reason.contains(where: { !$0.isWhitespace }) else {
                return [.answer(ticket, .noReason)]
            }
            let (before, listBefore) = (throttle, list)
            let subjects = cards.prefix(PrivacyAct.cardsMax).map(ThrottleSubject.card)
            cleared = subjects.compactMap { throttle.lift($0).map(Action.saveThrottle) }
            if !cleared.isEmpty { detail = "wrong attempts forgotten" }
            // The list is written before whoever ordered this searches the files.
            if cards.count(where: { list.drop($0) }) > 0 { cleared.append(.keepList(list)) }
            lifted = (ticket, .person(subjects, before: before, list: listBefore))
            // An answer that is still on its way must not bring the person back.
            refreshes.removeAll { errand in cards.contains { $0.matches(errand.key) } }
            derivations.removeAll { errand in cards.contains { $0.matches(errand.key) } }
            questions.removeAll { errand in cards.contains { $0.matches(errand.key) } }
            seen.removeAll { key in cards.contains { $0.matches(key) } }
            blocks = blocks.filter { block in !cards.contains { $0.matches(block.value) } }
            sync?.forget(cards, at: now.uptime)
            cleared += forgetSignIns(with: cards, at: now) + [.erase(cards)]
        }
        let record = Record(
            .staff,
            at: now,
            [
                (.outcome, act.code), (.reason, reason.isEmpty ? nil : reason), (.by, by),
                (.detail, detail),
            ]
        )
        return [.record(record)] + cleared + [.answer(ticket, nil)]
    }
}
