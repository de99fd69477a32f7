// SPDX-License-Identifier: MPL-2.0

import Dispatch
import PortnerCore
import RFIDTags
import Synchronization

/// A kiosk's pad of tags: what its reader sees goes to the desk, and what the desk finds to the
/// station.
///
/// Everything happens on one queue, one thing after the other. Where no pad is configured there is
/// no queue, and nothing wakes.
final class TagStand: Sendable {
    /// How often the desk is given the time.
    static let interval = DispatchTimeInterval.milliseconds(200)

    private let kiosk: KioskName
    private let reader: TagReader
    private let inbox: Inbox
    private let clock: SystemClock
    private let desk = Mutex(TagDesk())
    private let queue: DispatchQueue
    private let isRunning = Mutex(false)

    init(_ reader: TagReader, at kiosk: KioskName, inbox: Inbox, clock: SystemClock) {
        (self.kiosk, self.reader, self.inbox, self.clock) = (kiosk, reader, inbox, clock)
        queue = DispatchQueue(label: "portner-tags", qos: .userInitiated)
    }

    /// Begins to look round.
    func start() {
        isRunning.withLock { $0 = true }
        keepTime()
        reader.start { [weak self] event in
            guard let self else { return }
            queue.async { [self] in
                carryOut(desk.withLock { $0.heard(event, at: clock.uptime) })
            }
        }
    }

    /// Takes an order of the station's.
    func take(_ order: TagOrder) {
        queue.async { [self] in
            carryOut(desk.withLock { $0.carryOut(order, at: clock.uptime) })
        }
    }

    /// Ends.
    func stop() {
        reader.stop()
        isRunning.withLock { $0 = false }
    }

    private func keepTime() {
        queue.asyncAfter(deadline: .now() + Self.interval) { [weak self] in
            guard let self, isRunning.withLock(\.self) else { return }
            carryOut(desk.withLock { $0.advance(to: clock.uptime) })
            keepTime()
        }
    }

    private func carryOut(_ actions: [TagDesk.Action]) {
        for action in actions {
            switch action {
            case .order(let order): reader.carryOut(order)
            case .report(let report): inbox.put(.padChanged(report, kiosk: kiosk))
            }
        }
    }
}
