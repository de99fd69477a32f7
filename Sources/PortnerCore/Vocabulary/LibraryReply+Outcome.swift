// SPDX-License-Identifier: MPL-2.0

extension LibraryReply {
    /// What is learned of a patron when the request for who that is has ended.
    ///
    /// What is neither a patron nor a plain no is no answer, and the door's outage rule holds.
    public init(_ outcome: LibraryOutcome) {
        switch outcome {
        case .done(.patron(let account)):
            self = .known(account.facts, pinAccepted: account.pinAccepted)
        case .refused(let refusal) where refusal.reason == .patronNotValid:
            self = .unknownCard
        case .done, .refused, .unknown, .unavailable, .notSupported:
            self = .noAnswer
        }
    }
}
