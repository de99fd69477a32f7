// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// I11: patrons who are not here are asked about one at a time and at the configured pace, and what
/// is kept or dropped of them is what the library system said.
struct RefreshChecker: Checker {
    let invariant = Invariant.bounds

    private let label: (CardKey) -> String
    /// The question that is under way.
    private var asked: (ticket: Ticket, until: Duration)?
    /// When the last question was asked, or the process began.
    private var lastAt = Duration.zero
    /// The quickest pace since then; `nil` where nobody is to be asked about.
    private var pace: Int?
    /// What was said of each card in this process.
    private var said: [CardKey: Set<PatronFacts>] = [:]
    /// Whom the library system did not know in this process.
    private var unknown: Set<CardKey> = []

    init(_ register: Register) { label = register.label }

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .started(let settings):
            (asked, said, unknown) = (nil, [:], [])
            (lastAt, pace) = (situation.now, settings.sync?.questionsPerMinute)
        case .began(.event(.reconfigured(let settings, _))):
            let new = settings.sync?.questionsPerMinute
            pace = max(pace ?? 0, new ?? 0)
        case .began(.event(.libraryReplied(_, asked?.ticket))):
            asked = nil
        case .sent(.inquire(let inquiry)):
            return ask(inquiry, situation)
        case .refreshed(let key, .known(let facts, _), _, _):
            said[key, default: []].insert(facts)
        case .refreshed(let key, .unknownCard, _, _), .heard(let key, .unknownCard, _):
            unknown.insert(key)
        case .changed(.refresh(let key, let facts), _):
            guard said[key]?.contains(facts) != true else { break }
            return "what is kept of \(label(key)) is not what was said"
        case .changed(.disown(let key, _), _):
            guard !unknown.contains(key) else { break }
            return "\(label(key)) is dropped, whom the library system knows"
        default:
            break
        }
        return nil
    }

    private mutating func ask(_ inquiry: PatronInquiry, _ situation: Situation) -> String? {
        let now = situation.now
        let underWay = asked.map { $0.until > now } ?? false
        // Waits are spread between half of the pace's and one and a half.
        let least = pace.map { Duration.seconds(60) / $0 / 2 }
        let since = now - lastAt
        asked = (inquiry.ticket, now + inquiry.timeout)
        lastAt = now
        pace = situation.presentations.settings?.sync?.questionsPerMinute
        guard !underWay else { return "two patrons who are not here are asked about at once" }
        guard let least else { return "somebody who is not here is asked about unbidden" }
        guard since >= least else { return "the next question comes after \(since), not \(least)" }
        guard let reader = situation.presentations.open.keys.min() else { return nil }
        return "somebody who is not here is asked about while somebody waits at \(reader)"
    }
}
