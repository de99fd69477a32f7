// SPDX-License-Identifier: MPL-2.0

import CLinux
import Foundation
import Glibc
import PortnerCore
import Synchronization

/// The machine's clocks, and a judgement whether the world's clock can be believed.
final class SystemClock: Sendable {
    /// How far the two clocks may move against each other before the world's clock has jumped.
    static let driftMax = Duration.seconds(5)
    /// How long a clock that jumped must run evenly before a free-running one is believed again.
    static let settlingTime = Duration.seconds(60)
    /// The world's clock shows no less than this once it is set: 1 November 2026.
    static let earliest = Timestamp(milliseconds: 1_793_491_200_000)

    private let zone: TimeZone
    private let mustBeSynchronised: Bool
    private let start = ContinuousClock.now
    private let watch = Mutex(Watch())

    /// How the two clocks have run beside each other.
    private struct Watch {
        var offset: Duration?
        var jumpedAt: Uptime?
    }

    init(zone: TimeZone, mustBeSynchronised: Bool) {
        self.zone = zone
        self.mustBeSynchronised = mustBeSynchronised
    }

    /// The moment that the clocks show now.
    func now() -> Moment {
        let uptime = Uptime(start.duration(to: .now))
        let date = Date()
        let timestamp = Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
        let ahead = zone.secondsFromGMT(for: date)
        return Moment(
            uptime: uptime,
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: ahead),
            clock: trust(timestamp, at: uptime)
        )
    }

    /// How far a local time is ahead of UTC, the time being given as if it were UTC.
    func secondsAheadOfUTC(atLocal time: Timestamp) -> Int {
        let local = Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
        let guess = zone.secondsFromGMT(for: local)
        return zone.secondsFromGMT(for: local.addingTimeInterval(-Double(guess)))
    }

    /// The point on the monotonic clock alone.
    var uptime: Uptime { Uptime(start.duration(to: .now)) }

    private func trust(_ timestamp: Timestamp, at uptime: Uptime) -> ClockTrust {
        watch.withLock { watch in
            let offset = .milliseconds(timestamp.milliseconds) - uptime.sinceStart
            let moved = watch.offset.map { offset - $0 } ?? .zero
            watch.offset = offset
            if moved > Self.driftMax || moved < .zero - Self.driftMax { watch.jumpedAt = uptime }
            guard timestamp >= Self.earliest else { return .unset }
            if mustBeSynchronised, !Self.isSynchronised {
                return watch.jumpedAt == nil ? .unset : .jumped
            }
            guard let jumpedAt = watch.jumpedAt else { return .trusted }
            // A step by time synchronisation is the cure, not the illness.
            guard mustBeSynchronised || jumpedAt.duration(to: uptime) >= Self.settlingTime else {
                return .jumped
            }
            watch.jumpedAt = nil
            return .trusted
        }
    }

    /// Whether the kernel says that the clock is synchronised, or time synchronisation left its
    /// mark (inside a sandbox the kernel may refuse to say).
    private static var isSynchronised: Bool {
        var state = timex()
        let answer = unsafe adjtimex(&state)
        if answer >= 0 { return answer != TIME_ERROR }
        return unsafe access("/run/systemd/timesync/synchronized", F_OK) == 0
    }
}
