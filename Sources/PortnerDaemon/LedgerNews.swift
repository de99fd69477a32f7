// SPDX-License-Identifier: MPL-2.0

import Synchronization

/// Tells those who follow the ledger that there is something new to read.
///
/// A follower hears the newest number and reads up to it; one that is slow misses numbers, never
/// entries.
final class LedgerNews: Sendable {
    private struct Followers {
        var next = 0
        var alarms = 0
        var streams: [Int: AsyncStream<UInt64>.Continuation] = [:]
    }

    private let followers = Mutex(Followers())

    /// The alarms that were written since the start.
    var alarmCount: Int { followers.withLock(\.alarms) }

    /// Tells the number of the newest entry, and how many of the new ones are alarms.
    func tell(_ sequence: UInt64, alarms: Int = 0) {
        let streams = followers.withLock { followers in
            followers.alarms += alarms
            return followers.streams.values.map(\.self)
        }
        for stream in streams { stream.yield(sequence) }
    }

    /// A stream of newest numbers, from now on.
    func follow() -> AsyncStream<UInt64> {
        let (stream, continuation) = AsyncStream<UInt64>.makeStream(
            bufferingPolicy: .bufferingNewest(1)
        )
        let number = followers.withLock { followers in
            followers.next += 1
            followers.streams[followers.next] = continuation
            return followers.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.followers.withLock { _ = $0.streams.removeValue(forKey: number) }
        }
        return stream
    }

    /// Ends every stream.
    func end() {
        let streams = followers.withLock { followers in
            defer { followers.streams = [:] }
            return followers.streams.values.map(\.self)
        }
        for stream in streams { stream.finish() }
    }
}
