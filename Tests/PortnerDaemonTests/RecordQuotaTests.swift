// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import PortnerDaemon

@Suite struct `The records of refused requests` {
    private func later(_ seconds: Int) -> Uptime { Uptime(.seconds(1000 + seconds)) }

    @Test func `are made up to a number at once, and the rest is counted`() {
        var quota = RecordQuota(at: later(0))
        let first = (0..<RecordQuota.recordsMax).map { _ in quota.take(at: later(1)) }
        #expect(first == Array(repeating: 0, count: RecordQuota.recordsMax))
        for _ in 0..<7 { #expect(quota.take(at: later(2)) == nil) }
        #expect(quota.take(at: later(60)) == nil)
        #expect(quota.take(at: later(61)) == 8)
        #expect(quota.take(at: later(62)) == nil)
        #expect(quota.take(at: later(121)) == 1)
    }

    @Test func `are whole again after a while, and no more than that`() {
        var quota = RecordQuota(at: later(0))
        for _ in 0..<RecordQuota.recordsMax { _ = quota.take(at: later(1)) }
        let made = (0..<50).compactMap { _ in quota.take(at: later(1_000_000)) }
        #expect(made.count == RecordQuota.recordsMax)
    }
}
