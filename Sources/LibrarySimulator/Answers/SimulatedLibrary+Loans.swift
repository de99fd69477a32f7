// SPDX-License-Identifier: MPL-2.0

import SIP2

/// Answers to loans, returns and renewals.
extension SimulatedLibrary {
    mutating func answer(_ request: CheckoutRequest?, at time: Timestamp) -> Message? {
        guard let request else { return nil }
        let claim = Library.Claim(request.patron, request.patronPassword)
        let offline = request.isNoBlock ? request.transactionDate : nil
        do throws(Library.Refusal) {
            if request.cancels == true {
                try library.cancelLoan(request.itemIdentifier, of: claim)
                return answer(to: request, request.patron, request.itemIdentifier, at: time)
            }
            let (loan, isRenewal) = try library.lend(
                request.itemIdentifier,
                to: claim,
                on: (offline ?? time).day,
                due: request.noBlockDueDate?.day,
                renews: request.allowsRenewal,
                mayRefuse: !request.isNoBlock
            )
            return answer(to: request, request.patron, loan, isRenewal: isRenewal, at: time)
        } catch {
            return answer(to: request, request.patron, request.itemIdentifier, error, at: time)
        }
    }

    mutating func answer(_ request: RenewRequest?, at time: Timestamp) -> Message? {
        guard let request else { return nil }
        let claim = Library.Claim(request.patron, request.patronPassword)
        let barcode = barcode(of: request)
        do throws(Library.Refusal) {
            let loan = try library.renew(
                barcode,
                of: claim,
                on: time.day,
                mayRefuse: !request.isNoBlock
            )
            return answer(to: request, request.patron, loan, isRenewal: true, at: time)
        } catch {
            return answer(to: request, request.patron, barcode, error, at: time)
        }
    }

    /// The copy to renew, which can be named by its title.
    private func barcode(of request: RenewRequest) -> String {
        if let barcode = request.itemIdentifier, !barcode.isEmpty { return barcode }
        guard let patron = patron(request.patron.number), let title = request.titleIdentifier else {
            return ""
        }
        let loan = library.loans(of: patron).first { loan in
            guard let item = library.item(loan.item) else { return false }
            return identifier(of: library.title(of: item)) == title || item.record == title
        }
        return loan?.item ?? ""
    }

    /// The answer that a loan is made or renewed.
    private mutating func answer<Request: LoanRequest>(
        to request: Request,
        _ patron: PatronIdentifier,
        _ loan: Library.Loan,
        isRenewal: Bool,
        at time: Timestamp
    ) -> Message {
        var answer = LoanResponse<Request>(
            isAccepted: true,
            isRenewal: isRenewal,
            desensitizes: true,
            transactionDate: time,
            institutionID: Self.institution,
            patron: patron,
            itemIdentifier: loan.item,
            dueDate: dueText(loan.due)
        )
        describe(loan.item, in: &answer)
        answer.transactionID = library.nextTransactionID()
        return answer.message
    }

    /// The answer that nothing is on loan, either because of a reason or because it was undone.
    private mutating func answer<Request: LoanRequest>(
        to request: Request,
        _ patron: PatronIdentifier,
        _ barcode: String,
        _ refusal: Library.Refusal? = nil,
        at time: Timestamp
    ) -> Message {
        var answer = LoanResponse<Request>(
            isAccepted: refusal == nil,
            desensitizes: false,
            transactionDate: time,
            institutionID: Self.institution,
            patron: patron,
            itemIdentifier: barcode
        )
        describe(barcode, in: &answer)
        answer.screenMessages = refusal.map { [words($0)] } ?? []
        // Cicero states the due date of a loan that it did not renew, and a transaction.
        if manner == .cicero {
            answer.dueDate = library.loan(of: barcode).map { dueText($0.due) }
            answer.transactionID = library.nextTransactionID()
        }
        return answer.message
    }

    private func describe<Request>(_ barcode: String, in answer: inout LoanResponse<Request>) {
        guard let title = library.item(barcode).map({ library.title(of: $0) }) else { return }
        answer.titleIdentifier = identifier(of: title)
        answer.itemProperties = properties(of: title)
        answer.mediaType = manner == .strict ? title.kind.mediaType : nil
    }

    mutating func answer(_ request: RenewAllRequest?, at time: Timestamp) -> Message? {
        guard let request else { return nil }
        let claim = Library.Claim(request.patron, request.patronPassword)
        var answer = RenewAllResponse(
            isAccepted: true,
            renewedCount: 0,
            unrenewedCount: 0,
            transactionDate: time,
            institutionID: Self.institution
        )
        do throws(Library.Refusal) {
            for (loan, obstacle) in try library.renewAll(of: claim, on: time.day) {
                if obstacle == nil {
                    answer.renewedItems += text(loan).map { [$0] } ?? []
                } else {
                    answer.unrenewedItems += text(unrenewed: loan).map { [$0] } ?? []
                }
            }
            answer.renewedCount = answer.renewedItems.count
            answer.unrenewedCount = answer.unrenewedItems.count
        } catch {
            answer.isAccepted = false
            answer.screenMessages = [words(error)]
        }
        return answer.message
    }
}
