// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import Testing

@Suite struct `A back-off` {
    @Test func `doubles its pauses up to the longest`() {
        var backoff = Backoff(first: .seconds(1), max: .seconds(6))

        let pauses = (0..<5).map { _ in backoff.pause() }

        #expect(pauses == [.seconds(1), .seconds(2), .seconds(4), .seconds(6), .seconds(6)])
    }

    @Test func `begins with the first pause again after a reset`() {
        var backoff = Backoff(first: .seconds(1), max: .seconds(6))
        _ = backoff.pause()
        _ = backoff.pause()

        backoff.reset()

        #expect(backoff.pause() == .seconds(1))
    }
}
