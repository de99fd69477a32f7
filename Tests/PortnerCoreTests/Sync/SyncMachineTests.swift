// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// A machine with a clock that is moved by hand.
private struct Rig {
    var machine: SyncMachine
    var elapsed = Duration.zero
    var lastTicket: UInt64 = 0

    init(perMinute: Int = 60, seed: UInt64 = 7) {
        let settings = SyncSettings(questionsPerMinute: perMinute)
        machine = SyncMachine(settings, seed: seed, at: uptime())
    }

    var now: Uptime { uptime(elapsed) }

    /// Goes to the next deadline and does what is due there.
    mutating func step(
        mayAsk: Bool = true,
        isDue: (DuePatron) -> Bool = { _ in true }
    ) throws -> SyncMachine.Action? {
        let deadline = try #require(machine.nextDeadline(mayAsk: mayAsk))
        elapsed += max(now.duration(to: deadline), .zero)
        var last = lastTicket
        defer { lastTicket = last }
        return machine.advance(to: now, mayAsk: mayAsk, isDue: isDue) {
            last += 1
            return Ticket(number: last)
        }
    }

    /// Goes on until a question is asked, finding these patrons at each search.
    mutating func ask(finding due: [DuePatron], next: Int64? = nil) throws -> DuePatron {
        for _ in 0..<10 {
            switch try step() {
            case .ask(let patron, _): return patron
            case .search(let ticket, _, _):
                machine.found(SyncFinding(due: due, next: next), ticket, at: now)
            case nil: continue
            }
        }
        throw Insistence("nobody was asked about")
    }

    mutating func search() throws -> (after: Int64?, avoiding: [CardKey], ticket: Ticket) {
        guard case .search(let ticket, let after, let avoiding) = try step() else {
            throw Insistence("no search began")
        }
        return (after, avoiding, ticket)
    }
}

private struct Insistence: Error {
    let words: String
    init(_ words: String) { self.words = words }
}

private func due(_ number: UInt64) throws -> DuePatron {
    DuePatron(
        key: CardKey(number << 32, 0, 0, 0),
        patron: try #require(PatronNumber("P-\(number)"))
    )
}

private func answer(_ patron: DuePatron) -> LibraryReply {
    var told = facts()
    told.patron = patron.patron
    return .known(told, pinAccepted: nil)
}

@Suite struct `The refreshing of known patrons` {
    @Test func `asks about one after the other in the order that was found`() throws {
        var rig = Rig()
        let patrons = try (1...3).map(due)
        var asked: [DuePatron] = []
        for _ in patrons {
            let patron = try rig.ask(finding: patrons)
            asked.append(patron)
            #expect(rig.machine.replied(answer(patron), at: rig.now) == .learn)
        }
        #expect(asked == patrons)
        #expect(rig.machine.refreshedLastHour(at: rig.now) == 3)
        rig.elapsed += .hours(2)
        #expect(rig.machine.refreshedLastHour(at: rig.now) == 0)
    }

    @Test func `keeps to its pace, and not in step with another station`() throws {
        var ends: [Duration] = []
        for seed in [UInt64(1), 2] {
            var rig = Rig(perMinute: 20, seed: seed)
            let patrons = try (1...64).map(due)
            for _ in patrons {
                let before = rig.elapsed
                let patron = try rig.ask(finding: patrons)
                #expect(rig.elapsed - before >= .milliseconds(1500))
                #expect(rig.elapsed - before <= .milliseconds(9000))
                _ = rig.machine.replied(answer(patron), at: rig.now)
            }
            #expect((.minutes(2)...(.minutes(5))).contains(rig.elapsed))
            ends.append(rig.elapsed)
        }
        #expect(ends[0] != ends[1])
    }

    @Test func `asks nobody while it may not`() throws {
        var rig = Rig()
        #expect(rig.machine.nextDeadline(mayAsk: false) == nil)
        rig.elapsed = .hours(1)
        let action = rig.machine.advance(to: rig.now, mayAsk: false, isDue: { _ in true }) {
            Ticket(number: 1)
        }
        #expect(action == nil)
        #expect(try rig.search().after == nil)
    }

    @Test func `leaves out whoever is no longer due when the turn comes`() throws {
        var rig = Rig()
        let patrons = try (1...3).map(due)
        let search = try rig.search()
        rig.machine.found(SyncFinding(due: patrons, next: nil), search.ticket, at: rig.now)
        guard case .ask(let patron, _) = try rig.step(isDue: { $0 == patrons[2] }) else {
            throw Insistence("nobody was asked about")
        }
        #expect(patron == patrons[2])
    }

    @Test func `waits longer after each failure and avoids the patron for a while`() throws {
        var rig = Rig()
        let patrons = try (1...20).map(due)
        var waits: [Duration] = []
        for _ in 0..<8 {
            let patron = try rig.ask(finding: patrons)
            let failed = rig.now
            #expect(rig.machine.replied(.noAnswer, at: rig.now) == .nothing)
            let deadline = try #require(rig.machine.nextDeadline(mayAsk: true))
            waits.append(failed.duration(to: deadline))
            _ = patron
        }
        #expect(rig.machine.failures == 8)
        #expect((.seconds(15)...(.seconds(30))).contains(waits[0]))
        #expect((.minutes(15)...(.minutes(30))).contains(waits[7]))
        let good = try rig.ask(finding: patrons)
        _ = rig.machine.replied(answer(good), at: rig.now)
        #expect(rig.machine.failures == 0)
        rig.machine.ordered(at: rig.now)
        #expect(try rig.search().avoiding.isEmpty)
    }

