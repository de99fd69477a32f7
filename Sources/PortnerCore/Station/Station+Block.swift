// SPDX-License-Identifier: MPL-2.0

/// Asking the library system to block a card with which too many wrong PINs were tried.
extension Station {
    /// The greatest number of such requests on their way at once.
    static let blocksMax = 8

    /// Asks for a block when the attempt that was just wrong is the one after which the library
    /// wants it.
    ///
    /// Only the library system's own word that the PIN is wrong counts. While counts that were lost
    /// are held against every card, one wrong PIN would be enough, so nothing is asked then.
    mutating func askForBlock(
        of card: CardNumber,
        _ key: CardKey,
        at now: Moment
    ) -> [Action] {
        guard let attempts = settings.blockCardAfter, blocks.count < Self.blocksMax,
            throttle.count(of: .everyCard) == nil,
            throttle.count(of: .card(key))?.failures == attempts
        else { return [] }
        let request = LibraryRequest(
            id: nextRequest(),
            task: .block(PatronAccess(card: card, pin: nil)),
            timeout: KioskSettings.requestMax
        )
        blocks[request.id] = key
        return [
            .record(
                Record(
                    .library,
                    at: now,
                    subject: key,
                    [(.outcome, "block-asked"), (.detail, "after \(attempts) wrong PINs")]
                )
            ),
            .request(request),
        ]
    }

    /// What became of a block; nil when the answer is to something else.
    mutating func blockAnswered(_ answer: LibraryAnswer, at now: Moment) -> [Action]? {
        guard let key = blocks.removeValue(forKey: answer.request) else { return nil }
        let (code, detail): (String, String?) =
            switch answer.outcome {
            case .done: ("block-done", nil)
            case .refused(let refusal): ("block-failed", refusal.reason.rawValue)
            case .unknown: ("block-failed", "not known whether it was done")
            case .unavailable(let why): ("block-failed", why.rawValue)
            case .notSupported: ("block-failed", "not supported")
            }
        let record = Record(
            .library,
            at: now,
            subject: key,
            [(.outcome, code), (.detail, detail)]
        )
        return [.record(record)]
    }
}
