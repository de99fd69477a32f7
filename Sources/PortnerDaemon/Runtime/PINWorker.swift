// SPDX-License-Identifier: MPL-2.0

import Dispatch
import PortnerCore
import PortnerStore
import Synchronization

/// Does the slow PIN functions, one at a time, away from the station's thread.
///
/// What waits is bounded and comes in turns, as ``PINQueue`` says.
final class PINWorker: Sendable {
    private let hasher: PINHasher
    private let inbox: Inbox
    private let jobs = Mutex(PINQueue())
    private let queue = DispatchQueue(label: "portner.pin", qos: .userInitiated)

    init(_ hasher: PINHasher, inbox: Inbox) {
        self.hasher = hasher
        self.inbox = inbox
    }

    /// Checks a PIN; a check that fails for want of memory or of a place in line counts as no
    /// match.
    ///
    /// A verifier that was found right and cost less than one costs now is made anew afterwards.
    func check(_ check: PINCheck) {
        if !add(.check(check)) { inbox.put(.pinChecked(matches: false, check.ticket)) }
    }

    /// Makes a verifier; nothing comes back when that fails, and the PIN is learned another day.
    func derive(_ pin: PIN, _ key: CardKey, _ ticket: Ticket) {
        _ = add(.derive(pin, key, ticket))
    }

    private func add(_ job: PINQueue.Job) -> Bool {
        guard jobs.withLock({ $0.add(job) }) else { return false }
        // One turn for each job, whichever it then is.
        queue.async { [self] in
            if let next = jobs.withLock({ $0.next() }) { perform(next) }
        }
        return true
    }

    private func perform(_ job: PINQueue.Job) {
        switch job {
        case .check(let check):
            let matches = try? hasher.check(check.pin, for: check.key, against: check.verifier)
            inbox.put(.pinChecked(matches: matches ?? false, check.ticket))
            guard matches == true, let old = check.verifier, hasher.isOutdated(old) else { return }
            _ = add(.renew(old, check))
        case .derive(let pin, let key, let ticket):
            guard let verifier = try? hasher.derive(pin, for: key) else { return }
            inbox.put(.verifierDerived(verifier, ticket))
        case .renew(let old, let check):
            guard let new = try? hasher.derive(check.pin, for: check.key) else { return }
            inbox.put(.verifierRenewed(check.key, from: old, to: new))
        }
    }
}
