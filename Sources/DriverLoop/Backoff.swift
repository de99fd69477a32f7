// SPDX-License-Identifier: MPL-2.0

/// Growing pauses between attempts: each is twice the one before, up to a limit.
public struct Backoff: Sendable, Hashable {
    /// The pause after the first failure.
    public let first: Duration
    /// The longest pause.
    public let max: Duration

    private var next: Duration

    /// A schedule before its first attempt.
    public init(first: Duration, max: Duration) {
        self.first = first
        self.max = max
        next = first
    }

    /// The pause after a failure, and a longer one next time.
    public mutating func pause() -> Duration {
        defer { next = min(next * 2, max) }
        return next
    }

    /// Starts again with the shortest pause.
    public mutating func reset() { next = first }
}
