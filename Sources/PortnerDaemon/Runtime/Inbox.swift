// SPDX-License-Identifier: MPL-2.0

import Dispatch
import PortnerCore
import Synchronization

/// The one queue through which everything reaches the station, in one order.
///
/// It is bounded, and each kind of event has its rule for when it is full. What people do (scans
/// and keys) is refused and counted. A door input that changes faster than the station follows
/// keeps only its newest state. Answers that somebody waits for are never dropped: there are never
/// more of them than questions.
final class Inbox: Sendable {
    /// The greatest number of scans and keys that wait.
    static let inputsMax = 256
    /// The greatest number of changes of one door input that wait.
    static let changesMax = 16

    /// Something for the station's thread.
    enum Item: Sendable {
        /// An event for the station.
        case event(Event)
        /// A look at the station from its own thread.
        case inquiry(@Sendable (Station) -> Void)
        /// The end.
        case stop
    }

    private struct Waiting {
        var items: [Item] = []
        var inputs = 0
        var refused = 0
        var isSignalled = false
    }

    private let waiting = Mutex(Waiting())
    private let signal = DispatchSemaphore(value: 0)

    /// The number of scans and keys refused because too many were waiting.
    var refusedCount: Int { waiting.withLock { $0.refused } }

    /// Puts an event in line; `false` when it was refused.
    @discardableResult
    func put(_ event: Event) -> Bool {
        let isAccepted = waiting.withLock { waiting in
            if event.isInput {
                guard waiting.inputs < Self.inputsMax else {
                    waiting.refused += 1
                    return false
                }
                waiting.inputs += 1
            }
            if let line = event.line {
                let isSame = { (item: Item) in item.line == line }
                if waiting.items.count(where: isSame) >= Self.changesMax {
                    waiting.items.removeAll(where: isSame)
                }
            }
            waiting.items.append(.event(event))
            return true
        }
        if isAccepted { wake() }
        return isAccepted
    }

    /// Runs a closure on the station's thread.
    func inquire(_ look: @escaping @Sendable (Station) -> Void) {
        waiting.withLock { $0.items.append(.inquiry(look)) }
        wake()
    }

    /// Ends the station's thread after what is already in line.
    func stop() {
        waiting.withLock { $0.items.append(.stop) }
        wake()
    }

    /// Waits for something to do, for at most this long, and takes all of it.
    func take(waitingAtMost limit: Duration) -> [Item] {
        if limit > .zero {
            let (seconds, attoseconds) = limit.components
            let nanoseconds = Int(attoseconds / 1_000_000_000)
            _ = signal.wait(
                timeout: .now() + .seconds(Int(seconds)) + .nanoseconds(nanoseconds)
            )
        }
        return waiting.withLock { waiting in
            defer { waiting = Waiting(refused: waiting.refused) }
            return waiting.items
        }
    }

    /// One signal stands for everything in line, so that the thread wakes once.
    private func wake() {
        let mustSignal = waiting.withLock { waiting in
            defer { waiting.isSignalled = true }
            return !waiting.isSignalled
        }
        if mustSignal { signal.signal() }
    }
}

extension Event {
    /// Whether a person at the door made it happen.
    fileprivate var isInput: Bool {
        switch self {
        case .cardPresented, .passPresented, .codeScanned, .scanRefused, .keyPressed,
            .kioskPressed:
            true
        default: false
        }
    }

    /// The door input whose state the event tells.
    fileprivate var line: DoorInput? {
        switch self {
        case .contactChanged(_, let door): DoorInput(door: door, kind: .contact)
        case .exitChanged(_, let door): DoorInput(door: door, kind: .exit)
        case .fireChanged(_, let door): DoorInput(door: door, kind: .fire)
        case .boltChanged(_, let door): DoorInput(door: door, kind: .bolt)
        case .relayChanged(_, let door): DoorInput(door: door, kind: .relay)
        case .tamperChanged(_, let door): DoorInput(door: door, kind: .tamper)
        case .alarmChanged(_, let door): DoorInput(door: door, kind: .alarm)
        default: nil
        }
    }
}

extension Inbox.Item {
    fileprivate var line: DoorInput? {
        guard case .event(let event) = self else { return nil }
        return event.line
    }
}

private struct DoorInput: Equatable {
    enum Kind { case contact, exit, fire, bolt, relay, tamper, alarm }

    let door: DoorName
    let kind: Kind
}

extension Inbox {
    /// Looks at the station on its own thread.
    func look<Value: Sendable>(
        _ read: @escaping @Sendable (Station) -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            inquire { continuation.resume(returning: read($0)) }
        }
    }
}
