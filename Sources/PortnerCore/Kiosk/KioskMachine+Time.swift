// SPDX-License-Identifier: MPL-2.0

/// How long a kiosk waits, and for whom.
extension KioskMachine {
    /// Somebody is there: the quiet time begins anew, and the question is answered.
    mutating func touched(at now: Uptime) -> [Action] {
        asked = nil
        switch state {
        case .identifying, .checking: break
        default: until = quiet.map { now + $0 }
        }
        return []
    }

    private var quiet: Duration? {
        let factor = wishes.moreTime ? KioskSettings.moreTimeFactor : 1
        return switch state {
        case .idle: notice == nil && wishes == settings.wishes ? nil : settings.quiet
        case .outOfOrder: nil
        case .waitingForCard, .typingCard: settings.quiet * factor
        case .identifying, .checking: KioskSettings.signInMax
        case .enteringPIN: min(settings.quiet, KioskSettings.quietAtPIN) * factor
        case .refused: settings.quiet + KioskSettings.quietForReading
        case .active(let session) where session.isIssuing: KioskSettings.receiptMax
        case .active(let session):
            (settings.quiet
                + (session.wantsAttention ? KioskSettings.quietForReading : .zero)) * factor
        case .bye: KioskSettings.byeMax
        }
    }

    /// When the machine next needs `advance(to:)`.
    public var nextDeadline: Uptime? { until }

    /// Does what is due: asks whether somebody is there, ends a session that nobody goes on with.
    mutating func advance(to now: Uptime) -> [Action] {
        guard let until, until <= now else { return [] }
        switch (asked, state) {
        case (.handOver(let next)?, _):
            return handOver(to: next, at: now)
        case (.stillThere?, _), (.another?, _), (nil, .waitingForCard), (nil, .refused):
            return end(at: now)
        case (nil, .idle), (nil, .bye), (nil, .outOfOrder):
            begin()
            return []
        case (nil, .identifying), (nil, .checking):
            refuse(.unreachable, at: now)
            return []
        case (nil, .active(let session)) where session.isIssuing:
            // Nobody waits for it any more, so it must not come out any more either.
            return [.withdraw(session: self.session)]
                + receiptEnded(succeeded: false, session: self.session, at: now)
        case (nil, .enteringPIN), (nil, .typingCard), (nil, .active):
            asked = .stillThere
            self.until = now + settings.answerTime
            return []
        }
    }
}
