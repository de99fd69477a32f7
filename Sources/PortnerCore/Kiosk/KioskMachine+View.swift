// SPDX-License-Identifier: MPL-2.0

extension KioskMachine {
    /// What the screen shows.
    func view(isOnline: Bool, today: CivilDate) -> KioskView {
        KioskView(
            kiosk: settings.kiosk,
            session: session,
            page: page(today: today),
            notice: notice,
            question: question,
            patron: greeting,
            wishes: wishes,
            isOnline: isOnline,
            outage: settings.outage,
            takesTypedCards: settings.takesTypedCards
        )
    }

    private var question: KioskView.Question? {
        switch asked {
        case .stillThere?: .stillThere(settings.answerTime)
        case .handOver?: .handOver(KioskSettings.handOverMax)
        case .another?: .another(KioskSettings.handOverMax)
        case nil: nil
        }
    }

    private var greeting: KioskView.Greeting? {
        guard case .active(let session) = state else { return nil }
        return session.greeting
    }

    private func page(today: CivilDate) -> KioskView.Page {
        switch state {
        case .idle: .idle
        case .outOfOrder: .outOfOrder
        case .waitingForCard(let task): .card(task)
        case .typingCard(let entry, _): .typing(entry.count)
        case .enteringPIN(_, let entry, let isSecondTry):
            .pin(typed: entry.count, length: entry.length, isSecondTry: isSecondTry)
        case .identifying, .checking: .checking
        case .refused(let refusal): .refused(refusal)
        case .active(let session): page(of: session, today: today)
        case .bye(let outcome): .bye(outcome)
        }
    }

    private func page(of session: KioskSession, today: CivilDate) -> KioskView.Page {
        switch session.place {
        case .home: .home
        case .loan: .loan(Self.inOrder(session.lent))
        case .returning: .returning(Self.inOrder(session.returned))
        case .loans: .loans(lines(of: session, today: today))
        case .holds: .holds(session.holds)
        case .fees: .fees(session.fees)
        case .receipt:
            .receipt(offer(in: session))
        }
    }

    private func offer(in session: KioskSession) -> KioskView.ReceiptOffer {
        var offer = KioskView.ReceiptOffer(
            printer: printer,
            mails: canMail(in: session),
            isWorking: session.isWorking
        )
        switch session.receipt {
        case .offered: break
        case .issuing(let choice): offer.issuing = choice
        case .failed(let choice): offer.failed = choice
        }
        return offer
    }

    /// What wants attention first, then the newest.
    private static func inOrder(_ rows: [KioskRow]) -> [KioskRow] {
        rows.filter(\.wantsAttention) + rows.filter { !$0.wantsAttention }
    }

    private func lines(
        of session: KioskSession,
        today: CivilDate
    ) -> KioskView.Listing<KioskView.LoanLine> {
        switch session.loans {
        case .asked: .asked
        case .unavailable: .unavailable
        case .known(let lines):
            .known(
                lines.map { line in
                    KioskView.LoanLine(
                        number: line.number,
                        loan: line.loan,
                        isOverdue: line.loan.isOverdue(on: today),
                        renewal: line.renewal
                    )
                }
            )
        }
    }
}
