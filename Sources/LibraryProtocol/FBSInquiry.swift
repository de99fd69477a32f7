// SPDX-License-Identifier: MPL-2.0

public import FBS
public import PortnerCore

/// A question about a patron who is not here, as the one call of the FBS REST interface that
/// answers it without a card and without a PIN.
public struct FBSInquiry: Sendable {
    /// The call.
    public let call: FetchPatron
    private let inquiry: PatronInquiry

    /// Makes the call; nil for a patron whose number is not of this interface.
    public init?(_ inquiry: PatronInquiry) {
        guard let id = inquiry.patron.fbs.flatMap({ PatronID($0) }) else { return nil }
        call = FetchPatron(id)
        self.inquiry = inquiry
    }

    /// What an answer says; one about somebody else says nothing.
    public func reply(
        from response: FBSResponse,
        asOf: Timestamp,
        today: CivilDate
    ) -> LibraryReply {
        do throws(FBSError) {
            let answer = try FetchPatron.answer(from: response)
            switch answer.status {
            case .valid: break
            case .invalid: return .unknownCard
            default: return .noAnswer
            }
            guard let patron = answer.patron, patron.id == call.patron else { return .noAnswer }
            let facts = FBSReading.facts(patron, inquiry.ageLimits, asOf: asOf, today: today)
            return .known(facts, pinAccepted: nil)
        } catch {
            guard case .refused(let refusal) = error, refusal.kind == .notFound else {
                return .noAnswer
            }
            return .unknownCard
        }
    }
}
