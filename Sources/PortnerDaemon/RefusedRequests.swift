// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import PortnerCore
import Synchronization

/// Has requests recorded that a user's role does not allow, not more of them than somebody reads.
///
/// Who is refused can try again as fast as the machine goes; neither the ledger nor the inbox may
/// fill with it. What was left out is counted in the next record.
final class RefusedRequests: Sendable {
    private let inbox: Inbox
    private let clock: SystemClock
    private let quota: Mutex<RecordQuota>

    init(inbox: Inbox, clock: SystemClock) {
        self.inbox = inbox
        self.clock = clock
        quota = Mutex(RecordQuota(at: clock.uptime))
    }

    /// Notes a request of a user.
    func note(_ request: ControlRequest, by: String) {
        let now = clock.uptime
        guard let leftOut = quota.withLock({ $0.take(at: now) }) else { return }
        let others = leftOut == 0 ? "" : ", and \(leftOut) others before"
        let detail = "\(request.rawValue), by \(by)\(others)"
        inbox.put(.stationChanged(code: "request-refused", detail: detail))
    }
}

/// How many records may still be made of something that others can cause at will.
struct RecordQuota: Sendable {
    /// The most records at once.
    static let recordsMax = 10
    /// How long it takes until one more may be made.
    static let pause = Duration.seconds(60)

    private var left = recordsMax
    private var since: Uptime
    private var leftOut = 0

    /// A quota that is whole.
    init(at now: Uptime) { since = now }

    /// Takes a record; the number of those that were left out before it, or `nil` to leave it out.
    mutating func take(at now: Uptime) -> Int? {
        while left < Self.recordsMax, since + Self.pause <= now {
            left += 1
            since = since + Self.pause
        }
        guard left > 0 else {
            leftOut += 1
            return nil
        }
        if left == Self.recordsMax { since = now }
        left -= 1
        defer { leftOut = 0 }
        return leftOut
    }
}
