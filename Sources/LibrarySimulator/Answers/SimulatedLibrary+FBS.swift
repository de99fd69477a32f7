// SPDX-License-Identifier: MPL-2.0

import FBS
import SIP2

/// Answers to the REST calls of FBS; logins and sessions are the server's.
extension SimulatedLibrary {
    /// Carries a call out and gives the answer.
    ///
    /// - Parameters:
    ///   - call: What was asked.
    ///   - interface: The versions of the calls, which decide how much is told.
    ///   - time: When.
    /// - Returns: The answer, or the refusal that FBS gives.
    mutating func answer(
        to call: ReceivedCall,
        of interface: FBSInterface,
        at time: Timestamp
    ) -> FBSResponse {
        library.open(on: time.day)
        switch call {
        case .logIn:
            return FBSRefusal(status: 403, errorCode: "forbidden").response
        case .authenticate(let call):
            let claim = Library.Claim(patron: call.card.revealed, pin: call.pin.revealed)
            let answer = authenticated(library.signIn(claim), on: time.day)
            let isBrief = interface.versions.authenticateIsBrief
            return Authenticate.response(isBrief ? answer.brief : answer)
        case .lookUpPatron(let call):
            let patron = patron(call.identifier.revealed)
            let answer = authenticated(patron.map { .valid($0) } ?? .invalid, on: time.day)
            let isBrief = interface.versions.preauthenticatedIsBrief
            return LookUpPatron.response(isBrief ? answer.brief : answer)
        case .fetchPatron(let call):
            guard let patron = patron(call.patron) else { return Self.notFound }
            return FetchPatron.response(authenticated(.valid(patron), on: time.day))
        case .fetchCards(let call):
            guard let patron = patron(call.patron) else { return Self.notFound }
            return FetchCards.response(cards(of: patron, on: time.day))
        case .fetchLoans(let call):
            guard let patron = patron(call.patron) else { return Self.notFound }
            return FetchLoans.response(loans(of: patron, on: time.day))
        case .renewLoans(let call):
            guard let patron = patron(call.patron) else { return Self.notFound }
            return RenewLoans.response(renew(call.loans, of: patron, on: time.day))
        case .fetchReservations(let call):
            guard let patron = patron(call.patron) else { return Self.notFound }
            return FetchReservations.response(reservations(of: patron))
        case .fetchFees(let call):
            guard let patron = patron(call.patron) else { return Self.notFound }
            return FetchFees.response(fees(of: patron, includesPaid: call.includesPaid))
        case .fetchBranches:
            return FetchBranches.response(
                library.branches.map { FBSBranch(id: $0.id, title: $0.name) }
            )
        case .fetchOpeningHours(let call):
            guard let branch = library.branch(call.branch) else { return Self.notFound }
            return FetchOpeningHours.response(Self.hours(of: branch))
        case .fetchClosingDates(let call):
            guard let branch = library.branch(call.branch) else { return Self.notFound }
            return FetchClosingDates.response(Self.closings(of: branch, call, today: time.day))
        }
    }

    private static var notFound: FBSResponse {
        FBSRefusal(status: 404, errorCode: "dataNotFound").response
    }

    private func patron(_ id: PatronID) -> SimulatedPatron? { patron("\(id.number)") }

    // MARK: Patrons

    /// What FBS says of an attempt to sign in: an expired card is no card.
    private func authenticated(
        _ result: Library.SignIn,
        on day: CalendarDay
    ) -> AuthenticatedPatron {
        switch result {
        case .lockedOut:
            return AuthenticatedPatron(status: .lockedOut)
        case .invalid:
            return AuthenticatedPatron(status: .invalid)
        case .valid(let patron):
            guard !patron.hasExpired(on: day), let id = patron.fbsID else {
                return AuthenticatedPatron(status: .invalid)
            }
            let details = FBSPatron(
                id: id,
                birthday: patron.birth.date(on: day),
                blocks: blocks(of: patron, on: day).map { PatronBlock(reason: $0, since: day) },
                isResident: patron.isResident
            )
            return AuthenticatedPatron(status: .valid, patron: details)
        }
    }

    /// The block codes that come of the flags of SIP2.
    private func blocks(of patron: SimulatedPatron, on day: CalendarDay) -> [BlockReason] {
        let status = library.status(of: patron, on: day)
        var reasons: [BlockReason] = []
        if status.contains(.cardReportedLost) { reasons.append(.cardStolen) }
        if status.contains(.chargePrivilegesDenied) {
            reasons.append(
                library.machineBlocks.contains(patron.number) ? .blockedByMachine : .excluded
            )
        }
        if !patron.isValid { reasons.append(.selfRegistered) }
        if library.debt(of: patron) > library.rules.debtMax { reasons.append(.debt) }
        return reasons
    }

    private func cards(of patron: SimulatedPatron, on day: CalendarDay) -> [PatronCard] {
        guard !patron.hasExpired(on: day) else { return [] }
        let isCPR = ReplacementNumber.birth(in: patron.card) != nil
        return [
            PatronCard(
                identifier: Secret(patron.card),
                type: isCPR ? "CPR" : "LIBRARY_CARD",
                status: "ACTIVE",
                expiry: patron.expiry
            )
        ]
    }

    // MARK: Loans, reservations, fees

