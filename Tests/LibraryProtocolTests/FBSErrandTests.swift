// SPDX-License-Identifier: MPL-2.0

import FBS
import LibraryProtocol
import PortnerCore
import SIP2
import Testing

@Suite struct `A request over the REST interface` {
    private let sip2: Errands

    init() throws { sip2 = try Errands(.cicero) }

    private func response(_ body: String, status: Int = 200) -> FBSResponse {
        FBSResponse(status: status, body: Array(body.utf8))
    }

    /// The calls that a task makes with these answers, and how it ends.
    private func run(
        _ task: LibraryTask,
        _ answers: FBSResponse...
    ) throws -> (calls: [String], outcome: LibraryOutcome?) {
        var errand = FBSErrand(task)
        var calls: [String] = []
        var step = errand.begin()
        for answer in answers {
            guard case .make(let call) = step else { break }
            calls.append(Self.name(call))
            step = errand.received(answer, asOf: Errands.now, today: Errands.time.date)
        }
        if case .end(let outcome) = step { return (calls, outcome) }
        return (calls, nil)
    }

    private static func name(_ call: FBSErrand.Call) -> String {
        switch call {
        case .authenticate: Authenticate.name
        case .lookUp: LookUpPatron.name
        case .patron: FetchPatron.name
        case .loans: FetchLoans.name
        case .reservations: FetchReservations.name
        case .fees: FetchFees.name
        case .renew: RenewLoans.name
        }
    }

