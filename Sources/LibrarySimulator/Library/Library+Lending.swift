// SPDX-License-Identifier: MPL-2.0

import SIP2

extension Library {
    /// How somebody says who he is: a card or the library's own number, and perhaps a PIN.
    struct Claim {
        var patron: String
        /// An absent or empty PIN is not looked at.
        var pin: String?
    }

    /// Whose card it is.
    ///
    /// - Throws: A refusal when nobody has it or a PIN was sent that is wrong.
    func identify(_ claim: Claim) throws(Refusal) -> SimulatedPatron {
        guard let patron = patron(claim.patron) else { throw .unknownPatron }
        if let pin = claim.pin, !pin.isEmpty, pin != patron.pin { throw .wrongPIN }
        return patron
    }

    /// The flags of a patron: what staff have set, and what follows from debt and loans.
    func status(of patron: SimulatedPatron, on day: CalendarDay) -> PatronStatus {
        let money: PatronStatus = [.excessiveOutstandingFines, .excessiveOutstandingFees]
        guard isOpen else { return patron.status }
        var status = patron.status
        if debt(of: patron) <= rules.debtMax {
            status.subtract(money)
        } else if status.isDisjoint(with: money) {
            status.insert(.excessiveOutstandingFines)
        }
        let overdue = loans(of: patron).count { $0.daysLate(on: day) > 0 }
        if overdue >= rules.overdueMax {
            status.insert(.tooManyItemsOverdue)
        } else if overdue == 0 {
            status.remove(.tooManyItemsOverdue)
        }
        return status
    }

    /// Checks that a patron may borrow.
    private func checkMayBorrow(_ patron: SimulatedPatron, on day: CalendarDay) throws(Refusal) {
        let refused: PatronStatus = [
            .chargePrivilegesDenied, .cardReportedLost, .tooManyItemsCharged, .tooManyItemsLost,
            .recallOverdue, .tooManyItemsBilled,
        ]
        let status = status(of: patron, on: day)
        guard patron.isValid, !patron.hasExpired(on: day) else { throw .invalidCard }
        guard status.isDisjoint(with: refused) else { throw .blocked }
        guard debt(of: patron) <= rules.debtMax else { throw .owesTooMuch }
    }

    // MARK: Lending

    /// Lends a copy.
    ///
    /// - Parameters:
    ///   - barcode: Which copy.
    ///   - claim: To whom.
    ///   - day: When.
    ///   - due: The last day, where the kiosk has promised one; used only when nothing may refuse.
    ///   - renews: Whether a loan that the patron has already is renewed.
    ///   - mayRefuse: Whether the rules apply; a loan made off-line is a fact already.
    /// - Returns: The loan, and whether it is one that was renewed.
    /// - Throws: Why there is none.
    mutating func lend(
        _ barcode: String,
        to claim: Claim,
        on day: CalendarDay,
        due: CalendarDay? = nil,
        renews: Bool = false,
        mayRefuse: Bool = true
    ) throws(Refusal) -> (loan: Loan, isRenewal: Bool) {
        let patron = try identify(claim)
        guard let item = item(barcode) else { throw .unknownItem }
        if let loan = loan(of: barcode) {
            if loan.patron == patron.number {
                if !mayRefuse { return (loan, false) }
                guard renews else { throw .alreadyLent }
                return (try renew(barcode, of: claim, on: day), true)
            }
            guard !mayRefuse else { throw .lentToAnother }
            loans.removeAll { $0.item == barcode }
        }
        if mayRefuse {
            try checkMayBorrow(patron, on: day)
            guard loans(of: patron).count < rules.loansMax else { throw .tooManyLoans }
            guard item.isForLoan else { throw .notForLoan }
        }
        if let hold = hold(tiedTo: item), hold.patron != patron.number {
            guard !mayRefuse else { throw .reserved }
            untie(hold)
        }
        for hold in holds(of: patron) where hold.record == item.record {
            release(hold, except: barcode, on: day)
        }
        move(barcode, to: .lent)
        let period = title(of: item).kind.loanDays
        let loan = Loan(
            id: nextID(),
            item: barcode,
            patron: patron.number,
            begun: day,
            due: (mayRefuse ? nil : due) ?? day.advanced(by: period),
            renewals: 0
        )
        loans.append(loan)
        return (loan, false)
    }

    /// Takes a loan back as if it had never been: the kiosk could not hand the item out.
    mutating func cancelLoan(_ barcode: String, of claim: Claim) throws(Refusal) {
        let patron = try identify(claim)
        guard item(barcode) != nil else { throw .unknownItem }
        guard loan(of: barcode)?.patron == patron.number else { throw .notLent }
        loans.removeAll { $0.item == barcode }
        move(barcode, to: .shelf)
    }

    // MARK: Renewing

    /// Why a loan cannot be renewed; `nil` when it can.
    func obstacle(to loan: Loan, on day: CalendarDay) -> Refusal? {
        guard let item = item(loan.item), let patron = patron(loan.patron) else { return .notLent }
        let status = status(of: patron, on: day)
        let refused: PatronStatus = [.renewalPrivilegesDenied, .cardReportedLost]
        guard patron.isValid, !patron.hasExpired(on: day) else { return .invalidCard }
        guard status.isDisjoint(with: refused) else { return .blocked }
        guard debt(of: patron) <= rules.debtMax else { return .owesTooMuch }
        guard item.isForLoan, item.owner == Self.institution else { return .notForLoan }
        if queueLength(item.record) > 0, !isAvailable(item.record) { return .reserved }
        guard loan.renewals < rules.renewalsMax else { return .renewedTooOften }
        guard loan.daysLate(on: day) >= -rules.renewableDays else { return .tooEarly }
        return nil
    }

    /// Renews a loan: its period begins anew on the day.
    mutating func renew(
        _ barcode: String,
        of claim: Claim,
        on day: CalendarDay,
        mayRefuse: Bool = true
    ) throws(Refusal) -> Loan {
        let patron = try identify(claim)
        guard let item = item(barcode) else { throw .unknownItem }
        guard let index = loans.firstIndex(where: { $0.item == barcode }),
            loans[index].patron == patron.number
        else { throw .notLent }
        if mayRefuse, let obstacle = obstacle(to: loans[index], on: day) { throw obstacle }
        loans[index].due = day.advanced(by: title(of: item).kind.loanDays)
        loans[index].renewals += 1
        return loans[index]
    }

    /// Renews what can be renewed of a patron's loans.
    ///
    /// - Returns: Each loan as it is afterwards, with the reason where it stayed as it was.
    mutating func renewAll(
        of claim: Claim,
        on day: CalendarDay
    ) throws(Refusal) -> [(loan: Loan, obstacle: Refusal?)] {
        let patron = try identify(claim)
        var results: [(loan: Loan, obstacle: Refusal?)] = []
        for loan in loans(of: patron) {
            do throws(Refusal) {
                results.append(
                    (try renew(loan.item, of: Claim(patron: patron.number), on: day), nil)
                )
            } catch {
                results.append((loan, error))
            }
        }
        return results
    }
}
