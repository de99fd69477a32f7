// SPDX-License-Identifier: MPL-2.0

/// The receipt: what is offered, what is chosen, and what becomes of it.
///
/// The session goes on until the receipt is given out. So a printer that runs out of paper in the
/// middle leads back to the choice, and not to a goodbye without a receipt.
extension KioskMachine {
    /// Whether there is a printer that can print.
    var canPrint: Bool { printer?.canPrint ?? false }

    /// Whether the library knows an address, and there is a way to it.
    func canMail(in session: KioskSession) -> Bool {
        settings.mailsReceipts && session.mail != nil
    }

    mutating func receiptChosen(_ choice: ReceiptChoice, at now: Uptime) -> [Action] {
        guard case .active(var session) = state, session.hasSomethingToShow, !session.isIssuing
        else { return [.ignored(.misplaced)] }
        // Whoever leaves now would have the gate sound an alarm.
        guard !session.hasOpenTags else { return misplaced(.tagsFirst, at: now) }
        let way: ReceiptWay
        switch choice {
        case .none: return end(KioskView.ReceiptOutcome.none, at: now)
        case .print:
            guard canPrint else { return [.ignored(.misplaced)] }
            way = .paper
        case .mail:
            guard canMail(in: session), let address = session.mail else {
                return [.ignored(.misplaced)]
            }
            way = .mail(address)
        }
        let receipt = KioskReceipt(
            session,
            language: wishes.language,
            hidesTitles: wishes.hidesTitles
        )
        notice = nil
        session.place = .receipt
        session.receipt = .issuing(choice)
        state = .active(session)
        return touched(at: now) + [.issue(receipt, way, session: self.session)]
    }

    /// A receipt was given out, or could not be; one of an earlier session concerns nobody here.
    mutating func receiptEnded(
        succeeded: Bool,
        session number: UInt64,
        at now: Uptime
    ) -> [Action] {
        guard number == session, case .active(var session) = state,
            case .issuing(let choice) = session.receipt
        else { return [.ignored(.late)] }
        session.receipt = succeeded ? .offered : .failed(choice)
        state = .active(session)
        // Whoever is asked something answers that first.
        guard succeeded else { return asked == nil ? touched(at: now) : [] }
        if case .handOver(let next)? = asked { return handOver(to: next, at: now) }
        return end(choice == .mail ? .mailed : .printed, at: now)
    }
}
