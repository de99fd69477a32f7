// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import SIP2

/// Something that the library system has carried out.
struct LibraryEffect: Hashable {
    /// What was done.
    let kind: OutboxEntry.Kind
    /// The card it was done for; nil for a return.
    let card: CardKey?
    /// The copy; nil when every loan was meant.
    let item: String?
}

/// Loans, returns and renewals, and what is told about them.
extension LibrarySystem {
    /// The answer to a request about a copy, or nil when it is none.
    func answerAboutItems(_ request: SIP2.Message) -> SIP2.Message? {
        switch request.command {
        case .checkout: CheckoutRequest(request).map(answer)
        case .checkin: CheckinRequest(request).map(answer)
        case .renew: RenewRequest(request).map(answer)
        case .renewAll: RenewAllRequest(request).map(answer)
        case .itemInformation: ItemInformationRequest(request).map(answer)
        case .endPatronSession: EndPatronSessionRequest(request).map(answer)
        default: nil
        }
    }

    /// Puts the lists that were asked for into an answer about a patron.
    func list(
        _ asked: PatronInformationRequest.Summary,
        of card: String,
        in answer: inout PatronInformationResponse
    ) {
        guard !asked.isEmpty else { return }
        let loans = collection.loans(of: card)
        let holds = collection.holds(of: card)
        answer.counts = .init(
            hold: 0,
            overdue: loans.count { $0.loan.map { $0.due < today() } ?? false },
            charged: loans.count,
            fine: 0,
            unavailableHold: holds.count
        )
        if asked.contains(.chargedItems) { answer.lists.charged = loans.map(text) }
        guard asked.contains(.unavailableHolds) else { return }
        answer.lists.unavailableHold = holds.map { copy in
            guard isCicero else { return copy.title }
            return "\(copy.title)%%%" + properties(of: copy).text
        }
    }

    // MARK: Loans

    private func answer(_ request: CheckoutRequest) -> SIP2.Message {
        let card = request.patron.number
        let told = request.isNoBlock ? Self.day(request.noBlockDueDate) : nil
        do throws(Collection.Refusal) {
            try mayBorrow(card, isDone: request.isNoBlock)
            let copy = try collection.lend(
                request.itemIdentifier,
                to: card,
                on: today(),
                told: told
            )
            note(.checkout, card, copy.item)
            return loan(to: request, request.patron, copy).message
        } catch {
            return refusal(to: request, request.patron, request.itemIdentifier, error).message
        }
    }

    private func answer(_ request: RenewRequest) -> SIP2.Message {
        let card = request.patron.number
        let item = request.itemIdentifier ?? ""
        do throws(Collection.Refusal) {
            try mayBorrow(card, isDone: false)
            let copy = try collection.renew(item, of: card, on: today())
            note(.renew, card, copy.item)
            return loan(to: request, request.patron, copy).message
        } catch {
            return refusal(to: request, request.patron, item, error).message
        }
    }

    private func answer(_ request: RenewAllRequest) -> SIP2.Message {
        let card = request.patron.number
        var answer = RenewAllResponse(
            isAccepted: true,
            renewedCount: 0,
            unrenewedCount: 0,
            transactionDate: request.transactionDate,
            institutionID: request.institutionID
        )
        do throws(Collection.Refusal) {
            try mayBorrow(card, isDone: false)
        } catch {
            answer.isAccepted = false
            answer.screenMessages = words(error)
            return answer.message
        }
        for copy in collection.loans(of: card) {
            do throws(Collection.Refusal) {
                answer.renewedItems.append(
                    text(try collection.renew(copy.item, of: card, on: today()))
                )
            } catch {
                answer.unrenewedItems.append(text(unrenewed: copy, error))
            }
        }
        answer.renewedCount = answer.renewedItems.count
        answer.unrenewedCount = answer.unrenewedItems.count
        if !answer.renewedItems.isEmpty { note(.renewAll, card, nil) }
        return answer.message
    }

    /// What was taken along without a line is lent to whoever is known at all.
    private func mayBorrow(_ card: String, isDone: Bool) throws(Collection.Refusal) {
        guard let account = account(of: card), account.isValid || isDone else {
            throw .unknownPatron
        }
        if !isDone, !account.status.isEmpty || account.hasExpired { throw .blocked }
    }

