// SPDX-License-Identifier: MPL-2.0

import Dispatch
import PortnerCore
import PortnerStore

/// Does the slow PIN functions, one at a time and in order, away from the station's thread.
///
/// A reader has one check under way and the station a limited number of derivations, so no more
/// than that ever waits.
final class PINWorker: Sendable {
    private let hasher: PINHasher
    private let inbox: Inbox
    private let queue = DispatchQueue(label: "portner.pin", qos: .userInitiated)

    init(_ hasher: PINHasher, inbox: Inbox) {
        self.hasher = hasher
        self.inbox = inbox
    }

    /// Checks a PIN; a check that fails for want of memory counts as no match.
    ///
    /// A verifier that was found right and cost less than one costs now is made anew afterwards.
    func check(_ check: PINCheck) {
        queue.async { [self] in
            let matches = try? hasher.check(check.pin, for: check.key, against: check.verifier)
            inbox.put(.pinChecked(matches: matches ?? false, check.ticket))
            guard matches == true, let old = check.verifier, hasher.isOutdated(old) else { return }
            renew(old, check)
        }
    }

    /// Waits behind the checks that patrons wait for.
    private func renew(_ old: PINVerifier, _ check: PINCheck) {
        queue.async { [hasher, inbox] in
            guard let new = try? hasher.derive(check.pin, for: check.key) else { return }
            inbox.put(.verifierRenewed(check.key, from: old, to: new))
        }
    }

    /// Makes a verifier; nothing comes back when that fails, and the PIN is learned another day.
    func derive(_ pin: PIN, _ key: CardKey, _ ticket: Ticket) {
        queue.async { [hasher, inbox] in
            guard let verifier = try? hasher.derive(pin, for: key) else { return }
            inbox.put(.verifierDerived(verifier, ticket))
        }
    }
}
