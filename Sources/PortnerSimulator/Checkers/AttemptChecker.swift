// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// I6: wrong attempts with a card or at a reader come no faster than the throttle allows, whatever
/// is restarted or set anew in between, unless staff have lifted the wait on record; and each is on
/// disk before it is made.
struct AttemptChecker: Checker {
    let invariant = Invariant.attempts

    /// Wrong attempts of one card or at one reader.
    private struct Count {
        var failures = 0
        /// The last failure, or the start of the process when that was later.
        var since = Duration.zero
        /// The step of the world in which that was: several may share a time.
        var step = 0
        /// The failures that are known to be on disk.
        var saved = 0
    }

    /// When an attempt began.
    private struct Beginning {
        let time: Duration
        let step: Int

        init(at time: Duration, step: Int) { (self.time, self.step) = (time, step) }

        /// Now.
        init(_ situation: Situation) {
            self.init(at: situation.now, step: situation.presentations.step)
        }
    }

    /// A PIN on trial.
    private struct Trial {
        let key: CardKey
        /// The questions and checks that belong to it.
        var tickets: Set<Ticket>
        /// The last word on the PIN.
        var isRight: Bool?
    }

    private let register: Register
    private var counts: [ThrottleSubject: Count] = [:]
    private var trials: [ReaderName: Trial] = [:]
    private var kiosks = KioskTrials()
    private var step: Observation.Step = .time

