// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// Decides whether a library system is asked at all, as a value without clock and without chance.
///
/// A system may answer its status at once and patrons never, so on a good line only an answer to a
/// request makes a failure forgotten; a probe's does not.
///
/// After an outage the line counts as good again only after several good answers in a row: a
/// system that comes back often goes away again at once. Meanwhile questions are asked with a
/// short time, and what changes records is not asked. While there is an outage nothing is asked,
/// so that nobody waits for an answer that will not come; a probe finds out when it has ended, and
/// the wait between probes doubles up to a limit.
public struct CircuitBreaker: Sendable {
    /// The limits of a breaker.
    public struct Limits: Sendable, Hashable {
        /// How many failures are an outage on a line that was good when no request is answered
        /// between them.
        public var failuresMax = 2
        /// How many good answers in a row end an outage.
        public var goodAnswersNeeded = 5
        /// The wait that an outage begins with, of which chance takes up to a half.
        ///
        /// It doubles with each failure until the line counts as good again.
        public var waitMin = Duration.milliseconds(500)
        /// The longest wait before a probe in an outage, and for a probe's consequence.
        public var waitMax = Duration.seconds(30)
        /// The wait before a probe after a failure that is no outage yet, and between probes while
        /// good answers are counted.
        public var probeInterval = Duration.seconds(1)
        /// How long nobody may ask on a good line before it is probed; nil where it keeps itself
        /// alive.
        public var idleInterval: Duration?
        /// The most time for a question while good answers are counted.
        public var shortTimeout = Duration.seconds(1)

        /// The usual limits.
        public init() {}
    }

    /// Whether and how something may be asked.
    public enum Permission: Sendable, Hashable {
        /// With the time it brings along.
        case normal
        /// With at most this much time; that it was too short is no failure, see
        /// ``CircuitBreaker/expired(hadShortTime:at:share:)``.
        case within(Duration)
        /// Not now.
        case refused(Unavailability)
    }

    /// The limits.
    public let limits: Limits
    /// How the line is.
    public private(set) var state = LinkHealth.State.online
    /// When the next probe is due; nil when none is.
    public private(set) var nextProbe: Duration?

    private var failures = 0
    /// Whether the line was good once; a failure before that is not chance but the first news.
    private var isProven = false
    private var wait: Duration

    /// A breaker for a line of which nothing is known: it may be asked, and the first failure is an
    /// outage.
    public init(_ limits: Limits = Limits()) {
        self.limits = limits
        wait = limits.waitMin
    }

    /// Whether something may be asked, by whether an answer that is lost would leave a doubt.
    public func permission(changesRecords: Bool) -> Permission {
        switch state {
        case .online: .normal
        case .recovering:
            changesRecords ? .refused(.recovering) : .within(limits.shortTimeout)
        case .offline: .refused(.offline)
        }
    }

    /// A request was answered, in time and with what fits it: on a good line the failures before it
    /// are forgotten.
    ///
    /// It comes besides ``succeeded(at:)``, which counts the answer itself.
    public mutating func answered() {
        isProven = true
        if case .online = state { failures = 0 }
    }

    /// A good answer came, to a probe or to anything else.
    public mutating func succeeded(at now: Duration) {
        isProven = true
        let good: Int
        switch state {
        case .online:
            nextProbe = limits.idleInterval.map { now + $0 }
            return
        case .offline: good = 1
        case .recovering(let before): good = before + 1
        }
        guard good < limits.goodAnswersNeeded else {
            state = .online
            failures = 0
            wait = limits.waitMin
            nextProbe = limits.idleInterval.map { now + $0 }
            return
        }
        state = .recovering(goodAnswers: good)
        nextProbe = now + limits.probeInterval
    }

    /// An answer stayed away, was useless, or the connection failed.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - share: How much of the wait is kept, from a half to all of it: left to chance, so that
    ///     a hundred stations do not come back at the same instant.
    public mutating func failed(at now: Duration, share: Double) {
        if case .online = state, isProven {
            failures += 1
            guard failures >= limits.failuresMax else {
                nextProbe = now + limits.probeInterval
                return
            }
        }
        state = .offline
        nextProbe = now + wait * min(max(share, 0.5), 1)
        wait = min(wait * 2, limits.waitMax)
    }

    /// The time of a request was over before its answer came.
    ///
    /// Too short a time proves nothing: a system that always takes a little longer would never be
    /// trusted again. Whether the line is well is then for the probes to say.
    ///
    /// - Parameters:
    ///   - hadShortTime: Whether ``Permission/within(_:)`` left less than the request had.
    ///   - now: The time.
    ///   - share: As in ``failed(at:share:)``.
    public mutating func expired(hadShortTime: Bool, at now: Duration, share: Double) {
        guard !hadShortTime else { return }
        failed(at: now, share: share)
    }

    /// A probe is under way; the next one is due when it stays without any consequence.
    public mutating func probed(at now: Duration) {
        guard nextProbe != nil else { return }
        nextProbe = now + limits.waitMax
    }
}
