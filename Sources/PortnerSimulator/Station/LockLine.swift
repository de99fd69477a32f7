// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The output of one lock, as driver and kernel keep it.
struct LockLine {
    /// The longest that the driver lets a lock stay released in one go.
    private static let releaseMax = Duration.seconds(3660)
    /// How much later than it was told the driver secures a lock itself.
    private static let grace = Duration.milliseconds(250)

    /// Whether the lock is released.
    private(set) var isReleased = false
    /// When the driver secures the lock itself.
    private(set) var deadline: Duration?
    /// Whether the line cannot be driven.
    private(set) var isLost = false

    /// Releases the lock for at most this long; `false` when the line is lost.
    mutating func release(for duration: Duration, at now: Duration) -> Bool {
        guard !isLost else { return false }
        isReleased = true
        deadline = now + min(duration, Self.releaseMax) + Self.grace
        return true
    }

    /// Secures the lock; `false` when the line is lost.
    mutating func secure() -> Bool {
        guard !isLost else { return false }
        fallIdle()
        return true
    }

    /// The line is lost: its chip is gone, and the lock falls back to its idle level.
    mutating func lose() {
        isLost = true
        fallIdle()
    }

    /// The line is back, secured.
    mutating func regain() {
        isLost = false
        fallIdle()
    }

    /// The process that held the line is gone.
    ///
    /// - Parameter keepsLevel: Whether the chip leaves the output as it was, as some do.
    mutating func processEnded(keepsLevel: Bool) {
        isLost = false
        deadline = nil
        if !keepsLevel { isReleased = false }
    }

    private mutating func fallIdle() {
        isReleased = false
        deadline = nil
    }
}
