// SPDX-License-Identifier: MPL-2.0

/// When a server is asked next: at an interval, and more seldom while it fails.
public struct FetchPace: Sendable, Hashable {
    /// The pause after the first failure.
    public static let failurePause = Duration.seconds(60)
    /// The longest pause after a failure, unless the interval is longer.
    public static let failurePauseMax = Duration.seconds(3600)

    /// How often the server is asked while all is well.
    public let interval: Duration
    /// How many attempts in a row have failed.
    public private(set) var failures = 0

    /// A pace with nothing failed yet.
    public init(interval: Duration) { self.interval = interval }

    /// The pause after an attempt.
    ///
    /// - Parameters:
    ///   - isGood: Whether the attempt succeeded.
    ///   - share: Spreads the pause, so that stations do not ask in step: 0 to 1.
    /// - Returns: Between three quarters of the interval and five, or less than that after the
    ///   first failures and up to ``failurePauseMax`` after more of them.
    public mutating func pause(afterGood isGood: Bool, share: Double) -> Duration {
        let share = min(max(share, 0), 1)
        guard !isGood else {
            failures = 0
            return interval * (0.75 + share / 2)
        }
        let longest = max(Self.failurePauseMax, interval)
        let pause = min(Self.failurePause * (1 << min(failures, 16)), longest)
        failures += 1
        return pause * (0.5 + share / 2)
    }
}
