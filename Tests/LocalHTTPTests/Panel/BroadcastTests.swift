// SPDX-License-Identifier: MPL-2.0

import Foundation
import Synchronization
import Testing

@testable import LocalHTTP

@Suite struct `A broadcast` {
    @Test func `gives a slow listener the newest values only`() async throws {
        let broadcast = Broadcast<Int, String>(depth: 1, listenersMax: 2)
        let stream = try broadcast.listen(to: 1)
        for value in ["a", "b", "c"] { broadcast.publish(value, to: 1) }
        var values = stream.makeAsyncIterator()
        #expect(await values.next() == "c")
    }

    @Test func `begins with the values that it kept`() async throws {
        let broadcast = Broadcast<Int, String>(depth: 2, listenersMax: 2)
        for value in ["a", "b", "c"] { broadcast.publish(value, to: 1) }
        var values = try broadcast.listen(to: 1).makeAsyncIterator()
        #expect(await values.next() == "b")
        #expect(await values.next() == "c")
    }

    @Test func `keeps topics apart`() async throws {
        let broadcast = Broadcast<Int, String>(depth: 1, listenersMax: 2)
        let stream = try broadcast.listen(to: 1)
        broadcast.publish("two", to: 2)
        broadcast.publish("one", to: 1)
        var values = stream.makeAsyncIterator()
        #expect(await values.next() == "one")
        #expect(broadcast.topics == [1, 2])
    }

    @Test func `takes no more listeners than it may`() throws {
        let broadcast = Broadcast<Int, String>(depth: 1, listenersMax: 1)
        var stream: AsyncStream<String>? = try broadcast.listen(to: 1)
        #expect(stream != nil)
        #expect(throws: TooManyListeners.self) { try broadcast.listen(to: 1) }
        stream = nil
        #expect(broadcast.listeners == 0)
    }

    /// To wake a listener that is being cancelled waits for the end of its cancellation.
    @Test(.timeLimit(.minutes(5)))
    func `passes values on while listeners leave`() async throws {
        let broadcast = Broadcast<Int, Int>(depth: 1, listenersMax: 8)
        let isOver = Atomic(false)
        let publisher = Thread {
            var value = 0
            while !isOver.load(ordering: .relaxed) {
                broadcast.publish(value, to: 1)
                broadcast.repeatNewest()
                value += 1
            }
        }
        publisher.start()
        for _ in 0..<5_000 {
            let stream = try broadcast.listen(to: 1)
            let listener = Task { for await _ in stream {} }
            await Task.yield()
            listener.cancel()
            await listener.value
        }
        isOver.store(true, ordering: .relaxed)
        #expect(broadcast.listeners == 0)
    }
}
