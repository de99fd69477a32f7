// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import SIP2

extension SIP2Reading {
    // MARK: Loans

    func checkout(_ response: CheckoutResponse, _ number: ItemNumber) -> LibraryOutcome? {
        guard concerns(number, response.itemIdentifier) else { return nil }
        guard response.isAccepted else { return refused(response) }
        return .done(
            .checkout(
                Checkout(
                    item: item(number, response.itemProperties, title: response.titleIdentifier),
                    due: due(response.dueDate),
                    isRenewal: response.isRenewal,
                    desensitizes: response.desensitizes,
                    text: words(response.screenMessages)
                )
            )
        )
    }

    func renewal(
        _ response: LoanResponse<RenewRequest>,
        _ number: ItemNumber
    ) -> LibraryOutcome? {
        guard concerns(number, response.itemIdentifier) else { return nil }
        guard response.isAccepted else { return refused(response) }
        let item = item(number, response.itemProperties, title: response.titleIdentifier)
        return .done(.renewal(Renewal(item: item, due: due(response.dueDate))))
    }

    /// Some systems say in a refusal whether patron and PIN were right.
    private func refused<Request>(_ response: LoanResponse<Request>) -> LibraryOutcome {
        let said = { (id: FieldID) in response.extensions.first { $0.id == id }?.value }
        let reason: Refusal.Reason =
            if said(.validPatron) == "N" {
                .patronNotValid
            } else if said(.validPatronPassword) == "N" {
                .wrongPIN
            } else {
                .other
            }
        return refused(response.screenMessages, or: reason)
    }

    /// `ok` does not mean that anything was renewed: each loan is told of by itself.
    func renewals(_ response: RenewAllResponse) -> LibraryOutcome {
        guard response.isAccepted else { return refused(response.screenMessages) }
        guard translation.form == .cicero else {
            return .done(
                .renewals(
                    response.renewedItems.map { Renewal(item: item(freely: $0)) }
                        + response.unrenewedItems.map {
                            Renewal(item: item(freely: $0), refusal: Refusal(.other))
                        }
                )
            )
        }
        let renewed = response.renewals.map { entry in
            Renewal(
                item: item(entry.item, entry.properties),
                due: entry.dueDate.flatMap { CivilDate($0) }.map { .on($0) }
            )
        }
        let refused = response.refusals.map { entry in
            Renewal(
                item: item(entry.item, entry.properties),
                due: entry.dueDate.flatMap { CivilDate($0) }.map { .on($0) },
                refusal: refusal(entry.reason)
            )
        }
        return .done(.renewals(renewed + refused))
    }

    /// The reason of a loan in a list has no brackets around its token.
    private func refusal(_ token: String?) -> Refusal {
        guard case .refused(let refusal) = refused(["[\(token ?? "")]"]) else {
            return Refusal(.other)
        }
        return refusal
    }

    // MARK: Returns and items

    func checkin(_ response: CheckinResponse, _ number: ItemNumber) -> LibraryOutcome? {
        guard concerns(number, response.itemIdentifier) else { return nil }
        guard response.isAccepted else { return refused(response.screenMessages) }
        return .done(
            .checkin(
                Checkin(
                    item: item(number, response.itemProperties, title: response.titleIdentifier),
                    place: response.permanentLocation?.branch.flatMap { LibraryText($0) },
                    bin: response.sortBin.flatMap { LibraryText($0) },
                    alert: alert(response),
                    resensitizes: response.resensitizes,
                    text: words(response.screenMessages)
                )
            )
        )
    }

    /// Cicero tells of a hold by this word alone, other systems by a code, or by a flag that some
    /// set too often.
    private func alert(_ response: CheckinResponse) -> Checkin.Alert? {
        if response.screenMessages.contains("Reserveret") { return .reserved }
        switch response.alertType {
        case .holdHere?: return .reserved
        case .holdElsewhere?, .interlibraryLoan?, .transfer?: return .otherBranch
        case AlertType.none?: return nil
        default: return response.alerts ? .other : nil
        }
    }

    func facts(_ response: ItemInformationResponse, _ number: ItemNumber) -> LibraryOutcome? {
        guard concerns(number, response.itemIdentifier) else { return nil }
        let title = response.titleIdentifier
        let isNothing = title.isEmpty && response.circulationStatus == .other
        if isNothing, !response.screenMessages.isEmpty {
            return refused(response.screenMessages, or: .itemUnknown)
        }
        return .done(
            .item(
                ItemFacts(
                    item: item(number, response.itemProperties, title: title),
                    status: ItemStatus(response.circulationStatus),
                    due: due(response.dueDate),
                    waiting: response.holdQueueLength,
                    place: response.permanentLocation?.branch.flatMap { LibraryText($0) }
                )
            )
        )
    }

    // MARK: Payments

    func payment(_ response: FeePaidResponse) -> LibraryOutcome {
        response.isAccepted
            ? .done(.payment(words(response.screenMessages)))
            : refused(response.screenMessages)
    }
}

extension ItemStatus {
    /// The status in the core's words.
    init(_ status: CirculationStatus) {
        self =
            switch status {
            case .available: .available
            case .charged, .chargedNotRecallable, .recalled: .onLoan
            case .waitingOnHoldShelf: .onHoldShelf
            case .waitingToBeReshelved: .toBeShelved
            case .inTransit: .inTransit
            case .onOrder, .inProcess: .inPreparation
            case .claimedReturned, .lost, .missing: .lost
            default: .other
            }
    }
}
