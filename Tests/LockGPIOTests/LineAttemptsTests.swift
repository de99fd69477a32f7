// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import LockGPIO

@Suite struct `Attempts to get a line` {
    private let start = Uptime(.seconds(10))
    private let missing = LockError(.chipMissing)

    @Test func `are due at once at the beginning`() {
        var attempts = LineAttempts()

        attempts.begin(at: start)

        #expect(attempts.next == start)
    }

    @Test func `come at growing pauses that have a limit`() {
        var attempts = LineAttempts()
        attempts.begin(at: start)
        var now = start
        var pauses: [Duration] = []

        for _ in 0..<12 {
            _ = attempts.failed(missing, at: now)
            let next = attempts.next ?? now
            pauses.append(now.duration(to: next))
            now = next
        }

        #expect(pauses.first == LineAttempts.pauseFirst)
        #expect(pauses[1] == LineAttempts.pauseFirst * 2)
        #expect(pauses.last == LineAttempts.pauseMax)
    }

    @Test func `report a failure once for each reason`() {
        var attempts = LineAttempts()

        let busy = LockError(.lineBusy)

        let isNews = [missing, missing, busy, busy].map { attempts.failed($0, at: start) }

        #expect(isNews == [true, false, true, false])
    }

    @Test func `end with a success, which is news only after a reported failure`() {
        var attempts = LineAttempts()
        attempts.begin(at: start)

        #expect(attempts.succeeded() == false)
        #expect(attempts.next == nil)

        _ = attempts.failed(missing, at: start)
        let isNews = (0..<2).map { _ in attempts.succeeded() }
        #expect(isNews == [true, false])
    }

    @Test func `are hurried only while the line is missing`() {
        var attempts = LineAttempts()
        attempts.hurry(at: start)
        #expect(attempts.next == nil)

        for _ in 0..<8 { _ = attempts.failed(missing, at: start) }
        attempts.hurry(at: start)

        #expect(attempts.next == start)
    }
}
