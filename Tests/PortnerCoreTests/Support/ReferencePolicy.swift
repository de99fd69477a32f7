// SPDX-License-Identifier: MPL-2.0

@testable import PortnerCore

/// The door rules once more, slow and obvious.
///
/// They are the written rules from top to bottom, with no thought for records or speed. The
/// property tests compare the policy with them.
struct ReferencePolicy {
    /// One line of a weekly plan, in minutes.
    struct Line {
        let day: Int
        let from: Int
        let to: Int
        let mode: HoursMode
        let asksPIN: Bool?
        let ageMin: Int?
    }

    let rules: DoorRules
    let plan: [Line]
    /// Dates on which the plan does not hold and the door is closed.
    var closedDates: Set<CivilDate> = []

    func decide(_ seen: Evidence) -> Outcome {
        if seen.availability == .outOfService { return .denied(.doorOutOfService) }
        if seen.availability == .lockedDown { return .denied(.lockedDown) }
        if seen.availability == .interlocked { return .denied(.interlocked) }
        if seen.availability == .alarmArmed { return .denied(.alarmArmed) }
        if seen.now.clock != .trusted { return .denied(.clockUntrusted) }
        let isExempt = seen.listed.isAllowed && !seen.listed.isDenied && !seen.isTyped
        let minute = seen.now.civil.secondOfDay / 60
        guard let line = line(at: minute, seen.now.civil.date), line.mode != .closed else {
            if isExempt, seen.listed.opensWhenClosed {
                return seen.wait > .zero ? .denied(.throttled) : .granted
            }
            return .denied(.closed)
        }
        if !isExempt, isLastEntryOver(seen.now.civil) { return .denied(.lastEntryOver) }
        if seen.wait > .zero { return .denied(.throttled) }
        if isExempt { return .granted }

        if seen.isTyped, !rules.takesTypedCards { return .denied(.numberNotTaken) }
        let asksPIN = seen.isTyped || (line.asksPIN ?? rules.asksPIN)
        if asksPIN, seen.pin == .notEntered { return .needs(.enterPIN) }
        if asksPIN, seen.pin == .withheld { return .denied(.pinNotEntered) }

        switch seen.library {
        case .unknownCard:
            return .denied(.unknownCard)
        case .known(let answer):
            let objections = objections(newest(answer, seen), asksPIN, line, seen)
            return objections.first.map { .denied($0) } ?? .granted
        case .notAsked:
            return withoutQuestion(asksPIN, line, seen)
        case .noAnswer:
            return withoutAnswer(asksPIN, line, seen)
        }
    }

    /// The cache decides where nothing stands against the patron; else the library is asked.
    private func withoutQuestion(_ asksPIN: Bool, _ line: Line, _ seen: Evidence) -> Outcome {
        if rules.order == .askFirst { return .needs(.askLibrary) }
        let patron = patron(in: seen)
        if asksPIN, seen.pin == .entered { return .needs(.checkPIN(patron?.verifier)) }
        guard let facts = patron?.facts,
            isYoung(facts.blocks.asOf, rules.limits.blocks, seen),
            isYoung(facts.debts.asOf, rules.limits.debts, seen),
            isYoung(facts.validity.asOf, rules.limits.validity, seen)
        else { return .needs(.askLibrary) }
        let objections = objections(facts, asksPIN, line, seen)
        // The station's own list needs no library system to be believed.
        if objections.first == .denyListed { return .denied(.denyListed) }
        return objections.isEmpty ? .granted : .needs(.askLibrary)
    }

    private func withoutAnswer(_ asksPIN: Bool, _ line: Line, _ seen: Evidence) -> Outcome {
        guard case .admitVerified(let limit) = rules.outage else {
            return .denied(.libraryUnreachable)
        }
        let patron = patron(in: seen)
        if asksPIN, seen.pin == .entered { return .needs(.checkPIN(patron?.verifier)) }
        if seen.cached == .failed { return .denied(.cacheFailed) }
        guard let facts = patron?.facts,
            isYoung(facts.blocks.asOf, limit, seen), isYoung(facts.debts.asOf, limit, seen),
            isYoung(facts.validity.asOf, limit, seen)
        else { return .denied(.libraryUnreachable) }
        return objections(facts, asksPIN, line, seen).first.map { .denied($0) } ?? .granted
    }

