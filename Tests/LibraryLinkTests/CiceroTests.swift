// SPDX-License-Identifier: MPL-2.0

import LibrarySimulator
import PortnerCore
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A library over HTTPS` {
    private let access: PatronAccess

    init() throws { access = try Script.access("adult", withPIN: true) }

    @Test func `tells of an item what a patron is shown`() async throws {
        try await WayVisit.run(.cicero) { visit in
            try await visit.untilOnline()
            let checkout = LibraryTask.checkout(try Script.item("book"), access)
            guard case .done(.checkout(let loan)) = try await visit.outcome(of: checkout),
                case .done(.loans(let loans, true)) = try await visit.outcome(of: .loans(access)),
                case .done(.holds(let holds)) = try await visit.outcome(of: .holds(access))
            else {
                Issue.record("it does not answer")
                return
            }
            #expect(loan.item.title?.shown == "Pelle Erobreren")
            #expect(loan.desensitizes == true)
            #expect(loans.contains { $0.item.number == loan.item.number && $0.due == loan.due })
            #expect(holds.contains { $0.state == .ready && $0.shelf != nil })
        }
    }

    @Test func `refuses by reason`() async throws {
        try await WayVisit.run(.cicero) { visit in
            try await visit.untilOnline()
            let refusals: [(String, Refusal.Reason)] = [
                ("unknown", .itemUnknown), ("not-for-loan", .itemNotForLoan),
                ("late", .itemOnLoan), ("for-another", .itemReserved),
            ]
            for (id, reason) in refusals {
                let checkout = LibraryTask.checkout(try Script.item(id), access)
                let outcome = try await visit.outcome(of: checkout)
                #expect(outcome == .refused(Refusal(reason)))
            }
        }
    }

    @Test func `does nothing for the wrong login`() async throws {
        try await WayVisit.run(.cicero, password: "wrong") { visit in
            try await visit.scene.until { $0.health?.state == .offline }
            #expect(visit.scene.now.health?.detail.contains("wrong") == false)
            let outcome = try await visit.outcome(of: .checkin(try Script.item("book")))
            #expect(outcome == .unavailable(.offline))
        }
    }

    @Test(arguments: [AnswerFault.closedBefore, .half, .exception, .status(500), .status(503)])
    func `leaves a loan in doubt whose answer is struck`(fault: AnswerFault) async throws {
        try await WayVisit.run(.cicero) { visit in
            try await visit.untilOnline()
            var faults = Faults.none
            faults.rules = [FaultRule(fault, of: .message(.checkout))]
            visit.server.faults = faults
            let checkout = LibraryTask.checkout(try Script.item("book"), access)
            let outcome = try await visit.outcome(of: checkout)
            #expect(outcome == .unknown)
        }
    }
}
