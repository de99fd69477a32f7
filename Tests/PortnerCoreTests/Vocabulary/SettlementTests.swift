// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@Suite struct `Settling an unknown outcome` {
    private let item: ItemNumber
    private let other: ItemNumber
    private let access: PatronAccess
    private let fee: FeeNumber

    init() throws {
        item = try #require(ItemNumber("3274626533"))
        other = try #require(ItemNumber("3846731813"))
        access = PatronAccess(card: try #require(CardNumber("3210519784")), pin: nil)
        fee = try #require(FeeNumber("17"))
    }

    private func loan(_ number: ItemNumber?, due day: Int? = nil) -> Loan {
        Loan(item: Item(number: number), due: day.map { .on(CivilDate(dayNumber: $0)) })
    }

    /// What a settlement makes of one answer, long after the request.
    private func verdict(
        _ task: LibraryTask,
        before: [Loan] = [],
        _ result: LibraryResult
    ) throws -> Settlement.Verdict? {
        var settlement = try #require(Settlement(task, loansBefore: before))
        _ = settlement.begin(after: Settlement.settlingTime)
        guard case .settled(let verdict) = settlement.answered(.done(result)) else { return nil }
        return verdict
    }

    @Test func `is only for what changes records`() {
        let tasks: [LibraryTask] = [
            .patron(access, ageLimits: []), .loans(access), .holds(access), .fees(access),
            .item(item), .endSession(access),
        ]
        for task in tasks {
            #expect(!task.changesRecords)
            #expect(Settlement(task) == nil)
        }
    }

    @Test func `asks for what shows the outcome`() throws {
        let payment = FeePayment(
            fee: fee,
            amount: Money(hundredths: 2500, currency: "DKK"),
            means: .card
        )
        let questions: [(LibraryTask, String)] = [
            (.checkout(item, access), "loans"), (.renew(item, access), "loans"),
            (.renewAll(access), "loans"), (.checkin(item), "item"), (.pay(payment, access), "fees"),
        ]
        for (task, question) in questions {
            #expect(task.changesRecords)
            var settlement = try #require(Settlement(task))
            guard case .ask(let asked) = settlement.begin() else {
                Issue.record("nothing is asked about \(task)")
                continue
            }
            #expect(asked.description == question)
        }
    }

    @Test func `finds a loan among the patron's loans`() throws {
        let task = LibraryTask.checkout(item, access)
        #expect(
            try verdict(task, .loans([loan(other), loan(item)], isComplete: true)) == .carriedOut
        )
        #expect(try verdict(task, .loans([loan(other)], isComplete: true)) == .notCarriedOut)
        #expect(try verdict(task, .loans([], isComplete: true)) == .notCarriedOut)
        #expect(try verdict(task, .loans([loan(other), loan(nil)], isComplete: true)) == .open)
        #expect(try verdict(task, .loans([loan(other)], isComplete: false)) == .open)
        #expect(try verdict(task, .loans([loan(item)], isComplete: false)) == .carriedOut)
    }

    @Test func `knows an item by its number in either case`() throws {
        let written = try #require(ItemNumber("DK-0042a"))
        let answered = try #require(ItemNumber("dk-0042A"))
        #expect(
            try verdict(
                .checkout(written, access),
                .loans([loan(answered)], isComplete: true)
            ) == .carriedOut
        )
        #expect(
            try verdict(
                .renew(written, access),
                before: [loan(written, due: 100)],
                .loans([loan(answered, due: 130)], isComplete: true)
            ) == .carriedOut
        )
    }

    @Test func `looks at the item where loans cannot be listed`() throws {
        let answers: [(ItemStatus, Settlement.Verdict)] = [
            (.available, .notCarriedOut), (.onLoan, .open), (.other, .open),
        ]
        for (status, expected) in answers {
            var settlement = try #require(Settlement(.checkout(item, access)))
            _ = settlement.begin(after: Settlement.settlingTime)
            guard case .ask(.item(let asked)) = settlement.answered(.notSupported) else {
                Issue.record("the item is not asked about")
                continue
            }
            #expect(asked == item)
            let facts = ItemFacts(item: Item(number: item), status: status)
            guard case .settled(let verdict) = settlement.answered(.done(.item(facts))) else {
                Issue.record("it is not settled")
                continue
            }
            #expect(verdict == expected)
        }
    }

    @Test(arguments: ItemStatus.allCases)
    func `finds a return by where the item is`(status: ItemStatus) throws {
        let facts = ItemFacts(item: Item(number: item), status: status)
        let expected: Settlement.Verdict =
            switch status {
            case .available, .onHoldShelf, .toBeShelved, .inTransit: .carriedOut
            case .onLoan: .notCarriedOut
            case .inPreparation, .lost, .other: .open
            }
        #expect(try verdict(.checkin(item), .item(facts)) == expected)
    }

    @Test func `finds a renewal by a later day`() throws {
        let task = LibraryTask.renew(item, access)
        let before = [loan(item, due: 100)]
        #expect(
            try verdict(task, before: before, .loans([loan(item, due: 130)], isComplete: true))
                == .carriedOut
        )
        #expect(
            try verdict(task, before: before, .loans([loan(item, due: 100)], isComplete: true))
                == .notCarriedOut
        )
        #expect(try verdict(task, .loans([loan(item, due: 130)], isComplete: true)) == .open)
        #expect(try verdict(task, before: before, .loans([], isComplete: true)) == .open)
    }

    @Test func `finds a renewal of all by any later day`() throws {
        let task = LibraryTask.renewAll(access)
        let before = [loan(item, due: 100), loan(other, due: 100)]
        let later = [loan(item, due: 100), loan(other, due: 130)]
        #expect(try verdict(task, before: before, .loans(later, isComplete: true)) == .carriedOut)
        #expect(
            try verdict(task, before: before, .loans(before, isComplete: true)) == .notCarriedOut
        )
        #expect(try verdict(task, before: before, .loans([before[0]], isComplete: true)) == .open)
        #expect(try verdict(task, .loans(later, isComplete: true)) == .open)
        let nameless = before + [loan(nil, due: 100)]
        #expect(
            try verdict(task, before: nameless, .loans(nameless, isComplete: true)) == .open
        )
    }

    /// A fee of a number, and what is owed for it.
    private func owed(_ number: FeeNumber?, _ hundredths: Int?, _ currency: String = "DKK") -> Fee {
        Fee(number: number, amount: hundredths.map { Money(hundredths: $0, currency: currency) })
    }

    /// What a settlement makes of a payment of 25.00 when these fees are owed afterwards.
    private func verdict(
        ofPaying hundredths: Int = 2500,
        for paid: FeeNumber?,
        before: [Fee],
        after: [Fee],
        isComplete: Bool = true
    ) throws -> Settlement.Verdict? {
        let amount = Money(hundredths: hundredths, currency: "DKK")
        let payment = FeePayment(fee: paid, amount: amount, means: .card)
        var settlement = try #require(
            Settlement(.pay(payment, access), feesBefore: before)
        )
        _ = settlement.begin(after: Settlement.settlingTime)
        let account = FeeAccount(total: nil, fees: after, isComplete: isComplete)
        return settlement.answered(.done(.fees(account))).verdict
    }

    @Test func `finds a payment by what is left of the fee`() throws {
        let other = try #require(FeeNumber("18"))
        let before = [owed(fee, 2500), owed(other, 700)]
        #expect(try verdict(for: fee, before: before, after: [before[1]]) == .carriedOut)
        #expect(try verdict(for: fee, before: before, after: before) == .notCarriedOut)
        let larger = [owed(fee, 10_000)]
        #expect(try verdict(for: fee, before: larger, after: [owed(fee, 7500)]) == .carriedOut)
        #expect(try verdict(for: fee, before: larger, after: larger) == .notCarriedOut)
    }

    @Test func `finds no payment in a list that was cut, but finds the fee there`() throws {
        let before = [owed(fee, 2500)]
        #expect(try verdict(for: fee, before: before, after: [], isComplete: false) == .open)
        #expect(
            try verdict(for: fee, before: before, after: before, isComplete: false)
                == .notCarriedOut
        )
        #expect(try verdict(for: fee, before: before, after: [owed(nil, 700)]) == .open)
        let larger = [owed(fee, 10_000)]
        #expect(
            try verdict(for: fee, before: larger, after: [owed(fee, 7500)], isComplete: false)
                == .open
        )
    }

    @Test func `leaves to a person what a payment does not explain`() throws {
        let before = [owed(fee, 2500)]
        for after in [
            owed(fee, 2400), owed(fee, 2600), owed(fee, nil), owed(fee, 0), owed(fee, 2500, "EUR"),
        ] {
            let verdict = try verdict(ofPaying: 2000, for: fee, before: before, after: [after])
            #expect(verdict == .open)
        }
        #expect(try verdict(for: fee, before: [owed(fee, 10_000)], after: []) == .open)
        #expect(try verdict(ofPaying: 3000, for: fee, before: before, after: []) == .open)
        #expect(try verdict(ofPaying: 0, for: fee, before: before, after: before) == .open)
        #expect(try verdict(ofPaying: .min, for: fee, before: before, after: []) == .open)
        let twice = [owed(fee, 2500), owed(fee, 2500)]
        #expect(try verdict(for: fee, before: twice, after: [owed(fee, 2500)]) == .open)
        #expect(try verdict(for: fee, before: before, after: twice) == .open)
        for unknown in [[], [owed(nil, 2500)], [owed(fee, nil)], [owed(fee, 2500, "EUR")]] {
            #expect(try verdict(for: fee, before: unknown, after: []) == .open)
            #expect(try verdict(for: fee, before: unknown, after: before) == .open)
        }
        #expect(try verdict(for: nil, before: before, after: []) == .open)
    }

    @Test func `is left to a person when an answer does not help`() throws {
        #expect(try verdict(.checkout(item, access), .sessionEnded) == .open)
        var settlement = try #require(Settlement(.checkin(item)))
        _ = settlement.begin()
        let answers: [LibraryOutcome] = [
            .notSupported, .refused(Refusal(.itemUnknown)), .unavailable(.cancelled),
            .unavailable(.notEncodable),
        ]
        for outcome in answers {
            var copy = settlement
            #expect(copy.answered(outcome).verdict == .open, "\(outcome)")
        }
    }
}

