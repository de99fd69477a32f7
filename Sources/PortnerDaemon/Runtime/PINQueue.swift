// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The slow PIN functions that wait for their turn.
///
/// Patrons wait for a check and for nothing else, so checks go first, in the order in which they
/// came. A reader has one check under way, so that order takes the readers in turns. Verifiers are
/// made in between: at least one after every ``checksInRow``, and a full queue drops them, because
/// a PIN that is not learned today is learned another day.
struct PINQueue: Sendable {
    /// The greatest number of checks that wait: as many readers as no station has.
    static let checksMax = 64
    /// The greatest number of verifiers that wait to be made.
    static let derivationsMax = 16
    /// The most checks that are done one after the other while a verifier waits to be made.
    static let checksInRow = 8

    /// Something slow that is to be done.
    enum Job: Sendable {
        /// Check a PIN for a patron who waits.
        case check(PINCheck)
        /// Make a verifier of a PIN that the library system accepted.
        case derive(PIN, CardKey, Ticket)
        /// Make a verifier anew, of a PIN that was found right.
        case renew(PINVerifier, PINCheck)
    }

    private var checks: [Job] = []
    private var derivations: [Job] = []
    private var done = 0

    /// Whether nothing waits.
    var isEmpty: Bool { checks.isEmpty && derivations.isEmpty }

    /// Puts a job in line; `false` when the line is full and the job is not done.
    mutating func add(_ job: Job) -> Bool {
        switch job {
        case .check:
            guard checks.count < Self.checksMax else { return false }
            checks.append(job)
        case .derive, .renew:
            guard derivations.count < Self.derivationsMax else { return false }
            derivations.append(job)
        }
        return true
    }

    /// Takes the job whose turn it is.
    mutating func next() -> Job? {
        let isDerivationDue = checks.isEmpty || done >= Self.checksInRow
        if isDerivationDue, !derivations.isEmpty {
            done = 0
            return derivations.removeFirst()
        }
        guard !checks.isEmpty else { return nil }
        done += 1
        return checks.removeFirst()
    }
}
