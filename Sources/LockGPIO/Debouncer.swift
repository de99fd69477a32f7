// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Lets a new level count only when it has held for a time.
///
/// Edges are taken with the time at which the kernel saw them, so the result does not depend on how
/// late the thread came to read them.
struct Debouncer: Sendable {
    let period: Duration

    /// The level that counts; unknown before the first one.
    private(set) var level: Bool?
    private var candidate: (level: Bool, since: Uptime)?

    init(period: Duration) { self.period = max(.zero, period) }

    /// When the newest level will count if it holds.
    var deadline: Uptime? { candidate.map { $0.since + period } }

    /// Begins with a level that counts at once.
    mutating func start(at level: Bool) {
        self.level = level
        candidate = nil
    }

    /// Takes the level after an edge, or as read; gives the level that has come to count, if one.
    mutating func note(_ newLevel: Bool, at time: Uptime) -> Bool? {
        let settled = advance(to: time)
        if newLevel == level {
            candidate = nil
        } else if candidate == nil {
            candidate = (newLevel, time)
        }
        // Without a period every edge counts.
        return settled ?? advance(to: time)
    }

    /// Gives the level that has held for long enough, once.
    mutating func advance(to now: Uptime) -> Bool? {
        guard let candidate, let deadline, now >= deadline else { return nil }
        level = candidate.level
        self.candidate = nil
        return candidate.level
    }
}
