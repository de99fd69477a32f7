// SPDX-License-Identifier: MPL-2.0

import LibrarySimulator
import PortnerCore
import SIP2
import Testing

/// A visit to the library from signing in to the farewell, over whichever way, with every step
/// carried out once however the line behaves.
struct Script {
    enum Step: String, Sendable, CaseIterable {
        case signIn, status, information, checkout, renew, renewAll, checkin, holds, fees, pay
        case endSession
    }

    /// How often a step is tried that does not come through.
    private static let attemptsMax = 30

    let visit: WayVisit
    let patience: Patience
    private let reader: PatronAccess
    private let readerWithPIN: PatronAccess
    private let debtor: PatronAccess
    private let book: ItemNumber
    private let renewable: ItemNumber

    init(_ visit: WayVisit, _ patience: Patience = .long) throws {
        self.visit = visit
        self.patience = patience
        readerWithPIN = try Self.access("adult", withPIN: true)
        reader = try Self.access("adult", withPIN: false)
        debtor = try Self.access("owes", withPIN: false)
        book = try Self.item("book")
        renewable = try Self.item("renewable")
    }

    static func item(_ id: String) throws -> ItemNumber {
        let barcode = DemoItem.all.first { $0.id == id }?.barcode
        return try #require(barcode.flatMap { ItemNumber($0) })
    }

    static func access(_ id: String, withPIN: Bool) throws -> PatronAccess {
        let card = try #require(DemoCard.all.first { $0.id == id })
        return PatronAccess(
            card: try #require(CardNumber(card.number)),
            pin: withPIN ? card.pin.flatMap { PIN(Array($0.utf8)) } : nil
        )
    }

    /// Another renewal for a loan that had all of them, so that there is one for each step.
    static func prepare(_ library: inout SimulatedLibrary) {
        library.library.rules.renewalsMax += 1
    }

    /// Goes through all steps.
    func run() async throws {
        for step in Step.allCases {
            if visit.way.lacks.contains(step) {
                let outcome = try await visit.outcome(of: task(step, []))
                #expect(outcome == .notSupported, "\(step)")
            } else {
                try await carryOut(step)
            }
        }
    }

    private func task(_ step: Step, _ fees: [Fee], total: Money? = nil) -> LibraryTask {
        switch step {
        case .signIn: return .patron(readerWithPIN, ageLimits: [15, 18])
        case .status: return .item(book)
        case .information: return .loans(reader)
        case .checkout: return .checkout(book, readerWithPIN)
        case .renew: return .renew(renewable, readerWithPIN)
        case .renewAll: return .renewAll(readerWithPIN)
        case .checkin: return .checkin(book)
        case .holds: return .holds(reader)
        case .fees: return .fees(debtor)
        case .pay:
            let fee = fees.first { $0.number != nil }
            let amount = fee?.amount ?? total ?? Money(hundredths: 100, currency: "DKK")
            return .pay(FeePayment(fee: fee?.number, amount: amount, means: .card), debtor)
        case .endSession: return .endSession(reader)
        }
    }

    /// Tries a step until it is done; after an outcome that is unknown only if it was not.
    private func carryOut(_ step: Step) async throws {
        var before: (loans: [Loan], fees: FeeAccount) = ([], FeeAccount(total: nil, fees: []))
        if step == .renew || step == .renewAll,
            case .loans(let loans, _)? = try await answer(to: .loans(reader))
        {
            before.loans = loans
        }
        if step == .pay, case .fees(let account)? = try await answer(to: .fees(debtor)) {
            before.fees = account
        }
        let task = task(step, before.fees.fees, total: before.fees.total)
        for attempt in 1...Self.attemptsMax {
            try await visit.untilOnline()
            switch try await visit.outcome(of: task, within: patience.time(attempt)) {
            case .done(let result):
                return expect(result, of: step)
            case .unavailable(let why):
                #expect(![.notEncodable, .cancelled, .loginRefused].contains(why), "\(step)")
            case .unknown:
                #expect(task.changesRecords, "\(step)")
                let verdict = try await visit.verdict(
                    on: task,
                    loansBefore: before.loans,
                    feesBefore: before.fees.fees,
                    patience
                )
                switch verdict {
                case .carriedOut: return expectChange(by: step)
                case .notCarriedOut: continue
                case .open:
                    #expect(visit.way.leavesOpen.contains(step), "\(step)")
                    return expectChange(by: step, isCertain: false)
                }
            case .refused, .notSupported:
                Issue.record("\(step) is refused")
                return
            }
        }
        Issue.record("\(step) never comes through")
    }

