// SPDX-License-Identifier: MPL-2.0

/// Finds out what became of a request whose outcome is unknown, by asking before repeating.
///
/// A library system that hangs up instead of answering may have lent the item or not, and some
/// carry out a repetition as a second loan. So the loans, the item or the fees are looked at, and
/// the request is repeated only when they show that it was not carried out.
///
/// A server may still be at work on a request whose connection has ended. That something was done
/// is believed at once; that it was not, only of a look after ``settlingTime``.
///
/// The caller begins when the line is back, asks what it is told to ask, and waits when it is told
/// to wait. The settlement ends by itself: after ``attemptsMax`` questions without an answer, or
/// when ``patience`` is used up.
public struct Settlement: Sendable {
    /// How often a question is sent that gets no answer.
    ///
    /// One that is answered from here, because there is no line, is not counted.
    public static let attemptsMax = 5
    /// How long after a request was given up a look shows that it was not carried out.
    ///
    /// It is longer than the longest time for an answer that a library system can announce, 99.8 s
    /// (SIP2, message 98). What a server does even later goes unseen.
    public static let settlingTime = Duration.seconds(120)
    /// The wait before a question is asked again; each one is twice as long as the one before.
    public static let waitMin = Duration.seconds(1)
    /// The longest wait before a question is asked again.
    public static let waitMax = Duration.seconds(60)
    /// How long is waited in all before the request is left to a person.
    public static let patience = Duration.seconds(3600)

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
        /// Ask this and report the outcome to ``Settlement/answered(_:)``.
        case ask(LibraryTask)
        /// Wait this long and come back to ``Settlement/waited()``.
        case wait(Duration)
        /// It is known now.
        case settled(Verdict)
    }

    private var task: LibraryTask
    private let loansBefore: [Loan]
    private let feesBefore: [Fee]
    private var question: LibraryTask
    private var attempts = 0
    /// The time since the request was given up, of which no more is known than was waited.
    private var age = Duration.zero
    private var waitedInAll = Duration.zero
    private var wait = Duration.zero
    private var nextWait = Self.waitMin

    /// Begins to settle a request, or gives nil when it changes nothing, or nothing that can be
    /// seen, and can simply be repeated.
    ///
    /// - Parameters:
    ///   - task: What was requested.
    ///   - loansBefore: The patron's loans before it, where they are known: a renewal shows only in
    ///     a later day.
    ///   - feesBefore: What the patron owed before it, where it is known: a payment shows only in
    ///     what is owed no longer.
    public init?(_ task: LibraryTask, loansBefore: [Loan] = [], feesBefore: [Fee] = []) {
        switch task {
        case .checkout(_, let access, _), .renew(_, let access), .renewAll(let access):
            question = .loans(access)
        case .checkin(let item, _):
            question = .item(item)
        case .pay(_, let access):
            question = .fees(access)
        case .patron, .loans, .holds, .fees, .item, .endSession, .block:
            return nil
        }
        self.task = task
        self.loansBefore = loansBefore
        self.feesBefore = feesBefore
    }

    /// Goes on without the PIN: the patron has gone, and a question by the card alone must do.
    mutating func forgetPIN() {
        task = task.withoutPIN
        question = question.withoutPIN
    }

    /// The first question, asked so long after the request was given up.
    ///
    /// The caller measures that time on a clock that never jumps, and leaves it out where it does
    /// not know.
    public mutating func begin(after age: Duration = .zero) -> Step {
        self.age = max(age, .zero)
        waitedInAll = .zero
        return ask(question)
    }

    /// The answer to the last question.
    public mutating func answered(_ outcome: LibraryOutcome) -> Step {
        switch outcome {
        case .done(let result): seen(verdict(from: result))
        case .notSupported: askAnotherWay()
        case .refused: .settled(.open)
        case .unknown: askAgain()
        case .unavailable(let why): notAsked(why)
        }
    }

    /// The wait is over, all of it.
    public mutating func waited() -> Step {
        age += wait
        waitedInAll += wait
        wait = .zero
        return .ask(question)
    }

    private mutating func seen(_ verdict: Verdict) -> Step {
        guard verdict == .notCarriedOut, age < Self.settlingTime else { return .settled(verdict) }
        attempts = 0
        nextWait = Self.waitMin
        return wait(Self.settlingTime - age)
    }

    /// What never left costs no attempt, and what nobody will ask again ends it.
    private mutating func notAsked(_ why: Unavailability) -> Step {
        switch why {
        case .offline, .recovering, .busy, .loginRefused: waitLonger()
        case .timedOut, .connectionLost, .unreadable: askAgain()
        case .cancelled, .notEncodable: .settled(.open)
        }
    }

    private mutating func ask(_ question: LibraryTask) -> Step {
        self.question = question
        attempts = 0
        nextWait = Self.waitMin
        return .ask(question)
    }

    private mutating func askAgain() -> Step {
        attempts += 1
        return attempts < Self.attemptsMax ? waitLonger() : .settled(.open)
    }

    private mutating func waitLonger() -> Step {
        defer { nextWait = min(nextWait * 2, Self.waitMax) }
        return wait(nextWait)
    }

    private mutating func wait(_ time: Duration) -> Step {
        wait = min(time, Self.patience - waitedInAll)
        return wait > .zero ? .wait(wait) : .settled(.open)
    }

    /// Where loans cannot be listed, a loan can still be ruled out by the item.
    private mutating func askAnotherWay() -> Step {
        guard case .checkout(let item, _, _) = task, case .loans = question else {
            return .settled(.open)
        }
        return ask(.item(item))
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
            isPaid(payment, account)
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

    /// A payment is seen by what is left of the fee: as much as before, or less by what was paid.
    ///
    /// A payment of the account as a whole, a fee that is named twice, and any other sum are for a
    /// person to look at.
    private func isPaid(_ payment: FeePayment, _ account: FeeAccount) -> Verdict {
        guard let number = payment.fee, payment.amount.hundredths > 0,
            let before = Self.owed(number, among: feesBefore), before.hundredths > 0,
            before.currency == payment.amount.currency
        else { return .open }
        let now = Self.owed(number, among: account.fees)
        if now == before { return .notCarriedOut }
        guard account.isComplete, account.fees.allSatisfy({ $0.number != nil }) else {
            return .open
        }
        let rest = before.hundredths - payment.amount.hundredths
        let isGone = !account.fees.contains { $0.number == number }
        if isGone { return rest == 0 ? .carriedOut : .open }
        return now == Money(hundredths: rest, currency: before.currency) ? .carriedOut : .open
    }

    /// What is owed for the one fee of this number, where the list tells.
    private static func owed(_ number: FeeNumber, among fees: [Fee]) -> Money? {
        let meant = fees.filter { $0.number == number }
        return meant.count == 1 ? meant[0].amount : nil
    }
}
