// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

// Made-up values that many tests share. Card numbers are invented; where a CPR number's shape
// matters, it is a replacement number (day + 60).

let mainDoor: DoorName = "main"
let sideDoor: DoorName = "side"
let mainReader: ReaderName = "main-in"
let sideReader: ReaderName = "side-in"

/// 2026-11-23 09:00:00 UTC, a Monday, 10:00 in Denmark.
let mondayMorning = Timestamp(milliseconds: 1_795_424_400_000)

extension Duration {
    static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
    static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }
    static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }

    var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension Timestamp {
    func advanced(by duration: Duration) -> Timestamp {
        Timestamp(milliseconds: milliseconds + duration.wholeMilliseconds)
    }
}

/// The distance of Danish time from UTC in 2026.
func danishOffset(_ timestamp: Timestamp) -> Int {
    let summer: Range<Int64> = 1_774_746_000_000..<1_792_890_000_000
    return summer.contains(timestamp.milliseconds) ? 7200 : 3600
}

/// The moment that is this long after a start, with all clocks in step.
func moment(
    _ elapsed: Duration = .zero,
    from start: Timestamp = mondayMorning,
    clock: ClockTrust = .trusted
) -> Moment {
    let timestamp = start.advanced(by: elapsed)
    return Moment(
        uptime: Uptime(.seconds(1000) + elapsed),
        timestamp: timestamp,
        civil: CivilTime(timestamp, secondsAheadOfUTC: danishOffset(timestamp)),
        clock: clock
    )
}

func uptime(_ elapsed: Duration = .zero) -> Uptime { Uptime(.seconds(1000) + elapsed) }

func card(_ text: String) throws -> CardNumber { try #require(CardNumber(text)) }

func pin(_ text: String) throws -> PIN { try #require(PIN(Array(text.utf8))) }

func time(_ text: String) throws -> TimeOfDay { try #require(TimeOfDay(text)) }

func date(_ year: Int, _ month: Int, _ day: Int) throws -> CivilDate {
    try #require(CivilDate(year: year, month: month, day: day))
}

func verifier(_ text: String) -> PINVerifier { PINVerifier(bytes: Array(text.utf8)) }

/// Facts of a patron against whom nothing stands, as of an age before the start.
func facts(
    blocks: Set<BlockCode> = [],
    validity: CardValidity = .valid,
    age: AgeFact? = nil,
    patron: String = "P-1",
    aged: Duration = .zero,
    at now: Timestamp = mondayMorning
) -> PatronFacts {
    PatronFacts(
        patron: PatronNumber(patron),
        blocks: blocks,
        validity: validity,
        age: age,
        asOf: now.advanced(by: .zero - aged)
    )
}

func known(_ facts: PatronFacts, _ verifier: PINVerifier? = nil) -> CacheAnswer {
    .known(CachedPatron(facts: facts, verifier: verifier))
}

/// A week in which each day has the same periods.
func everyDay(_ periods: SchedulePeriod?...) throws -> Schedule {
    let day = try periods.map { try #require($0) }
    return try Schedule(
        Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, day) })
    )
}

func rules(_ schedule: Schedule = .always(.selfService), asksPIN: Bool = false) -> DoorRules {
    DoorRules(door: mainDoor, schedule: schedule, asksPIN: asksPIN)
}

/// What a verdict says, in a form that can be compared; a grant itself cannot be copied.
enum Outcome: Hashable {
    case granted
    case denied(Denial)
    case needs(EvidenceStep)
}

func outcome(_ rules: DoorRules, _ evidence: Evidence) -> Outcome {
    switch AccessPolicy(rules).decide(evidence) {
    case .granted: .granted
    case .denied(let denial, _): .denied(denial)
    case .needs(let step, _): .needs(step)
    }
}

func findings(_ rules: DoorRules, _ evidence: Evidence) -> [Finding] {
    switch AccessPolicy(rules).decide(evidence) {
    case .granted(let grant): grant.findings
    case .denied(_, let findings): findings
    case .needs(_, let findings): findings
    }
}