    /// The answer to a question, asked until there is one.
    private func answer(to question: LibraryTask) async throws -> LibraryResult? {
        for attempt in 1...Self.attemptsMax {
            try await visit.untilOnline()
            let outcome = try await visit.outcome(of: question, within: patience.time(attempt))
            if case .done(let result) = outcome { return result }
        }
        Issue.record("\(question) is never answered")
        return nil
    }

    // MARK: What must be true then

    private var library: Library { visit.server.library.library }

    /// An answer tells what is the case, and what was to be changed is changed.
    private func expect(_ result: LibraryResult, of step: Step) {
        switch (step, result) {
        case (.signIn, .patron(let account)):
            #expect(account.pinAccepted == true)
            #expect(account.facts.age?.value == AgeFact(reached: 18, next: nil))
        case (.status, .item(let facts)):
            #expect(facts.status == .available)
        case (.information, .loans(let loans, let isComplete)):
            #expect(isComplete)
            #expect(Set(loans.compactMap(\.item.number)) == lent)
        case (.checkout, .checkout(let checkout)):
            #expect(checkout.item.number == book)
            #expect(checkout.due?.date != nil)
        case (.renew, .renewal(let renewal)):
            #expect(renewal.item.number == renewable)
        case (.renewAll, .renewals(let renewals)):
            #expect(renewals.contains { $0.refusal == nil })
            #expect(Set(renewals.compactMap(\.item.number)) == lent)
        case (.checkin, .checkin(let checkin)):
            #expect(checkin.item.number == book)
        case (.holds, .holds(let holds)):
            #expect(holds.map(\.state).sorted { $0.rawValue < $1.rawValue } == [.ready, .waiting])
        case (.fees, .fees(let account)):
            #expect(account.fees.count == 2)
        case (.pay, .payment), (.endSession, .sessionEnded):
            break
        default:
            Issue.record("\(step) is answered with \(result)")
        }
        expectChange(by: step)
    }

    /// What the reader has borrowed according to the library itself.
    private var lent: Set<ItemNumber> {
        guard let patron = library.patron(reader.card.secret) else { return [] }
        return Set(library.loans(of: patron).compactMap { ItemNumber($0.item) })
    }

    /// The library itself holds that a step was carried out once, or at most once where nobody can
    /// tell from here.
    private func expectChange(by step: Step, isCertain: Bool = true) {
        let times: Int
        switch step {
        case .checkout:
            times = lent.contains(book) ? 1 : 0
            #expect(carriedOut(.checkoutResponse) == times, "\(step)")
        case .renew:
            times = renewals(of: renewable.secret)
        case .renewAll:
            // Two of its three renewals were made before the visit.
            times =
                (DemoItem.all.first { $0.id == "renewed-out" }?.barcode)
                .map { renewals(of: $0) - 2 } ?? 0
        case .checkin:
            times = lent.contains(book) ? 0 : 1
            #expect(carriedOut(.checkinResponse) == times, "\(step)")
        case .pay:
            times = carriedOut(.feePaidResponse)
            let paid = library.fees.contains { $0.paid != nil }
            #expect(paid == (times == 1), "\(step)")
        case .signIn, .status, .information, .holds, .fees, .endSession:
            return
        }
        #expect(isCertain ? times == 1 : times <= 1, "\(step) was carried out \(times) times")
    }

    private func renewals(of barcode: String) -> Int {
        library.loan(of: barcode)?.renewals ?? 0
    }

    /// How often the library has said yes, whether or not that was heard.
    private func carriedOut(_ answer: Command) -> Int {
        visit.scene.now.answered.count { message in
            guard message.command == answer else { return false }
            return switch answer {
            case .checkoutResponse: CheckoutResponse(message)?.isAccepted == true
            case .checkinResponse: CheckinResponse(message)?.isAccepted == true
            default: FeePaidResponse(message)?.isAccepted == true
            }
        }
    }
}

extension WayIn {
    /// The steps that a way cannot do, and says so.
    var lacks: Set<Script.Step> {
        switch carrier {
        case .tcp, .tls, .https: []
        case .fbs: [.status, .checkout, .checkin, .pay, .endSession]
        }
    }

    /// The steps of which nobody can tell from here whether they were carried out: lists of the
    /// protocol have neither due dates nor numbers of fees.
    var leavesOpen: Set<Script.Step> {
        isStream && manner == .strict ? [.renew, .renewAll, .pay] : []
    }
}
