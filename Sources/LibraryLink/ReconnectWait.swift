// SPDX-License-Identifier: MPL-2.0

/// How long to wait before the next attempt to connect: twice as long each time, up to a limit.
struct ReconnectWait {
    private let limits: ClosedRange<Duration>
    private var next: Duration

    init(_ limits: ClosedRange<Duration>) {
        self.limits = limits
        next = limits.lowerBound
    }

    /// Lengthens the wait after a failure.
    ///
    /// - Parameter share: How much of the wait is kept, from a half to all of it: left to chance,
    ///   so that a hundred doors do not come back at the same instant.
    /// - Returns: The wait before the next attempt.
    mutating func lengthen(share: Double) -> Duration {
        defer { next = min(next * 2, limits.upperBound) }
        return next * min(max(share, 0.5), 1)
    }

    /// Begins again after a success.
    mutating func reset() {
        next = limits.lowerBound
    }
}