    /// Everything that stands against the patron, the first to be told first.
    private func objections(
        _ facts: PatronFacts,
        _ asksPIN: Bool,
        _ line: Line,
        _ seen: Evidence
    ) -> [Denial] {
        var found: [Denial] = []
        if asksPIN, seen.pin != .matched, seen.pin != .accepted { found.append(.wrongPIN) }
        if seen.listed.isDenied { return found + [.denyListed] }
        for code in facts.blocks.value.union(facts.debts.value)
        where !rules.harmlessBlocks.contains(code) { found.append(.blocked) }
        let isPast = facts.lastDay.map { $0 < seen.now.civil.date } ?? false
        if facts.validity.value == .expired || (facts.validity.value == .valid && isPast) {
            found.append(.cardExpired)
        }
        if facts.validity.value == .invalid { found.append(.cardInvalid) }
        let today = seen.now.civil.date
        if rules.asksEnrolment, !holds(facts.enrolment, today) { found.append(.notEnrolled) }
        found += residenceObjections(facts, seen)
        let ageMin = line.ageMin ?? rules.ageMin
        if ageMin > 0, !(rules.consentOpens && holds(facts.consent, today)) {
            let isOldEnough = facts.age?.value.isAtLeast(ageMin, on: today)
            if isOldEnough == nil { found.append(.ageUnknown) }
            if isOldEnough == false { found.append(rules.consentOpens ? .noConsent : .tooYoung) }
        }
        return found
    }

    private func residenceObjections(_ facts: PatronFacts, _ seen: Evidence) -> [Denial] {
        guard rules.isForResidents else { return [] }
        guard let residence = facts.residence else { return [.residenceUnknown] }
        if residence.value == .elsewhere { return [.notResident] }
        var limit = rules.limits.validity
        if seen.library == .noAnswer, case .admitVerified(let outage) = rules.outage {
            limit = outage
        }
        return isYoung(residence.asOf, limit, seen) ? [] : [.residenceUnknown]
    }

    private func holds(_ permission: Aged<Permission>?, _ today: CivilDate) -> Bool {
        switch permission?.value {
        case nil, .notGiven: false
        case .given(through: nil): true
        case .given(through: let last?): last >= today
        }
    }

    /// The last minutes before a closed one, counted minute by minute.
    private func isLastEntryOver(_ now: CivilTime) -> Bool {
        guard rules.lastEntry > 0 else { return false }
        let minute = now.secondOfDay / 60
        for ahead in 1...rules.lastEntry {
            let then = minute + ahead
            let date = CivilDate(dayNumber: now.date.dayNumber + then / 1440)
            guard let line = line(at: then % 1440, date), line.mode != .closed else { return true }
        }
        return false
    }

    /// Each fact from the answer, unless the cache has heard a newer one that can be believed.
    private func newest(_ answer: PatronFacts, _ seen: Evidence) -> PatronFacts {
        guard let held = patron(in: seen)?.facts else { return answer }
        let dates = [
            held.blocks.asOf, held.debts.asOf, held.validity.asOf,
            held.age?.asOf ?? seen.now.timestamp, held.consent?.asOf ?? seen.now.timestamp,
            held.enrolment?.asOf ?? seen.now.timestamp,
            held.residence?.asOf ?? seen.now.timestamp,
        ]
        if dates.contains(where: { $0 > seen.now.timestamp }) { return answer }
        var facts = answer
        if held.blocks.asOf > answer.blocks.asOf { facts.blocks = held.blocks }
        if held.debts.asOf > answer.debts.asOf { facts.debts = held.debts }
        if held.validity.asOf > answer.validity.asOf {
            facts.validity = held.validity
            facts.lastDay = held.lastDay
        }
        if let age = held.age, age.asOf > answer.age?.asOf ?? Timestamp(milliseconds: .min) {
            facts.age = age
        }
        if let residence = held.residence,
            residence.asOf > answer.residence?.asOf ?? Timestamp(milliseconds: .min)
        {
            facts.residence = residence
        }
        // An answer says nothing of consent and enrolment; what is held of them stays.
        facts.consent = held.consent
        facts.enrolment = held.enrolment
        return facts
    }

    private func patron(in seen: Evidence) -> CachedPatron? {
        if case .known(let patron) = seen.cached { return patron }
        return nil
    }

    private func isYoung(_ date: Timestamp, _ limit: Duration, _ seen: Evidence) -> Bool {
        let age = seen.now.timestamp.milliseconds - date.milliseconds
        return age <= limit.wholeMilliseconds && !isFromTheFuture(date, seen)
    }

    private func isFromTheFuture(_ date: Timestamp, _ seen: Evidence) -> Bool {
        date.milliseconds - seen.now.timestamp.milliseconds > 120_000
    }

    private func line(at minute: Int, _ date: CivilDate) -> Line? {
        if closedDates.contains(date) { return nil }
        // Monday is day 0 of the plan, and 1970 began on a Thursday.
        let day = (date.dayNumber + 3) % 7
        for line in plan where line.day == day && line.from <= minute && minute < line.to {
            return line
        }
        return nil
    }
}
