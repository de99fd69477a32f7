// SPDX-License-Identifier: MPL-2.0

import Synchronization

/// There are as many listeners as there may be.
struct TooManyListeners: Error {}

/// Passes values on to whoever listens to their topic, beginning with the newest ones there are.
///
/// A listener that is slower than the values loses the oldest of them and never holds up the
/// others.
final class Broadcast<Topic: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Listener: Sendable {
        let topic: Topic
        let continuation: AsyncStream<Value>.Continuation
    }

    private struct State: Sendable {
        var kept: [Topic: [Value]] = [:]
        var listeners: [UInt64: Listener] = [:]
        var lastListener: UInt64 = 0
    }

    private let state = Mutex(State())
    /// Held while values are passed on, so that each listener gets them in their order.
    ///
    /// The state is not: to wake a listener can mean to wait for the end of its cancellation, and
    /// that waits for the state.
    private let passing = Mutex(())
    private let depth: Int
    private let listenersMax: Int

    /// A broadcast that keeps this many of the newest values of each topic.
    init(depth: Int, listenersMax: Int) {
        self.depth = depth
        self.listenersMax = listenersMax
    }

    /// How many are listening.
    var listeners: Int { state.withLock { $0.listeners.count } }

    /// The topics that have a value.
    var topics: Set<Topic> { state.withLock { Set($0.kept.keys) } }

    /// Keeps a value and passes it on.
    func publish(_ value: Value, to topic: Topic) {
        passing.withLock { _ in
            let listeners = state.withLock { state in
                state.kept[topic, default: []].append(value)
                if state.kept[topic, default: []].count > depth { state.kept[topic]?.removeFirst() }
                return state.listeners.values.filter { $0.topic == topic }
            }
            for listener in listeners { listener.continuation.yield(value) }
        }
    }

    /// Passes the newest value of every topic on again.
    func repeatNewest() {
        passing.withLock { _ in
            let (listeners, kept) = state.withLock { ($0.listeners.values.map(\.self), $0.kept) }
            for listener in listeners {
                guard let newest = kept[listener.topic]?.last else { continue }
                listener.continuation.yield(newest)
            }
        }
    }

    /// The values of a topic: those kept, then each as it is published.
    ///
    /// - Throws: ``TooManyListeners`` when there are as many listeners as there may be.
    func listen(to topic: Topic) throws(TooManyListeners) -> AsyncStream<Value> {
        let (stream, continuation) = AsyncStream<Value>.makeStream(
            bufferingPolicy: .bufferingNewest(depth)
        )
        let number: UInt64? = state.withLock { state in
            guard state.listeners.count < listenersMax else { return nil }
            state.lastListener += 1
            state.listeners[state.lastListener] = Listener(
                topic: topic,
                continuation: continuation
            )
            // Nobody waits for these yet, so there is nobody to wake.
            for value in state.kept[topic] ?? [] { continuation.yield(value) }
            return state.lastListener
        }
        guard let number else { throw TooManyListeners() }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { state in state.listeners[number] = nil }
        }
        return stream
    }
}
