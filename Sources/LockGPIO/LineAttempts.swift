// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import PortnerCore

/// When to try again to get a line, and what to tell about it.
struct LineAttempts: Sendable {
    /// The pause after the first failure; a new chip's permissions take some milliseconds.
    static let pauseFirst = Duration.milliseconds(100)
    /// The longest pause between two attempts.
    static let pauseMax = Duration.seconds(10)

    /// When to try next; nothing while the line is held.
    private(set) var next: Uptime?
    private var backoff = Backoff(first: pauseFirst, max: pauseMax)
    private var reported: LockError.Code?

    /// The line has to be got at once.
    mutating func begin(at now: Uptime) {
        backoff.reset()
        next = now
    }

    /// An attempt failed, or a held line was lost; answers whether that is news.
    mutating func failed(_ error: LockError, at now: Uptime) -> Bool {
        next = now + backoff.pause()
        defer { reported = error.code }
        return reported != error.code
    }

    /// An attempt succeeded; answers whether a loss had been reported.
    mutating func succeeded() -> Bool {
        next = nil
        backoff.reset()
        defer { reported = nil }
        return reported != nil
    }

    /// Something changed among the chips: a missing line is tried soon, and then at short pauses.
    mutating func hurry(at now: Uptime) {
        if next != nil { begin(at: now) }
    }
}