    private var valid: FBSResponse {
        response(#"{"authenticateStatus":"VALID","patronId":17,"patronType":"PERSON"}"#)
    }

    @Test func `begins with the card, and sends a PIN only where there is one`() throws {
        let withPIN = try run(.loans(sip2.access), valid, response("[]"))
        #expect(withPIN.calls == [Authenticate.name, FetchLoans.name])
        #expect(withPIN.outcome == .done(.loans([], isComplete: true)))
        let access = PatronAccess(card: sip2.access.card, pin: nil)
        let without = try run(.holds(access), valid, response("[]"))
        #expect(without.calls == [LookUpPatron.name, FetchReservations.name])
        #expect(without.outcome == .done(.holds([])))
    }

    @Test func `fetches the details where the first answer has none`() throws {
        let run = try run(
            .patron(sip2.access, ageLimits: [15]),
            valid,
            response(
                """
                {"authenticateStatus":"VALID","patron":{"patronId":17,"birthday":"2000-04-05",
                "blockStatus":[{"blockedReason":"O","blockedSince":"2026-11-01","message":"x"},
                {"blockedReason":"E","blockedSince":"2026-11-01","message":"y"},
                {"blockedReason":"ny spærring","blockedSince":"2026-11-01","message":"z"}],
                "resident":true}}
                """
            )
        )
        #expect(run.calls == [Authenticate.name, FetchPatron.name])
        guard case .done(.patron(let account))? = run.outcome else {
            Issue.record("\(String(describing: run.outcome))")
            return
        }
        #expect(account.facts.blocks.value == [.cardStolen, .excluded])
        #expect(account.facts.debts.value == [.debt])
        #expect(account.facts.patron?.fbs != nil)
        #expect(account.facts.residence?.value == .resident)
        #expect(account.name == nil)
        #expect(account.facts.age?.value.reached == 15)
    }

    @Test func `is refused for whom the library system does not vouch`() throws {
        let invalid = response(#"{"authenticateStatus":"INVALID"}"#)
        let locked = response(#"{"authenticateStatus":"LOANER_LOCKED_OUT"}"#)
        let without = PatronAccess(card: sip2.access.card, pin: nil)
        #expect(try run(.fees(sip2.access), invalid).outcome == .refused(Refusal(.wrongPIN)))
        #expect(try run(.fees(without), invalid).outcome == .refused(Refusal(.patronNotValid)))
        #expect(try run(.fees(sip2.access), locked).outcome == .refused(Refusal(.patronBlocked)))
    }

    /// What a door is told by these answers, and the calls that took.
    private func reply(
        pin: Bool = true,
        _ answers: FBSResponse...
    ) throws -> (calls: [String], reply: LibraryReply) {
        var errand = FBSErrand(
            LibraryQuestion(
                ticket: Ticket(number: 1),
                card: sip2.access.card,
                pin: pin ? sip2.access.pin : nil,
                ageLimits: [15],
                timeout: .seconds(2)
            )
        )
        var calls: [String] = []
        var step = errand.begin()
        for answer in answers {
            guard case .make(let call) = step else { break }
            calls.append(Self.name(call))
            step = errand.received(answer, asOf: Errands.now, today: Errands.time.date)
        }
        guard case .end(let outcome) = step else { throw CancellationError() }
        return (calls, LibraryReply(outcome))
    }

    @Test func `of a door tells a wrong PIN from an unknown card`() throws {
        let invalid = response(#"{"authenticateStatus":"INVALID"}"#)
        let locked = response(#"{"authenticateStatus":"LOANER_LOCKED_OUT"}"#)
        let details = response(
            #"{"authenticateStatus":"VALID","patron":{"patronId":17,"blockStatus":null}}"#
        )
        let right = try reply(valid, details)
        #expect(right.calls == [Authenticate.name, FetchPatron.name])
        guard case .known(let facts, pinAccepted: true) = right.reply else {
            Issue.record("\(right.reply)")
            return
        }
        for refusal in [invalid, locked] {
            let wrong = try reply(refusal, valid, details)
            #expect(wrong.calls == [Authenticate.name, LookUpPatron.name, FetchPatron.name])
            #expect(wrong.reply == .known(facts, pinAccepted: false))
        }
        #expect(try reply(invalid, invalid).reply == .unknownCard)
        #expect(try reply(pin: false, invalid).reply == .unknownCard)
        #expect(try reply(pin: false, valid, details).reply == .known(facts, pinAccepted: nil))
        #expect(try reply(locked, locked).reply == .noAnswer)
        #expect(try reply(invalid, response("<html>")).reply == .noAnswer)
    }

    @Test func `ends when there is nothing to renew`() throws {
        #expect(
            try run(.renewAll(sip2.access), valid, response("[]")).outcome
                == .done(.renewals([]))
        )
        #expect(
            try run(.renew(sip2.item, sip2.access), valid, response("[]")).outcome
                == .refused(Refusal(.other))
        )
    }

    /// What is told of a loan, and of its renewal.
    private func loan(_ item: String) -> String {
        #"{"isRenewable":true,"loanDetails":{"loanId":1,"materialItemNumber":"\#(item)","#
            + #""recordId":"2","loanDate":"2026-11-01T10:11:12.050","dueDate":"2026-12-31"},"#
            + #""renewalStatus":["renewed"]}"#
    }

    @Test func `ends with the renewal of the item that was meant`() throws {
        let (own, other) = (loan(sip2.item.secret), loan("9999999999"))
        for (told, isDone) in [
            ("[\(own)]", true), ("[\(other),\(own)]", true), ("[\(other)]", false),
        ] {
            let outcome = try run(
                .renew(sip2.item, sip2.access),
                valid,
                response("[\(own)]"),
                response(told)
            ).outcome
            guard isDone, case .done(.renewal(let renewal))? = outcome else {
                #expect(outcome == .unknown && !isDone)
                continue
            }
            #expect(renewal.item.number == sip2.item)
        }
    }

    @Test func `leaves in doubt a renewal whose answer does not say what became of it`() throws {
        let own = loan(sip2.item.secret)
        let list = own.replacing(#","renewalStatus":["renewed"]"#, with: "")
        for task in [LibraryTask.renew(sip2.item, sip2.access), .renewAll(sip2.access)] {
            let told = response("[\(own),\(list)]")
            let outcome = try run(task, valid, response("[\(own)]"), told).outcome
            #expect(outcome == .unknown)
        }
    }

    @Test func `does not guess at what it cannot read`() throws {
        #expect(
            try run(.loans(sip2.access), response("<html>")).outcome
                == .unavailable(.unreadable)
        )
        #expect(
            try run(.loans(sip2.access), response("{}", status: 403)).outcome
                == .unavailable(.loginRefused)
        )
        #expect(
            try run(.loans(sip2.access), valid, response("{}", status: 404)).outcome
                == .unavailable(.unreadable)
        )
    }

    @Test(arguments: [
        (FBSSession.Failure.Reason.queueFull, LibraryOutcome.unavailable(.busy)),
        (.timedOut, .unavailable(.timedOut)), (.lost, .unavailable(.connectionLost)),
        (.closed, .unavailable(.connectionLost)), (.unauthorized, .unavailable(.loginRefused)),
        (.requestTooLong, .unavailable(.notEncodable)),
        (.loginFailed(.wrongCredentials), .unavailable(.loginRefused)),
        (.loginFailed(.timedOut), .unavailable(.offline)),
    ])
    func `says why there is no answer`(
        reason: FBSSession.Failure.Reason,
        outcome: LibraryOutcome
    ) throws {
        let errand = FBSErrand(.renewAll(sip2.access))
        #expect(errand.outcome(after: .init(reason: reason, outcome: .failed)) == outcome)
        #expect(errand.outcome(after: .init(reason: reason, outcome: .unknown)) == .unknown)
    }
}