    private func loans(of patron: SimulatedPatron, on day: CalendarDay) -> [FBSLoan] {
        library.loans(of: patron).compactMap { loan in
            let obstacle = library.obstacle(to: loan, on: day)
            return details(of: loan).map { details in
                FBSLoan(
                    details: details,
                    isRenewable: obstacle == nil,
                    renewalStatuses: obstacle.map { [$0.renewalStatus] } ?? []
                )
            }
        }
    }

    private mutating func renew(
        _ ids: [LoanID],
        of patron: SimulatedPatron,
        on day: CalendarDay
    ) -> [RenewedLoan] {
        let claim = Library.Claim(patron: patron.number)
        return ids.compactMap { id in
            let loan = library.loans(of: patron).first { $0.id == Int(id.number) }
            guard let loan else { return nil }
            do throws(Library.Refusal) {
                let renewed = try library.renew(loan.item, of: claim, on: day)
                return details(of: renewed).map { RenewedLoan(details: $0, statuses: [.renewed]) }
            } catch {
                let status = error.renewalStatus
                return details(of: loan).map { RenewedLoan(details: $0, statuses: [status]) }
            }
        }
    }

    private func details(of loan: Library.Loan) -> LoanDetails? {
        guard let item = library.item(loan.item) else { return nil }
        let isBorrowed = item.owner != Self.institution
        return LoanDetails(
            id: LoanID(Int64(loan.id)),
            item: loan.item,
            record: item.record,
            lent: loan.begun,
            due: loan.due,
            type: isBorrowed ? .interLibraryLoan : .loan,
            title: isBorrowed ? library.title(of: item).name : nil
        )
    }

    private func reservations(of patron: SimulatedPatron) -> [FBSReservation] {
        library.holds(of: patron).map { hold in
            var reservation = FBSReservation(
                id: Int64(hold.id),
                record: hold.record,
                state: .reserved,
                pickupBranch: hold.branch,
                placeInQueue: library.queuePosition(hold),
                made: hold.placed,
                expiry: hold.expires
            )
            switch hold.state {
            case .waiting: break
            case .inTransit: reservation.state = .inTransit
            case .ready(_, let number, let until):
                reservation.state = .readyForPickup
                reservation.pickupNumber = "\(number)"
                reservation.pickupDeadline = until
            }
            return reservation
        }
    }

    private func fees(of patron: SimulatedPatron, includesPaid: Bool) -> [FBSFee] {
        library.fees.filter { $0.patron == patron.number && (includesPaid || $0.paid == nil) }
            .map { fee in
                FBSFee(
                    id: Int64(fee.id),
                    type: fee.kind == .late ? .fee : .compensation,
                    amount: fee.amount,
                    reason: fee.kind == .late ? "Afleveret for sent" : "Erstatning",
                    created: fee.created,
                    due: fee.created.advanced(by: 30),
                    paid: fee.paid,
                    items: fee.item.map { [$0] } ?? []
                )
            }
    }

    // MARK: Branches

    /// Every day from 7 to 22, with staff on working days and on Saturday mornings.
    private static func hours(of branch: Library.Branch) -> [OpeningHours] {
        DayOfWeek.all.enumerated().map { index, day in
            let staffed: HoursOfDay? =
                switch index {
                case 0...4: hours("10:00", "18:00")
                case 5: hours("10:00", "14:00")
                default: nil
                }
            return OpeningHours(
                branch: branch.id,
                day: day,
                open: hours("07:00", "22:00"),
                staffed: staffed
            )
        }
    }

    private static func hours(_ from: String, _ to: String) -> HoursOfDay? {
        guard let from = ClockTime(from), let to = ClockTime(to) else { return nil }
        return HoursOfDay(from: from, to: to)
    }

    /// Christmas and New Year, from the first day asked for up to a year later.
    private static func closings(
        of branch: Library.Branch,
        _ call: FetchClosingDates,
        today: CalendarDay
    ) -> [ClosingDate] {
        let from = call.from ?? today
        let to = call.to ?? from.adding(years: 1)
        let days = [(1, 1, "Nytårsdag"), (12, 24, "Juleaftensdag"), (12, 25, "1. juledag")]
        let years = from.year...max(from.year, min(to.year, from.year + 10))
        return years.flatMap { year in
            days.compactMap { month, day, reason in
                CalendarDay(year: year, month: month, day: day)
                    .map { ClosingDate(branch: branch.id, date: $0, reason: reason) }
            }
        }
        .filter { from <= $0.date && $0.date <= to }
    }
}

extension AuthenticatedPatron {
    /// The same without the patron's details, as newer versions of the calls tell it.
    fileprivate var brief: AuthenticatedPatron {
        AuthenticatedPatron(status: status, id: id, type: status == .valid ? .person : nil)
    }
}

extension SimulatedPatron {
    /// The number by which FBS knows the patron.
    fileprivate var fbsID: PatronID? { Int64(number).flatMap { PatronID($0) } }
}

extension Library.Refusal {
    /// What FBS calls the reason why a loan is not renewed.
    fileprivate var renewalStatus: RenewalStatus {
        switch self {
        case .reserved: .deniedReserved
        case .renewedTooOften: .deniedMaxRenewalsReached
        case .blocked, .owesTooMuch, .invalidCard: .deniedLoanerIsBlocked
        case .notForLoan: .deniedMaterialIsNotLoanable
        case .unknownItem, .notLent: .deniedMaterialIsNotFound
        case .unknownPatron: .deniedLoanerNotFound
        default: .deniedOtherReason
        }
    }
}
