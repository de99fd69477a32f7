// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Synchronization

/// The station's own thread: takes from the inbox, keeps the deadlines, feeds the watchdog.
///
/// Everything the station does happens here, one thing after the other. Between events the thread
/// sleeps until the next deadline; with nothing to do it wakes only for the watchdog and once an
/// hour.
final class StationThread: Sendable {
    /// How often a clock that is not believed is looked at again.
    static let doubtInterval = Duration.seconds(5)

    private let inbox: Inbox
    private let manager: ServiceManager
    private let hasEnded = DispatchSemaphore(value: 0)

    init(inbox: Inbox, manager: ServiceManager) {
        self.inbox = inbox
        self.manager = manager
    }

    /// Starts the thread.
    ///
    /// The loop is made on it, because nothing else may touch it.
    ///
    /// - Parameters:
    ///   - clock: The clocks; the station's deadlines are measured on them.
    ///   - makeLoop: Makes the loop around a fresh station.
    ///   - status: Tells the line for `systemctl status`.
    func start(
        clock: SystemClock,
        makeLoop: @escaping @Sendable (Moment) -> StationLoop<CacheReading>,
        status: @escaping @Sendable (Station) -> String
    ) {
        let thread = Thread { [self] in
            var loop = makeLoop(clock.now())
            run(&loop, clock: clock, status: status)
            hasEnded.signal()
        }
        thread.name = "station"
        thread.qualityOfService = .userInteractive
        thread.start()
    }

    /// Waits until the thread has ended after ``Inbox/stop()``.
    func waitUntilEnded() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [hasEnded] in
                hasEnded.wait()
                continuation.resume()
            }
        }
    }

    private func run(
        _ loop: inout StationLoop<CacheReading>,
        clock: SystemClock,
        status: (Station) -> String
    ) {
        var nextAlive = clock.uptime
        var told = ""
        while true {
            let now = clock.now()
            if let interval = manager.watchdogInterval, nextAlive <= now.uptime {
                manager.alive()
                nextAlive = now.uptime + interval
            }
            loop.advance(to: now)
            let line = status(loop.station)
            if line != told {
                manager.status(line)
                told = line
            }
            var wake = loop.nextDeadline(after: now)
            if manager.watchdogInterval != nil { wake = min(wake, nextAlive) }
            if now.clock != .trusted { wake = min(wake, now.uptime + Self.doubtInterval) }
            for item in inbox.take(waitingAtMost: clock.uptime.duration(to: wake)) {
                switch item {
                case .event(let event): loop.handle(event, at: clock.now())
                case .inquiry(let look): look(loop.station)
                case .stop: return
                }
            }
        }
    }
}
