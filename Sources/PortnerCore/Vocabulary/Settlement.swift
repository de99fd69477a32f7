// SPDX-License-Identifier: MPL-2.0

/// Finds out what became of a request whose outcome is unknown, by asking before repeating.
///
/// A library system that hangs up instead of answering may have lent the item or not, and some
/// carry out a repetition as a second loan. So the loans, the item or the fees are looked at, and
/// the request is repeated only when they show that it was not carried out. When to ask is the
/// caller's: usually when the line is back.
public struct Settlement: Sendable {
    /// How often a question is asked that gets no answer.
    public static let attemptsMax = 5

    /// What became of the request.
    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        /// It was carried out; it must not be repeated.
        case carriedOut = "carried-out"
        /// It was not carried out; it may be repeated.
        case notCarriedOut = "not-carried-out"
        /// Nobody can tell from here; a person must look.
        case open
    }

    /// What to do next.
    public enum Step: Sendable {
        /// Ask this and report the outcome.
        case ask(LibraryTask)
        /// It is known now.
        case settled(Verdict)
    }

    private let task: LibraryTask
    private let loansBefore: [Loan]
    private var question: LibraryTask
    private var attempts = 0

    /// Begins to settle a request, or gives nil when it changes nothing and can simply be repeated.
    ///
    /// - Parameters:
    ///   - task: What was requested.
    ///   - loansBefore: The patron's loans before it, where they are known: a renewal shows only in
    ///     a later day.
    public init?(_ task: LibraryTask, loansBefore: [Loan] = []) {
        switch task {
        case .checkout(_, let access, _), .renew(_, let access), .renewAll(let access):
            question = .loans(access)
        case .checkin(let item, _):
            question = .item(item)
        case .pay(_, let access):
            question = .fees(access)
        case .patron, .loans, .holds, .fees, .item, .endSession:
            return nil
        }
        self.task = task
        self.loansBefore = loansBefore
    }

    /// The first question.
    public mutating func begin() -> Step {
        attempts = 1
        return .ask(question)
    }

    /// The answer to the last question.
    public mutating func answered(_ outcome: LibraryOutcome) -> Step {
        switch outcome {
        case .done(let result):
            .settled(verdict(from: result))
        case .notSupported:
            askAnotherWay()
        case .refused:
            .settled(.open)
        case .unknown, .unavailable:
            askAgain()
        }
    }

    private mutating func askAgain() -> Step {
        guard attempts < Self.attemptsMax else { return .settled(.open) }
        attempts += 1
        return .ask(question)
    }

    /// Where loans cannot be listed, a loan can still be ruled out by the item.
    private mutating func askAnotherWay() -> Step {
        guard case .checkout(let item, _, _) = task, case .loans = question else {
            return .settled(.open)
        }
        question = .item(item)
        return begin()
    }

    private func verdict(from result: LibraryResult) -> Verdict {
        switch (task, result) {
        case (.checkout(let item, _, _), .loans(let loans, let isComplete)):
            Self.isAmong(loans, isComplete: isComplete, item)
        case (.checkout, .item(let facts)):
            // Whose loan it is cannot be seen.
            facts.status == .available ? .notCarriedOut : .open
        case (.checkin, .item(let facts)):
            Self.isBack(facts.status)
        case (.renew(let item, _), .loans(let loans, _)):
            isLater(item, in: loans)
        case (.renewAll, .loans(let loans, _)):
            isAnyLater(in: loans)
        case (.pay(let payment, _), .fees(let account)):
            Self.isPaid(payment, account)
        default: .open
        }
    }

    /// A list that lacks loans, or the number of one, cannot rule anything out.
    private static func isAmong(
        _ loans: [Loan],
        isComplete: Bool,
        _ item: ItemNumber
    ) -> Verdict {
        if loans.contains(where: { $0.item.bears(item) }) { return .carriedOut }
        return isComplete && loans.allSatisfy { $0.item.number != nil } ? .notCarriedOut : .open
    }

    private static func isBack(_ status: ItemStatus) -> Verdict {
        switch status {
        case .available, .onHoldShelf, .toBeShelved, .inTransit: .carriedOut
        case .onLoan: .notCarriedOut
        case .inPreparation, .lost, .other: .open
        }
    }

    private func isLater(_ item: ItemNumber, in loans: [Loan]) -> Verdict {
        let isMeant = { (loan: Loan) in loan.item.bears(item) }
        guard let before = loansBefore.first(where: isMeant)?.due?.date,
            let now = loans.first(where: isMeant)?.due?.date
        else { return .open }
        return now > before ? .carriedOut : .notCarriedOut
    }

    private func isAnyLater(in loans: [Loan]) -> Verdict {
        let verdicts = Set(
            loansBefore.map { $0.item.number.map { isLater($0, in: loans) } ?? .open }
        )
        if verdicts.contains(.carriedOut) { return .carriedOut }
        return verdicts == [.notCarriedOut] ? .notCarriedOut : .open
    }

    private static func isPaid(_ payment: FeePayment, _ account: FeeAccount) -> Verdict {
        guard let number = payment.fee, account.fees.allSatisfy({ $0.number != nil }) else {
            return .open
        }
        return account.fees.contains { $0.number == number } ? .notCarriedOut : .carriedOut
    }
}
