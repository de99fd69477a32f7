// SPDX-License-Identifier: MPL-2.0

import FBS
import PortnerCore

/// Reads answers of the FBS REST interface as outcomes.
struct FBSReading {
    /// The currency of amounts, which the interface does not state.
    static let currency = "DKK"

    let task: LibraryTask
    /// Whether the PIN was not accepted, and the patron is looked up without it.
    let isPINRefused: Bool
    let asOf: PortnerCore.Timestamp
    let today: CivilDate

    init(
        _ task: LibraryTask,
        isPINRefused: Bool = false,
        asOf: PortnerCore.Timestamp,
        today: CivilDate
    ) {
        self.task = task
        self.isPINRefused = isPINRefused
        self.asOf = asOf
        self.today = today
    }

    // MARK: Patrons

    /// Why a patron is not let further, or nil.
    ///
    /// The interface does not tell an unknown card from a wrong PIN.
    func refusal(of answer: AuthenticatedPatron) -> Refusal? {
        switch answer.status {
        case .valid: nil
        case .lockedOut: Refusal(.patronBlocked)
        default: Refusal(access?.pin == nil || isPINRefused ? .patronNotValid : .wrongPIN)
        }
    }

    func patron(_ answer: AuthenticatedPatron) -> LibraryOutcome {
        if let refusal = refusal(of: answer) { return .refused(refusal) }
        guard let patron = answer.patron, case .patron(let access, let ageLimits) = task else {
            return .unavailable(.unreadable)
        }
        let account = PatronAccount(
            facts: Self.facts(patron, ageLimits, asOf: asOf, today: today),
            pinAccepted: access.pin.map { _ in !isPINRefused }
        )
        return .done(.patron(account))
    }

    /// What a patron's details say to a door.
    static func facts(
        _ patron: FBSPatron,
        _ ageLimits: Set<Int>,
        asOf: PortnerCore.Timestamp,
        today: CivilDate
    ) -> PatronFacts {
        let born = patron.birthday.flatMap { CivilDate($0) }
        return PatronFacts(
            patron: PatronNumber(fbs: patron.id.number),
            blocks: Set(patron.blocks.map { BlockCode(fbs: $0.reason) }),
            validity: .valid,
            age: born.map { AgeFact(born: $0, today: today, limits: ageLimits) },
            residence: patron.isResident.map { $0 ? .resident : .elsewhere },
            asOf: asOf
        )
    }

    private var access: PatronAccess? {
        switch task {
        case .patron(let access, _), .loans(let access), .holds(let access), .fees(let access),
            .renew(_, let access), .renewAll(let access), .pay(_, let access),
            .checkout(_, let access, _), .endSession(let access), .block(let access):
            access
        case .checkin, .item: nil
        }
    }

    // MARK: Lists

    func loans(_ loans: [FBSLoan]) -> LibraryOutcome {
        let list = loans.map { loan in
            Loan(
                item: item(loan.details),
                due: CivilDate(loan.details.due).map { .on($0) },
                isRenewable: loan.isRenewable
            )
        }
        return .done(.loans(list, isComplete: true))
    }

    func holds(_ reservations: [FBSReservation]) -> LibraryOutcome {
        let list = reservations.map { hold in
            Hold(
                item: Item(number: nil, title: hold.title.flatMap { LibraryText($0) }),
                state: Hold.State(hold.state),
                branch: LibraryText(hold.pickupBranch),
                shelf: hold.pickupNumber.flatMap { LibraryText($0) },
                until: hold.pickupDeadline.flatMap { CivilDate($0) },
                position: hold.placeInQueue
            )
        }
        return .done(.holds(list))
    }

    func fees(_ fees: [FBSFee]) -> LibraryOutcome {
        let list = fees.map { fee in
            Fee(
                number: FeeNumber("\(fee.id)"),
                amount: Money(hundredths: fee.amount, currency: Self.currency),
                reason: LibraryText(fee.reason),
                item: fee.items.first.flatMap { ItemNumber($0) }.map { Item(number: $0) },
                made: CivilDate(fee.created)
            )
        }
        return .done(.fees(FeeAccount(total: nil, fees: list, isComplete: true)))
    }

    // MARK: Renewals

    /// A loan without a word on what became of it may be renewed or not: so look the loans of a
    /// list that was asked for before.
    func renewals(_ loans: [RenewedLoan]) -> LibraryOutcome {
        guard loans.allSatisfy({ !$0.statuses.isEmpty }) else { return .unknown }
        let list = loans.map { loan in
            Renewal(
                item: item(loan.details),
                due: CivilDate(loan.details.due).map { .on($0) },
                refusal: loan.isRenewed ? nil : Refusal(Self.reason(loan.statuses))
            )
        }
        guard case .renew(let wanted, _) = task else { return .done(.renewals(list)) }
        // What is not told of was asked all the same.
        guard let renewal = list.first(where: { $0.item.number == wanted }) else {
            return .unknown
        }
        return renewal.refusal.map { .refused($0) } ?? .done(.renewal(renewal))
    }

    private static func reason(_ statuses: [RenewalStatus]) -> Refusal.Reason {
        switch statuses.first(where: { $0 != .renewed }) {
        case .deniedReserved?: .itemReserved
        case .deniedMaxRenewalsReached?: .tooManyRenewals
        case .deniedLoanerIsBlocked?: .patronBlocked
        case .deniedMaterialIsNotLoanable?: .itemNotForLoan
        case .deniedMaterialIsNotFound?: .itemUnknown
        case .deniedLoanerNotFound?: .patronNotValid
        default: .other
        }
    }

    private func item(_ details: LoanDetails) -> Item {
        Item(
            number: ItemNumber(details.item),
            title: details.title.flatMap { LibraryText($0) }
        )
    }
}

extension BlockCode {
    /// The code of FBS, or the code of an exclusion for one that cannot be kept.
    init(fbs reason: BlockReason) {
        self = BlockCode(reason.rawValue) ?? .excluded
    }
}

extension Hold.State {
    fileprivate init(_ state: ReservationState) {
        self =
            switch state {
            case .readyForPickup: .ready
            case .inTransit: .inTransit
            default: .waiting
            }
    }
}