@Suite struct `The time that settling takes` {
    private let item: ItemNumber
    private let task: LibraryTask
    private let notLent = LibraryOutcome.done(.loans([], isComplete: true))

    init() throws {
        item = try #require(ItemNumber("3274626533"))
        let card = try #require(CardNumber("3210519784"))
        task = .checkout(item, PatronAccess(card: card, pin: nil))
    }

    private var lent: LibraryOutcome {
        .done(.loans([Loan(item: Item(number: item))], isComplete: true))
    }

    @Test func `lets a server finish before a request counts as not carried out`() throws {
        var settlement = try #require(Settlement(task))
        #expect(settlement.begin().asks)
        #expect(settlement.answered(notLent).wait == Settlement.settlingTime)
        #expect(settlement.waited().asks)
        var late = settlement
        #expect(settlement.answered(notLent).verdict == .notCarriedOut)
        #expect(late.answered(lent).verdict == .carriedOut)
    }

    @Test func `is not spent on what is known`() throws {
        var settlement = try #require(Settlement(task))
        _ = settlement.begin()
        #expect(settlement.answered(lent).verdict == .carriedOut)
        _ = settlement.begin(after: Settlement.settlingTime)
        #expect(settlement.answered(notLent).verdict == .notCarriedOut)
    }

    @Test func `counts from when the request was given up`() throws {
        var settlement = try #require(Settlement(task))
        _ = settlement.begin(after: Settlement.settlingTime - .seconds(7))
        #expect(settlement.answered(notLent).wait == .seconds(7))
        _ = settlement.begin(after: .seconds(-7))
        #expect(settlement.answered(notLent).wait == Settlement.settlingTime)
        _ = settlement.begin()
        for _ in 1...3 {
            #expect(settlement.answered(.unavailable(.offline)).wait != nil)
            _ = settlement.waited()
        }
        #expect(settlement.answered(notLent).wait == Settlement.settlingTime - .seconds(7))
    }

