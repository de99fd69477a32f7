// SPDX-License-Identifier: MPL-2.0

@testable import PortnerCore
import PortnerStore
import Testing

@testable import PortnerDaemon

@Suite(.timeLimit(.minutes(5))) struct `The PIN worker` {
    private let keys: StationKeys
    private let key = CardKey(1, 2, 3, 4)
    private let pin: PIN
    private let inbox = Inbox()

    init() throws {
        keys = try StationKeys.random()
        pin = try #require(PIN([0x31, 0x32, 0x33, 0x34]))
    }

    private func hasher(_ cost: Int) throws -> PINHasher {
        PINHasher(keys: keys, cost: try #require(PINHasher.Cost(log2Rounds: cost)))
    }

    /// The next so many events, waited for as the station's thread does.
    private func events(_ count: Int) -> [Event] {
        var events: [Event] = []
        while events.count < count {
            for case .event(let event) in inbox.take(waitingAtMost: .seconds(60)) {
                events.append(event)
            }
        }
        return events
    }

    @Test func `answers checks in their order`() throws {
        let worker = PINWorker(try hasher(12), inbox: inbox)
        let verifier = try hasher(12).derive(pin, for: key)
        let wrong = try #require(PIN([0x30, 0x30, 0x30, 0x30]))
        for (number, typed) in [pin, wrong, pin].enumerated() {
            let ticket = Ticket(number: UInt64(number))
            worker.check(PINCheck(ticket: ticket, key: key, pin: typed, verifier: verifier))
        }
        let answers = events(3).map { event in
            guard case .pinChecked(let matches, let ticket) = event else { return "other" }
            return "\(ticket.number) \(matches)"
        }
        #expect(answers == ["0 true", "1 false", "2 true"])
    }

    @Test func `makes a verifier anew that was right and is cheaper than what it makes now`() throws
    {
        let worker = PINWorker(try hasher(13), inbox: inbox)
        let old = try hasher(12).derive(pin, for: key)
        let ticket = Ticket(number: 1)
        worker.check(PINCheck(ticket: ticket, key: key, pin: pin, verifier: old))
        let told = events(2)
        guard case .pinChecked(matches: true, ticket)? = told.first,
            case .verifierRenewed(key, from: old, to: let new)? = told.last
        else {
            Issue.record("\(told.count) events")
            return
        }
        #expect(try !hasher(13).isOutdated(new))
        #expect(try hasher(13).check(pin, for: key, against: new))
    }

    @Test func `learns nothing from a wrong PIN`() throws {
        let worker = PINWorker(try hasher(13), inbox: inbox)
        let old = try hasher(12).derive(pin, for: key)
        let wrong = try #require(PIN([0x30, 0x30, 0x30, 0x30]))
        for (number, typed) in [wrong, pin].enumerated() {
            let ticket = Ticket(number: UInt64(number))
            worker.check(PINCheck(ticket: ticket, key: key, pin: typed, verifier: old))
        }
        // One answer each, and one verifier for the right one.
        let told = events(3)
        #expect(told.count { if case .verifierRenewed = $0 { true } else { false } } == 1)
    }
}