    private func loan<Request: LoanRequest>(
        to request: Request,
        _ patron: PatronIdentifier,
        _ copy: Collection.Copy
    ) -> LoanResponse<Request> {
        var answer = response(to: request, patron, copy.item, isAccepted: true)
        answer.desensitizes = true
        answer.titleIdentifier = copy.title
        answer.dueDate = copy.loan.map { DateText(Self.day($0.due)) }
        answer.itemProperties = isCicero ? properties(of: copy) : nil
        return answer
    }

    private func refusal<Request: LoanRequest>(
        to request: Request,
        _ patron: PatronIdentifier,
        _ item: String,
        _ refusal: Collection.Refusal
    ) -> LoanResponse<Request> {
        var answer = response(to: request, patron, item, isAccepted: false)
        answer.screenMessages = words(refusal)
        return answer
    }

    private func response<Request: LoanRequest>(
        to request: Request,
        _ patron: PatronIdentifier,
        _ item: String,
        isAccepted: Bool
    ) -> LoanResponse<Request> {
        LoanResponse(
            isAccepted: isAccepted,
            transactionDate: nil,
            institutionID: Self.institution,
            patron: patron,
            itemIdentifier: item
        )
    }

    // MARK: Returns and items

    private func answer(_ request: CheckinRequest) -> SIP2.Message {
        var answer = CheckinResponse(
            isAccepted: true,
            transactionDate: request.transactionDate,
            institutionID: request.institutionID,
            itemIdentifier: request.itemIdentifier
        )
        do throws(Collection.Refusal) {
            let copy = try collection.takeBack(request.itemIdentifier)
            note(.checkin, nil, copy.item)
            answer.titleIdentifier = copy.title
            answer.itemProperties = isCicero ? properties(of: copy) : nil
            answer.sortBin = "1"
            if copy.waiting != nil { answer.screenMessages = ["Reserveret"] }
        } catch {
            answer.isAccepted = false
            answer.screenMessages = words(error)
        }
        return answer.message
    }

    private func answer(_ request: ItemInformationRequest) -> SIP2.Message {
        let copy = collection[request.itemIdentifier]
        var answer = ItemInformationResponse(
            circulationStatus: copy.map { $0.loan == nil ? .available : .charged } ?? .other,
            transactionDate: request.transactionDate,
            itemIdentifier: request.itemIdentifier,
            titleIdentifier: copy?.title ?? ""
        )
        if copy == nil { answer.screenMessages = words(.unknownItem) }
        return answer.message
    }

    private func answer(_ request: EndPatronSessionRequest) -> SIP2.Message {
        EndSessionResponse(
            hasEnded: true,
            transactionDate: request.transactionDate,
            institutionID: request.institutionID,
            patron: request.patron
        ).message
    }

    // MARK: Words

    private func note(_ kind: OutboxEntry.Kind, _ card: String?, _ item: String?) {
        effected(LibraryEffect(kind: kind, card: card.flatMap(key), item: item))
    }

    private func words(_ refusal: Collection.Refusal) -> [String] {
        isCicero ? ["[\(refusal.rawValue)]"] : ["Sorry"]
    }

    private func text(_ copy: Collection.Copy) -> String {
        guard isCicero else { return copy.item }
        return "\(copy.item)%\(copy.loan.map { Self.day($0.due) } ?? "")%"
            + properties(of: copy).text
    }

    private func text(unrenewed copy: Collection.Copy, _ refusal: Collection.Refusal) -> String {
        guard isCicero else { return copy.item }
        return "\(copy.item)%\(refusal.rawValue)%\(copy.loan.map { Self.day($0.due) } ?? "")%"
            + properties(of: copy).text
    }

    private func properties(of copy: Collection.Copy) -> ItemProperties {
        ItemProperties("\(copy.title)%Demo Forfatter%Bog%%")
    }

    private static func day(_ time: SIP2.Timestamp?) -> CivilDate? {
        time.flatMap { CivilDate(year: $0.day.year, month: $0.day.month, day: $0.day.day) }
    }
}