    @Test func `tells the search whom it avoids, and forgets that after an hour`() throws {
        var rig = Rig()
        let one = try due(1)
        _ = try rig.ask(finding: [one])
        _ = rig.machine.replied(.noAnswer, at: rig.now)
        let search = try rig.search()
        #expect(search.avoiding == [one.key])
        rig.machine.found(SyncFinding(due: [], next: nil), search.ticket, at: rig.now)
        rig.elapsed += .hours(1)
        #expect(try rig.search().avoiding.isEmpty)
    }

    @Test func `gives up a question and a search that nobody answers`() throws {
        var rig = Rig()
        _ = try rig.ask(finding: [try due(1)])
        #expect(try rig.step(mayAsk: false) == nil)
        #expect(rig.machine.failures == 1)
        let search = try rig.search()
        #expect(try rig.step(mayAsk: false) == nil)
        // What comes now answers nothing.
        rig.machine.found(SyncFinding(due: [try due(2)], next: nil), search.ticket, at: rig.now)
        #expect(try rig.search().ticket != search.ticket)
    }

    @Test func `takes no answer for another patron's`() throws {
        var rig = Rig()
        let patron = try rig.ask(finding: [try due(1)])
        #expect(rig.machine.asked(Ticket(number: 99)) == nil)
        #expect(rig.machine.asked(Ticket(number: rig.lastTicket)) == patron)
        #expect(rig.machine.replied(answer(try due(2)), at: rig.now) == .nothing)
        #expect(rig.machine.failures == 1)
        #expect(rig.machine.replied(answer(patron), at: rig.now) == .nothing)
    }

    @Test func `believes that a patron is gone only when numbers are known to work`() throws {
        var rig = Rig()
        let patrons = try (1...3).map(due)
        _ = try rig.ask(finding: patrons)
        #expect(rig.machine.replied(.unknownCard, at: rig.now) == .nothing)
        let known = try rig.ask(finding: patrons)
        #expect(rig.machine.replied(answer(known), at: rig.now) == .learn)
        _ = try rig.ask(finding: patrons)
        #expect(rig.machine.replied(.unknownCard, at: rig.now) == .disown)
    }

    @Test func `goes through a large table piece by piece, the full pieces more than once`() throws
    {
        var rig = Rig()
        let full = try (1...UInt64(SyncSearch.foundMax)).map(due)
        let first = try rig.search()
        #expect(first.after == nil)
        rig.machine.found(SyncFinding(due: full, next: 500), first.ticket, at: rig.now)
        for _ in full {
            guard case .ask(let patron, _) = try rig.step() else {
                throw Insistence("nobody was asked about")
            }
            _ = rig.machine.replied(answer(patron), at: rig.now)
        }
        let second = try rig.search()
        #expect(second.after == nil)
        rig.machine.found(SyncFinding(due: [], next: 500), second.ticket, at: rig.now)
        let third = try rig.search()
        #expect(third.after == 500)
        // Nobody of a full piece is still due: the next piece comes all the same.
        rig.machine.found(SyncFinding(due: full, next: 900), third.ticket, at: rig.now)
        guard case .search(_, 900, _) = try rig.step(isDue: { _ in false }) else {
            throw Insistence("the search stands still")
        }
    }

    @Test func `begins a round when it is told to`() throws {
        var rig = Rig()
        let search = try rig.search()
        rig.machine.found(SyncFinding(due: [], next: nil), search.ticket, at: rig.now)
        #expect(try #require(rig.machine.nextIn(at: rig.now)) >= .minutes(2))
        rig.machine.ordered(at: rig.now)
        #expect(rig.machine.nextIn(at: rig.now) == .zero)
        #expect(try rig.search().after == nil)
        // A round that is under way is one already.
        rig.machine.ordered(at: rig.now)
        #expect(rig.machine.nextIn(at: rig.now) == nil)
    }
}

@Suite struct `The terms of the refreshing` {
    @Test func `follow the strictest door, its outage rule included`() {
        var strict = rules()
        strict.limits.debts = .hours(4)
        var patient = rules()
        patient.outage = .admitVerified(within: .hours(12))
        let terms = SyncTerms([strict, patient], at: moment())
        #expect(terms.debtsBefore == mondayMorning.earlier(by: .hours(3)))
        #expect(terms.blocksBefore == mondayMorning.earlier(by: .hours(9)))
        #expect(terms.validityBefore == mondayMorning.earlier(by: .hours(9)))
        #expect(terms.freshSince == terms.debtsBefore)
        #expect(terms.seenSince == moment().civil.date.advanced(by: -30))
        #expect(!terms.isDue(facts(aged: .hours(3))))
        #expect(terms.isDue(facts(aged: .hours(4))))
        #expect(terms.isDue(facts(aged: .hours(10))))
    }

    @Test func `keep the pace within its limits`() {
        #expect(SyncSettings(questionsPerMinute: 0).questionsPerMinute == 1)
        #expect(SyncSettings(questionsPerMinute: 9999).questionsPerMinute == 120)
        #expect(SyncSettings().pause == .seconds(3))
    }
}