    init(_ register: Register) { self.register = register }

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .started:
            restart(situation)
        case .putBack(.everything):
            // Nothing on the disk knows more than that a wait may have begun.
            for subject in Array(counts.keys) {
                let failures = min(counts[subject]?.failures ?? 0, rule(subject).free)
                counts[subject]?.failures = failures
                counts[subject]?.saved = failures
            }
        case .ended:
            trials = [:]
            kiosks = KioskTrials()
            for subject in Array(counts.keys) { forgive(subject, at: situation.now) }
            // What the disk refused until the end is not held against anybody.
            for (subject, count) in counts {
                counts[subject]?.failures = min(count.failures, count.saved)
            }
        case .began(let step):
            self.step = step
            kiosks.begin(step)
            if case .event(let event) = step { hear(event) }
        case .finished:
            if let trial = kiosks.finish() { conclude(trial, situation) }
        case .sent(.checkPIN(let check)):
            if let trial = kiosks.check(
                check,
                of: register.first(of: check.key),
                situation.presentations.settings
            ) {
                return trial.flatMap { begin($0, situation) }
            }
            return begin(register.first(of: check.key), check.ticket, situation)
        case .sent(.request(let request)):
            guard case .patron(let access, _) = request.task, access.pin != nil else { break }
            let key = register.key(of: access.card)
            return kiosks.ask(request, key, situation.presentations.settings)
                .flatMap { begin($0, situation) }
        case .sent(.ask(let question)) where question.pin != nil:
            return begin(register.key(of: question.card), question.ticket, situation)
        case .offered:
            return conclude(situation)
        case .stored(let records, let saved):
            for record in records { lift(record) }
            if records.contains(where: { $0[.outcome] == "person-erased" }) {
                for count in saved where count.failures == 0 {
                    counts[count.subject] = nil
                    if let key = count.subject.card { kiosks.forget(key) }
                }
            }
            for count in saved {
                forgive(count.subject, at: situation.now)
                let new = Count(since: situation.now, step: situation.presentations.step)
                counts[count.subject, default: new].saved = count.failures
            }
        default:
            break
        }
        return nil
    }

    private mutating func lift(_ record: Record) {
        guard record.kind == .staff, record[.outcome] == "wait-lifted" else { return }
        if let reader = record[.reader].flatMap({ ReaderName($0) }) {
            counts[.reader(reader)] = nil
        }
        if let key = record.subject { counts[.card(register.first(of: key))] = nil }
    }

    private mutating func restart(_ situation: Situation) {
        trials = [:]
        // No wait is served by a restart.
        for subject in counts.keys {
            counts[subject]?.since = situation.now
            counts[subject]?.step = situation.presentations.step
        }
    }

    private mutating func hear(_ event: Event) {
        let (ticket, isRight): (Ticket, Bool?) =
            switch event {
            case .pinChecked(let matches, let ticket): (ticket, matches)
            case .libraryReplied(.known(_, let accepted), let ticket): (ticket, accepted)
            case .libraryReplied(.unknownCard, let ticket): (ticket, false)
            default: (Ticket(number: 0), nil)
            }
        guard let isRight else { return }
        for (reader, trial) in trials where trial.tickets.contains(ticket) {
            trials[reader]?.isRight = isRight
        }
    }

    /// A PIN goes to a check: the first one of a trial must not come too early.
    private mutating func begin(
        _ key: CardKey,
        _ ticket: Ticket,
        _ situation: Situation
    ) -> String? {
        guard let reader = reader(of: key, situation.presentations) else {
            return "a PIN is tried although nobody presented the card"
        }
        if trials[reader]?.key == key {
            trials[reader]?.tickets.insert(ticket)
            return nil
        }
        if trials.contains(where: { $0.key != reader && $0.value.key == key }) {
            return "\(register.label(key)) is tried at two readers at once"
        }
        trials[reader] = Trial(key: key, tickets: [ticket])
        return uncounted(key, reader) ?? tooEarly(key, reader, Beginning(situation))
    }

    /// The attempt must be on disk as a wrong one before it is made.
    private func uncounted(_ key: CardKey, _ reader: ReaderName) -> String? {
        for subject in [ThrottleSubject.card(key), .reader(reader)] {
            let count = counts[subject] ?? Count()
            guard count.saved > count.failures else {
                return "\(register.label(key)) is tried at \(reader) before it is counted"
            }
        }
        return nil
    }

    /// The reader at which the card waits; where it waits at two, the one the step is about.
    private func reader(of key: CardKey, _ book: PresentationBook) -> ReaderName? {
        let readers = book.open.filter { $0.value.key == key }.keys.sorted()
        guard readers.count > 1 else { return readers.first ?? book.candidate(key) }
        guard case .event(let event) = step else { return readers.first { trials[$0] != nil } }
        switch event {
        case .keyPressed(_, let reader), .cardPresented(_, let reader):
            return readers.contains(reader) ? reader : nil
        case .pinChecked(_, let ticket), .libraryReplied(_, let ticket):
            return readers.first { trials[$0]?.tickets.contains(ticket) == true }
        default:
            return readers.first
        }
    }

    private mutating func conclude(_ situation: Situation) -> String? {
        for (reader, decision) in situation.presentations.decided {
            let trial = trials.removeValue(forKey: reader)
            let record = decision.record
            if record[.outcome] == "granted" {
                if trial != nil { counts[.card(decision.key)] = nil }
                continue
            }
            let isUnknown = record[.denial] == Denial.unknownCard.rawValue
            guard trial?.isRight == false || isUnknown else { continue }
            let begun = decision.presentation.map { Beginning(at: $0.since, step: $0.step) }
            let complaint =
                trial == nil
                ? tooEarly(decision.key, reader, begun ?? Beginning(situation)) : nil
            fail(decision.key, reader, situation)
            if let complaint { return complaint }
        }
        return nil
    }

    // MARK: Kiosks

    private mutating func begin(_ trial: KioskTrials.Trial, _ situation: Situation) -> String? {
        uncounted(trial.key, trial.reader)
            ?? tooEarly(trial.key, trial.reader, Beginning(situation))
    }

    private mutating func conclude(_ trial: KioskTrials.Trial, _ situation: Situation) {
        switch trial.isRight {
        case true?: counts[.card(trial.key)] = nil
        case false?: fail(trial.key, trial.reader, situation)
        case nil: break
        }
    }

    private mutating func fail(_ key: CardKey, _ reader: ReaderName, _ situation: Situation) {
        for subject in [ThrottleSubject.card(key), .reader(reader)] {
            forgive(subject, at: situation.now)
            counts[subject, default: Count()].failures += 1
            counts[subject]?.since = situation.now
            counts[subject]?.step = situation.presentations.step
        }
    }

    // MARK: Waits

    private mutating func tooEarly(
        _ key: CardKey,
        _ reader: ReaderName,
        _ begun: Beginning
    ) -> String? {
        for subject in [ThrottleSubject.card(key), .reader(reader)] {
            forgive(subject, at: begun.time)
            guard let count = counts[subject] else { continue }
            let wait = wait(subject, count.failures)
            let missing = count.since + wait - begun.time
            // What went wrong elsewhere after the beginning does not make the beginning early.
            guard wait > .zero, missing > .zero, count.step <= begun.step else { continue }
            let name = if case .reader = subject { "\(reader)" } else { register.label(key) }
            return "\(name): attempt \(count.failures + 1) comes \(missing) too early"
        }
        return nil
    }

    private mutating func forgive(_ subject: ThrottleSubject, at now: Duration) {
        guard let count = counts[subject],
            now - count.since >= rule(subject).forgiveAfter
        else { return }
        counts[subject] = nil
    }

    private func rule(_ subject: ThrottleSubject) -> ThrottleRule {
        if case .card = subject { .card } else { .reader }
    }

    /// The wait by the words of the rule: so many are free, then it doubles up to its maximum.
    private func wait(_ subject: ThrottleSubject, _ failures: Int) -> Duration {
        let rule = rule(subject)
        guard failures >= rule.free else { return .zero }
        var wait = rule.waitMin
        for _ in rule.free..<failures where wait < rule.waitMax { wait *= 2 }
        return min(wait, rule.waitMax)
    }
}
