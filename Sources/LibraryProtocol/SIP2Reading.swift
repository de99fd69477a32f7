// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import SIP2

/// Reads answers as outcomes.
struct SIP2Reading {
    let translation: SIP2Translation
    let asOf: PortnerCore.Timestamp
    let today: CivilDate

    init(_ translation: SIP2Translation, asOf: PortnerCore.Timestamp, today: CivilDate) {
        self.translation = translation
        self.asOf = asOf
        self.today = today
    }

    /// What an answer says, or nil when it answers something else.
    func outcome(of answer: SIP2.Message, to task: LibraryTask) -> LibraryOutcome? {
        switch task {
        case .patron(let access, let ageLimits): patron(answer, access, ageLimits)
        case .checkout(let item, _, _): CheckoutResponse(answer).flatMap { checkout($0, item) }
        case .renew(let item, _):
            LoanResponse<RenewRequest>(answer).flatMap { renewal($0, item) }
        case .checkin(let item, _): CheckinResponse(answer).flatMap { checkin($0, item) }
        case .renewAll: RenewAllResponse(answer).map { renewals($0) }
        case .loans(let access): list(answer, access) { loans($0) }
        case .holds(let access): list(answer, access) { .holds(holds($0)) }
        case .fees(let access): list(answer, access) { .fees(fees($0)) }
        case .pay: FeePaidResponse(answer).map { payment($0) }
        case .item(let item): ItemInformationResponse(answer).flatMap { facts($0, item) }
        case .block: PatronStatusResponse(answer).map { blocked($0) }
        case .endSession:
            EndSessionResponse(answer).map {
                $0.hasEnded ? .done(.sessionEnded) : refused($0.screenMessages)
            }
        }
    }

    // MARK: Patrons

    /// A card that may still borrow has not been blocked.
    private func blocked(_ response: PatronStatusResponse) -> LibraryOutcome {
        response.status.contains(.chargePrivilegesDenied)
            ? .done(.cardBlocked) : refused(response.screenMessages)
    }

    private func patron(
        _ answer: SIP2.Message,
        _ access: PatronAccess,
        _ ageLimits: Set<Int>
    ) -> LibraryOutcome? {
        guard let response = PatronInformationResponse(answer) else { return nil }
        if let refusal = refusal(of: response, access) { return .refused(refusal) }
        let question = LibraryQuestion(
            ticket: Ticket(number: 0),
            card: access.card,
            pin: access.pin,
            ageLimits: ageLimits,
            timeout: .zero
        )
        let reply = translation.questions.reply(
            from: answer,
            to: question,
            asOf: asOf,
            today: today
        )
        guard case .known(let facts, let pinAccepted) = reply else { return nil }
        return .done(
            .patron(
                PatronAccount(
                    facts: facts,
                    pinAccepted: pinAccepted,
                    name: response.personalName.flatMap { LibraryText($0) },
                    owes: money(response.feeAmount, response.currency),
                    mail: response.emailAddress.flatMap { Self.address($0) },
                    text: words(response.screenMessages)
                )
            )
        )
    }

    /// An address with the blanks around it that some systems send; anything else is none.
    private static func address(_ text: String) -> MailAddress? {
        let words = text.split(separator: " ")
        return words.count == 1 ? MailAddress(words[0]) : nil
    }

    /// First `BL`, then `CQ`; what is missing is a no.
    private func refusal(
        of response: PatronInformationResponse,
        _ access: PatronAccess
    ) -> Refusal? {
        let text = words(response.screenMessages)
        switch response.verdict(passwordRequired: access.pin != nil, barring: []) {
        case .notValid: return Refusal(.patronNotValid, text: text)
        case .wrongPassword: return Refusal(.wrongPIN, text: text)
        case .inOrder, .barred: return nil
        }
    }

    /// One of the lists of a patron who is in order.
    private func list(
        _ answer: SIP2.Message,
        _ access: PatronAccess,
        _ result: (PatronInformationResponse) -> LibraryResult
    ) -> LibraryOutcome? {
        PatronInformationResponse(answer).map { response in
            refusal(of: response, access).map { .refused($0) } ?? .done(result(response))
        }
    }

    // MARK: Lists

    /// Overdue loans are listed apart by some systems, and twice by others.
    ///
    /// Where loans are not counted, nothing tells whether the list is whole.
    private func loans(_ response: PatronInformationResponse) -> LibraryResult {
        var loans: [Loan] = []
        for text in response.lists.charged + response.lists.overdue {
            let loan = loan(text)
            let isListed = loans.contains { loan.item.number.map($0.item.bears) ?? false }
            if !isListed { loans.append(loan) }
        }
        let isComplete = response.counts.charged.map { $0 <= response.lists.charged.count } ?? false
        return .loans(loans, isComplete: isComplete)
    }

    private func loan(_ text: String) -> Loan {
        guard translation.form == .cicero else { return Loan(item: item(freely: text)) }
        let entry = LoanEntry(text)
        return Loan(
            item: item(entry.item, entry.properties),
            due: entry.dueDate.flatMap { CivilDate($0) }.map { .on($0) }
        )
    }

