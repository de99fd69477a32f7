// SPDX-License-Identifier: MPL-2.0

import LibrarySimulator
import PortnerCore
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A request whose answer was lost` {
    /// What a demo patron does with a demo item.
    enum Deed: CaseIterable {
        case checkout
        case checkin
        case renew
        case renewAll

        var command: Command {
            switch self {
            case .checkout: .checkout
            case .checkin: .checkin
            case .renew: .renew
            case .renewAll: .renewAll
            }
        }

        func task(_ access: PatronAccess) throws -> LibraryTask {
            switch self {
            case .checkout: .checkout(try Script.item("book"), access)
            case .checkin: .checkin(try Script.item("renewable"))
            case .renew: .renew(try Script.item("renewable"), access)
            case .renewAll: .renewAll(access)
            }
        }
    }

    private let access: PatronAccess

    init() throws { access = try Script.access("adult", withPIN: true) }

    /// What a request was settled as, after this fault befell it.
    private func verdict(
        _ deed: Deed,
        _ fault: AnswerFault,
        _ visit: WayVisit
    ) async throws -> Settlement.Verdict {
        try await visit.untilOnline()
        guard case .done(.loans(let loans, _)) = try await visit.outcome(of: .loans(access)) else {
            Issue.record("the loans are not told")
            return .open
        }
        var faults = Faults.none
        faults.rules = [FaultRule(fault, of: .message(deed.command))]
        visit.server.faults = faults
        let task = try deed.task(access)
        let outcome = try await visit.outcome(of: task)
        #expect(outcome == .unknown)
        return try await visit.verdict(on: task, loansBefore: loans)
    }

    @Test(arguments: Deed.allCases, WayIn.telling)
    func `is found carried out when it was`(deed: Deed, way: WayIn) async throws {
        try await WayVisit.run(way) { visit in
            let verdict = try await verdict(deed, .closedBefore, visit)
            #expect(verdict == .carriedOut)
        }
    }

    @Test(arguments: Deed.allCases, WayIn.telling)
    func `is found not carried out when it was not, and can then be repeated`(
        deed: Deed,
        way: WayIn
    ) async throws {
        try await WayVisit.run(way) { visit in
            let verdict = try await verdict(deed, .closedUnexecuted, visit)
            #expect(verdict == .notCarriedOut)
            guard case .done = try await visit.outcome(of: try deed.task(access)) else {
                Issue.record("the repetition is refused")
                return
            }
        }
    }
}

extension WayIn {
    /// Those that lend and tell when a loan is due.
    fileprivate static let telling = all.filter { $0.lacks.isEmpty && $0.leavesOpen.isEmpty }
}
