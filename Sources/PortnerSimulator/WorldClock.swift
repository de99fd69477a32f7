// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The machine's clock of the world's time, which may be wrong.
final class WorldClock {
    /// What the clock shows without a battery after the power was cut: 1 January 2020.
    static let unset = Timestamp(milliseconds: 1_577_836_800_000)

    /// Whether the station believes the clock only while it is synchronised.
    let mustBeSynchronised: Bool
    /// Whether time synchronisation works.
    var isSynchronised = true

    /// The true time at the beginning of the world.
    private let start: Timestamp
    /// How far the clock is ahead of the truth.
    private var error = Duration.zero

    init(start: Timestamp, mustBeSynchronised: Bool) {
        self.start = start
        self.mustBeSynchronised = mustBeSynchronised
    }

    /// What the clock shows.
    func timestamp(at now: Duration) -> Timestamp {
        Timestamp(milliseconds: start.milliseconds + Int64((now + error).milliseconds))
    }

    /// The true time.
    func truth(at now: Duration) -> Timestamp {
        Timestamp(milliseconds: start.milliseconds + Int64(now.milliseconds))
    }

    func step(by change: Duration) { error += change }

    func set(to time: Timestamp, at now: Duration) {
        error = .milliseconds(time.milliseconds - truth(at: now).milliseconds)
    }

    /// Sets the clock right.
    func correct() { error = .zero }
}

/// How one life of the daemon judges the clock, as the daemon's own clock does.
///
/// A clock that moves against the monotonic one has jumped, and is believed again when it is
/// synchronised or has run evenly for a minute.
struct ClockWatch {
    private static let driftMax = Duration.seconds(5)
    private static let settlingTime = Duration.seconds(60)
    /// The world's clock shows no less than this once it is set: 1 November 2026.
    private static let earliest = Timestamp(milliseconds: 1_793_491_200_000)

    private var offset: Duration?
    private var jumpedAt: Duration?

    /// The moment that a process sees that began at a point in the world's time.
    mutating func moment(_ clock: WorldClock, begun: Duration, at now: Duration) -> Moment {
        let timestamp = clock.timestamp(at: now)
        return Moment(
            uptime: Uptime(now - begun),
            timestamp: timestamp,
            civil: CopenhagenTime.civil(at: timestamp),
            clock: trust(clock, timestamp, at: now)
        )
    }

    private mutating func trust(
        _ clock: WorldClock,
        _ timestamp: Timestamp,
        at now: Duration
    ) -> ClockTrust {
        let offset = .milliseconds(timestamp.milliseconds) - now
        let moved = self.offset.map { offset - $0 } ?? .zero
        self.offset = offset
        if moved > Self.driftMax || moved < .zero - Self.driftMax { jumpedAt = now }
        guard timestamp >= Self.earliest else { return .unset }
        if clock.mustBeSynchronised, !clock.isSynchronised {
            return jumpedAt == nil ? .unset : .jumped
        }
        guard let jumpedAt else { return .trusted }
        guard clock.mustBeSynchronised || now - jumpedAt >= Self.settlingTime else {
            return .jumped
        }
        self.jumpedAt = nil
        return .trusted
    }
}