    private func holds(_ response: PatronInformationResponse) -> [Hold] {
        guard translation.form == .cicero else {
            return response.lists.hold.map { Hold(item: item(freely: $0), state: .ready) }
                + response.lists.unavailableHold.map {
                    Hold(item: item(freely: $0), state: .waiting)
                }
        }
        let ready = response.lists.hold.map { text in
            let entry = HoldEntry(text)
            return Hold(
                item: item(entry.item, entry.properties),
                state: .ready,
                branch: entry.branch.flatMap { LibraryText(Self.branchName($0)) },
                shelf: entry.shelf.flatMap { LibraryText($0) },
                until: entry.pickupDate.flatMap { CivilDate($0) }
            )
        }
        let waiting = response.lists.unavailableHold.map { text in
            let entry = UnavailableHoldEntry(text)
            return Hold(item: item(entry.item, entry.properties), state: .waiting)
        }
        return ready + waiting
    }

    /// `DK-775100 - Hovedbiblioteket` without the number, which tells patrons nothing.
    private static func branchName(_ text: String) -> Substring {
        guard text.hasPrefix("DK-"), let dash = text.firstRange(of: " - ") else { return text[...] }
        return text[dash.upperBound...]
    }

    /// Where fees are not counted, nothing tells whether the list is whole.
    private func fees(_ response: PatronInformationResponse) -> FeeAccount {
        FeeAccount(
            total: money(response.feeAmount, response.currency),
            limit: money(response.feeLimit, response.currency),
            fees: response.lists.fine.map { text in
                guard translation.form == .cicero else {
                    return Fee(number: nil, amount: nil, reason: LibraryText(text))
                }
                let entry = FeeEntry(text)
                return Fee(
                    number: entry.feeIdentifier.flatMap { FeeNumber($0) },
                    amount: money(entry.amount, response.currency),
                    item: item(entry.item, entry.properties),
                    made: entry.date.flatMap { CivilDate($0) }
                )
            },
            isComplete: response.counts.fine.map { $0 <= response.lists.fine.count } ?? false
        )
    }
}

// MARK: Items and words

extension SIP2Reading {
    /// An item as Cicero describes it.
    func item(_ number: String?, _ properties: ItemProperties) -> Item {
        Item(
            number: number.flatMap { ItemNumber($0) },
            title: properties.title.flatMap { LibraryText($0) },
            author: properties.author.flatMap { LibraryText($0) }
        )
    }

    /// An item in a list whose form nobody prescribes: a number where it looks like one, else a
    /// title.
    func item(freely text: String) -> Item {
        let isNumber =
            text.utf8.count >= 6 && !text.utf8.contains(0x20)
            && text.utf8.contains { (0x30...0x39).contains($0) }
        if isNumber, let number = ItemNumber(text) { return Item(number: number) }
        return Item(number: nil, title: LibraryText(text))
    }

    /// The item that was asked about, with the title where the answer has one.
    ///
    /// `AJ` is a title or the number of a record; Cicero has the title in `CH`.
    func item(_ number: ItemNumber, _ properties: ItemProperties?, title: String?) -> Item {
        if let properties, translation.form == .cicero {
            return item(number.secret, properties)
        }
        let isTitle = title.map { $0.utf8.contains { !(0x30...0x39).contains($0) } } ?? false
        return Item(number: number, title: isTitle ? title.flatMap { LibraryText($0) } : nil)
    }

    /// Whether an answer is about the item that was asked about; one that names none is.
    func concerns(_ number: ItemNumber, _ named: String) -> Bool {
        named.isEmpty || ItemNumber(named)?.isSame(as: number) ?? false
    }

    func due(_ text: DateText?) -> Due? {
        guard let text else { return nil }
        return text.day.flatMap { CivilDate($0) }.map { .on($0) }
            ?? LibraryText(text.text).map { .words($0) }
    }

    func money(_ amount: Amount?, _ currency: Currency?) -> Money? {
        amount?.minorUnits().map {
            Money(hundredths: $0, currency: currency?.rawValue ?? translation.currency)
        }
    }

    /// What of the screen messages is meant for people: all but the tokens in brackets.
    func words(_ messages: [String]) -> LibraryText? {
        LibraryText(messages.filter { !Self.isToken($0) }.joined(separator: " "))
    }

    func refused(_ messages: [String], or reason: Refusal.Reason = .other) -> LibraryOutcome {
        let known = messages.lazy.compactMap { Self.reasons[$0] }.first
        return .refused(Refusal(known ?? reason, text: words(messages)))
    }

    private static func isToken(_ text: String) -> Bool {
        text.hasPrefix("[") && text.hasSuffix("]")
    }

    /// Tokens that name their reason.
    ///
    /// The first two are recorded from Cicero. The others are named like the codes of its REST
    /// interface; a system that does not send them loses nothing.
    private static let reasons: [String: Refusal.Reason] = [
        "[BEFORE_RENEW_PERIOD]": .tooEarlyToRenew,
        "[MATERIAL_NOT_FOUND]": .itemUnknown,
        "[LOANER_IS_BLOCKED]": .patronBlocked,
        "[LOANER_NOT_FOUND]": .patronNotValid,
        "[MATERIAL_ALREADY_LOANED]": .itemOnLoan,
        "[MATERIAL_IS_NOT_LOANABLE]": .itemNotForLoan,
        "[MATERIAL_RESERVED]": .itemReserved,
        "[MAX_RENEWALS_REACHED]": .tooManyRenewals,
    ]
}
