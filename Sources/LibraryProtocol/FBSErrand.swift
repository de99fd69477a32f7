// SPDX-License-Identifier: MPL-2.0

public import FBS
public import PortnerCore
import SIP2

/// One request as the calls of the FBS REST interface that carry it out, one after the other.
///
/// The interface looks patrons up, lists and renews; it neither lends nor takes back, so those
/// tasks end at once as `LibraryOutcome.notSupported`. Each errand begins with the
/// card, because the interface knows patrons only by a number of its own.
public struct FBSErrand: Sendable {
    /// A call.
    public enum Call: Sendable, Hashable {
        /// Card and PIN.
        case authenticate(Authenticate)
        /// A card without a PIN.
        case lookUp(LookUpPatron)
        /// A patron's details.
        case patron(FetchPatron)
        /// A patron's loans.
        case loans(FetchLoans)
        /// A patron's reservations.
        case reservations(FetchReservations)
        /// A patron's fees.
        case fees(FetchFees)
        /// Renewals.
        case renew(RenewLoans)
    }

    /// What to do next.
    public enum Step: Sendable {
        /// Make this call.
        case make(Call)
        /// The request has ended.
        case end(LibraryOutcome)
    }

    /// What is to be done or told.
    public let task: LibraryTask
    /// Whether a door asks, which has to know whose PIN was wrong.
    private let isQuestion: Bool
    private var isPINRefused = false
    private var call: Call?

    /// An errand that has not begun.
    public init(_ task: LibraryTask) {
        self.task = task
        isQuestion = false
    }

    /// The errand of a door that asks about a card.
    ///
    /// The interface does not tell an unknown card from a wrong PIN, so a card whose PIN was not
    /// accepted is looked up once more without it: who mistyped is not unknown.
    public init(_ question: LibraryQuestion) {
        let access = PatronAccess(card: question.card, pin: question.pin)
        task = .patron(access, ageLimits: question.ageLimits)
        isQuestion = true
    }

    /// The first call, or the end of what the interface does not have.
    public mutating func begin() -> Step {
        switch task {
        case .patron(let access, _), .loans(let access), .holds(let access), .fees(let access),
            .renew(_, let access), .renewAll(let access):
            return make(Self.identify(access))
        case .checkout, .checkin, .pay, .item, .endSession, .block:
            return .end(.notSupported)
        }
    }

    /// The library system answered the last call, or refused it.
    public mutating func received(
        _ response: FBSResponse,
        asOf: PortnerCore.Timestamp,
        today: CivilDate
    ) -> Step {
        let reading = FBSReading(task, isPINRefused: isPINRefused, asOf: asOf, today: today)
        do throws(FBSError) {
            switch call {
            case .authenticate?:
                return identified(try Authenticate.answer(from: response), reading)
            case .lookUp?:
                return identified(try LookUpPatron.answer(from: response), reading)
            case .patron?:
                return .end(reading.patron(try FetchPatron.answer(from: response)))
            case .loans?:
                return loansCame(try FetchLoans.answer(from: response), reading)
            case .reservations?:
                return .end(reading.holds(try FetchReservations.answer(from: response)))
            case .fees?:
                return .end(reading.fees(try FetchFees.answer(from: response)))
            case .renew?:
                return .end(reading.renewals(try RenewLoans.answer(from: response)))
            case nil:
                return .end(.unavailable(.unreadable))
            }
        } catch {
            return .end(outcome(after: error))
        }
    }

    /// How the request ends when its call had no answer.
    public func outcome(after failure: FBSSession.Failure) -> LibraryOutcome {
        if failure.outcome == .unknown { return .unknown }
        switch failure.reason {
        case .queueFull: return .unavailable(.busy)
        case .requestTooLong: return .unavailable(.notEncodable)
        case .timedOut: return .unavailable(.timedOut)
        case .lost, .closed: return .unavailable(.connectionLost)
        case .unauthorized: return .unavailable(.loginRefused)
        case .loginFailed(.wrongCredentials), .loginFailed(.keyRefused):
            return .unavailable(.loginRefused)
        case .loginFailed: return .unavailable(.offline)
        }
    }

    private func outcome(after error: FBSError) -> LibraryOutcome {
        if case .renew? = call, RenewLoans.outcome(after: error) == .unknown { return .unknown }
        guard case .refused(let refusal) = error, refusal.kind == .forbidden else {
            return .unavailable(.unreadable)
        }
        return .unavailable(.loginRefused)
    }

    // MARK: Steps

    private mutating func make(_ call: Call?) -> Step {
        guard let call else { return .end(.unavailable(.notEncodable)) }
        self.call = call
        return .make(call)
    }

    /// A PIN is sent where there is one, and never an empty one.
    private static func identify(_ access: PatronAccess) -> Call? {
        let card = Secret(access.card.secret)
        guard let pin = access.password else {
            return LookUpPatron(identifier: card).map { .lookUp($0) }
        }
        return Authenticate(card: card, pin: pin).map { .authenticate($0) }
    }

    private mutating func identified(
        _ answer: AuthenticatedPatron,
        _ reading: FBSReading
    ) -> Step {
        if let refusal = reading.refusal(of: answer) { return refused(refusal) }
        guard let id = answer.id else { return .end(.unavailable(.unreadable)) }
        switch task {
        case .patron:
            return answer.patron == nil
                ? make(.patron(FetchPatron(id))) : .end(reading.patron(answer))
        case .loans, .renew, .renewAll: return make(.loans(FetchLoans(of: id)))
        case .holds: return make(.reservations(FetchReservations(of: id)))
        case .fees: return make(.fees(FetchFees(of: id)))
        case .checkout, .checkin, .pay, .item, .endSession, .block: return .end(.notSupported)
        }
    }

    private mutating func refused(_ refusal: Refusal) -> Step {
        guard isQuestion, case .authenticate(let refused)? = call else {
            return .end(.refused(refusal))
        }
        isPINRefused = true
        return make(LookUpPatron(identifier: refused.card).map { .lookUp($0) })
    }

    /// The loans are the answer, or tell which loan is to be renewed.
    private mutating func loansCame(_ loans: [FBSLoan], _ reading: FBSReading) -> Step {
        guard case .loans(let fetch)? = call else { return .end(.unavailable(.unreadable)) }
        let meant: [FBSLoan]
        switch task {
        case .renew(let item, _):
            meant = loans.filter { ItemNumber($0.details.item) == item }
            if meant.isEmpty { return .end(.refused(Refusal(.other))) }
        case .renewAll:
            meant = loans
            if meant.isEmpty { return .end(.done(.renewals([]))) }
        default:
            return .end(reading.loans(loans))
        }
        return make(.renew(RenewLoans(meant.map(\.details.id), of: fetch.patron)))
    }
}

extension FBSErrand: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What kind of request it is.
    public var description: String { task.description }
    /// What kind of request it is.
    public var debugDescription: String { description }
    /// Nothing, so that a dump shows neither patron nor item.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
