// SPDX-License-Identifier: MPL-2.0

import PortnerCore
public import SIP2

/// How tasks become messages of SIP2 and answers become results, for one station at one library.
public struct SIP2Translation: Sendable, Hashable {
    /// The institution, the language, and the questions of the door.
    public var questions: PatronQuestions
    /// Where the station stands (`AP` in Checkin).
    public var location: String
    /// The shape in which the library system writes lists and asks for them.
    public var form: Dialect.Form
    /// The currency of amounts that come without one.
    public var currency: String

    /// A translation for an institution.
    public init(
        institution: String,
        location: String = "",
        form: Dialect.Form = .threeM,
        language: SIP2.Language = .danish,
        currency: String = "DKK"
    ) {
        questions = PatronQuestions(institution: institution, language: language)
        self.location = location
        self.form = form
        self.currency = currency
    }

    var institution: String { questions.institution }

    // MARK: Requests

    /// The messages that carry out a request, one after the other; never none.
    func messages(for request: LibraryRequest, at time: CivilTime) -> [SIP2.Message] {
        let now = SIP2.Timestamp(time)
        switch request.task {
        case .patron(let access, _):
            return [information([], access, now)]
        case .loans(let access):
            return [information(form == .cicero ? .firstNine : .chargedItems, access, now)]
        case .holds(let access):
            // The protocol allows one list at a time; Cicero is known to answer all at once.
            return form == .cicero
                ? [information(.firstNine, access, now)]
                : [
                    information(.holdItems, access, now),
                    information(.unavailableHolds, access, now),
                ]
        case .fees(let access):
            return [information(form == .cicero ? .firstNine : .fineItems, access, now)]
        case .checkout(let item, let access, let deferral):
            return [checkout(item, access, deferral, now)]
        case .checkin(let item, let deferral):
            return [checkin(item, deferral, now)]
        case .renew(let item, let access):
            return [renew(item, access, now)]
        case .renewAll(let access):
            return [renewAll(access, now)]
        case .pay(let payment, let access):
            return [pay(payment, access, request.id, now)]
        case .item(let item):
            return [
                ItemInformationRequest(
                    transactionDate: now,
                    institutionID: institution,
                    itemIdentifier: item.secret
                ).message
            ]
        case .endSession(let access):
            return [
                EndPatronSessionRequest(
                    transactionDate: now,
                    institutionID: institution,
                    patron: access.identifier
                ).message
            ]
        case .block(let access):
            return [
                BlockPatronRequest(
                    isCardRetained: false,
                    transactionDate: now,
                    institutionID: institution,
                    blockedCardMessage: Self.blockReason,
                    patron: access.identifier
                ).message
            ]
        }
    }

    /// Why a card is to be blocked, for the library's staff; a protocol of ASCII has it in English.
    private static let blockReason = "Too many wrong PINs at the self-service"

    private func information(
        _ summary: PatronInformationRequest.Summary,
        _ access: PatronAccess,
        _ now: SIP2.Timestamp?
    ) -> SIP2.Message {
        PatronInformationRequest(
            language: questions.language,
            transactionDate: now,
            summary: summary,
            institutionID: institution,
            patron: access.identifier,
            patronPassword: access.password
        ).message
    }

    /// Renewal by checkout is not allowed: a patron who means to borrow is told of the loan.
    ///
    /// Servers hang up on a blank due date, and ignore the date unless told not to block. So it is
    /// the time of the request where the library system decides when the item is due, and the day
    /// that the patron was told where the loan was made already. Only a day that four digits of a
    /// year cannot tell is left blank: a date that is wrong would be believed.
    private func checkout(
        _ item: ItemNumber,
        _ access: PatronAccess,
        _ deferral: DeferredCheckout?,
        _ now: SIP2.Timestamp?
    ) -> SIP2.Message {
        let due = deferral.map { SIP2.Timestamp(startOf: $0.due) } ?? now
        return CheckoutRequest(
            allowsRenewal: false,
            isNoBlock: deferral != nil,
            transactionDate: deferral.flatMap { SIP2.Timestamp($0.made) } ?? now,
            noBlockDueDate: due,
            institutionID: institution,
            patron: access.identifier,
            itemIdentifier: item.secret,
            patronPassword: access.password
        ).message
    }

    private func checkin(
        _ item: ItemNumber,
        _ deferral: DeferredCheckin?,
        _ now: SIP2.Timestamp?
    ) -> SIP2.Message {
        CheckinRequest(
            isNoBlock: deferral != nil,
            transactionDate: now,
            returnDate: deferral.flatMap { SIP2.Timestamp($0.made) } ?? now,
            currentLocation: location,
            institutionID: institution,
            itemIdentifier: item.secret
        ).message
    }

    private func renew(
        _ item: ItemNumber,
        _ access: PatronAccess,
        _ now: SIP2.Timestamp?
    ) -> SIP2.Message {
        RenewRequest(
            transactionDate: now,
            noBlockDueDate: now,
            institutionID: institution,
            patron: access.identifier,
            patronPassword: access.password,
            itemIdentifier: item.secret
        ).message
    }

    private func renewAll(_ access: PatronAccess, _ now: SIP2.Timestamp?) -> SIP2.Message {
        RenewAllRequest(
            transactionDate: now,
            institutionID: institution,
            patron: access.identifier,
            patronPassword: access.password
        ).message
    }

    private func pay(
        _ payment: FeePayment,
        _ access: PatronAccess,
        _ id: RequestID,
        _ now: SIP2.Timestamp?
    ) -> SIP2.Message {
        var request = FeePaidRequest(
            transactionDate: now,
            feeType: .other,
            paymentType: payment.means == .cash ? .cash : .creditCard,
            currency: Currency(rawValue: payment.amount.currency),
            feeAmount: Amount(minorUnits: payment.amount.hundredths),
            institutionID: institution,
            patron: access.identifier,
            feeIdentifier: payment.fee?.secret,
            transactionID: id.text
        )
        request.patronPassword = access.password
        return request.message
    }
}

extension PatronAccess {
    /// The card as a message names it.
    var identifier: PatronIdentifier { PatronIdentifier(card.secret) }

    /// The PIN as a message carries it; an empty one does not exist.
    var password: Secret? { pin.map { Secret(String(decoding: $0.secret, as: UTF8.self)) } }
}
