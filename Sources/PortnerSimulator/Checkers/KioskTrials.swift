// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The PINs on trial at kiosks, where an answer may come when the patron has gone.
struct KioskTrials {
    /// A PIN on trial.
    struct Trial {
        let key: CardKey
        let reader: ReaderName
        var requests: Set<RequestID> = []
        var tickets: Set<Ticket> = []
        /// The last word on the PIN.
        var isRight: Bool?
    }

    private var trials: [Trial] = []
    /// The trial that the step is about.
    private var current: Int?
    private var step: Observation.Step = .time

    /// A step begins, which may bring a word on a PIN.
    mutating func begin(_ step: Observation.Step) {
        self.step = step
        current = nil
        switch step {
        case .event(.pinChecked(let matches, let ticket)):
            current = trials.firstIndex { $0.tickets.contains(ticket) }
            if let current { trials[current].isRight = matches }
        case .event(.libraryAnswered(let answer)):
            current = trials.firstIndex { $0.requests.contains(answer.request) }
            if let current { trials[current].isRight = answer.outcome.pinIsRight }
        default:
            break
        }
    }

    /// A PIN is asked about; gives the trial when it is a new one.
    mutating func ask(
        _ request: LibraryRequest,
        _ key: CardKey,
        _ settings: StationSettings?
    ) -> Trial? {
        guard let reader = reader(settings) else { return nil }
        trials.append(Trial(key: key, reader: reader, requests: [request.id]))
        return trials.last
    }

    /// A PIN is checked here: `nil` when that is none of a kiosk's, else the trial where it is a
    /// new one.
    mutating func check(
        _ check: PINCheck,
        of key: CardKey,
        _ settings: StationSettings?
    ) -> Trial?? {
        if let current {
            trials[current].tickets.insert(check.ticket)
            return .some(nil)
        }
        guard let reader = reader(settings) else { return nil }
        let trial = Trial(key: key, reader: reader, tickets: [check.ticket])
        trials.append(trial)
        return .some(trial)
    }

    /// The kiosk's reader at which somebody did something in this step.
    private func reader(_ settings: StationSettings?) -> ReaderName? {
        switch step {
        case .event(.keyPressed(_, let reader)):
            settings?.kiosks.first { $0.reader == reader }?.reader
        case .event(.kioskPressed(_, let kiosk)):
            settings?.kiosks.first { $0.kiosk == kiosk }?.reader
        default: nil
        }
    }

    /// A person was erased: what a check that goes on says of their PIN is nobody's.
    mutating func forget(_ key: CardKey) {
        trials.removeAll { $0.key == key }
        current = nil
    }

    /// The step is over; gives the trial that it ended.
    mutating func finish() -> Trial? {
        guard let current else { return nil }
        self.current = nil
        // Without a word from the library system the check here goes on.
        if case .event(.libraryAnswered) = step, trials[current].isRight == nil,
            !trials[current].tickets.isEmpty
        {
            return nil
        }
        return trials.remove(at: current)
    }
}

extension LibraryOutcome {
    /// What an answer says about a PIN; nil where it says nothing.
    fileprivate var pinIsRight: Bool? {
        switch self {
        case .done(.patron(let account)): account.pinAccepted
        case .refused(let refusal)
        where refusal.reason == .patronNotValid || refusal.reason == .wrongPIN:
            false
        default: nil
        }
    }
}
