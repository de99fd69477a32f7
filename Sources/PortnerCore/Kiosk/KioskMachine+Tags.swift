// SPDX-License-Identifier: MPL-2.0

/// What lies on the pad, for whoever stands at the screen.
extension KioskMachine {
    /// The pad reported something.
    mutating func padChanged(_ report: TagReport, at now: Uptime) -> [Action] {
        switch report {
        case .complete(let item):
            return itemScanned(item, isOnPad: true, at: now)
        case .incomplete(let item, let missing):
            return onPad(at: now) { $0.missesParts(item, missing) }
        case .lifted(let item):
            return onPad(at: now) { $0.gateChanged(item, to: .putBack) }
        case .putBack(let item):
            return onPad(at: now) { $0.gateChanged(item, to: .waiting) }
        case .settled(let item):
            return onPad(at: now) { $0.gateChanged(item, to: .settled) }
        case .alarm(let item, _):
            return onPad(at: now) { $0.gateChanged(item, to: .alarm) }
        case .reader:
            return []
        }
    }

    private mutating func onPad(
        at now: Uptime,
        _ change: (inout KioskSession) -> KioskSession.Step
    ) -> [Action] {
        guard case .active(let session) = state, !session.isIssuing else {
            return [.ignored(.late)]
        }
        // What happens on the pad is no answer to a question that is open.
        guard asked == nil else {
            update { change(&$0).notice }
            return []
        }
        return inSession(at: now, change)
    }
}
