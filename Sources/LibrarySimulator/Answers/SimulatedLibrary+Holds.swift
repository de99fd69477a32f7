// SPDX-License-Identifier: MPL-2.0

import SIP2

/// Answers to holds and payments.
extension SimulatedLibrary {
    mutating func answer(_ request: HoldRequest?, at time: Timestamp) -> Message? {
        guard let request else { return nil }
        var answer = HoldResponse(
            isAccepted: false,
            transactionDate: time,
            institutionID: Self.institution,
            patron: request.patron
        )
        answer.itemIdentifier = request.itemIdentifier
        do throws(Library.Refusal) {
            let hold = try carryOut(request, on: time.day)
            answer.isAccepted = true
            answer.isAvailable = library.isAvailable(hold.record)
            answer.titleIdentifier = library.title(hold.record).map { identifier(of: $0) }
            if request.mode != .delete {
                answer.expirationDate = dueText(hold.expires)
                answer.pickupLocation = hold.branch
                answer.queuePosition = library.queuePosition(hold)
            }
        } catch {
            answer.titleIdentifier = request.titleIdentifier
            answer.screenMessages = [words(error)]
        }
        return answer.message
    }

    private mutating func carryOut(
        _ request: HoldRequest,
        on day: CalendarDay
    ) throws(Library.Refusal) -> Library.Hold {
        let claim = Library.Claim(request.patron, request.patronPassword)
        let record = try library.record(
            item: request.itemIdentifier,
            title: request.titleIdentifier
        )
        let expires = request.expirationDate?.day
        switch request.mode {
        case .add:
            return try library.placeHold(
                on: record,
                for: claim,
                at: request.pickupLocation,
                expires: expires,
                on: day
            )
        case .delete:
            return try library.cancelHold(on: record, for: claim, on: day)
        case .change:
            return try library.changeHold(
                on: record,
                for: claim,
                at: request.pickupLocation,
                expires: expires
            )
        case nil:
            throw .noSuchHold
        }
    }

    mutating func answer(_ request: FeePaidRequest?, at time: Timestamp) -> Message? {
        guard let request else { return nil }
        var answer = FeePaidResponse(
            isAccepted: false,
            transactionDate: time,
            institutionID: Self.institution,
            patron: request.patron
        )
        do throws(Library.Refusal) {
            guard let amount = request.feeAmount.minorUnits(), request.currency == .danishKrone
            else { throw .wrongAmount }
            _ = try library.pay(
                amount,
                fee: request.feeIdentifier,
                by: Library.Claim(request.patron, request.patronPassword),
                on: time.day
            )
            answer.isAccepted = true
            answer.transactionID = request.transactionID ?? library.nextTransactionID()
        } catch {
            answer.screenMessages = [words(error)]
        }
        return answer.message
    }
}
