// SPDX-License-Identifier: MPL-2.0

/// What a checker watches over; the first ones are the invariants of the design by their numbers.
public enum Invariant: String, Sendable, Hashable, CaseIterable {
    /// I1: a lock is released only for a reason that holds, and never longer than that.
    case release = "I1-release"
    /// I2: a record is durable before a lock is released for what it says.
    case recordFirst = "I2-record-first"
    /// I3: no fault releases a lock.
    case fault = "I3-fault"
    /// I4: nobody is let in whom the newest facts keep out.
    case newestFacts = "I4-newest-facts"
    /// I5: after a crash the locks are idle and the ledger is whole.
    case crash = "I5-crash"
    /// I6: wrong PINs are tried no faster than the throttle allows.
    case attempts = "I6-attempts"
    /// I7: exit and fire are obeyed at once.
    case escape = "I7-escape"
    /// I8: no card number and no PIN is in anything that is kept or shown.
    case secrets = "I8-secrets"
    /// I9: nobody is let in on facts older than their limit.
    case freshness = "I9-freshness"
    /// I10: each transaction of a kiosk ends as exactly one of done, queued and refused.
    case transactions = "I10-transactions"
    /// I11: questions under way, counts and files are bounded by named limits.
    case bounds = "I11-bounds"
    /// While the card key is exchanged nobody is lost, and nothing is held under a key given up.
    case cardKey = "card-key"
    /// What lock, relay and cabinet report is told in time.
    case lockReports = "lock-reports"
    /// Only who may enter is let in: known, with a right PIN, old enough, in open hours.
    case entry
    /// Each presentation that is accepted is decided on once, in bounded time.
    case decision
    /// No panel says "come in" while the lock is secured, or another state than the lock's.
    case panel
    /// No screen of a kiosk shows anything of a patron to somebody else.
    case screen
    /// When the faults are over, doors secure, readers are idle, and a patron gets in.
    case liveness
}

/// Watches over one invariant, with a book of its own.
protocol Checker {
    /// What it watches over.
    var invariant: Invariant { get }

    /// Takes an observation and says what is wrong, without secrets; `nil` when nothing is.
    mutating func see(_ observation: Observation, in situation: Situation) -> String?
}

/// An invariant that did not hold.
public struct Violation: Sendable, Hashable {
    /// The invariant.
    public let invariant: Invariant
    /// What was seen, without secrets.
    public let detail: String
    /// The number of the step in which it was seen.
    public let step: Int
}
