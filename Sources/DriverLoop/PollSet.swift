// SPDX-License-Identifier: MPL-2.0

import Glibc
public import PortnerCore

/// The descriptors that a driver's thread waits for.
public struct PollSet: Sendable {
    /// What a wait can find out about one descriptor.
    public enum Readiness: Sendable, Hashable {
        /// Nothing happened.
        case idle
        /// What was waited for can be done without blocking.
        case ready
        /// The other end or the device is gone.
        case broken
    }

    /// The pause, in microseconds, after a wait that the kernel refused.
    private static let refusalPause: UInt32 = 50_000

    private var entries: [pollfd] = []

    /// A set without descriptors.
    public init() {}

    /// Empties the set, keeping its memory.
    public mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    /// Adds a descriptor to be read from and gives its position in the set.
    ///
    /// A negative number is allowed and stays idle.
    @discardableResult
    public mutating func add(_ descriptor: Int32) -> Int {
        add(descriptor, events: Int16(POLLIN))
    }

    /// Adds a descriptor with the events that `poll` shall wait for and gives its position.
    @discardableResult
    public mutating func add(_ descriptor: Int32, events: Int16) -> Int {
        entries.append(pollfd(fd: descriptor, events: events, revents: 0))
        return entries.count - 1
    }

    /// Sleeps until a descriptor is ready or the deadline has come; without one, for any time.
    ///
    /// A wait may end early; the caller looks at what is ready and due, and waits again.
    public mutating func wait(until deadline: Uptime?) {
        for index in entries.indices { entries[index].revents = 0 }
        // Unsafe: pointer and length of an array of our own that lives through the call.
        let result = unsafe poll(
            &entries,
            nfds_t(entries.count),
            deadline.map(Self.milliseconds(until:)) ?? -1
        )
        // The kernel is out of memory: the caller's deadlines must be kept all the same.
        if result < 0, errno != EINTR { usleep(Self.refusalPause) }
    }

    /// Rounded up, so that the deadline has come when the wait ends.
    private static func milliseconds(until deadline: Uptime) -> Int32 {
        let left = MonotonicClock.now.duration(to: deadline)
        guard left > .zero else { return 0 }
        // A day at most; the caller then finds that nothing is due and waits again.
        let whole = min(left, .seconds(86_400)) / .milliseconds(1)
        return Int32(whole.rounded(.up))
    }

    /// What the last wait found out about the descriptor at a position.
    public func readiness(at position: Int) -> Readiness {
        let found = Int32(entries[position].revents)
        if found & (POLLERR | POLLHUP | POLLNVAL) != 0 { return .broken }
        return found == 0 ? .idle : .ready
    }
}