    @Test(arguments: [Unavailability.offline, .recovering, .busy, .loginRefused])
    func `is waited, not counted, while nothing leaves`(why: Unavailability) throws {
        var settlement = try #require(Settlement(task))
        _ = settlement.begin()
        var waits: [Duration] = []
        var step = settlement.answered(.unavailable(why))
        while let wait = step.wait {
            waits.append(wait)
            #expect(settlement.waited().asks)
            step = settlement.answered(.unavailable(why))
        }
        #expect(step.verdict == .open)
        #expect(waits.prefix(4) == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
        #expect(waits.max() == Settlement.waitMax)
        #expect(waits.reduce(.zero, +) == Settlement.patience)
        #expect(waits.count > Settlement.attemptsMax)
    }

    @Test(arguments: [
        LibraryOutcome.unavailable(.timedOut), .unavailable(.connectionLost),
        .unavailable(.unreadable), .unknown,
    ])
    func `has few attempts for what is sent and not answered`(outcome: LibraryOutcome) throws {
        var settlement = try #require(Settlement(task))
        _ = settlement.begin()
        for attempt in 2...Settlement.attemptsMax {
            let offline = settlement.answered(.unavailable(.offline))
            #expect(offline.wait != nil && settlement.waited().asks)
            #expect(settlement.answered(outcome).wait != nil, "attempt \(attempt)")
            #expect(settlement.waited().asks)
        }
        #expect(settlement.answered(outcome).verdict == .open)
    }

    @Test func `has as many attempts for another question`() throws {
        var settlement = try #require(Settlement(task))
        _ = settlement.begin()
        for _ in 2...Settlement.attemptsMax {
            _ = settlement.answered(.unavailable(.timedOut))
            _ = settlement.waited()
        }
        #expect(settlement.answered(.notSupported).asks)
        #expect(settlement.answered(.unavailable(.timedOut)).wait == Settlement.waitMin)
    }
}

extension Settlement.Step {
    /// Whether something is to be asked.
    fileprivate var asks: Bool { if case .ask = self { true } else { false } }

    /// How long is to be waited.
    fileprivate var wait: Duration? { if case .wait(let time) = self { time } else { nil } }

    /// What is known.
    fileprivate var verdict: Settlement.Verdict? {
        if case .settled(let verdict) = self { verdict } else { nil }
    }
}
