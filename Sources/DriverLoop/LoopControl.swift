// SPDX-License-Identifier: MPL-2.0

import Synchronization

/// How other threads reach a driver's loop: to wake it, and to end it.
public final class LoopControl: Sendable {
    private let bell: WakeSignal
    private let isStopping = Atomic(false)

    /// A control for a loop that is about to start.
    ///
    /// - Throws: The reason when the process has no descriptors left.
    public init() throws(SystemCallError) { bell = try WakeSignal() }

    /// The descriptor that the loop waits for besides its own.
    public var descriptor: Int32 { bell.descriptor }

    /// Whether the loop shall end; it asks this before every wait.
    public var shouldStop: Bool { isStopping.load(ordering: .acquiring) }

    /// Makes the loop look at what is due.
    public func wake() { bell.ring() }

    /// Makes the loop end.
    public func stop() {
        isStopping.store(true, ordering: .releasing)
        bell.ring()
    }

    /// The loop has been woken and can be woken again.
    public func hush() { bell.hush() }
}
