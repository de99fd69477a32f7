// SPDX-License-Identifier: MPL-2.0

import Dispatch
import Synchronization

/// Those who wait for what becomes of letters that they have handed in.
final class LetterWaits: Sendable {
    private struct State {
        var open: [UInt64: LetterWait] = [:]
        var isOver = false
    }

    private let state = Mutex(State())

    /// Begins to wait for some letters, before the first of them is handed in.
    func begin(_ numbers: [UInt64]) -> LetterWait {
        let wait = LetterWait(numbers.count)
        let isOver = state.withLock { state in
            for number in numbers where !state.isOver { state.open[number] = wait }
            return state.isOver
        }
        if isOver { wait.giveUp() }
        return wait
    }

    /// A letter came to its end; `false` when nobody waits for it.
    func ended(_ number: UInt64, isDelivered: Bool) -> Bool {
        guard let wait = state.withLock({ $0.open.removeValue(forKey: number) }) else {
            return false
        }
        wait.ended(isDelivered: isDelivered)
        return true
    }

    /// Lets everybody go, and nobody wait any more.
    func stop() {
        let open = state.withLock { state in
            state.isOver = true
            defer { state.open = [:] }
            return Array(state.open.values)
        }
        for wait in open { wait.giveUp() }
    }
}

/// Somebody who waits for the end of some letters.
final class LetterWait: Sendable {
    private struct Count {
        var left: Int
        var delivered = 0
    }

    private let count: Mutex<Count>
    private let end = DispatchSemaphore(value: 0)

    fileprivate init(_ letters: Int) {
        count = Mutex(Count(left: letters))
        if letters == 0 { end.signal() }
    }

    fileprivate func ended(isDelivered: Bool) {
        let isOver = count.withLock { count in
            count.left -= 1
            if isDelivered { count.delivered += 1 }
            return count.left == 0
        }
        if isOver { end.signal() }
    }

    fileprivate func giveUp() { end.signal() }

    /// Waits, on a thread that may, and tells how many were delivered.
    func delivered() -> Int {
        end.wait()
        return count.withLock { $0.delivered }
    }
}
